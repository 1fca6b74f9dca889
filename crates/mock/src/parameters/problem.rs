//! Something that is wrong with a parameter.

use crate::message::dialect::Dialect;
use crate::message::vendor_error::{Reason, VendorError};

/// Something that is wrong with a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) reason: Reason,
    pub(crate) detail: String,
}

impl Problem {
    pub(crate) fn new(reason: Reason, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { reason, detail }
    }

    /// What a vendor answers to problems: of the first one's kind, with all of them told. `None` if there are none.
    pub(crate) fn refusal(problems: &[Self], dialect: Dialect) -> Option<VendorError> {
        let first = problems.first()?;
        let details: Vec<&str> = problems.iter().map(|it| it.detail.as_str()).collect();
        Some(VendorError::of(dialect, first.reason, details.join("; ")))
    }
}

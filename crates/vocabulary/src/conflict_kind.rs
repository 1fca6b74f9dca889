//! What sources contradict each other about.

use crate::required::Required;
use crate::word::words;

words! {
    /// What the sides of a conflict disagree about.
    pub enum ConflictKind as "kind of conflict" {
        /// Where in the answer the member is.
        Placement = "placement",
        /// Which values it takes: a sample holds some that the table does not name.
        Values = "values",
        /// Whether it is there at all.
        Presence = "presence",
        /// Whether it is required.
        Required = "required",
        /// What type it has.
        Type = "type",
    }
}

impl ConflictKind {
    /// The words that a side can be; none where sides are lists, types or names.
    pub const fn sides(self) -> &'static [&'static str] {
        const REQUIRED: &[&str] = &[Required::Yes.as_str(), Required::No.as_str()];
        match self {
            Self::Presence => &["present", "absent"],
            Self::Required => REQUIRED,
            Self::Placement | Self::Values | Self::Type => &[],
        }
    }
}

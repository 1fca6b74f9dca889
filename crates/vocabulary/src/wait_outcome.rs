//! What an answer means for what is waited for. Which states mean which is the matter of specs.

use crate::word::words;

words! {
    /// What an answer means for what is waited for.
    pub enum WaitOutcome as "outcome of a wait" {
        /// It is there.
        Success = "success",
        /// It will not come any more.
        Failure = "failure",
        /// It may still come.
        Pending = "pending",
    }
}

/// `true` is success, and `false` is pending.
impl From<bool> for WaitOutcome {
    fn from(is_there: bool) -> Self {
        if is_there {
            Self::Success
        } else {
            Self::Pending
        }
    }
}

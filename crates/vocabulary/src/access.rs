//! Whether a call of an action changes anything.

use crate::word::words;

words! {
    /// Whether a call changes anything.
    pub enum Access as "access" {
        /// It does not: it may be retried.
        Read = "read",
        /// It may: it is retried only where nothing can have been applied.
        Write = "write",
    }
}

//! Whether a call must give a parameter.

use crate::word::words;

words! {
    /// Whether a call must give a parameter. `unknown` never blocks a call.
    #[derive(Default)]
    pub enum Required as "answer to whether it is required" {
        /// It must.
        Yes = "yes",
        /// It need not.
        No = "no",
        /// The page lost the column.
        #[default]
        Unknown = "unknown",
    }
}

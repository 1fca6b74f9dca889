//! How a long result is read in pages. Which members say so is the matter of specs and tables.

use crate::word::words;

words! {
    /// How a long result is read in pages.
    pub enum PagingStyle as "style of paging" {
        /// A parameter says how many rows to skip.
        Offset = "offset",
        /// A parameter says which page to return; pages count from 1.
        Page = "page",
        /// The answer holds a text that asks for the next page.
        Token = "token",
    }
}

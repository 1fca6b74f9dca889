//! Where a fact was seen.

use crate::word::words;

words! {
    /// Where a fact was seen.
    #[derive(Default)]
    pub enum Evidence as "evidence" {
        /// In the page's tables or text.
        #[default]
        Page = "page",
        /// Only in the page's sample.
        Sample = "sample",
        /// Only in the vendor's metadata or SDK.
        Metadata = "metadata",
        /// Nowhere; it follows from something that is documented.
        Inferred = "inferred",
    }
}

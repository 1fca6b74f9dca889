//! How a structured value becomes one text.

use crate::word::words;

words! {
    /// How a list, a map or an object becomes one text.
    pub enum Serialization as "serialization" {
        /// As JSON text.
        Json = "json",
        /// The items, joined by commas.
        Comma = "comma",
    }
}

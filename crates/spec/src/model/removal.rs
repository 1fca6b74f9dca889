//! What stays of what a vendor no longer documents.

use serde::{Deserialize, Serialize};

/// A stub of what the vendor no longer documents. It stays in the generated crate, deprecated, and
/// is not sent, until the crate's next breaking version: so programs compile meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    /// The first version of the crate in which it is a stub.
    pub since: String,
    /// Why, or what to use, in our words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
}

//! What the two protocols make that sign parameters: the text, and the value of the parameter `Signature`.

use crate::redact::{Length, debug_fields};

/// A signature and the text it came from.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signature {
    /// What the secret signs. It holds every parameter, so the session token too if there is one.
    pub string_to_sign: String,
    /// The value of the parameter `Signature`: base64, not yet percent-encoded.
    pub signature: String,
}

debug_fields! { Signature { string_to_sign as Length::of, signature } }

//! What a mock insists on. Everything that a real cloud would refuse is refused by default.

use serde::{Deserialize, Serialize};

/// What a mock insists on.
///
/// ```
/// use cloudwright_mock::Strictness;
///
/// let lenient = Strictness::default().signatures(false).parameters(false);
/// assert!(lenient != Strictness::default());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each of them is a switch of its own, and callers set them by name"
)]
pub struct Strictness {
    pub(crate) signatures: bool,
    pub(crate) clock: bool,
    pub(crate) nonces: bool,
    pub(crate) parameters: bool,
    pub(crate) unknown_parameters: bool,
    pub(crate) enum_values: bool,
    pub(crate) regions: bool,
}

impl Default for Strictness {
    fn default() -> Self {
        Self {
            signatures: true,
            clock: true,
            nonces: true,
            parameters: true,
            unknown_parameters: true,
            enum_values: false,
            regions: true,
        }
    }
}

impl Strictness {
    /// Whether keys, signatures and tokens must be right. Without this neither clock nor nonce is
    /// looked at.
    #[must_use]
    pub fn signatures(mut self, insist: bool) -> Self {
        self.signatures = insist;
        self
    }

    /// Whether timestamps must be within the protocol's window.
    #[must_use]
    pub fn clock(mut self, insist: bool) -> Self {
        self.clock = insist;
        self
    }

    /// Whether a nonce may be used once only, where the protocol has nonces.
    #[must_use]
    pub fn nonces(mut self, insist: bool) -> Self {
        self.nonces = insist;
        self
    }

    /// Whether parameters must be complete, of the right type, within bounds and fit together.
    #[must_use]
    pub fn parameters(mut self, insist: bool) -> Self {
        self.parameters = insist;
        self
    }

    /// Whether parameters that the spec does not know are refused, by the vendors that do so.
    #[must_use]
    pub fn unknown_parameters(mut self, insist: bool) -> Self {
        self.unknown_parameters = insist;
        self
    }

    /// Whether enum parameters must have a documented value. Off by default: pages often name only
    /// some of the values, and clients may send others.
    #[must_use]
    pub fn enum_values(mut self, insist: bool) -> Self {
        self.enum_values = insist;
        self
    }

    /// Whether the region must be one that the page names.
    #[must_use]
    pub fn regions(mut self, insist: bool) -> Self {
        self.regions = insist;
        self
    }
}

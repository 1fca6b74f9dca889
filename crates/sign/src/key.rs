//! The pair that identifies and authenticates an account.

use std::fmt;

use crate::redact::Redacted;

/// An access key. The secret is borrowed: keeping and wiping it is its owner's business.
#[derive(Clone, Copy)]
pub struct Key<'a> {
    /// The public half, which travels with the request.
    pub id: &'a str,
    /// The secret half, which never travels.
    pub secret: &'a str,
}

impl fmt::Debug for Key<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Key")
            .field("id", &self.id)
            .field("secret", &Redacted)
            .finish()
    }
}

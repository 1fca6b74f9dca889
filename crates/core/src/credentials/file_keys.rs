//! Keys of a person's log-in, which a vendor's command line keeps in a file until they expire.

use super::parts::{self, KeyNames};
use super::{Credentials, CredentialsError};

/// The keys that a file holds.
#[derive(Debug)]
pub(super) struct FileKeys {
    /// None where the file lacks a part of them.
    credentials: Option<Credentials>,
    expires_at: i64,
}

impl FileKeys {
    /// Keys of which `part` knows the parts.
    pub(super) fn read(
        names: &KeyNames,
        source: String,
        expires_at: i64,
        part: &mut dyn FnMut(&str) -> Option<String>,
    ) -> Self {
        // Without all parts there are no keys, and nobody asks why.
        let missing = |name: &str| CredentialsError::malformed("file", name);
        let about = names.about(source, expires_at);
        Self {
            credentials: parts::temporary_key(names, about, part, &missing).ok(),
            expires_at,
        }
    }

    /// The keys, if they are good for more than so many seconds.
    pub(super) fn good_for(&self, seconds: i64, now: i64) -> Option<&Credentials> {
        let rest = self.expires_at.saturating_sub(now);
        self.credentials.as_ref().filter(|_| rest > seconds)
    }
}

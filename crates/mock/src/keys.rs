//! The access keys, sessions and IAM tokens that one mock accepts. Checking signatures with them
//! is `verify`'s business.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use cloudwright_spec::model::Provider;
use cloudwright_vocabulary::secret::HIDDEN;

use crate::provider::played;

/// Most temporary keys and tokens kept at a time; the ones that expire first go first.
const MOST_TEMPORARY: usize = 10_000;

/// A working key of the mock, as plain texts. It opens nothing anywhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The key's id (`SecretId`, `AccessKeyId`, AK).
    pub id: String,
    /// The key's secret (`SecretKey`, `AccessKeySecret`, SK).
    pub secret: String,
    /// The session token of a temporary key.
    pub token: Option<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A habit rather than a need: these are invented, but tests print what they hold.
        f.debug_struct("Credentials")
            .field("id", &self.id)
            .field("secret", &HIDDEN)
            .field("token", &self.token.as_ref().map(|_| HIDDEN))
            .finish()
    }
}

impl Credentials {
    /// A long-lived key.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            token: None,
        }
    }

    /// The same key with a session token.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }
}

/// The key that every mock accepts, unless it was built without.
pub(crate) fn standard(provider: Provider) -> Credentials {
    Credentials::new(provider.mock_key().standing, played(provider).secret)
}

/// What is known of a key.
#[derive(Clone)]
pub(crate) struct KeyRecord {
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
    /// For temporary keys; the second itself no longer counts.
    pub(crate) expires_at: Option<i64>,
    pub(crate) disabled: bool,
}

/// All keys and tokens of a mock.
#[derive(Default)]
pub(crate) struct Keys {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    keys: BTreeMap<(Provider, String), KeyRecord>,
    iam_tokens: BTreeMap<String, i64>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

impl Keys {
    pub(crate) fn add(&self, provider: Provider, key: &Credentials, expires_at: Option<i64>) {
        let record = KeyRecord {
            secret: key.secret.clone(),
            token: key.token.clone(),
            expires_at,
            disabled: false,
        };
        let mut inner = self.lock();
        inner.keys.insert((provider, key.id.clone()), record);
        inner.drop_surplus_keys();
    }

    pub(crate) fn find(&self, provider: Provider, id: &str) -> Option<KeyRecord> {
        self.lock().keys.get(&(provider, id.to_owned())).cloned()
    }

    /// Makes a key unusable and known. Says whether it existed.
    pub(crate) fn disable(&self, provider: Provider, id: &str) -> bool {
        let mut inner = self.lock();
        let found = inner.keys.get_mut(&(provider, id.to_owned()));
        found.is_some_and(|record| {
            record.disabled = true;
            true
        })
    }

    pub(crate) fn add_iam_token(&self, token: &str, expires_at: i64) {
        let mut inner = self.lock();
        inner.iam_tokens.insert(token.to_owned(), expires_at);
        inner.drop_surplus_tokens();
    }

    /// When an IAM token expires, if it is one of this mock's.
    pub(crate) fn iam_token_expiry(&self, token: &str) -> Option<i64> {
        self.lock().iam_tokens.get(token).copied()
    }

    /// Forgets an IAM token, as if it had been revoked. Says whether it existed.
    pub(crate) fn revoke_iam_token(&self, token: &str) -> bool {
        self.lock().iam_tokens.remove(token).is_some()
    }

    /// Whether a text is a session or IAM token of this mock, and therefore no secret.
    pub(crate) fn gave_out(&self, token: &str) -> bool {
        let inner = self.lock();
        inner.iam_tokens.contains_key(token)
            || inner
                .keys
                .values()
                .any(|record| record.token.as_deref() == Some(token))
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn drop_surplus_keys(&mut self) {
        if self.keys.len() <= MOST_TEMPORARY {
            return;
        }
        let temporary = self.keys.iter().filter_map(|(name, record)| {
            let expires_at = record.expires_at?;
            Some((expires_at, name.clone()))
        });
        if let Some((_, name)) = temporary.min() {
            self.keys.remove(&name);
        }
    }

    fn drop_surplus_tokens(&mut self) {
        if self.iam_tokens.len() <= MOST_TEMPORARY {
            return;
        }
        let first = self.iam_tokens.iter().min_by_key(|(_, expiry)| **expiry);
        if let Some(token) = first.map(|(token, _)| token.clone()) {
            self.iam_tokens.remove(&token);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        let key = Credentials::new("id", "s3cret").with_token("t0ken");
        let shown = format!("{key:?}");
        assert!(shown.contains("id") && !shown.contains("s3cret") && !shown.contains("t0ken"));
    }

    #[test]
    fn temporary_keys_do_not_pile_up() {
        let keys = Keys::default();
        keys.add(Provider::Tencent, &standard(Provider::Tencent), None);
        for number in 0..MOST_TEMPORARY + 5 {
            let key = Credentials::new(format!("id{number}"), "x");
            let expires_at = i64::try_from(number).ok();
            keys.add(Provider::Tencent, &key, expires_at);
        }
        let standard_id = standard(Provider::Tencent).id;
        assert!(keys.find(Provider::Tencent, &standard_id).is_some());
        assert!(keys.find(Provider::Tencent, "id0").is_none());
        assert!(keys.lock().keys.len() <= MOST_TEMPORARY);
    }
}

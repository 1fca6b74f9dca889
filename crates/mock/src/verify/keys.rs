//! The access keys, sessions and IAM tokens that one mock accepts. Checking signatures with them
//! is `verify`'s business.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;

use cloudwright_spec::model::Provider;
use cloudwright_vocabulary::secret::HIDDEN;

use crate::lock::locked;
use crate::provider::support;

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
    Credentials::new(provider.mock_key().standing, support(provider).secret)
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
pub(crate) struct Keys(Mutex<KeyRing>);

#[derive(Default)]
struct KeyRing {
    keys: BTreeMap<(Provider, String), KeyRecord>,
    /// When each IAM token expires.
    iam_tokens: BTreeMap<String, i64>,
}

impl Keys {
    pub(crate) fn add(&self, provider: Provider, key: Credentials, expires_at: Option<i64>) {
        let record = KeyRecord {
            secret: key.secret,
            token: key.token,
            expires_at,
            disabled: false,
        };
        let mut ring = locked(&self.0);
        ring.keys.insert((provider, key.id), record);
        drop_surplus(&mut ring.keys, |record| record.expires_at);
    }

    /// Adds the standard key of a provider, unless another secret was given for it.
    pub(crate) fn add_standard(&self, provider: Provider) {
        let key = standard(provider);
        if self.find(provider, &key.id).is_none() {
            self.add(provider, key, None);
        }
    }

    pub(crate) fn find(&self, provider: Provider, id: &str) -> Option<KeyRecord> {
        locked(&self.0)
            .keys
            .get(&(provider, id.to_owned()))
            .cloned()
    }

    /// Makes a key unusable and known. Says whether it existed.
    pub(crate) fn disable(&self, provider: Provider, id: &str) -> bool {
        let mut ring = locked(&self.0);
        let found = ring.keys.get_mut(&(provider, id.to_owned()));
        found.map(|record| record.disabled = true).is_some()
    }

    pub(crate) fn add_iam_token(&self, token: &str, expires_at: i64) {
        let mut ring = locked(&self.0);
        ring.iam_tokens.insert(token.to_owned(), expires_at);
        drop_surplus(&mut ring.iam_tokens, |expires_at| Some(*expires_at));
    }

    /// When an IAM token expires, if it is one of this mock's.
    pub(crate) fn iam_token_expiry(&self, token: &str) -> Option<i64> {
        locked(&self.0).iam_tokens.get(token).copied()
    }

    /// Forgets an IAM token, as if it had been revoked. Says whether it existed.
    pub(crate) fn revoke_iam_token(&self, token: &str) -> bool {
        locked(&self.0).iam_tokens.remove(token).is_some()
    }

    /// Whether a text is a session or IAM token of this mock, and therefore no secret.
    pub(crate) fn gave_out(&self, token: &str) -> bool {
        let ring = locked(&self.0);
        let mut records = ring.keys.values();
        ring.iam_tokens.contains_key(token)
            || records.any(|record| record.token.as_deref() == Some(token))
    }
}

/// Drops what expires first, if one too many is kept.
fn drop_surplus<K: Ord + Clone, V>(kept: &mut BTreeMap<K, V>, expiry: fn(&V) -> Option<i64>) {
    if kept.len() > MOST_TEMPORARY {
        let temporary = kept
            .iter()
            .filter_map(|(name, one)| Some((expiry(one)?, name)));
        if let Some(name) = temporary.min().map(|(_, name)| name.clone()) {
            kept.remove(&name);
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
        keys.add(Provider::Tencent, standard(Provider::Tencent), None);
        for number in 0..MOST_TEMPORARY + 5 {
            let key = Credentials::new(format!("id{number}"), "x");
            let expires_at = i64::try_from(number).ok();
            keys.add(Provider::Tencent, key, expires_at);
        }
        let standard_id = standard(Provider::Tencent).id;
        assert!(keys.find(Provider::Tencent, &standard_id).is_some());
        assert!(keys.find(Provider::Tencent, "id0").is_none());
        assert!(locked(&keys.0).keys.len() <= MOST_TEMPORARY);
    }
}

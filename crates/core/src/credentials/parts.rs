//! A key put together out of its parts, whatever they are kept in: a file, a section, an answer.

use std::borrow::Cow;
use std::time::Duration;

use super::value::{About, Found};
use super::{AccessKey, Credentials, CredentialsError, Identity};
use crate::secret::Secret;

/// What a cloud calls the parts of temporary keys, and how long before expiry it renews them.
#[derive(Clone, Copy)]
pub(super) struct KeyNames {
    pub(super) id: &'static str,
    pub(super) secret: &'static str,
    pub(super) token: &'static str,
    pub(super) expiry: &'static str,
    pub(super) renewal: Duration,
}

impl KeyNames {
    /// Id, secret and token.
    pub(super) fn of_key(&self) -> [&'static str; 3] {
        [self.id, self.secret, self.token]
    }

    /// What is said of a key that expires then.
    pub(super) fn about(&self, source: impl Into<Cow<'static, str>>, expires_at: i64) -> About {
        About {
            expires_at: Some(expires_at),
            renewal: self.renewal,
            ..About::source(source)
        }
    }
}

/// A key of which `part` knows the id, the secret and, optional, the token; `missing` is the error of
/// a part that is needed.
pub(super) fn key(
    [id, secret, token]: [&str; 3],
    about: About,
    part: &mut dyn FnMut(&str) -> Option<String>,
    missing: &dyn Fn(&str) -> CredentialsError,
) -> Found {
    let mut need = |name| part(name).ok_or_else(|| missing(name));
    let key = AccessKey {
        id: need(id)?,
        secret: Secret::new(need(secret)?),
        session_token: part(token).map(Secret::new),
    };
    Ok(Credentials::found(Identity::AccessKey(key), about))
}

/// The same of a temporary key, which needs its token.
pub(super) fn temporary_key(
    names: &KeyNames,
    about: About,
    part: &mut dyn FnMut(&str) -> Option<String>,
    missing: &dyn Fn(&str) -> CredentialsError,
) -> Found {
    let credentials = key(names.of_key(), about, part, missing)?;
    let key = credentials.as_access_key();
    if key.is_none_or(|key| key.session_token.is_none()) {
        return Err(missing(names.token));
    }
    Ok(credentials)
}

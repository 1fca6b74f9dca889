//! Members of the small JSON documents that credentials come in.

use serde_json::Value;

use super::{Credentials, CredentialsError};
use crate::secret::Secret;

/// A JSON object, or the error that there is none. The error shows nothing of the text.
pub(super) fn parse(provider: &str, what: &str, text: &[u8]) -> Result<Value, CredentialsError> {
    match serde_json::from_slice(text) {
        Ok(value @ Value::Object(_)) => Ok(value),
        _ => Err(CredentialsError::malformed(
            provider,
            format!("{what} is not a JSON object"),
        )),
    }
}

/// A member that is a text and not blank.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    let text = value.get(name)?.as_str()?.trim();
    (!text.is_empty()).then_some(text)
}

/// Takes a text out, so that the document keeps no copy of it.
pub(super) fn take(value: &mut Value, name: &str) -> Option<String> {
    match value.get_mut(name)?.take() {
        Value::String(text) if !text.is_empty() => Some(text),
        _ => None,
    }
}

/// What a cloud calls the parts of temporary keys.
#[derive(Clone, Copy)]
pub(super) struct KeyNames {
    pub(super) id: &'static str,
    pub(super) secret: &'static str,
    pub(super) token: &'static str,
    pub(super) expiry: &'static str,
}

/// Temporary keys out of an answer. All of id, secret and token must be there.
pub(super) fn temporary_keys(
    provider: &str,
    mut value: Value,
    names: KeyNames,
    now: i64,
) -> Result<Credentials, CredentialsError> {
    let expires_at = super::expiry::expiry(value.get(names.expiry), now);
    let mut part = |name: &str| {
        take(&mut value, name).ok_or_else(|| {
            CredentialsError::malformed(provider, format!("the answer has no {name}"))
        })
    };
    let id = part(names.id)?;
    let secret = Secret::new(part(names.secret)?);
    let token = Secret::new(part(names.token)?);
    Ok(Credentials::access_key(id, secret)
        .with_session_token(token)
        .with_expiry(expires_at))
}

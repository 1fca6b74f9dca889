//! Members of the small JSON documents that credentials come in.

use std::fmt::Display;

use super::{Credentials, CredentialsError};
use crate::codec::Tree;
use crate::secret::Secret;

/// A JSON object, or the error that there is none. The error shows nothing of the text.
pub(super) fn parse(
    provider: &str,
    what: impl Display,
    text: &[u8],
) -> Result<Tree, CredentialsError> {
    let tree = Tree::read(text).filter(Tree::is_object);
    tree.ok_or_else(|| {
        CredentialsError::malformed(provider, format_args!("{what} is not a JSON object"))
    })
}

/// A member that is a text and not blank.
pub(super) fn text<'a>(value: &'a Tree, name: &str) -> Option<&'a str> {
    let text = value.get(name)?.as_text()?.trim();
    (!text.is_empty()).then_some(text)
}

/// Takes a text out, so that the document keeps no copy of it.
pub(super) fn take(value: &mut Tree, name: &str) -> Option<String> {
    match value.take(name) {
        Tree::Text(text) if !text.is_empty() => Some(text),
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
    mut value: Tree,
    names: KeyNames,
    now: i64,
) -> Result<Credentials, CredentialsError> {
    let expires_at = super::expiry::expiry(value.get(names.expiry), now);
    let mut part = |name: &str| {
        take(&mut value, name).ok_or_else(|| {
            CredentialsError::malformed(provider, format_args!("the answer has no {name}"))
        })
    };
    let id = part(names.id)?;
    let secret = Secret::new(part(names.secret)?);
    let token = Secret::new(part(names.token)?);
    Ok(Credentials::access_key(id, secret)
        .with_session_token(token)
        .with_expiry(expires_at))
}

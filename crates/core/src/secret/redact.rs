//! What may be shown of a request: names always, secret values never.
//!
//! Used by every `Debug` of this crate and by dry runs and recordings. Which names are those of
//! secrets is the vocabulary's to say; a name that only looks like one is hidden as well.

use std::borrow::Cow;
use std::fmt;

use cloudwright_vocabulary::secret::is_key_id;
pub use cloudwright_vocabulary::secret::{
    HIDDEN, is_secret_header, is_secret_name as is_secret_parameter,
};

use super::Redactor;

/// An address without what follows its path.
pub(crate) fn without_query(address: &str) -> &str {
    let end = address.find(['?', '#']);
    &address[..end.unwrap_or(address.len())]
}

/// The address with the values of secret parameters, and the key's id, hidden.
pub fn url(url: &str) -> Cow<'_, str> {
    unless_same(url, Redactor::of(None).url(url))
}

/// A query or a form with the values of secret parameters, and the key's id, hidden.
pub fn form(form: &str) -> Cow<'_, str> {
    unless_same(form, Redactor::of(None).form(form))
}

fn unless_same(text: &str, shown: String) -> Cow<'_, str> {
    if shown == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(shown)
    }
}

/// Shows headers with secret values hidden.
pub(crate) struct Headers<'a, N>(pub(crate) &'a [(N, String)]);

impl<N: AsRef<str>> fmt::Debug for Headers<'_, N> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_map()
            .entries(self.0.iter().map(|(name, value)| {
                let name = name.as_ref();
                let value = if is_secret_header(name) || is_key_id(name) {
                    HIDDEN
                } else {
                    value
                };
                (name, value)
            }))
            .finish()
    }
}

/// Shows headers of an answer with secret values hidden.
pub(crate) struct HeaderMapView<'a>(pub(crate) &'a http::HeaderMap);

impl fmt::Debug for HeaderMapView<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_map()
            .entries(self.0.iter().map(|(name, value)| {
                let text = value.to_str().unwrap_or("[not text]");
                let value = match name.as_str() {
                    name if is_secret_header(name) => HIDDEN,
                    // Where a gateway sends a browser, it sends tokens along in the query.
                    "location" => without_query(text),
                    _ => text,
                };
                (name.as_str(), value)
            }))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_parameters_of_an_address_are_hidden_and_the_rest_is_kept() {
        assert_eq!(
            url("https://h/p?Action=X&Signature=abc%3D&Token=t"),
            "https://h/p?Action=X&Signature=[redacted]&Token=[redacted]"
        );
        assert_eq!(
            url("https://h/?SecretId=x&a=b"),
            "https://h/?SecretId=[redacted]&a=b"
        );
        assert!(matches!(url("https://h/p?Action=X"), Cow::Borrowed(_)));
        assert_eq!(url("https://h/p"), "https://h/p");
    }

    #[test]
    fn token_headers_are_secret_whatever_their_case() {
        for name in [
            "Authorization",
            "X-TC-Token",
            "x-acs-security-token",
            "X-Auth-Token",
            "X-aliyun-ecs-metadata-token",
        ] {
            assert!(is_secret_header(name), "{name}");
        }
        assert!(!is_secret_header("X-TC-Action"));
    }
}

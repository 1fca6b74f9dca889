//! What may be shown of a request: names always, secret values never.
//!
//! For the `Debug` of this crate; a whole request is hidden by the [`Redactor`](super::Redactor). Which names are those
//! of secrets is the vocabulary's to say.

use std::fmt;

use cloudwright_vocabulary::secret::{HIDDEN, is_key_id, is_secret_header};

/// An address without what follows its path.
pub(crate) fn without_query(address: &str) -> &str {
    let end = address.find(['?', '#']);
    &address[..end.unwrap_or(address.len())]
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

//! What the three protocols make that sign headers: the texts, and the value of `Authorization`.

use std::fmt;

use crate::canonical::Canonical;
use crate::digest::{Hex, HmacKey};
use crate::redact::Length;

/// A signature for the header `Authorization`, and the texts it came from.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature {
    /// The canonical request, the string to sign and the value of the header, in one allocation.
    text: String,
    /// Where the canonical request ends.
    request_end: usize,
    /// Where the string to sign ends.
    to_sign_end: usize,
}

impl Signature {
    /// What is hashed into the string to sign. It holds the session token if that is signed.
    pub fn canonical_request(&self) -> &str {
        &self.text[..self.request_end]
    }

    /// What the secret, or the key derived from it, signs.
    pub fn string_to_sign(&self) -> &str {
        &self.text[self.request_end..self.to_sign_end]
    }

    /// The value of the `Authorization` header.
    pub fn authorization(&self) -> &str {
        &self.text[self.to_sign_end..]
    }

    /// The canonical request, the string to sign and the value of the header, each by itself.
    pub fn into_texts(self) -> [String; 3] {
        let mut canonical_request = self.text;
        let authorization = canonical_request.split_off(self.to_sign_end);
        let string_to_sign = canonical_request.split_off(self.request_end);
        [canonical_request, string_to_sign, authorization]
    }

    /// The signature in hex, the end of the `Authorization` header.
    pub fn signature(&self) -> &str {
        last(self.authorization(), '=')
    }

    /// What stands for the body: its SHA-256 in hex, or what the request states in its place.
    pub fn hashed_payload(&self) -> &str {
        last(self.canonical_request(), '\n')
    }

    /// The names of the signed headers joined by `;`.
    pub fn signed_headers(&self) -> &str {
        // The last line but one.
        let mut lines = self.canonical_request().rsplit('\n');
        lines.nth(1).unwrap_or_default()
    }

    /// Day, service and terminator, such as `2025-01-01/tcr/tc3_request`; in TC3 only.
    pub fn scope(&self) -> Option<&str> {
        // The third of four lines, and no other protocol signs as many.
        let mut lines = self.string_to_sign().split('\n').skip(2);
        lines.next().filter(|_| lines.next().is_some())
    }
}

fn last(text: &str, separator: char) -> &str {
    text.rsplit(separator).next().unwrap_or_default()
}

impl fmt::Debug for Signature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A signed header may hold a token.
        formatter
            .debug_struct("Signature")
            .field("canonical_request", &Length::of(self.canonical_request()))
            .field("signed_headers", &self.signed_headers())
            .field("string_to_sign", &self.string_to_sign())
            .field("authorization", &self.authorization())
            .finish()
    }
}

/// What a protocol adds to the canonical request.
pub(crate) struct Additions<'a> {
    /// The string to sign up to the hash of the canonical request.
    pub(crate) to_sign: &'a [&'a str],
    /// The `Authorization` header up to the names of the signed headers.
    pub(crate) credential: &'a [&'a str],
    /// What comes between those names and the signature.
    pub(crate) before_signature: &'static str,
}

impl Signature {
    /// Signs a canonical request: what comes of it is written behind it.
    pub(crate) fn new(canonical: Canonical, key: &HmacKey, additions: &Additions) -> Self {
        let names = canonical.signed_headers;
        let mut text = canonical.text;
        let request_end = text.len();
        let hash = Hex::of_sha256(text.as_bytes());
        push_all(additions.to_sign, &mut text);
        text.push_str(hash.as_str());
        let to_sign_end = text.len();
        let code = key.sign(&text.as_bytes()[request_end..]);
        push_all(additions.credential, &mut text);
        let names = text[names].to_owned();
        text.push_str(&names);
        text.push_str(additions.before_signature);
        text.push_str(Hex::new(&code).as_str());
        Self {
            text,
            request_end,
            to_sign_end,
        }
    }
}

fn push_all(parts: &[&str], text: &mut String) {
    for part in parts {
        text.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_any_text_can_be_asked_for() {
        for text in ["", "\n", "=", "\n\n\n\n"] {
            let signature = Signature {
                text: text.repeat(3),
                request_end: text.len(),
                to_sign_end: 2 * text.len(),
            };
            assert_eq!(signature.clone().into_texts(), [text; 3]);
            let parts = [signature.signed_headers(), signature.hashed_payload()];
            assert_eq!(parts.map(str::trim).concat(), text.trim());
            assert!(signature.scope().unwrap_or_default().is_empty());
        }
    }

    #[test]
    fn the_texts_of_a_usual_request_are_allocated_once() {
        let input = crate::tc3::Input {
            method: "POST",
            path: "/",
            query: "",
            headers: &[("content-type", "application/json"), ("host", "h")],
            body: b"",
            timestamp: 1_735_689_600,
            service: "a-service-of-long-name",
        };
        let id = "AKIDEXAMPLEexampleEXAMPLEexample0000";
        let signature = crate::tc3::sign(&input, &crate::Key { id, secret: "" });
        // Growing would double it.
        assert!(signature.text.capacity() < signature.text.len() + 100);
    }
}

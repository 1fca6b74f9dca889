//! What the three protocols make that sign headers: the texts, and the value of `Authorization`.

use std::fmt;

use crate::canonical::Canonical;
use crate::digest::Hex;
use crate::redact::Length;

/// A signature for the header `Authorization`, and the texts it came from.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signature {
    /// What is hashed into the string to sign. It holds the session token if that is signed.
    pub canonical_request: String,
    /// What the secret, or the key derived from it, signs.
    pub string_to_sign: String,
    /// The value of the `Authorization` header.
    pub authorization: String,
}

impl Signature {
    /// The signature in hex, the end of the `Authorization` header.
    pub fn signature(&self) -> &str {
        last(&self.authorization, '=')
    }

    /// What stands for the body: its SHA-256 in hex, or what the request states in its place.
    pub fn hashed_payload(&self) -> &str {
        last(&self.canonical_request, '\n')
    }

    /// The names of the signed headers joined by `;`.
    pub fn signed_headers(&self) -> &str {
        // The last line but one.
        self.canonical_request
            .rsplit('\n')
            .nth(1)
            .unwrap_or_default()
    }

    /// Day, service and terminator, such as `2025-01-01/tcr/tc3_request`; in TC3 only.
    pub fn scope(&self) -> Option<&str> {
        // The third of four lines, and no other protocol signs as many.
        let mut lines = self.string_to_sign.split('\n').skip(2);
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
            .field("canonical_request", &Length(self.canonical_request.len()))
            .field("signed_headers", &self.signed_headers())
            .field("string_to_sign", &self.string_to_sign)
            .field("authorization", &self.authorization)
            .finish()
    }
}

/// What an `Authorization` header says besides the signed headers and the signature.
pub(crate) struct Credential<'a> {
    /// The algorithm and the name of the part that follows, up to `=`.
    pub(crate) start: &'a str,
    pub(crate) id: &'a str,
    /// What follows the id in the same part: in TC3 a slash and the scope.
    pub(crate) scope: [&'a str; 2],
    /// What comes before the names of the signed headers, and what before the signature.
    pub(crate) end: [&'static str; 2],
}

impl Signature {
    /// Puts the header together.
    pub(crate) fn new(
        canonical: Canonical,
        string_to_sign: String,
        code: &[u8; 32],
        credential: &Credential,
    ) -> Self {
        let signature = Hex::new(code);
        let [slash, scope] = credential.scope;
        let [before_names, before_signature] = credential.end;
        let authorization = [
            credential.start,
            credential.id,
            slash,
            scope,
            before_names,
            canonical.signed_headers(),
            before_signature,
            signature.as_str(),
        ];
        Self {
            authorization: authorization.concat(),
            canonical_request: canonical.text,
            string_to_sign,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_any_text_can_be_asked_for() {
        for text in ["", "\n", "=", "\n\n\n\n"] {
            let signature = Signature {
                canonical_request: text.to_owned(),
                string_to_sign: text.to_owned(),
                authorization: text.to_owned(),
            };
            let parts = [signature.signed_headers(), signature.hashed_payload()];
            assert_eq!(parts.map(str::trim).concat(), text.trim());
            assert!(signature.scope().unwrap_or_default().is_empty());
        }
    }
}

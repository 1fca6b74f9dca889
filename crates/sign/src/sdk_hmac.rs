//! Huawei Cloud's signature by access key, `SDK-HMAC-SHA256`. Not for calls with an IAM token: those
//! are not signed.
//!
//! ```
//! use cloudwright_sign::{Key, sdk_hmac};
//!
//! let input = sdk_hmac::Input {
//!     method: "GET",
//!     path: "/path",
//!     query: "limit=1",
//!     headers: &[("X-Sdk-Date", "20060102T150405Z")],
//!     body: b"",
//! };
//! let key = Key { id: "AccessKey", secret: "SecretKey" };
//! assert_eq!(
//!     sdk_hmac::sign(&input, &key).authorization(),
//!     "SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=x-sdk-date, \
//!      Signature=5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624",
//! );
//! ```

use crate::Key;
use crate::canonical::{self, CanonicalParts, ValueCase};
use crate::digest::{Hex, HmacKey};
use crate::encode::{canonical_query, encode_path_into, percent_decode, query_pairs};
use crate::redact::{Length, RedactedPairs, debug_fields};
use crate::signature::Additions;

pub use crate::signature::Signature;

pub(crate) const ALGORITHM: &str = "SDK-HMAC-SHA256";

/// A request to sign.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The HTTP method in upper case.
    pub method: &'a str,
    /// The path as it is sent, percent-encoded.
    pub path: &'a str,
    /// The query as it is sent, percent-encoded, without `?`.
    pub query: &'a str,
    /// The headers to sign, in any order and case. `x-sdk-date` has to be among them: without it the string to
    /// sign has an empty line where the date belongs and no server accepts the signature. `host`
    /// should be among them.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body as it is sent.
    pub body: &'a [u8],
}

debug_fields! {
    Input<'_> { method, path, query as Length::of, headers as RedactedPairs, body as Length::of }
}

/// Signs `input`.
pub fn sign(input: &Input, key: &Key) -> Signature {
    let hashed_body;
    let body_hash = if let Some(stated) = stated_hash(input) {
        stated
    } else {
        hashed_body = Hex::of_sha256(input.body);
        hashed_body.as_str()
    };
    let canonical = canonical::request(&CanonicalParts {
        method: input.method,
        path: &canonical_path(input.path),
        query: &canonical_form(input.query),
        headers: input.headers,
        value_case: ValueCase::Kept,
        body_hash,
    });
    let date = header(input.headers, "x-sdk-date").unwrap_or_default();
    let additions = Additions {
        to_sign: &["SDK-HMAC-SHA256\n", date, "\n"],
        credential: &["SDK-HMAC-SHA256 Access=", key.id, ", SignedHeaders="],
        before_signature: ", Signature=",
    };
    let key = HmacKey::new(key.secret.as_bytes());
    Signature::new(canonical, &key, &additions)
}

/// The path decoded, encoded part by part, with a `/` at its end, which the path on the wire lacks.
/// An encoded `/` is signed as a bare one, as the vendor's SDK does.
fn canonical_path(path: &str) -> String {
    let mut canonical = String::with_capacity(path.len() + 1);
    encode_path_into(&percent_decode(path), &mut canonical);
    if !canonical.ends_with('/') {
        canonical.push('/');
    }
    canonical
}

/// The query decoded, sorted and encoded again, so that every spelling of the same parameters is
/// signed alike. What cloudwright sends is in this form already.
fn canonical_form(query: &str) -> String {
    let pairs = query_pairs(query);
    canonical_query(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )
}

/// What `X-Sdk-Content-Sha256` says in place of the hash of the body, if there is a body.
fn stated_hash<'a>(input: &Input<'a>) -> Option<&'a str> {
    let stated = header(input.headers, "x-sdk-content-sha256")?;
    (!input.body.is_empty() && !stated.is_empty()).then_some(stated)
}

fn header<'a>(headers: &[(&'a str, &'a str)], wanted: &str) -> Option<&'a str> {
    let found = headers
        .iter()
        .find(|(name, _)| name.trim_ascii().eq_ignore_ascii_case(wanted));
    found.map(|(_, value)| value.trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    const INPUT: Input = Input {
        method: "POST",
        path: "/v2/p",
        query: "",
        headers: &[("X-Sdk-Date", "20250101T000000Z")],
        body: b"{}",
    };
    const KEY: Key = Key {
        id: "id",
        secret: "secret",
    };

    #[test]
    fn the_path_is_encoded_part_by_part_and_ends_in_a_slash() {
        let cases = [
            ("", "/"),
            ("/", "/"),
            ("/a", "/a/"),
            ("/a/", "/a/"),
            ("/a//b", "/a//b/"),
            ("/a%2Fb", "/a/b/"),
            ("/a%20b*~", "/a%20b%2A~/"),
            ("/中", "/%E4%B8%AD/"),
            ("/%zz%", "/%25zz%25/"),
        ];
        for (path, canonical) in cases {
            assert_eq!(canonical_path(path), canonical, "{path}");
        }
    }

    #[test]
    fn every_spelling_of_a_query_is_signed_alike() {
        for query in [
            "a=1&a=2&b=x%20y&c=",
            "c&b=x+y&a=2&a=1",
            "&c=&b=%78%20y&&a=1&a=2",
        ] {
            assert_eq!(canonical_form(query), "a=1&a=2&b=x%20y&c=", "{query}");
        }
    }

    #[test]
    fn a_stated_hash_counts_only_with_a_body() {
        let headers = &[
            ("X-Sdk-Content-Sha256", " UNSIGNED-PAYLOAD "),
            INPUT.headers[0],
        ];
        let with_body = sign(&Input { headers, ..INPUT }, &KEY);
        let without_body = sign(
            &Input {
                headers,
                body: b"",
                ..INPUT
            },
            &KEY,
        );
        assert!(
            with_body
                .canonical_request()
                .ends_with("\nUNSIGNED-PAYLOAD")
        );
        assert!(
            without_body
                .canonical_request()
                .ends_with(&crate::sha256_hex(b""))
        );
    }

    #[test]
    fn the_date_is_taken_from_its_header() {
        let signed = |headers| sign(&Input { headers, ..INPUT }, &KEY);
        let dated = signed(&[("x-sdk-date", " 20250101T000000Z")]);
        let start = "SDK-HMAC-SHA256\n20250101T000000Z\n";
        assert!(dated.string_to_sign().starts_with(start));
        let undated = signed(&[]);
        assert!(undated.string_to_sign().starts_with("SDK-HMAC-SHA256\n\n"));
    }
}

//! Tencent Cloud API 3.0, `TC3-HMAC-SHA256`. Not for API 2.0, which is [`qcloud_v2`](crate::qcloud_v2).
//!
//! The key that signs is derived from the secret, the UTC day and the service; a [`KeyCache`]
//! keeps the one that was derived last.
//!
//! ```
//! use cloudwright_sign::{Key, tc3};
//!
//! let body = br#"{"RepoName": "ccs-dev/nginx", "Offset": 0, "Limit": 10, "Order": "desc", "OrderBy": "invoke_time"}"#;
//! let input = tc3::Input {
//!     method: "POST",
//!     path: "/",
//!     query: "",
//!     headers: &[("content-type", "application/json"), ("host", "tcr.tencentcloudapi.com")],
//!     body,
//!     timestamp: 1_735_689_600,
//!     service: "tcr",
//! };
//! let key = Key { id: "AKIDEXAMPLEexampleEXAMPLEexample00", secret: "ExampleTencentSecretKeyEXAMPLE00" };
//!
//! let signature = tc3::KeyCache::new().sign(&input, &key);
//! assert_eq!(signature.signature(), "7fd7fa96d976b1e74d16b9158f83e2132464ca8e63b504c2aa08b85d1d59f7a8");
//! assert_eq!(signature, tc3::sign(&input, &key));
//! ```

use std::error;
use std::fmt;

use crate::Key;
use crate::canonical::{self, Canonical, CanonicalParts, ValueCase};
use crate::digest::Hex;
use crate::redact::{Length, RedactedPairs, debug_fields};
use crate::signature::Additions;
use crate::time;

mod key;
mod key_cache;

pub use key::{DerivedKey, derive_key};
pub use key_cache::KeyCache;

pub use crate::signature::Signature;

use key::SigningKey;

pub(crate) const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// The last part of a credential scope.
pub(crate) const TERMINATOR: &str = "tc3_request";

/// A request to sign.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The HTTP method in upper case.
    pub method: &'a str,
    /// The path, `/` in this API.
    pub path: &'a str,
    /// The query exactly as it is sent, without `?`; empty for POST.
    pub query: &'a str,
    /// The headers to sign, each name once, in any order and case. `content-type` and `host` have to be
    /// among them, byte for byte as they are sent.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body as it is sent; empty for GET.
    pub body: &'a [u8],
    /// UNIX seconds, as in `X-TC-Timestamp`.
    pub timestamp: i64,
    /// The service in the credential scope, such as `tcr`, whatever the host is.
    pub service: &'a str,
}

debug_fields! {
    Input<'_> {
        method, path, query as Length::of, headers as RedactedPairs, body as Length::of, timestamp, service
    }
}

/// The derived key belongs to another day or service than the request.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WrongKey {
    /// The scope that the request needs.
    pub needed: String,
    /// The scope of the key.
    pub given: String,
}

impl fmt::Display for WrongKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "the request needs a key for {}, this one is for {}",
            self.needed, self.given
        )
    }
}

impl fmt::Debug for WrongKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !formatter.alternate() {
            return fmt::Display::fmt(self, formatter);
        }
        formatter
            .debug_struct("WrongKey")
            .field("needed", &self.needed)
            .field("given", &self.given)
            .finish()
    }
}

impl error::Error for WrongKey {}

/// Signs `input`, deriving the key anew.
pub fn sign(input: &Input, key: &Key) -> Signature {
    let signing = SigningKey::derive(key.secret, &time::date(input.timestamp), input.service);
    finish(canonical_request(input), input.timestamp, key.id, &signing)
}

/// Signs `input` with a key derived before, which has to be for the day and the service of the
/// request.
pub fn sign_with(input: &Input, id: &str, key: &DerivedKey) -> Result<Signature, WrongKey> {
    let needed = scope(&time::date(input.timestamp), input.service);
    let signing = key.signing();
    if needed != signing.scope() {
        return Err(WrongKey {
            needed,
            given: signing.scope().to_owned(),
        });
    }
    let canonical = canonical_request(input);
    Ok(finish(canonical, input.timestamp, id, signing))
}

/// `{date}/{service}/tc3_request`.
fn scope(date: &str, service: &str) -> String {
    [date, "/", service, "/", TERMINATOR].concat()
}

/// All that can be done without the key.
fn canonical_request(input: &Input) -> Canonical {
    canonical::request(&CanonicalParts {
        method: input.method,
        path: input.path,
        query: input.query,
        headers: input.headers,
        value_case: ValueCase::LowerCase,
        body_hash: Hex::of_sha256(input.body).as_str(),
    })
}

fn finish(canonical: Canonical, timestamp: i64, id: &str, key: &SigningKey) -> Signature {
    let additions = Additions {
        to_sign: &[
            "TC3-HMAC-SHA256\n",
            &timestamp.to_string(),
            "\n",
            key.scope(),
            "\n",
        ],
        credential: &[
            "TC3-HMAC-SHA256 Credential=",
            id,
            "/",
            key.scope(),
            ", SignedHeaders=",
        ],
        before_signature: ", Signature=",
    };
    Signature::new(canonical, key.hmac(), &additions)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INPUT: Input = Input {
        method: "POST",
        path: "/",
        query: "",
        headers: &[
            ("content-type", "application/json"),
            ("host", "tcr.tencentcloudapi.com"),
        ],
        body: b"{}",
        timestamp: 1_735_689_600,
        service: "tcr",
    };
    const KEY: Key = Key {
        id: "id",
        secret: "secret",
    };

    #[test]
    fn a_derived_key_signs_as_the_secret_does() {
        let derived = derive_key(KEY.secret, "2025-01-01", "tcr");
        assert_eq!(sign_with(&INPUT, KEY.id, &derived), Ok(sign(&INPUT, &KEY)));
    }

    #[test]
    fn a_derived_key_of_another_day_or_service_is_refused() {
        for (date, service) in [
            ("2025-01-02", "tcr"),
            ("2025-01-01", "cvm"),
            ("2025-01-01/tcr", ""),
        ] {
            let error = sign_with(&INPUT, KEY.id, &derive_key(KEY.secret, date, service)).err();
            let needed = error.map(|error| error.needed);
            assert_eq!(
                needed.as_deref(),
                Some("2025-01-01/tcr/tc3_request"),
                "{date} {service}"
            );
        }
    }

    #[test]
    fn parts_of_the_texts_can_be_had_alone() {
        let signature = sign(&INPUT, &KEY);
        assert_eq!(signature.scope(), Some("2025-01-01/tcr/tc3_request"));
        assert_eq!(signature.signed_headers(), "content-type;host");
        assert!(
            signature
                .canonical_request()
                .ends_with(signature.hashed_payload())
        );
        assert_eq!(signature.hashed_payload(), crate::sha256_hex(INPUT.body));
        assert_eq!(signature.signature().len(), 64);
        assert!(signature.authorization().ends_with(signature.signature()));
    }

    #[test]
    fn every_timestamp_can_be_signed() {
        for timestamp in [i64::MIN, -1, 0, i64::MAX] {
            let signature = sign(&Input { timestamp, ..INPUT }, &KEY);
            let line = format!("TC3-HMAC-SHA256\n{timestamp}\n");
            assert!(signature.string_to_sign().starts_with(&line), "{timestamp}");
        }
    }

    #[test]
    fn every_part_of_the_request_is_signed() {
        let original = sign(&INPUT, &KEY);
        let altered = [
            Input {
                method: "GET",
                ..INPUT
            },
            Input {
                path: "/x",
                ..INPUT
            },
            Input {
                query: "a=1",
                ..INPUT
            },
            Input {
                headers: &[("content-type", "application/json"), ("host", "h")],
                ..INPUT
            },
            Input {
                body: b"[]",
                ..INPUT
            },
            Input {
                timestamp: 1_735_689_601,
                ..INPUT
            },
            Input {
                service: "cvm",
                ..INPUT
            },
        ];
        for input in altered {
            assert_ne!(
                sign(&input, &KEY).signature(),
                original.signature(),
                "{input:?}"
            );
        }
    }
}

//! Alibaba Cloud's current signature, `ACS3-HMAC-SHA256`. Not for the legacy RPC one, which is
//! [`rpc_v1`](crate::rpc_v1).
//!
//! ```
//! use cloudwright_sign::{Key, acs3, canonical_query, sha256_hex};
//!
//! let body_hash = sha256_hex(b"");
//! let query = canonical_query([
//!     ("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"),
//!     ("RegionId", "cn-shanghai"),
//! ]);
//! let input = acs3::Input {
//!     method: "POST",
//!     path: "/",
//!     query: &query,
//!     headers: &[
//!         ("host", "ecs.cn-shanghai.aliyuncs.com"),
//!         ("x-acs-action", "RunInstances"),
//!         ("x-acs-content-sha256", &body_hash),
//!         ("x-acs-date", "2023-10-26T10:22:32Z"),
//!         ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
//!         ("x-acs-version", "2014-05-26"),
//!     ],
//!     body_hash: &body_hash,
//! };
//! let key = Key { id: "YourAccessKeyId", secret: "YourAccessKeySecret" };
//! assert_eq!(
//!     acs3::sign(&input, &key).signature(),
//!     "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
//! );
//! ```

use crate::Key;
use crate::canonical::{self, CanonicalParts, ValueCase};
use crate::digest::HmacKey;
use crate::redact::{Length, RedactedPairs, debug_fields};
use crate::signature::Additions;

pub use crate::signature::Signature;

pub(crate) const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// A request to sign.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The HTTP method in upper case.
    pub method: &'a str,
    /// The path as it is sent: `/` in RPC style, otherwise each part percent-encoded.
    pub path: &'a str,
    /// The query as [`canonical_query`](crate::canonical_query) makes it, without `?`.
    pub query: &'a str,
    /// The headers to sign, each name once, in any order and case: `host`, every `x-acs-*` header
    /// that is sent, and `content-type` if it is sent.
    pub headers: &'a [(&'a str, &'a str)],
    /// SHA-256 of the body in hex, as in `x-acs-content-sha256`.
    pub body_hash: &'a str,
}

debug_fields! { Input<'_> { method, path, query as Length::of, headers as RedactedPairs, body_hash } }

/// Signs `input`.
pub fn sign(input: &Input, key: &Key) -> Signature {
    let canonical = canonical::request(&CanonicalParts {
        method: input.method,
        path: input.path,
        query: input.query,
        headers: input.headers,
        value_case: ValueCase::Kept,
        body_hash: input.body_hash,
    });
    let additions = Additions {
        to_sign: &["ACS3-HMAC-SHA256\n"],
        // Without spaces, unlike in the other two protocols.
        credential: &["ACS3-HMAC-SHA256 Credential=", key.id, ",SignedHeaders="],
        before_signature: ",Signature=",
    };
    let key = HmacKey::new(key.secret.as_bytes());
    Signature::new(canonical, &key, &additions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_token_is_signed_and_header_values_keep_their_case() {
        let input = Input {
            method: "POST",
            path: "/",
            query: "",
            headers: &[("X-Acs-Security-Token", "ToKeN"), ("host", "h")],
            body_hash: "hash",
        };
        let signature = sign(
            &input,
            &Key {
                id: "id",
                secret: "secret",
            },
        );
        assert_eq!(
            signature.canonical_request(),
            "POST\n/\n\nhost:h\nx-acs-security-token:ToKeN\n\nhost;x-acs-security-token\nhash",
        );
        assert_eq!(signature.signed_headers(), "host;x-acs-security-token");
    }
}

//! The gate: whether a request proves who sent it. Signatures are computed again from what was
//! received, by each protocol's rules; what a request asks for is not looked at.

pub(crate) mod acs3;
pub(crate) mod difference;
pub(crate) mod huawei;
pub(crate) mod keys;
pub(crate) mod nonces;
pub(crate) mod qcloud;
pub(crate) mod rpc;
pub(crate) mod tc3;

use std::fmt;

use cloudwright_sign::Key;
use cloudwright_sign::acs3::Signature;
use cloudwright_sign::verify::{Authorization, AuthorizationError, same_signature};
use serde::Serialize;

use crate::message::Request;
use crate::route::Route;
use crate::strictness::Strictness;
use keys::{KeyRecord, Keys};
use nonces::Nonces;

/// The server's side of a signature, and the client's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Proof {
    /// The id of the key.
    pub key_id: String,
    /// What the server hashed, in protocols that hash a canonical request.
    pub canonical_request: Option<String>,
    /// What the server signed.
    pub string_to_sign: String,
    /// The signature that the server computed; absent where the key is unknown.
    pub expected_signature: Option<String>,
    /// The signature that the request bore.
    pub received_signature: String,
}

impl Proof {
    /// The canonical request, or the string to sign in protocols that have none.
    pub(crate) fn signed_text(&self) -> &str {
        let canonical = self.canonical_request.as_ref();
        canonical.unwrap_or(&self.string_to_sign)
    }
}

/// A request at the gate, and what the gate goes by.
pub(crate) struct Gate<'a> {
    pub(crate) request: &'a Request,
    pub(crate) route: &'a Route<'a>,
    pub(crate) now: i64,
    pub(crate) keys: &'a Keys,
    pub(crate) nonces: &'a Nonces,
    pub(crate) strictness: Strictness,
    /// The signature that was computed first, if it came to that.
    pub(crate) proof: Option<Proof>,
}

impl Gate<'_> {
    /// Whether a timestamp is within a window around now.
    fn is_current(&self, timestamp: i64, window: i64) -> bool {
        !self.strictness.clock || self.now.abs_diff(timestamp) <= window.unsigned_abs()
    }

    /// Whether a nonce is new. `until` is when its request is too old anyway.
    fn is_new(&self, nonce: String, until: i64) -> bool {
        !self.strictness.nonces || self.nonces.take(nonce, self.now, until)
    }

    /// Keeps the first signature as the proof. Whether this one is right.
    fn prove(&mut self, proof: Proof) -> bool {
        let expected = proof.expected_signature.as_deref();
        let is_right = expected.is_some_and(|it| same_signature(it, &proof.received_signature));
        self.proof.get_or_insert(proof);
        is_right
    }

    /// Signs the request again, for each path that its client may have signed: whether it bears one of these
    /// signatures.
    fn is_signed(
        &mut self,
        authorization: &Authorization,
        record: &KeyRecord,
        sign: impl Fn(&str, &[(&str, &str)], &Key) -> Signature,
    ) -> Result<bool, AuthorizationError> {
        let key = Key {
            id: authorization.id,
            secret: &record.secret,
        };
        let received: Vec<(&str, &str)> = self.request.headers.iter().collect();
        let headers = authorization.select(&received)?;
        let mut is_right = false;
        for path in self.request.signed_paths() {
            let signed = sign(path, &headers, &key);
            is_right |= self.prove(Proof {
                key_id: authorization.id.to_owned(),
                expected_signature: Some(signed.signature().to_owned()),
                canonical_request: Some(signed.canonical_request().to_owned()),
                string_to_sign: signed.string_to_sign().to_owned(),
                received_signature: authorization.signature.to_owned(),
            });
        }
        Ok(is_right)
    }
}

/// What is wrong with a session token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenFault {
    /// It is not the one that belongs to the key, or there should be none.
    Wrong,
    /// The key needs one.
    Missing,
    /// Its time is over.
    Expired,
}

impl fmt::Display for TokenFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wrong => "wrong",
            Self::Missing => "missing",
            Self::Expired => "expired",
        })
    }
}

/// Checks a session token against what is known of the key.
fn check_session(record: &KeyRecord, token: Option<&str>, now: i64) -> Result<(), TokenFault> {
    let token = token.filter(|token| !token.is_empty());
    match (record.token.as_deref(), token) {
        (Some(_), None) => Err(TokenFault::Missing),
        (expected, given) if expected != given => Err(TokenFault::Wrong),
        _ if record.expires_at.is_some_and(|end| now >= end) => Err(TokenFault::Expired),
        _ => Ok(()),
    }
}

/// Borrows pairs as the signing functions want them.
pub(crate) fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_needs_its_own_token_in_time() {
        let session = |token: Option<&str>| KeyRecord {
            secret: String::new(),
            token: token.map(str::to_owned),
            expires_at: token.map(|_| 100),
            disabled: false,
        };
        for (known, given, now, expected) in [
            (None, None, 0, Ok(())),
            (None, Some(""), 0, Ok(())),
            (None, Some("t"), 0, Err(TokenFault::Wrong)),
            (Some("t"), Some("t"), 99, Ok(())),
            (Some("t"), Some("t"), 100, Err(TokenFault::Expired)),
            (Some("t"), Some("u"), 0, Err(TokenFault::Wrong)),
            (Some("t"), None, 0, Err(TokenFault::Missing)),
        ] {
            assert_eq!(check_session(&session(known), given, now), expected);
        }
    }
}

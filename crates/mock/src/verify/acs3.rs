//! ACS3-HMAC-SHA256 as Alibaba's gateway checks it, and what it has in common with the legacy one.

use cloudwright_sign::verify::{Authorization, AuthorizationError, Scheme};
use cloudwright_sign::{acs3, canonical_query, sha256_hex, time};
use cloudwright_spec::model::Provider;

use super::keys::KeyRecord;
use super::{Gate, TokenFault, borrowed, check_session};
use crate::message::Request;
use crate::message::vendor_error::VendorError;

/// How far the timestamp may be off: 15 minutes.
const WINDOW: i64 = 900;

pub(crate) fn verify(gate: &mut Gate) -> Result<(), VendorError> {
    let request = gate.request;
    let header = request.header("authorization");
    let header = header.ok_or_else(|| incomplete("the request has no Authorization header"))?;
    let authorization = Authorization::parse(header).map_err(|error| malformed(&error))?;
    if authorization.scheme != Scheme::Acs3 {
        return Err(incomplete("the algorithm is not ACS3-HMAC-SHA256"));
    }
    check_signed_headers(request, &authorization)?;
    let record = find_key(gate, authorization.id)?;
    let date = needed(request, "x-acs-date")?;
    let timestamp = check_date(gate, date, "x-acs-date")?;
    check_body(request)?;
    check_signature(gate, &authorization, &record)?;
    check_token(gate, &record, request.header("x-acs-security-token"))?;
    let nonce = needed(request, "x-acs-signature-nonce")?;
    check_nonce(gate, authorization.id, nonce, timestamp)
}

fn needed<'a>(request: &'a Request, name: &str) -> Result<&'a str, VendorError> {
    let value = request.header(name).filter(|value| !value.is_empty());
    value.ok_or_else(|| {
        let message = format!("the header `{name}` is missing");
        VendorError::new(400, "MissingParameter", message)
    })
}

/// Host, every `x-acs-*` header that was sent and, where there is one, the content type must be
/// signed.
fn check_signed_headers(
    request: &Request,
    authorization: &Authorization,
) -> Result<(), VendorError> {
    let must_be_signed =
        |name: &str| name == "host" || name.starts_with("x-acs-") || name == "content-type";
    let mut names = request.headers.iter().map(|(name, _)| name);
    match names.find(|name| must_be_signed(name) && !authorization.signs(name)) {
        Some(name) => Err(incomplete(format!("the header `{name}` must be signed"))),
        None => Ok(()),
    }
}

fn check_body(request: &Request) -> Result<(), VendorError> {
    if needed(request, "x-acs-content-sha256")? == sha256_hex(&request.body) {
        return Ok(());
    }
    let message = "`x-acs-content-sha256` is not the hash of the body";
    Err(VendorError::new(400, MISMATCH, message))
}

fn check_signature(
    gate: &mut Gate,
    authorization: &Authorization,
    record: &KeyRecord,
) -> Result<(), VendorError> {
    let request = gate.request;
    // What was sent is decoded first: SDKs write a space as `+` and sign `%20`.
    let query = canonical_query(borrowed(&request.query_pairs()));
    let body_hash = sha256_hex(&request.body);
    let is_signed = gate.is_signed(authorization, record, |path, headers, key| {
        let input = acs3::Input {
            method: &request.method,
            path,
            query: &query,
            headers,
            body_hash: &body_hash,
        };
        acs3::sign(&input, key)
    });
    match is_signed {
        Ok(true) => Ok(()),
        Ok(false) => Err(mismatch(gate)),
        Err(error) => Err(malformed(&error)),
    }
}

const MISMATCH: &str = "SignatureDoesNotMatch";

/// The vendor's message carries what the server signed, so that a developer can compare.
pub(super) fn mismatch(gate: &Gate) -> VendorError {
    let proof = gate.proof.as_ref();
    let to_sign = proof.map_or("", |proof| &proof.string_to_sign);
    let canonical = proof.and_then(|proof| proof.canonical_request.as_ref());
    let canonical = canonical.map(|text| format!("\nserver CanonicalRequest is:{text}"));
    unlike(&(to_sign.to_owned() + &canonical.unwrap_or_default()))
}

fn unlike(to_sign: &str) -> VendorError {
    let message = "The signature does not match ours. server string to sign is:";
    VendorError::new(400, MISMATCH, message.to_owned() + to_sign)
}

fn malformed(error: &AuthorizationError) -> VendorError {
    match error {
        AuthorizationError::MalformedSignature => unlike("(the signature is malformed)"),
        _ => incomplete(error.to_string()),
    }
}

fn incomplete(message: impl Into<String>) -> VendorError {
    VendorError::new(400, "IncompleteSignature", message)
}

pub(super) fn find_key(gate: &Gate, id: &str) -> Result<KeyRecord, VendorError> {
    match gate.keys.find(Provider::Alibaba, id) {
        Some(record) if record.disabled => {
            let message = format!("the key `{id}` is disabled");
            Err(VendorError::new(
                400,
                "InvalidAccessKeyId.Inactive",
                message,
            ))
        }
        Some(record) => Ok(record),
        None => {
            let message = format!("there is no key `{id}`");
            Err(VendorError::new(
                404,
                "InvalidAccessKeyId.NotFound",
                message,
            ))
        }
    }
}

/// Reads a timestamp and checks that it is current.
pub(super) fn check_date(gate: &Gate, text: &str, name: &str) -> Result<i64, VendorError> {
    let timestamp = time::parse_iso8601(text).ok_or_else(|| {
        let message = format!("`{name}` is `{text}`, which is not YYYY-MM-DDThh:mm:ssZ");
        VendorError::new(400, "InvalidTimeStamp.Format", message)
    })?;
    if gate.is_current(timestamp, WINDOW) {
        return Ok(timestamp);
    }
    let now = time::iso8601(gate.now);
    let message =
        format!("`{name}` is {text} and the server's time is {now}: more than 15 minutes");
    Err(VendorError::new(400, "InvalidTimeStamp.Expired", message))
}

pub(super) fn check_token(
    gate: &Gate,
    record: &KeyRecord,
    token: Option<&str>,
) -> Result<(), VendorError> {
    check_session(record, token, gate.now).map_err(|fault| {
        let (code, message) = match fault {
            TokenFault::Expired => (
                "InvalidSecurityToken.Expired",
                "the session token has expired",
            ),
            TokenFault::Wrong => (
                "InvalidSecurityToken.Malformed",
                "the session token does not belong to the key",
            ),
            TokenFault::Missing => ("MissingSecurityToken", "the key needs a session token"),
        };
        VendorError::new(400, code, message)
    })
}

pub(super) fn check_nonce(
    gate: &Gate,
    id: &str,
    nonce: &str,
    timestamp: i64,
) -> Result<(), VendorError> {
    let until = timestamp.saturating_add(WINDOW);
    if gate.is_new(format!("alibaba {id} {nonce}"), until) {
        return Ok(());
    }
    let message = format!("the nonce `{nonce}` was used before");
    Err(VendorError::new(400, "SignatureNonceUsed", message))
}

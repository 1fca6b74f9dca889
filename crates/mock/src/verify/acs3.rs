//! ACS3-HMAC-SHA256 as Alibaba's gateway checks it, and what it has in common with the legacy one.

use cloudwright_sign::verify::{Authorization, AuthorizationError, Scheme};
use cloudwright_sign::{acs3, canonical_query, sha256_hex, time};
use cloudwright_spec::model::Provider;

use super::{Gate, Proof, TokenFault, borrowed, check_session, is_signed};
use crate::dialect::Refusal;
use crate::keys::KeyRecord;
use crate::message::Request;
use crate::route::Route;

/// How far the timestamp may be off: 15 minutes.
const WINDOW: i64 = 900;

pub(crate) fn verify(
    gate: &Gate,
    request: &Request,
    _: &Route,
    proof: &mut Option<Proof>,
) -> Result<(), Refusal> {
    let header = request
        .header("authorization")
        .ok_or_else(|| incomplete("the request has no Authorization header"))?;
    let authorization = Authorization::parse(header).map_err(|error| malformed(&error))?;
    if authorization.scheme != Scheme::Acs3 {
        return Err(incomplete("the algorithm is not ACS3-HMAC-SHA256"));
    }
    check_signed_headers(request, &authorization)?;
    let record = find_key(gate, authorization.id)?;
    let date = needed(request, "x-acs-date")?;
    let timestamp = check_date(gate, date, "x-acs-date")?;
    check_body(request)?;
    check_signature(request, &authorization, &record, proof)?;
    check_token(&record, request.header("x-acs-security-token"), gate.now)?;
    let nonce = needed(request, "x-acs-signature-nonce")?;
    check_nonce(gate, authorization.id, nonce, timestamp)
}

fn needed<'a>(request: &'a Request, name: &str) -> Result<&'a str, Refusal> {
    let value = request.header(name).filter(|value| !value.is_empty());
    value.ok_or_else(|| {
        Refusal::new(
            400,
            "MissingParameter",
            format!("the header `{name}` is missing"),
        )
    })
}

/// Host, every `x-acs-*` header that was sent and, where there is one, the content type must be
/// signed.
fn check_signed_headers(request: &Request, authorization: &Authorization) -> Result<(), Refusal> {
    let must_be_signed =
        |name: &str| name == "host" || name.starts_with("x-acs-") || name == "content-type";
    let unsigned = request
        .headers
        .iter()
        .map(|(name, _)| name)
        .find(|name| must_be_signed(name) && !authorization.signs(name));
    match unsigned {
        Some(name) => Err(incomplete(format!("the header `{name}` must be signed"))),
        None => Ok(()),
    }
}

fn check_body(request: &Request) -> Result<(), Refusal> {
    let stated = needed(request, "x-acs-content-sha256")?;
    if stated == sha256_hex(&request.body) {
        return Ok(());
    }
    let message = "`x-acs-content-sha256` is not the hash of the body";
    Err(Refusal::new(400, "SignatureDoesNotMatch", message))
}

fn check_signature(
    request: &Request,
    authorization: &Authorization,
    record: &KeyRecord,
    proof: &mut Option<Proof>,
) -> Result<(), Refusal> {
    let received: Vec<(&str, &str)> = request.headers.iter().collect();
    let headers = authorization
        .select(&received)
        .map_err(|error| malformed(&error))?;
    // What was sent is decoded first: SDKs write a space as `+` and sign `%20`.
    let pairs = request.query_pairs();
    let query = canonical_query(borrowed(&pairs));
    let body_hash = sha256_hex(&request.body);
    let is_right = is_signed(request, authorization, record, proof, |path, key| {
        let input = acs3::Input {
            method: &request.method,
            path,
            query: &query,
            headers: &headers,
            body_hash: &body_hash,
        };
        acs3::sign(&input, key)
    });
    if is_right {
        return Ok(());
    }
    Err(proof.as_ref().map_or_else(
        || mismatch("", None),
        |proof| mismatch(&proof.string_to_sign, proof.canonical_request.as_deref()),
    ))
}

/// The vendor's message carries what the server signed, so that a developer can compare.
pub(super) fn mismatch(string_to_sign: &str, canonical_request: Option<&str>) -> Refusal {
    let mut message =
        format!("The signature does not match ours. server string to sign is:{string_to_sign}");
    if let Some(canonical_request) = canonical_request {
        message.push_str("\nserver CanonicalRequest is:");
        message.push_str(canonical_request);
    }
    Refusal::new(400, "SignatureDoesNotMatch", message)
}

fn malformed(error: &AuthorizationError) -> Refusal {
    match error {
        AuthorizationError::MalformedSignature => mismatch("(the signature is malformed)", None),
        _ => incomplete(error.to_string()),
    }
}

fn incomplete(message: impl Into<String>) -> Refusal {
    Refusal::new(400, "IncompleteSignature", message)
}

pub(super) fn find_key(gate: &Gate, id: &str) -> Result<KeyRecord, Refusal> {
    match gate.keys.find(Provider::Alibaba, id) {
        Some(record) if record.disabled => Err(Refusal::new(
            400,
            "InvalidAccessKeyId.Inactive",
            format!("the key `{id}` is disabled"),
        )),
        Some(record) => Ok(record),
        None => {
            let message = format!("there is no key `{id}`");
            Err(Refusal::new(404, "InvalidAccessKeyId.NotFound", message))
        }
    }
}

/// Reads a timestamp and checks that it is current.
pub(super) fn check_date(gate: &Gate, text: &str, name: &str) -> Result<i64, Refusal> {
    let timestamp = time::parse_iso8601(text).ok_or_else(|| {
        let message = format!("`{name}` is `{text}`, which is not YYYY-MM-DDThh:mm:ssZ");
        Refusal::new(400, "InvalidTimeStamp.Format", message)
    })?;
    if gate.is_current(timestamp, WINDOW) {
        return Ok(timestamp);
    }
    let now = time::iso8601(gate.now);
    let message =
        format!("`{name}` is {text} and the server's time is {now}: more than 15 minutes");
    Err(Refusal::new(400, "InvalidTimeStamp.Expired", message))
}

pub(super) fn check_token(
    record: &KeyRecord,
    token: Option<&str>,
    now: i64,
) -> Result<(), Refusal> {
    check_session(record, token, now).map_err(|fault| match fault {
        TokenFault::Expired => Refusal::new(
            400,
            "InvalidSecurityToken.Expired",
            "the session token has expired",
        ),
        TokenFault::Wrong => Refusal::new(
            400,
            "InvalidSecurityToken.Malformed",
            "the session token does not belong to the key",
        ),
        TokenFault::Missing => {
            Refusal::new(400, "MissingSecurityToken", "the key needs a session token")
        }
    })
}

pub(super) fn check_nonce(
    gate: &Gate,
    id: &str,
    nonce: &str,
    timestamp: i64,
) -> Result<(), Refusal> {
    if gate.is_new(
        format!("alibaba {id} {nonce}"),
        timestamp.saturating_add(WINDOW),
    ) {
        return Ok(());
    }
    let message = format!("the nonce `{nonce}` was used before");
    Err(Refusal::new(400, "SignatureNonceUsed", message))
}

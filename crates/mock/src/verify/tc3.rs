//! TC3-HMAC-SHA256 as Tencent's API 3.0 checks it. Every refusal is HTTP 200.

use cloudwright_sign::verify::{Authorization, AuthorizationError, Scheme};
use cloudwright_sign::{tc3, time};
use cloudwright_spec::model::Provider;

use super::keys::KeyRecord;
use super::{Gate, check_session};
use crate::message::Request;
use crate::message::vendor_error::VendorError;

/// How far the timestamp may be off.
const WINDOW: i64 = 300;

/// A vendor option: the body is not signed, and this text takes its place.
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

pub(crate) fn verify(gate: &mut Gate) -> Result<(), VendorError> {
    let request = gate.request;
    let timestamp = timestamp(request)?;
    let unauthorized = |message: &str| auth("InvalidAuthorization", message);
    let header = request.header("authorization");
    let header = header.ok_or_else(|| unauthorized("the request has no Authorization header"))?;
    let authorization = Authorization::parse(header).map_err(|error| malformed(&error))?;
    if authorization.scheme != Scheme::Tc3 {
        return Err(unauthorized("the algorithm is not TC3-HMAC-SHA256"));
    }
    let mut needed = ["content-type", "host"].iter();
    if let Some(name) = needed.find(|name| !authorization.signs(name)) {
        return Err(unauthorized(&format!("the header `{name}` must be signed")));
    }
    let record = find_key(gate, authorization.id)?;
    if !gate.is_current(timestamp, WINDOW) {
        let now = gate.now;
        let message = format!("X-TC-Timestamp {timestamp} is more than {WINDOW} s from {now}");
        return Err(auth("SignatureExpire", message));
    }
    check_signature(gate, &authorization, timestamp, &record)?;
    check_session(&record, request.header("x-tc-token"), gate.now)
        .map_err(|fault| auth("TokenFailure", format!("the session token is {fault}")))
}

fn timestamp(request: &Request) -> Result<i64, VendorError> {
    let text = request.header("x-tc-timestamp").ok_or_else(|| {
        let message = "the header `X-TC-Timestamp` is missing";
        VendorError::new(200, "MissingParameter", message)
    })?;
    text.trim().parse().map_err(|_| {
        let message = format!("`X-TC-Timestamp` is `{text}`, which is no number of seconds");
        VendorError::new(200, "InvalidParameterValue", message)
    })
}

fn find_key(gate: &Gate, id: &str) -> Result<KeyRecord, VendorError> {
    let (code, message) = match gate.keys.find(Provider::Tencent, id) {
        Some(record) if record.disabled => {
            ("SecretIdNotFound", format!("the key `{id}` is disabled"))
        }
        Some(record) => return Ok(record),
        None if id.starts_with("AKID") => ("SecretIdNotFound", format!("there is no key `{id}`")),
        None => (
            "InvalidSecretId",
            format!("`{id}` is no id of a cloud API key"),
        ),
    };
    Err(auth(code, message))
}

fn check_signature(
    gate: &mut Gate,
    authorization: &Authorization,
    timestamp: i64,
    record: &KeyRecord,
) -> Result<(), VendorError> {
    let (request, scope) = (gate.request, authorization.scope);
    let is_get = request.method == "GET";
    let is_signed = gate.is_signed(authorization, record, |path, headers, key| {
        let input = tc3::Input {
            method: &request.method,
            path,
            query: if is_get { &request.query } else { "" },
            headers,
            body: signed_body(request),
            timestamp,
            service: scope.map_or("", |scope| scope.service),
        };
        tc3::sign(&input, key)
    });
    let is_right = is_signed.map_err(|error| malformed(&error))?;
    let message = if scope.is_none_or(|scope| scope.date != time::date(timestamp)) {
        "the date of the credential is not the day of X-TC-Timestamp in UTC"
    } else if !is_right {
        "the signature does not match the request"
    } else {
        return Ok(());
    };
    Err(auth("SignatureFailure", message))
}

/// What stands for the body in the signature.
fn signed_body(request: &Request) -> &[u8] {
    if request.header("x-tc-content-sha256") == Some(UNSIGNED_PAYLOAD) {
        UNSIGNED_PAYLOAD.as_bytes()
    } else if request.method == "GET" {
        b""
    } else {
        &request.body
    }
}

fn malformed(error: &AuthorizationError) -> VendorError {
    let code = match error {
        AuthorizationError::MalformedSignature => "SignatureFailure",
        _ => "InvalidAuthorization",
    };
    auth(code, error.to_string())
}

fn auth(code: &str, message: impl Into<String>) -> VendorError {
    VendorError::new(200, &format!("AuthFailure.{code}"), message)
}

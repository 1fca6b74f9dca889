//! TC3-HMAC-SHA256 as Tencent's API 3.0 checks it. Every refusal is HTTP 200.

use cloudwright_sign::verify::{Authorization, AuthorizationError, Scheme};
use cloudwright_sign::{tc3, time};

use super::{Gate, Proof, check_session, is_signed};
use crate::dialect::Refusal;
use crate::keys::KeyRecord;
use crate::message::Request;
use crate::route::Route;
use cloudwright_spec::model::Provider;

/// How far the timestamp may be off.
const WINDOW: i64 = 300;

/// A vendor option: the body is not signed, and this text takes its place.
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

pub(crate) fn verify(
    gate: &Gate,
    request: &Request,
    _: &Route,
    proof: &mut Option<Proof>,
) -> Result<(), Refusal> {
    let timestamp = timestamp(request)?;
    let header = request.header("authorization").ok_or_else(|| {
        auth(
            "InvalidAuthorization",
            "the request has no Authorization header",
        )
    })?;
    let authorization = Authorization::parse(header).map_err(|error| malformed(&error))?;
    if authorization.scheme != Scheme::Tc3 {
        return Err(auth(
            "InvalidAuthorization",
            "the algorithm is not TC3-HMAC-SHA256",
        ));
    }
    for needed in ["content-type", "host"] {
        if !authorization.signs(needed) {
            let message = format!("the header `{needed}` must be signed");
            return Err(auth("InvalidAuthorization", message));
        }
    }
    let record = find_key(gate, authorization.id)?;
    if !gate.is_current(timestamp, WINDOW) {
        let message = format!(
            "X-TC-Timestamp {timestamp} is more than {WINDOW} s from {}",
            gate.now
        );
        return Err(auth("SignatureExpire", message));
    }
    check_signature(request, &authorization, timestamp, &record, proof)?;
    check_session(&record, request.header("x-tc-token"), gate.now).map_err(|fault| {
        auth(
            "TokenFailure",
            format!("the session token is {fault:?}").to_lowercase(),
        )
    })
}

fn timestamp(request: &Request) -> Result<i64, Refusal> {
    let text = request.header("x-tc-timestamp").ok_or_else(|| {
        Refusal::new(
            200,
            "MissingParameter",
            "the header `X-TC-Timestamp` is missing",
        )
    })?;
    text.trim().parse().map_err(|_| {
        let message = format!("`X-TC-Timestamp` is `{text}`, which is no number of seconds");
        Refusal::new(200, "InvalidParameterValue", message)
    })
}

fn find_key(gate: &Gate, id: &str) -> Result<KeyRecord, Refusal> {
    match gate.keys.find(Provider::Tencent, id) {
        Some(record) if record.disabled => Err(auth(
            "SecretIdNotFound",
            format!("the key `{id}` is disabled"),
        )),
        Some(record) => Ok(record),
        None if id.starts_with("AKID") => {
            Err(auth("SecretIdNotFound", format!("there is no key `{id}`")))
        }
        None => Err(auth(
            "InvalidSecretId",
            format!("`{id}` is no id of a cloud API key"),
        )),
    }
}

fn check_signature(
    request: &Request,
    authorization: &Authorization,
    timestamp: i64,
    record: &KeyRecord,
    proof: &mut Option<Proof>,
) -> Result<(), Refusal> {
    let scope = authorization.scope;
    let received: Vec<(&str, &str)> = request.headers.iter().collect();
    let headers = authorization
        .select(&received)
        .map_err(|error| malformed(&error))?;
    let is_right = is_signed(request, authorization, record, proof, |path, key| {
        let input = tc3::Input {
            method: &request.method,
            path,
            query: if request.method == "GET" {
                &request.query
            } else {
                ""
            },
            headers: &headers,
            body: signed_body(request),
            timestamp,
            service: scope.map_or("", |scope| scope.service),
        };
        tc3::sign(&input, key)
    });
    let is_its_day = scope.is_some_and(|scope| scope.date == time::date(timestamp));
    if !is_its_day {
        let message = "the date of the credential is not the day of X-TC-Timestamp in UTC";
        return Err(auth("SignatureFailure", message));
    }
    if !is_right {
        return Err(auth(
            "SignatureFailure",
            "the signature does not match the request",
        ));
    }
    Ok(())
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

fn malformed(error: &AuthorizationError) -> Refusal {
    let code = match error {
        AuthorizationError::MalformedSignature => "SignatureFailure",
        _ => "InvalidAuthorization",
    };
    auth(code, error.to_string())
}

fn auth(code: &str, message: impl Into<String>) -> Refusal {
    Refusal::new(200, &format!("AuthFailure.{code}"), message)
}

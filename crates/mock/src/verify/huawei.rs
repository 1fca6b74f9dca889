//! SDK-HMAC-SHA256 and IAM tokens as Huawei's API gateway checks them. Nearly every refusal is
//! `APIGW.0301`; the message tells them apart.

use cloudwright_sign::verify::{Authorization, AuthorizationError, Scheme};
use cloudwright_sign::{sdk_hmac, time};
use cloudwright_spec::model::Provider;

use super::{Gate, Proof, check_session, is_signed};
use crate::dialect::Refusal;
use crate::keys::KeyRecord;
use crate::message::Request;
use crate::route::Route;

/// How far the timestamp may be off: 15 minutes.
const WINDOW: i64 = 900;

pub(crate) fn verify_signature(
    gate: &Gate,
    request: &Request,
    _: &Route,
    proof: &mut Option<Proof>,
) -> Result<(), Refusal> {
    let header = request
        .header("authorization")
        .ok_or_else(|| refused("there is neither a signature nor a token"))?;
    let authorization = Authorization::parse(header).map_err(|error| malformed(&error))?;
    if authorization.scheme != Scheme::SdkHmac {
        return Err(refused("the algorithm is not SDK-HMAC-SHA256"));
    }
    if !authorization.signs("x-sdk-date") {
        return Err(refused("the header x-sdk-date must be signed"));
    }
    let record = gate
        .keys
        .find(Provider::Huawei, authorization.id)
        .filter(|record| !record.disabled)
        .ok_or_else(|| refused(format!("there is no key `{}`", authorization.id)))?;
    let date = request.header("x-sdk-date").unwrap_or_default();
    let timestamp = time::parse_compact(date).ok_or_else(|| {
        refused(format!(
            "x-sdk-date is `{date}`, which is not YYYYMMDDThhmmssZ"
        ))
    })?;
    if !gate.is_current(timestamp, WINDOW) {
        let now = time::compact(gate.now);
        return Err(refused(format!(
            "x-sdk-date {date} is more than 15 minutes from {now}"
        )));
    }
    check_signature(request, &authorization, &record, proof)?;
    check_session(&record, request.header("x-security-token"), gate.now)
        .map_err(|fault| refused(format!("the security token is {fault:?}").to_lowercase()))
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
    let is_right = is_signed(request, authorization, record, proof, |path, key| {
        let input = sdk_hmac::Input {
            method: &request.method,
            path,
            query: &request.query,
            headers: &headers,
            body: &request.body,
        };
        sdk_hmac::sign(&input, key)
    });
    is_right
        .then_some(())
        .ok_or_else(|| refused("the signature does not match the request"))
}

pub(crate) fn verify_token(
    gate: &Gate,
    request: &Request,
    _: &Route,
    _: &mut Option<Proof>,
) -> Result<(), Refusal> {
    let token = request.header("x-auth-token").unwrap_or_default();
    match gate.keys.iam_token_expiry(token) {
        None => Err(refused("the token cannot be decrypted")),
        Some(expires_at) if gate.now >= expires_at => Err(Refusal::new(
            401,
            "APIGW.0307",
            "the token has expired and must be renewed",
        )),
        Some(_) => Ok(()),
    }
}

fn malformed(error: &AuthorizationError) -> Refusal {
    refused(error.to_string())
}

fn refused(message: impl std::fmt::Display) -> Refusal {
    let message = format!("Incorrect IAM authentication information: {message}");
    Refusal::new(401, "APIGW.0301", message)
}

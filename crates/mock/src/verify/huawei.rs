//! SDK-HMAC-SHA256 and IAM tokens as Huawei's API gateway checks them. Nearly every refusal is
//! `APIGW.0301`; the message tells them apart.

use cloudwright_sign::verify::{Authorization, AuthorizationError, Scheme};
use cloudwright_sign::{sdk_hmac, time};
use cloudwright_spec::model::Provider;

use super::{Gate, check_session};
use crate::message::vendor_error::VendorError;

/// How far the timestamp may be off: 15 minutes.
const WINDOW: i64 = 900;

pub(crate) fn verify_signature(gate: &mut Gate) -> Result<(), VendorError> {
    let request = gate.request;
    let header = request.header("authorization");
    let header = header.ok_or_else(|| refused("there is neither a signature nor a token"))?;
    let authorization = Authorization::parse(header).map_err(|error| malformed(&error))?;
    if authorization.scheme != Scheme::SdkHmac {
        return Err(refused("the algorithm is not SDK-HMAC-SHA256"));
    }
    if !authorization.signs("x-sdk-date") {
        return Err(refused("the header x-sdk-date must be signed"));
    }
    let record = gate.keys.find(Provider::Huawei, authorization.id);
    let record = record
        .filter(|record| !record.disabled)
        .ok_or_else(|| refused(format!("there is no key `{}`", authorization.id)))?;
    check_date(gate, request.header("x-sdk-date").unwrap_or_default())?;
    let is_signed = gate.is_signed(&authorization, &record, |path, headers, key| {
        let input = sdk_hmac::Input {
            method: &request.method,
            path,
            query: &request.query,
            headers,
            body: &request.body,
        };
        sdk_hmac::sign(&input, key)
    });
    if !is_signed.map_err(|error| malformed(&error))? {
        return Err(refused("the signature does not match the request"));
    }
    check_session(&record, request.header("x-security-token"), gate.now)
        .map_err(|fault| refused(format!("the security token is {fault}")))
}

fn check_date(gate: &Gate, date: &str) -> Result<(), VendorError> {
    let timestamp = time::parse_compact(date);
    let wrong = || format!("x-sdk-date is `{date}`, which is not YYYYMMDDThhmmssZ");
    if gate.is_current(timestamp.ok_or_else(|| refused(wrong()))?, WINDOW) {
        return Ok(());
    }
    let now = time::compact(gate.now);
    Err(refused(format!(
        "x-sdk-date {date} is more than 15 minutes from {now}"
    )))
}

pub(crate) fn verify_token(gate: &mut Gate) -> Result<(), VendorError> {
    let token = gate.request.header("x-auth-token").unwrap_or_default();
    match gate.keys.iam_token_expiry(token) {
        None => Err(refused("the token cannot be decrypted")),
        Some(expires_at) if gate.now >= expires_at => {
            let message = "the token has expired and must be renewed";
            Err(VendorError::new(401, "APIGW.0307", message))
        }
        Some(_) => Ok(()),
    }
}

fn malformed(error: &AuthorizationError) -> VendorError {
    refused(error.to_string())
}

fn refused(message: impl std::fmt::Display) -> VendorError {
    let message = format!("Incorrect IAM authentication information: {message}");
    VendorError::new(401, "APIGW.0301", message)
}

//! `HmacSHA1` and `HmacSHA256` in the parameters, as Tencent's API 2.0 checks them.

use cloudwright_sign::qcloud_v2::{self, Input, Method};
use cloudwright_spec::model::Provider;

use super::keys::KeyRecord;
use super::{Gate, Proof, borrowed, check_session};
use crate::message::vendor_error::VendorError;

/// How far the timestamp may be off: two hours.
const WINDOW: i64 = 7200;

/// The codes of the vendor's documents.
const INVALID_PARAMETER: &str = "4000";
const AUTH_FAILURE: &str = "4100";
const REQUEST_EXPIRED: &str = "4200";
const REPLAY_ATTACK: &str = "4500";

pub(crate) fn verify(gate: &mut Gate) -> Result<(), VendorError> {
    let route = gate.route;
    let needed = |name: &str| {
        let value = route.pair(name).filter(|value| !value.is_empty());
        let missing = || format!("the parameter `{name}` is missing");
        value.ok_or_else(|| refused(INVALID_PARAMETER, missing()))
    };
    // The documents want a positive whole number for both.
    let number = |name: &str| -> Result<i64, VendorError> {
        let text = needed(name)?;
        let number = text.parse().ok().filter(|number| *number > 0);
        let wrong = || format!("the parameter `{name}` is `{text}`, which is no positive number");
        number.ok_or_else(|| refused(INVALID_PARAMETER, wrong()))
    };
    let id = needed("SecretId")?;
    let timestamp = number("Timestamp")?;
    let nonce = number("Nonce")?;
    let signature = needed("Signature")?;
    let record = gate.keys.find(Provider::Tencent, id);
    let record = record
        .filter(|record| !record.disabled)
        .ok_or_else(|| refused(AUTH_FAILURE, format!("there is no key `{id}`")))?;
    check_clock(gate, timestamp)?;
    if !is_signed(gate, &record, id, signature) {
        return Err(refused(
            AUTH_FAILURE,
            "the signature does not match the request",
        ));
    }
    check_session(&record, route.pair("Token"), gate.now)
        .map_err(|fault| refused(AUTH_FAILURE, format!("the session token is {fault}")))?;
    let until = timestamp.saturating_add(WINDOW);
    if !gate.is_new(format!("qcloud {id} {timestamp} {nonce}"), until) {
        return Err(refused(
            REPLAY_ATTACK,
            format!("the nonce {nonce} was used before"),
        ));
    }
    Ok(())
}

fn check_clock(gate: &Gate, timestamp: i64) -> Result<(), VendorError> {
    if gate.is_current(timestamp, WINDOW) {
        return Ok(());
    }
    let now = gate.now;
    let message = format!("the timestamp {timestamp} is more than two hours from {now}");
    // The documents give both codes for a wrong clock: 4200 for requests that have expired, 4500
    // for timestamps that are off otherwise.
    let code = if timestamp < now {
        REQUEST_EXPIRED
    } else {
        REPLAY_ATTACK
    };
    Err(refused(code, message))
}

fn is_signed(gate: &mut Gate, record: &KeyRecord, id: &str, signature: &str) -> bool {
    let (request, route) = (gate.request, gate.route);
    let parameters = borrowed(&route.pairs);
    let method = Method::of_parameter(route.pair("SignatureMethod"));
    let mut is_right = false;
    for path in request.signed_paths() {
        let input = Input {
            method: &request.method,
            host: request.host(),
            path,
            parameters: &parameters,
        };
        let signed = qcloud_v2::sign(&input, &record.secret, method);
        is_right |= gate.prove(Proof {
            key_id: id.to_owned(),
            canonical_request: None,
            string_to_sign: signed.string_to_sign,
            expected_signature: Some(signed.signature),
            received_signature: signature.to_owned(),
        });
    }
    is_right
}

fn refused(code: &str, message: impl Into<String>) -> VendorError {
    VendorError::new(200, code, message)
}

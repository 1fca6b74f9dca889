//! `HmacSHA1` and `HmacSHA256` in the parameters, as Tencent's API 2.0 checks them.

use cloudwright_sign::qcloud_v2::{self, Input, Method};
use cloudwright_sign::verify::same_signature;
use cloudwright_spec::model::Provider;

use super::{Gate, Proof, borrowed, check_session};
use crate::dialect::Refusal;
use crate::keys::KeyRecord;
use crate::message::Request;
use crate::route::Route;

/// How far the timestamp may be off: two hours.
const WINDOW: i64 = 7200;

pub(crate) fn verify(
    gate: &Gate,
    request: &Request,
    route: &Route,
    proof: &mut Option<Proof>,
) -> Result<(), Refusal> {
    let needed = |name: &str| {
        let value = route.pair(name).filter(|value| !value.is_empty());
        value.ok_or_else(|| {
            Refusal::qcloud(
                4000,
                "InvalidParameter",
                format!("the parameter `{name}` is missing"),
            )
        })
    };
    let id = needed("SecretId")?;
    let timestamp = number(needed("Timestamp")?, "Timestamp")?;
    let nonce = number(needed("Nonce")?, "Nonce")?;
    let signature = needed("Signature")?;
    let record = gate
        .keys
        .find(Provider::Tencent, id)
        .filter(|record| !record.disabled)
        .ok_or_else(|| refused(4100, format!("there is no key `{id}`")))?;
    check_clock(gate, timestamp)?;
    check_signature(request, route, &record, id, signature, proof)?;
    check_session(&record, route.pair("Token"), gate.now).map_err(|fault| {
        refused(
            4100,
            format!("the session token is {fault:?}").to_lowercase(),
        )
    })?;
    let until = timestamp.saturating_add(WINDOW);
    if !gate.is_new(format!("qcloud {id} {timestamp} {nonce}"), until) {
        return Err(refused(4500, format!("the nonce {nonce} was used before")));
    }
    Ok(())
}

fn number(text: &str, name: &str) -> Result<i64, Refusal> {
    // The documents want a positive whole number for both.
    text.parse()
        .ok()
        .filter(|number| *number > 0)
        .ok_or_else(|| {
            let message =
                format!("the parameter `{name}` is `{text}`, which is no positive number");
            Refusal::qcloud(4000, "InvalidParameter", message)
        })
}

fn check_clock(gate: &Gate, timestamp: i64) -> Result<(), Refusal> {
    if gate.is_current(timestamp, WINDOW) {
        return Ok(());
    }
    let message = format!(
        "the timestamp {timestamp} is more than two hours from {}",
        gate.now
    );
    // The documents give both codes for a wrong clock: 4200 for requests that have expired, 4500
    // for timestamps that are off otherwise.
    let code = if timestamp < gate.now { 4200 } else { 4500 };
    Err(refused(code, message))
}

fn check_signature(
    request: &Request,
    route: &Route,
    record: &KeyRecord,
    id: &str,
    signature: &str,
    proof: &mut Option<Proof>,
) -> Result<(), Refusal> {
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
        is_right |= same_signature(&signed.signature, signature);
        proof.get_or_insert_with(|| Proof {
            key_id: id.to_owned(),
            canonical_request: None,
            string_to_sign: signed.string_to_sign,
            expected_signature: Some(signed.signature),
            received_signature: signature.to_owned(),
        });
    }
    is_right
        .then_some(())
        .ok_or_else(|| refused(4100, "the signature does not match the request"))
}

fn refused(code: u16, message: impl Into<String>) -> Refusal {
    let description = match code {
        4200 => "RequestExpired",
        4500 => "ReplayAttack",
        _ => "AuthFailure",
    };
    Refusal::qcloud(code, description, message)
}

//! Alibaba's legacy RPC signature, version 1.0: HMAC-SHA1 over all parameters.

use cloudwright_sign::rpc_v1::{self, Input};
use cloudwright_sign::verify::same_signature;

use super::acs3::{check_date, check_nonce, check_token, find_key, mismatch};
use super::{Gate, Proof, borrowed};
use crate::dialect::Refusal;
use crate::message::Request;
use crate::route::Route;

pub(crate) fn verify(
    gate: &Gate,
    request: &Request,
    route: &Route,
    proof: &mut Option<Proof>,
) -> Result<(), Refusal> {
    let needed = |name: &str| {
        let value = route.pair(name).filter(|value| !value.is_empty());
        value.ok_or_else(|| {
            let code = if name == "Signature" {
                "IncompleteSignature"
            } else {
                "MissingParameter"
            };
            Refusal::new(400, code, format!("the parameter `{name}` is missing"))
        })
    };
    let id = needed("AccessKeyId")?;
    let signature = needed("Signature")?;
    check_algorithm(needed("SignatureMethod")?, needed("SignatureVersion")?)?;
    let record = find_key(gate, id)?;
    let timestamp = check_date(gate, needed("Timestamp")?, "Timestamp")?;
    let nonce = needed("SignatureNonce")?;

    let parameters = borrowed(&route.pairs);
    let input = Input {
        method: &request.method,
        parameters: &parameters,
    };
    let signed = rpc_v1::sign(&input, &record.secret);
    let is_right = same_signature(&signed.signature, signature);
    let refusal = mismatch(&signed.string_to_sign, None);
    *proof = Some(Proof {
        key_id: id.to_owned(),
        canonical_request: None,
        string_to_sign: signed.string_to_sign,
        expected_signature: Some(signed.signature),
        received_signature: signature.to_owned(),
    });
    if !is_right {
        return Err(refusal);
    }
    check_token(&record, route.pair("SecurityToken"), gate.now)?;
    check_nonce(gate, id, nonce, timestamp)
}

fn check_algorithm(method: &str, version: &str) -> Result<(), Refusal> {
    if method == "HMAC-SHA1" && version == "1.0" {
        return Ok(());
    }
    let message = format!("signature method `{method}` version `{version}` is not supported");
    Err(Refusal::new(400, "InvalidParameter", message))
}

//! Alibaba's legacy RPC signature, version 1.0: HMAC-SHA1 over all parameters.

use cloudwright_sign::rpc_v1::{self, Input};

use super::acs3::{check_date, check_nonce, check_token, find_key, mismatch};
use super::{Gate, Proof, borrowed};
use crate::message::vendor_error::VendorError;

pub(crate) fn verify(gate: &mut Gate) -> Result<(), VendorError> {
    let route = gate.route;
    let needed = |name: &str| {
        let value = route.pair(name).filter(|value| !value.is_empty());
        value.ok_or_else(|| {
            let code = match name {
                "Signature" => "IncompleteSignature",
                _ => "MissingParameter",
            };
            VendorError::new(400, code, format!("the parameter `{name}` is missing"))
        })
    };
    let id = needed("AccessKeyId")?;
    let signature = needed("Signature")?;
    check_algorithm(needed("SignatureMethod")?, needed("SignatureVersion")?)?;
    let record = find_key(gate, id)?;
    let timestamp = check_date(gate, needed("Timestamp")?, "Timestamp")?;
    let nonce = needed("SignatureNonce")?;

    let input = Input {
        method: &gate.request.method,
        parameters: &borrowed(&route.pairs),
    };
    let signed = rpc_v1::sign(&input, &record.secret);
    let is_right = gate.prove(Proof {
        key_id: id.to_owned(),
        canonical_request: None,
        string_to_sign: signed.string_to_sign,
        expected_signature: Some(signed.signature),
        received_signature: signature.to_owned(),
    });
    if !is_right {
        return Err(mismatch(gate));
    }
    check_token(gate, &record, route.pair("SecurityToken"))?;
    check_nonce(gate, id, nonce, timestamp)
}

fn check_algorithm(method: &str, version: &str) -> Result<(), VendorError> {
    if method == "HMAC-SHA1" && version == "1.0" {
        return Ok(());
    }
    let message = format!("signature method `{method}` version `{version}` is not supported");
    Err(VendorError::new(400, "InvalidParameter", message))
}

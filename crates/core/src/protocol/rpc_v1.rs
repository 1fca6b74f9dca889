//! Alibaba Cloud RPC with the legacy signature: HMAC-SHA1 over all parameters, itself one of them.

use cloudwright_sign::rpc_v1::{Input, sign as signature};
use cloudwright_sign::{encode_pairs, time};

use super::{Draft, Signed, Signing, add, borrowed};
use crate::error::Error;

pub(crate) fn sign(draft: &Draft, signing: &Signing<'_>) -> Result<Signed, Error> {
    let key = signing.access_key()?;
    let path = signing.path(draft);
    let timestamp = time::iso8601(signing.time);
    let nonce = signing.nonce.hex();
    let mut query: Vec<(&str, &str)> = vec![
        ("Action", signing.operation.name),
        ("Format", "json"),
        ("AccessKeyId", &key.id),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("SignatureNonce", &nonce),
        ("Timestamp", &timestamp),
    ];
    if let Some(version) = signing.service().version {
        query.push(("Version", version));
    }
    if let Some(token) = &key.session_token {
        query.push(("SecurityToken", token.expose()));
    }
    query.extend(borrowed(&draft.parts.query));
    let mut parameters = query.clone();
    parameters.extend(borrowed(&draft.parts.form));
    let signature = signature(
        &Input {
            method: draft.method.as_str(),
            parameters: &parameters,
        },
        key.secret.expose(),
    );
    query.push(("Signature", &signature.signature));
    let mut headers = signing.common_headers(draft);
    if let Some(content_type) = draft.content_type() {
        add(&mut headers, "Content-Type", content_type);
    }
    signing.add_given(draft, &mut headers)?;
    Ok(Signed {
        request: signing.request(draft, &path, &encode_pairs(query), headers),
        canonical_request: None,
        string_to_sign: Some(signature.string_to_sign),
    })
}

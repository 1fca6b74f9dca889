//! Tencent API 2.0: everything is a parameter, in the query or in a form, the signature too.

use cloudwright_sign::encode_pairs;
use cloudwright_sign::qcloud_v2::{Input, Method, sign as signature};
use cloudwright_vocabulary::signature_method::SignatureMethod;

use super::{Draft, FORM, Signed, Signing, add, borrowed};
use crate::error::Error;

pub(crate) fn sign(draft: &Draft, signing: &Signing<'_>) -> Result<Signed, Error> {
    let key = signing.access_key()?;
    let path = signing.path(draft);
    let method = match signing.signature_method {
        SignatureMethod::HmacSha256 => Method::HmacSha256,
        SignatureMethod::HmacSha1 => Method::HmacSha1,
    };
    let time = signing.time.to_string();
    let nonce = signing.nonce.integer();
    let mut parameters: Vec<(&str, &str)> = Vec::with_capacity(draft.parts.query.len() + 8);
    parameters.push(("Action", signing.operation.name));
    parameters.push(("SecretId", &key.id));
    parameters.push(("Timestamp", &time));
    parameters.push(("Nonce", &nonce));
    parameters.push(("SignatureMethod", method.name()));
    // A few actions have a parameter of this name themselves.
    let has_own = draft.parts.query.iter().any(|(name, _)| name == "Region");
    if let Some(region) = signing.region.filter(|_| !has_own) {
        parameters.push(("Region", region));
    }
    if let Some(token) = &key.session_token {
        parameters.push(("Token", token.expose()));
    }
    parameters.extend(borrowed(&draft.parts.query));
    let signature = signature(
        &Input {
            method: draft.method.as_str(),
            host: &signing.endpoint.authority,
            path: &path,
            parameters: &parameters,
        },
        key.secret.expose(),
        method,
    );
    parameters.push(("Signature", &signature.signature));
    let encoded = encode_pairs(parameters.iter().copied());
    let mut headers = signing.common_headers(draft);
    let in_query = draft.method == http::Method::GET;
    if !in_query {
        add(&mut headers, "Content-Type", FORM);
    }
    signing.add_given(draft, &mut headers)?;
    let query = if in_query { encoded.as_str() } else { "" };
    let mut request = signing.request(draft, &path, query, headers);
    if !in_query {
        request.body = encoded.into();
    }
    Ok(Signed {
        request,
        canonical_request: None,
        string_to_sign: Some(signature.string_to_sign),
    })
}

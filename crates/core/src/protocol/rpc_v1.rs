//! Alibaba Cloud RPC with the legacy signature: HMAC-SHA1 over all parameters, itself one of them.

use cloudwright_sign::rpc_v1::{Input, sign as signature};
use cloudwright_sign::time;

use super::{Content, Draft, Signed, Signing, add, body, borrowed, encode_pairs};
use crate::error::Error;
use crate::transport::HttpRequest;

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
    query.extend(borrowed(&draft.query));
    let mut parameters = query.clone();
    if let Content::Form(pairs) = &draft.content {
        parameters.extend(borrowed(pairs));
    }
    let signature = signature(
        &Input {
            method: draft.method.as_str(),
            parameters: &parameters,
        },
        key.secret.expose(),
    );
    query.push(("Signature", &signature.signature));
    let (body, content_type) = body(&draft.content);
    let mut headers = signing.common_headers();
    if let Some(content_type) = content_type {
        add(&mut headers, "Content-Type", content_type);
    }
    signing.add_own(draft, &mut headers)?;
    let url = signing.endpoint.url(&path, &encode_pairs(query));
    let mut request = HttpRequest::new(draft.method.clone(), url);
    request.headers = headers;
    request.body = body;
    Ok(Signed {
        request,
        canonical_request: None,
        string_to_sign: Some(signature.string_to_sign),
    })
}

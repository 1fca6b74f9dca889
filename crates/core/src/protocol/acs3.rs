//! Alibaba Cloud, signed with ACS3-HMAC-SHA256: RPC with its parameters in the query, and ROA with
//! path, query and a body of JSON. Action and version are in headers in both.
//!
//! `host`, `content-type` and every `x-acs-*` header are signed, which is what the vendor's page
//! asks for. Spaces are written as `%20`, as they are signed.

use cloudwright_sign::acs3::{Input, sign as signature};
use cloudwright_sign::{canonical_query, sha256_hex, time};

use super::{Draft, Signed, Signing, add, borrowed, signed_headers};
use crate::error::Error;

pub(crate) fn sign(draft: &Draft, signing: &Signing<'_>) -> Result<Signed, Error> {
    let key = signing.access_key()?;
    let path = signing.path(draft);
    let query = canonical_query(borrowed(&draft.parts.query));
    let body_hash = sha256_hex(&draft.body);
    let mut headers = signing.common_headers(draft);
    if let Some(content_type) = draft.content_type() {
        add(&mut headers, "content-type", content_type);
    }
    add(&mut headers, "x-acs-action", signing.operation.name);
    if let Some(version) = signing.service().version {
        add(&mut headers, "x-acs-version", version);
    }
    headers.push(("x-acs-date".into(), time::iso8601(signing.time)));
    headers.push(("x-acs-signature-nonce".into(), signing.nonce.hex()));
    headers.push(("x-acs-content-sha256".into(), body_hash.clone()));
    if let Some(token) = &key.session_token {
        headers.push(("x-acs-accesskey-id".into(), key.id.clone()));
        add(&mut headers, "x-acs-security-token", token.expose());
    }
    signing.add_given(draft, &mut headers)?;
    let signed = signed_headers(&headers, |name| {
        let start = name.get(..6).unwrap_or_default();
        name.eq_ignore_ascii_case("host")
            || name.eq_ignore_ascii_case("content-type")
            || start.eq_ignore_ascii_case("x-acs-")
    });
    let signature = signature(
        &Input {
            method: draft.method.as_str(),
            path: &path,
            query: &query,
            headers: &signed,
            body_hash: &body_hash,
        },
        &key.signing_key(),
    );
    let request = signing.request(draft, &path, &query, headers);
    Ok(Signed::by_header(request, signature))
}

//! Tencent API 3.0: JSON over POST (or a query over GET), signed with TC3-HMAC-SHA256.
//!
//! `content-type` and `host` are signed, as the vendor's SDKs do.

use cloudwright_sign::tc3::Input;

use super::{Draft, FORM, JSON, Signed, Signing, body, borrowed, encode_pairs};
use crate::error::Error;
use crate::transport::HttpRequest;

pub(crate) fn sign(draft: &Draft, signing: &Signing<'_>) -> Result<Signed, Error> {
    let key = signing.access_key()?;
    let service = signing.service();
    let path = signing.path(draft);
    let query = encode_pairs(borrowed(&draft.query));
    let (body, content_type) = body(&draft.content);
    let content_type = content_type.unwrap_or(if draft.method == http::Method::GET {
        FORM
    } else {
        JSON
    });
    let signature = signing.derived_keys.sign(
        &Input {
            method: draft.method.as_str(),
            path: &path,
            query: &query,
            headers: &[
                ("content-type", content_type),
                ("host", &signing.endpoint.authority),
            ],
            body: &body,
            timestamp: signing.time,
            service: service.product,
        },
        &key.signing_key(),
    );
    let mut headers = signing.common_headers();
    headers.push(("Content-Type".into(), content_type.to_owned()));
    headers.push(("X-TC-Action".into(), signing.operation.name.to_owned()));
    if let Some(version) = service.version {
        headers.push(("X-TC-Version".into(), version.to_owned()));
    }
    headers.push(("X-TC-Timestamp".into(), signing.time.to_string()));
    if let Some(region) = signing.region {
        headers.push(("X-TC-Region".into(), region.to_owned()));
    }
    if let Some(token) = &key.session_token {
        headers.push(("X-TC-Token".into(), token.expose().to_owned()));
    }
    if let Some(language) = &signing.settings.language {
        headers.push(("X-TC-Language".into(), language.clone()));
    }
    signing.add_own(draft, &mut headers)?;
    headers.push(("Authorization".into(), signature.authorization));
    let mut request = HttpRequest::new(draft.method.clone(), signing.endpoint.url(&path, &query));
    request.headers = headers;
    request.body = body;
    Ok(Signed {
        request,
        canonical_request: Some(signature.canonical_request),
        string_to_sign: Some(signature.string_to_sign),
    })
}

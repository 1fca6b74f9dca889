//! Tencent API 3.0: JSON over POST (or a query over GET), signed with TC3-HMAC-SHA256.
//!
//! `content-type` and `host` are signed, as the vendor's SDKs do.

use cloudwright_sign::encode_pairs;
use cloudwright_sign::tc3::Input;

use super::{Draft, FORM, JSON, Signed, Signing, add, borrowed};
use crate::error::Error;
use crate::secret::Secret;

pub(crate) fn sign(draft: &Draft, signing: &Signing<'_>) -> Result<Signed, Error> {
    let key = signing.access_key()?;
    let service = signing.service();
    let path = signing.path(draft);
    let query = encode_pairs(borrowed(&draft.parts.query));
    let content_type = if draft.method == http::Method::GET {
        FORM
    } else {
        JSON
    };
    let mut headers = signing.common_headers(draft);
    add(&mut headers, "Content-Type", content_type);
    add(&mut headers, "X-TC-Action", signing.operation.name);
    add(&mut headers, "X-TC-Timestamp", &signing.time.to_string());
    let token = key.session_token.as_ref().map(Secret::expose);
    for (name, value) in [
        ("X-TC-Version", service.version),
        ("X-TC-Region", signing.region),
        ("X-TC-Token", token),
        ("X-TC-Language", signing.language),
    ] {
        if let Some(value) = value {
            add(&mut headers, name, value);
        }
    }
    signing.add_given(draft, &mut headers)?;
    let signature = signing.derived_keys.sign(
        &Input {
            method: draft.method.as_str(),
            path: &path,
            query: &query,
            headers: &[
                ("content-type", content_type),
                ("host", &signing.endpoint.authority),
            ],
            body: &draft.body,
            timestamp: signing.time,
            service: service.product,
        },
        &key.signing_key(),
    );
    let request = signing.request(draft, &path, &query, headers);
    Ok(Signed::by_header(request, signature))
}

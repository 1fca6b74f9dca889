//! Huawei Cloud REST: signed with SDK-HMAC-SHA256, or sent with an IAM token. Where to, a variable of the
//! vendor's may say.
//!
//! Every header that is set here is signed, but for `User-Agent`, which proxies change, and names
//! with an underscore, which the vendor's gateway leaves out.

use cloudwright_sign::sdk_hmac::{Input, sign as signature};
use cloudwright_sign::{canonical_query, time};

use super::endpoint::{Endpoint, Variable, variable_name};
use super::{Draft, Header, Signed, Signing, add, borrowed, misfit, signed_headers};
use crate::credentials::Identity;
use crate::error::Error;
use crate::meta::Service;
use crate::transport::HttpRequest;

pub(crate) fn sign_with_key(draft: &Draft, signing: &Signing<'_>) -> Result<Signed, Error> {
    let key = signing.access_key()?;
    let (mut request, path, query) = lay_out(draft, signing);
    let headers = &mut request.headers;
    headers.push(("X-Sdk-Date".into(), time::compact(signing.time)));
    if let Some(token) = &key.session_token {
        add(headers, "X-Security-Token", token.expose());
    }
    signing.add_given(draft, headers)?;
    let signed = signed_headers(headers, |name| {
        !name.eq_ignore_ascii_case("user-agent") && !name.contains('_')
    });
    let signature = signature(
        &Input {
            method: draft.method.as_str(),
            path: &path,
            query: &query,
            headers: &signed,
            body: &request.body,
        },
        &key.signing_key(),
    );
    Ok(Signed::by_header(request, signature))
}

pub(crate) fn send_token(draft: &Draft, signing: &Signing<'_>) -> Result<Signed, Error> {
    let Identity::Token(token) = signing.credentials.identity() else {
        return Err(misfit(signing, "a token"));
    };
    let (mut request, ..) = lay_out(draft, signing);
    let token: Header = ("X-Auth-Token".into(), token.expose().to_owned());
    request.headers.push(token);
    signing.add_given(draft, &mut request.headers)?;
    Ok(Signed {
        request,
        canonical_request: None,
        string_to_sign: None,
    })
}

/// The request without its authorisation, its path and its query.
fn lay_out(draft: &Draft, signing: &Signing<'_>) -> (HttpRequest, String, String) {
    let path = signing.path(draft);
    let query = canonical_query(borrowed(&draft.parts.query));
    let mut headers = signing.common_headers(draft);
    if let Some(content_type) = draft.content_type() {
        add(&mut headers, "Content-Type", content_type);
    }
    let project = signing.project_id;
    if let Some(project) = project.or_else(|| signing.credentials.project_id())
        && !signing.is_given(draft, "X-Project-Id")
    {
        add(&mut headers, "X-Project-Id", project);
    }
    let request = signing.request(draft, &path, &query, headers);
    (request, path, query)
}

/// Huawei's SDK lets a variable name the endpoints of a service in a region; the first counts.
pub(crate) fn endpoint_of_variable(
    service: &Service,
    region: &str,
    variable: Variable<'_>,
) -> Result<Option<Endpoint>, Error> {
    let name = format!("HUAWEICLOUD_SDK_REGION_{}_{region}", service.product);
    let name = variable_name(&name);
    let Some(value) = variable(&name) else {
        return Ok(None);
    };
    let first = value.split(',').next().unwrap_or_default().trim();
    Endpoint::of_variable(&name, first, false).map(Some)
}

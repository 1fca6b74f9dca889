//! The other side: a request as a client would build and sign it, for the page's form and for programs. It shares
//! nothing with `verify` but the signing functions and how they take pairs.

pub(crate) mod placed;
pub(crate) mod signed;

use cloudwright_sign::{Key, acs3, qcloud_v2, rpc_v1, sdk_hmac, sha256_hex, tc3, time};
use serde_json::{Map, Value};

use crate::catalog::ActionTypes;
use crate::message::request::FORM;
use crate::message::request_id::unique;
use crate::message::{Pairs, Request};
use crate::verify::borrowed;
use crate::verify::keys::Credentials;
use placed::{Placed, flattened, query_of};

/// A request, and what its signature was made of.
pub(crate) struct SignedCall {
    pub(crate) request: Request,
    /// The canonical request, or the string to sign in protocols that have none.
    pub(crate) canonical: String,
}

/// What a client knows besides the action and its parameters.
pub(crate) struct Caller<'a> {
    /// Host and port, as they will stand in the request.
    pub(crate) host: &'a str,
    pub(crate) key: &'a Credentials,
    pub(crate) now: i64,
    /// Where requests say so; a documented one where absent.
    pub(crate) region: Option<&'a str>,
    /// What proves who calls in place of a signature, where the protocol wants a token.
    pub(crate) token: Option<String>,
    /// Differs from call to call.
    pub(crate) number: u64,
}

impl Caller<'_> {
    /// A request to the host, with nothing in it yet.
    fn request(&self, method: &str, path: &str) -> Request {
        let mut request = Request {
            method: method.to_owned(),
            path: path.to_owned(),
            ..Request::default()
        };
        request.headers.push("host", self.host);
        request
    }

    /// Differs from call to call.
    fn nonce(&self) -> String {
        unique(&format!("page call {}", self.number)).replace('-', "")
    }

    fn signing_key(&self) -> Key<'_> {
        Key {
            id: &self.key.id,
            secret: &self.key.secret,
        }
    }
}

pub(crate) fn tc3(
    caller: &Caller,
    types: ActionTypes,
    parameters: &Map<String, Value>,
) -> SignedCall {
    let service = &types.service.service;
    let mut request = caller.request("POST", "/");
    request.headers.push("content-type", "application/json");
    request.body = Value::Object(parameters.clone()).to_string().into();
    let signed = tc3::sign(
        &tc3::Input {
            method: &request.method,
            path: &request.path,
            query: "",
            headers: &borrowed(request.headers.pairs()),
            body: &request.body,
            timestamp: caller.now,
            service: &service.product,
        },
        &caller.signing_key(),
    );
    let version = service.version.as_deref().unwrap_or_default();
    let headers = &mut request.headers;
    headers.push("x-tc-action", types.name());
    headers.push("x-tc-version", version);
    headers.push("x-tc-timestamp", caller.now.to_string());
    let documented = types.regions().first().map(String::as_str);
    if let Some(region) = caller.region.or(documented) {
        headers.push("x-tc-region", region);
    }
    signed_by_header(request, signed)
}

pub(crate) fn qcloud(
    caller: &Caller,
    types: ActionTypes,
    parameters: &Map<String, Value>,
) -> SignedCall {
    let algorithm = qcloud_v2::Method::HmacSha256;
    let mut pairs = flattened(parameters, 0);
    extend(
        &mut pairs,
        [
            ("Action", types.name().to_owned()),
            ("Nonce", (caller.number + 1).to_string()),
            ("SecretId", caller.key.id.clone()),
            ("SignatureMethod", algorithm.name().to_owned()),
            ("Timestamp", caller.now.to_string()),
        ],
    );
    extend(
        &mut pairs,
        caller.region.map(|region| ("Region", region.to_owned())),
    );
    let mut request = caller.request(types.method(), types.path());
    let input = qcloud_v2::Input {
        method: &request.method,
        host: caller.host,
        path: &request.path,
        parameters: &borrowed(&pairs),
    };
    let signed = qcloud_v2::sign(&input, &caller.key.secret, algorithm);
    extend(&mut pairs, [("Signature", signed.signature)]);
    if request.method == "POST" {
        request.headers.push("content-type", FORM);
        request.body = query_of(&pairs).into();
    } else {
        request.query = query_of(&pairs);
    }
    let canonical = signed.string_to_sign;
    SignedCall { request, canonical }
}

pub(crate) fn rpc(
    caller: &Caller,
    types: ActionTypes,
    parameters: &Map<String, Value>,
) -> SignedCall {
    let version = types.service.service.version.clone();
    let mut pairs = flattened(parameters, 1);
    extend(
        &mut pairs,
        [
            ("AccessKeyId", caller.key.id.clone()),
            ("Action", types.name().to_owned()),
            ("Format", "JSON".to_owned()),
            ("SignatureMethod", "HMAC-SHA1".to_owned()),
            ("SignatureNonce", caller.nonce()),
            ("SignatureVersion", "1.0".to_owned()),
            ("Timestamp", time::iso8601(caller.now)),
            ("Version", version.unwrap_or_default()),
        ],
    );
    let mut request = caller.request(types.method(), "/");
    let input = rpc_v1::Input {
        method: &request.method,
        parameters: &borrowed(&pairs),
    };
    let signed = rpc_v1::sign(&input, &caller.key.secret);
    extend(&mut pairs, [("Signature", signed.signature)]);
    request.query = query_of(&pairs);
    let canonical = signed.string_to_sign;
    SignedCall { request, canonical }
}

pub(crate) fn acs3(
    caller: &Caller,
    types: ActionTypes,
    parameters: &Map<String, Value>,
) -> SignedCall {
    let placed = Placed {
        path: types.path().to_owned(),
        query: query_of(&flattened(parameters, 1)),
        ..Placed::default()
    };
    sign_acs3(caller, types, placed)
}

pub(crate) fn roa(
    caller: &Caller,
    types: ActionTypes,
    parameters: &Map<String, Value>,
) -> SignedCall {
    sign_acs3(caller, types, Placed::of(types, parameters))
}

fn sign_acs3(caller: &Caller, types: ActionTypes, placed: Placed) -> SignedCall {
    let version = types.service.service.version.as_deref();
    let body_hash = sha256_hex(placed.body.as_bytes());
    let mut request = caller.request(types.method(), &placed.path);
    let headers = &mut request.headers;
    if !placed.body.is_empty() {
        headers.push("content-type", "application/json");
    }
    headers.push("x-acs-action", types.name());
    headers.push("x-acs-content-sha256", &body_hash);
    headers.push("x-acs-date", time::iso8601(caller.now));
    headers.push("x-acs-signature-nonce", caller.nonce());
    headers.push("x-acs-version", version.unwrap_or_default());
    request.query = placed.query;
    request.body = placed.body.into();
    let input = acs3::Input {
        method: &request.method,
        path: &request.path,
        query: &request.query,
        headers: &borrowed(request.headers.pairs()),
        body_hash: &body_hash,
    };
    let signed = acs3::sign(&input, &caller.signing_key());
    let mut call = signed_by_header(request, signed);
    for (name, value) in placed.headers {
        call.request.headers.push(&name, value);
    }
    call
}

pub(crate) fn huawei(
    caller: &Caller,
    types: ActionTypes,
    parameters: &Map<String, Value>,
) -> SignedCall {
    let placed = Placed::of(types, parameters);
    let mut request = caller.request(types.method(), &placed.path);
    request
        .headers
        .push("x-sdk-date", time::compact(caller.now));
    if !placed.body.is_empty() {
        request.headers.push("content-type", "application/json");
    }
    for (name, value) in placed.headers {
        request.headers.push(&name, value);
    }
    request.query = placed.query;
    request.body = placed.body.into();
    if let Some(token) = &caller.token {
        request.headers.push("x-auth-token", token);
        let canonical = String::new();
        return SignedCall { request, canonical };
    }
    let input = sdk_hmac::Input {
        method: &request.method,
        path: &request.path,
        query: &request.query,
        headers: &borrowed(request.headers.pairs()),
        body: &request.body,
    };
    let signed = sdk_hmac::sign(&input, &caller.signing_key());
    signed_by_header(request, signed)
}

/// The request with its signature in a header.
fn signed_by_header(mut request: Request, signature: acs3::Signature) -> SignedCall {
    let [canonical, _, authorization] = signature.into_texts();
    request.headers.push("authorization", authorization);
    SignedCall { request, canonical }
}

fn extend(pairs: &mut Pairs, more: impl IntoIterator<Item = (&'static str, String)>) {
    let more = more.into_iter();
    pairs.extend(more.map(|(name, value)| (name.to_owned(), value)));
}

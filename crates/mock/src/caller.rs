//! The other side: a request as a client would build and sign it, for the page's form. It shares
//! nothing with `verify` but the signing functions and how they take pairs.

use cloudwright_sign::{
    Key, acs3, canonical_query, percent_encode, qcloud_v2, rpc_v1, sdk_hmac, sha256_hex, tc3, time,
};
use cloudwright_spec::model::{Location, value_text};
use serde_json::{Map, Value};

use crate::flat::Types;
use crate::keys::Credentials;
use crate::message::{Headers, Request};
use crate::packing;
use crate::request_id::unique;
use crate::verify::borrowed;

/// A request, and what its signature was made of.
pub(crate) struct Signed {
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
    /// Builds and signs a request.
    pub(crate) fn sign(&self, types: Types, parameters: &Map<String, Value>) -> Signed {
        let mut parameters = parameters.clone();
        // What chooses the host is not sent.
        drop(taken(types, &mut parameters, Location::Host));
        packing::pack(types, &types.action.request, &mut parameters);
        let protocol = types.service.protocol();
        // Where calls are no resources, all but headers travels in one set.
        let headers = if protocol.is_rest() {
            Vec::new()
        } else {
            taken(types, &mut parameters, Location::Header)
        };
        let mut signed = (crate::protocol::played(protocol).sign)(self, types, &parameters);
        for (name, value) in &headers {
            signed.request.headers.push(name, text_of(value));
        }
        signed.request.service_hint = Some(types.service.service.service.clone());
        signed
    }

    pub(crate) fn tc3(&self, types: Types, parameters: &Map<String, Value>) -> Signed {
        let body = Value::Object(parameters.clone()).to_string();
        let service = &types.service.service;
        let signed = tc3::sign(
            &tc3::Input {
                method: "POST",
                path: "/",
                query: "",
                headers: &[("content-type", "application/json"), ("host", self.host)],
                body: body.as_bytes(),
                timestamp: self.now,
                service: &service.product,
            },
            &self.signing_key(),
        );
        let mut headers = Headers::default();
        headers.push("host", self.host);
        headers.push("content-type", "application/json");
        headers.push("x-tc-action", &types.action.action);
        headers.push(
            "x-tc-version",
            service.version.as_deref().unwrap_or_default(),
        );
        headers.push("x-tc-timestamp", self.now.to_string());
        let documented = types.regions().first().map(String::as_str);
        if let Some(region) = self.region.or(documented) {
            headers.push("x-tc-region", region);
        }
        headers.push("authorization", signed.authorization());
        let canonical = signed.canonical_request().to_owned();
        let request = Request {
            method: "POST".to_owned(),
            path: "/".to_owned(),
            headers,
            body: body.into(),
            ..Request::default()
        };
        Signed { request, canonical }
    }

    pub(crate) fn qcloud(&self, types: Types, parameters: &Map<String, Value>) -> Signed {
        let mut pairs = flattened(parameters, 0);
        for (name, value) in [
            ("Action", types.action.action.clone()),
            ("Nonce", (self.number + 1).to_string()),
            ("SecretId", self.key.id.clone()),
            (
                "SignatureMethod",
                qcloud_v2::Method::HmacSha256.name().to_owned(),
            ),
            ("Timestamp", self.now.to_string()),
        ] {
            pairs.push((name.to_owned(), value));
        }
        let region = self
            .region
            .map(|region| ("Region".to_owned(), region.to_owned()));
        pairs.extend(region);
        let path = types.service.path(types.action);
        let method = types.service.method(types.action);
        let borrowed = borrowed(&pairs);
        let input = qcloud_v2::Input {
            method,
            host: self.host,
            path,
            parameters: &borrowed,
        };
        let signed = qcloud_v2::sign(&input, &self.key.secret, qcloud_v2::Method::HmacSha256);
        pairs.push(("Signature".to_owned(), signed.signature));
        let mut headers = Headers::default();
        headers.push("host", self.host);
        let query = query_of(&pairs);
        let (query, body) = if method == "POST" {
            headers.push("content-type", "application/x-www-form-urlencoded");
            (String::new(), query)
        } else {
            (query, String::new())
        };
        let canonical = signed.string_to_sign;
        let request = Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query,
            headers,
            body: body.into(),
            ..Request::default()
        };
        Signed { request, canonical }
    }

    pub(crate) fn acs3(&self, types: Types, parameters: &Map<String, Value>) -> Signed {
        let parts = RestParts {
            path: types.service.path(types.action).to_owned(),
            query: query_of(&flattened(parameters, 1)),
            headers: Vec::new(),
            body: String::new(),
        };
        self.sign_acs3(types, parts)
    }

    pub(crate) fn rpc(&self, types: Types, parameters: &Map<String, Value>) -> Signed {
        let version = types.service.service.version.clone();
        let mut pairs = flattened(parameters, 1);
        for (name, value) in [
            ("AccessKeyId", self.key.id.clone()),
            ("Action", types.action.action.clone()),
            ("Format", "JSON".to_owned()),
            ("SignatureMethod", "HMAC-SHA1".to_owned()),
            ("SignatureNonce", self.nonce()),
            ("SignatureVersion", "1.0".to_owned()),
            ("Timestamp", time::iso8601(self.now)),
            ("Version", version.unwrap_or_default()),
        ] {
            pairs.push((name.to_owned(), value));
        }
        let method = types.service.method(types.action);
        let borrowed = borrowed(&pairs);
        let input = rpc_v1::Input {
            method,
            parameters: &borrowed,
        };
        let signed = rpc_v1::sign(&input, &self.key.secret);
        pairs.push(("Signature".to_owned(), signed.signature));
        let mut headers = Headers::default();
        headers.push("host", self.host);
        let request = Request {
            method: method.to_owned(),
            path: "/".to_owned(),
            query: query_of(&pairs),
            headers,
            ..Request::default()
        };
        Signed {
            request,
            canonical: signed.string_to_sign,
        }
    }

    /// Differs from call to call.
    fn nonce(&self) -> String {
        unique(&format!("page call {}", self.number)).replace('-', "")
    }

    pub(crate) fn roa(&self, types: Types, parameters: &Map<String, Value>) -> Signed {
        self.sign_acs3(types, RestParts::of(types, parameters))
    }

    fn sign_acs3(&self, types: Types, parts: RestParts) -> Signed {
        let service = &types.service.service;
        let body_hash = sha256_hex(parts.body.as_bytes());
        let mut headers = Headers::default();
        headers.push("host", self.host);
        if !parts.body.is_empty() {
            headers.push("content-type", "application/json");
        }
        headers.push("x-acs-action", types.action.action.as_str());
        headers.push("x-acs-content-sha256", &body_hash);
        headers.push("x-acs-date", time::iso8601(self.now));
        headers.push("x-acs-signature-nonce", self.nonce());
        headers.push(
            "x-acs-version",
            service.version.as_deref().unwrap_or_default(),
        );
        let signed_headers: Vec<(&str, &str)> = headers.iter().collect();
        let method = types.service.method(types.action);
        let input = acs3::Input {
            method,
            path: &parts.path,
            query: &parts.query,
            headers: &signed_headers,
            body_hash: &body_hash,
        };
        let signed = acs3::sign(&input, &self.signing_key());
        headers.push("authorization", signed.authorization());
        for (name, value) in &parts.headers {
            headers.push(name, value);
        }
        let request = Request {
            method: method.to_owned(),
            path: parts.path,
            query: parts.query,
            headers,
            body: parts.body.into(),
            ..Request::default()
        };
        Signed {
            request,
            canonical: signed.canonical_request().to_owned(),
        }
    }

    pub(crate) fn huawei(&self, types: Types, parameters: &Map<String, Value>) -> Signed {
        let parts = RestParts::of(types, parameters);
        let method = types.service.method(types.action);
        let mut headers = Headers::default();
        headers.push("host", self.host);
        headers.push("x-sdk-date", time::compact(self.now));
        if !parts.body.is_empty() {
            headers.push("content-type", "application/json");
        }
        for (name, value) in &parts.headers {
            headers.push(name, value);
        }
        let mut request = Request {
            method: method.to_owned(),
            path: parts.path.clone(),
            query: parts.query.clone(),
            body: parts.body.clone().into(),
            ..Request::default()
        };
        if let Some(token) = &self.token {
            headers.push("x-auth-token", token.as_str());
            request.headers = headers;
            let canonical = String::new();
            return Signed { request, canonical };
        }
        let signed_headers: Vec<(&str, &str)> = headers.iter().collect();
        let input = sdk_hmac::Input {
            method,
            path: &parts.path,
            query: &parts.query,
            headers: &signed_headers,
            body: parts.body.as_bytes(),
        };
        let signed = sdk_hmac::sign(&input, &self.signing_key());
        headers.push("authorization", signed.authorization());
        request.headers = headers;
        Signed {
            request,
            canonical: signed.canonical_request().to_owned(),
        }
    }

    fn signing_key(&self) -> Key<'_> {
        Key {
            id: &self.key.id,
            secret: &self.key.secret,
        }
    }
}

/// Takes out the parameters that travel in one place.
fn taken(
    types: Types,
    parameters: &mut Map<String, Value>,
    place: Location,
) -> Vec<(String, Value)> {
    let members = types.action.request.iter();
    members
        .filter(|member| types.service.location(types.action, member) == place)
        .filter_map(|member| parameters.remove_entry(&member.name))
        .collect()
}

/// A REST request's parts that hold parameters.
struct RestParts {
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl RestParts {
    fn of(types: Types, parameters: &Map<String, Value>) -> Self {
        let given = |wanted: Location| {
            let members = types.action.request.iter();
            let placed = members
                .filter(move |member| types.service.location(types.action, member) == wanted);
            placed.filter_map(|member| Some((&member.name, parameters.get(&member.name)?)))
        };
        let texts = |wanted: Location| -> Vec<(String, String)> {
            given(wanted)
                .map(|(name, value)| (name.clone(), text_of(value)))
                .collect()
        };
        let template = types.service.path(types.action).to_owned();
        let filled = texts(Location::Path)
            .iter()
            .fold(template, |path, (name, value)| {
                path.replace(&format!("{{{name}}}"), &percent_encode(value))
            });
        let members: Map<String, Value> = given(Location::Body)
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let body = match given(Location::BodyRoot).next() {
            Some((_, root)) => root.to_string(),
            None if members.is_empty() => String::new(),
            None => Value::Object(members).to_string(),
        };
        let in_query =
            given(Location::Query).flat_map(|(name, value)| pairs_of(types, name, value));
        Self {
            path: filled,
            query: query_of(&in_query.collect::<Vec<_>>()),
            headers: texts(Location::Header),
            body,
        }
    }
}

/// A parameter in the query of a service by resources: Huawei repeats the name of a list, Alibaba
/// numbers it.
fn pairs_of(types: Types, name: &str, value: &Value) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    match (types.service.protocol().layout().lists.first(), value) {
        (Some(first), _) => flatten(name, value, first, &mut pairs),
        (_, Value::Array(items)) => {
            pairs.extend(items.iter().map(|item| (name.to_owned(), text_of(item))));
        }
        _ => pairs.push((name.to_owned(), text_of(value))),
    }
    pairs
}

fn query_of(pairs: &[(String, String)]) -> String {
    canonical_query(borrowed(pairs))
}

/// Parameters as flat names, lists counted from `first`.
fn flattened(parameters: &Map<String, Value>, first: usize) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in parameters {
        flatten(name, value, first, &mut pairs);
    }
    pairs
}

fn flatten(name: &str, value: &Value, first: usize, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                flatten(&format!("{name}.{}", index + first), item, first, pairs);
            }
        }
        Value::Object(members) => {
            for (key, value) in members {
                flatten(&format!("{name}.{key}"), value, first, pairs);
            }
        }
        plain => pairs.push((name.to_owned(), text_of(plain))),
    }
}

/// A value as a text is sent: nothing where it is null.
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        other => value_text(other),
    }
}

//! One call to Tencent's security token service: API 3.0, version 2018-08-13.

use std::fmt::Write as _;

use http::Method;

use super::KEYS;
use crate::codec::{Tree, write_text};
use crate::credentials::exchange::{self, ErrorBody, Exchange, Patience};
use crate::credentials::json;
use crate::credentials::value::Found;
use crate::credentials::{Credentials, CredentialsError, Environment};
use crate::protocol::add;
use crate::transport::{HttpRequest, HttpResponse};
use cloudwright_sign::tc3;
use cloudwright_vocabulary::provider::Provider;

const HOST: &str = "https://sts.tencentcloudapi.com";
const VERSION: &str = "2018-08-13";
/// STS asks for a region and answers the same in each; the SDK's default.
const REGION: &str = "ap-guangzhou";
const JSON: &str = "application/json";

/// What is called, and what must not be repeated in an error.
pub(super) struct KeyRequest<'a> {
    pub(super) provider: &'static str,
    pub(super) action: &'static str,
    pub(super) region: Option<&'a str>,
    pub(super) parameters: &'a [(&'static str, &'a str)],
    /// Seconds that the temporary keys should live.
    pub(super) duration: u32,
    /// The key that signs, or a token among the parameters, with which nobody signs.
    pub(super) proof: Credentials,
    /// What is said of where the temporary keys come from.
    pub(super) source: String,
}

impl KeyRequest<'_> {
    /// Calls STS and takes the temporary keys out of its answer.
    pub(super) async fn ask(&self, environment: &Environment) -> Found {
        let exchange = Exchange::new(environment, self.provider, Patience::Service)
            .hiding(self.proof.hidden());
        let read = |response: &HttpResponse| {
            let keys = keys(result(self.provider, response)?);
            exchange.keys(keys, &KEYS, self.source.clone())
        };
        let make = || request(environment, self);
        exchange.ask_anew(&make, &read).await
    }

    /// The parameters as JSON.
    fn body(&self) -> String {
        let mut body = format!("{{\"DurationSeconds\":{}", self.duration);
        for (name, text) in self.parameters {
            // Writing to a String cannot fail.
            let _ = write!(body, ",\"{name}\":");
            write_text(text, &mut body);
        }
        body + "}"
    }
}

/// The keys of a result, whose expiry stands beside them.
pub(super) fn keys(mut result: Tree) -> Tree {
    let mut keys = result.take("Credentials");
    keys.set(KEYS.expiry, result.take(KEYS.expiry));
    keys
}

fn request(
    environment: &Environment,
    call: &KeyRequest<'_>,
) -> Result<HttpRequest, CredentialsError> {
    let url = exchange::address(environment.sts_endpoint().unwrap_or(HOST), "/");
    let mut request = HttpRequest::new(Method::POST, url);
    request.body = call.body().into();
    let host = exchange::authority(&request.url);
    let timestamp = environment.unix_seconds();
    let headers = &mut request.headers;
    add(headers, "Content-Type", JSON);
    add(headers, "Host", host);
    add(headers, "X-TC-Action", call.action);
    add(headers, "X-TC-Version", VERSION);
    add(headers, "X-TC-Timestamp", &timestamp.to_string());
    add(headers, "X-TC-Region", call.region.unwrap_or(REGION));
    let Some(key) = call.proof.as_access_key() else {
        add(headers, "Authorization", "SKIP");
        return Ok(request);
    };
    if let Some(token) = &key.session_token {
        let value = exchange::header_value(call.provider, "the session token", token)?;
        add(headers, "X-TC-Token", value);
    }
    let input = tc3::Input {
        method: "POST",
        path: "/",
        query: "",
        headers: &[("content-type", JSON), ("host", host)],
        body: &request.body,
        timestamp,
        service: "sts",
    };
    let signature = tc3::KeyCache::new().sign(&input, &key.signing_key());
    add(headers, "Authorization", signature.authorization());
    Ok(request)
}

/// The member `Response` of an answer that is no error.
fn result(provider: &str, response: &HttpResponse) -> Result<Tree, CredentialsError> {
    let parsed = json::parse(provider, "the answer", &response.body);
    let result = match parsed {
        Ok(mut value) => value.take("Response"),
        // A gateway's page: the status says more than its text.
        Err(_) if !response.is_success() => Tree::Null,
        Err(error) => return Err(error),
    };
    let error = result.get("Error");
    if error.is_none() && response.is_success() {
        return Ok(result);
    }
    let told = error.and_then(told);
    Err(exchange::refused(provider, response, told.as_ref()))
}

/// What an error of this cloud says.
pub(super) fn told(error: &Tree) -> Option<ErrorBody<'_>> {
    let code = json::text(error, "Code")?;
    Some(ErrorBody {
        message: json::text(error, "Message").unwrap_or_default(),
        class: Provider::Tencent.error_class(code),
        ..ErrorBody::code(code)
    })
}

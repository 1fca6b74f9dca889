//! One call to Tencent's security token service: API 3.0, version 2018-08-13.

use cloudwright_sign::tc3;
use http::Method;

use super::RENEWAL;
use super::instance_role::KEYS;
use crate::codec::Tree;
use crate::credentials::exchange::{self, Patience};
use crate::credentials::{AccessKey, Credentials, CredentialsError, Environment};
use crate::credentials::{expiry, json};
use crate::secret::Secret;
use crate::transport::{BoxFuture, HttpRequest, HttpResponse};

const HOST: &str = "https://sts.tencentcloudapi.com";
const VERSION: &str = "2018-08-13";
/// STS asks for a region and answers the same in each; the SDK's default.
const REGION: &str = "ap-guangzhou";
const JSON: &str = "application/json";

/// What is called, and what must not be repeated in an error.
pub(super) struct Call<'a> {
    pub(super) provider: &'a str,
    pub(super) action: &'static str,
    pub(super) region: Option<&'a str>,
    pub(super) body: String,
    /// Who signs; nobody signs a call that carries its own proof.
    pub(super) key: Option<&'a AccessKey>,
    pub(super) secrets: &'a [&'a Secret],
}

/// A call's parameters as JSON.
pub(super) fn body(texts: &[(&'static str, &str)], duration: u32) -> String {
    let texts = texts.iter().map(|(name, text)| (*name, Tree::from(*text)));
    let mut members: Vec<_> = texts.collect();
    members.push(("DurationSeconds", duration.into()));
    Tree::object(members).to_text()
}

/// Calls STS and takes the temporary keys out of its answer.
///
/// Boxed, so that those that call are small.
pub(super) fn call<'a>(
    environment: &'a Environment,
    call: Call<'a>,
) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
    Box::pin(exchange_keys(environment, call))
}

async fn exchange_keys(
    environment: &Environment,
    call: Call<'_>,
) -> Result<Credentials, CredentialsError> {
    let request = request(environment, &call)?;
    let response = exchange::send(environment, call.provider, request, Patience::Service).await?;
    let mut result = result(&call, &response)?;
    let keys = result.take("Credentials");
    let now = environment.unix_seconds();
    let credentials =
        json::temporary_keys(call.provider, keys, KEYS, now)?.with_renewal_window(RENEWAL);
    // The expiry stands beside the keys, not among them.
    Ok(match result.get(KEYS.expiry) {
        None => credentials,
        stated => credentials.with_expiry(expiry::expiry(stated, now)),
    })
}

fn request(environment: &Environment, call: &Call<'_>) -> Result<HttpRequest, CredentialsError> {
    let base = exchange::base(environment.endpoints().sts.as_deref().unwrap_or(HOST));
    let host = exchange::authority(&base);
    let body = call.body.as_bytes();
    let timestamp = environment.unix_seconds();
    let authorization = match call.key {
        None => "SKIP".to_owned(),
        Some(key) => {
            let input = tc3::Input {
                method: "POST",
                path: "/",
                query: "",
                headers: &[("content-type", JSON), ("host", host)],
                body,
                timestamp,
                service: "sts",
            };
            tc3::sign(&input, &key.signing_key()).authorization
        }
    };
    let mut request = HttpRequest::new(Method::POST, format!("{base}/"))
        .with_header("Content-Type", JSON)
        .with_header("Host", host)
        .with_header("X-TC-Action", call.action)
        .with_header("X-TC-Version", VERSION)
        .with_header("X-TC-Timestamp", timestamp.to_string())
        .with_header("X-TC-Region", call.region.unwrap_or(REGION))
        .with_header("Authorization", authorization);
    if let Some(token) = call.key.and_then(|key| key.session_token.as_ref()) {
        let value = exchange::header_value(call.provider, "the session token", token)?;
        request = request.with_header("X-TC-Token", value);
    }
    Ok(request.with_body(body.to_vec()))
}

/// The member `Response` of an answer that is no error.
fn result(call: &Call<'_>, response: &HttpResponse) -> Result<Tree, CredentialsError> {
    let parsed = json::parse(call.provider, "the answer", &response.body);
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
    let told = error.and_then(|error| {
        let message = json::text(error, "Message").unwrap_or_default();
        Some((json::text(error, "Code")?, message))
    });
    Err(exchange::refused(
        call.provider,
        response,
        told,
        call.secrets,
    ))
}

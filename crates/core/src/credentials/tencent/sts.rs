//! One call to Tencent's security token service: API 3.0, version 2018-08-13.

use cloudwright_sign::tc3;
use http::Method;
use serde_json::Value;

use super::RENEWAL;
use super::instance_role::KEYS;
use crate::credentials::exchange::{self, Patience};
use crate::credentials::json::{self, KeyNames};
use crate::credentials::{AccessKey, Credentials, CredentialsError, Environment};
use crate::secret::Secret;
use crate::transport::{HttpRequest, HttpResponse};

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
    pub(super) body: Value,
    /// Who signs; nobody signs a call that carries its own proof.
    pub(super) key: Option<&'a AccessKey>,
    pub(super) secrets: &'a [&'a Secret],
}

/// Calls STS and takes the temporary keys out of its answer.
pub(super) async fn call(
    environment: &Environment,
    call: Call<'_>,
) -> Result<Credentials, CredentialsError> {
    let request = request(environment, &call)?;
    let response = exchange::send(environment, call.provider, request, Patience::Service).await?;
    let mut result = result(&call, &response)?;
    let expiry = result.get_mut(KEYS.expiry).map(Value::take);
    let mut keys = result
        .get_mut("Credentials")
        .map(Value::take)
        .unwrap_or_default();
    // The expiry stands beside the keys, not among them.
    if let (Some(expiry), Some(keys)) = (expiry, keys.as_object_mut()) {
        keys.insert(KEYS.expiry.to_owned(), expiry);
    }
    let names = KeyNames { ..KEYS };
    let now = environment.unix_seconds();
    Ok(json::temporary_keys(call.provider, keys, names, now)?.with_renewal_window(RENEWAL))
}

fn request(environment: &Environment, call: &Call<'_>) -> Result<HttpRequest, CredentialsError> {
    let base = exchange::base(environment.endpoints().sts.as_deref().unwrap_or(HOST));
    let host = exchange::authority(&base);
    let body = call.body.to_string().into_bytes();
    let timestamp = environment.unix_seconds();
    let authorization = match call.key {
        None => "SKIP".to_owned(),
        Some(key) => {
            let input = tc3::Input {
                method: "POST",
                path: "/",
                query: "",
                headers: &[("content-type", JSON), ("host", host)],
                body: &body,
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
    Ok(request.with_body(body))
}

/// The member `Response` of an answer that is no error.
fn result(call: &Call<'_>, response: &HttpResponse) -> Result<Value, CredentialsError> {
    let parsed = json::parse(call.provider, "the answer", &response.body);
    let mut result = match parsed {
        Ok(mut value) => value
            .get_mut("Response")
            .map(Value::take)
            .unwrap_or_default(),
        // A gateway's page: the status says more than its text.
        Err(_) if !response.is_success() => Value::Null,
        Err(error) => return Err(error),
    };
    let error = result.get_mut("Error").map(Value::take);
    if error.is_none() && response.is_success() {
        return Ok(result);
    }
    let told = error.as_ref().and_then(|error| {
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

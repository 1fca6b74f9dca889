//! One call to Tencent's security token service: API 3.0, version 2018-08-13.

use super::RENEWAL;
use super::instance_role::KEYS;
use crate::codec::{Tree, write_text};
use crate::credentials::exchange::{self, Answer, Patience, Step};
use crate::credentials::{AccessKey, Credentials, CredentialsError, Environment};
use crate::credentials::{expiry, json};
use crate::secret::Secret;
use crate::transport::{HttpRequest, HttpResponse};
use cloudwright_sign::tc3;

const HOST: &str = "https://sts.tencentcloudapi.com";
const VERSION: &str = "2018-08-13";
/// STS asks for a region and answers the same in each; the SDK's default.
const REGION: &str = "ap-guangzhou";
const JSON: &str = "application/json";

/// What is called, and what must not be repeated in an error.
pub(super) struct Call<'a> {
    pub(super) provider: &'static str,
    pub(super) action: &'static str,
    pub(super) region: Option<&'a str>,
    pub(super) parameters: &'a [(&'static str, &'a str)],
    /// Seconds that the temporary keys should live.
    pub(super) duration: u32,
    /// Who signs; nobody signs a call that carries its own proof.
    pub(super) key: Option<&'a AccessKey>,
    /// What is said of where the temporary keys come from.
    pub(super) source: String,
    pub(super) secrets: Vec<Secret>,
}

impl Call<'_> {
    /// Calls STS and takes the temporary keys out of its answer.
    pub(super) fn ask(self, environment: &Environment) -> Result<Step, CredentialsError> {
        let request = request(environment, &self)?;
        let Self {
            provider,
            source,
            secrets,
            ..
        } = self;
        let read = move |environment: &Environment, answer: Answer| {
            let keys = keys(environment, provider, &answer?, &secrets)?;
            Ok(Step::Found(keys.with_source(source)))
        };
        Ok(Step::ask(provider, request, Patience::Service, read))
    }

    /// The parameters as JSON.
    fn body(&self) -> String {
        let mut body = String::from("{");
        for (name, text) in self.parameters {
            write_text(name, &mut body);
            body.push(':');
            write_text(text, &mut body);
            body.push(',');
        }
        let duration = self.duration;
        body + &format!("\"DurationSeconds\":{duration}}}")
    }
}

fn keys(
    environment: &Environment,
    provider: &str,
    response: &HttpResponse,
    secrets: &[Secret],
) -> Result<Credentials, CredentialsError> {
    let mut result = result(provider, response, secrets)?;
    let keys = result.take("Credentials");
    let now = environment.unix_seconds();
    let credentials = json::temporary_keys(provider, keys, KEYS, now)?.with_renewal_window(RENEWAL);
    // The expiry stands beside the keys, not among them.
    Ok(match result.get(KEYS.expiry) {
        None => credentials,
        stated => credentials.with_expiry(expiry::expiry(stated, now)),
    })
}

fn request(environment: &Environment, call: &Call<'_>) -> Result<HttpRequest, CredentialsError> {
    let base = exchange::base(environment.endpoints().sts.as_deref().unwrap_or(HOST));
    let host = exchange::authority(&base);
    let body = call.body();
    let timestamp = environment.unix_seconds();
    let authorization = match call.key {
        None => "SKIP".to_owned(),
        Some(key) => {
            let input = tc3::Input {
                method: "POST",
                path: "/",
                query: "",
                headers: &[("content-type", JSON), ("host", host)],
                body: body.as_bytes(),
                timestamp,
                service: "sts",
            };
            let signature = tc3::sign(&input, &key.signing_key());
            signature.authorization().to_owned()
        }
    };
    let timestamp = timestamp.to_string();
    let mut headers = vec![
        ("Content-Type", JSON),
        ("Host", host),
        ("X-TC-Action", call.action),
        ("X-TC-Version", VERSION),
        ("X-TC-Timestamp", &timestamp),
        ("X-TC-Region", call.region.unwrap_or(REGION)),
        ("Authorization", &authorization),
    ];
    if let Some(token) = call.key.and_then(|key| key.session_token.as_ref()) {
        let value = exchange::header_value(call.provider, "the session token", token)?;
        headers.push(("X-TC-Token", value));
    }
    Ok(exchange::post(format!("{base}/"), &headers, body))
}

/// The member `Response` of an answer that is no error.
fn result(
    provider: &str,
    response: &HttpResponse,
    secrets: &[Secret],
) -> Result<Tree, CredentialsError> {
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
    let told = error.and_then(|error| {
        let message = json::text(error, "Message").unwrap_or_default();
        Some((json::text(error, "Code")?, message))
    });
    Err(exchange::refused(provider, response, told, secrets))
}

//! One call to Alibaba's security token service: RPC style, version 2015-04-01.

use super::KEYS;
use crate::codec::Tree;
use crate::credentials::exchange::{self, ErrorBody, Exchange, Patience};
use crate::credentials::json;
use crate::credentials::value::Found;
use crate::credentials::{AccessKey, Credentials, CredentialsError, Environment};
use crate::transport::{HttpRequest, HttpResponse};
use cloudwright_sign::{acs3, canonical_query, sha256_hex, time};
use cloudwright_vocabulary::provider::Provider;

const VERSION: &str = "2015-04-01";

/// Where STS is and how it is reached: centrally, in a region, or from inside a VPC.
#[derive(Clone, Debug, Default)]
pub(super) struct StsEndpoint {
    pub(super) region: Option<String>,
    pub(super) vpc: bool,
    /// The host itself, where a profile names it.
    pub(super) host: Option<String>,
}

impl StsEndpoint {
    fn base(&self, provider: &str, environment: &Environment) -> Result<String, CredentialsError> {
        if let Some(url) = environment.sts_endpoint() {
            return Ok(exchange::base(url));
        }
        if let Some(host) = &self.host {
            return Ok(exchange::base(host));
        }
        let region = self
            .region
            .clone()
            .or_else(|| environment.variable("ALIBABA_CLOUD_STS_REGION"));
        let vpc = self.vpc || environment.is_true("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED");
        let Some(region) = region else {
            // There is no central address inside a VPC.
            return Ok("https://sts.aliyuncs.com".to_owned());
        };
        let region = exchange::region_label(provider, &region)?;
        let service = if vpc { "sts-vpc" } else { "sts" };
        Ok(format!("https://{service}.{region}.aliyuncs.com"))
    }
}

/// What is called, and what must not be repeated in an error.
pub(super) struct KeyRequest<'a> {
    pub(super) provider: &'static str,
    pub(super) action: &'static str,
    pub(super) endpoint: &'a StsEndpoint,
    pub(super) parameters: &'a [(&'a str, &'a str)],
    /// The key that signs, or a token among the parameters, with which nobody signs.
    pub(super) proof: Credentials,
    /// What is said of where the temporary keys come from.
    pub(super) source: String,
}

impl KeyRequest<'_> {
    /// Calls STS and takes the temporary keys out of its answer.
    pub(super) async fn ask(&self, environment: &Environment) -> Found {
        let base = self.endpoint.base(self.provider, environment)?;
        let exchange = Exchange::new(environment, self.provider, Patience::Service)
            .hiding(self.proof.hidden());
        // A nonce serves once: each attempt is signed anew.
        let make = || match self.proof.as_access_key() {
            Some(key) => signed(environment, self, &base, key),
            None => Ok(unsigned(environment, self, &base)),
        };
        let read = |response: &HttpResponse| {
            let mut answer = exchange.object(response, told)?;
            exchange.keys(answer.take("Credentials"), &KEYS, self.source.clone())
        };
        exchange.ask_anew(&make, &read).await
    }
}

/// ACS3, parameters in the query.
fn signed(
    environment: &Environment,
    call: &KeyRequest<'_>,
    base: &str,
    key: &AccessKey,
) -> Result<HttpRequest, CredentialsError> {
    let query = canonical_query(call.parameters.iter().copied());
    let body_hash = sha256_hex(b"");
    let nonce = format!("{:032x}", crate::machine::random::bits());
    let date = time::iso8601(environment.unix_seconds());
    let mut headers = vec![
        ("host", exchange::authority(base)),
        ("x-acs-action", call.action),
        ("x-acs-content-sha256", &body_hash),
        ("x-acs-date", &date),
        ("x-acs-signature-nonce", &nonce),
        ("x-acs-version", VERSION),
    ];
    if let Some(token) = &key.session_token {
        let value = exchange::header_value(call.provider, "the session token", token)?;
        headers.push(("x-acs-security-token", value));
    }
    let input = acs3::Input {
        method: "POST",
        path: "/",
        query: &query,
        headers: &headers,
        body_hash: &body_hash,
    };
    let signature = acs3::sign(&input, &key.signing_key());
    headers.push(("Authorization", signature.authorization()));
    Ok(exchange::post(
        format!("{base}/?{query}"),
        &headers,
        String::new(),
    ))
}

/// Parameters in the body, where the token is not logged along with the address.
fn unsigned(environment: &Environment, call: &KeyRequest<'_>, base: &str) -> HttpRequest {
    let timestamp = time::iso8601(environment.unix_seconds());
    let query = canonical_query([
        ("Action", call.action),
        ("Format", "JSON"),
        ("Timestamp", timestamp.as_str()),
        ("Version", VERSION),
    ]);
    let form = canonical_query(call.parameters.iter().copied());
    let headers = [
        ("Host", exchange::authority(base)),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    exchange::post(format!("{base}/?{query}"), &headers, form)
}

fn told(answer: &Tree) -> Option<ErrorBody<'_>> {
    let code = json::text(answer, "Code")?;
    Some(ErrorBody {
        message: json::text(answer, "Message").unwrap_or_default(),
        class: Provider::Alibaba.error_class(code),
        ..ErrorBody::code(code)
    })
}

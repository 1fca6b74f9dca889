//! Temporary keys for a user of a foreign identity provider: its token for an IAM token, that for
//! keys.

use super::services::{self, JSON, KEYS, with_identity};
use crate::codec::Tree;
use crate::credentials::exchange::{self, Exchange, Patience};
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::credentials::{CredentialsError, Environment};
use crate::secret::Secret;
use crate::transport::{HttpRequest, HttpResponse};

const NAME: &str = FederatedToken::NAME;
/// What the vendor's SDK asks for.
const DURATION: u32 = 6 * 60 * 60;

/// Temporary keys had with the token of an identity provider that the account knows.
///
/// ```
/// use cloudwright_core::credentials::huawei::FederatedToken;
///
/// let user = FederatedToken::new("my-identity-provider", "/var/run/secrets/id-token");
/// ```
#[derive(Clone, Debug)]
pub struct FederatedToken {
    identity_provider: String,
    token_file: String,
}

impl FederatedToken {
    /// By the token that this identity provider wrote into this file, which is read at each renewal.
    pub fn new(identity_provider: impl Into<String>, token_file: impl Into<String>) -> Self {
        Self {
            identity_provider: identity_provider.into(),
            token_file: token_file.into(),
        }
    }

    /// What asks for an IAM token.
    fn request(&self, base: &str, id_token: &Secret) -> Result<HttpRequest, CredentialsError> {
        let proof = Tree::object(vec![("id", id_token.expose().into())]);
        let auth = Tree::object(vec![("id_token", proof)]);
        let body = Tree::object(vec![("auth", auth)]);
        let provider = Secret::from(self.identity_provider.as_str());
        let value = exchange::header_value(NAME, "the id of the identity provider", &provider)?;
        let headers = [("Content-Type", JSON), ("X-Idp-Id", value)];
        let address = format!("{base}/v3.0/OS-AUTH/id-token/tokens");
        Ok(exchange::post(address, &headers, body.to_text()))
    }
}

impl NamedProvider for FederatedToken {
    const NAME: &'static str = "federated token";

    async fn find(&self, environment: &Environment) -> Found {
        let id_token = environment.read_token(NAME, &self.token_file)?;
        let base = services::iam(NAME, environment)?;
        let exchange = Exchange::new(environment, NAME, Patience::Service).hiding_all([&id_token]);
        let read = |response: &HttpResponse| {
            exchange.accepted(response, services::told)?;
            subject_token(NAME, response)
        };
        let token = exchange.ask(self.request(&base, &id_token)?, &read).await?;

        let exchange = Exchange::new(environment, NAME, Patience::Service).hiding_all([&token]);
        let read = |response: &HttpResponse| {
            let mut answer = exchange.object(response, services::told)?;
            let source = format!("{NAME} of {}", self.identity_provider);
            exchange.keys(answer.take("credential"), &KEYS, source)
        };
        exchange.ask(request_for_keys(&base, &token), &read).await
    }
}

fn request_for_keys(base: &str, token: &Secret) -> HttpRequest {
    let wanted = Tree::object(vec![
        ("id", token.expose().into()),
        ("duration_seconds", DURATION.into()),
    ]);
    let body = with_identity("token", wanted, None);
    let address = format!("{base}/v3.0/OS-CREDENTIAL/securitytokens");
    exchange::post(address, &[("Content-Type", JSON)], body.to_text())
}

/// The token IAM answers with, which is in a header.
pub(super) fn subject_token(
    provider: &str,
    response: &HttpResponse,
) -> Result<Secret, CredentialsError> {
    match response.header("X-Subject-Token").map(str::trim) {
        Some(token) if !token.is_empty() => Ok(Secret::from(token)),
        _ => {
            let message = "the answer has no header X-Subject-Token";
            Err(CredentialsError::malformed(provider, message))
        }
    }
}

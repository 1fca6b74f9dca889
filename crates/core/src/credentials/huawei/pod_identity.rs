//! The agency of a pod: its service account's token, shown to an agent on the node.

use super::{RENEWAL, with_ids};
use crate::credentials::exchange::{self, Exchange, Patience};
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::parts::KeyNames;
use crate::credentials::value::Found;
use crate::credentials::{CredentialsError, Environment};
use crate::transport::HttpResponse;

const NAME: &str = PodIdentity::NAME;
const URI: &str = "HC_CONTAINER_CREDENTIALS_FULL_URI";
const TOKEN_FILE: &str = "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE";

const KEYS: KeyNames = KeyNames {
    id: "accessKeyId",
    secret: "secretAccessKey",
    token: "securityToken",
    expiry: "expiration",
    renewal: RENEWAL,
};

/// The keys that `HC_CONTAINER_CREDENTIALS_FULL_URI` answers to the token in
/// `HC_CONTAINER_AUTHORIZATION_TOKEN_FILE`. The address has to be https, or on this machine or its
/// link, for the token goes there.
#[derive(Clone, Copy, Debug)]
pub struct PodIdentity;

impl NamedProvider for PodIdentity {
    const NAME: &'static str = "pod identity";

    async fn find(&self, environment: &Environment) -> Found {
        let uri = environment.require(NAME, URI)?;
        let Some(file) = environment.variable(TOKEN_FILE) else {
            let message = format!("{URI} is set but {TOKEN_FILE} is not");
            return Err(CredentialsError::misconfigured(NAME, message));
        };
        let token = environment.read_token(NAME, &file)?;
        let authorization = exchange::header_value(NAME, &file, &token)?;
        let headers = [
            ("Content-Type", "application/json"),
            ("Authorization", authorization),
        ];
        let request = exchange::post(uri, &headers, "{}".to_owned());
        let exchange = Exchange::new(environment, NAME, Patience::Service).hiding_all([&token]);
        let read = |response: &HttpResponse| {
            let mut answer = exchange.object(response, |_| None)?;
            exchange.keys(answer.take("credentials"), &KEYS, NAME)
        };
        let keys = exchange.ask(request, &read).await?;
        Ok(with_ids(keys, environment))
    }
}

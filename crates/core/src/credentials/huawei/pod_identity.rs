//! The agency of a pod: its service account's token, shown to an agent on the node.

use super::{RENEWAL, with_ids};
use crate::credentials::exchange::{self, Answer, Patience, Step};
use crate::credentials::json::{self, KeyNames};
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::transport::BoxFuture;

const NAME: &str = "pod identity";
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

impl PodIdentity {
    fn find(environment: &Environment) -> Result<Step, CredentialsError> {
        let uri = environment.require(NAME, URI)?;
        let Some(file) = environment.variable(TOKEN_FILE) else {
            let message = format_args!("{URI} is set but {TOKEN_FILE} is not");
            return Err(CredentialsError::misconfigured(NAME, message));
        };
        let token = environment.read_token(NAME, &file)?;
        let authorization = exchange::header_value(NAME, &file, &token)?;
        let headers = [
            ("Content-Type", "application/json"),
            ("Authorization", authorization),
        ];
        let request = exchange::post(uri, &headers, "{}".to_owned());
        Ok(Step::ask(NAME, request, Patience::Service, read))
    }
}

fn read(environment: &Environment, answer: Answer) -> Result<Step, CredentialsError> {
    let response = answer?;
    if !response.is_success() {
        return Err(exchange::refused(NAME, &response, None, &[]));
    }
    let mut answer = json::parse(NAME, "the answer", &response.body)?;
    let keys = answer.take("credentials");
    let keys = json::temporary_keys(environment, NAME, keys, &KEYS, NAME.into())?;
    Ok(Step::Found(with_ids(keys, environment)))
}

impl ProvideCredentials for PodIdentity {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        exchange::provide(environment, Self::find(environment))
    }
}

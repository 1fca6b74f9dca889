//! Whatever answers at an address the environment names: a sidecar, mostly.

use http::Method;

use super::KEYS;
use crate::credentials::exchange::{self, Answer, Patience, Step};
use crate::credentials::json;
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::transport::{BoxFuture, HttpRequest};

const NAME: &str = "credentials URI";
const VARIABLE: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";

/// The keys that `ALIBABA_CLOUD_CREDENTIALS_URI` answers. The address has to be https, or on this
/// machine or its link.
#[derive(Clone, Copy, Debug)]
pub struct CredentialsUri;

impl CredentialsUri {
    fn find(environment: &Environment) -> Result<Step, CredentialsError> {
        let uri = environment.require(NAME, VARIABLE)?;
        let request = HttpRequest::new(Method::GET, uri);
        Ok(Step::ask(NAME, request, Patience::Service, read))
    }
}

fn read(environment: &Environment, answer: Answer) -> Result<Step, CredentialsError> {
    let response = answer?;
    if !response.is_success() {
        return Err(exchange::refused(NAME, &response, None, &[]));
    }
    let value = json::parse(NAME, "the answer", &response.body)?;
    let keys = json::temporary_keys(environment, NAME, value, &KEYS, NAME.into())?;
    Ok(Step::Found(keys))
}

impl ProvideCredentials for CredentialsUri {
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

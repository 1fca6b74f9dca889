//! Keys in variables, under the names the vendor's SDKs read.

use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::secret::Secret;
use crate::transport::BoxFuture;

const NAME: &str = "environment";
const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const KEY: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
const TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";

/// `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, for temporary keys,
/// `ALIBABA_CLOUD_SECURITY_TOKEN`.
#[derive(Clone, Copy, Debug)]
pub struct FromEnvironment;

impl FromEnvironment {
    fn find(environment: &Environment) -> Result<Credentials, CredentialsError> {
        let id = environment.variable(ID);
        let key = environment.variable(KEY).map(Secret::new);
        let (set, missing) = match (id, key) {
            (Some(id), Some(key)) => {
                let credentials = Credentials::access_key(id, key).with_source(NAME);
                return Ok(match environment.variable(TOKEN) {
                    Some(token) => credentials.with_session_token(token),
                    None => credentials,
                });
            }
            (None, None) => {
                let message = format_args!("{ID} and {KEY} are not set");
                return Err(CredentialsError::not_configured(NAME, message));
            }
            (Some(_), None) => (ID, KEY),
            (None, Some(_)) => (KEY, ID),
        };
        let message = format_args!("{set} is set but {missing} is not");
        Err(CredentialsError::misconfigured(NAME, message))
    }
}

impl ProvideCredentials for FromEnvironment {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move { Self::find(environment) })
    }
}

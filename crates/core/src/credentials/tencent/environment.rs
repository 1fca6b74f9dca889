//! Keys in variables, under the names the vendor's SDK and command line read.

use super::assume_role::{Found, provide};
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::secret::Secret;
use crate::transport::BoxFuture;

const NAME: &str = "environment";
const ID: &str = "TENCENTCLOUD_SECRET_ID";
const KEY: &str = "TENCENTCLOUD_SECRET_KEY";
const TOKEN: &str = "TENCENTCLOUD_TOKEN";
const ROLE_ARN: &str = "TENCENTCLOUD_ROLE_ARN";
const ROLE_SESSION_NAME: &str = "TENCENTCLOUD_ROLE_SESSION_NAME";

/// `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, for temporary keys,
/// `TENCENTCLOUD_TOKEN`. With `TENCENTCLOUD_ROLE_ARN` the key is exchanged for that role's.
#[derive(Clone, Copy, Debug)]
pub struct FromEnvironment;

impl FromEnvironment {
    fn key(environment: &Environment) -> Result<Credentials, CredentialsError> {
        let id = environment.variable(ID);
        let key = environment.variable(KEY).map(Secret::new);
        let (id, key) = match (id, key) {
            (Some(id), Some(key)) => (id, key),
            (None, None) => {
                let message = format_args!("{ID} and {KEY} are not set");
                return Err(CredentialsError::not_configured(NAME, message));
            }
            (Some(_), None) => return Err(half(ID, KEY)),
            (None, Some(_)) => return Err(half(KEY, ID)),
        };
        let credentials = Credentials::access_key(id, key).with_source(NAME);
        Ok(match environment.variable(TOKEN) {
            Some(token) => credentials.with_session_token(token),
            None => credentials,
        })
    }
}

fn half(set: &str, missing: &str) -> CredentialsError {
    CredentialsError::misconfigured(NAME, format_args!("{set} is set but {missing} is not"))
}

impl ProvideCredentials for FromEnvironment {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        let found = Self::key(environment).map(|credentials| Found {
            credentials,
            role: environment.variable(ROLE_ARN),
            session: environment.variable(ROLE_SESSION_NAME),
        });
        provide(environment, found)
    }
}

//! Keys in variables, under the names the vendor's SDK and command line read.

use super::assume_role::{Found, Names, provide};
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::transport::BoxFuture;

const NAME: &str = "environment";
const ID: &str = "TENCENTCLOUD_SECRET_ID";
const KEY: &str = "TENCENTCLOUD_SECRET_KEY";
const NAMES: Names = Names {
    id: ID,
    secret: KEY,
    token: "TENCENTCLOUD_TOKEN",
    role: &["TENCENTCLOUD_ROLE_ARN"],
    session: &["TENCENTCLOUD_ROLE_SESSION_NAME"],
};

/// `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, for temporary keys,
/// `TENCENTCLOUD_TOKEN`. With `TENCENTCLOUD_ROLE_ARN` the key is exchanged for that role's.
#[derive(Clone, Copy, Debug)]
pub struct FromEnvironment;

fn find(environment: &Environment) -> Result<Found, CredentialsError> {
    let is_set = |name| environment.variable(name).is_some();
    let half = |set, missing| {
        let message = format_args!("{set} is set but {missing} is not");
        Err(CredentialsError::misconfigured(NAME, message))
    };
    match (is_set(ID), is_set(KEY)) {
        (true, true) => {}
        (true, false) => return half(ID, KEY),
        (false, true) => return half(KEY, ID),
        (false, false) => {
            let message = format_args!("{ID} and {KEY} are not set");
            return Err(CredentialsError::not_configured(NAME, message));
        }
    }
    let mut found = NAMES.find(NAME, &NAME, &mut |name| environment.variable(name))?;
    found.credentials = found.credentials.with_source(NAME);
    Ok(found)
}

impl ProvideCredentials for FromEnvironment {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        provide(environment, find(environment))
    }
}

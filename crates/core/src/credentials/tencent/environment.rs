//! Keys in variables, under the names the vendor's SDK and command line read.

use super::assume_role::Names;
use crate::credentials::exchange::{self, Step};
use crate::credentials::value::About;
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::transport::BoxFuture;

const NAME: &str = "environment";
const ID: &str = "TENCENTCLOUD_SECRET_ID";
const KEY: &str = "TENCENTCLOUD_SECRET_KEY";
const NAMES: Names = Names {
    key: [ID, KEY, "TENCENTCLOUD_TOKEN"],
    role: &["TENCENTCLOUD_ROLE_ARN"],
    session: &["TENCENTCLOUD_ROLE_SESSION_NAME"],
};

/// `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, for temporary keys,
/// `TENCENTCLOUD_TOKEN`. With `TENCENTCLOUD_ROLE_ARN` the key is exchanged for that role's.
#[derive(Clone, Copy, Debug)]
pub struct FromEnvironment;

fn find(environment: &Environment) -> Result<Step, CredentialsError> {
    let is_set = |name| environment.variable(name).is_some();
    let (set, missing) = match (is_set(ID), is_set(KEY)) {
        (true, true) => {
            let part = &mut |name: &str| environment.variable(name);
            return NAMES.find(environment, NAME, &NAME, About::source(NAME), part);
        }
        (true, false) => (ID, KEY),
        (false, true) => (KEY, ID),
        (false, false) => {
            let message = format_args!("{ID} and {KEY} are not set");
            return Err(CredentialsError::not_configured(NAME, message));
        }
    };
    let message = format_args!("{set} is set but {missing} is not");
    Err(CredentialsError::misconfigured(NAME, message))
}

impl ProvideCredentials for FromEnvironment {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        exchange::provide(environment, find(environment))
    }
}

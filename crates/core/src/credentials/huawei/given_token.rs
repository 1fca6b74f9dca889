//! An IAM token that somebody else fetched, handed in by a variable.

use super::with_ids;
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::transport::BoxFuture;

const NAME: &str = "given token";
const VARIABLE: &str = "CLOUDWRIGHT_HUAWEI_TOKEN";

/// The token in `CLOUDWRIGHT_HUAWEI_TOKEN`. When it expires is not known and it cannot be renewed.
#[derive(Clone, Copy, Debug)]
pub struct GivenToken;

impl ProvideCredentials for GivenToken {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let token = environment.require(NAME, VARIABLE)?;
            let credentials = Credentials::token(token).with_source(VARIABLE);
            Ok(with_ids(credentials, environment))
        })
    }
}

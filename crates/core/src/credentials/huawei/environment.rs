//! Keys in variables, under the names the vendor's SDK reads, and under those of its pages.

use super::{FederatedToken, with_ids};
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::secret::Secret;
use crate::transport::BoxFuture;

const NAME: &str = "environment";
const TOKEN: &str = "HUAWEICLOUD_SDK_SECURITY_TOKEN";
const IDENTITY_PROVIDER: &str = "HUAWEICLOUD_SDK_IDP_ID";
const ID_TOKEN_FILE: &str = "HUAWEICLOUD_SDK_ID_TOKEN_FILE";

/// The SDK's names, and those that the sample code on the documentation pages reads itself.
const PAIRS: [(&str, &str); 2] = [
    ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"),
    ("CLOUD_SDK_AK", "CLOUD_SDK_SK"),
];

/// `HUAWEICLOUD_SDK_IDP_ID` with `HUAWEICLOUD_SDK_ID_TOKEN_FILE` where both are set, else
/// `HUAWEICLOUD_SDK_AK`, `HUAWEICLOUD_SDK_SK` and, for temporary keys,
/// `HUAWEICLOUD_SDK_SECURITY_TOKEN`, else `CLOUD_SDK_AK` and `CLOUD_SDK_SK`.
///
/// `HUAWEICLOUD_SDK_PROJECT_ID` and `HUAWEICLOUD_SDK_DOMAIN_ID` come along.
#[derive(Clone, Copy, Debug)]
pub struct FromEnvironment;

fn key(environment: &Environment) -> Result<Credentials, CredentialsError> {
    for (id_name, key_name) in PAIRS {
        let id = environment.variable(id_name);
        let key = environment.variable(key_name).map(Secret::new);
        let (set, missing) = match (id, key) {
            (Some(id), Some(key)) => {
                let credentials = Credentials::access_key(id, key).with_source(NAME);
                return Ok(match environment.variable(TOKEN) {
                    Some(token) => credentials.with_session_token(token),
                    None => credentials,
                });
            }
            (None, None) => continue,
            (Some(_), None) => (id_name, key_name),
            (None, Some(_)) => (key_name, id_name),
        };
        let message = format_args!("{set} is set but {missing} is not");
        return Err(CredentialsError::misconfigured(NAME, message));
    }
    let [(id, key), _] = PAIRS;
    let message = format_args!("{id} and {key} are not set");
    Err(CredentialsError::not_configured(NAME, message))
}

impl ProvideCredentials for FromEnvironment {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let credentials = match (
                environment.variable(IDENTITY_PROVIDER),
                environment.variable(ID_TOKEN_FILE),
            ) {
                (Some(provider), Some(file)) => {
                    FederatedToken::new(provider, file)
                        .provide(environment)
                        .await?
                }
                _ => key(environment)?,
            };
            Ok(with_ids(credentials, environment))
        })
    }
}

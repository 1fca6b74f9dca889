//! Keys in variables, under the names the vendor's SDK reads, and under those of its pages.

use super::{FederatedToken, with_ids};
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::credentials::variables::{self, KeyVariables};
use crate::credentials::{Environment, ProvideCredentials as _};

const TOKEN: &str = "HUAWEICLOUD_SDK_SECURITY_TOKEN";
const IDENTITY_PROVIDER: &str = "HUAWEICLOUD_SDK_IDP_ID";
const ID_TOKEN_FILE: &str = "HUAWEICLOUD_SDK_ID_TOKEN_FILE";

/// The SDK's names, and those that the sample code on the documentation pages reads itself.
const KEYS: [KeyVariables; 2] = [
    KeyVariables {
        id: "HUAWEICLOUD_SDK_AK",
        secret: "HUAWEICLOUD_SDK_SK",
        token: TOKEN,
    },
    KeyVariables {
        id: "CLOUD_SDK_AK",
        secret: "CLOUD_SDK_SK",
        token: TOKEN,
    },
];

/// Terraform's, and that of `OpenStack`'s tools.
const OTHERS: &[&str] = &["HW_ACCESS_KEY", "OS_ACCESS_KEY"];

/// `HUAWEICLOUD_SDK_IDP_ID` with `HUAWEICLOUD_SDK_ID_TOKEN_FILE` where both are set, else
/// `HUAWEICLOUD_SDK_AK`, `HUAWEICLOUD_SDK_SK` and, for temporary keys,
/// `HUAWEICLOUD_SDK_SECURITY_TOKEN`, else `CLOUD_SDK_AK` and `CLOUD_SDK_SK`.
///
/// `HUAWEICLOUD_SDK_PROJECT_ID` and `HUAWEICLOUD_SDK_DOMAIN_ID` come along.
#[derive(Clone, Copy, Debug)]
pub struct FromEnvironment;

impl NamedProvider for FromEnvironment {
    const NAME: &'static str = "environment";

    async fn find(&self, environment: &Environment) -> Found {
        let provider = environment.variable(IDENTITY_PROVIDER);
        let file = environment.variable(ID_TOKEN_FILE);
        let credentials = match (provider, file) {
            (Some(provider), Some(file)) => {
                let federated = FederatedToken::new(provider, file);
                federated.provide(environment).await?
            }
            _ => variables::key(environment, Self::NAME, &KEYS, OTHERS)?,
        };
        Ok(with_ids(credentials, environment))
    }
}

//! Huawei Cloud's places of credentials, and the project a region's calls belong to.
//!
//! | place | what it reads |
//! | --- | --- |
//! | [`GivenToken`] | `CLOUDWRIGHT_HUAWEI_TOKEN`, a name of this project: the vendor has none for a token |
//! | [`OidcAgency`] | `HUAWEICLOUD_OIDC_PROVIDER_URN`, `HUAWEICLOUD_OIDC_AGENCY_URN`, `HUAWEICLOUD_OIDC_ID_TOKEN` or `HUAWEICLOUD_OIDC_TOKEN_FILE` |
//! | [`FromEnvironment`] | `HUAWEICLOUD_SDK_AK`, `HUAWEICLOUD_SDK_SK`, or an identity provider's id and token file |
//! | [`FromProfile`] | `~/.huaweicloud/credentials` |
//! | [`FromCliProfile`] | `~/.hcloud/config.json`, where its keys are not encrypted |
//! | [`InstanceAgency`] | the metadata service of a virtual machine, token first |
//! | [`PodIdentity`] | what answers at `HC_CONTAINER_CREDENTIALS_FULL_URI` |
//! | [`PasswordToken`] | a user's name and password, exchanged for a token at IAM; never by itself |

mod cli_profile;
mod environment;
mod federated;
mod given_token;
mod instance_agency;
mod oidc_agency;
mod password_token;
mod pod_identity;
mod profile;
mod project;
mod services;

pub use cli_profile::FromCliProfile;
pub use environment::FromEnvironment;
pub use federated::FederatedToken;
pub use given_token::GivenToken;
pub use instance_agency::InstanceAgency;
pub use oidc_agency::OidcAgency;
pub use password_token::PasswordToken;
pub use pod_identity::PodIdentity;
pub use profile::FromProfile;
pub use project::look_up_project_id;

pub(super) use project::ProjectIds;

use std::time::Duration;

use super::{Chain, Credentials, Environment};

/// How long before expiry the vendor's SDK renews.
const RENEWAL: Duration = Duration::from_secs(2400);

const PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";
const DOMAIN_ID: &str = "HUAWEICLOUD_SDK_DOMAIN_ID";

/// Asks these places one after the other.
pub fn chain() -> Chain {
    Chain::new("Huawei Cloud")
        .with_link(GivenToken)
        .with_link(OidcAgency::from_environment())
        .with_link(FromEnvironment)
        .with_profile_link(FromProfile)
        .with_profile_link(FromCliProfile)
        .with_link(InstanceAgency)
        .with_link(PodIdentity)
}

/// The SDK's own name, then that of the Terraform provider, then the profile of the vendor's command
/// line.
pub(crate) fn region(environment: &Environment) -> Option<String> {
    [
        "HUAWEICLOUD_SDK_REGION_ID",
        "HUAWEICLOUD_REGION",
        "HW_REGION_NAME",
    ]
    .into_iter()
    .find_map(|name| environment.variable(name))
    .or_else(|| cli_profile::region(environment))
}

/// Adds the project and account that variables name.
fn with_ids(credentials: Credentials, environment: &Environment) -> Credentials {
    let variable = |name| environment.variable(name);
    credentials.with_any_ids(variable(PROJECT_ID), variable(DOMAIN_ID))
}

#[cfg(test)]
mod tests;

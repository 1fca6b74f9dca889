//! Alibaba Cloud's places of credentials.
//!
//! | place | what it reads |
//! | --- | --- |
//! | [`FromEnvironment`] | `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, `ALIBABA_CLOUD_SECURITY_TOKEN` |
//! | [`OidcRole`] | `ALIBABA_CLOUD_ROLE_ARN`, `ALIBABA_CLOUD_OIDC_PROVIDER_ARN`, `ALIBABA_CLOUD_OIDC_TOKEN_FILE` |
//! | [`FromCliProfile`] | `~/.aliyun/config.json`, log-ins (`CloudSSO`, `OAuth`) and programs (`External`) too |
//! | [`FromProfile`] | `~/.alibabacloud/credentials.ini` |
//! | [`InstanceRole`] | the metadata service of a virtual machine, token first |
//! | [`CredentialsUri`] | whatever answers at `ALIBABA_CLOUD_CREDENTIALS_URI` |
//! | [`AssumeRole`] | another provider's key, exchanged at STS |

mod assume_role;
mod cli_profile;
mod cloud_sso;
mod credentials_uri;
mod environment;
mod external;
mod instance_role;
mod login;
mod oauth;
mod oidc_role;
mod profile;
mod sts;

pub use assume_role::AssumeRole;
pub use cli_profile::FromCliProfile;
pub use credentials_uri::CredentialsUri;
pub use environment::FromEnvironment;
pub use instance_role::InstanceRole;
pub use oidc_role::OidcRole;
pub use profile::FromProfile;

use std::time::Duration;

use super::parts::KeyNames;
use super::{Chain, Environment};

/// How long before expiry the vendor's SDKs renew a session.
const RENEWAL: Duration = Duration::from_secs(900);

const KEYS: KeyNames = KeyNames {
    id: "AccessKeyId",
    secret: "AccessKeySecret",
    token: "SecurityToken",
    expiry: "Expiration",
    renewal: RENEWAL,
};

/// Asks these places one after the other.
pub fn chain() -> Chain {
    Chain::new("Alibaba Cloud")
        .with_link(FromEnvironment)
        .with_link(OidcRole::from_environment())
        .with_profile_link(FromCliProfile)
        .with_profile_link(FromProfile)
        .with_link(InstanceRole::new())
        .with_link(CredentialsUri)
}

/// How the vendor's tools begin the names of their variables: the SDKs as the first, the command line
/// as all of them.
const PREFIXES: [&str; 3] = ["ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_"];

/// A variable of the vendor's tools, under whichever of its names is set first.
fn variable(environment: &Environment, name: &str) -> Option<String> {
    PREFIXES
        .iter()
        .find_map(|prefix| environment.variable(&format!("{prefix}{name}")))
}

/// The profile that was asked for, or that a variable names.
fn profile(environment: &Environment) -> Option<String> {
    let asked = environment.profile().map(str::to_owned);
    asked.or_else(|| variable(environment, "PROFILE"))
}

pub(crate) fn region(environment: &Environment) -> Option<String> {
    variable(environment, "REGION_ID")
        .or_else(|| environment.variable("ALIBABA_CLOUD_REGION"))
        .or_else(|| cli_profile::region(environment))
}

#[cfg(test)]
mod tests;

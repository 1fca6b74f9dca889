//! Alibaba Cloud's places of credentials.
//!
//! | place | what it reads |
//! | --- | --- |
//! | [`FromEnvironment`] | `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, `ALIBABA_CLOUD_SECURITY_TOKEN` |
//! | [`OidcRole`] | `ALIBABA_CLOUD_ROLE_ARN`, `ALIBABA_CLOUD_OIDC_PROVIDER_ARN`, `ALIBABA_CLOUD_OIDC_TOKEN_FILE` |
//! | [`FromCliProfile`] | `~/.aliyun/config.json` |
//! | [`FromProfile`] | `~/.alibabacloud/credentials.ini` |
//! | [`InstanceRole`] | the metadata service of a virtual machine, token first |
//! | [`CredentialsUri`] | whatever answers at `ALIBABA_CLOUD_CREDENTIALS_URI` |
//! | [`AssumeRole`] | another provider's key, exchanged at STS |

mod assume_role;
mod cli_profile;
mod credentials_uri;
mod environment;
mod instance_role;
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

use super::chain::Link;
use super::json::KeyNames;
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
    let links = vec![
        Link::new(FromEnvironment),
        Link::new(OidcRole::from_environment()),
        Link::profile(FromCliProfile),
        Link::profile(FromProfile),
        Link::new(InstanceRole::new()),
        Link::new(CredentialsUri),
    ];
    Chain::of("Alibaba Cloud", links)
}

pub(crate) fn region(environment: &Environment) -> Option<String> {
    environment
        .variable("ALIBABA_CLOUD_REGION_ID")
        .or_else(|| environment.variable("ALIBABA_CLOUD_REGION"))
        .or_else(|| cli_profile::region(environment))
}

#[cfg(test)]
mod tests;

//! Tencent Cloud's places of credentials.
//!
//! | place | what it reads |
//! | --- | --- |
//! | [`FromEnvironment`] | `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY`, `TENCENTCLOUD_TOKEN`; with `TENCENTCLOUD_ROLE_ARN` it assumes that role |
//! | [`FromProfile`] | `~/.tencentcloud/credentials`, then `/etc/tencentcloud/credentials` |
//! | [`FromCliProfile`] | `~/.tccli/{profile}.credential`, log-ins (`oauth`, `sso`) too |
//! | [`InstanceRole`] | the metadata service of a virtual machine |
//! | [`WebIdentity`] | `TKE_REGION`, `TKE_PROVIDER_ID`, `TKE_WEB_IDENTITY_TOKEN_FILE`, `TKE_ROLE_ARN` |
//! | [`AssumeRole`] | another provider's key, exchanged at STS |

mod assume_role;
mod cli_profile;
mod environment;
mod instance_role;
mod login;
mod profile;
mod sts;
mod web_identity;

pub use assume_role::AssumeRole;
pub use cli_profile::FromCliProfile;
pub use environment::FromEnvironment;
pub use instance_role::InstanceRole;
pub use profile::FromProfile;
pub use web_identity::WebIdentity;

use std::time::Duration;

use super::parts::KeyNames;
use super::{Chain, Environment};

/// How long before expiry the vendor's SDK renews.
const RENEWAL: Duration = Duration::from_secs(300);

/// How STS and the metadata service call the parts of temporary keys.
const KEYS: KeyNames = KeyNames {
    id: "TmpSecretId",
    secret: "TmpSecretKey",
    token: "Token",
    expiry: "ExpiredTime",
    renewal: RENEWAL,
};

/// Asks these places one after the other.
pub fn chain() -> Chain {
    Chain::new("Tencent Cloud")
        .with_link(FromEnvironment)
        .with_profile_link(FromProfile)
        .with_profile_link(FromCliProfile)
        .with_link(InstanceRole::new())
        .with_link(WebIdentity)
}

pub(crate) fn region(environment: &Environment) -> Option<String> {
    environment
        .variable("TENCENTCLOUD_REGION")
        .or_else(|| environment.variable("TKE_REGION"))
        .or_else(|| cli_profile::region(environment))
}

#[cfg(test)]
mod tests;

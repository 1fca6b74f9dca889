//! `provider.yaml`: what all services of a provider share, and what those of one protocol do.

use std::collections::BTreeMap;

use cloudwright_vocabulary::protocol::Protocol;
use cloudwright_vocabulary::provider::Provider;
use serde::{Deserialize, Serialize};

use super::ErrorCode;

/// What the services of a provider inherit; see [`LoadedService::inherit`](crate::LoadedService::inherit).
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSpec {
    /// Whose services they are; the folder has its name.
    pub provider: Provider,
    /// Where the vendor lets people try an action in a browser: an address with `{product}`, `{PRODUCT}`
    /// (in capitals), `{version}` and `{action}` in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explorer: Option<String>,
    /// Errors that any action of any service may answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
    /// What members of a name are, where their own specs do not say it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub glossary: BTreeMap<String, String>,
    /// What is so for services of one protocol only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub protocols: Vec<ProtocolSpec>,
}

/// What the services that speak a protocol inherit, before what all of the provider do.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ProtocolSpec {
    /// The protocol.
    pub protocol: Protocol,
    /// The same as the provider's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explorer: Option<String>,
    /// Errors that any action of such a service may answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
}

//! `service.yaml`: what the actions of one service share.

use std::collections::BTreeMap;

use cloudwright_vocabulary::error_class::ErrorClass;
use cloudwright_vocabulary::protocol::Protocol;
use cloudwright_vocabulary::provider::Provider;
use serde::{Deserialize, Serialize};

use super::{Removal, TypeDef};

/// One service: a product of a provider, in one API version.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The id people type: `tencent-tcr`. It is `<provider>-<folder>`.
    pub service: String,
    /// Who runs it.
    pub provider: Provider,
    /// The vendor's own code of the product; it is signed in TC3's credential scope.
    pub product: String,
    /// What the product is called, in English.
    pub title: String,
    /// The API version as the wire wants it; legacy services have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The wire protocols the service answers to; the first one is the default.
    pub protocols: Vec<Protocol>,
    /// The generated crate's name and version.
    #[serde(rename = "crate")]
    pub package: CrateInfo,
    /// Where the service lives.
    pub endpoints: Endpoints,
    /// The path of every action that names none; `/` where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The member of the answer that holds the result (`Response`, `data`); absent for flat answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub envelope: Option<String>,
    /// Regions the service is documented for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// The whole service is deprecated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// Where the vendor lets people try an action in a browser, as in [`ProviderSpec`](super::ProviderSpec);
    /// the provider's where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explorer: Option<String>,
    /// Errors that any action may answer, beside those that the provider's services share.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
    /// What members of a name are, where they have no docs of their own; before the provider's.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub glossary: BTreeMap<String, String>,
    /// Types that several actions use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<TypeDef>,
}

/// The generated crate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CrateInfo {
    /// Package name; `cloudwright-<service>`.
    pub name: String,
    /// Package version.
    pub version: String,
}

/// `facade.yaml`: the crate that has all services, one feature each.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Facade {
    /// Package version. It follows those of the services.
    pub version: String,
}

impl Default for Facade {
    fn default() -> Self {
        Self {
            version: "0.1.0".to_owned(),
        }
    }
}

/// Where a service lives. Hosts are templates in which `{region}` stands for the region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoints {
    /// The host that is called unless something else is asked for.
    pub default: String,
    /// Regions whose host does not follow the template.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub by_region: BTreeMap<String, String>,
    /// Further hosts by what they are for: `regional`, `vpc`, `internal`, `intl`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variants: BTreeMap<String, String>,
}

/// A vendor's word that something will go away.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Deprecation {
    /// Why, in our words.
    pub doc: String,
    /// What the vendor names instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<Replacement>,
}

/// What replaces a deprecated service or action.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// The service's title or id.
    pub service: String,
    /// The action that does the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
}

/// One documented error code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The code as the wire spells it; numbers are written as text.
    pub code: String,
    /// The variant in Rust where the derived one will not do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rename: Option<String>,
    /// The HTTP status the page gives for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What it means, in our words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's own message text, where the page gives one; the mock answers with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What a caller can do about it.
    #[serde(default)]
    pub class: ErrorClass,
    /// The vendor no longer documents it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Removal>,
}

//! The providers that the command knows: the one list of them here, with what each needs of it beyond the
//! runtime. Where its tools keep keys, and which call says whose keys they are, stand in a file a provider.

mod alibaba;
mod file;
mod huawei;
mod splice;
mod tencent;

use std::path::{Path, PathBuf};

use cloudwright_core::Secret;
use cloudwright_core::meta::{Operation, Provider};

use crate::failure::Failure;

/// What the command knows of a provider.
///
/// The call that every key may make says whose keys they are. Its tables are those of the vendors' SDKs for their
/// security token services: no spec of ours describes these.
pub(crate) struct VendorTools {
    /// The profile that is used where none is named.
    pub(crate) profile: &'static str,
    /// Whether there is a place for the region.
    pub(crate) keeps_region: bool,
    /// Writes keys below the home directory.
    pub(crate) write: fn(&Path, &NewKey) -> Result<StoredKeys, Failure>,
    /// The call that says whose keys they are.
    pub(crate) caller: &'static Operation,
    /// The member of its answer that holds the account.
    pub(crate) account: &'static str,
    /// The member that holds the name of whom the keys belong to.
    pub(crate) name: &'static str,
}

/// What was written.
#[derive(Debug)]
pub(crate) struct StoredKeys {
    pub(crate) files: Vec<PathBuf>,
    /// The profile that the vendor's tools use where none is named, if that is another one.
    pub(crate) current: Option<String>,
}

/// A key that is to be written.
#[derive(Debug)]
pub(crate) struct NewKey {
    pub(crate) profile: String,
    pub(crate) id: String,
    pub(crate) secret: Secret,
    pub(crate) region: Option<String>,
}

/// What the command knows of this one.
pub(crate) const fn tools_of(provider: Provider) -> VendorTools {
    match provider {
        Provider::Tencent => tencent::TOOLS,
        Provider::Alibaba => alibaba::TOOLS,
        Provider::Huawei => huawei::TOOLS,
    }
}

/// A profile of another kind is not written over: its log-in would be lost.
fn other_kind(path: &Path, profile: &str, kind: &str) -> Failure {
    let path = path.display();
    let failure = Failure::configuration(format!(
        "profile {profile} in {path} is of the kind {kind}: nothing was written"
    ));
    failure.with_hint("--profile NAME writes another one")
}

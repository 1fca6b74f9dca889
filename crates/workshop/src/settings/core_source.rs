//! Where `cloudwright-core` comes from: a version, a folder, a git repository, or what the workspace says.

use std::fmt::Write as _;
use std::path::Path;

use toml_edit::{InlineTable, Item, TableLike, Value};

use super::{SettingsError, refuse_unknown};

/// The keys of a dependency that say where it comes from.
const KEYS: [&str; 7] = [
    "branch",
    "git",
    "path",
    "rev",
    "tag",
    "version",
    "workspace",
];

/// Where the runtime comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreSource {
    /// Keys and values of the dependency, in the order in which they are written.
    keys: Vec<(String, String)>,
    /// Whether it stands in the workspace's own dependencies, and crates refer to these.
    is_inherited: bool,
}

impl CoreSource {
    /// The version that this program generates for, from the registry.
    pub fn published() -> Self {
        Self::version(VERSION)
    }

    /// A version from the registry.
    pub fn version(version: &str) -> Self {
        Self::keys([("version", version)])
    }

    /// A folder; what is published of crates that depend on it asks for the version.
    pub fn folder(path: &str) -> Self {
        Self::keys([("path", path), ("version", VERSION)])
    }

    /// A commit of a git repository.
    pub fn git(address: &str, commit: &str) -> Self {
        Self::keys([("git", address), ("rev", commit), ("version", VERSION)])
    }

    /// What a git repository has at its usual branch.
    pub fn branch_of(address: &str) -> Self {
        Self::keys([("git", address), ("version", VERSION)])
    }

    fn keys<const N: usize>(keys: [(&str, &str); N]) -> Self {
        let keys = keys.map(|(key, value)| (key.to_owned(), value.to_owned()));
        Self {
            keys: keys.into(),
            is_inherited: false,
        }
    }

    /// What the settings say, or the dependencies of the workspace where the settings refer to them.
    pub(super) fn of(
        said: &dyn TableLike,
        workspace: Option<&dyn TableLike>,
    ) -> Result<Option<Self>, SettingsError> {
        let Some(item) = said.get("core") else {
            return Ok(None);
        };
        let core = Self::read(item)?;
        if !core.keys.is_empty() {
            return Ok(Some(core));
        }
        let dependency = workspace
            .and_then(|workspace| workspace.get("dependencies")?.as_table_like())
            .and_then(|dependencies| dependencies.get("cloudwright-core"));
        let source = dependency.map(|item| Self {
            keys: Self::known_keys(item),
            is_inherited: true,
        });
        source.map(Some).ok_or(SettingsError::Wrong {
            name: "core",
            wanted: "something else: `[workspace.dependencies]` has no `cloudwright-core`",
        })
    }

    fn read(item: &Item) -> Result<Self, SettingsError> {
        const WRONG: SettingsError = SettingsError::Wrong {
            name: "core",
            wanted: "a version, `{ path = \"…\" }`, `{ git = \"…\", rev = \"…\" }` or `{ workspace = true }`",
        };
        let keys = Self::known_keys(item);
        if let Some(table) = item.as_table_like() {
            refuse_unknown(table, &KEYS)?;
            let is_inherited = table.get("workspace").and_then(Item::as_bool) == Some(true);
            if is_inherited != keys.is_empty()
                || keys.len() + usize::from(is_inherited) != table.len()
            {
                return Err(WRONG);
            }
        } else if keys.is_empty() {
            return Err(WRONG);
        }
        let is_fit = |(_, value): &(String, String)| {
            !value.is_empty() && !value.chars().any(char::is_control)
        };
        if !keys.iter().all(is_fit) {
            return Err(WRONG);
        }
        Ok(Self {
            is_inherited: keys.is_empty(),
            keys,
        })
    }

    fn known_keys(item: &Item) -> Vec<(String, String)> {
        if let Some(version) = item.as_str() {
            return vec![("version".to_owned(), version.to_owned())];
        }
        let Some(table) = item.as_table_like() else {
            return Vec::new();
        };
        let known = table.iter().filter(|(key, _)| KEYS.contains(key));
        let texts =
            known.filter_map(|(key, item)| Some((key.to_owned(), item.as_str()?.to_owned())));
        texts.collect()
    }

    /// What a manifest says after `cloudwright-core =`, where it lies in a folder below the root; nothing if the
    /// workspace says it.
    pub(crate) fn of_crate(&self, folder: &str) -> Option<String> {
        let up = "../".repeat(folder.split('/').count());
        let rebased = |path: &str| {
            if Path::new(path).is_absolute() {
                path.to_owned()
            } else {
                format!("{up}{path}")
            }
        };
        (!self.is_inherited).then(|| self.written(&rebased, true))
    }

    /// The same for the root manifest of a workspace that is published nowhere and lies in `out`.
    pub(crate) fn of_workspace(&self, root: &Path, out: &Path) -> String {
        let rebased = |path: &str| {
            let there = root.join(path);
            let there = there.canonicalize().unwrap_or(there);
            slashed(&crate::places::relative(out, &there))
        };
        self.written(&rebased, false)
    }

    /// As it stands in the settings.
    pub(crate) fn setting(&self) -> Value {
        match self.keys.as_slice() {
            [(key, version)] if key == "version" => version.as_str().into(),
            keys => {
                let mut table = InlineTable::new();
                for (key, value) in keys.iter().filter(|(key, _)| key != "version") {
                    table.insert(key, value.as_str().into());
                }
                Value::InlineTable(table)
            }
        }
    }

    /// The line of a manifest for another package of the house, which lies in a folder as seen from the runtime's.
    pub(crate) fn of_sibling(&self, folder: &str, name: &str, from_core: &str) -> String {
        let up = "../".repeat(folder.split('/').count());
        let rebased = |path: &str| {
            let up = if Path::new(path).is_absolute() {
                ""
            } else {
                &up
            };
            format!("{up}{}", beside(path, from_core))
        };
        let mut table = self.table(&rebased);
        if self.is_inherited {
            table.clear();
            table.insert("workspace", true.into());
        }
        format!("{name} = {}", table.to_string().trim())
    }

    /// What `cargo install` takes to install a program of the house from the same place.
    pub(crate) fn to_install(&self, package: &str) -> String {
        if let Some(path) = self.get("path") {
            return format!("--path {}", beside(path, &format!("../{package}")));
        }
        let Some(git) = self.get("git") else {
            let version = self.get("version").unwrap_or(VERSION);
            return format!("{package}@{version}");
        };
        let mut line = format!("--git {git}");
        for key in ["branch", "rev", "tag"] {
            if let Some(value) = self.get(key) {
                let _ = write!(line, " --{key} {value}");
            }
        }
        format!("{line} {package}")
    }

    fn get(&self, wanted: &str) -> Option<&str> {
        let found = self.keys.iter().find(|(key, _)| key == wanted);
        found.map(|(_, value)| value.as_str())
    }

    /// Where it is, without the version where that is not a registry.
    fn table(&self, rebased: &dyn Fn(&str) -> String) -> InlineTable {
        let is_elsewhere = self.get("path").or(self.get("git")).is_some();
        let mut table = InlineTable::new();
        for (key, value) in &self.keys {
            let value = match key.as_str() {
                "version" if is_elsewhere => continue,
                "path" => rebased(value),
                _ => value.clone(),
            };
            table.insert(key, value.into());
        }
        table
    }

    fn written(&self, rebased: &dyn Fn(&str) -> String, is_published: bool) -> String {
        let mut table = self.table(rebased);
        if is_published && !table.contains_key("version") {
            // A registry takes no crate without it.
            table.insert("version", self.get("version").unwrap_or(VERSION).into());
        }
        table.insert("default-features", false.into());
        table.to_string().trim().to_owned()
    }
}

/// A path as seen from another, without going down and up again.
fn beside(mut path: &str, mut other: &str) -> String {
    while let Some(rest) = other.strip_prefix("../") {
        let up = path.rsplit_once('/').filter(|(_, last)| *last != "..");
        let Some((parent, _)) = up else { break };
        (path, other) = (parent, rest);
    }
    format!("{path}/{other}")
}

/// The runtime's version that this program generates for: all packages of the house are released together.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A path as manifests have it everywhere.
fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

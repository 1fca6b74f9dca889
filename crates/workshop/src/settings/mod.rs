//! What a workspace says of itself: `[workspace.metadata.cloudwright]` of its root manifest, and what stands
//! there for every crate. Whatever is not said has a default; a setting that nobody knows is an error.

mod core_source;
pub(crate) mod origin;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use cloudwright_codegen::{CLIENTS, Field, Names};
use cloudwright_spec::{SourceFile, closest, write};
use toml_edit::{DocumentMut, Item, TableLike, Value};

pub use core_source::CoreSource;

/// Where the settings stand, for messages.
pub(crate) const TABLE: &str = "[workspace.metadata.cloudwright]";

/// The settings, by the names that they have there.
const KEYS: [&str; 12] = [
    "command",
    "core",
    "crate-prefix",
    "crates",
    "embed",
    "facade",
    "license",
    "license-files",
    "lints",
    "repository",
    "rust-version",
    "specs",
];

/// What crates of a workspace have in common, where they are, and what they are made of.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What people type before the name of a command; generated files and messages say it.
    pub command: String,
    /// What the names of new crates begin with.
    pub crate_prefix: String,
    /// The folder of the generated crates, which holds nothing else.
    pub crates: String,
    /// The folder of the specs.
    pub specs: String,
    /// Where the runtime comes from.
    pub core: CoreSource,
    /// `edition` of the crates.
    pub(crate) edition: Field,
    /// `license` of the crates.
    pub(crate) license: Field,
    /// `repository` of the crates.
    pub(crate) repository: Field,
    /// `rust-version` of the crates.
    pub(crate) rust_version: Field,
    /// Whether the crates take the workspace's lints.
    pub(crate) has_lints: bool,
    /// Files of the root that lie in each crate too.
    pub(crate) license_files: Vec<String>,
    /// The name of a crate that has all services as features.
    pub(crate) facade: Option<String>,
    /// A file of Rust that holds the specs as text.
    pub(crate) embed: Option<String>,
}

/// What is wrong with a manifest or its settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// It cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// The manifest.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is no TOML.
    #[error("{path}: {reason}")]
    Toml {
        /// The manifest.
        path: PathBuf,
        /// The reader's words, with line and column.
        reason: String,
    },
    /// A setting that is none.
    #[error("{TABLE}: there is no setting `{name}`{}", meant(.known))]
    Unknown {
        /// As it is written.
        name: String,
        /// What was probably meant.
        known: Option<&'static str>,
    },
    /// A setting that says what it cannot.
    #[error("{TABLE}: `{name}` must be {wanted}")]
    Wrong {
        /// The setting.
        name: &'static str,
        /// What it can be.
        wanted: &'static str,
    },
}

#[allow(clippy::ref_option_ref, reason = "as the macro hands it over")]
fn meant(known: &Option<&'static str>) -> String {
    known.map_or_else(String::new, |known| format!("; did you mean `{known}`?"))
}

impl Default for Settings {
    /// Of a workspace that says nothing.
    fn default() -> Self {
        Self {
            command: "cargo cloudwright".to_owned(),
            crate_prefix: "cloudwright-".to_owned(),
            crates: CLIENTS.to_owned(),
            specs: "specs".to_owned(),
            core: CoreSource::published(),
            edition: Field::Said(EDITION.to_owned()),
            license: Field::Absent,
            repository: Field::Absent,
            rust_version: Field::Absent,
            has_lints: false,
            license_files: Vec::new(),
            facade: None,
            embed: None,
        }
    }
}

/// The edition that generated code is written in.
const EDITION: &str = "2024";

impl Settings {
    /// Reads those of a root manifest.
    ///
    /// # Errors
    /// A setting is unknown, or says what it cannot.
    pub(crate) fn of(manifest: &DocumentMut) -> Result<Self, SettingsError> {
        let workspace = manifest.get("workspace").and_then(Item::as_table_like);
        let said = workspace
            .and_then(|workspace| workspace.get("metadata")?.as_table_like())
            .and_then(|metadata| metadata.get("cloudwright"));
        let nothing = toml_edit::Table::new();
        let said: &dyn TableLike = match said {
            None => &nothing,
            Some(said) => said.as_table_like().ok_or(SettingsError::Wrong {
                name: "cloudwright",
                wanted: "a table",
            })?,
        };
        refuse_unknown(said, &KEYS)?;
        let package = workspace.and_then(|workspace| workspace.get("package")?.as_table_like());
        let inherited = |key: &str| package.and_then(|package| package.get(key)?.as_str());
        let field = |key| -> Result<Field, SettingsError> {
            let inherited = inherited(key).map_or(Field::Absent, |_| Field::Inherited);
            Ok(text(said, key)?.map_or(inherited, Field::Said))
        };
        let default = Self::default();
        Ok(Self {
            command: text(said, "command")?.unwrap_or(default.command),
            crate_prefix: prefix(said, "crate-prefix")?.unwrap_or(default.crate_prefix),
            crates: folder(said, "crates")?.unwrap_or(default.crates),
            specs: folder(said, "specs")?.unwrap_or(default.specs),
            core: CoreSource::of(said, workspace)?.unwrap_or(default.core),
            edition: match inherited("edition") {
                Some(EDITION) => Field::Inherited,
                _ => default.edition,
            },
            license: field("license")?,
            repository: field("repository")?,
            rust_version: field("rust-version")?,
            has_lints: inherits(said, "lints")?,
            license_files: files(said, "license-files")?,
            facade: name(said, "facade")?,
            embed: folder(said, "embed")?,
        })
    }

    /// A file that is new, with the prefix of this workspace in the crate's name, if it is a service's own.
    pub(crate) fn name_crate(&self, file: &mut SourceFile) {
        let Some(folder) = file.path.strip_suffix("/service.yaml") else {
            return;
        };
        let name = format!("{}{}", self.crate_prefix, folder.replace('/', "-"));
        let text = String::from_utf8_lossy(&file.content);
        if let Some(named) = write::set_version(&text, &["crate", "name"], &name) {
            file.content = named.into_bytes();
        }
    }

    /// What generated files call the things around them.
    pub(crate) fn names(&self) -> Names {
        Names {
            command: self.command.clone(),
            specs: self.specs.clone(),
            crates: self.crates.clone(),
        }
    }
}

fn refuse_unknown(table: &dyn TableLike, known: &[&'static str]) -> Result<(), SettingsError> {
    for (key, _) in table.iter() {
        if !known.contains(&key) {
            return Err(SettingsError::Unknown {
                name: cloudwright_vocabulary::printable::text(key).into_owned(),
                known: closest(key, known.iter().copied())
                    .and_then(|near| known.iter().find(|known| **known == near).copied()),
            });
        }
    }
    Ok(())
}

/// A setting that is read, and is what it can be; nothing where it is absent.
fn read_as<T>(
    table: &dyn TableLike,
    name: &'static str,
    wanted: &'static str,
    read: impl FnOnce(&Item) -> Option<T>,
) -> Result<Option<T>, SettingsError> {
    let wrong = || SettingsError::Wrong { name, wanted };
    let found = table.get(name).map(|item| read(item).ok_or_else(wrong));
    found.transpose()
}

/// A text without anything in it that a manifest or a terminal would take for more.
fn plain(item: &Item) -> Option<&str> {
    let is_plain = |text: &&str| {
        !text.is_empty() && !text.contains('`') && !text.chars().any(char::is_control)
    };
    item.as_str().filter(is_plain)
}

fn text(table: &dyn TableLike, name: &'static str) -> Result<Option<String>, SettingsError> {
    read_as(table, name, "a text in one line", |item| {
        plain(item).map(str::to_owned)
    })
}

/// Whether a registry takes it as a name.
fn is_name(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.bytes().all(is_letter)
}

fn name(table: &dyn TableLike, name: &'static str) -> Result<Option<String>, SettingsError> {
    let wanted = "small letters, digits and hyphens, a letter first";
    read_as(table, name, wanted, |item| {
        let text = plain(item).filter(|text| is_name(text));
        text.map(str::to_owned)
    })
}

fn prefix(table: &dyn TableLike, name: &'static str) -> Result<Option<String>, SettingsError> {
    let wanted = "a beginning of crates' names that ends in a hyphen, as `acme-`";
    read_as(table, name, wanted, |item| {
        let text = plain(item).filter(|text| is_name(text) && text.ends_with('-'));
        text.map(str::to_owned)
    })
}

/// A path that stays below the root.
fn folder(table: &dyn TableLike, name: &'static str) -> Result<Option<String>, SettingsError> {
    let wanted = "a path below the workspace's root, of letters, digits, `.`, `_`, `-` and `/`";
    read_as(table, name, wanted, |item| {
        let path = plain(item).filter(|path| is_below(path));
        path.map(str::to_owned)
    })
}

fn is_below(path: &str) -> bool {
    path.split('/').all(|part| {
        !matches!(part, "" | "." | "..")
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    })
}

fn files(table: &dyn TableLike, name: &'static str) -> Result<Vec<String>, SettingsError> {
    let wanted = "names of files that lie in the workspace's root";
    let found = read_as(table, name, wanted, |item| {
        let file = |value: &Value| {
            let file = value
                .as_str()
                .filter(|file| is_below(file) && !file.contains('/'));
            file.map(str::to_owned)
        };
        item.as_array()?.iter().map(file).collect()
    });
    Ok(found?.unwrap_or_default())
}

/// Whether a key is `{ workspace = true }`, the only thing that it can be.
fn inherits(table: &dyn TableLike, name: &'static str) -> Result<bool, SettingsError> {
    let found = read_as(table, name, "`{ workspace = true }`", |item| {
        let table = item.as_table_like().filter(|table| table.len() == 1)?;
        table.get("workspace")?.as_bool().filter(|is_so| *is_so)
    });
    Ok(found?.unwrap_or_default())
}

/// Reads a manifest.
pub(crate) fn read(path: &Path) -> Result<DocumentMut, SettingsError> {
    let text = std::fs::read_to_string(path).map_err(|source| SettingsError::Io {
        path: path.to_owned(),
        source,
    })?;
    text.parse()
        .map_err(|error: toml_edit::TomlError| SettingsError::Toml {
            path: path.to_owned(),
            reason: error.to_string().trim_end().to_owned(),
        })
}

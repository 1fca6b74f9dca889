//! The root manifest of a workspace, edited in place: what people wrote stays as it is, byte for byte.

use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};
use toml_edit::{Array, DocumentMut, Item, Table, Value, value};

use crate::disk;
use crate::places::Done;
use crate::settings;
use crate::workspace::MANIFEST;

/// A root manifest that is being edited.
#[derive(Debug)]
pub(crate) struct Manifest {
    path: PathBuf,
    document: DocumentMut,
    before: String,
}

impl Manifest {
    /// The manifest in a folder, or an empty one where there is none.
    pub(crate) fn open(root: &Path) -> Done<Self> {
        let path = root.join(MANIFEST);
        let document = if path.exists() {
            settings::read(&path)?
        } else {
            DocumentMut::new()
        };
        Ok(Self {
            before: document.to_string(),
            path,
            document,
        })
    }

    /// Makes it a workspace with settings, as far as it is not. Says whether it wrote settings.
    pub(crate) fn set_up(&mut self, settings: Vec<(&str, Value)>) -> Done<bool> {
        let is_package = self.document.contains_key("package");
        let shown = self.path.display().to_string();
        let odd = |what: &str| format!("{shown}: `{what}` is no table");
        let workspace = self.document.entry("workspace").or_insert_with(|| {
            let mut table = Table::new();
            if !is_package {
                // A package's edition says it; a workspace without one must.
                table.insert("resolver", value("3"));
            }
            table.insert("members", value(Array::new()));
            Item::Table(table)
        });
        let workspace = workspace.as_table_like_mut();
        let workspace = workspace.ok_or_else(|| odd("workspace"))?;
        let metadata = workspace.entry("metadata").or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        });
        let metadata = metadata.as_table_like_mut();
        let metadata = metadata.ok_or_else(|| odd("workspace.metadata"))?;
        if metadata.contains_key("cloudwright") {
            return Ok(false);
        }
        let mut table = Table::new();
        for (key, setting) in settings {
            table.insert(key, value(setting));
        }
        metadata.insert("cloudwright", Item::Table(table));
        Ok(true)
    }

    /// Makes a folder a member, unless a pattern of the members covers it. Where folders beside it will be
    /// members too, `pattern` stands for all.
    pub(crate) fn add_member(&mut self, folder: &str, pattern: &str) -> Done<()> {
        let shown = self.path.display().to_string();
        let members = self
            .document
            .get_mut("workspace")
            .and_then(Item::as_table_like_mut)
            .map(|table| table.entry("members").or_insert(value(Array::new())))
            .and_then(Item::as_array_mut)
            .ok_or_else(|| format!("{shown}: `workspace.members` is no list"))?;
        let is_covered = |known: &Value| known.as_str().is_some_and(|known| covers(known, folder));
        if members.iter().any(is_covered) {
            return Ok(());
        }
        let last = members.get(members.len().saturating_sub(1));
        let before = last.and_then(|last| last.decor().prefix()?.as_str());
        let mut added = Value::from(pattern);
        // As the others are laid out: a line each, or all in one.
        match before.and_then(|before| before.rsplit_once('\n')) {
            Some((_, indent)) => {
                // A remark on the last one stands before what follows it.
                let remark = members.trailing().as_str().unwrap_or_default().trim_end();
                let prefix = format!("{remark}\n{indent}");
                added.decor_mut().set_prefix(prefix);
                members.push_formatted(added);
                members.set_trailing("\n");
                members.set_trailing_comma(true);
            }
            None => members.push(added),
        }
        Ok(())
    }

    /// Writes it, if anything changed. Says whether it did.
    pub(crate) fn write(&self) -> Done<bool> {
        let text = self.document.to_string();
        if text == self.before {
            return Ok(false);
        }
        // Settings that could not be read again would lock their own workspace.
        settings::Settings::of(&text.parse::<DocumentMut>()?)?;
        let beside = self.path.with_extension("toml.new");
        disk::write(&beside, text)?;
        disk::rename(&beside, &self.path)?;
        Ok(true)
    }
}

/// Whether a member's pattern takes in a folder, as Cargo reads patterns.
fn covers(pattern: &str, folder: &str) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let options = MatchOptions {
        require_literal_separator: true,
        ..MatchOptions::new()
    };
    pattern == folder
        || Pattern::new(pattern).is_ok_and(|pattern| pattern.matches_with(folder, options))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::fs;

    use super::*;

    fn edited(before: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(MANIFEST), before).unwrap();
        let mut manifest = Manifest::open(folder.path()).unwrap();
        let settings = || vec![("core", Value::from("0.1.0"))];
        manifest.set_up(settings()).unwrap();
        manifest
            .add_member("crates/clients/x", "crates/clients/*")
            .unwrap();
        manifest.write().unwrap();
        let text = fs::read_to_string(folder.path().join(MANIFEST)).unwrap();
        let mut again = Manifest::open(folder.path()).unwrap();
        assert!(!again.set_up(settings()).unwrap());
        again
            .add_member("crates/clients/x", "crates/clients/*")
            .unwrap();
        assert!(!again.write().unwrap(), "{text}");
        text
    }

    const SETTINGS: &str = "\n[workspace.metadata.cloudwright]\ncore = \"0.1.0\"\n";

    #[test]
    fn an_empty_manifest_becomes_a_workspace() {
        let expected =
            format!("[workspace]\nresolver = \"3\"\nmembers = [\"crates/clients/*\"]\n{SETTINGS}");
        assert_eq!(edited(""), expected);
    }

    #[test]
    fn a_package_becomes_the_root_of_a_workspace_and_keeps_its_text() {
        let package = "# mine\n[package]\nname = \"x\" # yes\n\n[dependencies]\n";
        let expected =
            format!("{package}\n[workspace]\nmembers = [\"crates/clients/*\"]\n{SETTINGS}");
        assert_eq!(edited(package), expected);
    }

    #[test]
    fn members_that_are_named_stay_and_the_new_ones_stand_as_they_do() {
        let explicit = "[workspace]\nmembers = [\n    \"a\",\n    \"b\", # last\n]\n";
        let text = edited(explicit);
        assert!(
            text.contains("    \"b\", # last\n    \"crates/clients/*\",\n]"),
            "{text}"
        );
        for covered in ["crates/*/*", "crates/clients/x", "./crates/clients/*", "**"] {
            let workspace = format!("[workspace]\nmembers = [\"{covered}\"]\n");
            assert_eq!(edited(&workspace), format!("{workspace}{SETTINGS}"));
        }
        let other = edited("[workspace]\nmembers = [\"crates/*\"]\n");
        assert!(
            other.contains("[\"crates/*\", \"crates/clients/*\"]"),
            "{other}"
        );
    }
}

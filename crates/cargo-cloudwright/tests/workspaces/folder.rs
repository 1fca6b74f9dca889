//! A folder in which the command runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use cloudwright_catalog::Catalog;

/// The clone that this is.
pub(crate) fn clone() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// An empty folder, and what is done in it.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.0.path().join(inside)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The command's words, in a folder inside.
    pub(crate) fn run_in(&self, inside: &str, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_cargo-cloudwright"))
            .arg("cloudwright")
            .args(words)
            .current_dir(self.path(inside))
            .output()
            .unwrap()
    }

    /// What the command says, which must succeed.
    pub(crate) fn done(&self, words: &[&str]) -> String {
        said(&self.run_in("", words), true)
    }

    /// What the command complains of, which must fail.
    pub(crate) fn refused(&self, words: &[&str]) -> String {
        said(&self.run_in("", words), false)
    }

    /// `add`, with the runtime of this clone.
    pub(crate) fn add(&self, words: &[&str]) -> String {
        let clone = clone();
        let core = ["add", "--core", clone.to_str().unwrap()];
        self.done(&[&core[..], words].concat())
    }

    /// Lets Cargo do something, without a network and with a target folder that all tests share.
    pub(crate) fn cargo(&self, inside: &str, words: &[&str]) {
        fs::copy(
            clone().join("Cargo.lock"),
            self.path(inside).join("Cargo.lock"),
        )
        .unwrap();
        let output = Command::new(env!("CARGO"))
            .args(words)
            .args(["--offline", "--quiet"])
            .current_dir(self.path(inside))
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")))
            .output()
            .unwrap();
        said(&output, true);
    }
}

/// What a program said; it must have ended as it should.
pub(crate) fn said(output: &Output, is_well: bool) -> String {
    let text = [&output.stdout[..], &output.stderr].concat();
    let text = String::from_utf8(text).unwrap();
    assert_eq!(output.status.success(), is_well, "{text}");
    text
}

/// A small product of each cloud, the first one that has pages to turn and is not described by specs.
pub(crate) fn small_products() -> &'static [String] {
    static FOUND: OnceLock<Vec<String>> = OnceLock::new();
    FOUND.get_or_init(find)
}

fn find() -> Vec<String> {
    let catalogue = Catalog::embedded().unwrap();
    let mut found: Vec<String> = Vec::new();
    for (entry, actions) in catalogue.all_action_names().unwrap() {
        let cloud = format!("{}-", entry.provider);
        let is_known = found.iter().any(|id| id.starts_with(&cloud));
        if is_known || entry.from_specs || !(3..12).contains(&actions.len()) {
            continue;
        }
        let service = catalogue.service(&entry.id).unwrap();
        let mut actions = service.actions.iter();
        if actions.any(|found| found.action.pagination.is_some()) {
            found.push(entry.id.clone());
        }
    }
    found
}

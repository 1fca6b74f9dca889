//! The programs in `tests/bench`, built outside of the workspace.
//!
//! They are copied below the target folder with the workspace's lock file, so that they use the same
//! versions and building them leaves nothing in the repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Failure, Run};
use crate::places;

/// A copy of the programs' workspace, ready to be built.
pub(super) struct Programs {
    pub(super) folder: PathBuf,
    target: PathBuf,
}

impl Programs {
    pub(super) fn copy(run: &Run) -> Result<Self, Failure> {
        let folder = run.work.join("programs");
        let source = places::repository().join("tests/bench");
        copy_folder(&source, &folder)?;
        lock(&folder)?;
        let target = folder.join("target");
        Ok(Self { folder, target })
    }

    /// A Cargo command on the programs.
    pub(super) fn cargo(&self, arguments: &[&str]) -> Command {
        cargo(&self.folder, &self.target, arguments)
    }

    /// A dev build of a package of the workspace in a folder, with a target folder that is empty.
    pub(super) fn build_from_scratch(
        &self,
        folder: &Path,
        package: &str,
    ) -> Result<Command, Failure> {
        let target = self.folder.join("target-clean");
        if target.exists() {
            fs::remove_dir_all(&target)?;
        }
        Ok(cargo(folder, &target, &["build", "-p", package]))
    }

    /// Builds a program for release; where it is.
    pub(super) fn build(&self, package: &str, program: &str) -> Result<PathBuf, Failure> {
        succeed(&mut self.cargo(&["build", "--release", "-p", package]))?;
        Ok(self.target.join("release").join(program))
    }
}

/// Gives a workspace the versions of this one.
pub(super) fn lock(folder: &Path) -> Result<(), Failure> {
    let lock = folder.join("Cargo.lock");
    if !lock.exists() {
        fs::copy(places::repository().join("Cargo.lock"), lock)?;
    }
    Ok(())
}

/// A Cargo command in a folder, as a shell of the user's would run it.
pub(super) fn cargo(folder: &Path, target: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0");
    // What `cargo xtask` adds to the environment would make its own builds differ from these.
    for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "RUSTFLAGS"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command that must succeed; what it printed.
pub(super) fn succeed(command: &mut Command) -> Result<String, Failure> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?} failed:\n{told}").into())
}

/// Copies what differs, so that what is built stays built.
fn copy_folder(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name().filter(|name| *name != "target") else {
            continue;
        };
        let place = to.join(name);
        if path.is_dir() {
            copy_folder(&path, &place)?;
            continue;
        }
        let crates = places::repository().join("crates");
        let text = fs::read_to_string(&path)?;
        let text = text.replace("../../crates", &crates.to_string_lossy());
        if fs::read_to_string(&place).ok().as_deref() != Some(&text) {
            fs::write(&place, text)?;
        }
    }
    Ok(())
}

//! The workspace that a command works on: where it is, and where its specs are.

use std::path::{Path, PathBuf};

/// A Cargo workspace with specs.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace whose root manifest lies in this folder.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder of the root manifest.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The specs folder that was asked for, or the workspace's.
    pub(crate) fn specs(&self, asked: Option<&Path>) -> PathBuf {
        asked.map_or_else(|| self.root.join("specs"), Path::to_owned)
    }
}

#[cfg(test)]
impl Workspace {
    /// The one that this crate is developed in.
    pub(crate) fn of_this_repository() -> Self {
        Self::at(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
    }
}

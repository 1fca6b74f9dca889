//! The workspace that a command works on: where it is, and what it says of itself.

use std::path::{Path, PathBuf};

use cloudwright_codegen::Members;
use cloudwright_spec::SourceFile;

use crate::disk;
use crate::settings::{self, Settings, SettingsError};

/// The file that makes a folder a package or a workspace.
pub(crate) const MANIFEST: &str = "Cargo.toml";

/// A Cargo workspace with specs.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
    settings: Settings,
}

impl Workspace {
    /// The workspace whose root manifest lies in this folder.
    ///
    /// # Errors
    /// The manifest cannot be read, or its settings are wrong.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self, SettingsError> {
        let root = root.into();
        let settings = Settings::of(&settings::read(&root.join(MANIFEST))?)?;
        Ok(Self { root, settings })
    }

    /// The workspace of a folder: the nearest manifest above it that is a workspace's, or else the nearest.
    ///
    /// # Errors
    /// A manifest on the way cannot be read, or its settings are wrong.
    pub fn find(from: &Path) -> Result<Option<Self>, SettingsError> {
        let mut nearest = None;
        for folder in from.ancestors() {
            let manifest = folder.join(MANIFEST);
            if !manifest.is_file() {
                continue;
            }
            if settings::read(&manifest)?.contains_key("workspace") {
                return Self::open(folder).map(Some);
            }
            nearest = nearest.or(Some(folder));
        }
        nearest.map(Self::open).transpose()
    }

    /// The folder of the root manifest.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What it says of itself.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The specs folder that was asked for, or the workspace's.
    pub(crate) fn specs(&self, asked: Option<&Path>) -> PathBuf {
        asked.map_or_else(|| self.root.join(&self.settings.specs), Path::to_owned)
    }

    /// What crates say that are members.
    pub(crate) fn members<'s>(&self, specs: &'s [SourceFile]) -> disk::DiskResult<Members<'s>> {
        let settings = &self.settings;
        let licences = settings.license_files.iter().map(|name| {
            let text = disk::read_text(&self.root.join(name))?;
            Ok((name.clone(), text))
        });
        let a_crate = format!("{}/x", settings.crates);
        Ok(Members {
            root: None,
            edition: settings.edition.clone(),
            rust_version: settings.rust_version.clone(),
            license: settings.license.clone(),
            repository: settings.repository.clone(),
            core: settings.core.of_crate(&a_crate),
            has_lints: settings.has_lints,
            licences: licences.collect::<disk::DiskResult<_>>()?,
            facade: settings.facade.clone(),
            embed: settings.embed.clone().map(|path| (path, specs)),
        })
    }

    /// What crates say in a workspace of their own in another folder, which is absolute and free of links.
    pub(crate) fn apart(&self, out: &Path) -> Members<'static> {
        Members::alone(self.settings.core.of_workspace(&self.root, out))
    }
}

#[cfg(test)]
impl Workspace {
    /// A workspace that says nothing, whatever lies in the folder.
    pub(crate) fn plain(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            settings: Settings::default(),
        }
    }

    /// The one that this crate is developed in.
    pub(crate) fn of_this_repository() -> Self {
        #[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
        Self::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).unwrap()
    }
}

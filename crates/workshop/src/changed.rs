//! Files that a merge makes: what is different on disk, as a diff, and written.

use std::path::{Path, PathBuf};

use cloudwright_spec::SourceFile;
use cloudwright_spec::lock::{LOCK_FILE, Lock};
use similar::TextDiff;

use crate::disk;

/// Files that are new or say something else than on disk, each with what is there.
#[derive(Debug, Default)]
pub(crate) struct Changed(Vec<(SourceFile, Option<Vec<u8>>)>);

impl Changed {
    /// Holds files against a folder.
    pub(crate) fn of(folder: &Path, files: &[SourceFile]) -> Result<Self, String> {
        let mut changed = Vec::new();
        for file in files {
            let before = disk::read_if_there(&folder.join(&file.path))?;
            if before.as_deref() != Some(&file.content) {
                changed.push((file.clone(), before));
            }
        }
        Ok(Self(changed))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &(SourceFile, Option<Vec<u8>>)> {
        self.0.iter()
    }

    /// Writes them: each beside its place and then into it, so that none is ever half.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), String> {
        let mut staged: Vec<(PathBuf, PathBuf)> = Vec::new();
        for (file, _) in &self.0 {
            let path = folder.join(&file.path);
            let parent = path.parent().unwrap_or(folder);
            disk::make_folder(parent)?;
            let name = file.path.rsplit('/').next().unwrap_or_default();
            let beside = parent.join(format!(".{name}.new"));
            disk::write(&beside, &file.content)?;
            staged.push((beside, path));
        }
        for (beside, path) in staged {
            disk::rename(&beside, &path)?;
        }
        Ok(())
    }
}

/// A unified diff of what would be written; locks are left out, nobody reads them.
pub(crate) fn diff(changed: &Changed) -> String {
    let mut text = String::new();
    for (file, before) in &changed.0 {
        if file.path.ends_with(LOCK_FILE) {
            continue;
        }
        let old = String::from_utf8_lossy(before.as_deref().unwrap_or_default());
        let new = String::from_utf8_lossy(&file.content);
        let from = if before.is_some() {
            &file.path
        } else {
            "/dev/null"
        };
        let diff = TextDiff::from_lines(&*old, &*new);
        text.push_str(&diff.unified_diff().header(from, &file.path).to_string());
    }
    text
}

/// The lock of a service, if it has one.
pub(crate) fn lock(specs: &Path, service: &str) -> Result<Option<Lock>, String> {
    let path = specs.join(service).join(LOCK_FILE);
    let lock = disk::read_text_if_there(&path)?.map(|text| Lock::parse(&text));
    lock.transpose()
        .map_err(|error| format!("{}: {error}", path.display()))
}

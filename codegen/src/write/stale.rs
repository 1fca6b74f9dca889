//! Files that were generated once and that nothing produces any more.
//!
//! Only packages in the folder of generated crates whose manifest carries the mark are looked into, and only files
//! that carry the mark themselves, and licence texts, are stale. What people put beside them stays.

use std::fs;
use std::io;
use std::path::Path;

use super::place::marked;
use super::{Change, WriteError};
use crate::options::Territory;

/// The stale files, relative to the root.
pub(super) fn find(
    root: &Path,
    territory: &Territory,
    is_produced: &dyn Fn(&str) -> bool,
) -> Result<Vec<String>, WriteError> {
    let mut found = Vec::new();
    for (name, is_folder) in entries(&root.join(&territory.crates))? {
        let folder = format!("{}/{name}", territory.crates);
        if is_folder && marked(&root.join(&folder).join("Cargo.toml"))? == Some(true) {
            look_into(root, &folder, territory, is_produced, &mut found)?;
        }
    }
    Ok(found)
}

fn look_into(
    root: &Path,
    folder: &str,
    territory: &Territory,
    is_produced: &dyn Fn(&str) -> bool,
    found: &mut Vec<String>,
) -> Result<(), WriteError> {
    for (name, is_folder) in entries(&root.join(folder))? {
        let path = format!("{folder}/{name}");
        if is_folder {
            if name != "target" {
                look_into(root, &path, territory, is_produced, found)?;
            }
        } else if !is_produced(&path) && is_generated(&root.join(&path), &name, territory)? {
            found.push(path);
        }
    }
    Ok(())
}

/// Whether a file carries the mark, or is a licence text word for word, which has no room for one.
fn is_generated(path: &Path, name: &str, territory: &Territory) -> Result<bool, WriteError> {
    let mut licences = territory.licences.iter();
    match licences.find(|(licence, _)| licence == name) {
        Some((_, text)) => Ok(fs::read(path).map_err(WriteError::io(path))? == text.as_bytes()),
        None => Ok(marked(path)? == Some(true)),
    }
}

/// The files and folders in a folder, by name; links are neither.
fn entries(folder: &Path) -> Result<Vec<(String, bool)>, WriteError> {
    let read = match fs::read_dir(folder) {
        Ok(read) => read,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(WriteError::io(folder)(error)),
    };
    let mut entries = Vec::new();
    for entry in read {
        let entry = entry.map_err(WriteError::io(folder))?;
        let kind = entry.file_type().map_err(WriteError::io(&entry.path()))?;
        if (kind.is_dir() || kind.is_file())
            && let Ok(name) = entry.file_name().into_string()
        {
            entries.push((name, kind.is_dir()));
        }
    }
    entries.sort_unstable();
    Ok(entries)
}

/// Removes stale files and the folders that this empties.
pub(super) fn remove(root: &Path, stale: &[Change]) -> Result<(), WriteError> {
    for change in stale {
        let path = root.join(&change.path);
        fs::remove_file(&path).map_err(WriteError::io(&path))?;
        let mut folder = path.parent();
        // `remove_dir` removes empty folders only, which is the point.
        while let Some(empty) =
            folder.filter(|folder| *folder != root && fs::remove_dir(folder).is_ok())
        {
            folder = empty.parent();
        }
    }
    Ok(())
}

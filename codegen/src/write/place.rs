//! May these files be written where they want to go?

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::WriteError;
use crate::files::is_mark;

/// Refuses links on the way to any file, and files that are in the way without being generated.
pub(super) fn check(root: &Path, files: &BTreeSet<&str>) -> Result<(), WriteError> {
    let mut folders = BTreeSet::new();
    let mut packages = BTreeSet::new();
    for path in files {
        let mut end = path.len();
        while let Some(slash) = path[..end].rfind('/') {
            if !folders.insert(&path[..slash]) {
                break;
            }
            end = slash;
        }
        if let Some(folder) = path.strip_suffix("/Cargo.toml") {
            packages.insert(folder);
        }
    }
    for folder in &folders {
        refuse_link(&root.join(folder))?;
    }
    for folder in &packages {
        let manifest = root.join(folder).join("Cargo.toml");
        let is_ours = match marked(&manifest)? {
            Some(is_marked) => is_marked,
            None => is_empty(&root.join(folder))?,
        };
        if !is_ours {
            return Err(WriteError::InTheWay(root.join(folder)));
        }
    }
    for path in files {
        let place = root.join(path);
        refuse_link(&place)?;
        let in_package = path
            .match_indices('/')
            .any(|(slash, _)| packages.contains(&path[..slash]));
        if !in_package && marked(&place)? == Some(false) {
            return Err(WriteError::InTheWay(place));
        }
    }
    Ok(())
}

fn refuse_link(path: &Path) -> Result<(), WriteError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => Err(WriteError::Link(path.to_owned())),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(WriteError::io(path)(error)),
    }
}

/// Whether a folder is missing or holds nothing.
fn is_empty(folder: &Path) -> Result<bool, WriteError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(WriteError::io(folder)(error)),
    }
}

/// Whether a file's first line carries the mark; `None` where there is no file.
pub(super) fn marked(path: &Path) -> Result<Option<bool>, WriteError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(WriteError::io(path)(error)),
    };
    let mut start = Vec::new();
    file.take(400)
        .read_to_end(&mut start)
        .map_err(WriteError::io(path))?;
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or(&start);
    Ok(Some(is_mark(&String::from_utf8_lossy(line))))
}

//! Writing: everything into a staging folder, then each file renamed into place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Change, WriteError};
use crate::files::Files;

/// Removes the staging folder however the run ends.
struct Staging(PathBuf);

impl Drop for Staging {
    fn drop(&mut self) {
        // Nothing can be done about a failure here, and nothing depends on success: the next run
        // uses a folder of another name.
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(super) fn write(root: &Path, files: &Files, changes: &[Change]) -> Result<(), WriteError> {
    let staging = Staging(root.join(format!(".regen-{}", std::process::id())));
    fs::create_dir(&staging.0).map_err(WriteError::io(&staging.0))?;
    for (number, change) in changes.iter().enumerate() {
        let staged = staging.0.join(number.to_string());
        let text = files.get(&change.path).unwrap_or_default();
        fs::write(&staged, text).map_err(WriteError::io(&staged))?;
    }
    for (number, change) in changes.iter().enumerate() {
        let place = root.join(&change.path);
        rename(&staging.0.join(number.to_string()), &place).map_err(WriteError::io(&place))?;
    }
    Ok(())
}

/// Renames, and makes the folder only where that is what was missing.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::rename(from, to)
        }
        done => done,
    }
}

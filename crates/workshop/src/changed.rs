//! Files that a merge makes: what is different on disk, as a diff, and written.

use std::fs;
use std::io::ErrorKind;
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
            refuse_links(folder, &file.path)?;
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

    /// Those that are specs and no locks, which nobody reads.
    pub(crate) fn specs(&self) -> impl Iterator<Item = &(SourceFile, Option<Vec<u8>>)> {
        self.iter()
            .filter(|(file, _)| !file.path.ends_with(LOCK_FILE))
    }

    /// Writes them: each into a folder beside the specs and then into its place, so that none is ever half. Locks
    /// come last among their folder's files: one that is newer than the specs would know of facts that these do not
    /// have.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), String> {
        let staging = Staging(folder.join(".cloudwright-new"));
        staging.clear()?;
        if self.0.is_empty() {
            return Ok(());
        }
        disk::make_folder(&staging.0)?;
        let mut staged: Vec<(PathBuf, PathBuf)> = Vec::new();
        for (number, (file, _)) in self.0.iter().enumerate() {
            let path = folder.join(&file.path);
            disk::make_folder(path.parent().unwrap_or(folder))?;
            let beside = staging.0.join(number.to_string());
            stage(&beside, &path, &file.content)?;
            staged.push((beside, path));
        }
        for (beside, path) in staged {
            disk::rename(&beside, &path)?;
        }
        Ok(())
    }
}

/// The folder in which files stand until they are moved into their places.
struct Staging(PathBuf);

impl Staging {
    /// Takes out what a run that was killed left.
    fn clear(&self) -> Result<(), String> {
        match fs::remove_dir_all(&self.0) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(disk::unable("take out", &self.0, &error))
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Writes what a file is to hold, with the permissions of the one that is there.
fn stage(beside: &Path, path: &Path, content: &[u8]) -> Result<(), String> {
    let permissions = fs::metadata(path).ok().map(|found| found.permissions());
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(format!("{}: it may not be written", path.display()));
    }
    disk::write(beside, content)?;
    if let Some(permissions) = permissions {
        fs::set_permissions(beside, permissions)
            .map_err(|error| disk::unable("set the permissions of", beside, &error))?;
    }
    Ok(())
}

/// Refuses a place that a link leads away from: specs behind links are not read, and would be written anew.
fn refuse_links(folder: &Path, place: &str) -> Result<(), String> {
    let mut path = folder.to_owned();
    for part in place.split('/') {
        path.push(part);
        if path.is_symlink() {
            let shown = path.display();
            return Err(format!(
                "{shown}: it is a link, and specs are not read or written through links"
            ));
        }
    }
    Ok(())
}

/// A unified diff of what would be written, locks apart.
pub(crate) fn diff(changed: &Changed) -> String {
    let mut text = String::new();
    for (file, before) in changed.specs() {
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
    let Some(text) = disk::read_text_if_there(&path)? else {
        return Ok(None);
    };
    let lock = Lock::parse(&text).map_err(|error| {
        let shown = path.display();
        format!(
            "{shown}: {error}\nof a merge's conflict take either side; without the file, facts that their \
             sources no longer state stay until someone takes them out"
        )
    })?;
    Ok(Some(lock))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn written(folder: &Path, place: &str) -> Result<(), String> {
        let file = SourceFile::new(place, "new");
        Changed::of(folder, &[file])?.write(folder)
    }

    #[test]
    fn what_may_not_be_written_stays_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        let error = written(folder.path(), "a.yaml").unwrap_err();
        assert!(error.contains("a.yaml: it may not be written"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_run_left_goes_with_the_next_one_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let staging = folder.path().join(".cloudwright-new");
        fs::create_dir(&staging).unwrap();
        fs::write(staging.join("0"), "half").unwrap();
        fs::write(folder.path().join(".a.yaml.new"), "a person's").unwrap();
        written(folder.path(), "a.yaml").unwrap();
        assert!(!staging.exists());
        let kept = fs::read_to_string(folder.path().join(".a.yaml.new"));
        assert_eq!(kept.unwrap(), "a person's");
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_over_a_link_or_through_one() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let target = other.path().join("a.yaml");
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, folder.path().join("a.yaml")).unwrap();
        std::os::unix::fs::symlink(other.path(), folder.path().join("b")).unwrap();
        for place in ["a.yaml", "b/a.yaml"] {
            let error = written(folder.path(), place).unwrap_err();
            assert!(error.contains("it is a link"), "{error}");
        }
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        written(folder.path(), "a.yaml").unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}

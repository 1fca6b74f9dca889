//! Files of the disk: read as text up to a size, and replaced whole.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::MAX_TEXT;
use crate::machine::lock::locked;
use crate::secret::Secret;

/// Reads a regular file up to [`MAX_TEXT`], or says what it is that is not read. A pipe or a device
/// would keep the caller waiting.
pub(super) fn read(path: &Path) -> io::Result<Result<Secret, &'static str>> {
    if !std::fs::metadata(path)?.is_file() {
        return Ok(Err("it is not a regular file"));
    }
    let mut bytes = Vec::new();
    let most = MAX_TEXT as u64 + 1;
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(text(bytes))
}

/// What was read as text.
pub(super) fn text(bytes: Vec<u8>) -> Result<Secret, &'static str> {
    if bytes.len() > MAX_TEXT {
        return Err("it is larger than 1 MiB");
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err("it is UTF-16: save it as UTF-8");
    }
    let text = String::from_utf8(bytes);
    text.map(|text| without_mark(Secret::new(text)))
        .map_err(|_| "it is not UTF-8")
}

/// The text without the byte order mark that some editors put before it.
pub(super) fn without_mark(text: Secret) -> Secret {
    match text.expose().strip_prefix('\u{feff}') {
        Some(rest) => Secret::from(rest),
        None => text,
    }
}

/// A file that is about to be replaced: whoever reads it sees the old one or the new one, never a
/// part. Nothing is left behind where it is not [put in place](Self::put).
pub(in crate::credentials) struct Replacement<'a>(Storage<'a>);

enum Storage<'a> {
    Disk {
        target: PathBuf,
        temporary: PathBuf,
        file: File,
    },
    PutIn {
        path: PathBuf,
        written: &'a Mutex<Vec<(PathBuf, Secret)>>,
    },
}

impl<'a> Replacement<'a> {
    pub(super) fn put_in(written: &'a Mutex<Vec<(PathBuf, Secret)>>, path: &Path) -> Self {
        let path = path.to_owned();
        Self(Storage::PutIn { path, written })
    }

    /// Makes the new file beside the old one, for its owner alone. A link stays one.
    pub(super) fn on_disk(path: &Path) -> io::Result<Self> {
        let target = path.canonicalize()?;
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{:032x}", crate::machine::random::bits()));
        let temporary = target.with_file_name(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&temporary)?;
        Ok(Self(Storage::Disk {
            target,
            temporary,
            file,
        }))
    }

    /// Writes the new contents and puts them in the old file's place.
    pub(in crate::credentials) fn put(mut self, contents: &str) -> io::Result<()> {
        match &mut self.0 {
            Storage::Disk {
                target,
                temporary,
                file,
            } => {
                file.write_all(contents.as_bytes())?;
                file.sync_all()?;
                std::fs::rename(temporary, target)
            }
            Storage::PutIn { path, written } => {
                locked(written).push((path.clone(), Secret::from(contents)));
                Ok(())
            }
        }
    }
}

impl Drop for Replacement<'_> {
    fn drop(&mut self) {
        if let Storage::Disk { temporary, .. } = &self.0 {
            // It is gone where it was put in place.
            let _ = std::fs::remove_file(temporary);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.json");
        std::fs::write(&path, "old").unwrap();
        Replacement::on_disk(&path).unwrap().put("new").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
        drop(Replacement::on_disk(&path).unwrap());
        let names = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(names, 1, "something was left behind");
        #[cfg(unix)]
        {
            use std::os::unix::fs::{PermissionsExt as _, symlink};
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            let link = folder.path().join("link");
            symlink(&path, &link).unwrap();
            Replacement::on_disk(&link).unwrap().put("newer").unwrap();
            assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
            assert_eq!(std::fs::read_to_string(&path).unwrap(), "newer");
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(text(b"\xEF\xBB\xBF{}".to_vec()).unwrap().expose(), "{}");
        for (bytes, reason) in [
            (&b"\xFF\xFE{\0"[..], "it is UTF-16: save it as UTF-8"),
            (b"\xC3(", "it is not UTF-8"),
        ] {
            assert_eq!(text(bytes.to_vec()).unwrap_err(), reason);
        }
        assert!(text(vec![b' '; MAX_TEXT]).is_ok());
        assert!(text(vec![b' '; MAX_TEXT + 1]).is_err());
    }
}

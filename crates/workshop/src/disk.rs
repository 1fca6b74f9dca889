//! Files and folders, with errors that say what was wanted of which one and why it could not be.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use cloudwright_vocabulary::os_error;

/// What an error of the system is told as.
pub(crate) type DiskResult<T> = Result<T, String>;

/// The bytes of a file.
pub(crate) fn read(path: &Path) -> DiskResult<Vec<u8>> {
    fs::read(path).map_err(|error| unable("read", path, &error))
}

/// The bytes of a file; nothing where there is none.
pub(crate) fn read_if_there(path: &Path) -> DiskResult<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unable("read", path, &error)),
    }
}

/// The text of a file; what is no text is told with its place.
pub(crate) fn read_text(path: &Path) -> DiskResult<String> {
    text_of(path, read(path)?)
}

/// The text of a file; nothing where there is none.
pub(crate) fn read_text_if_there(path: &Path) -> DiskResult<Option<String>> {
    let bytes = read_if_there(path)?;
    bytes.map(|bytes| text_of(path, bytes)).transpose()
}

fn text_of(path: &Path, bytes: Vec<u8>) -> DiskResult<String> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        let shown = path.display();
        format!("{shown}: no UTF-8 text at line {line}, byte {valid} of the file")
    })
}

/// Writes a file.
pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) -> DiskResult<()> {
    fs::write(path, content).map_err(|error| unable("write", path, &error))
}

/// Moves a file into the place of another.
pub(crate) fn rename(from: &Path, to: &Path) -> DiskResult<()> {
    fs::rename(from, to).map_err(|error| unable("write", to, &error))
}

/// Makes a folder, and those that it lies in.
pub(crate) fn make_folder(path: &Path) -> DiskResult<()> {
    fs::create_dir_all(path).map_err(|error| unable("make the folder", path, &error))
}

/// What could not be done with a path, and why.
pub(crate) fn unable(what: &str, path: &Path, error: &io::Error) -> String {
    format!(
        "cannot {what} {}: {}",
        path.display(),
        os_error::reason(error)
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn what_failed_is_told_with_its_path_and_reason() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("file"), b"one\n\xff").unwrap();
        for (told, what, name, why) in [
            (
                read(&at("none")).map(drop),
                "read",
                "none",
                "it is not there",
            ),
            (read(folder.path()).map(drop), "read", "", "it is a folder"),
            (
                write(&at("none/x"), ""),
                "write",
                "none/x",
                "it is not there",
            ),
            (
                make_folder(&at("file")),
                "make the folder",
                "file",
                "a file lies",
            ),
            (
                make_folder(&at("file/x")),
                "make the folder",
                "file/x",
                "a file lies",
            ),
        ] {
            let told = told.unwrap_err();
            assert!(told.starts_with(&format!("cannot {what} ")), "{told}");
            assert!(told.contains(&format!("{name}: {why}")), "{told}");
        }
        assert_eq!(read_if_there(&at("none")), Ok(None));
        let told = read_text(&at("file")).unwrap_err();
        assert!(
            told.ends_with("file: no UTF-8 text at line 2, byte 4 of the file"),
            "{told}"
        );
    }
}

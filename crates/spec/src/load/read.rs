//! Reading a specs folder: `<provider>/<service>/*.yaml`, what providers and the facade say, sorted, bounded,
//! and nothing else.
//!
//! This is the only module of the crate that touches the disk.

use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use cloudwright_vocabulary::told;

use super::{CHANGELOG_FILE, FACADE_FILE, PROVIDER_FILE, SourceFile};

/// The largest spec file that is read. The largest real one is about a tenth of this.
pub const MAX_FILE_BYTES: usize = 4 << 20;

/// A specs folder that cannot be read.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(thiserror::Error)]
#[error("cannot read {}: {source}", path.display())]
pub struct ReadError {
    /// The file or folder.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, f, |f| {
            f.debug_struct("ReadError")
                .field("path", &self.path)
                .field("source", &self.source)
                .finish()
        })
    }
}

/// Reads all spec files below a folder, sorted by path.
///
/// Links are not followed, so nothing outside the folder is ever read. Of a file that is too
/// large only so much is read as loading needs to refuse it.
///
/// # Errors
/// The first file or folder that cannot be read.
pub fn read_dir(specs: &Path) -> Result<Vec<SourceFile>, ReadError> {
    let mut files = Vec::new();
    // Files are read into one buffer, which has room for most of them at once.
    let mut buffer = Vec::with_capacity(16 << 10);
    for (provider, provider_path) in folders(specs)? {
        for (service, service_path) in folders(&provider_path)? {
            let folder = format!("{provider}/{service}");
            read_service(&folder, &service_path, &mut buffer, &mut files)?;
        }
        let place = format!("{provider}/{PROVIDER_FILE}");
        read_one(
            &provider_path,
            PROVIDER_FILE,
            place,
            &mut buffer,
            &mut files,
        )?;
    }
    read_one(specs, FACADE_FILE, FACADE_FILE, &mut buffer, &mut files)?;
    files.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(files)
}

fn read_service(
    folder: &str,
    path: &Path,
    buffer: &mut Vec<u8>,
    files: &mut Vec<SourceFile>,
) -> Result<(), ReadError> {
    for (name, is_folder, path) in entries(path)? {
        let is_spec = [".yaml", ".yml"].iter().any(|end| name.ends_with(end));
        let is_spec = (is_spec && !name.starts_with('.')) || name == CHANGELOG_FILE;
        if is_spec && !is_folder {
            read_bounded(&path, buffer)?;
            let place = format!("{folder}/{name}");
            files.push(SourceFile::new(place, buffer.as_slice()));
        }
    }
    Ok(())
}

/// The file of a name, if the folder has it.
fn read_one(
    folder: &Path,
    name: &str,
    place: impl Into<String>,
    buffer: &mut Vec<u8>,
    files: &mut Vec<SourceFile>,
) -> Result<(), ReadError> {
    let found = entries(folder)?.into_iter();
    let mut found = found.filter(|(known, is_folder, _)| known == name && !is_folder);
    if let Some((.., path)) = found.next() {
        read_bounded(&path, buffer)?;
        files.push(SourceFile::new(place, buffer.as_slice()));
    }
    Ok(())
}

fn folders(path: &Path) -> Result<Vec<(String, PathBuf)>, ReadError> {
    let found = entries(path)?.into_iter();
    Ok(found
        .filter(|(name, is_folder, _)| *is_folder && !name.starts_with('.'))
        .map(|(name, _, path)| (name, path))
        .collect())
}

/// The files and folders of a folder, without links and without names that are no text.
fn entries(path: &Path) -> Result<Vec<(String, bool, PathBuf)>, ReadError> {
    let failed = |source| ReadError {
        path: path.to_owned(),
        source,
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if kind.is_dir() || kind.is_file() {
            found.push((name, kind.is_dir(), entry.path()));
        }
    }
    Ok(found)
}

fn read_bounded(path: &Path, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
    let failed = |source| ReadError {
        path: path.to_owned(),
        source,
    };
    let file = fs::File::open(path).map_err(failed)?;
    buffer.clear();
    file.take(MAX_FILE_BYTES as u64 + 1)
        .read_to_end(buffer)
        .map_err(failed)?;
    Ok(())
}

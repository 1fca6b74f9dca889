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
    let mut reader = FolderReader {
        files: Vec::new(),
        buffer: Vec::with_capacity(16 << 10),
    };
    for (provider, provider_path) in folders(specs)? {
        for (service, service_path) in folders(&provider_path)? {
            for (name, path) in files(&service_path)? {
                let is_spec = [".yaml", ".yml"].iter().any(|end| name.ends_with(end));
                if (is_spec && !name.starts_with('.')) || name == CHANGELOG_FILE {
                    reader.read(format!("{provider}/{service}/{name}"), &path)?;
                }
            }
        }
        reader.read_if_there(&provider_path, PROVIDER_FILE, &format!("{provider}/"))?;
    }
    reader.read_if_there(specs, FACADE_FILE, "")?;
    reader
        .files
        .sort_by(|left, right| left.path.cmp(&right.path));
    Ok(reader.files)
}

struct FolderReader {
    files: Vec<SourceFile>,
    /// Files are read into one buffer, which has room for most of them at once.
    buffer: Vec<u8>,
}

impl FolderReader {
    /// The file of a name, if the folder has it; `before` is where the folder is.
    fn read_if_there(&mut self, folder: &Path, name: &str, before: &str) -> Result<(), ReadError> {
        for (found, path) in files(folder)? {
            if found == name {
                self.read(format!("{before}{name}"), &path)?;
            }
        }
        Ok(())
    }

    fn read(&mut self, place: String, path: &Path) -> Result<(), ReadError> {
        let failed = |source| ReadError {
            path: path.to_owned(),
            source,
        };
        let file = fs::File::open(path).map_err(failed)?;
        self.buffer.clear();
        file.take(MAX_FILE_BYTES as u64 + 1)
            .read_to_end(&mut self.buffer)
            .map_err(failed)?;
        self.files
            .push(SourceFile::new(place, self.buffer.as_slice()));
        Ok(())
    }
}

fn folders(path: &Path) -> Result<Vec<(String, PathBuf)>, ReadError> {
    let mut found = entries(path, fs::FileType::is_dir)?;
    found.retain(|(name, _)| !name.starts_with('.'));
    Ok(found)
}

fn files(path: &Path) -> Result<Vec<(String, PathBuf)>, ReadError> {
    entries(path, fs::FileType::is_file)
}

/// The files or the folders of a folder, without links and without names that are no text.
fn entries(
    path: &Path,
    is_wanted: fn(&fs::FileType) -> bool,
) -> Result<Vec<(String, PathBuf)>, ReadError> {
    let failed = |source| ReadError {
        path: path.to_owned(),
        source,
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        let name = entry.file_name().into_string();
        if is_wanted(&kind)
            && let Ok(name) = name
        {
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}

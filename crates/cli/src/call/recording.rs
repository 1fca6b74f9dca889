//! `--record`: what a cloud answered, kept in a file for the mock to answer again. Nothing that
//! authorises is kept; what the service itself said is.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use cloudwright_core::testing::{Recorder, Recording};

use cloudwright_vocabulary::os_error;

use crate::failure::Failure;

/// A file, what it held before, and the recorder of this call.
pub(super) struct RecordingFile {
    path: PathBuf,
    before: Recording,
    recorder: Recorder,
}

impl RecordingFile {
    /// Reads what the file holds, so that one that is no recording is told before anything is sent.
    pub(super) fn open(path: &str, recorder: Recorder) -> Result<Self, Failure> {
        let path = PathBuf::from(path);
        let before = match std::fs::read_to_string(&path) {
            Ok(text) => Recording::parse(&text)
                .map_err(|error| failed(&path, &format!("is no recording: {error}")))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Recording::default(),
            Err(error) => {
                return Err(failed(
                    &path,
                    &format!("cannot be read: {}", os_error::reason(&error)),
                ));
            }
        };
        Ok(Self {
            path,
            before,
            recorder,
        })
    }

    /// Writes what was there and what came since: all of it, or the file stays as it was.
    pub(super) fn keep(self) -> Result<(), Failure> {
        let recording = self.before.followed_by(self.recorder.recording());
        write(&self.path, &format!("{recording}\n")).map_err(|error| {
            failed(
                &self.path,
                &format!("cannot be written: {}", os_error::reason(&error)),
            )
        })
    }
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

fn failed(path: &Path, how: &str) -> Failure {
    Failure::configuration(format!("the recording {} {how}", path.display()))
}

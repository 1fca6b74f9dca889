//! Files with keys: read whole, replaced whole, for their owner alone.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use cloudwright_vocabulary::os_error;
use serde_json::{Map, Value};

use crate::failure::Failure;

/// Files of keys are far smaller; a larger one is not read.
const LARGEST: u64 = 1 << 20;

/// The text of a file; `None` if there is none.
pub(super) fn read(path: &Path) -> Result<Option<String>, Failure> {
    let text = match std::fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Ok(found) if found.len() > LARGEST => {
            let message = format!("{} is too large for a file of keys", path.display());
            return Err(Failure::configuration(message));
        }
        Ok(_) => std::fs::read_to_string(path),
        Err(error) => Err(error),
    };
    match text {
        Ok(text) => Ok(Some(text)),
        Err(error) => Err(failed(path, "read", &error)),
    }
}

/// The members of a JSON file; none if there is no file. What it says that is no object is not
/// written over.
pub(super) fn read_json(path: &Path) -> Result<Map<String, Value>, Failure> {
    let Some(text) = read(path)? else {
        return Ok(Map::new());
    };
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Ok(Map::new());
    }
    let wrong = |reason: String| {
        // The reason names a place and no text: the text is keys.
        let message = format!(
            "{} is no JSON object{reason}: nothing was written",
            path.display()
        );
        Failure::configuration(message)
    };
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(wrong(String::new())),
        Err(error) => Err(wrong(format!(
            " (line {}, column {})",
            error.line(),
            error.column()
        ))),
    }
}

/// Writes JSON as the vendors' tools do, for people to read.
pub(super) fn write_json(path: &Path, members: Map<String, Value>) -> Result<(), Failure> {
    let text = format!("{:#}\n", Value::Object(members));
    write(path, &text)
}

/// Replaces a file: the whole text is there, or the old one is. A link is followed.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    replace(&path, text).map_err(|error| failed(&path, "written", &error))
}

fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    // Such a file is for its owner alone from the beginning.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

fn failed(path: &Path, done: &str, error: &std::io::Error) -> Failure {
    Failure::configuration(format!(
        "{} cannot be {done}: {}",
        path.display(),
        os_error::reason(error)
    ))
}

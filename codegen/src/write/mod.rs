//! The one module that touches the disk: compares the generated files with what is there, and
//! writes what differs.
//!
//! Invariants:
//! * nothing outside the output folder is read or written; a symbolic link on the way is refused;
//! * a file is replaced or removed only if it is generated: it carries the mark, or it lies in a
//!   package whose manifest does;
//! * everything new is written to a staging folder first and then renamed into place, so that an
//!   interrupted run leaves whole files.

mod place;
mod stage;
mod stale;

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use cloudwright_vocabulary::told;

use crate::files::Files;
use crate::options::Territory;
use crate::parallel;

/// What to do with the differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write them.
    Write,
    /// Only find them: any is a failure.
    Check,
    /// Only find them: they are the plan.
    DryRun,
}

/// A difference between what is generated and what is on disk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The file, relative to the output folder.
    pub path: String,
    /// What happens to it.
    pub kind: ChangeKind,
}

/// What happens to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It was not there.
    Added,
    /// Its text differs.
    Changed,
    /// No spec produces it any more.
    Removed,
}

impl Change {
    fn new(path: &str, kind: ChangeKind) -> Self {
        let path = path.to_owned();
        Self { path, kind }
    }
}

impl ChangeKind {
    /// The sign in front of the path in a list of changes.
    pub fn sign(self) -> char {
        match self {
            Self::Added => '+',
            Self::Changed => '~',
            Self::Removed => '-',
        }
    }
}

/// Why nothing, or not everything, was written.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(thiserror::Error)]
pub enum WriteError {
    /// The disk refused.
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A symbolic link on the way to a file.
    #[error("{0} is a symbolic link; regen does not write through links")]
    Link(PathBuf),
    /// Something in the way that is not generated.
    #[error("{0} is in the way and does not look generated; move it if it may go")]
    InTheWay(PathBuf),
}

impl fmt::Debug for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, f, |f| match self {
            Self::Io { path, source } => f
                .debug_struct("Io")
                .field("path", path)
                .field("source", source)
                .finish(),
            Self::Link(path) => f.debug_tuple("Link").field(path).finish(),
            Self::InTheWay(path) => f.debug_tuple("InTheWay").field(path).finish(),
        })
    }
}

impl WriteError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}

/// Brings `root` to what `files` says, or says what would have to happen. Changes come ordered
/// by path.
pub fn apply(
    root: &Path,
    files: &Files,
    mode: Mode,
    threads: NonZeroUsize,
) -> Result<Vec<Change>, WriteError> {
    if mode == Mode::Write {
        fs::create_dir_all(root).map_err(WriteError::io(root))?;
    }
    let written = files.iter().map(|(path, _)| path);
    let kept = files.kept().map(|(path, _)| path);
    place::check(root, &written.chain(kept).collect())?;
    let all: Vec<(&str, &str)> = files.iter().collect();
    let compared = parallel::map(threads, &all, |(path, text)| compare(root, path, text));
    let mut changes = Vec::new();
    for ((path, _), kind) in all.iter().zip(compared) {
        changes.extend(kind?.map(|kind| Change::new(path, kind)));
    }
    let written = changes.len();
    let stale = stale::find(root, files.territory(), &|path| files.has(path))?;
    changes.extend(
        stale
            .iter()
            .map(|path| Change::new(path, ChangeKind::Removed)),
    );
    if mode == Mode::Write && !changes.is_empty() {
        stage::write(root, files, &changes[..written])?;
        stale::remove(root, &changes[written..])?;
    }
    changes.sort_unstable();
    Ok(changes)
}

/// Whether `root` holds exactly the files of these paths and [`fingerprint`]s, without generating
/// them.
pub fn is_current(
    root: &Path,
    territory: &Territory,
    outputs: &[(&str, u64)],
    threads: NonZeroUsize,
) -> Result<bool, WriteError> {
    let produced: BTreeSet<&str> = outputs.iter().map(|(path, _)| *path).collect();
    Ok(are_in_place(root, outputs, threads)?
        && stale::find(root, territory, &|path| produced.contains(path))?.is_empty())
}

/// Whether `root` holds these files, whatever else it holds.
pub fn are_in_place(
    root: &Path,
    outputs: &[(&str, u64)],
    threads: NonZeroUsize,
) -> Result<bool, WriteError> {
    place::check(root, &outputs.iter().map(|(path, _)| *path).collect())?;
    let same = parallel::map(threads, outputs, |(path, expected)| {
        fs::read(root.join(path)).is_ok_and(|there| fingerprint(&there) == *expected)
    });
    Ok(same.into_iter().all(|same| same))
}

/// A number that stands for a file's content. It is the same for one build of this library only.
pub fn fingerprint(content: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(content);
    hasher.finish()
}

fn compare(root: &Path, path: &str, text: &str) -> Result<Option<ChangeKind>, WriteError> {
    let path = root.join(path);
    match holds(&path, text.as_bytes()) {
        Ok(true) => Ok(None),
        Ok(false) => Ok(Some(ChangeKind::Changed)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Some(ChangeKind::Added)),
        Err(error) => Err(WriteError::io(&path)(error)),
    }
}

/// Whether a file's content is this; one of another length is not read.
fn holds(path: &Path, expected: &[u8]) -> io::Result<bool> {
    let is_as_long = fs::metadata(path)?.len() == expected.len() as u64;
    Ok(is_as_long && fs::read(path)? == expected)
}

#[cfg(test)]
mod tests;

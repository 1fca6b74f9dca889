//! Specs as they were: read from a revision of the repository, without touching the working tree.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use cloudwright_spec::SourceFile;
use cloudwright_spec::load::{FACADE_FILE, is_provider_file};

/// Why a revision cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GitError {
    /// There is no git, or it could not be spoken to.
    #[error("git: {0}")]
    Io(#[from] std::io::Error),
    /// It refused.
    #[error("git: {0}")]
    Refused(String),
    /// It said something that is not understood.
    #[error("git: unexpected output")]
    Unexpected,
}

/// The spec files of a revision.
pub(crate) fn specs_at(repository: &Path, revision: &str) -> Result<Vec<SourceFile>, GitError> {
    let commit = format!("{revision}^{{commit}}");
    let verified = run(
        git(repository).args(["rev-parse", "--verify", "--end-of-options", &commit]),
        b"",
    )?;
    let commit = String::from_utf8_lossy(&verified).trim().to_owned();
    specs_in(repository, &commit, "specs/")
}

/// The spec files of a revision below a folder of the repository.
pub(crate) fn specs_in(
    repository: &Path,
    commit: &str,
    folder: &str,
) -> Result<Vec<SourceFile>, GitError> {
    let listed = run(
        git(repository).args(["ls-tree", "-r", "-z", commit, folder]),
        b"",
    )?;
    let entries = String::from_utf8_lossy(&listed).into_owned();
    let wanted: Vec<(&str, &str)> = entries.split('\0').filter_map(spec_entry).collect();
    let ids: String = wanted.iter().flat_map(|(id, _)| [*id, "\n"]).collect();
    let answer = run(
        git(repository).args(["cat-file", "--batch"]),
        ids.as_bytes(),
    )?;
    let mut rest = answer.as_slice();
    wanted
        .into_iter()
        .map(|(_, path)| Ok(SourceFile::new(path, take_object(&mut rest)?)))
        .collect()
}

/// The paths of the files of a revision below a folder.
pub(crate) fn files_at(
    repository: &Path,
    revision: &str,
    folder: &str,
) -> Result<Vec<String>, GitError> {
    let listed = run(
        git(repository).args(["ls-tree", "-r", "-z", "--name-only", revision, folder]),
        b"",
    )?;
    let listed = String::from_utf8_lossy(&listed);
    Ok(listed
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(str::to_owned)
        .collect())
}

/// The commits that changed a file, the newest first; a merge is one change.
pub(crate) fn commits_of(repository: &Path, path: &str) -> Result<Vec<String>, GitError> {
    let listed = run(
        git(repository).args(["log", "--first-parent", "--format=%H", "HEAD", "--", path]),
        b"",
    )?;
    Ok(String::from_utf8_lossy(&listed)
        .lines()
        .map(str::to_owned)
        .collect())
}

/// The content of a file in a commit; nothing if it has none.
pub(crate) fn file_at(
    repository: &Path,
    commit: &str,
    path: &str,
) -> Result<Option<Vec<u8>>, GitError> {
    let name = format!("{commit}:{path}\n");
    let answer = run(
        git(repository).args(["cat-file", "--batch"]),
        name.as_bytes(),
    )?;
    if answer.ends_with(b" missing\n") {
        return Ok(None);
    }
    take_object(&mut answer.as_slice()).map(Some)
}

/// Whether the repository lacks a part of its history.
pub(crate) fn is_shallow(repository: &Path) -> Result<bool, GitError> {
    let answer = run(
        git(repository).args(["rev-parse", "--is-shallow-repository"]),
        b"",
    )?;
    Ok(answer.starts_with(b"true"))
}

fn git(repository: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(repository);
    command
}

/// Runs git with an input. The input is written by a thread of its own, because git answers while
/// it reads.
fn run(command: &mut Command, input: &[u8]) -> Result<Vec<u8>, GitError> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let stdin = child.stdin.take();
    let Output {
        status,
        stdout,
        stderr,
    } = thread::scope(|scope| {
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        child.wait_with_output()
    })?;
    if status.success() {
        Ok(stdout)
    } else {
        let said = String::from_utf8_lossy(&stderr);
        Err(GitError::Refused(said.trim().to_owned()))
    }
}

/// The object id and the path below `specs/` of a spec file.
fn spec_entry(entry: &str) -> Option<(&str, &str)> {
    let (meta, path) = entry.split_once('\t')?;
    let path = path.strip_prefix("specs/")?;
    let depth = path.strip_suffix(".yaml")?.matches('/').count();
    let is_spec = depth == 2 || path == FACADE_FILE || is_provider_file(path);
    let mut words = meta.split(' ');
    let (_mode, kind, id) = (words.next()?, words.next()?, words.next()?);
    (is_spec && kind == "blob").then_some((id, path))
}

/// The next object of `cat-file --batch`: a line with id, kind and size, the content, a line end.
fn take_object(rest: &mut &[u8]) -> Result<Vec<u8>, GitError> {
    let end = rest
        .iter()
        .position(|byte| *byte == b'\n')
        .ok_or(GitError::Unexpected)?;
    let size = std::str::from_utf8(&rest[..end])
        .ok()
        .and_then(|head| head.rsplit(' ').next()?.parse::<usize>().ok())
        .ok_or(GitError::Unexpected)?;
    let content = rest
        .get(end + 1..end + 1 + size)
        .ok_or(GitError::Unexpected)?;
    *rest = rest.get(end + 2 + size..).unwrap_or_default();
    Ok(content.to_vec())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn only_spec_files_count() {
        for (entry, expected) in [
            (
                "100644 blob 12ab\tspecs/a/b/C.yaml",
                Some(("12ab", "a/b/C.yaml")),
            ),
            (
                "100644 blob 12ab\tspecs/a/provider.yaml",
                Some(("12ab", "a/provider.yaml")),
            ),
            ("100644 blob 12ab\tspecs/a/other.yaml", None),
            ("100644 blob 12ab\tspecs/schema/x.json", None),
            ("160000 commit 12ab\tspecs/a/b/C.yaml", None),
            ("", None),
        ] {
            assert_eq!(spec_entry(entry), expected);
        }
    }

    #[test]
    fn objects_are_told_apart_by_their_size() {
        let mut rest: &[u8] = b"12ab blob 3\na\nb\n34cd blob 0\n\n";
        assert_eq!(take_object(&mut rest).unwrap(), b"a\nb");
        assert_eq!(take_object(&mut rest).unwrap(), b"");
        assert!(take_object(&mut rest).is_err());
    }

    #[test]
    fn an_option_is_no_revision() {
        let refused = specs_at(crate::Workspace::of_this_repository().root(), "--help");
        assert!(matches!(refused, Err(GitError::Refused(_))));
    }
}

//! Specs as they were: read from a revision of the repository, without touching the working tree.

use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::thread;

use cloudwright_spec::SourceFile;
use cloudwright_spec::load::{FACADE_FILE, is_provider_file};

use crate::Workspace;

/// Why a revision cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GitError {
    /// There is no git, or it could not be spoken to.
    #[error("git: {0}")]
    Io(#[from] std::io::Error),
    /// There is nothing to compare with.
    #[error(
        "the specs are in no git repository that has a commit, and drift compares with one: commit them first, or \
         name two folders, `--from FOLDER --to FOLDER`"
    )]
    NoCommit,
    /// It refused.
    #[error("git: {0}")]
    Refused(String),
    /// It said something that is not understood.
    #[error("git: unexpected output")]
    Unexpected,
}

/// The spec files of a revision.
pub(crate) fn specs_at(workspace: &Workspace, revision: &str) -> Result<Vec<SourceFile>, GitError> {
    let commit = format!("{revision}^{{commit}}");
    let verified = git(
        workspace,
        &["rev-parse", "--verify", "--end-of-options", &commit],
        b"",
    )?;
    let commit = String::from_utf8_lossy(&verified).trim().to_owned();
    specs_in(workspace, &commit, "")
}

/// The spec files of a revision below a folder of the specs, which ends in `/` or is empty.
pub(crate) fn specs_in(
    workspace: &Workspace,
    commit: &str,
    folder: &str,
) -> Result<Vec<SourceFile>, GitError> {
    let below = specs_path(workspace, folder);
    let listed = git(workspace, &["ls-tree", "-r", "-z", commit, &below], b"")?;
    let entries = String::from_utf8_lossy(&listed).into_owned();
    let wanted: Vec<(&str, &str)> = entries
        .split('\0')
        .filter_map(|entry| spec_entry(entry, &specs_path(workspace, "")))
        .collect();
    let ids: String = wanted.iter().flat_map(|(id, _)| [*id, "\n"]).collect();
    let answer = git(workspace, &["cat-file", "--batch"], ids.as_bytes())?;
    let mut rest = answer.as_slice();
    wanted
        .into_iter()
        .map(|(_, path)| Ok(SourceFile::new(path, take_object(&mut rest)?)))
        .collect()
}

/// The paths of the files of a revision in the specs folder, as they are below it.
pub(crate) fn spec_paths_at(
    workspace: &Workspace,
    revision: &str,
) -> Result<Vec<String>, GitError> {
    let folder = specs_path(workspace, "");
    let listed = ["ls-tree", "-r", "-z", "--name-only", revision, &folder];
    let listed = git(workspace, &listed, b"")?;
    let listed = String::from_utf8_lossy(&listed);
    let below = listed
        .split('\0')
        .filter_map(|path| path.strip_prefix(&folder));
    Ok(below.map(str::to_owned).collect())
}

/// A path below the specs folder, as git takes it where the workspace's root is.
fn specs_path(workspace: &Workspace, path: &str) -> String {
    format!("{}/{path}", workspace.settings().specs)
}

/// The commits that changed a file of the specs, the newest first; a merge is one change.
pub(crate) fn commits_of(workspace: &Workspace, path: &str) -> Result<Vec<String>, GitError> {
    let path = specs_path(workspace, path);
    let log = ["log", "--first-parent", "--format=%H", "HEAD", "--", &path];
    let listed = git(workspace, &log, b"")?;
    Ok(String::from_utf8_lossy(&listed)
        .lines()
        .map(str::to_owned)
        .collect())
}

/// The content of a file of the specs in a commit; nothing if it has none.
pub(crate) fn file_at(
    workspace: &Workspace,
    commit: &str,
    path: &str,
) -> Result<Option<Vec<u8>>, GitError> {
    // With `./` it is below the workspace's root, which need not be the repository's.
    let name = format!("{commit}:./{}\n", specs_path(workspace, path));
    let answer = git(workspace, &["cat-file", "--batch"], name.as_bytes())?;
    if answer.ends_with(b" missing\n") {
        return Ok(None);
    }
    take_object(&mut answer.as_slice()).map(Some)
}

/// Whether the repository lacks a part of its history.
pub(crate) fn is_shallow(workspace: &Workspace) -> Result<bool, GitError> {
    let answer = git(workspace, &["rev-parse", "--is-shallow-repository"], b"")?;
    Ok(answer.starts_with(b"true"))
}

/// Runs git with an input. The input is written by a thread of its own, because git answers while
/// it reads.
fn git(workspace: &Workspace, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, GitError> {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(workspace.root())
        .args(arguments)
        // What it says is looked into.
        .env("LC_ALL", "C")
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
        let has_none = ["not a git repository", "Not a valid object name HEAD"];
        if has_none.iter().any(|none| said.contains(none)) {
            return Err(GitError::NoCommit);
        }
        Err(GitError::Refused(said.trim().to_owned()))
    }
}

/// The object id and the path below the specs folder of a spec file.
fn spec_entry<'e>(entry: &'e str, specs: &str) -> Option<(&'e str, &'e str)> {
    let (meta, path) = entry.split_once('\t')?;
    let path = path.strip_prefix(specs)?;
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
            assert_eq!(spec_entry(entry, "specs/"), expected);
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
        let refused = specs_at(&Workspace::of_this_repository(), "--help");
        assert!(matches!(refused, Err(GitError::Refused(_))));
    }
}

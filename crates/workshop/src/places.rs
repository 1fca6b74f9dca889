//! Spec files of a folder, how to refer from one folder to another, and what is said to people.

use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use cloudwright_spec::SourceFile;

/// What a command answers: an exit code, or an error to be shown.
pub type Done = Result<std::process::ExitCode, Box<dyn std::error::Error>>;

/// The spec files of a folder.
pub(crate) fn read_specs(folder: &Path) -> Result<Vec<SourceFile>, Box<dyn std::error::Error>> {
    if folder.is_dir() {
        Ok(cloudwright_spec::load::read_dir(folder)?)
    } else {
        Err(format!("{} is no folder", folder.display()).into())
    }
}

/// How `from` refers to `to`; both are absolute and free of links.
pub(crate) fn relative(from: &Path, to: &Path) -> PathBuf {
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (from.components().collect(), to.components().collect());
    let shared = from
        .iter()
        .zip(&to)
        .take_while(|(left, right)| left == right)
        .count();
    let up = from[shared..].iter().map(|_| Component::ParentDir);
    up.chain(to[shared..].iter().copied()).collect()
}

/// Writes to standard output; a reader that went away is no failure.
pub fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Writes to standard error, in the same manner.
pub fn complain(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_folder_refers_to_another_by_the_shortest_way() {
        for (from, to, expected) in [
            ("/a/b", "/a/b/c", "c"),
            ("/a/b/c", "/a/d", "../../d"),
            ("/x", "/a/b", "../a/b"),
        ] {
            assert_eq!(
                relative(Path::new(from), Path::new(to)),
                Path::new(expected)
            );
        }
    }
}

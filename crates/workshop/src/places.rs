//! Spec files of a folder, how to refer from one folder to another, and what is said to people.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use cloudwright_spec::SourceFile;
use cloudwright_vocabulary::printable;

/// What a command answers: an exit code, or an error to be shown.
pub type Done = Result<ExitCode, Box<dyn std::error::Error>>;

/// The spec files of a folder.
pub(crate) fn read_specs(folder: &Path) -> Result<Vec<SourceFile>, Box<dyn std::error::Error>> {
    if folder.is_dir() {
        Ok(cloudwright_spec::load::read_dir(folder)?)
    } else {
        Err(format!("{} is no folder", folder.display()).into())
    }
}

/// The spec files of a folder; none where there is no folder yet.
pub(crate) fn read_specs_if_there(
    folder: &Path,
) -> Result<Vec<SourceFile>, Box<dyn std::error::Error>> {
    if folder.exists() {
        read_specs(folder)
    } else {
        Ok(Vec::new())
    }
}

/// How a command ends.
pub(crate) fn exit_code(is_well: bool) -> ExitCode {
    if is_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
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

/// Whether what is said on standard error has colours.
pub(crate) fn has_colours() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Writes to standard output; a reader that went away is no failure. On a terminal nothing acts but
/// line ends, tabs and colours; elsewhere the text is what it is.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    let text = if out.is_terminal() {
        harmless(text)
    } else {
        text.to_owned()
    };
    let _ = out.write_all(text.as_bytes());
}

/// Writes JSON to standard output: the same value, of characters that can be shown.
pub(crate) fn print_json(text: &str) {
    let _ = io::stdout().write_all(printable::json(text).as_bytes());
}

/// Writes to standard error what nobody's terminal acts on.
pub fn complain(text: &str) {
    let _ = io::stderr().write_all(harmless(text).as_bytes());
}

/// The text with its line ends, tabs and colours, and everything else that is not seen written out.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let length = match character {
            '\n' | '\t' => 1,
            _ => colour(rest).unwrap_or(0),
        };
        if length > 0 {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        let (shown, after) = rest.split_at(character.len_utf8());
        out.push_str(&printable::text(shown));
        rest = after;
    }
    out
}

/// How long the colour is that the text begins with: `ESC [`, digits and `;`, `m`.
fn colour(text: &str) -> Option<usize> {
    let digits = text.strip_prefix("\u{1b}[")?;
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    digits[end..].starts_with('m').then_some(end + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_moves_no_terminal_and_keeps_its_colours() {
        for (given, shown) in [
            (
                "a\tb\n\u{1b}[1;31mred\u{1b}[0m 仓\n",
                "a\tb\n\u{1b}[1;31mred\u{1b}[0m 仓\n",
            ),
            ("\u{1b}[2J\u{1b}]0;x\u{7}", "\\u{1b}[2J\\u{1b}]0;x\\u{7}"),
            ("\u{1b}[31", "\\u{1b}[31"),
            ("\u{9b}31m \u{202e}\r\u{8}", "\\u{9b}31m \\u{202e}\\r\\u{8}"),
        ] {
            assert_eq!(harmless(given), shown);
        }
    }

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

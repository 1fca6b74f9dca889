//! rustfmt as the judge, where it is installed.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// Fails if rustfmt would change a text. Where there is no rustfmt, nobody can tell.
pub(crate) fn leaves_alone(text: &str) {
    let rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut rustfmt) = rustfmt else {
        return;
    };
    rustfmt
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let output = rustfmt.wait_with_output().unwrap();
    let formatted = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "rustfmt refuses\n{text}");
    let mut lines = text.lines().zip(formatted.lines());
    let differing = lines.position(|(ours, theirs)| ours != theirs);
    assert!(
        text == formatted,
        "line {differing:?}: rustfmt would make\n{formatted}\nof\n{text}"
    );
}

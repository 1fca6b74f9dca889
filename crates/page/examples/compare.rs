//! Prints what changed between two saved versions of a page as JSON: `compare OLD NEW`, or, with `--out
//! DIR`, one file for each pair `NAME.old.txt` and `NAME.new.txt` of the files given.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cloudwright_page::compare::{Change, compare};

fn main() -> ExitCode {
    let mut out: Option<PathBuf> = None;
    let mut files = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--out" => out = arguments.next().map(PathBuf::from),
            _ => files.push(PathBuf::from(argument)),
        }
    }
    let result = match (&out, files.as_slice()) {
        (None, [old, new]) => changes(old, new).map(|changes| println!("{}", json(&changes))),
        (Some(out), files) => files.iter().try_for_each(|file| pair(file, out)),
        _ => Err("compare OLD NEW, or compare --out DIR FILE…".to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn pair(old: &Path, out: &Path) -> Result<(), String> {
    let name = old
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let Some(name) = name.strip_suffix(".old.txt") else {
        return Ok(());
    };
    let changes = changes(old, &old.with_file_name(format!("{name}.new.txt")))?;
    std::fs::write(out.join(format!("{name}.json")), json(&changes))
        .map_err(|error| error.to_string())
}

fn changes(old: &Path, new: &Path) -> Result<Vec<Change>, String> {
    let read = |path: &Path| {
        let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        cloudwright_page::read(&String::from_utf8_lossy(&bytes))
            .map_err(|refusal| format!("{}: {refusal}", path.display()))
    };
    Ok(compare(&read(old)?, &read(new)?))
}

fn json(changes: &[Change]) -> String {
    serde_json::to_string_pretty(changes).unwrap_or_default()
}

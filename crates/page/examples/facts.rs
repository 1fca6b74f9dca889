//! Reads saved pages and prints their facts as JSON, or writes one file a page with `--out DIR`.
//!
//! `cargo run -p cloudwright-page --example facts -- [--dialect NAME] [--out DIR] FILE…`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut dialect = None;
    let mut out: Option<PathBuf> = None;
    let mut files = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--dialect" => dialect = arguments.next(),
            "--out" => out = arguments.next().map(PathBuf::from),
            _ => files.push(PathBuf::from(argument)),
        }
    }
    let mut all_explained = true;
    for file in &files {
        match one(file, dialect.as_deref(), out.as_deref()) {
            Ok(explained) => all_explained &= explained,
            Err(message) => {
                eprintln!("{}: {message}", file.display());
                all_explained = false;
            }
        }
    }
    if all_explained {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn one(file: &Path, dialect: Option<&str>, out: Option<&Path>) -> Result<bool, String> {
    let text = std::fs::read(file).map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&text);
    let page = match dialect {
        Some(dialect) => cloudwright_page::read_as(&text, dialect),
        None => cloudwright_page::read(&text),
    }
    .map_err(|refusal| refusal.to_string())?;
    for line in &page.unexplained {
        eprintln!(
            "{}:{}: {}: {:?}",
            file.display(),
            line.line,
            line.why,
            line.text
        );
    }
    let facts = format!("{:#}\n", page.to_json());
    match out {
        None => print!("{facts}"),
        Some(folder) => {
            let name = file.file_stem().unwrap_or_default();
            let path = folder.join(name).with_extension("json");
            // `a.old.txt` is `a.old.json`.
            let path = if name.to_string_lossy().contains('.') {
                folder.join(format!("{}.json", name.to_string_lossy()))
            } else {
                path
            };
            std::fs::write(&path, facts).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(page.unexplained.is_empty())
}

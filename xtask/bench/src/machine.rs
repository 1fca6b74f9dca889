//! The machine and the tools a run was made with.

use std::process::Command;

use crate::places;

/// Facts about the machine, by name.
pub(super) fn describe() -> Vec<(&'static str, String)> {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let mut facts = vec![
        (
            "processor",
            processor().unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
        ),
        ("cores", cores.to_string()),
        ("system", std::env::consts::OS.to_owned()),
    ];
    for (name, program, arguments) in [
        ("rustc", "rustc", &["--version"][..]),
        ("valgrind", "valgrind", &["--version"]),
        ("commit", "git", &["rev-parse", "--short", "HEAD"]),
    ] {
        facts.extend(said(program, arguments).map(|said| (name, said)));
    }
    facts
}

/// Whether instructions can be counted.
pub(super) fn has_valgrind() -> bool {
    said("valgrind", &["--version"]).is_some()
}

fn processor() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(places::repository())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success()).then(|| text.trim().to_owned())
}

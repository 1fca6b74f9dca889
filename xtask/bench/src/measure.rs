//! What a command costs: CPU time and peak memory of it and its children.
//!
//! The operating system adds up the costs of all children of a process, so each measured command
//! gets a parent of its own: this program again, as `measure`.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};

use super::Run;
use crate::places::Failure;

/// What a command cost.
#[derive(Clone, Debug, Default)]
pub(super) struct Cost {
    /// User and system time, in seconds.
    pub cpu: f64,
    /// Elapsed time, in seconds.
    pub wall: f64,
    /// Peak memory of the largest process, in MB.
    pub memory: f64,
}

/// Runs a command to its end; a failure is an error with what it wrote.
pub(super) fn cost(run: &Run, command: &Command) -> Result<Cost, Failure> {
    let report = run.work.join("measured.json");
    let mut wrapped = Command::new(&run.program);
    wrapped.arg("measure").arg(&report).arg("--");
    wrapped.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => wrapped.env(name, value),
            None => wrapped.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        wrapped.current_dir(folder);
    }
    let output = wrapped.output()?;
    if !output.status.success() {
        let told = [output.stdout, output.stderr].concat();
        let told = String::from_utf8_lossy(&told);
        return Err(format!("{command:?} failed:\n{told}").into());
    }
    let told: Value = serde_json::from_str(&std::fs::read_to_string(&report)?)?;
    let number = |key: &str| told[key].as_f64().unwrap_or_default();
    Ok(Cost {
        cpu: number("cpu"),
        wall: number("wall"),
        memory: number("memory"),
    })
}

/// The time in the middle.
pub(super) fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// The process that runs one command and asks the system what it cost.
pub(super) fn report(report: &Path, command: &[OsString]) -> Result<bool, Failure> {
    let [program, rest @ ..] = command else {
        return Ok(false);
    };
    let start = Instant::now();
    let status = Command::new(program).args(rest).status()?;
    let wall = start.elapsed().as_secs_f64();
    let (cpu, memory) = of_children()?;
    let told = json!({ "cpu": cpu, "wall": wall, "memory": memory });
    std::fs::write(report, told.to_string())?;
    Ok(status.success())
}

/// CPU seconds and peak memory in MB of the processes that this one started.
#[cfg(unix)]
fn of_children() -> Result<(f64, f64), Failure> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // The system counts in kilobytes, on macOS in bytes.
    let units_a_megabyte = if cfg!(target_os = "macos") {
        1e6
    } else {
        1e6 / 1024.0
    };
    let memory = usage.max_rss() as f64 / units_a_megabyte;
    Ok((micros as f64 / 1e6, memory))
}

#[cfg(not(unix))]
fn of_children() -> Result<(f64, f64), Failure> {
    Err("what a process costs is measured on Unix only".into())
}

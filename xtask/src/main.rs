//! `cargo xtask`: thin commands over the libraries, one module a command.

mod catalog;
mod changed;
mod check;
mod drift;
mod git;
mod import;
mod places;
mod regen;
mod transcribe;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Regen(regen::Arguments),
    Check(check::Arguments),
    Drift(drift::Arguments),
    Import(import::Arguments),
    Transcribe(transcribe::Arguments),
    Catalog(catalog::Arguments),
    /// Measures what the project costs; `cargo xtask bench --help` says how.
    #[command(disable_help_flag = true)]
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Regen(arguments) => regen::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Drift(arguments) => Ok(drift::run(&arguments)),
        Command::Import(arguments) => import::run(&arguments),
        Command::Transcribe(arguments) => transcribe::run(&arguments),
        Command::Catalog(arguments) => catalog::run(&arguments),
        Command::Bench { arguments } => bench(&arguments),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            places::complain(&format!("error: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

/// The benchmarks are a program of their own: the other commands are built without what they need.
fn bench(arguments: &[OsString]) -> places::Done {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = std::process::Command::new(cargo)
        .args(["run", "--quiet", "--package", "cloudwright-bench", "--"])
        .args(arguments)
        .current_dir(places::repository())
        .status()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

//! `cargo xtask`: the workshop's commands on this repository, and what a release of it takes.

mod publish;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use cloudwright_workshop::{
    Done, Workspace, catalog, check, complain, drift, import, regen, transcribe,
};

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
    Publish(publish::Arguments),
    /// Measures what the project costs; `cargo xtask bench --help` says how.
    #[command(disable_help_flag = true)]
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let workspace = match Workspace::open(repository()) {
        Ok(workspace) => workspace,
        Err(error) => {
            complain(&format!("error: {error}\n"));
            return ExitCode::FAILURE;
        }
    };
    let done = match Arguments::parse().command {
        Command::Regen(arguments) => regen::run(&arguments, &workspace),
        Command::Check(arguments) => check::run(&arguments, &workspace),
        Command::Drift(arguments) => Ok(drift::run(&arguments, &workspace)),
        Command::Import(arguments) => import::run(&arguments, &workspace),
        Command::Transcribe(arguments) => transcribe::run(&arguments, &workspace),
        Command::Catalog(arguments) => catalog::run(&arguments, &workspace),
        Command::Publish(arguments) => publish::run(&arguments, &workspace),
        Command::Bench { arguments } => bench(&arguments, &workspace),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            complain(&format!("error: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

/// The repository, which this program is built from.
fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The benchmarks are a program of their own: the other commands are built without what they need.
fn bench(arguments: &[OsString], workspace: &Workspace) -> Done {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = std::process::Command::new(cargo)
        .args(["run", "--quiet", "--package", "cloudwright-bench", "--"])
        .args(arguments)
        .current_dir(workspace.root())
        .status()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

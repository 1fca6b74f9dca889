//! `cargo xtask`: thin commands over the libraries, one module a command.

mod bench;
mod check;
mod drift;
mod git;
mod import;
mod places;
mod regen;

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
    Bench(bench::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Regen(arguments) => regen::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Drift(arguments) => Ok(drift::run(&arguments)),
        Command::Import(arguments) => import::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            places::complain(&format!("error: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

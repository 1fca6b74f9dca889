//! `cargo cloudwright`: the workshop's commands in any workspace.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use cloudwright_workshop::{
    Done, Workspace, add, check, complain, drift, import, new, print, regen, transcribe,
};

/// Typed Rust clients of cloud APIs, made in your own workspace.
#[derive(Debug, Parser)]
#[command(
    name = "cargo-cloudwright",
    bin_name = "cargo cloudwright",
    version,
    subcommand_required = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Arguments),
    Add(add::Arguments),
    Transcribe(transcribe::Arguments),
    Import(import::Arguments),
    Check(check::Arguments),
    Regen(regen::Arguments),
    Drift(drift::Arguments),
    /// Prints completions of `cargo-cloudwright` for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Prints the manual page, which `cargo help cloudwright` shows where it is installed.
    Manual,
}

fn main() -> ExitCode {
    match run(&Arguments::parse_from(words(std::env::args_os()))) {
        Ok(code) => code,
        Err(error) => {
            complain(&format!("error: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

/// The words of the command line without the one that Cargo puts before a subcommand's own.
fn words(all: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = all.collect();
    if words.get(1).is_some_and(|word| word == "cloudwright") {
        words.remove(1);
    }
    words
}

fn run(arguments: &Arguments) -> Done {
    match &arguments.command {
        Command::New(arguments) => new::run(arguments),
        Command::Add(arguments) => add::run(arguments),
        Command::Transcribe(arguments) => transcribe::run(arguments, &workspace()?),
        Command::Import(arguments) => import::run(arguments, &workspace()?),
        Command::Check(arguments) => check::run(arguments, &workspace()?),
        Command::Regen(arguments) => regen::run(arguments, &workspace()?),
        Command::Drift(arguments) => Ok(drift::run(arguments, &workspace()?)),
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(
                *shell,
                &mut Arguments::command().bin_name("cargo-cloudwright"),
                "cargo-cloudwright",
                &mut text,
            );
            print(&String::from_utf8_lossy(&text));
            Ok(ExitCode::SUCCESS)
        }
        Command::Manual => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
            print(&String::from_utf8_lossy(&page));
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The workspace of the current folder.
fn workspace() -> Done<Workspace> {
    let here = std::env::current_dir()?;
    Workspace::find(&here)?.ok_or_else(|| {
        let shown = here.display();
        format!(
            "there is no Cargo.toml in {shown} or above: `cargo cloudwright new` makes a workspace"
        )
        .into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_one_that_clap_takes() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_word_that_cargo_adds_is_no_command() {
        let of = |line: &str| words(line.split(' ').map(OsString::from));
        assert_eq!(of("x cloudwright add y"), ["x", "add", "y"]);
        assert_eq!(of("x add cloudwright"), ["x", "add", "cloudwright"]);
    }
}

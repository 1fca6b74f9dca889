//! The `cloudwright` command: any documented action of a cloud API, from a shell.
//!
//! It knows no service itself. Services, actions, parameters and errors come from the catalogue of all
//! actions of three clouds, one way for all: the one that is asked for is read.
#![warn(clippy::self_named_module_files)]

mod call;
mod catalog;
mod command;
mod completions;
mod configure;
mod describe;
mod explain;
mod failure;
mod flags;
mod listing;
mod look;
mod network;
mod open_values;
mod options;
mod output;
mod provider;
mod query;
mod raw;
mod serve;
mod specs;
mod suggest;
mod tables;
mod values;
mod whoami;
mod words;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use cloudwright_vocabulary::printable;
use command::Extent;
use failure::{Failure, Stop};
use look::Look;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    completions::complete(&arguments, |named| command::root(Extent::Complete(named)));
    let stop = match command::run(&arguments) {
        Ok(()) | Err(Stop::Closed) => return ExitCode::SUCCESS,
        Err(stop) => stop,
    };
    let as_data = words::asks_for_json(&arguments);
    let look = Look::of_stderr();
    match stop {
        Stop::Closed => ExitCode::SUCCESS,
        Stop::Parser(error) if failure::is_help(&error) && !(as_data && error.use_stderr()) => {
            // A closed standard output cannot be reported anywhere.
            let _ = error.print();
            exit(error.exit_code())
        }
        Stop::Parser(error) => {
            say(&if as_data {
                Failure::from(&*error).json()
            } else {
                failure::render(&error, look)
            });
            exit(error.exit_code())
        }
        Stop::Failure(failure) => {
            say(&if as_data {
                failure.json()
            } else {
                failure.render(look, look::stderr_width())
            });
            ExitCode::from(failure.exit() as u8)
        }
    }
}

fn exit(code: i32) -> ExitCode {
    ExitCode::from(u8::try_from(code).unwrap_or(2))
}

/// Writes to standard error; that it is closed is passed over.
pub(crate) fn say(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Tells on standard error what a person should know.
pub(crate) fn note(text: &str) {
    let (word, text) = (Look::of_stderr().warning("note:"), printable::text(text));
    say(&format!("{word} {text}\n"));
}

/// Writes data to standard output.
pub(crate) fn put(text: &str) -> Result<(), Stop> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

//! The `cloudwright` command: any documented action of a cloud API, from a shell.
//!
//! It knows no service itself. Services, actions, parameters and errors come from the catalogue of all
//! actions of three clouds, one way for all: the one that is asked for is read.
#![warn(clippy::self_named_module_files)]

mod call;
mod catalog;
mod command;
mod completions;
mod describe;
mod failure;
mod given;
mod keys;
mod listing;
mod output;
mod query;
mod serve;
mod suggest;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use cloudwright_vocabulary::printable;
use command::{Extent, words};
use failure::{Abort, Failure};
use output::look::{self, Look};

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    completions::complete(&arguments, |named| {
        let is_complete = true;
        command::root(Extent { named, is_complete })
    });
    let stop = match command::run(&arguments) {
        Ok(()) | Err(Abort::Closed) => return ExitCode::SUCCESS,
        Err(stop) => stop,
    };
    let as_data = words::asks_for_json(&arguments);
    let look = Look::of_stderr();
    let (text, code) = match stop {
        Abort::Closed => return ExitCode::SUCCESS,
        Abort::Parser(error) if failure::is_help(&error) && !(as_data && error.use_stderr()) => {
            // A closed standard output cannot be reported anywhere.
            let _ = error.print();
            return exit(error.exit_code());
        }
        Abort::Parser(error) if as_data => (Failure::from(&*error).json(), exit(error.exit_code())),
        Abort::Parser(error) => (failure::render(&error, look), exit(error.exit_code())),
        Abort::Failure(failure) if as_data => (failure.json(), failure.exit().into()),
        Abort::Failure(failure) => {
            let text = failure.render(look, look::stderr_width());
            (text, failure.exit().into())
        }
    };
    say(&text);
    code
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
pub(crate) fn put(text: &str) -> Result<(), Abort> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

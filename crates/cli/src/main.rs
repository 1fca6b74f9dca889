//! The `cloudwright` command: any documented action of a cloud API, from a shell.
//!
//! It knows no service itself. Services, actions, parameters and errors come from the generated
//! tables, so that a new spec appears here without a line of code.

mod call;
mod catalog;
mod command;
mod completions;
mod describe;
mod failure;
mod flags;
mod listing;
mod look;
mod options;
mod output;
mod query;
mod sample;
mod serve;
mod suggest;
mod values;
mod words;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use failure::Stop;
use look::Look;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    match command::run(&arguments) {
        Ok(()) | Err(Stop::Closed) => ExitCode::SUCCESS,
        Err(Stop::Parser(error)) => {
            // Nobody is left to be told that there is nobody to read this.
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
        Err(Stop::Failure(failure)) => {
            say(&failure.render(Look::of_stderr(), look::stderr_width()));
            ExitCode::from(failure.exit() as u8)
        }
    }
}

/// Writes to standard error; one that is closed is nobody's loss.
pub(crate) fn say(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Writes data to standard output.
pub(crate) fn put(text: &str) -> Result<(), Stop> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

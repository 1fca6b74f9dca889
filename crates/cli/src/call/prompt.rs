//! Asking a person at a terminal for the required parameters that a call does not give.

use std::io::{BufRead as _, IsTerminal as _};

use cloudwright_core::meta::{Operation, Place};
use cloudwright_vocabulary::printable;
use serde_json::{Map, Value};

use crate::command::flags::{self, Flag};
use crate::command::options::Options;
use crate::command::values;
use crate::failure::Abort;
use crate::output::look::Look;
use crate::say;

/// Adds what is required and absent, as far as a person says it. An empty answer leaves it out:
/// what is missing then is told as it is elsewhere.
pub(super) fn fill(
    operation: &'static Operation,
    parameters: &mut Map<String, Value>,
    options: &Options,
) -> Result<(), Abort> {
    // Where standard input is the input, it is not a person's.
    if !is_possible()
        || options.request.no_check
        || matches!(options.request.input.as_deref(), Some("-" | "@-"))
    {
        return Ok(());
    }
    let flags = flags::of(operation);
    // A body as a whole is asked for by its members, where these have flags.
    let has_members = flags.iter().any(|flag| flag.whole.is_some());
    for flag in &flags {
        let is_whole = has_members && flag.parameter.place == Place::BodyRoot;
        if !is_whole && is_missing(flag, parameters) && !ask(flag, parameters)? {
            return Ok(());
        }
    }
    Ok(())
}

/// Whether a call needs what it does not give. A body that may be left out needs nothing until it is begun.
fn is_missing(flag: &Flag, parameters: &Map<String, Value>) -> bool {
    let parameter = flag.parameter;
    let body = flag.whole.map(|whole| (whole, parameters.get(whole.name)));
    let given = match body {
        Some((whole, None)) if !whole.required => return false,
        Some((_, body)) => body.and_then(|body| body.get(parameter.name)),
        None => parameters.get(parameter.name),
    };
    parameter.required && !parameter.is_filled() && given.is_none_or(Value::is_null)
}

/// Asks until the answer can be read; `false` where there is none.
fn ask(flag: &Flag, parameters: &mut Map<String, Value>) -> Result<bool, Abort> {
    let parameter = flag.parameter;
    let look = Look::of_stderr();
    let name = look.name(&printable::text(parameter.name));
    let mut about = vec![parameter.doc.replace('`', "")];
    about.extend(flags::facts(parameter));
    if !parameter.values.is_empty() {
        about.push(format!("documented: {}", parameter.values.join(", ")));
    }
    let about = about.into_iter().filter(|part| !part.is_empty());
    let about = about.collect::<Vec<_>>().join("; ");
    say(&format!(
        "{name}  {}\n",
        look.faint(&printable::text(&about))
    ));
    loop {
        say("> ");
        let answer = if parameter.sensitive {
            secret()?
        } else {
            line()?
        };
        if answer.is_empty() {
            return Ok(false);
        }
        match values::read(&parameter.kind, &[answer]) {
            Ok(value) => {
                flag.put(value, parameters);
                return Ok(true);
            }
            Err(reason) => say(&format!("{}\n", look.warning(&printable::text(&reason)))),
        }
    }
}

/// Whether a person is there who can be asked.
pub(crate) fn is_possible() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// A line of standard input; empty at its end.
pub(crate) fn line() -> Result<String, Abort> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}

/// A line that the terminal does not show.
pub(crate) fn secret() -> Result<String, Abort> {
    Ok(rpassword::read_password()?)
}

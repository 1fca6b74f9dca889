//! `cloudwright describe`: all that is documented of an action, as text or as data.

mod example;
mod facts;
mod text;

use clap::ArgMatches;

pub(crate) use example::broken;

use crate::failure::Stop;
use crate::look::{self, Look};
use crate::output::{self, Format};
use crate::{catalog, put, sample};

/// Describes an action.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Stop> {
    let word = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let entry = catalog::service(word("SERVICE"))?;
    let operation = catalog::action(entry, word("ACTION"))?;
    let facts = facts::of(operation, &sample::of(operation));
    match Format::of(matches) {
        None | Some(Format::Text) => {
            // Long lines are hard to read, however wide the terminal is.
            let width = look::width().map_or(100, |width| width.min(100));
            put(&text::render(
                &facts,
                &broken(operation, "    "),
                Look::of_stdout(),
                width,
            ))
        }
        Some(format) => put(&output::render(&facts, None, format)),
    }
}

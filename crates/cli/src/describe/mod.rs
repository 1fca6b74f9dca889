//! `cloudwright describe`: all that is documented of an action or a service, as text or as data.

mod answer;
mod example;
mod facts;
mod manual;
mod sparse;
mod text;

use clap::ArgMatches;

pub(crate) use example::{broken, quoted};
pub(crate) use manual::answer as manual_of_answer;

use crate::failure::Stop;
use crate::look::{self, Look};
use crate::output::{self, Format};
use crate::{catalog, put, specs};

/// Describes an action, or a service with its actions.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Stop> {
    let word = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let entry = catalog::service(word("SERVICE").unwrap_or_default())?;
    let format = Format::of(matches).unwrap_or(Format::Text);
    // Long lines are hard to read, however wide the terminal is.
    let width = look::width().map_or(100, |width| width.min(100));
    let look = Look::of_stdout();
    let Some(action) = word("ACTION") else {
        let facts = facts::of_service(catalog::table(entry)?, &catalog::whole(entry)?);
        return put(&match format {
            Format::Text => text::render_service(&facts, look, width),
            format => output::render(&facts, None, format),
        });
    };
    let action = catalog::action(entry, action)?;
    let operation = action.operation;
    let facts = facts::of(operation, &specs::of(action));
    put(&match format {
        Format::Text => text::render(&facts, &broken(operation, "    "), look, width),
        format => output::render(&facts, None, format),
    })
}

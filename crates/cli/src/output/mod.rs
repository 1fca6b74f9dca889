//! Results in the format that was asked for.

pub(crate) mod columns;
mod flat;
pub(crate) mod json;
pub(crate) mod look;
mod records;
mod table;
mod text;
mod widths;
mod wrap;
mod yaml;

use clap::ValueEnum;
use cloudwright_vocabulary::printable;
use serde_json::Value;

pub(crate) use wrap::wrapped;

use look::Look;

/// How results are written.
// Comments that `clap` does not see: with a text for each value, all of the help would need more lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    // Indented JSON.
    Json,
    // A line of JSON for each entry.
    Jsonl,
    Yaml,
    // Tables for people.
    Table,
    // Plain text between tabs.
    Text,
}

/// A result, as it is to be written. `listed` are its entries, where the action is about some: forms that have a
/// line for each show those alone.
pub(crate) fn render(result: &Value, listed: Option<&Value>, format: Format) -> String {
    let look = Look::of_stdout();
    let listed = listed.unwrap_or(result);
    match format {
        Format::Json => json::indented(result, look),
        Format::Jsonl => json::lines(listed, look),
        Format::Yaml => yaml::render(result),
        Format::Table => table::render(listed, look, look::width()),
        Format::Text => text::render(listed, look),
    }
}

/// A text of a spec in one line that can be printed.
pub(crate) fn plain_line(text: &str) -> String {
    let line = text.replace('`', "");
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    printable::text(&line).into_owned()
}

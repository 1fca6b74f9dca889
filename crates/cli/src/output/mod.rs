//! Results in the format that was asked for.

pub(crate) mod columns;
mod flat;
pub(crate) mod json;
mod records;
mod table;
mod text;
mod widths;
mod wrap;
mod yaml;

use clap::ArgMatches;
use serde_json::Value;

pub(crate) use wrap::wrapped;

use crate::look::{self, Look};

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Indented JSON.
    Json,
    /// A line of JSON for each entry.
    Jsonl,
    /// YAML.
    Yaml,
    /// Tables for people.
    Table,
    /// Plain text between tabs.
    Text,
}

impl Format {
    /// The formats by the names that `--output` takes.
    pub(crate) const NAMES: &[(&str, Self)] = &[
        ("json", Self::Json),
        ("jsonl", Self::Jsonl),
        ("yaml", Self::Yaml),
        ("table", Self::Table),
        ("text", Self::Text),
    ];

    /// What `--output` says, if it is given.
    pub(crate) fn of(matches: &ArgMatches) -> Option<Self> {
        let name = matches.get_one::<String>("output")?;
        Self::NAMES
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, format)| *format)
    }
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

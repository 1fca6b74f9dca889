//! The parameters of a call: what `--input` holds, and over it what flags say.

use std::io::Read as _;

use clap::ArgMatches;
use cloudwright_core::meta::Operation;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::options::Options;
use crate::{flags, values};

/// The parameters by wire name.
pub(super) fn parameters(
    operation: &'static Operation,
    matches: &ArgMatches,
    options: &Options,
) -> Result<Map<String, Value>, Failure> {
    let mut parameters = match &options.input {
        Some(source) => input(source)?,
        None => Map::new(),
    };
    let mut wrong = Vec::new();
    for flag in flags::of(operation) {
        let Some(given) = matches.get_many::<String>(&flag.id) else {
            continue;
        };
        let texts: Vec<String> = given.cloned().collect();
        let value = match values::read(&flag.parameter.kind, &texts) {
            Ok(value) => value,
            // Unchecked, the service gets what was written.
            Err(_) if !options.check => texts.join(",").into(),
            Err(reason) => {
                wrong.push((format!("--{}", flag.name), reason));
                continue;
            }
        };
        parameters.insert(flag.parameter.name.to_owned(), value);
    }
    if wrong.is_empty() {
        return Ok(parameters);
    }
    let failure = Failure::usage("the call was not sent");
    Err(wrong.into_iter().fold(failure, |failure, (flag, reason)| {
        failure.with_fact(flag, reason)
    }))
}

/// Reads `--input`: JSON, `@FILE`, or `-` for standard input.
fn input(source: &str) -> Result<Map<String, Value>, Failure> {
    let (text, place) = match source.strip_prefix('@') {
        Some("-") => (standard_input()?, "standard input".to_owned()),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| {
                Failure::usage(format!("--input: {path} cannot be read: {error}"))
            })?;
            (text, path.to_owned())
        }
        None if source == "-" => (standard_input()?, "standard input".to_owned()),
        None => (source.to_owned(), "its value".to_owned()),
    };
    let text = text.trim_start_matches('\u{feff}');
    match serde_json::from_str(text) {
        Ok(Value::Object(parameters)) => Ok(parameters),
        Ok(_) => Err(Failure::usage(format!(
            "--input: {place} is no JSON object"
        ))),
        Err(error) => {
            let failure = Failure::usage(format!("--input: {place} is no JSON: {error}"));
            Err(failure.with_hint("--input takes JSON, @FILE, or - for standard input"))
        }
    }
}

fn standard_input() -> Result<String, Failure> {
    let mut text = String::new();
    let read = std::io::stdin().lock().read_to_string(&mut text);
    read.map_err(|error| {
        Failure::usage(format!("--input: standard input cannot be read: {error}"))
    })?;
    Ok(text)
}

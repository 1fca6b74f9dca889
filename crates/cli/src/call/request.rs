//! The parameters of a call: what `--input` holds, and over it what flags say.

use clap::ArgMatches;
use cloudwright_core::codec::{Parameters, Violation, ViolationKind, encode_request};
use cloudwright_core::meta::{Operation, Parameter, Protocol, Rule};
use cloudwright_vocabulary::os_error;
use serde_json::{Map, Value};

use super::explain::{self, Wrong};
use super::prompt;
use crate::command::options::Options;
use crate::command::{flags, values};
use crate::failure::{Abort, Failure};

/// The parameters by wire name, if there is nothing wrong with them. What is only to be completed is not checked, but for
/// what cannot be read.
pub(super) fn parameters(
    operation: &'static Operation,
    matches: &ArgMatches,
    options: &Options,
) -> Result<Map<String, Value>, Abort> {
    let (mut parameters, mut wrong) = given(operation, matches, options)?;
    if !options.preview.generate_input {
        if wrong.is_empty() {
            prompt::fill(operation, &mut parameters, options)?;
        }
        if !options.request.no_check {
            check(operation, &parameters, options, &mut wrong);
        }
    }
    if wrong.is_empty() {
        Ok(parameters)
    } else {
        Err(explain::not_sent(operation, wrong).into())
    }
}

/// What `--input` and the flags give, and which of them cannot be read.
fn given(
    operation: &'static Operation,
    matches: &ArgMatches,
    options: &Options,
) -> Result<(Map<String, Value>, Vec<Wrong>), Failure> {
    let mut parameters = input(options)?;
    let mut wrong = Vec::new();
    for flag in flags::of(operation) {
        let Some(given) = matches.get_many::<String>(&flag.id) else {
            continue;
        };
        let texts: Vec<String> = given.cloned().collect();
        match values::read(&flag.parameter.kind, &texts) {
            Ok(value) => flag.put(value, &mut parameters),
            // Unchecked, the service gets what was written.
            Err(_) if options.request.no_check => flag.put(texts.join(",").into(), &mut parameters),
            Err(message) => {
                if flag.whole.is_none() {
                    parameters.remove(flag.parameter.name);
                }
                wrong.push(Wrong {
                    parameter: flag.wire(),
                    message,
                    is_checked: true,
                });
            }
        }
    }
    Ok((parameters, wrong))
}

/// Adds all that is wrong with the parameters to what is known to be. A value of a wrong type hides
/// nothing of the others.
fn check(
    operation: &'static Operation,
    parameters: &Map<String, Value>,
    options: &Options,
    wrong: &mut Vec<Wrong>,
) {
    let mut sound = parameters.clone();
    if let Err(violations) = Parameters::from_json(operation, sound.clone()) {
        wrong.extend(violations.iter().map(Wrong::from));
        sound.retain(|name, _| !is_told(wrong, name));
    }
    let Ok(given) = Parameters::from_json(operation, sound) else {
        return;
    };
    let protocol = options
        .target
        .protocol
        .or(operation.service.protocols.first().copied());
    let Some(layout) = protocol.map(Protocol::layout) else {
        return;
    };
    let Err(violations) = encode_request(operation, &given, layout, true) else {
        return;
    };
    // What the environment may fill in is judged when the call is sent.
    let is_filled = |name: &str| {
        let known = operation.parameter(name);
        known.is_some_and(Parameter::is_filled)
    };
    let more = violations.iter().filter(|violation| {
        let name = &violation.parameter;
        !is_told(wrong, name) && !is_filled(name) && !is_unsure(operation, wrong, violation)
    });
    let more: Vec<Wrong> = more.map(Wrong::from).collect();
    wrong.extend(more);
    let place = |wrong: &Wrong| {
        let mut names = operation.parameters.iter().map(|parameter| parameter.name);
        let place = names.position(|name| name == top(&wrong.parameter));
        place.unwrap_or(usize::MAX)
    };
    wrong.sort_by_key(place);
}

/// Whether a rule was judged without a value that is wrong already, and was left out.
fn is_unsure(operation: &Operation, wrong: &[Wrong], violation: &Violation) -> bool {
    let names = |rule: &Rule| match *rule {
        Rule::MultipleOf(name, of) => vec![name, of],
        Rule::Together(names)
        | Rule::OneOf(names)
        | Rule::AtMostOne(names)
        | Rule::AtLeastOne(names) => names.to_vec(),
        _ => Vec::new(),
    };
    violation.kind == ViolationKind::Rule
        && operation.rules.iter().map(names).any(|names| {
            names.contains(&violation.parameter.as_str())
                && names.iter().any(|name| is_told(wrong, name))
        })
}

/// Whether something is said of the parameter, or of a part of it, already.
fn is_told(wrong: &[Wrong], name: &str) -> bool {
    wrong.iter().any(|wrong| top(&wrong.parameter) == top(name))
}

/// The parameter that a path leads into. Names may have dots themselves; then more is left out than
/// must be.
fn top(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}

/// Reads `--input`: JSON, `@FILE`, or `-` for standard input; nothing is no parameters.
pub(crate) fn input(options: &Options) -> Result<Map<String, Value>, Failure> {
    let Some(source) = &options.request.input else {
        return Ok(Map::new());
    };
    let (place, text) = match source.strip_prefix('@').unwrap_or(source) {
        "-" => ("standard input", std::io::read_to_string(std::io::stdin())),
        _ if !source.starts_with('@') => ("its value", Ok(source.clone())),
        path => (path, std::fs::read_to_string(path)),
    };
    let wrong = |reason: String| Failure::usage(format!("--input: {place} {reason}"));
    let text =
        text.map_err(|error| wrong(format!("cannot be read: {}", os_error::reason(&error))))?;
    match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(Value::Object(parameters)) => Ok(parameters),
        Ok(_) => Err(wrong("is no JSON object".to_owned())),
        Err(error) => Err(wrong(format!("is no JSON: {error}"))
            .with_hint("--input takes JSON, @FILE, or - for standard input")),
    }
}

//! The words of a command line that name a service and an action, found before it is parsed.
//!
//! Flags depend on the action, so that the parser has to be told the action first. What cannot be
//! found is said here, with what may have been meant.

use std::borrow::Cow;
use std::ffi::OsString;

use clap::Arg;
use cloudwright_catalog::Entry;
use cloudwright_core::meta::Operation;

use super::options;
use crate::catalog;
use crate::failure::Failure;

/// What a command line names.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NamedAction {
    pub(crate) service: Option<&'static Entry>,
    pub(crate) operation: Option<&'static Operation>,
}

/// Finds the service and the action of `call`, and writes them as the tables do.
pub(crate) fn resolve(arguments: &[OsString]) -> Result<(Vec<OsString>, NamedAction), Failure> {
    let mut arguments = arguments.to_vec();
    let mut named = NamedAction::default();
    let mut places = places(&arguments).into_iter();
    if places.next().is_none_or(|place| arguments[place] != "call") {
        return Ok((arguments, named));
    }
    if let Some(place) = places.next() {
        let entry = catalog::service(&arguments[place].to_string_lossy())?;
        named.service = Some(entry);
        arguments[place] = entry.id.as_str().into();
        if let Some(place) = places.next() {
            let action = catalog::action(entry, &arguments[place].to_string_lossy())?;
            named.operation = Some(action.operation);
            arguments[place] = action.operation.name.into();
        }
    }
    Ok((arguments, named))
}

/// What the words of an unfinished command line name, for shells to complete: `call` and `describe`, a
/// service, an action. What is not known is not named.
pub(crate) fn so_far(words: &[OsString]) -> NamedAction {
    // The last word is the one that is being written.
    let places = places(words)
        .into_iter()
        .filter(|place| place + 1 < words.len());
    let mut words = places.map(|place| words[place].to_string_lossy());
    let mut named = NamedAction::default();
    if !matches!(words.next().as_deref(), Some("call" | "describe")) {
        return named;
    }
    named.service = words.next().and_then(|name| catalog::service(&name).ok());
    let action = named.service.zip(words.next());
    let found = action.and_then(|(entry, name)| catalog::action(entry, &name).ok());
    named.operation = found.map(|action| action.operation);
    named
}

/// The places of the words that are neither options nor their values: a command, a service, an action. They end where
/// an option stands that is not known yet and may or may not take the word behind it.
fn places(words: &[OsString]) -> Vec<usize> {
    let own = options::all();
    let mut places = Vec::new();
    let mut at = 1;
    while let Some(word) = words.get(at).filter(|_| places.len() < 3) {
        let text = word.to_str().unwrap_or_default();
        at += 1;
        if !text.starts_with('-') || text == "-" {
            places.push(at - 1);
            continue;
        }
        if matches!(text, "--" | "-h" | "--help" | "-V" | "--version") || text.contains('=') {
            continue;
        }
        let Some(option) = own.iter().find(|option| is_called(option, text)) else {
            break;
        };
        // `-ojson` holds its value; `-o json` does not.
        let is_joined = !text.starts_with("--") && text.len() > 2;
        at += usize::from(option.get_action().takes_values() && !is_joined);
    }
    places
}

/// Whether an option is what a word begins with.
fn is_called(option: &Arg, word: &str) -> bool {
    match word.strip_prefix("--") {
        Some(long) => option.get_long() == Some(long),
        None => option.get_short() == word.chars().nth(1),
    }
}

/// The folder of `--specs`, which says what services there are and so is read before all else.
pub(crate) fn specs_folder(arguments: &[OsString]) -> Option<OsString> {
    let mut words = arguments.iter();
    // The mock has an option of this name, which means more there.
    if words.clone().any(|word| word == "mock") {
        return None;
    }
    while let Some(word) = words.next().filter(|word| *word != "--") {
        if word == "--specs" {
            return words.next().cloned();
        }
        let text = word.to_string_lossy();
        if let Some(folder) = text.strip_prefix("--specs=") {
            return Some(folder.into());
        }
    }
    None
}

/// Whether the results, and so the failures too, are wanted as JSON: what the last `--output` says.
///
/// It is read here and not by the parser, because the parser's own failures are told so as well.
pub(crate) fn asks_for_json(arguments: &[OsString]) -> bool {
    let mut words = arguments.iter().map(|word| word.to_string_lossy());
    let mut format = None;
    while let Some(word) = words.next().filter(|word| word != "--") {
        let long = word.strip_prefix("--output");
        let long = long.filter(|rest| rest.is_empty() || rest.starts_with('='));
        match long.or_else(|| short_output(&word)) {
            Some("") => format = words.next().map(Cow::into_owned).or(format),
            Some(rest) => format = Some(rest.strip_prefix('=').unwrap_or(rest).to_owned()),
            None => {}
        }
    }
    matches!(format.as_deref(), Some("json" | "jsonl"))
}

/// What stands behind the `o` of `-o`, alone or behind switches: `-qo`.
fn short_output(word: &str) -> Option<&str> {
    let letters = word.strip_prefix('-')?;
    let letters = letters.trim_start_matches(['q', 'v', 'h']);
    letters.strip_prefix('o')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn found(line: &str) -> (Vec<OsString>, NamedAction) {
        let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        resolve(&arguments).unwrap()
    }

    #[test]
    fn service_and_action_are_found_among_options() {
        for line in [
            "cloudwright call tencent-ccr ListTriggerLog",
            "cloudwright call Tencent-CCR list-trigger-log --limit 1",
            "cloudwright call --region tencent-tcr tencent-ccr --mock ListTriggerLog",
            "cloudwright call -o json -qv tencent-ccr -ojson listtriggerlog",
            "cloudwright call --region=x tencent-ccr --timeout 3 ListTriggerLog",
        ] {
            let (arguments, named) = found(line);
            let id = named.service.map(|entry| entry.id.as_str());
            assert_eq!(id, Some("tencent-ccr"), "{line}");
            assert_eq!(
                named.operation.map(|operation| operation.name),
                Some("ListTriggerLog")
            );
            assert!(arguments.contains(&"ListTriggerLog".into()), "{line}");
        }
    }

    #[test]
    fn failures_are_data_where_results_are_json() {
        for (line, expected) in [
            ("cloudwright call a b -o json", true),
            ("cloudwright call a b -ojsonl", true),
            ("cloudwright -qo json", true),
            ("cloudwright --output=json x", true),
            ("cloudwright --output json --output table", false),
            ("cloudwright -o table -o=json", true),
            ("cloudwright call a b", false),
            ("cloudwright call a b -o", false),
            ("cloudwright call a b -- -o json", false),
        ] {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(asks_for_json(&words), expected, "{line}");
        }
    }

    #[test]
    fn nothing_is_looked_for_in_other_commands() {
        for line in [
            "cloudwright",
            "cloudwright actions zzz",
            "cloudwright call --help",
        ] {
            assert!(found(line).1.service.is_none(), "{line}");
        }
        let (_, named) = found("cloudwright call tencent-ccr --help");
        assert_eq!(
            (
                named.service.map(|entry| entry.id.as_str()),
                named.operation.is_none()
            ),
            (Some("tencent-ccr"), true)
        );
    }
}

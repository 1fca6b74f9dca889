//! A command line that makes a call, to be copied.

use cloudwright_core::meta::{Operation, Parameter};

use crate::command::flags;

/// The command line over several, for people.
pub(crate) fn broken(operation: &'static Operation, indent: &str) -> String {
    words(operation).join(&format!(" \\\n{indent}"))
}

/// The command line: required parameters, and those that the page has an example for.
pub(super) fn example(operation: &'static Operation) -> String {
    words(operation).join(" ")
}

/// What belongs on one line.
fn words(operation: &'static Operation) -> Vec<String> {
    let mut words = vec![format!(
        "cloudwright call {} {}",
        operation.service.id, operation.name
    )];
    let flags = flags::of(operation).into_iter();
    for flag in flags.filter(|flag| flag.whole.is_none()) {
        let parameter = flag.parameter;
        let is_needed = parameter.required && !parameter.is_filled();
        if is_needed || parameter.example.is_some() {
            words.push(format!("--{} {}", flag.name, quoted(&value(parameter))));
        }
    }
    words
}

fn value(parameter: &Parameter) -> String {
    let given = parameter
        .example
        .or(parameter.values.first().copied())
        .or(parameter.default);
    given.map_or_else(|| parameter.name.to_uppercase(), str::to_owned)
}

/// A word of a POSIX shell.
pub(crate) fn quoted(text: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "_-./:=,@%+".contains(letter);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;
    use crate::catalog;

    #[test]
    fn an_example_names_what_the_call_needs() {
        let entry = catalog::service("huawei-swr").unwrap();
        let line = example(
            catalog::action(entry, "ListInstanceWebhookJobs")
                .unwrap()
                .operation,
        );
        assert!(line.contains(" --instance-id INSTANCE_ID"), "{line}");
        assert!(!line.contains("--project-id"), "{line}");
    }

    #[test]
    fn a_shell_reads_values_as_they_are() {
        for (text, word) in [
            ("a/b", "a/b"),
            ("", "''"),
            ("it's", "'it'\\''s'"),
            ("仓库", "仓库"),
        ] {
            assert_eq!(quoted(text), word);
        }
    }
}

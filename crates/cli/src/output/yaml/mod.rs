//! YAML that readers of versions 1.1 and 1.2 understand alike.
//!
//! The versions disagree about which plain texts are texts: `on`, `12:30:45`, `1_000`, `=` and dates
//! are other things to a reader of 1.1 (`PyYAML`, Ruby's Psych). So a text is written plain only where
//! it begins as no such thing does and is none of the words; every other one stands in double quotes.
//! What is not printable is escaped there, which says the same and moves no terminal.

use std::fmt::Write as _;

use cloudwright_vocabulary::printable::is_unprintable;
use serde_json::{Map, Number, Value};

/// What is true, false or nothing in one of the versions, in any case.
const WORDS: &[&str] = &[
    "y", "n", "yes", "no", "true", "false", "on", "off", "null", "nan", "inf",
];

/// Names of members that are longer are written in the explicit form: a reader may take the usual
/// form for names of up to 1,024 characters only.
const LONGEST_NAME: usize = 200;

/// The value as a document.
pub(super) fn render(value: &Value) -> String {
    let mut text = String::new();
    match value {
        Value::Object(members) if !members.is_empty() => object(members, 0, &mut text),
        Value::Array(items) if !items.is_empty() => list(items, 0, &mut text),
        _ => scalar(value, 2, &mut text),
    }
    text
}

/// Members, each on a line of its own; the first one begins where the text ends.
fn object(members: &Map<String, Value>, indent: usize, text: &mut String) {
    for (place, (name, value)) in members.iter().enumerate() {
        if place > 0 {
            pad(indent, text);
        }
        if name.len() > LONGEST_NAME {
            text.push_str("? ");
            word(name, text);
            text.push('\n');
            pad(indent, text);
        } else {
            word(name, text);
        }
        text.push(':');
        match value {
            Value::Object(inner) if !inner.is_empty() => {
                text.push('\n');
                pad(indent + 2, text);
                object(inner, indent + 2, text);
            }
            // The dash is indentation enough.
            Value::Array(inner) if !inner.is_empty() => {
                text.push('\n');
                pad(indent, text);
                list(inner, indent, text);
            }
            _ => {
                text.push(' ');
                scalar(value, indent + 2, text);
            }
        }
    }
}

/// Items, each behind a dash; the first one begins where the text ends.
fn list(items: &[Value], indent: usize, text: &mut String) {
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            pad(indent, text);
        }
        text.push_str("- ");
        match item {
            Value::Object(inner) if !inner.is_empty() => object(inner, indent + 2, text),
            Value::Array(inner) if !inner.is_empty() => list(inner, indent + 2, text),
            _ => scalar(item, indent + 2, text),
        }
    }
}

fn pad(indent: usize, text: &mut String) {
    text.extend(std::iter::repeat_n(' ', indent));
}

/// Anything that holds nothing, and the end of its line. Several lines of text are indented.
fn scalar(value: &Value, indent: usize, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Value::Number(value) => text.push_str(&number(value)),
        Value::String(value) if is_block(value) => return block(value, indent, text),
        Value::String(value) => word(value, text),
        Value::Array(_) => text.push_str("[]"),
        Value::Object(_) => text.push_str("{}"),
    }
    text.push('\n');
}

/// A reader of 1.1 wants a point and the exponent's sign; one of 1.2 takes them.
fn number(value: &Number) -> String {
    let text = value.to_string();
    let Some((digits, exponent)) = text.split_once('e') else {
        return text;
    };
    let point = if digits.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['-', '+']) {
        ""
    } else {
        "+"
    };
    format!("{digits}{point}e{sign}{exponent}")
}

/// A text on one line, in quotes unless it can be nothing else without.
fn word(value: &str, text: &mut String) {
    if is_plain(value) {
        text.push_str(value);
        return;
    }
    text.push('"');
    for character in value.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            _ if must_be_escaped(character) => escape(character, text),
            _ => text.push(character),
        }
    }
    text.push('"');
}

fn escape(character: char, text: &mut String) {
    let code = u32::from(character);
    // Writing to memory cannot fail.
    let _ = match code {
        0..=0xff => write!(text, "\\x{code:02x}"),
        0x100..=0xffff => write!(text, "\\u{code:04x}"),
        _ => write!(text, "\\U{code:08x}"),
    };
}

/// What is not printable, and the two characters that YAML does not allow as they are.
fn must_be_escaped(character: char) -> bool {
    is_unprintable(character) || matches!(character, '\u{fffe}' | '\u{ffff}')
}

/// Whether a reader of either version takes the text for a text when it stands without quotes.
fn is_plain(value: &str) -> bool {
    // Numbers, times, nothing (`~`), `=`, `<<` and YAML's own marks begin with none of these.
    let begins_as_text =
        value.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '/'));
    begins_as_text
        && !value.ends_with([' ', ':'])
        && !value.contains(": ")
        && !value.contains(" #")
        && !value.contains(must_be_escaped)
        && !WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether a text of several lines can be written as it is.
fn is_block(value: &str) -> bool {
    let inner = value.strip_suffix('\n').unwrap_or(value);
    inner.contains('\n')
        && !inner.ends_with('\n')
        && !inner.starts_with([' ', '\n'])
        && !inner
            .chars()
            .any(|character| character != '\n' && must_be_escaped(character))
}

fn block(value: &str, indent: usize, text: &mut String) {
    text.push_str(if value.ends_with('\n') { "|\n" } else { "|-\n" });
    for line in value.lines() {
        if !line.is_empty() {
            pad(indent, text);
        }
        text.extend([line, "\n"]);
    }
}

#[cfg(test)]
mod tests;

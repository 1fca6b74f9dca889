//! YAML that readers of versions 1.1 and 1.2 understand alike; how one text is written is the vocabulary's.

use cloudwright_vocabulary::yaml::{self, must_be_escaped};
use serde_json::{Map, Number, Value};

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
            text.push_str(&yaml::text(name));
            text.push('\n');
            pad(indent, text);
        } else {
            text.push_str(&yaml::text(name));
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
        Value::String(value) => text.push_str(&yaml::text(value)),
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

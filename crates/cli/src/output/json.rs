//! JSON: indented for people, or a line for each entry.
//!
//! On a terminal, what it would act on or not show is written as `\u` escapes: that is the same
//! value. Elsewhere only what JSON demands is escaped.

use cloudwright_vocabulary::printable;
use serde_json::Value;

use super::look::Look;

/// The value over several lines, with colours where the output takes them.
pub(crate) fn indented(value: &Value, look: Look) -> String {
    let mut text = String::new();
    write(value, "\n", look, &mut text);
    text.push('\n');
    text
}

/// Writes a value whose lines end so: the line end with the indentation of what follows it.
fn write(value: &Value, line_end: &str, look: Look, text: &mut String) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            let inner = format!("{line_end}  ");
            for (at, item) in items.iter().enumerate() {
                text.extend([if at > 0 { "," } else { "[" }, &inner]);
                write(item, &inner, look, text);
            }
            text.extend([line_end, "]"]);
        }
        Value::Object(members) if !members.is_empty() => {
            let inner = format!("{line_end}  ");
            for (at, (name, value)) in members.iter().enumerate() {
                let name = look.name(&compact(&name.as_str().into(), look.is_terminal()));
                text.extend([if at > 0 { "," } else { "{" }, &inner, &name, ": "]);
                write(value, &inner, look, text);
            }
            text.extend([line_end, "}"]);
        }
        Value::String(_) => text.push_str(&look.value(&compact(value, look.is_terminal()))),
        _ => text.push_str(&value.to_string()),
    }
}

/// A line for each item of a list; one line for anything else.
pub(super) fn lines(value: &Value, look: Look) -> String {
    let one = std::slice::from_ref(value);
    let items = value.as_array().map_or(one, Vec::as_slice).iter();
    items
        .map(|item| compact(item, look.is_terminal()) + "\n")
        .collect()
}

/// One line that anybody can print.
pub(crate) fn printable_line(value: &Value) -> String {
    compact(value, true) + "\n"
}

/// Everything on one line.
fn compact(value: &Value, is_printable: bool) -> String {
    let text = value.to_string();
    if is_printable {
        printable::json(&text).into_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use serde_json::json;

    use super::*;

    #[test]
    fn elsewhere_than_on_a_terminal_it_is_plain_json() {
        let value = json!({"b": [1, "x\u{1b}\u{9b}\u{202e}"], "a": {}, "c": []});
        let expected = serde_json::to_string_pretty(&value).unwrap() + "\n";
        assert_eq!(indented(&value, Look::plain()), expected);
        assert_eq!(lines(&value, Look::plain()), format!("{value}\n"));
    }

    #[test]
    fn a_terminal_gets_the_same_value_without_what_it_would_act_on() {
        for character in (0..=0x10_ffff).filter_map(char::from_u32) {
            if !printable::is_unprintable(character) {
                continue;
            }
            let value = json!({format!("a{character}"): [format!("{character}z仓")]});
            for text in [
                indented(&value, Look::terminal()),
                lines(&value, Look::terminal()),
                printable_line(&value),
            ] {
                let is_clean = |line: &str| !line.chars().any(printable::is_unprintable);
                assert!(text.lines().all(is_clean), "{character:?}: {text}");
                assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
            }
        }
    }

    #[test]
    fn lines_are_the_items_of_a_list() {
        let lines = |value| lines(&value, Look::plain());
        assert_eq!(lines(json!([{"a": 1}, 2])), "{\"a\":1}\n2\n");
        assert_eq!(lines(json!({"a": 1})), "{\"a\":1}\n");
        assert_eq!(lines(json!([])), "");
    }
}

//! Plain text for other programs: a line for each entry, values between tabs, no heading.
//!
//! Tabs and line ends in values are written as `\t` and `\n`, so that a line is a line; all else is
//! exact, unless a terminal shows it.

use std::borrow::Cow;

use cloudwright_vocabulary::printable;
use serde_json::Value;

use super::flat::{self, Grid, NamedCells, TextForm};
use crate::output::look::Look;

/// The value as lines.
pub(super) fn render(value: &Value, look: Look) -> String {
    let shown: TextForm = if look.is_terminal() {
        printable::text
    } else {
        one_line
    };
    match value {
        Value::Array(items) => list(items, shown),
        Value::Object(members) => {
            let mut text = String::new();
            for (name, cell) in flat::dotted(members, shown) {
                text.extend([&name, "\t", &cell.text, "\n"]);
            }
            text
        }
        Value::Null => String::new(),
        other => flat::cell(other, shown).text + "\n",
    }
}

fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(['\t', '\n', '\r']) {
        return Cow::Borrowed(text);
    }
    let text = text.replace('\t', "\\t").replace('\n', "\\n");
    Cow::Owned(text.replace('\r', "\\r"))
}

/// Rows of the same columns each.
fn list(items: &[Value], shown: TextForm) -> String {
    let objects = items.iter().filter_map(Value::as_object);
    let rows: Vec<NamedCells> = objects
        .map(|members| flat::dotted(members, shown))
        .collect();
    let grid = Grid::of(rows);
    let mut rows = grid.rows.into_iter();
    let mut text = String::new();
    for item in items {
        match item {
            Value::Object(_) => {
                let mut at = 0;
                for (place, cell) in rows.next().unwrap_or_default() {
                    text.extend(std::iter::repeat_n('\t', place - at));
                    text.push_str(&cell.text);
                    at = place;
                }
                let end = grid.columns.len().saturating_sub(1);
                text.extend(std::iter::repeat_n('\t', end - at));
            }
            Value::Array(inner) => {
                for (place, value) in inner.iter().enumerate() {
                    text.push_str(if place > 0 { "\t" } else { "" });
                    text.push_str(&flat::cell(value, shown).text);
                }
            }
            other => text.push_str(&flat::cell(other, shown).text),
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn entries_are_lines_and_values_stand_between_tabs() {
        for (value, expected) in [
            (
                json!([{"a": 1, "b": {"c": "x\ty"}}, {"d": "仓库"}]),
                "1\tx\\ty\t\n\t\t仓库\n",
            ),
            (json!([["a", 1], ["b", 2]]), "a\t1\nb\t2\n"),
            (json!(["a", "b"]), "a\nb\n"),
            (json!([{}, {}]), "\n\n"),
            (json!({"a": {"b": true}}), "a.b\ttrue\n"),
            (json!("plain"), "plain\n"),
            (json!(null), ""),
        ] {
            assert_eq!(render(&value, Look::plain()), expected);
        }
    }

    #[test]
    fn a_program_gets_texts_as_they_are_and_a_terminal_what_it_can_show() {
        let value = json!([{"a": "\u{1b}[2J\u{202e}\n"}, "\u{9b}"]);
        assert_eq!(
            render(&value, Look::plain()),
            "\u{1b}[2J\u{202e}\\n\n\u{9b}\n"
        );
        assert_eq!(
            render(&value, Look::terminal()),
            "\\u{1b}[2J\\u{202e}\\n\n\\u{9b}\n"
        );
    }

    #[test]
    fn what_is_written_is_linear_in_rows_that_share_no_names() {
        for count in [1000, 10_000] {
            let rows: Vec<Value> = (0..count).map(|n| json!({format!("m{n}"): n})).collect();
            let value = Value::from(rows);
            let bytes = value.to_string().len();
            let text = render(&value, Look::plain());
            assert!(text.len() < 8 * bytes, "{} of {bytes}", text.len());
            assert!(text.contains(&format!("m{0}={0}", count - 1)));
        }
    }
}

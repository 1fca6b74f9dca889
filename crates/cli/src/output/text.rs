//! Plain text for other programs: a line for each entry, values between tabs, no heading.
//!
//! Tabs and line ends in values are written as `\t` and `\n`, so that a line is a line.

use serde_json::Value;

use super::flat;

/// The value as lines.
pub(super) fn render(value: &Value) -> String {
    match value {
        Value::Array(items) => list(items),
        Value::Object(members) => {
            let mut text = String::new();
            for (name, cell) in flat::dotted(members) {
                text.extend([&name, "\t", &cell.text, "\n"]);
            }
            text
        }
        Value::Null => String::new(),
        other => format!("{}\n", flat::cell(other).text),
    }
}

/// Rows of the same columns each.
fn list(items: &[Value]) -> String {
    let rows: Vec<_> = items
        .iter()
        .map(|item| match item {
            Value::Object(members) => flat::dotted(members),
            _ => Vec::new(),
        })
        .collect();
    let columns = flat::columns(&rows);
    let mut text = String::new();
    for (item, row) in items.iter().zip(&rows) {
        match item {
            Value::Object(_) => {
                let cells = columns.iter().map(|column| {
                    let found = row.iter().find(|(name, _)| name == column);
                    found.map_or("", |(_, cell)| cell.text.as_str())
                });
                text.push_str(&cells.collect::<Vec<_>>().join("\t"));
            }
            Value::Array(inner) => {
                let cells = inner.iter().map(|value| flat::cell(value).text);
                text.push_str(&cells.collect::<Vec<_>>().join("\t"));
            }
            other => text.push_str(&flat::cell(other).text),
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
            (json!({"a": {"b": true}}), "a.b\ttrue\n"),
            (json!("plain"), "plain\n"),
            (json!(null), ""),
        ] {
            assert_eq!(render(&value), expected);
        }
    }
}

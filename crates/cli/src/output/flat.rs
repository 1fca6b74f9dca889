//! Values as the cells of a table: objects taken apart into dotted names, or told in one line.

use serde_json::{Map, Value};

use crate::look::printable;

/// A cell: its text, and whether it is a number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) is_number: bool,
}

/// The members of an object with the members of the objects in it, by dotted names.
pub(super) fn dotted(members: &Map<String, Value>) -> Vec<(String, Cell)> {
    let mut cells = Vec::new();
    descend("", members, &mut cells);
    cells
}

fn descend(path: &str, members: &Map<String, Value>, cells: &mut Vec<(String, Cell)>) {
    for (name, value) in members {
        let path = if path.is_empty() {
            printable(name)
        } else {
            format!("{path}.{}", printable(name))
        };
        match value {
            Value::Object(inner) if !inner.is_empty() => descend(&path, inner, cells),
            _ => cells.push((path, cell(value))),
        }
    }
}

/// The members of an object, each in one cell.
pub(super) fn shallow(members: &Map<String, Value>) -> Vec<(String, Cell)> {
    members
        .iter()
        .map(|(name, value)| (printable(name), cell(value)))
        .collect()
}

/// A value in one line.
pub(super) fn cell(value: &Value) -> Cell {
    Cell {
        text: line(value),
        is_number: value.is_number(),
    }
}

fn line(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => printable(text),
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            let noun = if items.len() == 1 { "entry" } else { "entries" };
            format!("[{} {noun}]", items.len())
        }
        Value::Array(items) => items.iter().map(line).collect::<Vec<_>>().join(", "),
        Value::Object(members) => {
            let pairs = members.iter().filter(|(_, value)| !line(value).is_empty());
            let pairs: Vec<String> = pairs
                .map(|(name, value)| format!("{}={}", printable(name), line(value)))
                .collect();
            pairs.join(" ")
        }
        other => other.to_string(),
    }
}

/// The names of the columns of rows, in the order they first appear.
pub(super) fn columns(rows: &[Vec<(String, Cell)>]) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for (name, _) in rows.iter().flatten() {
        if known.insert(name.clone()) {
            columns.push(name.clone());
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use serde_json::json;

    use super::*;

    #[test]
    fn objects_become_dotted_names_and_lists_one_line() {
        let value = json!({"a": {"b": {"c": 1}, "d": {}}, "e": ["x", 2], "f": [{}], "g": null});
        let cells = dotted(value.as_object().unwrap());
        let shown: Vec<(&str, &str)> = cells
            .iter()
            .map(|(name, cell)| (name.as_str(), cell.text.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                ("a.b.c", "1"),
                ("a.d", ""),
                ("e", "x, 2"),
                ("f", "[1 entry]"),
                ("g", "")
            ]
        );
    }

    #[test]
    fn a_summary_tells_what_is_there() {
        let value = json!({"a": {"code": 0, "message": "ok", "more": ""}});
        let cells = shallow(value.as_object().unwrap());
        assert_eq!(cells[0].1.text, "code=0 message=ok");
    }
}

//! Values as the cells of a table: objects taken apart into dotted names, or told in one line.
//!
//! What an answer becomes here is linear in the answer: names that would be repeated before every
//! member are not taken apart, and rows that share no members share a last column.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};

/// How a name or a text is shown.
pub(super) type TextForm = fn(&str) -> Cow<'_, str>;

/// A cell: its text, and whether it is a number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) is_number: bool,
}

/// A row: cells by the names of their columns.
pub(super) type NamedCells = Vec<(String, Cell)>;

/// Objects under longer paths are told in one line: each of their members would repeat the path.
const LONGEST_PATH: usize = 200;

/// Rows have at least so many columns of their own, if they have so many names.
const COLUMNS: usize = 60;

/// The column of what has none of its own.
const REST: &str = "(others)";

/// The members of an object with the members of the objects in it, by dotted names.
pub(super) fn dotted(members: &Map<String, Value>, shown: TextForm) -> NamedCells {
    let mut cells = Vec::new();
    descend("", members, shown, &mut |path, value| {
        cells.push((path, cell(value, shown)));
    });
    cells
}

/// Gives each member that is no object its dotted name.
pub(super) fn descend<'v>(
    path: &str,
    members: &'v Map<String, Value>,
    shown: TextForm,
    take: &mut impl FnMut(String, &'v Value),
) {
    for (name, value) in members {
        let path = if path.is_empty() {
            shown(name).into_owned()
        } else {
            format!("{path}.{}", shown(name))
        };
        match value {
            Value::Object(inner) if !inner.is_empty() && path.len() <= LONGEST_PATH => {
                descend(&path, inner, shown, take);
            }
            _ => take(path, value),
        }
    }
}

/// The members of an object, each in one cell.
pub(super) fn shallow(members: &Map<String, Value>, shown: TextForm) -> NamedCells {
    let cells = members.iter();
    cells
        .map(|(name, value)| (shown(name).into_owned(), cell(value, shown)))
        .collect()
}

/// A value in one line.
pub(super) fn cell(value: &Value, shown: TextForm) -> Cell {
    let mut text = String::new();
    write_line(value, shown, &mut text);
    Cell {
        text,
        is_number: value.is_number(),
    }
}

fn write_line(value: &Value, shown: TextForm, text: &mut String) {
    match value {
        Value::Null => {}
        Value::String(value) => text.push_str(&shown(value)),
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            let noun = if items.len() == 1 { "entry" } else { "entries" };
            let _ = write!(text, "[{} {noun}]", items.len());
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                text.push_str(if place > 0 { ", " } else { "" });
                write_line(item, shown, text);
            }
        }
        Value::Object(members) => {
            let start = text.len();
            for (name, value) in members {
                let before = text.len();
                text.push_str(if before > start { " " } else { "" });
                text.extend([&shown(name), "="]);
                let named = text.len();
                write_line(value, shown, text);
                // What is empty is not told.
                if text.len() == named {
                    text.truncate(before);
                }
            }
        }
        other => text.push_str(&other.to_string()),
    }
}

/// Rows and their columns, in the order that names first appear.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) columns: Vec<String>,
    /// Cells by the places of their columns.
    pub(super) rows: Vec<Vec<(usize, Cell)>>,
}

impl Grid {
    /// Puts rows into columns. There are as many as make the whole at most so many times as large
    /// as the rows; what has no column of its own goes into the last one, with its name.
    pub(super) fn of(rows: Vec<NamedCells>) -> Self {
        const TIMES: usize = 4;
        let cells: usize = rows.iter().map(Vec::len).sum();
        let most = COLUMNS.max(TIMES * cells / rows.len().max(1));
        let mut names: Vec<String> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for (name, _) in rows.iter().flatten() {
            if places.len() < most && !places.contains_key(name) {
                places.insert(name.clone(), names.len());
                names.push(name.clone());
            }
        }
        let rest = names.len();
        let mut has_rest = false;
        let filled = rows.into_iter().map(|row| {
            let (cells, others) = placed(row, &places);
            let others = others.map(|text| {
                has_rest = true;
                let is_number = false;
                (rest, Cell { text, is_number })
            });
            cells.into_iter().chain(others).collect()
        });
        let rows = filled.collect();
        if has_rest {
            names.push(REST.to_owned());
        }
        Self {
            columns: names,
            rows,
        }
    }

    /// How many bytes its texts have.
    pub(super) fn content(&self) -> usize {
        let cells = self.rows.iter().flatten();
        let texts: usize = cells.map(|(_, cell)| cell.text.len()).sum();
        let names: usize = self.columns.iter().map(String::len).sum();
        texts + names
    }

    /// How many cells hold something.
    pub(super) fn cells(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }
}

/// The cells of a row by the places of their columns, and the others as one text. A name that comes
/// twice, once with dots and once taken apart, has its column once.
fn placed(
    row: NamedCells,
    places: &BTreeMap<String, usize>,
) -> (BTreeMap<usize, Cell>, Option<String>) {
    let mut cells = BTreeMap::new();
    let mut others = Vec::new();
    for (name, cell) in row {
        match places.get(&name) {
            Some(place) if !cells.contains_key(place) => {
                cells.insert(*place, cell);
            }
            _ => others.push(format!("{name}={}", cell.text)),
        }
    }
    (cells, (!others.is_empty()).then(|| others.join(" ")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use cloudwright_vocabulary::printable;
    use serde_json::json;

    use super::*;

    fn shown(row: &NamedCells) -> Vec<(&str, &str)> {
        row.iter()
            .map(|(name, cell)| (name.as_str(), cell.text.as_str()))
            .collect()
    }

    #[test]
    fn objects_become_dotted_names_and_lists_one_line() {
        let value = json!({"a": {"b": {"c": 1}, "d": {}}, "e": ["x", 2], "f": [{}], "g": null});
        let cells = dotted(value.as_object().unwrap(), printable::text);
        assert_eq!(
            shown(&cells),
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
        let value = json!({"a": {"none": "", "code": 0, "message": "ok", "more": ""}});
        let cells = shallow(value.as_object().unwrap(), printable::text);
        assert_eq!(cells[0].1.text, "code=0 message=ok");
    }

    #[test]
    fn names_and_texts_are_printable() {
        let value = json!({"a\u{1b}]0;x\u{7}": {"b\u{202e}": "\u{9b}31m"}});
        let members = value.as_object().unwrap();
        for row in [
            dotted(members, printable::text),
            shallow(members, printable::text),
        ] {
            let text = format!("{}{}", row[0].0, row[0].1.text);
            assert!(!text.contains(printable::is_unprintable), "{text:?}");
        }
    }

    #[test]
    fn a_long_path_is_not_repeated_before_each_member() {
        let inner: Map<String, Value> = (0..1000).map(|n| (n.to_string(), n.into())).collect();
        let value = json!({"n".repeat(10_000): inner});
        let bytes = value.to_string().len();
        let row = dotted(value.as_object().unwrap(), printable::text);
        let shown: usize = row
            .iter()
            .map(|(name, cell)| name.len() + cell.text.len())
            .sum();
        assert!(shown <= 2 * bytes, "{shown} of {bytes}");
    }

    #[test]
    fn what_lies_deep_is_told_once() {
        let mut value = json!("x");
        for _ in 0..100 {
            value = json!({"a": value});
        }
        assert_eq!(cell(&value, printable::text).text.len(), 201);
    }

    #[test]
    fn rows_without_common_names_share_a_last_column() {
        let rows = |count: usize| {
            (0..count).map(|n| vec![(n.to_string(), cell(&json!(n), printable::text))])
        };
        for count in [1, COLUMNS, COLUMNS + 1, 5000] {
            let grid = Grid::of(rows(count).collect());
            assert_eq!(grid.columns.len(), count.min(COLUMNS + 1));
            assert_eq!(grid.rows.len(), count);
            let last = &grid.rows[count - 1][0].1.text;
            let number = count - 1;
            let expected = if count > COLUMNS {
                format!("{number}={number}")
            } else {
                number.to_string()
            };
            assert_eq!(*last, expected);
        }
    }

    #[test]
    fn rows_with_many_common_names_have_a_column_for_each() {
        let row: NamedCells = (0..500)
            .map(|n: usize| (n.to_string(), cell(&json!(n), printable::text)))
            .collect();
        assert_eq!(Grid::of(vec![row; 3]).columns.len(), 500);
    }

    #[test]
    fn a_name_that_comes_twice_loses_nothing() {
        let value = json!({"a": {"b": 1}, "a.b": 2});
        let grid = Grid::of(vec![dotted(value.as_object().unwrap(), printable::text)]);
        assert_eq!(grid.columns, ["a.b", REST]);
        assert_eq!(grid.rows[0][1].1.text, "a.b=2");
    }
}

//! Tables for people: entries as rows, one object as names and values.
//!
//! A table has to fit the terminal. Rows are first tried with a column for each dotted name, then
//! with one for each member, and written as records where even that would be unreadable.

use std::fmt::Write as _;

use comfy_table::presets::{UTF8_FULL, UTF8_FULL_CONDENSED};
use comfy_table::{Attribute, Cell as TableCell, CellAlignment, Table};
use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr as _;

use super::flat::{self, Cell};
use super::widths::{self, Row};
use super::{records, wrap};
use crate::look::Look;

/// Lines that a cell of rows may have; what is beyond is cut.
const LINES: usize = 6;

/// The value as tables.
pub(super) fn render(value: &Value, look: Look, width: Option<usize>) -> String {
    match value {
        Value::Array(items) => list(items, look, width),
        Value::Object(members) => object(members, look, width),
        Value::Null => String::new(),
        other => format!("{}\n", flat::cell(other).text),
    }
}

/// Names and values; lists of objects below, each under its name.
fn object(members: &Map<String, Value>, look: Look, width: Option<usize>) -> String {
    let mut plain = Map::new();
    let mut lists = Vec::new();
    apart("", members, &mut plain, &mut lists);
    let mut text = String::new();
    if !plain.is_empty() {
        let rows = plain
            .iter()
            .map(|(name, value)| (name.clone(), flat::cell(value)));
        text.push_str(&pairs(rows, look, width));
    }
    for (name, items) in lists {
        let _ = writeln!(text, "\n{}", look.heading(&name));
        text.push_str(&list(items, look, width));
    }
    text.trim_start_matches('\n').to_owned()
}

/// Takes the lists of objects out of an object, and takes objects in it apart.
fn apart<'v>(
    path: &str,
    members: &'v Map<String, Value>,
    plain: &mut Map<String, Value>,
    lists: &mut Vec<(String, &'v [Value])>,
) {
    for (name, value) in members {
        let path = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        match value {
            Value::Object(inner) if !inner.is_empty() => apart(&path, inner, plain, lists),
            Value::Array(items) if items.iter().any(Value::is_object) => lists.push((path, items)),
            _ => {
                plain.insert(path, value.clone());
            }
        }
    }
}

/// A table of two columns.
fn pairs(rows: impl Iterator<Item = (String, Cell)>, look: Look, width: Option<usize>) -> String {
    let rows: Vec<(String, Cell)> = rows.collect();
    let names = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    // Names never take more than half of the terminal.
    let names = width.map_or(names, |width| names.min(width / 2));
    let values = width.map(|width| width.saturating_sub(names + 7));
    let mut table = plain_table(look);
    for (name, cell) in rows {
        let name = TableCell::new(wrap::wrapped(&name, names).join("\n"));
        let value = match values {
            Some(width) => wrap::wrapped(&cell.text, width).join("\n"),
            None => cell.text,
        };
        table.add_row([name.add_attribute(Attribute::Bold), TableCell::new(value)]);
    }
    finished(&table)
}

fn list(items: &[Value], look: Look, width: Option<usize>) -> String {
    if items.is_empty() {
        return String::new();
    }
    if items.iter().all(Value::is_object) {
        return rows(items, look, width);
    }
    if items.iter().all(Value::is_array) {
        let rows: Vec<Row> = items.iter().map(numbered).collect();
        let columns = flat::columns(&rows);
        return arranged(&columns, &rows, false, look, width)
            .unwrap_or_else(|| records::render(&rows, look, width.unwrap_or(usize::MAX)));
    }
    let mut table = plain_table(look);
    for item in items {
        let text = flat::cell(item).text;
        let lines = wrap::wrapped(
            &text,
            width.map_or(usize::MAX, |width| width.saturating_sub(4)),
        );
        table.add_row([TableCell::new(lines.join("\n"))]);
    }
    finished(&table)
}

fn numbered(item: &Value) -> Row {
    let inner = item.as_array().map(Vec::as_slice).unwrap_or_default();
    inner
        .iter()
        .zip(1..)
        .map(|(value, number)| (number.to_string(), flat::cell(value)))
        .collect()
}

/// Objects as rows: the first layout that fits.
fn rows(items: &[Value], look: Look, width: Option<usize>) -> String {
    let objects = || items.iter().filter_map(Value::as_object);
    let dotted: Vec<Row> = objects().map(flat::dotted).collect();
    let columns = flat::columns(&dotted);
    if let Some(table) = arranged(&columns, &dotted, true, look, width) {
        return table;
    }
    let shallow: Vec<Row> = objects().map(flat::shallow).collect();
    let columns = flat::columns(&shallow);
    if let Some(table) = arranged(&columns, &shallow, true, look, width) {
        return table;
    }
    records::render(&dotted, look, width.unwrap_or(usize::MAX))
}

/// Rows as a table, if they can be read in this width.
fn arranged(
    columns: &[String],
    rows: &[Row],
    has_heading: bool,
    look: Look,
    width: Option<usize>,
) -> Option<String> {
    let widths = match width {
        Some(width) => widths::arrange(columns, rows, width)?,
        None => vec![usize::MAX; columns.len()],
    };
    let mut table = plain_table(look);
    if has_heading {
        table.set_header(columns.iter().zip(&widths).map(|(name, width)| {
            TableCell::new(wrap::wrapped(name, *width).join("\n")).add_attribute(Attribute::Bold)
        }));
    }
    let mut broken = 0;
    for row in rows {
        let mut cells: Vec<TableCell> = columns.iter().map(|_| TableCell::new("")).collect();
        let mut height = 1;
        for (place, cell) in widths::cells(columns, row) {
            let lines = wrap::cut(&cell.text, widths[place], LINES);
            height = height.max(lines.len());
            let side = if cell.is_number {
                CellAlignment::Right
            } else {
                CellAlignment::Left
            };
            cells[place] = TableCell::new(lines.join("\n")).set_alignment(side);
        }
        broken += usize::from(height > 1);
        table.add_row(cells);
    }
    if broken > rows.len() / 2 {
        // Lines keep rows apart that go over several.
        table.load_style(UTF8_FULL.with_rounded_corners());
    }
    Some(finished(&table))
}

/// A table that breaks no text itself.
fn plain_table(look: Look) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED.with_rounded_corners());
    if look.is_coloured() {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table
}

fn finished(table: &Table) -> String {
    table.to_string() + "\n"
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn widths(text: &str) -> Vec<usize> {
        text.lines()
            .map(unicode_width::UnicodeWidthStr::width)
            .collect()
    }

    #[test]
    fn columns_align_under_chinese_text() {
        let value = json!([{"名称": "镜像仓库", "n": 1}, {"名称": "a", "n": 20}]);
        let text = render(&value, Look::plain(), Some(60));
        let widths = widths(&text);
        assert!(widths.iter().all(|width| *width == widths[0]), "{text}");
        assert!(text.contains("│ 镜像仓库 ┆  1 │"), "{text}");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let long = "仓库 ".repeat(20);
        let row = json!({"name": long, "id": 1, "more": {"a": "b".repeat(50), "c": "d", "e": {"f": "g"}}});
        for width in [20, 40, 60, 80, 140, 200] {
            let text = render(&json!([row, row]), Look::plain(), Some(width));
            assert!(
                widths(&text).into_iter().all(|line| line <= width),
                "{width}\n{text}"
            );
        }
    }

    #[test]
    fn an_object_is_names_and_values_with_its_lists_below() {
        let value = json!({"total": 2, "data": {"rows": [{"a": 1}]}});
        let text = render(&value, Look::plain(), None);
        assert!(
            text.contains("│ total ┆ 2 │") && text.contains("\ndata.rows\n"),
            "{text}"
        );
    }

    #[test]
    fn nothing_is_no_table() {
        assert_eq!(render(&json!([]), Look::plain(), Some(80)), "");
        assert_eq!(render(&json!(null), Look::plain(), Some(80)), "");
        assert_eq!(render(&json!("x"), Look::plain(), Some(80)), "x\n");
    }
}

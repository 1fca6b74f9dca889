//! Tables for people: entries as rows, one object as names and values.
//!
//! A table has to fit the terminal. Rows are first tried with a column for each dotted name, then
//! with one for each member, and written as records where even that would be unreadable.

use std::fmt::Write as _;

use cloudwright_vocabulary::printable;
use comfy_table::presets::{UTF8_FULL, UTF8_FULL_CONDENSED};
use comfy_table::{Attribute, Cell as TableCell, CellAlignment, Table};
use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr as _;

use super::flat::{self, Cell, Grid, NamedCells};
use super::{records, widths, wrap};
use crate::output::look::Look;

/// Lines that a cell of rows may have; what is beyond is cut.
const LINES: usize = 6;

/// The value as tables.
pub(super) fn render(value: &Value, look: Look, width: Option<usize>) -> String {
    match value {
        Value::Array(items) => list(items, look, width),
        Value::Object(members) => object(members, look, width),
        Value::Null => String::new(),
        other => format!("{}\n", cell(other).text),
    }
}

/// Names and values; lists of objects below, each under its name.
fn object(members: &Map<String, Value>, look: Look, width: Option<usize>) -> String {
    let mut plain = Vec::new();
    let mut lists = Vec::new();
    flat::descend(
        "",
        members,
        printable::text,
        &mut |path, value| match value {
            Value::Array(items) if items.iter().any(Value::is_object) => lists.push((path, items)),
            _ => plain.push((path, cell(value))),
        },
    );
    let mut text = String::new();
    if !plain.is_empty() {
        text.push_str(&pairs(plain, look, width));
    }
    for (name, items) in lists {
        let _ = writeln!(text, "\n{}", look.heading(&name));
        text.push_str(&list(items, look, width));
    }
    text.trim_start_matches('\n').to_owned()
}

fn cell(value: &Value) -> Cell {
    flat::cell(value, printable::text)
}

/// A table of two columns.
fn pairs(rows: NamedCells, look: Look, width: Option<usize>) -> String {
    let content: usize = rows
        .iter()
        .map(|(name, cell)| name.len() + cell.text.len())
        .sum();
    let room = widths::room(width, content, rows.len());
    let names = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    // Names never take more than half of the terminal.
    let names = names.min(room / 2);
    let values = room.saturating_sub(names + 7);
    let mut table = plain_table(look);
    for (name, cell) in rows {
        let name = TableCell::new(wrap::wrapped(&name, names).join("\n"));
        let value = wrap::wrapped(&cell.text, values).join("\n");
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
        let grid = Grid::of(items.iter().map(numbered).collect());
        return arranged(&grid, false, look, width)
            .unwrap_or_else(|| records::render(&grid, look, width.unwrap_or(usize::MAX)));
    }
    let texts: Vec<String> = items.iter().map(|item| cell(item).text).collect();
    let content = texts.iter().map(String::len).sum();
    let room = widths::room(width, content, texts.len());
    let mut table = plain_table(look);
    for text in texts {
        let lines = wrap::wrapped(&text, room.saturating_sub(4));
        table.add_row([TableCell::new(lines.join("\n"))]);
    }
    finished(&table)
}

fn numbered(item: &Value) -> NamedCells {
    let inner = item.as_array().map(Vec::as_slice).unwrap_or_default();
    inner
        .iter()
        .zip(1..)
        .map(|(value, number)| (number.to_string(), cell(value)))
        .collect()
}

/// Objects as rows: the first layout that fits.
fn rows(items: &[Value], look: Look, width: Option<usize>) -> String {
    let grid = |row: fn(&Map<String, Value>, flat::TextForm) -> NamedCells| {
        let objects = items.iter().filter_map(Value::as_object);
        Grid::of(
            objects
                .map(|members| row(members, printable::text))
                .collect(),
        )
    };
    let dotted = grid(flat::dotted);
    arranged(&dotted, true, look, width)
        .or_else(|| arranged(&grid(flat::shallow), true, look, width))
        .unwrap_or_else(|| records::render(&dotted, look, width.unwrap_or(usize::MAX)))
}

/// Rows as a table, if they can be read in this width, and are not mostly holes.
fn arranged(grid: &Grid, has_heading: bool, look: Look, width: Option<usize>) -> Option<String> {
    /// How many empty places are always allowed.
    const FREE: usize = 10_000;
    /// How many places there may be for each cell.
    const TIMES: usize = 8;
    let places = grid.rows.len() * grid.columns.len();
    if places > FREE.max(TIMES * grid.cells()) {
        return None;
    }
    let room = widths::room(width, grid.content(), grid.rows.len());
    let widths = widths::arrange(grid, has_heading, room)?;
    let mut table = plain_table(look);
    if has_heading {
        table.set_header(grid.columns.iter().zip(&widths).map(|(name, width)| {
            TableCell::new(wrap::wrapped(name, *width).join("\n")).add_attribute(Attribute::Bold)
        }));
    }
    let mut broken = 0;
    for row in &grid.rows {
        let mut cells: Vec<TableCell> = widths.iter().map(|_| TableCell::new("")).collect();
        let mut height = 1;
        for (place, cell) in row {
            let lines = wrap::cut(&cell.text, widths[*place], LINES);
            height = height.max(lines.len());
            let side = if cell.is_number {
                CellAlignment::Right
            } else {
                CellAlignment::Left
            };
            cells[*place] = TableCell::new(lines.join("\n")).set_alignment(side);
        }
        broken += usize::from(height > 1);
        table.add_row(cells);
    }
    if broken > grid.rows.len() / 2 {
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

    #[test]
    fn what_is_written_is_linear_in_the_answer_whatever_its_shape() {
        let many = 4000;
        let wide = "w".repeat(20_000);
        let numbered = |n: usize| (format!("m{n}"), Value::from(n));
        let members: Map<String, Value> = (0..many).map(numbered).collect();
        let mut wide_name = members.clone();
        wide_name.insert(wide.clone(), json!(1));
        let with = |first: Value, other: Value| {
            let others = (1..many).map(|_| other.clone());
            std::iter::once(first).chain(others).collect::<Value>()
        };
        let first_columns: Map<String, Value> = (0..60).map(numbered).collect();
        for value in [
            (0..many).map(|n| json!({format!("m{n}"): n})).collect(),
            with(json!({"a": wide}), json!({"a": 1})),
            with(json!({wide.clone(): 1}), json!({})),
            with(json!(first_columns), json!({})),
            with(json!({"a": {"b": wide}}), json!({})),
            with(json!(wide), json!(1)),
            with(json!([wide]), json!([1])),
            json!({wide: members}),
            json!({"a": [wide_name.clone()], "b": wide_name}),
        ] {
            let bytes = value.to_string().len();
            for width in [None, Some(80), Some(usize::MAX)] {
                let text = render(&value, Look::plain(), width);
                // A row of `{}` has two bytes and becomes a line of its own.
                assert!(
                    text.len() < (8 << 20) + 64 * bytes,
                    "{width:?}: {} of {bytes}: {}",
                    text.len(),
                    &value.to_string()[..80]
                );
            }
        }
    }

    #[test]
    fn names_of_members_are_printable_in_every_layout() {
        let name = "a\u{1b}]0;x\u{7}\u{9b}\u{202e}";
        for value in [
            json!({name: 1}),
            json!({name: {name: [1]}}),
            json!({name: [{name: {name: name}}]}),
            json!([{name: name}]),
            json!([[name]]),
            json!([name]),
            json!(name),
        ] {
            for width in [None, Some(12), Some(80)] {
                let text = render(&value, Look::plain(), width);
                let text = text.replace('\n', "");
                assert!(!text.contains(printable::is_unprintable), "{text:?}");
            }
        }
    }
}

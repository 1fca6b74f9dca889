//! The rows of a table of members, in three layouts: cells glued to a head, one cell a paragraph, tabbed.

use crate::dialect::alibaba::glued::{self, Order};
use crate::dialect::alibaba::reader::{MemberTable, RowReader};
use crate::dialect::alibaba::row::{TableRow, is_common, is_row_name};
use crate::dialect::alibaba::samples::SampleEvidence;
use crate::dialect::alibaba::type_words;
use crate::dialect::tabbed;
use crate::facts::{Fact, Language, Unexplained};
use crate::table::{self, Column, Columns};
use crate::text::PageText;

/// Reads the rows of a table. `evidence` is what the page's samples tell.
pub(super) fn read(
    text: &PageText<'_>,
    table: &MemberTable,
    evidence: &SampleEvidence,
    language: Language,
    unexplained: &mut Vec<Unexplained>,
) -> Vec<TableRow> {
    let Some(order) = Order::of(&table.columns, language == Language::En) else {
        return Vec::new();
    };
    let header = table.first.saturating_sub(1)..table.first;
    if text.has_tabs(header) || (!table.paragraphs && text.has_tabs(table.lines())) {
        return tabbed_rows(text, table, evidence, unexplained);
    }
    let mut reader = RowReader {
        text,
        table,
        evidence,
        order,
        full: text.full(table.lines()),
        rows: Vec::new(),
        unexplained,
    };
    reader.read();
    reader.rows
}

fn is_common_row(cells: &[&str]) -> bool {
    cells
        .first()
        .is_some_and(|cell| is_common(&format!("{cell}\t")))
}

fn tabbed_rows(
    text: &PageText<'_>,
    table: &MemberTable,
    evidence: &SampleEvidence,
    unexplained: &mut Vec<Unexplained>,
) -> Vec<TableRow> {
    let columns = &table.columns;
    let count = columns.columns().len();
    let starts = |cells: &[&str]| {
        let cell = |column| {
            let index = columns.position(column);
            index
                .and_then(|index| cells.get(index))
                .copied()
                .unwrap_or("")
        };
        let (name, words) = (cell(Column::Name), cell(Column::Type));
        let named = is_row_name(name)
            && (type_words::is_type(words) || (cells.len() == count && words.len() <= 64));
        let container = cells.len() == 1 && evidence.containers.contains(name);
        let nameless = (name.is_empty() && type_words::is_type(words)) || lost_name(cells, columns);
        container || cells.len() > 1 && (named || is_common_row(cells) || nameless)
    };
    let mut rows = Vec::new();
    for mut row in tabbed::rows(text, table.lines(), columns, starts, unexplained) {
        let cells: Vec<&str> = row.cells.iter().map(String::as_str).collect();
        if is_common_row(&cells) {
            continue;
        }
        if lost_name(&cells, columns) {
            row.cells.rotate_right(1);
            row.cells[0].clear();
        }
        let answer = |cell: &str| table::required_prefix(cell).map(|(value, _)| value);
        let mut member = row.member(columns, answer);
        let lines = member.path.lines;
        let place = row.cell(columns, Column::Place).and_then(glued::place);
        member.place = place.map(|(place, _)| Fact::stated(place, lines));
        rows.push(TableRow::of(member));
    }
    rows
}

/// Whether a row without a name has lost the empty cell before its type, as in tables between pipes.
fn lost_name(cells: &[&str], columns: &Columns) -> bool {
    let type_behind = columns.columns().get(1) == Some(&Column::Type);
    let (first, next) = (cells.first().copied(), cells.get(1).copied());
    type_behind
        && first.is_some_and(type_words::is_type)
        && next.is_some_and(|next| {
            next.is_empty() || next.contains([' ', ',']) || table::required_prefix(next).is_some()
        })
}

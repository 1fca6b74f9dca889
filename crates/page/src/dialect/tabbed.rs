//! Tables as a browser copies them: a tab between cells, a line a row. A cell of several paragraphs goes
//! on over the next lines, and the cells behind it follow on the last of them.

use std::ops::Range;

use crate::facts::{Fact, Member, Span, Unexplained};
use crate::table::{Column, Columns};
use crate::text::PageText;
use crate::types::Type;

/// A row: as many cells as there are columns, missing ones empty.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TabbedRow {
    pub(super) cells: Vec<String>,
    pub(super) lines: Span,
}

impl TabbedRow {
    /// The cell of a column, if there is one with something in it.
    pub(super) fn cell(&self, columns: &Columns, column: Column) -> Option<&str> {
        let cell = self.cells.get(columns.position(column)?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// The member that the row is of. `required` says what a cell of the required column says.
    pub(super) fn member(
        &self,
        columns: &Columns,
        required: impl Fn(&str) -> Option<bool>,
    ) -> Member {
        let head = Span::line(self.lines.first);
        let cell = |column| self.cell(columns, column);
        let fact = |text: &str| Fact::stated(text.to_owned(), self.lines);
        let mut member = Member::named(cell(Column::Name).unwrap_or_default(), head);
        let required = cell(Column::Required).and_then(required);
        member.required = required.map(|value| Fact::stated(value, head));
        member.r#type = cell(Column::Type).map(|words| Fact::stated(Type::new(words), head));
        let sentences = [cell(Column::Bounds), cell(Column::Description)];
        let sentences: Vec<&str> = sentences.into_iter().flatten().collect();
        member.description = (!sentences.is_empty()).then(|| fact(&sentences.join("\n")));
        member.example = cell(Column::Example).map(fact);
        member.default = cell(Column::Default).map(fact);
        member
    }
}

const WIDE: &str = "the row has more cells than the table has columns";

const NAME_ALONE: &str = "it stands below a row that is a name alone";

/// The rows on some lines of a table. `starts` says whether a line's cells start a row. Lines before the
/// first row and cells beyond the last column are told.
pub(super) fn rows(
    text: &PageText<'_>,
    lines: Range<usize>,
    columns: &Columns,
    starts: impl Fn(&[&str]) -> bool,
    unexplained: &mut Vec<Unexplained>,
) -> Vec<TabbedRow> {
    let columns = columns.columns().len();
    let mut rows: Vec<TabbedRow> = Vec::new();
    for line in text.lines().get(lines).unwrap_or_default() {
        if line.text().is_empty() {
            continue;
        }
        let mut cells: Vec<&str> = line.cells().collect();
        // A tab too many at the end of a line starts no cell.
        while cells.len() > columns && cells.last().is_some_and(|cell| cell.is_empty()) {
            cells.pop();
        }
        if starts(&cells) {
            if cells.len() > columns {
                unexplained.push(Unexplained::new(line.number, line.text(), WIDE));
            }
            rows.push(TabbedRow {
                cells: cells.iter().map(|&cell| cell.to_owned()).collect(),
                lines: line.span(),
            });
            continue;
        }
        let Some(row) = rows.last_mut() else {
            unexplained.push(Unexplained::new(
                line.number,
                line.text(),
                "it stands in a table before the first row",
            ));
            continue;
        };
        row.lines = row.lines.and(line.span());
        // A name is one line: nothing goes on in a row of a name alone.
        let has_text = row.cells.len() > 1;
        let mut told = false;
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 && row.cells.len() < columns {
                row.cells.push(cell.to_owned());
            } else if let Some(last) = row.cells.last_mut().filter(|_| index == 0 && has_text) {
                last.push('\n');
                last.push_str(cell);
            } else if !told && !cell.is_empty() {
                told = true;
                let why = if has_text { WIDE } else { NAME_ALONE };
                unexplained.push(Unexplained::new(line.number, line.text(), why));
            }
        }
    }
    for row in &mut rows {
        row.cells.resize(columns, String::new());
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(count: usize) -> Columns {
        let words = ["Name", "Type", "Description", "Example"];
        Columns::of(&words[..count].join("\t")).unwrap()
    }

    #[test]
    fn a_cell_goes_on_over_lines_and_the_next_cells_follow_it() {
        let text = PageText::new("a\tString\tone\ntwo\tx\n\n  • three\nb\tLong\t\t\n");
        let mut unexplained = Vec::new();
        let starts = |cells: &[&str]| {
            cells
                .get(1)
                .is_some_and(|cell| matches!(*cell, "String" | "Long"))
        };
        let rows = rows(&text, 0..text.len(), &columns(4), starts, &mut unexplained);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].cells, ["a", "String", "one\ntwo", "x\n• three"]);
        assert_eq!(rows[0].lines, Span::new(1, 4));
        assert_eq!(rows[1].cells, ["b", "Long", "", ""]);
        assert!(unexplained.is_empty());
    }

    #[test]
    fn nothing_goes_on_in_a_row_that_is_a_name_alone() {
        let text = PageText::new("a\tString\nTree\nOak\n\tLong\tgrows\n");
        let mut unexplained = Vec::new();
        let starts = |cells: &[&str]| cells == ["Tree"] || cells.get(1) == Some(&"String");
        let rows = rows(&text, 0..text.len(), &columns(3), starts, &mut unexplained);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1].cells, ["Tree", "Long", "grows"]);
        assert_eq!(unexplained.len(), 1);
        assert_eq!((unexplained[0].line, &*unexplained[0].text), (3, "Oak"));
    }

    #[test]
    fn what_stands_before_the_first_row_is_told() {
        let text = PageText::new("what?\na\tString\t1\t2\t3\t4");
        let mut unexplained = Vec::new();
        let starts = |cells: &[&str]| cells.len() > 1;
        let rows = rows(&text, 0..text.len(), &columns(4), starts, &mut unexplained);
        assert_eq!(rows.len(), 1);
        assert_eq!(
            unexplained.iter().map(|line| line.line).collect::<Vec<_>>(),
            [1, 2]
        );
    }
}

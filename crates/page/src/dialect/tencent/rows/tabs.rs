//! Rows as a browser copies them: cells between tabs, a cell of several lines going on until the row is as
//! wide as the header.

use std::ops::Range;

use super::super::cells::{required, whole_name};
use super::{RawRow, RowReader};
use crate::dialect::tabbed::TabbedRow;
use crate::table::Column;
use crate::types::Ours;

impl RowReader<'_, '_> {
    pub(super) fn tabbed(&mut self, lines: Range<usize>) {
        let width = self.columns.columns().len();
        let Range {
            start: mut index,
            end,
        } = lines;
        let mut gap = false;
        while index < end {
            let line = &self.text.lines()[index];
            if !line.has_tabs() {
                if self.text.is_blank(index) {
                    gap = true;
                } else if self.rows.is_empty() {
                    self.tell(index, "no row stands before it");
                } else if !gap || self.rows_follow(index, end) {
                    self.extend(index, gap);
                    gap = false;
                } else {
                    // Sentences below the table.
                    return;
                }
                index += 1;
                continue;
            }
            if self.is_other_table(index, end) {
                return;
            }
            gap = false;
            let start = index;
            let mut cells: Vec<String> = line.cells().map(str::to_owned).collect();
            while cells.len() > width && cells.last().is_some_and(String::is_empty) {
                cells.pop();
            }
            index += 1;
            // A cell with several lines goes on until the row is as wide as the header.
            while cells.len() < width && index < end {
                let line = &self.text.lines()[index];
                let mut more = line.cells();
                let count = self.text.at(index).matches('\t').count();
                if cells.len() + count > width
                    || (count == 0 && cells.len() + 1 == width && !self.type_is_last())
                {
                    break;
                }
                if let (Some(last), Some(first)) = (cells.last_mut(), more.next()) {
                    last.push('\n');
                    last.push_str(first);
                }
                cells.extend(more.map(str::to_owned));
                index += 1;
            }
            let lines = self.text.span(start, index - 1);
            self.tab_row(start, &TabbedRow { cells, lines });
        }
    }

    /// Whether a table of values starts on a line: it and the next one have equally many cells, fewer than the
    /// header, and no row ends with a type there.
    fn is_other_table(&self, index: usize, end: usize) -> bool {
        let lines = &self.text.lines()[index..end];
        let (Some(line), Some(next)) = (lines.first(), lines.get(1)) else {
            return false;
        };
        let count = line.cells().count();
        let last = next.cells().last().unwrap_or_default();
        count < self.columns.columns().len()
            && next.has_tabs()
            && next.cells().count() == count
            && matches!(Ours::of(last), Ours::Any | Ours::Named(_))
    }

    /// Whether a further line with tabs stands between `index` and `end`.
    fn rows_follow(&self, index: usize, end: usize) -> bool {
        // Few sentences part two rows; a long way to the next tab is no part of this table.
        self.text.has_tabs(index..end.min(index + 8))
    }

    /// Takes a row that starts on the line at `start`.
    fn tab_row(&mut self, start: usize, tabbed: &TabbedRow) {
        let cell = |column| tabbed.cell(self.columns, column);
        let name = cell(Column::Name).and_then(whole_name);
        let Some(name) = name else {
            self.tell(start, "the first cell is no name");
            return;
        };
        let mut description = cell(Column::Description).unwrap_or_default().to_owned();
        for extra in tabbed.cells.iter().skip(self.columns.columns().len()) {
            description.push(' ');
            description.push_str(extra);
        }
        let row = RawRow {
            name,
            required: cell(Column::Required).and_then(required),
            words: cell(Column::Type).map(|words| words.replace('\n', " ")),
            description,
            lines: tabbed.lines,
        };
        self.rows.push(row);
    }
}

//! Rows whose cells stand one a paragraph: found again at every name with a type.

use crate::dialect::alibaba::glued;
use crate::dialect::alibaba::reader::RowReader;
use crate::dialect::alibaba::row::{TableRow, is_row_name};
use crate::dialect::alibaba::type_words;
use crate::facts::Fact;
use crate::table::{self, Column};
use crate::types::{Ours, Type};

impl RowReader<'_, '_> {
    /// The row that starts with the line, and the place behind its cells. `body` paragraphs stand below the
    /// row before it.
    pub(super) fn paragraph_head(&self, at: usize, body: usize) -> Option<(TableRow, usize)> {
        let name = self.line(at);
        // `Example`, `object`: the row before still lacks its example, and no sample knows such a name.
        let example = body == 1
            && self.table.columns.has(Column::Example)
            && self.line(at + 1) == "object"
            && !matches!(self.line(at + 2), "Yes" | "No")
            && !self.evidence.names.contains(name)
            && self.rows.last().is_some_and(|row| !row.is_container());
        if is_row_name(name)
            && !example
            && let Some(found) = self.cells(at, at + 1, name)
        {
            return Some(found);
        }
        let nameless = type_words::is_type(name)
            && !type_words::is_type(self.line(at + 1))
            && self.rows.last().is_none_or(|before| {
                before.is_list()
                    || (body > 0 && matches!(Ours::of(name), Ours::Object | Ours::List(_)))
            });
        nameless.then(|| self.cells(at, at, ""))?
    }

    fn cells(&self, at: usize, r#type: usize, name: &str) -> Option<(TableRow, usize)> {
        let words = self.line(r#type);
        if !type_words::is_type(words) {
            return None;
        }
        let mut row = TableRow::new(name, self.span(at));
        row.member.r#type = Some(Fact::stated(Type::new(words), self.span(r#type)));
        let mut behind = r#type + 1;
        let description = self.table.columns.position(Column::Description)?;
        let start = self.table.columns.position(Column::Type)? + 1;
        let columns = self.table.columns.columns().get(start..description);
        for column in columns.unwrap_or_default() {
            let cell = self.line(behind);
            match column {
                Column::Required => match table::required_prefix(cell) {
                    Some((value, length)) if length == cell.len() => {
                        row.member.required = Some(Fact::stated(value, self.span(behind)));
                    }
                    _ if self.order.is_strict() && !name.is_empty() => return None,
                    _ => continue,
                },
                Column::Place => match glued::place(cell) {
                    Some((place, length)) if length == cell.len() => {
                        row.member.place = Some(Fact::stated(place, self.span(behind)));
                    }
                    _ => continue,
                },
                _ => continue,
            }
            behind += 1;
        }
        Some((row, behind))
    }

    /// Whether a line is a Yes or No with more behind it: the cell of a row whose name or type was not
    /// recognised.
    pub(super) fn is_lone_answer(&self, at: usize) -> bool {
        let name = self.line(at + 1);
        let row_starts = || is_row_name(name) && self.cells(at + 1, at + 2, name).is_some();
        self.order.is_strict()
            && matches!(self.line(at), "Yes" | "No")
            && at + 1 < self.full.len()
            && !row_starts()
    }
}

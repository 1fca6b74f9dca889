//! Rows whose cells stand one a paragraph: found again at every name with a type.

use crate::dialect::alibaba::glued;
use crate::dialect::alibaba::reader::RowReader;
use crate::dialect::alibaba::row::TableRow;
use crate::dialect::alibaba::rows::is_row_name;
use crate::dialect::alibaba::type_words;
use crate::facts::Fact;
use crate::table::{self, Column};
use crate::types::{Ours, Type};

impl RowReader<'_, '_> {
    /// Reads the rows of a table that has one cell a paragraph.
    pub(super) fn paragraphs(&mut self) {
        let mut body: Vec<usize> = Vec::new();
        let mut at = 0;
        while at < self.full.len() {
            let paragraphs = body.iter().filter(|&&at| !self.touches(at)).count();
            let Some((row, behind)) = self.paragraph_head(at, paragraphs) else {
                if self.rows.is_empty() {
                    self.tell(at);
                } else {
                    // Yes or No and then more: a row whose name or type was not recognised.
                    let answer = matches!(self.line(at), "Yes" | "No");
                    if answer
                        && self.order.is_strict()
                        && at + 1 < self.full.len()
                        && !self.row_starts(at + 1)
                    {
                        self.tell_odd(at);
                    }
                    body.push(at);
                }
                at += 1;
                continue;
            };
            self.close(&body, true, false);
            body.clear();
            self.rows.push(row);
            at = behind;
        }
        self.close(&body, false, true);
    }

    /// The row that starts with the line, and the place behind its cells.
    fn paragraph_head(&self, at: usize, body: usize) -> Option<(TableRow, usize)> {
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
        if nameless {
            self.cells(at, at, "")
        } else {
            None
        }
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

    /// Whether a row with a name starts with the line.
    fn row_starts(&self, at: usize) -> bool {
        let name = self.line(at);
        is_row_name(name) && self.cells(at, at + 1, name).is_some()
    }
}

//! Rows whose cells stand one a paragraph: found again at every name with a type.

use crate::dialect::alibaba::glued;
use crate::dialect::alibaba::reader::Reader;
use crate::dialect::alibaba::rows::{Row, is_row_name};
use crate::dialect::alibaba::words;
use crate::facts::{Fact, Unexplained};
use crate::table::Column;
use crate::types::{Ours, Type};

impl Reader<'_, '_, '_> {
    /// Reads the rows of a table that has one cell a paragraph.
    pub(super) fn paragraphs(&mut self, unexplained: &mut Vec<Unexplained>) {
        let mut body: Vec<usize> = Vec::new();
        let mut at = 0;
        while at < self.full.len() {
            let paragraphs = body.iter().filter(|&&at| !self.touches(at)).count();
            let Some((row, behind)) = self.paragraph_head(at, paragraphs) else {
                if self.rows.is_empty() {
                    self.tell(at, unexplained);
                } else {
                    // Yes or No and then more: a row whose name or type was not recognised.
                    let answer = matches!(self.line(at), "Yes" | "No");
                    if answer
                        && self.order.is_strict()
                        && at + 1 < self.full.len()
                        && !self.row_starts(at + 1)
                    {
                        self.tell_odd(at, unexplained);
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
    fn paragraph_head(&self, at: usize, body: usize) -> Option<(Row, usize)> {
        let name = self.line(at);
        // `Example`, `object`: the row before still lacks its example, and no sample knows such a name.
        let example = body == 1
            && self.table.columns.has(Column::Example)
            && self.line(at + 1) == "object"
            && !matches!(self.line(at + 2), "Yes" | "No")
            && !self.table.known.contains(name)
            && self.rows.last().is_some_and(|row| !row.is_container());
        if is_row_name(name)
            && !example
            && let Some(found) = self.cells(at, at + 1, name)
        {
            return Some(found);
        }
        let nameless = words::is_type(name)
            && !words::is_type(self.line(at + 1))
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

    fn cells(&self, at: usize, r#type: usize, name: &str) -> Option<(Row, usize)> {
        let words = self.line(r#type);
        if !words::is_type(words) {
            return None;
        }
        let mut row = Row::new(name, self.span(at));
        row.r#type = Some(Fact::stated(Type::new(words), self.span(r#type)));
        let mut behind = r#type + 1;
        let description = self.table.columns.position(Column::Description)?;
        let start = self.table.columns.position(Column::Type)? + 1;
        for column in self
            .table
            .columns
            .columns()
            .get(start..description)
            .unwrap_or_default()
        {
            let cell = self.line(behind);
            let span = self.span(behind);
            match column {
                Column::Required => {
                    match glued::required(cell).filter(|&(_, length)| length == cell.len()) {
                        Some((value, _)) => row.required = Some(Fact::stated(value, span)),
                        None if self.order.is_strict() && !name.is_empty() => return None,
                        None => continue,
                    }
                }
                Column::Place => {
                    match glued::place(cell).filter(|&(_, length)| length == cell.len()) {
                        Some((place, _)) => row.place = Some(Fact::stated(place, span)),
                        None => continue,
                    }
                }
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

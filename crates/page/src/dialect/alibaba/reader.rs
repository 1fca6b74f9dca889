//! Reads the lines of a table row by row: what stands below a row's head is its description and example.
//! Which lines are heads is for the two layouts to say.

use std::ops::Range;

use crate::dialect::alibaba::glued::Order;
use crate::dialect::alibaba::row::{TableRow, is_common};
use crate::dialect::alibaba::samples::SampleEvidence;
use crate::facts::{Fact, Span, Unexplained};
use crate::table::{Column, Columns};
use crate::text::PageText;
use crate::words::starts_with_any;

/// How the sentences start that stand behind a table and say where the common parameters are.
const REMARKS: &[&str] = &[
    "For more information about common request parameters",
    "For information about common request parameters",
    "In addition to the preceding",
    "All Alibaba Cloud API",
    "调用API时",
];

/// A table of members: its columns, and where its rows stand.
#[derive(Debug)]
pub(super) struct MemberTable {
    pub(super) columns: Columns,
    /// The index of the first line behind the header.
    pub(super) first: usize,
    /// The index behind the last line.
    pub(super) end: usize,
    /// Whether the header stood one cell a paragraph.
    pub(super) paragraphs: bool,
}

impl MemberTable {
    pub(super) fn lines(&self) -> Range<usize> {
        self.first..self.end
    }
}

/// The reader of a table.
pub(super) struct RowReader<'a, 'b> {
    pub(super) text: &'a PageText<'b>,
    pub(super) table: &'a MemberTable,
    pub(super) evidence: &'a SampleEvidence,
    pub(super) order: Order,
    /// The indices of the lines that are not empty.
    pub(super) full: Vec<usize>,
    pub(super) rows: Vec<TableRow>,
    pub(super) unexplained: &'a mut Vec<Unexplained>,
}

impl RowReader<'_, '_> {
    /// Reads the rows, each of which goes up to the next one's head.
    pub(super) fn read(&mut self) {
        let mut body: Vec<usize> = Vec::new();
        // Whether the row that only points to the common parameters was the last.
        let mut common = false;
        let mut at = 0;
        while at < self.full.len() {
            if let Some((row, behind)) = self.head(at, &body) {
                self.close(&body, self.table.paragraphs || self.touches(at), false);
                body.clear();
                self.rows.push(row);
                at = behind;
                continue;
            }
            if is_common(self.line(at)) {
                common = self.rows.is_empty();
            } else if self.rows.is_empty() {
                if !common {
                    self.tell(at, "it stands in a table before the first row");
                }
            } else {
                if self.looks_like_a_row(at) {
                    self.tell(at, "it looks like a row and has no type that is known");
                }
                body.push(at);
            }
            at += 1;
        }
        self.close(&body, false, true);
    }

    /// The row that starts with the line, and the place behind its cells.
    fn head(&self, at: usize, body: &[usize]) -> Option<(TableRow, usize)> {
        if self.table.paragraphs {
            // None, one, or more.
            let paragraphs = body.iter().filter(|&&at| !self.touches(at)).take(2);
            self.paragraph_head(at, paragraphs.count())
        } else {
            let row = self.glued_head(at, body.is_empty())?;
            Some((row, at + 1))
        }
    }

    fn looks_like_a_row(&self, at: usize) -> bool {
        if self.table.paragraphs {
            self.is_lone_answer(at)
        } else {
            self.is_odd(at)
        }
    }

    pub(super) fn line(&self, at: usize) -> &str {
        self.full.get(at).map_or("", |&index| self.text.at(index))
    }

    pub(super) fn span(&self, at: usize) -> Span {
        let index = self.full[at];
        self.text.span(index, index)
    }

    /// Whether the line stands directly below the one before it.
    pub(super) fn touches(&self, at: usize) -> bool {
        at > 0
            && self
                .full
                .get(at)
                .is_some_and(|&index| self.full[at - 1] + 1 == index)
    }

    fn tell(&mut self, at: usize, why: &'static str) {
        let told = self.text.unexplained(self.full[at], why);
        self.unexplained.push(told);
    }

    /// Gives the last row the lines below its head. `adjoined` says that the next head follows the last of
    /// them without an empty line, as it does behind an example.
    fn close(&mut self, body: &[usize], adjoined: bool, last: bool) {
        let remark = |&at: &usize| starts_with_any(self.line(at), REMARKS);
        let remarks = body.iter().position(remark).unwrap_or(body.len());
        let body = if last { &body[..remarks] } else { body };
        let (Some(&first), Some(&behind)) = (body.first(), body.last()) else {
            return;
        };
        let has_example = self.table.columns.has(Column::Example) && !self.order.example_first();
        let line = self.line(behind);
        let alone = body.len() == 1;
        let example = has_example
            && !line.starts_with(['•', '>'])
            && !self.touches_body(body)
            && if self.table.paragraphs {
                !alone
            } else {
                adjoined || (last && !alone)
            };
        let prose = |from: usize, to: usize| self.text.prose(self.full[from], self.full[to] + 1);
        let description = if !example {
            prose(first, behind)
        } else if alone {
            None
        } else {
            prose(first, body[body.len() - 2])
        };
        let example = example.then(|| Fact::stated(line.to_owned(), self.span(behind)));
        if let Some(row) = self.rows.last_mut() {
            row.member.description = description;
            row.member.example = row.member.example.take().or(example);
        }
    }

    /// Whether the last line of a body stands directly below the one before it, as lines of one paragraph do.
    fn touches_body(&self, body: &[usize]) -> bool {
        body.len() > 1 && body.last().is_some_and(|&at| self.touches(at))
    }
}

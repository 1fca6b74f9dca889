//! The rows of one table: a line, or several, becomes a name, a type, a required flag and a description.

mod first;
mod last;
mod tabs;

use std::ops::Range;

use super::evidence::RowEvidence;
use crate::facts::{Fact, Member, Span, Unexplained};
use crate::table::{Column, Columns};
use crate::text::PageText;
use crate::types::Type;

/// A row as it was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RawRow {
    name: String,
    required: Option<bool>,
    words: Option<String>,
    description: String,
    lines: Span,
}

impl RawRow {
    /// Adds a line to the description.
    fn go_on(&mut self, line: &str, lines: Span) {
        self.description.push('\n');
        self.description.push_str(line);
        self.lines = self.lines.and(lines);
    }

    fn member(self) -> Member {
        let mut member = Member::named(self.name, self.lines);
        let words = self.words.as_deref();
        member.r#type = words.map(|words| Fact::stated(Type::new(words), self.lines));
        let required = self.required;
        member.required = required.map(|required| Fact::stated(required, self.lines));
        if !self.description.trim().is_empty() {
            member.description = Some(Fact::stated(self.description, self.lines));
        }
        member
    }
}

/// Reads the rows on some lines of a table with these columns, right below its header.
pub(super) fn read(
    text: &PageText<'_>,
    columns: &Columns,
    lines: Range<usize>,
    evidence: &RowEvidence,
    unexplained: &mut Vec<Unexplained>,
) -> Vec<Member> {
    let mut reader = RowReader {
        text,
        columns,
        evidence,
        unexplained,
        rows: Vec::new(),
    };
    if text.lines()[lines.start - 1].has_tabs() {
        reader.tabbed(lines);
    } else if reader.type_is_last() {
        reader.type_last(lines);
    } else {
        reader.type_first(lines);
    }
    reader.rows.into_iter().map(RawRow::member).collect()
}

struct RowReader<'a, 'b> {
    text: &'a PageText<'b>,
    columns: &'a Columns,
    evidence: &'a RowEvidence,
    unexplained: &'a mut Vec<Unexplained>,
    rows: Vec<RawRow>,
}

impl RowReader<'_, '_> {
    /// Whether the type stands behind the description.
    fn type_is_last(&self) -> bool {
        let description = self.columns.position(Column::Description);
        description.is_some() && self.columns.position(Column::Type) > description
    }

    fn tell(&mut self, index: usize, why: &'static str) {
        self.unexplained.push(self.text.unexplained(index, why));
    }

    /// Adds a line to the last row's description.
    fn extend(&mut self, index: usize, gap: bool) {
        if let Some(row) = self.rows.last_mut() {
            if gap {
                row.description.push('\n');
            }
            row.go_on(self.text.at(index), self.text.span(index, index));
        }
    }
}

//! The rows of one table: a line, or several, becomes a name, a type, a required flag and a description.

mod first;
mod last;
mod tabs;

use super::evidence::Evidence;
use crate::facts::{Fact, Member, Span, Unexplained};
use crate::table::{Column, Columns};
use crate::text::Text;
use crate::types::Type;

/// A row as it was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    name: String,
    required: Option<bool>,
    words: Option<String>,
    description: String,
    lines: Span,
}

impl Row {
    fn member(self) -> Member {
        let mut member = Member::named(self.name, self.lines);
        member.r#type = self
            .words
            .map(|words| Fact::stated(Type::new(&words), self.lines));
        member.required = self
            .required
            .map(|required| Fact::stated(required, self.lines));
        if !self.description.trim().is_empty() {
            member.description = Some(Fact::stated(self.description, self.lines));
        }
        member
    }
}

/// Reads the rows between the lines `first..end` of a table with these columns.
pub(super) fn read(
    text: &Text<'_>,
    columns: &Columns,
    tabs: bool,
    (first, end): (usize, usize),
    evidence: &Evidence,
    unexplained: &mut Vec<Unexplained>,
) -> Vec<Member> {
    let mut reader = Reader {
        text,
        columns,
        evidence,
        unexplained,
        rows: Vec::new(),
    };
    if tabs {
        reader.tabbed(first, end);
    } else if reader.type_is_last() {
        reader.type_last(first, end);
    } else {
        reader.type_first(first, end);
    }
    reader.rows.into_iter().map(Row::member).collect()
}

struct Reader<'a, 'b> {
    text: &'a Text<'b>,
    columns: &'a Columns,
    evidence: &'a Evidence,
    unexplained: &'a mut Vec<Unexplained>,
    rows: Vec<Row>,
}

impl Reader<'_, '_> {
    /// Whether the type stands behind the description.
    fn type_is_last(&self) -> bool {
        match (
            self.columns.position(Column::Type),
            self.columns.position(Column::Description),
        ) {
            (Some(r#type), Some(description)) => r#type > description,
            _ => false,
        }
    }

    fn tell(&mut self, index: usize, why: &'static str) {
        let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        self.unexplained
            .push(Unexplained::new(line, self.text.at(index), why));
    }

    /// Adds a line to the last row's description.
    fn extend(&mut self, index: usize, gap: bool) {
        let line = self.text.at(index);
        if let Some(row) = self.rows.last_mut() {
            if gap {
                row.description.push('\n');
            }
            row.description.push('\n');
            row.description.push_str(line);
            row.lines = row.lines.and(self.text.span(index, index));
        }
    }
}

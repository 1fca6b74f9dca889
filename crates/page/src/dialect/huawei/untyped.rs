//! Tables that have no column of types, as older pages have for the parameters of the URI: a row is found
//! by its Yes or No, or by a name that the URI shows.

use std::collections::HashSet;

use crate::dialect::huawei::cells;
use crate::dialect::huawei::rows::Rows;
use crate::dialect::tabbed;
use crate::facts::{Fact, Member, Span, Unexplained};
use crate::table::{Column, Columns};
use crate::text::Text;

/// Whether a table has names and says of each whether it is required or what it is, and no types.
pub(super) fn is_untyped(columns: &Columns) -> bool {
    columns.columns().first() == Some(&Column::Name)
        && !columns.has(Column::Type)
        && columns.has(Column::Description)
}

/// Reads the rows on the lines `first..end`. `shown` are the names that the URI shows.
pub(super) fn read(
    text: &Text<'_>,
    columns: &Columns,
    (first, end): (usize, usize),
    shown: &HashSet<String>,
    unexplained: &mut Vec<Unexplained>,
) -> Rows {
    let lines = text.lines().get(first..end).unwrap_or_default();
    if lines.iter().any(crate::text::Line::has_tabs) {
        return tabbed_rows(text, columns, (first, end), unexplained);
    }
    let full: Vec<usize> = (first..end.min(text.len()))
        .filter(|&index| !text.at(index).is_empty())
        .collect();
    let mut found = Rows::default();
    let mut body: Option<(Member, usize)> = None;
    let mut at = 0;
    while at < full.len() {
        let line = text.at(full[at]);
        let next = full.get(at + 1).map_or("", |&index| text.at(index));
        let required = columns
            .has(Column::Required)
            .then(|| cells::required(next))
            .flatten();
        let starts = cells::is_member_name(line) && (required.is_some() || shown.contains(line));
        if starts {
            close(text, &mut found, body.take(), &full[..at]);
            let mut member = Member::named(line, text.span(full[at], full[at]));
            let behind = at + 1 + usize::from(required.is_some());
            if let Some(value) = required {
                let lines = text.span(full[at + 1], full[at + 1]);
                member.required = Some(Fact::stated(value, lines));
                found.required = true;
            }
            body = Some((member, behind));
            at = behind;
            continue;
        }
        if body.is_none() {
            let number = text.span(full[at], full[at]).first;
            let why = "it stands in a table before the first row";
            unexplained.push(Unexplained::new(number, line, why));
        }
        at += 1;
    }
    close(text, &mut found, body, &full);
    found
}

/// Gives a row the lines behind its cells as its description.
fn close(text: &Text<'_>, rows: &mut Rows, body: Option<(Member, usize)>, full: &[usize]) {
    let Some((mut member, first)) = body else {
        return;
    };
    if let (Some(&first), Some(&last)) = (full.get(first), full.last()) {
        member.description = text.prose(first, last + 1);
    }
    rows.members.push(member);
}

fn tabbed_rows(
    text: &Text<'_>,
    columns: &Columns,
    (first, end): (usize, usize),
    unexplained: &mut Vec<Unexplained>,
) -> Rows {
    let count = columns.columns().len();
    let starts = |cells: &[&str]| {
        cells.len() > 1
            && cells
                .first()
                .is_some_and(|name| cells::is_member_name(name))
    };
    let mut found = Rows::default();
    for row in tabbed::rows(text, first, end, count, starts, unexplained) {
        let cell = |column| row.cell(columns, column);
        let head = Span::line(row.lines.first);
        let mut member = Member::named(cell(Column::Name).unwrap_or_default(), head);
        member.required = cell(Column::Required)
            .and_then(cells::required)
            .map(|value| Fact::stated(value, head));
        found.required |= member.required.is_some();
        member.description =
            cell(Column::Description).map(|text| Fact::stated(text.to_owned(), row.lines));
        found.members.push(member);
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn told(page: &str, shown: &[&str]) -> Vec<String> {
        let text = Text::new(page);
        let (columns, first) = Columns::of_paragraphs(&text, 0)
            .or_else(|| Columns::of(text.at(0)).map(|columns| (columns, 1)))
            .unwrap();
        assert!(is_untyped(&columns));
        let shown = shown.iter().map(|&name| name.to_owned()).collect();
        let mut unexplained = Vec::new();
        let rows = read(
            &text,
            &columns,
            (first, text.len()),
            &shown,
            &mut unexplained,
        );
        assert!(unexplained.is_empty());
        rows.members
            .iter()
            .map(|member| {
                format!(
                    "{} {:?} {}",
                    member.path.value,
                    member.required.as_ref().map(|fact| fact.value),
                    member.description.as_ref().map_or("", |text| &text.value)
                )
            })
            .collect()
    }

    #[test]
    fn rows_without_types_are_found_by_their_answer_or_by_the_uri() {
        assert_eq!(
            told(
                "Parameter\n\nMandatory\n\nDescription\n\nlamp_id\n\nYes\n\nThe lamp.\n\nsize\n\nNo\n\nlarge",
                &[]
            ),
            ["lamp_id Some(true) The lamp.", "size Some(false) large"]
        );
        assert_eq!(
            told(
                "参数\n\n是否必选\n\n描述\n\nlamp_id\n\n灯。\n\nsize\n\n大小",
                &["lamp_id", "size"]
            ),
            ["lamp_id None 灯。", "size None 大小"]
        );
        assert_eq!(
            told(
                "参数\t是否必选\t描述\nlamp_id\t是\t灯。\nsize\t否\t大小",
                &[]
            ),
            ["lamp_id Some(true) 灯。", "size Some(false) 大小"]
        );
    }
}

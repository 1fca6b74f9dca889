//! Tables that have no column of types, as older pages have for the parameters of the URI: a row is found
//! by its Yes or No, or by a name that the URI shows.

use std::collections::HashSet;
use std::ops::Range;

use crate::dialect::huawei::cells;
use crate::dialect::huawei::rows::Rows;
use crate::dialect::tabbed;
use crate::facts::{Fact, Member, Unexplained};
use crate::table::{Column, Columns, required};
use crate::text::PageText;

/// Whether a table has names and says of each whether it is required or what it is, and no types.
pub(super) fn is_untyped(columns: &Columns) -> bool {
    columns.columns().first() == Some(&Column::Name)
        && !columns.has(Column::Type)
        && columns.has(Column::Description)
}

/// Reads the rows on some lines. `shown` are the names that the URI shows.
pub(super) fn read(
    text: &PageText<'_>,
    columns: &Columns,
    lines: Range<usize>,
    shown: &HashSet<String>,
    unexplained: &mut Vec<Unexplained>,
) -> Rows {
    if text.has_tabs(lines.clone()) {
        return tabbed_rows(text, columns, lines, unexplained);
    }
    let full = text.full(lines);
    let mut found = Rows::default();
    let mut body: Option<(Member, usize)> = None;
    let mut at = 0;
    while at < full.len() {
        let line = text.at(full[at]);
        let next = full.get(at + 1).map_or("", |&index| text.at(index));
        let answer = columns
            .has(Column::Required)
            .then(|| required(next))
            .flatten();
        let starts = cells::is_member_name(line) && (answer.is_some() || shown.contains(line));
        if starts {
            close(text, &mut found, body.take(), &full[..at]);
            let mut member = Member::named(line, text.span(full[at], full[at]));
            let behind = at + 1 + usize::from(answer.is_some());
            if let Some(value) = answer {
                let lines = text.span(full[at + 1], full[at + 1]);
                member.required = Some(Fact::stated(value, lines));
                found.required = true;
            }
            body = Some((member, behind));
            at = behind;
            continue;
        }
        if body.is_none() {
            let why = "it stands in a table before the first row";
            unexplained.push(text.unexplained(full[at], why));
        }
        at += 1;
    }
    close(text, &mut found, body, &full);
    found
}

/// Gives a row the lines behind its cells as its description.
fn close(text: &PageText<'_>, rows: &mut Rows, body: Option<(Member, usize)>, full: &[usize]) {
    let Some((mut member, first)) = body else {
        return;
    };
    if let (Some(&first), Some(&last)) = (full.get(first), full.last()) {
        member.description = text.prose(first, last + 1);
    }
    rows.members.push(member);
}

fn tabbed_rows(
    text: &PageText<'_>,
    columns: &Columns,
    lines: Range<usize>,
    unexplained: &mut Vec<Unexplained>,
) -> Rows {
    let starts = |cells: &[&str]| cells.len() > 1 && cells::is_member_name(cells[0]);
    let rows = tabbed::rows(text, lines, columns, starts, unexplained);
    let members = rows.iter().map(|row| row.member(columns, required));
    let members: Vec<Member> = members.collect();
    let mut found = Rows::default();
    found.required = members.iter().any(|member| member.required.is_some());
    found.members = members;
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn told(page: &str, shown: &[&str]) -> Vec<String> {
        let text = PageText::new(page);
        let (columns, first) = Columns::of_paragraphs(&text, 0)
            .or_else(|| Columns::of(text.at(0)).map(|columns| (columns, 1)))
            .unwrap();
        assert!(is_untyped(&columns));
        let shown = shown.iter().map(|&name| name.to_owned()).collect();
        let mut unexplained = Vec::new();
        let rows = read(&text, &columns, first..text.len(), &shown, &mut unexplained);
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

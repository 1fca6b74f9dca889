//! The errors that a page lists. Where their cells are glued, nothing marks where a code ends and its
//! message starts: `400InvalidThing.NotFoundThe thing …`.

use std::collections::HashSet;
use std::ops::Range;

use crate::dialect::tabbed::{self, TabbedRow};
use crate::facts::{ErrorCode, Fact, Page};
use crate::heading::{Section, Topic};
use crate::table::{Column, Columns};
use crate::text::{PageText, is_han};
use crate::words::{self, is_status, starts_with_any};

/// Reads the error tables of a page. `known` are the names of its members.
pub(super) fn read(
    text: &PageText<'_>,
    sections: &[Section],
    known: &HashSet<String>,
    page: &mut Page,
) {
    for section in sections
        .iter()
        .filter(|section| section.topic == Topic::Errors)
    {
        let mut index = section.first;
        while index < section.end {
            let columns = Columns::of(text.at(index));
            if let Some(columns) = columns.clone().filter(|_| text.lines()[index].has_tabs()) {
                let end = end_of_tabs(text, index + 1, section.end);
                tabs(text, &columns, index + 1..end, page);
                index = end;
            } else if let Some(columns) = columns.filter(Columns::errors) {
                let end = blank_after_rows(text, index + 1, section.end);
                glued(text, &columns, index + 1, end, known, page);
                index = end;
            } else if let Some((columns, first)) =
                Columns::of_paragraphs(text, index).filter(|(columns, _)| columns.errors())
            {
                paragraphs(text, &columns, first, section.end, page);
                index = section.end;
            } else {
                index += 1;
            }
        }
    }
}

/// The index of the first empty line.
fn blank_after(text: &PageText<'_>, first: usize, end: usize) -> usize {
    (first..end)
        .find(|&index| text.at(index).is_empty())
        .unwrap_or(end)
}

/// The index of the first empty line that no further row with tabs follows.
fn end_of_tabs(text: &PageText<'_>, first: usize, end: usize) -> usize {
    let mut last = blank_after(text, first, end);
    while let Some(next) = text.next_full(last).filter(|&next| next < end) {
        if !text.lines()[next].has_tabs() {
            break;
        }
        last = blank_after(text, next, end);
    }
    last
}

/// The end of glued rows: the empty line behind them; a repeated header may stand behind one before them.
fn blank_after_rows(text: &PageText<'_>, first: usize, end: usize) -> usize {
    if !text.at(first).is_empty() && Columns::of(text.at(first)).is_none() {
        return blank_after(text, first, end);
    }
    match text.next_full(first) {
        Some(start) if start < end && !text.at(start).starts_with(|c: char| c.is_ascii_digit()) => {
            start.min(end)
        }
        Some(start) => blank_after(text, start, end),
        None => end,
    }
}

fn tabs(text: &PageText<'_>, columns: &Columns, lines: Range<usize>, page: &mut Page) {
    let code = columns.position(Column::Code).unwrap_or(0);
    let starts = |cells: &[&str]| cells.len() > code && is_code(cells[code]);
    let cell = |row: &TabbedRow, column| {
        let cell = row.cell(columns, column)?;
        Some(Fact::stated(cell.to_owned(), row.lines))
    };
    let rows = tabbed::rows(text, lines, columns, starts, &mut page.unexplained);
    page.error_codes.extend(rows.iter().filter_map(|row| {
        Some(ErrorCode {
            code: cell(row, Column::Code)?,
            status: cell(row, Column::Status),
            message: cell(row, Column::Message),
        })
    }));
}

fn paragraphs(text: &PageText<'_>, columns: &Columns, first: usize, end: usize, page: &mut Page) {
    let full = text.full(first..end);
    let line = |at: usize| full.get(at).map_or("", |&index| text.at(index));
    let status_first = columns.position(Column::Status) == Some(0);
    let starts = |at: usize| {
        if status_first {
            is_status(line(at)) && is_code(line(at + 1))
        } else {
            is_code(line(at)) && !is_status(line(at))
        }
    };
    let mut at = 0;
    while at < full.len() {
        if !starts(at) {
            if page.error_codes.is_empty() && !is_link(line(at)) {
                page.unexplained.push(text.unexplained(full[at], NO_ROW));
            }
            at += 1;
            continue;
        }
        let code = at + usize::from(status_first);
        let message = columns.has(Column::Message) && code + 1 < full.len() && !starts(code + 1);
        page.error_codes.push(ErrorCode {
            code: text.stated(full[code], line(code)),
            status: status_first.then(|| text.stated(full[at], line(at))),
            message: message.then(|| text.stated(full[code + 1], line(code + 1))),
        });
        at = code + 1 + usize::from(message);
    }
}

fn glued(
    text: &PageText<'_>,
    columns: &Columns,
    first: usize,
    end: usize,
    known: &HashSet<String>,
    page: &mut Page,
) {
    let status_first = columns.position(Column::Status) == Some(0);
    let mut rows = Vec::new();
    for index in first..end {
        let line = text.at(index);
        if line.is_empty() || Columns::of(line).is_some() {
            continue;
        }
        let status = line
            .get(..3)
            .filter(|status| status_first && is_status(status));
        let rest = &line[status.map_or(0, str::len)..];
        if status_first && status.is_none() || !rest.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            if !is_link(line) {
                page.unexplained.push(text.unexplained(index, NO_ROW));
            }
            continue;
        }
        rows.push((index, status, rest));
    }
    // Words that start a message: names of members, and codes of other rows.
    let first_cut: HashSet<&str> = rows
        .iter()
        .map(|(.., rest)| cut(rest, |_| false).0)
        .collect();
    for (index, status, rest) in rows {
        let (code, message) = cut(rest, |word| {
            known.contains(word) || first_cut.contains(word)
        });
        let (message, behind) = match message_of(message) {
            Some(message) if columns.has(Column::Status) && !status_first => status_behind(message),
            message => (message, None),
        };
        page.error_codes.push(ErrorCode {
            code: text.stated(index, code),
            status: status.or(behind).map(|status| text.stated(index, status)),
            message: message.map(|message| text.stated(index, message)),
        });
    }
}

/// Cuts a code from its message. `starts` says that a word of several parts starts a message.
fn cut(text: &str, starts: impl Fn(&str) -> bool) -> (&str, &str) {
    let (run, behind) = words::split(text, |c| words::in_name(c) || matches!(c, '.' | '-'));
    let end = behind.chars().next();
    // A message in another script, or one that starts with a mark, is not glued to a letter.
    if !matches!(
        end,
        Some(' ' | ',' | '\'' | ':' | ';' | '!' | '(' | '/' | '"')
    ) && !run.ends_with('.')
    {
        return (run, behind);
    }
    let code = run.trim_end_matches('.');
    if let Some(at) = lower_case_message(code).filter(|_| end == Some(' ')) {
        return text.split_at(at);
    }
    let humps = humps(code);
    let Some(&last) = humps.last().filter(|&&last| last > 0) else {
        return (run, behind);
    };
    let before = |at: usize| !code[..at].ends_with(['.', '_', '-']);
    // The first of the parts before `end` that starts a message.
    let first_named = |end: usize| {
        let parts = humps
            .iter()
            .copied()
            .rev()
            .filter(|&hump| hump < last)
            .take(8);
        parts
            .filter(|&hump| hump > 0 && before(hump) && starts(&code[hump..end]))
            .last()
    };
    // `…StatusThe error message returned because` has no message of its own but the status.
    let status = || first_named(last).filter(|_| text[last..].starts_with(RETURNED));
    let at = first_named(code.len()).or_else(status).unwrap_or(last);
    text.split_at(at)
}

/// How the set phrase starts that describes a message.
const RETURNED: &str = "The error message returned";

/// Words that codes end in.
const ENDS: &str = "Invalid | NotFound | NotExist | NotExists | AlreadyExist | AlreadyExists | NotSupported | \
     NotSupport | Denied | Forbidden | Malformed | Exceeded | Failed | Failure | Error | \
     Duplicate | Unauthorized | NotAllowed | Timeout";

/// Where a message that starts with a small letter is glued to a word that codes end in:
/// `ParameterInvalidillegal parameters`.
fn lower_case_message(code: &str) -> Option<usize> {
    let at = words::each(ENDS)
        .filter_map(|end| Some(code.rfind(end)? + end.len()))
        .max()?;
    let rest = &code[at..];
    // `Errors`, `Invalidated` are words of their own.
    let ending = ["s", "es", "ed", "er", "ly", "ity", "ate", "ated", "ation"].contains(&rest);
    let lower = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_lowercase());
    (lower && !ending).then_some(at)
}

/// Where the parts of a word in camel case start.
fn humps(word: &str) -> Vec<usize> {
    let bytes = word.as_bytes();
    let upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    (0..bytes.len())
        .filter(|&at| {
            upper(at)
                && (at == 0
                    || !upper(at - 1)
                    || bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase))
        })
        .collect()
}

/// A message without the description in Chinese, or in the set phrase, that is glued to it.
fn message_of(text: &str) -> Option<&str> {
    let end = text.find(is_han).unwrap_or(text.len());
    let end = text
        .find(RETURNED)
        .filter(|&at| at > 0)
        .map_or(end, |at| at.min(end));
    let message = if end == 0 { text } else { &text[..end] };
    Some(message.trim()).filter(|message| !message.is_empty())
}

/// A message and the status that is glued to it: `Denied.403`.
fn status_behind(message: &str) -> (Option<&str>, Option<&str>) {
    let at = message.len().saturating_sub(3);
    match message.split_at_checked(at) {
        Some((before, status)) if is_status(status) => (
            Some(before).filter(|before| !before.is_empty()),
            Some(status),
        ),
        _ => (Some(message), None),
    }
}

fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 200
        && !text.contains(' ')
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.is_ascii()
}

/// Whether a line only says where more codes are listed.
fn is_link(line: &str) -> bool {
    starts_with_any(
        line,
        &["For a list of error codes", "访问错误中心", "For more"],
    )
}

/// Why a line is told.
const NO_ROW: &str = "it stands in a table of errors and is no row of it";

#[cfg(test)]
mod tests {
    use super::*;

    fn code<'a>(row: &'a str, known: &[&str]) -> &'a str {
        cut(row, |word| known.contains(&word)).0
    }

    #[test]
    fn a_message_starts_at_the_last_part_of_the_glued_word() {
        for (row, expected) in [
            (
                "InvalidThing.NotFoundThe thing is gone.",
                "InvalidThing.NotFound",
            ),
            ("NoRightAccess denied.", "NoRight"),
            ("SystemErrorUnknown.", "SystemError"),
            ("KeyUnauthorizedECS has no right.", "KeyUnauthorized"),
            ("Thing.NotReadyA thing is not ready", "Thing.NotReady"),
            ("Bad%sThe error", "Bad"),
            ("Missing参数错误", "Missing"),
            ("Alone", "Alone"),
            ("LampInvalidillegal lamps", "LampInvalid"),
            ("Lamp.NotFoundlamp is gone", "Lamp.NotFound"),
            ("LampErrors are many", "Lamp"),
            ("Limit.MaxNumYour rule has %s.", "Limit.MaxNum"),
        ] {
            assert_eq!(code(row, &[]), expected, "{row}");
        }
    }

    #[test]
    fn a_message_may_start_with_a_name_of_the_page() {
        assert_eq!(
            code("Steps.GapStepSize has a gap", &["StepSize"]),
            "Steps.Gap"
        );
        assert_eq!(
            code(
                "DiskErrorBadDiskThe error message returned because",
                &["BadDisk"]
            ),
            "DiskError"
        );
    }
}

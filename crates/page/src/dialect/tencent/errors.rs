//! Tables of error codes: a code a line, then what it means.

use crate::facts::{ErrorCode, Fact, Page, Span};
use crate::heading::Section;
use crate::table::{Column, Columns};
use crate::text::PageText;
use crate::words::is_number;

/// Reads the codes of a section.
pub(super) fn read(text: &PageText<'_>, section: &Section, page: &mut Page) {
    let mut columns: Option<Columns> = None;
    let mut gap = false;
    for index in section.lines() {
        let line = text.at(index);
        if let Some(header) = Columns::of(line).filter(Columns::errors) {
            columns = Some(header);
            gap = false;
            continue;
        }
        if columns.is_none() && starts_rows(text, index, section.end) {
            columns = Columns::of(PLAIN);
        }
        let Some(columns) = &columns else {
            continue;
        };
        if text.is_blank(index) {
            gap = true;
        } else if let Some(error) = error(columns, line, text.span(index, index)) {
            page.error_codes.push(error);
            gap = false;
        } else if gap {
            // Sentences below the table.
        } else if let Some(last) = page.error_codes.last_mut() {
            extend(last, line, text.span(index, index));
        } else {
            let why = "no error code starts like this";
            page.unexplained.push(text.unexplained(index, why));
        }
    }
}

/// The header of a table that has none, or one of unknown words.
const PLAIN: &str = "错误码 描述";

/// Whether the rows of a table start on a line: it and the next one start with codes that no sentence starts
/// with, numbers or words with dots between.
fn starts_rows(text: &PageText<'_>, index: usize, end: usize) -> bool {
    let is_row = |index: usize| {
        let code = text.at(index).split([' ', '\t']).next().unwrap_or_default();
        let number = code.len() > 2 && is_number(code);
        code.len() < text.at(index).len() && is_code(code) && (number || code.contains('.'))
    };
    let next = text.next_full(index + 1).filter(|&next| next < end);
    is_row(index) && next.is_some_and(is_row)
}

fn error(columns: &Columns, line: &str, lines: Span) -> Option<ErrorCode> {
    let of_capitals = capitals(line);
    let cells: Vec<&str> = if line.contains('\t') {
        line.split('\t').map(str::trim).collect()
    } else if of_capitals > 0 {
        let (code, rest) = line.split_at(of_capitals);
        let rest = rest.trim_start().splitn(columns.columns().len() - 1, ' ');
        std::iter::once(code).chain(rest.map(str::trim)).collect()
    } else {
        line.splitn(columns.columns().len(), ' ')
            .map(str::trim)
            .collect()
    };
    let code = *cells.get(columns.position(Column::Code)?)?;
    let capitals = capitals(code) == code.len() && !code.is_empty();
    if !is_code(code) && !capitals {
        return None;
    }
    let behind = &cells[(columns.position(Column::Code)? + 1).min(cells.len())..];
    if !line.contains('\t') && !starts_a_cell(behind.first().copied().unwrap_or_default(), code) {
        return None;
    }
    let cell = |column| {
        let cell = cells
            .get(columns.position(column)?)
            .filter(|cell| !cell.is_empty())?;
        Some(Fact::stated((*cell).to_owned(), lines))
    };
    let message = [cell(Column::Message), cell(Column::Description)]
        .into_iter()
        .flatten()
        .reduce(|mut both, next| {
            both.value.push(' ');
            both.value.push_str(&next.value);
            both
        });
    Some(ErrorCode {
        code: Fact::stated(code.to_owned(), lines),
        status: cell(Column::Status),
        message,
    })
}

fn extend(error: &mut ErrorCode, line: &str, lines: Span) {
    match &mut error.message {
        Some(message) => {
            message.value.push('\n');
            message.value.push_str(line);
            message.lines = message.lines.and(lines);
        }
        None => error.message = Some(Fact::stated(line.to_owned(), lines)),
    }
}

/// The length of a code of several words in capitals at the start of a line: `BACKUP FILE NOT FOUND`; 0
/// where there is none.
fn capitals(line: &str) -> usize {
    let is_capital = |word: &str| {
        word.len() > 1 && word.len() <= 32 && word.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let mut end = 0;
    let mut words = 0;
    for word in line.split(' ').take(8).take_while(|word| is_capital(word)) {
        end += word.len() + usize::from(words > 0);
        words += 1;
    }
    if words > 1 { end } else { 0 }
}

/// Whether a word is a code: a number, a range of numbers, or capitalised words joined by dots; one plain word is a word of a
/// sentence.
fn is_code(word: &str) -> bool {
    let number = word.trim_start_matches('-');
    let short = |word: &str| word.len() <= 10 && is_number(word);
    if number.split('-').all(short) && number.matches('-').count() < 2 {
        return true;
    }
    word.len() <= 128
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.ends_with(|c: char| c.is_ascii_alphanumeric())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
        && word[1..].bytes().any(|byte| {
            byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_')
        })
}

/// Whether a text starts a cell and is not the middle of a sentence that began with a name.
fn starts_a_cell(text: &str, code: &str) -> bool {
    let number = code
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    number || code.contains('.') || !text.starts_with(|c: char| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Span;

    #[test]
    fn a_code_may_be_several_words_in_capitals() {
        let columns = Columns::of("Error Code Error Message Error Description").unwrap();
        let code = |line: &str| {
            let error = error(&columns, line, Span::line(1))?;
            Some((error.code.value, error.message?.value))
        };
        for (line, expected) in [
            (
                "BACKUP FILE NOT FOUND It is not there",
                Some(("BACKUP FILE NOT FOUND", "It is not there")),
            ),
            (
                "InternalError.Db It fails",
                Some(("InternalError.Db", "It fails")),
            ),
            ("10012 FILE NOT FOUND", Some(("10012", "FILE NOT FOUND"))),
            ("CREATE is a word", None),
        ] {
            let expected = expected.map(|(code, text)| (code.to_owned(), text.to_owned()));
            assert_eq!(code(line), expected, "{line}");
        }
    }
}

//! The line a person reads.

use std::borrow::Cow;
use std::fmt;

use super::{Error, ErrorKind};
use crate::attempt::Attempt;

/// Longest message in a line; services put whole requests into theirs.
const LONGEST: usize = 400;
/// Longest message about credentials, which lists every place that was looked at.
const LONGEST_LIST: usize = 4000;

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = String::new();
        if let Some(action) = self.action() {
            add(&mut line, &[action, ": "]);
        }
        if let Some(code) = self.code() {
            add(&mut line, &[&one_line(code.as_str())]);
            if let Some(detail) = self.detail() {
                add(&mut line, &[" (", &one_line(detail.as_str()), ")"]);
            }
            if !self.message().is_empty() {
                add(&mut line, &[": "]);
            }
        }
        match self.kind() {
            ErrorKind::InvalidRequest if !self.violations().is_empty() => {
                add(&mut line, &["not sent: ", &self.violations().to_string()]);
            }
            ErrorKind::Credentials => {
                add(&mut line, &[&bounded_line(self.message(), LONGEST_LIST)]);
            }
            _ => add(&mut line, &[&one_line(self.message())]),
        }
        if let Some(meaning) = self.meaning() {
            add(&mut line, &[" [", meaning.trim_end_matches('.'), "]"]);
        }
        if let Some(facts) = facts(self).strip_prefix(", ") {
            add(&mut line, &[" (", facts, ")"]);
        }
        formatter.write_str(&line)
    }
}

/// Once, and not where it is called.
#[inline(never)]
fn add(line: &mut String, parts: &[&str]) {
    for part in parts {
        line.push_str(part);
    }
}

/// What the vendor's support asks for, each after a comma.
fn facts(error: &Error) -> String {
    let mut facts = String::new();
    if let Some(id) = error.request_id() {
        add(&mut facts, &[", request id ", &one_line(id)]);
    }
    if let Some(status) = error.status() {
        add(&mut facts, &[", status ", &status.to_string()]);
    }
    let attempts = error.attempts();
    if let [first, .., last] = attempts {
        add(
            &mut facts,
            &[", ", &attempts.len().to_string(), " attempts"],
        );
        if let Some(stopped) = last.stopped() {
            add(&mut facts, &[", ", stopped]);
        }
        let begun = describe(first);
        if begun != describe(last) {
            add(&mut facts, &["; the first failed with ", &begun]);
        }
    }
    facts
}

fn describe(attempt: &Attempt) -> Cow<'_, str> {
    one_line(attempt.outcome())
}

/// The text on one line and not too long: an answer cannot forge a second line of a log, or move
/// a terminal's cursor.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    bounded_line(text, LONGEST)
}

fn bounded_line(text: &str, longest: usize) -> Cow<'_, str> {
    if text.len() <= longest && !text.chars().any(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(longest.min(text.len()) + 4);
    let mut after_space = false;
    for letter in text.trim().chars() {
        if line.len() >= longest {
            line.push('…');
            break;
        }
        let letter = if is_unprintable(letter) { ' ' } else { letter };
        if letter != ' ' || !after_space {
            line.push(letter);
        }
        after_space = letter == ' ';
    }
    Cow::Owned(line)
}

/// So many characters of a text that has more.
#[cold]
pub(crate) fn beginning(text: &str, characters: usize) -> Option<&str> {
    let (end, _) = text.char_indices().nth(characters)?;
    text.get(..end)
}

/// Control characters, and those that change the direction or the line of text.
fn is_unprintable(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::error_code::ErrorCode;
    use crate::meta::{ErrorClass, ErrorCodeInfo};
    use crate::test_service::OPERATION;

    #[test]
    fn a_service_error_is_one_line_with_all_that_support_asks_for() {
        static INFO: ErrorCodeInfo = ErrorCodeInfo::new(
            "ResourceNotFound.ErrNoRepo",
            ErrorClass::NotFound,
            "The repository does not exist.",
        );
        let error = Error::new(ErrorKind::Service, "no\r\n repo\u{1b}[2J")
            .with_operation(&OPERATION)
            .with_code(ErrorCode::new(INFO.code), None, INFO.class, Some(&INFO))
            .with_answer(200, Some("id-1".to_owned()), &Bytes::from_static(b"{}"));
        assert_eq!(
            error.to_string(),
            "ListThings: ResourceNotFound.ErrNoRepo: no repo [2J \
             [The repository does not exist] (request id id-1, status 200)"
        );
        assert!(error.is_not_found() && error.is_service() && !error.is_retryable());
    }

    #[test]
    fn a_long_message_is_cut_at_a_character() {
        let line = one_line(&"说".repeat(1000)).into_owned();
        assert!(line.len() < LONGEST + 8 && line.ends_with('…'));
    }

    #[test]
    fn every_place_that_was_looked_at_for_credentials_stays_in_the_line() {
        let places: Vec<String> = (0..30)
            .map(|index| format!("place {index} has none"))
            .collect();
        let error = Error::new(ErrorKind::Credentials, places.join(", "));
        assert!(error.to_string().ends_with("place 29 has none"), "{error}");
    }

    #[test]
    fn an_error_is_one_pointer_large() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    }
}

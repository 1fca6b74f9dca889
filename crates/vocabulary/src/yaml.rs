//! How a text is written in YAML so that readers of versions 1.1 and 1.2 take it for the same text.
//!
//! The versions disagree about which plain texts are texts: `on`, `12:30:45`, `1_000`, `=` and dates
//! are other things to a reader of 1.1 (`PyYAML`, Ruby's Psych). So a text is plain only where it begins
//! as no such thing does and is none of the words; every other one stands in double quotes. What is not
//! printable is escaped there, which says the same and moves no terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::printable::is_unprintable;
use crate::word::is_one_of;

/// What is true, false or nothing in one of the versions, in any case.
const WORDS: &[&str] = &[
    "y", "n", "yes", "no", "true", "false", "on", "off", "null", "nan", "inf",
];

/// The text on one line, in quotes unless it can be nothing else without.
///
/// ```
/// use cloudwright_vocabulary::yaml::text;
///
/// assert_eq!(text("ccs-dev/nginx"), "ccs-dev/nginx");
/// assert_eq!(text("12:30:45"), "\"12:30:45\"");
/// ```
pub fn text(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(quoted(text))
    }
}

/// The same where brackets and commas are YAML's: within a list or an object on one line.
pub fn text_in_flow(text: &str) -> Cow<'_, str> {
    // Readers of 1.1 take a `?` between brackets for the mark of a key.
    if is_plain(text) && !text.contains([',', '[', ']', '{', '}', '?']) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(quoted(text))
    }
}

/// The text between double quotes.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ if must_be_escaped(character) => escape(character, &mut quoted),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

fn escape(character: char, text: &mut String) {
    let code = u32::from(character);
    // Writing to memory cannot fail.
    let _ = match code {
        0..=0xff => write!(text, "\\x{code:02x}"),
        0x100..=0xffff => write!(text, "\\u{code:04x}"),
        _ => write!(text, "\\U{code:08x}"),
    };
}

/// What is not printable (what version 1.1 takes for an end of a line is not), and the two characters that
/// YAML does not allow as they are (production `c-printable` of 1.2).
pub const fn must_be_escaped(character: char) -> bool {
    is_unprintable(character) || matches!(character, '\u{fffe}' | '\u{ffff}')
}

/// Whether a reader of either version takes the text for a text when it stands without quotes on a line of
/// its own.
fn is_plain(text: &str) -> bool {
    // Numbers, times, nothing (`~`), `=`, `<<` and YAML's own marks begin with none of these.
    let begins_as_text =
        text.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '/'));
    begins_as_text
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(must_be_escaped)
        && !is_one_of(WORDS, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_where_they_would_be_read_as_something_else() {
        for (given, written) in [
            ("string", "string"),
            ("list<string>", "list<string>"),
            ("pod启动失败", "pod启动失败"),
            ("a:b", "a:b"),
            ("a, [b]", "a, [b]"),
            ("10.5", "\"10.5\""),
            ("Yes", "\"Yes\""),
            ("2024-03-01", "\"2024-03-01\""),
            ("a: b", "\"a: b\""),
            ("a #b", "\"a #b\""),
            ("", "\"\""),
            ("*", "\"*\""),
            ("a\tb\u{1b}", "\"a\\tb\\x1b\""),
            ("a\u{202e}b\u{85}", "\"a\\u202eb\\x85\""),
            ("a\u{ffff}\u{e0041}", "\"a\\uffff\\U000e0041\""),
        ] {
            assert_eq!(text(given), written);
        }
    }

    #[test]
    fn within_brackets_their_marks_are_quoted_too() {
        for (given, written) in [
            ("a, b", "\"a, b\""),
            ("{a}", "\"{a}\""),
            ("a?b", "\"a?b\""),
            ("a b", "a b"),
        ] {
            assert_eq!(text_in_flow(given), written);
        }
    }
}

//! Why a file is no tree, in words for people and at the place where it is to be mended.
//!
//! The parser stops at the first mistake, names it in its own terms, and where a text is broken
//! points at the beginning of that text.

use std::ops::Range;

use serde_yaml::granit_parser::{ErrorKind, ScanError};

use super::MAX_DEPTH;
use super::span::ceil;

/// Why a file is no tree.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) bytes: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: Option<&'static str>,
}

impl SyntaxError {
    pub(super) fn new(bytes: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            bytes,
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn too_deep(bytes: Range<usize>) -> Self {
        let message = format!("nested deeper than {MAX_DEPTH} levels, which no spec is");
        Self::new(bytes, message)
    }

    /// What the parser found wrong with a text.
    pub(super) fn of_parser(text: &str, error: &ScanError) -> Self {
        let at = error.marker().byte_offset().unwrap_or_default();
        let at = at.min(text.len());
        let here = at..ceil(text, at + 1);
        let kind = error.kind();
        if matches!(kind, ErrorKind::RecursionLimitExceeded) {
            return Self::too_deep(here);
        }
        let (message, help) = words(kind);
        Self {
            bytes: place(text, at, kind).unwrap_or(here),
            message,
            help,
        }
    }
}

/// The place of a mistake that the parser points elsewhere for.
fn place(text: &str, at: usize, kind: &ErrorKind) -> Option<Range<usize>> {
    match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => indenting_tab(text, at),
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => {
            let escape = wrong_escape(text.get(at..)?)?;
            Some(at + escape.start..at + escape.end)
        }
        ErrorKind::DocumentIndicatorInQuotedScalar => {
            let rest = text.get(at..)?;
            let mut lines = rest.match_indices('\n').map(|(newline, _)| newline + 1);
            let is_marker =
                |line: &usize| rest[*line..].starts_with("---") || rest[*line..].starts_with("...");
            let line = at + lines.find(is_marker)?;
            Some(line..line + 3)
        }
        _ => None,
    }
}

/// The tabs that indent the first line with something in it, of the line of a place and those
/// behind it.
fn indenting_tab(text: &str, at: usize) -> Option<Range<usize>> {
    let mut start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    for line in text[start..].split_inclusive('\n') {
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        let has_text = !line[blank..].trim_end().is_empty();
        if let Some(tab) = line[..blank].find('\t').filter(|_| has_text) {
            let tabs = line[tab..blank].bytes().take_while(|byte| *byte == b'\t');
            return Some(start + tab..start + tab + tabs.count());
        }
        start += line.len();
    }
    None
}

/// The first escape in a quoted text that stands for nothing.
fn wrong_escape(quoted: &str) -> Option<Range<usize>> {
    let mut at = 0;
    loop {
        at += quoted.get(at..)?.find('\\')?;
        let letter = quoted[at + 1..].chars().next()?;
        let digits = match letter {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '0' | 'a' | 'b' | 't' | '\t' | 'n' | 'v' | 'f' | 'r' | 'e' | ' ' | '"' | '/' | '\\'
            | 'N' | '_' | 'L' | 'P' | '\n' | '\r' => {
                at += 2;
                continue;
            }
            _ => return Some(at..at + 1 + letter.len_utf8()),
        };
        let end = at + 2 + digits;
        let Some(first) = code(quoted, at + 2, digits) else {
            let written = quoted[at + 2..].bytes().take(digits);
            let written = written.take_while(u8::is_ascii_hexdigit).count();
            return Some(at..at + 2 + written);
        };
        let next = quoted[end..].strip_prefix("\\u");
        let next = next.and_then(|digits| code(digits, 0, 4));
        let is_pair = (0xD800..0xDC00).contains(&first)
            && next.is_some_and(|second| (0xDC00..0xE000).contains(&second));
        if !is_pair && char::from_u32(first).is_none() {
            return Some(at..end);
        }
        at = if is_pair { end + 6 } else { end };
    }
}

fn code(quoted: &str, at: usize, digits: usize) -> Option<u32> {
    let digits = quoted.get(at..at + digits)?;
    let are_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| are_hex)
}

/// A mistake in words for people, and what can be done about it.
fn words(kind: &ErrorKind) -> (String, Option<&'static str>) {
    const QUOTE: &str = "put the text in quotes";
    let (message, help) = match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => {
            ("a tab in the indentation", Some("indent with spaces"))
        }
        ErrorKind::UnexpectedCharacter {
            character: '\u{fffe}' | '\u{ffff}',
        } => (
            "a character that YAML does not know",
            Some("write it as `\\uFFFF` or `\\uFFFE` between double quotes"),
        ),
        ErrorKind::UnexpectedCharacter { character } => {
            let shown = character.escape_debug();
            return (
                format!("a text without quotes cannot begin with `{shown}`"),
                Some(QUOTE),
            );
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => (
            "a `:` that makes no key of what stands before it",
            Some(
                "put a text with `: ` in it in quotes; a key is one line of at most 1,024 \
                 characters, indented as the keys beside it",
            ),
        ),
        ErrorKind::SimpleKeyExpected => (
            "a key without `:`",
            Some("a key is one line of at most 1,024 characters"),
        ),
        ErrorKind::ExpectedBlockMappingKey => (
            "expected a key, indented as the keys before it",
            Some("behind a value in quotes or brackets its line ends"),
        ),
        ErrorKind::ExpectedBlockSequenceEntry => {
            ("expected a `-`, indented as those before it", None)
        }
        ErrorKind::BlockSequenceEntryNotAllowed => (
            "an item of a list cannot begin here",
            Some("begin it on a line of its own; put the text `-` in quotes"),
        ),
        ErrorKind::UnclosedQuotedScalar => ("this quote is not closed", None),
        ErrorKind::DocumentIndicatorInQuotedScalar => {
            ("a text in quotes goes on into another document", None)
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar => (
            "nothing may stand behind the closing quote",
            Some("write a quote within single quotes twice: `''`"),
        ),
        ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "nothing may stand behind the closing quote",
            Some("write a quote within double quotes as `\\\"`"),
        ),
        ErrorKind::UnknownQuotedScalarEscape => (
            "no such escape",
            Some("write `\\\\` for a backslash, or use single quotes"),
        ),
        ErrorKind::UnclosedFlowCollection { open } => {
            return (format!("this `{open}` is not closed"), None);
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            return (format!("this `{open}` is closed by a `{close}`"), None);
        }
        ErrorKind::MisplacedFlowCollectionEnd => ("a bracket that closes nothing", Some(QUOTE)),
        ErrorKind::ExpectedFlowMappingSeparator => ("expected `,` or `}`", None),
        ErrorKind::ExpectedFlowSequenceSeparator => ("expected `,` or `]`", None),
        ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEof
        | ErrorKind::ExpectedNodeContent => ("expected a value", None),
        ErrorKind::DirectiveDisallowed => (
            "a YAML directive; specs are plain data",
            Some("remove the line"),
        ),
        ErrorKind::BomInsideDocument => ("a byte order mark inside of the file", None),
        other => return (other.to_string(), None),
    };
    (message.to_owned(), help)
}

#[cfg(test)]
mod tests;

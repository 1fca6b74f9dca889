//! Why an answer could not be read.

use std::fmt;

use cloudwright_vocabulary::told;

use crate::secret::beginning;

use super::path::Path;
use super::scan::{Broken, TOO_DEEP, line_and_column};

/// Characters of a value that an error shows.
const SHOWN: usize = 40;

/// An answer could not be read: what stood where, and what should have.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// What kind of failure it is.
    pub kind: DecodeErrorKind,
    /// Where: `$.Response.Data.LogInfo[3].InvokePara.ClusterRegion`.
    pub path: String,
    /// What should have stood there.
    pub expected: &'static str,
    /// What stood there: its kind, and a short value. The text of a member whose name suggests a
    /// secret is not shown.
    pub got: String,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// The byte, from 0.
    pub offset: usize,
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, formatter, |formatter| {
            formatter
                .debug_struct("DecodeError")
                .field("kind", &self.kind)
                .field("path", &self.path)
                .field("expected", &self.expected)
                .field("got", &self.got)
                .field("line", &self.line)
                .field("column", &self.column)
                .field("offset", &self.offset)
                .finish()
        })
    }
}

impl std::error::Error for DecodeError {}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            line,
            column,
            expected,
            got,
            ..
        } = self;
        write!(
            formatter,
            "at {path} (line {line}, column {column}): expected {expected}, got {got}"
        )
    }
}

/// The kinds of failure in reading an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// It is not JSON: cut off, HTML, an event stream.
    Syntax,
    /// It is JSON, but a value is of another kind than the page says, and could not be bridged.
    Mismatch,
    /// It nests too deep.
    Depth,
    /// It would become larger in memory than an answer may.
    TooLarge,
    /// The call's time was up before it was read to its end.
    Deadline,
}

impl DecodeErrorKind {
    pub(super) fn of(broken: Broken) -> Self {
        if broken.expected == TOO_DEEP {
            Self::Depth
        } else {
            Self::Syntax
        }
    }
}

/// The answer's text, and how many bytes before it were left out.
#[derive(Clone, Copy, Debug)]
pub(super) struct AnswerText<'b> {
    pub(super) text: &'b str,
    pub(super) skipped: usize,
}

impl DecodeError {
    #[cold]
    pub(super) fn broken(broken: Broken, path: &Path<'_>, source: AnswerText<'_>) -> Self {
        let kind = DecodeErrorKind::of(broken);
        let got = match source.text.get(broken.at..).and_then(|s| s.chars().next()) {
            None if source.text.is_empty() => "an empty answer",
            None => "the end of the answer",
            Some(character) => &format!("{character:?}"),
        };
        let got = got.to_owned();
        Self::new(kind, path, broken.expected, got, broken.at, source)
    }

    /// An error that nobody will look at, for an earlier one is told.
    #[cold]
    pub(super) fn untold(kind: DecodeErrorKind) -> Self {
        Self {
            kind,
            path: String::new(),
            expected: "",
            got: String::new(),
            line: 1,
            column: 1,
            offset: 0,
        }
    }

    #[cold]
    pub(super) fn mismatch(
        path: &Path<'_>,
        expected: &'static str,
        got: &str,
        at: usize,
        source: AnswerText<'_>,
    ) -> Self {
        let got = shown(got, path.is_secret());
        Self::new(DecodeErrorKind::Mismatch, path, expected, got, at, source)
    }

    /// Shows of a value no more than its kind, if one of these names leads to it.
    pub(crate) fn hide_below(&mut self, names: &[&str]) {
        let mut steps = self.path.split(['.', '[', ']', '"']);
        if !steps.any(|step| names.iter().any(|name| name.eq_ignore_ascii_case(step))) {
            return;
        }
        for kind in ["text", "a number", "a boolean"] {
            if self.got.starts_with(kind) {
                kind.clone_into(&mut self.got);
            }
        }
    }

    #[cold]
    pub(super) fn new(
        kind: DecodeErrorKind,
        path: &Path<'_>,
        expected: &'static str,
        got: String,
        at: usize,
        source: AnswerText<'_>,
    ) -> Self {
        let before = source.text.get(..at).unwrap_or(source.text);
        let (line, column) = line_and_column(before);
        Self {
            kind,
            path: path.text(true),
            expected,
            got,
            line,
            column,
            offset: at + source.skipped,
        }
    }
}

/// What a JSON value is, and its beginning.
fn shown(json: &str, secret: bool) -> String {
    let kind = kind_of(json);
    match json.as_bytes().first() {
        Some(b'{' | b'[' | b'n') | None => kind.to_owned(),
        Some(_) if secret => kind.to_owned(),
        Some(_) => match beginning(json, SHOWN) {
            None => format!("{kind} {json}"),
            Some(start) => format!("{kind} {start}…"),
        },
    }
}

/// The kind of a JSON value, by its first byte.
pub(super) fn kind_of(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'"') => "text",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        Some(_) => "a number",
        None => "nothing",
    }
}

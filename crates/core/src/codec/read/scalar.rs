//! Values without parts, and how far a value of another kind stands for one.
//!
//! What is converted keeps its meaning exactly, and every conversion is a finding: `1.0` and `1e3`
//! are the integers 1 and 1000, as numbers and in texts. What would be a guess, `1.5` or a boolean
//! for an integer, an integer beyond 64 bits, is an error.

use std::borrow::Cow;

use super::{Read, Reader};
use crate::codec::decode::Field;
use crate::codec::error::kind_of;
use crate::codec::findings::FindingKind;
use crate::codec::number::{boolean_in, whole_number_in};
use crate::codec::path::Path;
use crate::codec::scan::{Scanner, WrittenNumber};
use crate::time::{DateTime, TimeFormat};

const TEXT: &str = "text";
pub(in crate::codec) const INTEGER: &str = "an integer of 64 bits";
pub(in crate::codec) const UNSIGNED: &str = "an unsigned integer of 64 bits";
pub(in crate::codec) const NUMBER: &str = "a number";
const BOOLEAN: &str = "true or false";
const FRACTION: &str = "a number with a fraction or an exponent";

impl<'b> Reader<'b> {
    /// Times that are written so: one, or a list or a map of them.
    pub(super) fn times(
        &mut self,
        format: TimeFormat,
        field: &mut dyn Field,
        path: &Path<'_>,
    ) -> Read<()> {
        let outer = std::mem::replace(&mut self.times, format);
        let read = field.read(self, path);
        self.times = outer;
        read
    }

    /// A time, with how it is written.
    pub(in crate::codec) fn time(&mut self, path: &Path<'_>) -> Read<Option<DateTime>> {
        // That it is a number is what the page says, and no finding.
        let told = self.finds;
        self.finds &= !self.times.is_count();
        let text = self.string(path);
        self.finds = told;
        let Some(text) = text? else {
            return Ok(None);
        };
        let text = self.kept(text, path)?;
        Ok(Some(DateTime::new(text, self.times)))
    }

    /// A text; a number or a boolean as it is written.
    pub(in crate::codec) fn string(&mut self, path: &Path<'_>) -> Read<Option<Cow<'b, str>>> {
        let first = self.scan.peek();
        let start = self.scan.at();
        match first {
            Some(b'"') => return self.text(path).map(Some),
            Some(b'-' | b'0'..=b'9') => {
                self.written_number(path)?;
            }
            Some(b't' | b'f') => {
                self.true_or_false(path)?;
            }
            _ => {
                self.nothing(TEXT, path)?;
                return Ok(None);
            }
        }
        let written = self.scan.since(start);
        self.converted(TEXT, written, path);
        Ok(Some(Cow::Borrowed(written)))
    }

    /// The text of an open enum, for [`open_enum!`](crate::open_enum).
    #[doc(hidden)]
    pub fn enum_text(&mut self, path: &Path<'_>) -> Read<Option<Cow<'b, str>>> {
        let text = self.string(path)?;
        self.charge(text.as_ref().map_or(0, |text| text.len()), path)?;
        Ok(text)
    }

    /// A number that `put` takes, or a text that is wholly one.
    pub(in crate::codec) fn number(
        &mut self,
        expected: &'static str,
        path: &Path<'_>,
        put: &mut dyn FnMut(&str) -> bool,
    ) -> Read<()> {
        match self.scan.peek() {
            Some(b'-' | b'0'..=b'9') => {
                let start = self.scan.at();
                let text = self.written_number(path)?.text;
                if !put(text) && !self.rewritten(expected, text, path, put) {
                    self.fail(start, expected, path);
                }
                Ok(())
            }
            Some(b'"') => self.in_text(expected, path, put),
            _ => self.nothing(expected, path),
        }
    }

    /// Gives on the integer that is written with a fraction or an exponent, where one is expected.
    #[cold]
    fn rewritten(
        &mut self,
        expected: &'static str,
        text: &str,
        path: &Path<'_>,
        put: &mut dyn FnMut(&str) -> bool,
    ) -> bool {
        let is_whole = matches!(expected, INTEGER | UNSIGNED);
        let digits = is_whole.then(|| whole_number_in(text)).flatten();
        let found = digits.is_some_and(|digits| put(&digits));
        if found {
            let got = FRACTION;
            self.found(path, FindingKind::Converted { expected, got });
        }
        found
    }

    /// A boolean; `1` and `0`; a text of either.
    pub(in crate::codec) fn boolean(&mut self, path: &Path<'_>) -> Read<Option<bool>> {
        let first = self.scan.peek();
        if matches!(first, Some(b't' | b'f')) {
            return self.true_or_false(path).map(Some);
        }
        let start = self.scan.at();
        let mut value = None;
        self.number(BOOLEAN, path, &mut |text| put(&mut value, boolean_in(text)))?;
        if value.is_some() && first != Some(b'"') {
            self.converted(BOOLEAN, self.scan.since(start), path);
        }
        Ok(value)
    }

    /// A value that stands in a text. An empty text counts as absent.
    #[cold]
    fn in_text(
        &mut self,
        expected: &'static str,
        path: &Path<'_>,
        put: &mut dyn FnMut(&str) -> bool,
    ) -> Read<()> {
        let start = self.scan.at();
        let text = self.scanned(Scanner::string, path)?.value;
        if text.is_empty() {
            self.found(path, FindingKind::Empty { expected });
        } else if put(&text) {
            self.converted(expected, "\"", path);
        } else if !self.rewritten(expected, &text, path, put) {
            self.fail(start, expected, path);
        }
        Ok(())
    }

    /// `null`, or a value that does not stand for what is expected.
    fn nothing(&mut self, expected: &'static str, path: &Path<'_>) -> Read<()> {
        if self.scan.peek() == Some(b'n') {
            self.scanned(|scan| scan.literal("null"), path)
        } else {
            self.mismatch(expected, path)
        }
    }

    #[cold]
    fn converted(&mut self, expected: &'static str, json: &str, path: &Path<'_>) {
        let got = kind_of(json);
        self.found(path, FindingKind::Converted { expected, got });
    }

    /// A text, of which the opening quote has been seen.
    pub(in crate::codec) fn text(&mut self, path: &Path<'_>) -> Read<Cow<'b, str>> {
        if let Some(text) = self.scan.quick_string() {
            return Ok(Cow::Borrowed(text));
        }
        let text = self.scanned(Scanner::string, path)?;
        if text.replaced {
            self.half_a_character(path);
        }
        Ok(text.value)
    }

    pub(in crate::codec) fn written_number(&mut self, path: &Path<'_>) -> Read<WrittenNumber<'b>> {
        self.scanned(Scanner::number, path)
    }

    /// A boolean, of which the first letter has been seen.
    pub(in crate::codec) fn true_or_false(&mut self, path: &Path<'_>) -> Read<bool> {
        let value = self.scan.peek() == Some(b't');
        let literal = if value { "true" } else { "false" };
        self.scanned(|scan| scan.literal(literal), path)?;
        Ok(value)
    }
}

/// Puts a value to its place, and tells whether there is one.
pub(in crate::codec) fn put<T>(to: &mut Option<T>, value: Option<T>) -> bool {
    *to = value;
    to.is_some()
}

//! Values without parts, and how far a value of another kind stands for one.
//!
//! What is converted keeps its meaning exactly, and every conversion is a finding: `1.0` and `1e3`
//! are the integers 1 and 1000, as numbers and in texts. What would be a guess, `1.5` or a boolean
//! for an integer, an integer beyond 64 bits, is an error.

use std::borrow::Cow;

use super::{Read, Reader};
use crate::codec::decode::{Field, NumberPlace, Put};
use crate::codec::error::kind_of;
use crate::codec::findings::FindingKind;
use crate::codec::number::{boolean_in, is_number, whole_number_in};
use crate::codec::path::Path;
use crate::codec::scan::{Scanner, WrittenNumber};
use crate::time::{DateTime, TimeFormat};

const TEXT: &str = "text";
pub(super) const INTEGER: &str = "an integer of 64 bits";
pub(super) const UNSIGNED: &str = "an unsigned integer of 64 bits";
pub(super) const NUMBER: &str = "a number";
const BOOLEAN: &str = "true or false";
const FRACTION: &str = "a number with a fraction or an exponent";

impl<'b> Reader<'b> {
    /// Times that are written so: one, or a list or a map of them.
    pub(super) fn times(
        &mut self,
        format: TimeFormat,
        field: &mut dyn Field,
        path: &Path<'_>,
    ) -> Read<bool> {
        let outer = std::mem::replace(&mut self.times, format);
        let found = self.value(field.place(), path);
        self.times = outer;
        found
    }

    /// A time, with how it is written.
    pub(super) fn time(
        &mut self,
        place: &mut dyn Put<DateTime>,
        first: Option<u8>,
        path: &Path<'_>,
    ) -> Read<bool> {
        // That it is a number is what the page says, and no finding.
        let told = self.finds;
        self.finds &= !self.times.is_count();
        let text = self.string(first, path);
        self.finds = told;
        let Some(text) = text? else {
            return Ok(false);
        };
        let text = self.kept(text, path)?;
        place.put(DateTime::new(text, self.times));
        Ok(true)
    }

    /// A text; a number or a boolean as it is written. Of it, as of all values here, the first byte has
    /// been seen.
    pub(super) fn string(
        &mut self,
        first: Option<u8>,
        path: &Path<'_>,
    ) -> Read<Option<Cow<'b, str>>> {
        let start = self.scan.at();
        match first {
            Some(b'"') => return self.text(path).map(Some),
            Some(b'-' | b'0'..=b'9') => {
                self.written_number(path)?;
            }
            Some(b't' | b'f') => {
                self.true_or_false(first, path)?;
            }
            _ => {
                self.nothing(TEXT, first, path)?;
                return Ok(None);
            }
        }
        let written = self.scan.since(start);
        self.converted(TEXT, written, path);
        Ok(Some(Cow::Borrowed(written)))
    }

    /// A number that `put` takes, or a text that is wholly one.
    pub(super) fn number(
        &mut self,
        expected: &'static str,
        first: Option<u8>,
        path: &Path<'_>,
        put: &mut dyn FnMut(&str) -> bool,
    ) -> Read<bool> {
        match first {
            Some(b'-' | b'0'..=b'9') => {
                let start = self.scan.at();
                let text = self.written_number(path)?.text;
                let found = put(text) || self.rewritten(expected, text, path, put);
                if !found {
                    self.fail(start, expected, path);
                }
                Ok(found)
            }
            Some(b'"') => self.in_text(expected, path, put),
            _ => self.nothing(expected, first, path),
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
    pub(super) fn boolean(
        &mut self,
        place: &mut dyn Put<bool>,
        first: Option<u8>,
        path: &Path<'_>,
    ) -> Read<bool> {
        if let Some(b't' | b'f') = first {
            place.put(self.true_or_false(first, path)?);
            return Ok(true);
        }
        let start = self.scan.at();
        let found = self.number(BOOLEAN, first, path, &mut |text| {
            put(place, boolean_in(text))
        })?;
        if found && first != Some(b'"') {
            self.converted(BOOLEAN, self.scan.since(start), path);
        }
        Ok(found)
    }

    /// A value that stands in a text. An empty text counts as absent.
    #[cold]
    fn in_text(
        &mut self,
        expected: &'static str,
        path: &Path<'_>,
        put: &mut dyn FnMut(&str) -> bool,
    ) -> Read<bool> {
        let start = self.scan.at();
        let text = self.scanned(Scanner::string, path)?.value;
        if text.is_empty() {
            self.found(path, FindingKind::Empty { expected });
            return Ok(false);
        }
        if put(&text) {
            self.converted(expected, "\"", path);
        } else if !self.rewritten(expected, &text, path, put) {
            self.fail(start, expected, path);
            return Ok(false);
        }
        Ok(true)
    }

    /// `null`, or a value that does not stand for what is expected.
    fn nothing(
        &mut self,
        expected: &'static str,
        first: Option<u8>,
        path: &Path<'_>,
    ) -> Read<bool> {
        if first == Some(b'n') {
            self.scanned(|scan| scan.literal("null"), path)?;
        } else {
            self.mismatch(expected, path)?;
        }
        Ok(false)
    }

    #[cold]
    fn converted(&mut self, expected: &'static str, json: &str, path: &Path<'_>) {
        let got = kind_of(json);
        self.found(path, FindingKind::Converted { expected, got });
    }

    /// A text, of which the opening quote has been seen.
    pub(super) fn text(&mut self, path: &Path<'_>) -> Read<Cow<'b, str>> {
        if let Some(text) = self.scan.quick_string() {
            return Ok(Cow::Borrowed(text));
        }
        let text = self.scanned(Scanner::string, path)?;
        if text.replaced {
            self.found(path, FindingKind::BrokenText);
        }
        Ok(text.value)
    }

    pub(super) fn written_number(&mut self, path: &Path<'_>) -> Read<WrittenNumber<'b>> {
        self.scanned(Scanner::number, path)
    }

    /// A boolean, of which the first letter has been seen.
    pub(super) fn true_or_false(&mut self, first: Option<u8>, path: &Path<'_>) -> Read<bool> {
        let value = first == Some(b't');
        let literal = if value { "true" } else { "false" };
        self.scanned(|scan| scan.literal(literal), path)?;
        Ok(value)
    }
}

/// Puts the number there that the text is as a whole.
pub(super) fn put_number(place: &mut dyn NumberPlace, text: &str) -> bool {
    is_number(text) && place.put(text)
}

/// Puts the value there, if there is one.
pub(super) fn put<T>(place: &mut dyn Put<T>, value: Option<T>) -> bool {
    value.map(|value| place.put(value)).is_some()
}

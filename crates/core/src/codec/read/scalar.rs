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
use crate::codec::path::Path;
use crate::codec::scan::{Number, Scanner};
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
        Ok(match text? {
            Some(text) => {
                let text = self.kept(text, path)?;
                place.put(DateTime::new(text, self.times));
                true
            }
            None => false,
        })
    }

    /// A text; a number or a boolean as it is written. Of it, as of all values here, the first byte has
    /// been seen.
    pub(super) fn string(
        &mut self,
        first: Option<u8>,
        path: &Path<'_>,
    ) -> Read<Option<Cow<'b, str>>> {
        match first {
            Some(b'"') => self.text(path).map(Some),
            Some(b'-' | b'0'..=b'9') => {
                let number = self.written_number(path)?;
                self.converted(TEXT, number.text, path);
                Ok(Some(Cow::Borrowed(number.text)))
            }
            Some(b't' | b'f') => {
                let boolean = if self.true_or_false(first, path)? {
                    "true"
                } else {
                    "false"
                };
                self.converted(TEXT, boolean, path);
                Ok(Some(Cow::Borrowed(boolean)))
            }
            _ => {
                self.nothing(TEXT, first, path)?;
                Ok(None)
            }
        }
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

    pub(super) fn written_number(&mut self, path: &Path<'_>) -> Read<Number<'b>> {
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

/// A number as JSON writes it: Rust alone would also take `inf`, `.5` and `5.`.
pub(in crate::codec) fn number_in(text: &str) -> Option<f64> {
    let mut number = None;
    put_number(&mut number, text)?;
    number
}

/// Puts the number there that the text is as a whole.
pub(super) fn put_number(place: &mut dyn NumberPlace, text: &str) -> Option<()> {
    let number = Scanner::new(text).number().ok()?;
    (number.text.len() == text.len() && place.put(text)).then_some(())
}

pub(in crate::codec) fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Puts the value there, if there is one.
pub(super) fn put<T>(place: &mut dyn Put<T>, value: Option<T>) -> bool {
    value.map(|value| place.put(value)).is_some()
}

/// The integer that a number of JSON is exactly, without fraction and exponent: `1000` for `1.0e3`.
/// `None` where it is none, or has more digits than any integer here.
#[cold]
pub(in crate::codec) fn whole_number_in(text: &str) -> Option<String> {
    /// Of `u64::MAX`.
    const DIGITS: i64 = 20;
    let number = Scanner::new(text).number().ok()?;
    if number.text.len() != text.len() {
        return None;
    }
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", text),
    };
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Some("0".to_owned());
    }
    let zeros = digits.len() - significant.len();
    let significant = significant.trim_end_matches('0');
    let point = i64::try_from(whole.len()).ok()? - i64::try_from(zeros).ok()?;
    // An exponent beyond 64 bits leaves no integer of so few digits.
    let length = point.checked_add(exponent.parse::<i64>().ok()?)?;
    let further = length.checked_sub(i64::try_from(significant.len()).ok()?)?;
    if length > DIGITS || further < 0 {
        return None;
    }
    let further = usize::try_from(further).ok()?;
    Some([sign, significant, &"0".repeat(further)].concat())
}

/// An integer as Rust writes it, which is how JSON does.
pub(crate) fn integer_in(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// An integer that is not negative.
pub(crate) fn unsigned_in(text: &str) -> Option<u64> {
    text.parse().ok()
}

pub(in crate::codec) fn boolean_in(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::whole_number_in;

    #[test]
    fn a_number_is_the_integer_that_it_is_exactly() {
        let cases = [
            ("1.0", Some("1")),
            ("-1.00", Some("-1")),
            ("1e3", Some("1000")),
            ("1E+3", Some("1000")),
            ("1.5e1", Some("15")),
            ("1.25e1", None),
            ("1500e-2", Some("15")),
            ("1500e-3", None),
            ("0.001e3", Some("1")),
            ("-0.0", Some("0")),
            ("0e99999999999999999999", Some("0")),
            ("1e99999999999999999999", None),
            ("1e-99999999999999999999", None),
            ("1e9223372036854775807", None),
            ("1e-9223372036854775808", None),
            ("1e19", Some("10000000000000000000")),
            ("1e20", None),
            ("9007199254740993.0", Some("9007199254740993")),
            ("18446744073709551615.000", Some("18446744073709551615")),
            ("7", Some("7")),
            ("1.", None),
            (".5e1", None),
            ("+1.0", None),
            ("01.0", None),
            ("1.0 ", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(whole_number_in(text).as_deref(), expected, "{text}");
        }
        let long = format!("1{}e-100000", "0".repeat(100_000));
        assert_eq!(whole_number_in(&long).as_deref(), Some("1"));
    }
}

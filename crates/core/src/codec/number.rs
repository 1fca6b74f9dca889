//! Which number, or which boolean, a text is.

use super::scan::Scanner;

/// Whether a text is a number as JSON writes it: Rust alone would also take `inf`, `.5` and `5.`.
pub(super) fn is_number(text: &str) -> bool {
    let number = Scanner::new(text).number();
    number.is_ok_and(|number| number.text.len() == text.len())
}

/// The number that a text is, within the range of `f64`.
pub(super) fn number_in(text: &str) -> Option<f64> {
    if is_number(text) { finite(text) } else { None }
}

/// The nearest number to one that is written as JSON does, within the range of `f64`.
pub(super) fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The integer that a number of JSON is exactly, without fraction and exponent: `1000` for `1.0e3`.
/// `None` where it is none, or has more digits than any integer here.
#[cold]
pub(super) fn whole_number_in(text: &str) -> Option<String> {
    /// Of `u64::MAX`.
    const DIGITS: i64 = 20;
    if !is_number(text) {
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

/// The boolean that a text is.
pub(super) fn boolean_in(text: &str) -> Option<bool> {
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

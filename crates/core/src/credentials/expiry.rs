//! Expiry dates as the clouds write them: seconds since 1970, or RFC 3339 with or without a
//! fraction (Huawei has microseconds).

use cloudwright_sign::time;

use crate::codec::Tree;

/// Seconds that credentials without a readable expiry are taken to live: the shortest session any of
/// the clouds gives out.
const UNKNOWN_LIFETIME: i64 = 900;

/// When credentials expire of which `value` says it.
pub(super) fn expiry(value: Option<&Tree>, now: i64) -> i64 {
    let stated = match value {
        Some(Tree::Number(text) | Tree::Text(text)) => text.parse().ok().or_else(|| parse(text)),
        _ => None,
    };
    stated.unwrap_or_else(|| now.saturating_add(UNKNOWN_LIFETIME))
}

/// Seconds since 1970 of a date of RFC 3339, or of one in UTC that does without a zone.
fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    time::parse_rfc3339(text).or_else(|| time::parse_rfc3339(&format!("{text}Z")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_form_the_clouds_write() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2025-01-01T00:00:00Z", 1_735_689_600),
            ("2025-01-01T00:00:00.123456Z", 1_735_689_600),
            ("2025-01-01T08:00:00+08:00", 1_735_689_600),
            ("2024-12-31T19:00:00-05:00", 1_735_689_600),
            ("2024-02-29T23:59:59Z", 1_709_251_199),
            ("2025-01-01 00:00:00", 1_735_689_600),
        ] {
            assert_eq!(parse(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_no_date() {
        for text in [
            "",
            "T",
            "tomorrow",
            "2025-01-01",
            "2025-13-01T00:00:00Z",
            "2025-01-01T00:00Z",
            "99999999999-01-01T00:00:00Z",
            "2025-01-01T00:00:00+é",
            "2025-01-01T00:00:00+08",
            "-2025-01-01T00:00:00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_expiry_is_a_number_a_number_as_text_or_a_date_and_else_soon() {
        for (text, expected) in [
            ("1735689600", 1_735_689_600),
            (r#""1735689600""#, 1_735_689_600),
            (r#""2025-01-01T00:00:00Z""#, 1_735_689_600),
            (r#""never""#, 1_900),
            ("null", 1_900),
            ("1e300", 1_900),
        ] {
            let value = Tree::read(text.as_bytes());
            assert_eq!(expiry(value.as_ref(), 1_000), expected, "{text}");
        }
        assert_eq!(expiry(None, 1_000), 1_900);
    }
}

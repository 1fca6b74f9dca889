//! Expiry dates as the clouds write them: seconds since 1970, or RFC 3339 with or without a
//! fraction (Huawei has microseconds).

use crate::codec::Tree;

/// Seconds that credentials without a readable expiry are taken to live: the shortest session any of
/// the clouds gives out.
const UNKNOWN_LIFETIME: i64 = 900;

/// When credentials expire of which `value` says it.
pub(super) fn expiry(value: Option<&Tree>, now: i64) -> i64 {
    let stated = match value {
        Some(number @ Tree::Number(_)) => number.as_integer(),
        Some(Tree::Text(text)) => text.parse().ok().or_else(|| parse_rfc3339(text)),
        _ => None,
    };
    stated.unwrap_or_else(|| now.saturating_add(UNKNOWN_LIFETIME))
}

/// Seconds since 1970 of `2025-01-01T08:00:00[.123456](Z|+08:00)`, the fraction dropped.
fn parse_rfc3339(text: &str) -> Option<i64> {
    let (date, time) = text.trim().split_once(['T', ' '])?;
    let mut date = date.splitn(3, '-').map(number);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let zone = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone);
    let clock = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    let mut clock = clock.splitn(3, ':').map(number);
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(1970..=9999).contains(&year) {
        return None;
    }
    let seconds = hour * 3600 + minute * 60 + second;
    Some(days_since_1970(year, month, day) * 86_400 + seconds - offset(zone)?)
}

/// Up to four digits and nothing else, so that no sum above can overflow.
fn number(text: &str) -> Option<i64> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Seconds east of Greenwich of `Z`, `+08:00`, or nothing.
fn offset(zone: &str) -> Option<i64> {
    let sign = match zone.as_bytes().first() {
        None | Some(b'Z' | b'z') => return Some(0),
        Some(b'-') => -1,
        Some(_) => 1,
    };
    let (hours, minutes) = zone[1..].split_once(':')?;
    Some(sign * (number(hours)? * 3600 + number(minutes)? * 60))
}

/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`, for years from
/// 1970 on.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year / 400;
    let year_of_era = year % 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
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
            assert_eq!(parse_rfc3339(text), Some(seconds), "{text}");
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
            assert_eq!(parse_rfc3339(text), None, "{text}");
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

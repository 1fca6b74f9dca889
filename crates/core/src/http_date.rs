//! The date of an answer: what a wrong clock is corrected by.

use std::ops::Range;

/// Seconds since 1970 of an HTTP date in the form that is sent today (RFC 9110, section 5.6.7):
/// `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let part = |place: Range<usize>| text.get(place);
    let month = MONTHS.iter().find(|(name, _)| part(7..12) == Some(*name));
    if part(3..5)? != ", " || text.get(25..)? != " GMT" || part(16..17)? != " " {
        return None;
    }
    let (year, day, time) = (part(12..16)?, part(5..7)?, part(17..25)?);
    cloudwright_sign::time::parse_iso8601(&[year, month?.1, day, "T", time, "Z"].concat())
}

/// As they stand in such a date, and in the form that can be read.
const MONTHS: [(&str, &str); 12] = [
    (" Jan ", "-01-"),
    (" Feb ", "-02-"),
    (" Mar ", "-03-"),
    (" Apr ", "-04-"),
    (" May ", "-05-"),
    (" Jun ", "-06-"),
    (" Jul ", "-07-"),
    (" Aug ", "-08-"),
    (" Sep ", "-09-"),
    (" Oct ", "-10-"),
    (" Nov ", "-11-"),
    (" Dec ", "-12-"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_todays_servers_is_read_and_nothing_else() {
        assert_eq!(parse("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(parse("Wed, 01 Jan 2025 00:00:00 GMT"), Some(1_735_689_600));
        for text in [
            "",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun, 06 Xyz 1994 08:49:37 GMT",
            "Sun, 46 Nov 1994 08:49:37 GMT",
            "06 Nov 1994",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}

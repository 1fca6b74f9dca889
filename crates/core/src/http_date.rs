//! The date of an answer: what a wrong clock is corrected by.

/// Seconds since 1970 of an HTTP date in the form that is sent today (RFC 9110, section 5.6.7):
/// `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(crate) fn parse(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (_, rest) = text.trim().split_once(", ")?;
    let mut parts = rest.split(' ');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let (time, zone) = (parts.next()?, parts.next()?);
    if zone != "GMT" || parts.next().is_some() || year.len() != 4 || day.len() != 2 {
        return None;
    }
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    cloudwright_sign::time::parse_iso8601(&format!("{year}-{month:02}-{day}T{time}Z"))
}

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

//! The date of an answer: what a wrong clock is corrected by.

/// Seconds since 1970 of an HTTP date in the form that is sent today (RFC 9110, section 5.6.7):
/// `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let text: &[u8; 29] = text.trim().as_bytes().try_into().ok()?;
    let mut months = MONTHS.as_chunks::<3>().0.iter();
    let month = months.position(|name| name[..] == text[8..11])?;
    let marks = [text[7], text[11], text[16]];
    if text[3..5] != *b", " || marks != *b"   " || text[25..] != *b" GMT" {
        return None;
    }
    let mut iso = *b"YYYY-MM-DDThh:mm:ssZ";
    iso[..4].copy_from_slice(&text[12..16]);
    iso[5..7].copy_from_slice(&NUMBERS.as_chunks::<2>().0[month]);
    iso[8..10].copy_from_slice(&text[5..7]);
    iso[11..19].copy_from_slice(&text[17..25]);
    cloudwright_sign::time::parse_iso8601(str::from_utf8(&iso).ok()?)
}

const MONTHS: &[u8; 36] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
const NUMBERS: &[u8; 24] = b"010203040506070809101112";

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

//! UNIX seconds as the texts that protocols want, and back. No clock is read here: time is an
//! argument.
//!
//! All functions that write are total: seconds outside the years 0 to 9999 become the first or the last
//! second of that span ([`FIRST`], [`LAST`]), since the texts have four digits for the year.
//!
//! ```
//! use cloudwright_sign::time;
//!
//! assert_eq!(time::date(1_735_689_600), "2025-01-01");
//! assert_eq!(time::iso8601(1_735_689_600), "2025-01-01T00:00:00Z");
//! assert_eq!(time::compact(1_735_689_600), "20250101T000000Z");
//! assert_eq!(time::parse_compact("20250101T000000Z"), Some(1_735_689_600));
//! ```

/// The first second that can be written: 0000-01-01T00:00:00Z.
pub const FIRST: i64 = -62_167_219_200;

/// The last second that can be written: 9999-12-31T23:59:59Z.
pub const LAST: i64 = 253_402_300_799;

const DAY: i64 = 86_400;

/// The UTC date as `2025-01-01`.
pub fn date(unix: i64) -> String {
    CivilTime::of(unix).date("-")
}

/// The UTC time as `2025-01-01T00:00:00Z`.
pub fn iso8601(unix: i64) -> String {
    CivilTime::of(unix).text("-", ":")
}

/// The UTC time as `20250101T000000Z`.
pub fn compact(unix: i64) -> String {
    CivilTime::of(unix).text("", "")
}

/// Reads what [`iso8601`] writes; nothing else is taken, neither a leap second nor a date that the
/// calendar lacks.
pub fn parse_iso8601(text: &str) -> Option<i64> {
    CivilTime::read(text, "YYYY-MM-DDThh:mm:ssZ")?.seconds()
}

/// Reads what [`compact`] writes, as strictly as [`parse_iso8601`].
pub fn parse_compact(text: &str) -> Option<i64> {
    CivilTime::read(text, "YYYYMMDDThhmmssZ")?.seconds()
}

/// Reads RFC 3339 with a fraction and an offset, as identity services write times of expiry. The
/// fraction is cut off.
///
/// ```
/// use cloudwright_sign::time::parse_rfc3339;
///
/// assert_eq!(parse_rfc3339("2025-01-01T08:00:00.123456+08:00"), Some(1_735_689_600));
/// assert_eq!(parse_rfc3339("2025-01-01T00:00:00Z"), Some(1_735_689_600));
/// ```
pub fn parse_rfc3339(text: &str) -> Option<i64> {
    let (local, rest) = text.split_at_checked("YYYY-MM-DDThh:mm:ss".len())?;
    // The standard allows a lower-case letter and, for people, a space.
    let patterns = [
        "YYYY-MM-DDThh:mm:ss",
        "YYYY-MM-DDthh:mm:ss",
        "YYYY-MM-DD hh:mm:ss",
    ];
    let moment = patterns
        .iter()
        .find_map(|pattern| CivilTime::read(local, pattern))?;
    Some(moment.seconds()? - offset(without_fraction(rest)?)?)
}

fn without_fraction(rest: &str) -> Option<&str> {
    let Some(fraction) = rest.strip_prefix('.') else {
        return Some(rest);
    };
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    fraction.get(digits..).filter(|_| digits > 0)
}

/// Seconds east of UTC.
fn offset(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let east = match zone.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let clock = CivilTime::read(&zone[1..], "hh:mm")?;
    (clock.hour < 24 && clock.minute < 60).then_some(east * (clock.hour * 3600 + clock.minute * 60))
}

/// Whether `text` is a date as [`date`] writes it, of a day that the calendar has.
pub(crate) fn is_date(text: &str) -> bool {
    CivilTime::read(text, "YYYY-MM-DD")
        .and_then(CivilTime::seconds)
        .is_some()
}

/// The number of the day since 1970-01-01.
pub(crate) fn day(unix: i64) -> i64 {
    unix.clamp(FIRST, LAST).div_euclid(DAY)
}

/// A UTC time by its fields.
#[derive(Default)]
struct CivilTime {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
}

impl CivilTime {
    fn of(unix: i64) -> Self {
        let unix = unix.clamp(FIRST, LAST);
        let (year, month, day) = civil(unix.div_euclid(DAY));
        let second = unix.rem_euclid(DAY);
        Self {
            year,
            month,
            day,
            hour: second / 3600,
            minute: second / 60 % 60,
            second: second % 60,
        }
    }

    /// Reads digits where `pattern` has a letter of a field and takes everything else literally.
    fn read(text: &str, pattern: &str) -> Option<Self> {
        if text.len() != pattern.len() {
            return None;
        }
        let mut moment = Self::default();
        for (byte, place) in text.bytes().zip(pattern.bytes()) {
            let field = match place {
                b'Y' => &mut moment.year,
                b'M' => &mut moment.month,
                b'D' => &mut moment.day,
                b'h' => &mut moment.hour,
                b'm' => &mut moment.minute,
                b's' => &mut moment.second,
                literal if literal == byte => continue,
                _ => return None,
            };
            let digit = byte.is_ascii_digit().then(|| i64::from(byte - b'0'))?;
            *field = *field * 10 + digit;
        }
        Some(moment)
    }

    /// UNIX seconds, if calendar and clock have such a moment.
    fn seconds(self) -> Option<i64> {
        let on_the_clock = self.hour < 24 && self.minute < 60 && self.second < 60;
        let days = days(self.year, self.month, self.day);
        // The calendar gives another date back for one that it lacks, such as February 30.
        let in_the_calendar =
            (1..=12).contains(&self.month) && civil(days) == (self.year, self.month, self.day);
        (on_the_clock && in_the_calendar)
            .then_some(days * DAY + self.hour * 3600 + self.minute * 60 + self.second)
    }

    fn date(&self, dash: &str) -> String {
        format!(
            "{:04}{dash}{:02}{dash}{:02}",
            self.year, self.month, self.day
        )
    }

    fn text(&self, dash: &str, colon: &str) -> String {
        let clock = [self.hour, self.minute, self.second].map(|field| format!("{field:02}"));
        format!("{}T{}Z", self.date(dash), clock.join(colon))
    }
}

/// Year, month and day of a day since 1970-01-01, in the proleptic Gregorian calendar.
/// The arithmetic is `civil_from_days` of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Months are counted from March, so that the leap day is the last of the year.
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The reverse of [`civil`] (`days_from_civil` of the same paper).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_moments_are_written_and_read() {
        let cases = [
            (0, "1970-01-01T00:00:00Z", "19700101T000000Z"),
            (-1, "1969-12-31T23:59:59Z", "19691231T235959Z"),
            (951_782_400, "2000-02-29T00:00:00Z", "20000229T000000Z"),
            (1_136_214_245, "2006-01-02T15:04:05Z", "20060102T150405Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z", "20240229T235959Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z", "21000301T000000Z"),
            (FIRST, "0000-01-01T00:00:00Z", "00000101T000000Z"),
            (LAST, "9999-12-31T23:59:59Z", "99991231T235959Z"),
        ];
        for (unix, long, short) in cases {
            assert_eq!(
                (iso8601(unix).as_str(), compact(unix).as_str()),
                (long, short)
            );
            assert_eq!(
                (parse_iso8601(long), parse_compact(short)),
                (Some(unix), Some(unix))
            );
            assert_eq!(date(unix), long[..10]);
        }
    }

    #[test]
    fn times_that_cannot_be_written_become_the_nearest_that_can() {
        for (unix, nearest) in [
            (i64::MIN, FIRST),
            (FIRST - 1, FIRST),
            (LAST + 1, LAST),
            (i64::MAX, LAST),
        ] {
            assert_eq!(iso8601(unix), iso8601(nearest));
            assert_eq!(compact(unix), compact(nearest));
            assert_eq!(date(unix), date(nearest));
            assert_eq!(day(unix), day(nearest));
        }
    }

    #[test]
    fn texts_that_are_no_moment_are_refused() {
        let cases = [
            "",
            "2025-01-01",
            "2025-01-01T00:00:00",
            "2025-01-01T00:00:00z",
            "2025-01-01 00:00:00Z",
            "2025-01-01T00:00:00Z ",
            "2025-00-01T00:00:00Z",
            "2025-13-01T00:00:00Z",
            "2025-01-00T00:00:00Z",
            "2025-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2025-04-31T00:00:00Z",
            "2025-01-01T24:00:00Z",
            "2025-01-01T00:60:00Z",
            "2016-12-31T23:59:60Z",
            "+025-01-01T00:00:00Z",
            "20２5-01-01T00:00:0Z",
        ];
        for text in cases {
            assert_eq!(parse_iso8601(text), None, "{text}");
            assert_eq!(parse_compact(&text.replace(['-', ':'], "")), None, "{text}");
        }
    }

    #[test]
    fn offsets_and_fractions_are_read() {
        let cases = [
            ("2025-01-01T00:00:00Z", Some(1_735_689_600)),
            ("2025-01-01T00:00:00.999999Z", Some(1_735_689_600)),
            ("2024-12-31T19:30:00-04:30", Some(1_735_689_600)),
            ("2025-01-01T00:00:00+00:00", Some(1_735_689_600)),
            ("2025-01-01t00:00:00z", Some(1_735_689_600)),
            ("2025-01-01 00:00:00.5Z", Some(1_735_689_600)),
            ("2025-01-01_00:00:00Z", None),
            ("2025-01-01T00:00:00.Z", None),
            ("2025-01-01T00:00:00", None),
            ("2025-01-01T00:00:00.1", None),
            ("2025-01-01T00:00:00+24:00", None),
            ("2025-01-01T00:00:00+0800", None),
            ("2025-01-01T00:00:00é8:00", None),
            ("2025-01-01T00:00:0中", None),
        ];
        for (text, unix) in cases {
            assert_eq!(parse_rfc3339(text), unix, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read(unix in FIRST..=LAST) {
            prop_assert_eq!(parse_iso8601(&iso8601(unix)), Some(unix));
            prop_assert_eq!(parse_compact(&compact(unix)), Some(unix));
            prop_assert_eq!(parse_rfc3339(&iso8601(unix)), Some(unix));
            prop_assert!(is_date(&date(unix)));
        }

        #[test]
        fn texts_sort_as_their_times_do(left in FIRST..=LAST, right in FIRST..=LAST) {
            prop_assert_eq!(left.cmp(&right), iso8601(left).cmp(&iso8601(right)));
            prop_assert_eq!(left.cmp(&right), compact(left).cmp(&compact(right)));
        }

        #[test]
        fn any_number_can_be_written(unix: i64) {
            prop_assert_eq!((date(unix).len(), iso8601(unix).len(), compact(unix).len()), (10, 20, 16));
        }

        #[test]
        fn any_text_can_be_refused(text: String, digits in "[0-9TZ:+.é-]{10,26}") {
            for text in [text, digits] {
                if let Some(unix) = parse_iso8601(&text) {
                    prop_assert_eq!(iso8601(unix), text.clone());
                }
                parse_compact(&text);
                parse_rfc3339(&text);
            }
        }
    }
}

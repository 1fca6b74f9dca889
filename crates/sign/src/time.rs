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
    let moment = Moment::of(unix);
    let mut text = String::with_capacity(10);
    moment.push_date("-", &mut text);
    text
}

/// The UTC time as `2025-01-01T00:00:00Z`.
pub fn iso8601(unix: i64) -> String {
    Moment::of(unix).text("-", ":")
}

/// The UTC time as `20250101T000000Z`.
pub fn compact(unix: i64) -> String {
    Moment::of(unix).text("", "")
}

/// Reads what [`iso8601`] writes; nothing else is taken, neither a leap second nor a date that the
/// calendar lacks.
pub fn parse_iso8601(text: &str) -> Option<i64> {
    Moment::read(text, "YYYY-MM-DDThh:mm:ssZ")?.seconds()
}

/// Reads what [`compact`] writes, as strictly as [`parse_iso8601`].
pub fn parse_compact(text: &str) -> Option<i64> {
    Moment::read(text, "YYYYMMDDThhmmssZ")?.seconds()
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
    const LOCAL: &str = "YYYY-MM-DDThh:mm:ss";
    let (local, rest) = text.split_at_checked(LOCAL.len())?;
    let local = Moment::read(local, LOCAL)?.seconds()?;
    Some(local - offset(without_fraction(rest)?)?)
}

fn without_fraction(rest: &str) -> Option<&str> {
    let Some(fraction) = rest.strip_prefix('.') else {
        return Some(rest);
    };
    let zone = fraction.trim_start_matches(|character: char| character.is_ascii_digit());
    (zone.len() < fraction.len()).then_some(zone)
}

/// Seconds east of UTC.
fn offset(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let east = match zone.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let clock = Moment::read(&zone[1..], "hh:mm")?;
    (clock.hour < 24 && clock.minute < 60).then_some(east * (clock.hour * 3600 + clock.minute * 60))
}

/// Whether `text` is a date as [`date`] writes it, of a day that the calendar has.
pub(crate) fn is_date(text: &str) -> bool {
    Moment::read(text, "YYYY-MM-DD")
        .and_then(Moment::seconds)
        .is_some()
}

/// The number of the day since 1970-01-01.
pub(crate) fn day(unix: i64) -> i64 {
    unix.clamp(FIRST, LAST).div_euclid(DAY)
}

/// A UTC time by its fields.
#[derive(Default)]
struct Moment {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
}

impl Moment {
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

    fn text(&self, dash: &str, colon: &str) -> String {
        let mut text = String::with_capacity(20);
        self.push_date(dash, &mut text);
        text.push('T');
        push_two(self.hour, &mut text);
        text.push_str(colon);
        push_two(self.minute, &mut text);
        text.push_str(colon);
        push_two(self.second, &mut text);
        text.push('Z');
        text
    }

    fn push_date(&self, dash: &str, text: &mut String) {
        push_two(self.year / 100, text);
        push_two(self.year % 100, text);
        text.push_str(dash);
        push_two(self.month, text);
        text.push_str(dash);
        push_two(self.day, text);
    }
}

/// Writes a field below 100 with two digits.
fn push_two(field: i64, text: &mut String) {
    for digit in [field / 10, field % 10] {
        text.push(u8::try_from(digit).map_or('?', |digit| char::from(b'0' + digit)));
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

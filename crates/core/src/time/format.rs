//! How a time is written: the style that a page documents, its zone, and whether it is a number.

use std::fmt;

use cloudwright_sign::time::{FIRST, LAST, iso8601, parse_rfc3339};
use cloudwright_vocabulary::time_style::TimeStyle;

/// How a service writes a time, as its page says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TimeFormat {
    style: Option<TimeStyle>,
    /// The zone of texts that do not name theirs, in seconds east of UTC.
    east: i32,
    /// It is a number on the wire.
    number: bool,
}

/// A moment: seconds since the beginning of 1970 in UTC, and nanoseconds after it.
pub(super) type Moment = (i64, u32);

impl TimeFormat {
    /// The page does not say.
    pub const UNDOCUMENTED: Self = Self {
        style: None,
        east: 0,
        number: false,
    };

    /// ISO 8601 with its zone: `2025-01-02T03:04:05Z`. Written in UTC and to the second.
    pub const ISO_8601: Self = Self::of(TimeStyle::Iso8601);

    /// ISO 8601 with its zone, to the minute: `2025-01-02T03:04Z`.
    pub const ISO_8601_MINUTES: Self = Self::of(TimeStyle::Iso8601Minutes);

    /// Seconds since the beginning of 1970 in UTC, a number on the wire.
    pub const UNIX_SECONDS: Self = Self {
        number: true,
        ..Self::of(TimeStyle::UnixSeconds)
    };

    /// Milliseconds since the beginning of 1970 in UTC, a number on the wire.
    pub const UNIX_MILLISECONDS: Self = Self {
        number: true,
        ..Self::of(TimeStyle::UnixMilliseconds)
    };

    /// `2025-01-02 03:04:05` in a zone that is so many seconds east of UTC.
    pub const fn date_time(east: i32) -> Self {
        Self {
            east,
            ..Self::of(TimeStyle::DateTime)
        }
    }

    /// A style, with a zone in seconds east of UTC where its texts name none: for tables that are made while
    /// a program runs.
    pub const fn new(style: TimeStyle, east: i32) -> Self {
        match style {
            TimeStyle::Iso8601 => Self::ISO_8601,
            TimeStyle::Iso8601Minutes => Self::ISO_8601_MINUTES,
            TimeStyle::DateTime => Self::date_time(east),
            TimeStyle::UnixSeconds => Self::UNIX_SECONDS,
            TimeStyle::UnixMilliseconds => Self::UNIX_MILLISECONDS,
        }
    }

    /// The same as a text on the wire.
    #[must_use]
    pub const fn as_text(self) -> Self {
        Self {
            number: false,
            ..self
        }
    }

    const fn of(style: TimeStyle) -> Self {
        Self {
            style: Some(style),
            east: 0,
            number: false,
        }
    }

    /// A time that is written so: where the zone is UTC, the beginning of 2025.
    pub const fn example(self) -> &'static str {
        match self.style {
            Some(style) => style.example(),
            None => TimeStyle::Iso8601.example(),
        }
    }

    /// Whether it is a number on the wire.
    pub(crate) fn is_number(self) -> bool {
        self.number
    }

    /// Whether it counts from 1970, so that a number is no surprise.
    pub(crate) fn is_count(self) -> bool {
        self.style.is_some_and(TimeStyle::is_count)
    }

    /// The moment of a text. Where the page does not say how it is written, what names its own zone is
    /// read all the same.
    pub(super) fn read(self, text: &str) -> Option<Moment> {
        match self.style {
            None | Some(TimeStyle::Iso8601 | TimeStyle::Iso8601Minutes) => iso(text),
            Some(TimeStyle::DateTime) => {
                let (seconds, nanoseconds) = iso(&format!("{text}Z"))?;
                Some((seconds - i64::from(self.east), nanoseconds))
            }
            Some(TimeStyle::UnixSeconds) => Some((text.parse().ok()?, 0)),
            Some(TimeStyle::UnixMilliseconds) => {
                let count: i64 = text.parse().ok()?;
                let milliseconds = u32::try_from(count.rem_euclid(1000)).ok()?;
                Some((count.div_euclid(1000), milliseconds * 1_000_000))
            }
        }
    }

    /// The text of a moment. What is finer than the format is cut off, and what lies outside of the years
    /// 0 to 9999 becomes the nearest that can be written.
    pub(super) fn write(self, (seconds, nanoseconds): Moment) -> String {
        match self.style {
            None | Some(TimeStyle::Iso8601) => iso8601(seconds),
            Some(TimeStyle::Iso8601Minutes) => {
                let text = iso8601(seconds);
                text.get(..16)
                    .map(|minutes| format!("{minutes}Z"))
                    .unwrap_or(text)
            }
            Some(TimeStyle::DateTime) => {
                let local = seconds.clamp(FIRST, LAST) + i64::from(self.east);
                iso8601(local).replace('T', " ").replace('Z', "")
            }
            Some(TimeStyle::UnixSeconds) => seconds.to_string(),
            Some(TimeStyle::UnixMilliseconds) => {
                let milliseconds = i128::from(seconds) * 1000 + i128::from(nanoseconds / 1_000_000);
                milliseconds.to_string()
            }
        }
    }
}

/// For people: `YYYY-MM-DD hh:mm:ss, UTC+08:00`.
impl fmt::Display for TimeFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(style) = self.style else {
            return formatter.write_str("not documented");
        };
        formatter.write_str(style.pattern())?;
        if !style.wants_zone() {
            return Ok(());
        }
        let (sign, offset) = (
            if self.east < 0 { '-' } else { '+' },
            self.east.unsigned_abs(),
        );
        match offset {
            0 => formatter.write_str(", UTC"),
            _ => write!(
                formatter,
                ", UTC{sign}{:02}:{:02}",
                offset / 3600,
                offset / 60 % 60
            ),
        }
    }
}

/// ISO 8601 with its zone; seconds may be missing.
fn iso(text: &str) -> Option<Moment> {
    let (minutes, rest) = text.split_at_checked("YYYY-MM-DDThh:mm".len())?;
    let seconds = if rest.starts_with(':') {
        parse_rfc3339(text)
    } else {
        parse_rfc3339(&format!("{minutes}:00{rest}"))
    };
    Some((seconds?, nanoseconds(rest)))
}

/// Of the first fraction that there is, to nine digits.
fn nanoseconds(rest: &str) -> u32 {
    let Some((_, fraction)) = rest.split_once('.') else {
        return 0;
    };
    let digits = fraction.bytes().take_while(u8::is_ascii_digit);
    let nine = digits.chain(std::iter::repeat(b'0')).take(9);
    nine.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BEIJING: TimeFormat = TimeFormat::date_time(28_800);

    #[test]
    fn moments_are_written_and_read() {
        let moment = (1_735_689_600, 0);
        for (format, text) in [
            (TimeFormat::UNDOCUMENTED, "2025-01-01T00:00:00Z"),
            (TimeFormat::ISO_8601, "2025-01-01T00:00:00Z"),
            (TimeFormat::ISO_8601_MINUTES, "2025-01-01T00:00Z"),
            (TimeFormat::date_time(0), "2025-01-01 00:00:00"),
            (BEIJING, "2025-01-01 08:00:00"),
            (TimeFormat::date_time(-16_200), "2024-12-31 19:30:00"),
            (TimeFormat::UNIX_SECONDS, "1735689600"),
            (TimeFormat::UNIX_MILLISECONDS, "1735689600000"),
        ] {
            assert_eq!(format.write(moment), text);
            assert_eq!(format.read(text), Some(moment), "{text}");
        }
    }

    #[test]
    fn other_forms_of_iso_8601_and_fractions_are_read() {
        for (format, text, moment) in [
            (
                TimeFormat::ISO_8601,
                "2025-01-01T08:00:00.5+08:00",
                Some((1_735_689_600, 500_000_000)),
            ),
            (
                TimeFormat::ISO_8601,
                "2025-01-01T00:00:00.123456789123Z",
                Some((1_735_689_600, 123_456_789)),
            ),
            (
                TimeFormat::ISO_8601,
                "2025-01-01T08:00+08:00",
                Some((1_735_689_600, 0)),
            ),
            (TimeFormat::UNIX_MILLISECONDS, "-1", Some((-1, 999_000_000))),
            (
                BEIJING,
                "2025-01-01 08:00:00.25",
                Some((1_735_689_600, 250_000_000)),
            ),
            (TimeFormat::UNDOCUMENTED, "2025-01-01 08:00:00", None),
            (TimeFormat::ISO_8601, "2025-01-01T00:00:00", None),
            (TimeFormat::ISO_8601, "2025-02-30T00:00:00Z", None),
            (BEIJING, "0000-00-00 00:00:00", None),
            (BEIJING, "2025-01-01 08:00:00Z", None),
            (BEIJING, "", None),
            (TimeFormat::UNIX_SECONDS, "1.5", None),
        ] {
            assert_eq!(format.read(text), moment, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(seconds in FIRST + 86_400..LAST - 86_400, east in -50_000..50_000_i32) {
            for format in [TimeFormat::ISO_8601, TimeFormat::date_time(east), TimeFormat::UNIX_SECONDS] {
                prop_assert_eq!(format.read(&format.write((seconds, 5))), Some((seconds, 0)));
            }
            let milliseconds = TimeFormat::UNIX_MILLISECONDS;
            let written = milliseconds.write((seconds, 7_654_321));
            prop_assert_eq!(milliseconds.read(&written), Some((seconds, 7_000_000)));
        }

        #[test]
        fn any_text_can_be_refused_and_any_moment_written(text: String, seconds: i64, nanoseconds: u32) {
            for style in TimeStyle::ALL {
                let format = TimeFormat::of(*style);
                format.read(&text);
                prop_assert!(!format.write((seconds, nanoseconds)).is_empty());
            }
        }
    }
}

//! How a service writes a time, as its pages say it. The calendar is not here: a text is looked at for
//! its form alone.

use crate::word::words;

words! {
    /// How a service writes a time.
    pub enum TimeStyle as "format of a time" {
        /// ISO 8601 with its zone, to the second or finer: `2025-01-02T03:04:05Z`.
        Iso8601 = "iso-8601",
        /// ISO 8601 with its zone, to the minute: `2025-01-02T03:04Z`.
        Iso8601Minutes = "iso-8601-minutes",
        /// Date and time with a space between and no zone: `2025-01-02 03:04:05`. The spec names the zone.
        DateTime = "date-time",
        /// Seconds since the beginning of 1970 in UTC.
        UnixSeconds = "unix-seconds",
        /// Milliseconds since the beginning of 1970 in UTC.
        UnixMilliseconds = "unix-milliseconds",
    }
}

impl TimeStyle {
    /// What it looks like, for people.
    pub const fn pattern(self) -> &'static str {
        match self {
            Self::Iso8601 => "YYYY-MM-DDThh:mm:ssZ",
            Self::Iso8601Minutes => "YYYY-MM-DDThh:mmZ",
            Self::DateTime => "YYYY-MM-DD hh:mm:ss",
            Self::UnixSeconds => "seconds since 1970-01-01T00:00:00Z",
            Self::UnixMilliseconds => "milliseconds since 1970-01-01T00:00:00Z",
        }
    }

    /// The first second of 2025 in UTC as it writes it, where the zone is UTC.
    pub const fn example(self) -> &'static str {
        match self {
            Self::Iso8601 => "2025-01-01T00:00:00Z",
            Self::Iso8601Minutes => "2025-01-01T00:00Z",
            Self::DateTime => "2025-01-01 00:00:00",
            Self::UnixSeconds => "1735689600",
            Self::UnixMilliseconds => "1735689600000",
        }
    }

    /// Whether it counts from 1970.
    pub const fn is_count(self) -> bool {
        matches!(self, Self::UnixSeconds | Self::UnixMilliseconds)
    }

    /// Whether its texts leave out which zone they are of.
    pub const fn wants_zone(self) -> bool {
        matches!(self, Self::DateTime)
    }

    /// Whether a text has its form. Seconds, a fraction and another zone are taken wherever ISO 8601 is;
    /// whether the calendar has such a day is not asked.
    pub fn fits(self, text: &str) -> bool {
        match self {
            Self::Iso8601 | Self::Iso8601Minutes => {
                let rest = after(text, "YYYY-MM-DDThh:mm");
                let seconds = rest.map(|rest| after(rest, ":ss").unwrap_or(rest));
                seconds.is_some_and(|rest| offset(without_fraction(rest)).is_some())
            }
            Self::DateTime => {
                after(text, self.pattern()).is_some_and(|rest| without_fraction(rest).is_empty())
            }
            Self::UnixSeconds | Self::UnixMilliseconds => text.parse::<i64>().is_ok(),
        }
    }
}

/// Seconds east of UTC: of `Z`, or of `+08:00`.
pub fn offset(zone: &str) -> Option<i32> {
    if zone == "Z" {
        return Some(0);
    }
    let (sign, clock) = zone.split_at_checked(1)?;
    let sign = match sign {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    after(clock, "hh:mm").filter(|rest| rest.is_empty())?;
    let (hours, minutes) = clock.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// What comes behind a pattern: digits where it has a letter of a field, and everything else literally.
fn after<'t>(text: &'t str, pattern: &str) -> Option<&'t str> {
    let (begin, rest) = text.split_at_checked(pattern.len())?;
    let fits = begin
        .bytes()
        .zip(pattern.bytes())
        .all(|(byte, place)| match place {
            b'Y' | b'M' | b'D' | b'h' | b'm' | b's' => byte.is_ascii_digit(),
            literal => byte == literal,
        });
    fits.then_some(rest)
}

/// What comes behind a fraction, if there is one.
fn without_fraction(rest: &str) -> &str {
    let Some(fraction) = rest.strip_prefix('.') else {
        return rest;
    };
    let after = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
    if after.len() < fraction.len() {
        after
    } else {
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_fits_what_it_looks_like() {
        let cases: [(TimeStyle, &[&str], &[&str]); 4] = [
            (
                TimeStyle::Iso8601,
                &[
                    "2025-01-02T03:04:05Z",
                    "2025-01-02T03:04:05.678+08:00",
                    "2025-01-02T03:04Z",
                ],
                &[
                    "",
                    "2025-01-02",
                    "2025-01-02T03:04:05",
                    "2025-01-02 03:04:05Z",
                    "2025-01-02T03:04:05.Z",
                ],
            ),
            (
                TimeStyle::DateTime,
                &["2025-01-02 03:04:05", "2025-01-02 03:04:05.6"],
                &[
                    "2025-01-02T03:04:05",
                    "2025-01-02 03:04:05Z",
                    "2025/01/02 03:04:05",
                    "2025-01-02 03:04:0é",
                ],
            ),
            (
                TimeStyle::UnixSeconds,
                &["0", "-1", "1735689600"],
                &["", "1.5", "x"],
            ),
            (
                TimeStyle::UnixMilliseconds,
                &["1735689600000"],
                &["99999999999999999999"],
            ),
        ];
        for (style, right, wrong) in cases {
            for text in right {
                assert!(style.fits(text), "{style} {text}");
            }
            for text in wrong {
                assert!(!style.fits(text), "{style} {text}");
            }
        }
        for style in TimeStyle::ALL {
            assert!(style.fits(style.example()), "{style}");
        }
    }

    #[test]
    fn zones_are_offsets() {
        for (zone, seconds) in [
            ("Z", Some(0)),
            ("+08:00", Some(28_800)),
            ("-04:30", Some(-16_200)),
            ("+24:00", None),
            ("+0800", None),
            ("CST", None),
            ("", None),
            ("é8:00", None),
        ] {
            assert_eq!(offset(zone), seconds, "{zone}");
        }
    }
}

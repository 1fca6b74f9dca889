//! What a setter takes for a time: texts, and instants of the standard library and of other crates.

use std::borrow::Cow;
use std::time::SystemTime;

use super::date_time::{DateTime, DateTimeError};
use super::format::{Moment, TimeFormat};

/// What can be given where a service wants a time: a text, which is sent as it is, or an instant, which
/// is written as the service's page says; in ISO 8601 and UTC where it does not say.
///
/// What is finer than the format is cut off.
pub trait IntoDateTime {
    /// The time in a format.
    fn into_date_time(self, format: TimeFormat) -> DateTime;
}

macro_rules! texts {
    ($($type:ty),* $(,)?) => {$(
        impl IntoDateTime for $type {
            fn into_date_time(self, format: TimeFormat) -> DateTime {
                DateTime::new(self, format)
            }
        }
    )*};
}

texts!(String, &str, &String, Cow<'_, str>, Box<str>);

/// Written anew where it is an instant, and otherwise the same text.
impl IntoDateTime for DateTime {
    fn into_date_time(self, format: TimeFormat) -> DateTime {
        match self.moment() {
            Ok(moment) if self.format() != format => DateTime::of(moment, format),
            _ => DateTime::new(self.into_string(), format),
        }
    }
}

impl IntoDateTime for SystemTime {
    fn into_date_time(self, format: TimeFormat) -> DateTime {
        DateTime::of(moment(self), format)
    }
}

/// In ISO 8601 and UTC, to the nanosecond; a setter writes it as its page says.
impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        exact(moment(time))
    }
}

/// As [`to_system_time`](DateTime::to_system_time).
impl TryFrom<&DateTime> for SystemTime {
    type Error = DateTimeError;

    fn try_from(time: &DateTime) -> Result<Self, DateTimeError> {
        time.to_system_time()
    }
}

/// A moment of which nothing is cut off, as a time that no page has described yet.
fn exact(moment: Moment) -> DateTime {
    let (seconds, nanoseconds) = moment;
    let text = TimeFormat::ISO_8601.write((seconds, 0));
    match (nanoseconds, text.strip_suffix('Z')) {
        (1.., Some(whole)) => DateTime::from(format!("{whole}.{nanoseconds:09}Z")),
        _ => DateTime::from(text),
    }
}

/// Seconds are those before, also ahead of 1970.
fn moment(time: SystemTime) -> Moment {
    let whole = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => (whole(after.as_secs()), after.subsec_nanos()),
        Err(error) => {
            let before = error.duration();
            match before.subsec_nanos() {
                0 => (-whole(before.as_secs()), 0),
                nanoseconds => (-whole(before.as_secs()) - 1, 1_000_000_000 - nanoseconds),
            }
        }
    }
}

/// Of a count since the beginning of 1970. Both crates that count so end at the year 9999 or thereabouts.
#[cfg(any(feature = "jiff", feature = "time"))]
fn of_nanoseconds(count: i128) -> Moment {
    const SECOND: i128 = 1_000_000_000;
    let seconds = i64::try_from(count.div_euclid(SECOND)).unwrap_or(i64::MAX);
    (
        seconds,
        u32::try_from(count.rem_euclid(SECOND)).unwrap_or_default(),
    )
}

#[cfg(feature = "jiff")]
mod jiff {
    use jiff::Timestamp;

    use super::{DateTime, DateTimeError, IntoDateTime, TimeFormat, exact, of_nanoseconds};

    impl DateTime {
        /// The instant.
        ///
        /// # Errors
        ///
        /// As [`to_system_time`](Self::to_system_time).
        pub fn to_jiff(&self) -> Result<Timestamp, DateTimeError> {
            let (seconds, nanoseconds) = self.moment()?;
            let nanoseconds = i32::try_from(nanoseconds).unwrap_or_default();
            Timestamp::new(seconds, nanoseconds).map_err(|_| self.unreadable())
        }
    }

    /// In ISO 8601 and UTC, to the nanosecond; a setter writes it as its page says.
    impl From<Timestamp> for DateTime {
        fn from(time: Timestamp) -> Self {
            exact(of_nanoseconds(time.as_nanosecond()))
        }
    }

    impl IntoDateTime for Timestamp {
        fn into_date_time(self, format: TimeFormat) -> DateTime {
            DateTime::of(of_nanoseconds(self.as_nanosecond()), format)
        }
    }
}

#[cfg(feature = "time")]
mod time {
    use time::OffsetDateTime;

    use super::{DateTime, DateTimeError, IntoDateTime, TimeFormat, exact, of_nanoseconds};

    impl DateTime {
        /// The instant, in UTC.
        ///
        /// # Errors
        ///
        /// As [`to_system_time`](Self::to_system_time).
        pub fn to_time(&self) -> Result<OffsetDateTime, DateTimeError> {
            let (seconds, nanoseconds) = self.moment()?;
            let nanoseconds = i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
            OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).map_err(|_| self.unreadable())
        }
    }

    /// In ISO 8601 and UTC, to the nanosecond; a setter writes it as its page says.
    impl From<OffsetDateTime> for DateTime {
        fn from(time: OffsetDateTime) -> Self {
            exact(of_nanoseconds(time.unix_timestamp_nanos()))
        }
    }

    impl IntoDateTime for OffsetDateTime {
        fn into_date_time(self, format: TimeFormat) -> DateTime {
            DateTime::of(of_nanoseconds(self.unix_timestamp_nanos()), format)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const BEIJING: TimeFormat = TimeFormat::date_time(28_800);

    #[test]
    fn instants_are_written_as_the_page_says_and_read_again() {
        let epoch = SystemTime::UNIX_EPOCH;
        for time in [
            epoch,
            epoch + Duration::from_millis(1_735_689_600_250),
            epoch - Duration::from_millis(250),
            epoch - Duration::from_secs(86_400),
        ] {
            let written = time.into_date_time(TimeFormat::UNIX_MILLISECONDS);
            assert_eq!(written.to_system_time(), Ok(time), "{written}");
        }
        let written = epoch.into_date_time(BEIJING);
        assert_eq!(written, "1970-01-01 08:00:00");
    }

    #[test]
    fn an_instant_becomes_a_time_of_which_nothing_is_lost_and_a_setter_writes_it_as_its_page_says()
    {
        let epoch = SystemTime::UNIX_EPOCH;
        for (time, text) in [
            (epoch, "1970-01-01T00:00:00Z"),
            (
                epoch - Duration::from_millis(250),
                "1969-12-31T23:59:59.750000000Z",
            ),
        ] {
            let kept = DateTime::from(time);
            assert_eq!(kept, text);
            assert_eq!(SystemTime::try_from(&kept), Ok(time));
        }
        let kept = DateTime::from(epoch + Duration::from_millis(1250));
        assert_eq!(
            kept.clone().into_date_time(TimeFormat::UNIX_MILLISECONDS),
            "1250"
        );
        assert_eq!(kept.into_date_time(BEIJING), "1970-01-01 08:00:01");
    }

    #[test]
    fn texts_are_sent_as_they_are_and_times_are_written_anew() {
        assert_eq!("tomorrow".into_date_time(BEIJING), "tomorrow");
        let time = "1970-01-01T00:00:00Z".into_date_time(TimeFormat::ISO_8601);
        assert_eq!(time.clone().into_date_time(BEIJING), "1970-01-01 08:00:00");
        assert_eq!(
            time.into_date_time(TimeFormat::ISO_8601),
            "1970-01-01T00:00:00Z"
        );
        let never = DateTime::from("never");
        assert_eq!(never.into_date_time(BEIJING), "never");
    }

    #[test]
    fn what_is_no_instant_is_told_with_its_text_and_the_format() {
        let told = |text: &str, format| {
            let time = text.into_date_time(format).to_system_time();
            time.map_err(|error| error.to_string())
        };
        assert_eq!(
            told("soon", BEIJING),
            Err("`soon` is no time as documented: YYYY-MM-DD hh:mm:ss, UTC+08:00".to_owned())
        );
        let undocumented =
            "`2025-01-01 00:00:00` names no zone, and how the service writes it is not documented";
        assert_eq!(
            told("2025-01-01 00:00:00", TimeFormat::UNDOCUMENTED),
            Err(undocumented.to_owned())
        );
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn jiff_has_the_same_instant() {
        let time = "2025-01-01 08:00:00.25".into_date_time(BEIJING);
        let stamp = time.to_jiff().ok();
        assert_eq!(
            stamp.map(|stamp| stamp.to_string()),
            Some("2025-01-01T00:00:00.25Z".to_owned())
        );
        assert_eq!(
            stamp.map(|stamp| stamp.into_date_time(BEIJING).into_string()),
            Some("2025-01-01 08:00:00".to_owned())
        );
    }

    #[cfg(feature = "time")]
    #[test]
    fn time_has_the_same_instant() {
        let time = "2025-01-01 08:00:00".into_date_time(BEIJING);
        let there = time.to_time().ok();
        assert_eq!(
            there.map(::time::OffsetDateTime::unix_timestamp),
            Some(1_735_689_600)
        );
        assert_eq!(there.map(|there| there.into_date_time(BEIJING)), Some(time));
    }
}

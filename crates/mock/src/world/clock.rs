//! The time that one mock goes by: the system's, shifted, or standing still. Nothing else here
//! knows what time is for.

use std::sync::Mutex;
use std::time::{Duration, UNIX_EPOCH};

use crate::lock::locked;

/// A clock that tests can set.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    setting: Mutex<Setting>,
}

/// Seconds since 1970 of a clock that stands still, or else beside the system's.
#[derive(Clone, Copy, Debug, Default)]
struct Setting {
    seconds: i64,
    is_stopped: bool,
}

impl Clock {
    /// Seconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        let setting = *locked(&self.setting);
        let start = if setting.is_stopped { 0 } else { system_now() };
        start.saturating_add(setting.seconds)
    }

    /// Stops at a second.
    pub(crate) fn stop_at(&self, unix: i64) {
        self.reset(Some(unix));
    }

    /// Runs from a second on.
    pub(crate) fn run_from(&self, unix: i64) {
        self.reset(None);
        self.advance(unix.saturating_sub(system_now()));
    }

    /// Moves by a number of seconds, whether it runs or not.
    pub(crate) fn advance(&self, seconds: i64) {
        let mut setting = locked(&self.setting);
        setting.seconds = setting.seconds.saturating_add(seconds);
    }

    /// Goes by the system's time again, or stands still at a second.
    pub(crate) fn reset(&self, stopped_at: Option<i64>) {
        *locked(&self.setting) = Setting {
            seconds: stopped_at.unwrap_or(0),
            is_stopped: stopped_at.is_some(),
        };
    }

    /// The time as an HTTP date.
    pub(crate) fn http_date(&self) -> String {
        let seconds = u64::try_from(self.now()).unwrap_or(0).min(LAST_HTTP_DATE);
        httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds))
    }
}

/// 9999-12-31T23:59:59Z: `httpdate` panics on later times.
const LAST_HTTP_DATE: u64 = 253_402_300_799;

fn system_now() -> i64 {
    time::OffsetDateTime::now_utc().unix_timestamp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_clock_moves_only_when_told() {
        let clock = Clock::default();
        clock.stop_at(1_735_689_600);
        assert_eq!(clock.now(), 1_735_689_600);
        clock.advance(60);
        assert_eq!(clock.now(), 1_735_689_660);
        assert_eq!(clock.http_date(), "Wed, 01 Jan 2025 00:01:00 GMT");
    }

    #[test]
    fn a_running_clock_starts_where_it_is_told() {
        let clock = Clock::default();
        clock.run_from(1_000);
        assert!((1_000..1_005).contains(&clock.now()));
        clock.advance(-500);
        assert!((500..505).contains(&clock.now()));
    }

    #[test]
    fn times_beyond_the_calendar_do_not_panic() {
        let clock = Clock::default();
        for unix in [i64::MIN, i64::MAX] {
            clock.stop_at(unix);
            assert!(clock.http_date().ends_with("GMT"));
        }
    }
}

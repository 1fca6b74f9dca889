//! The time that one mock goes by: the system's, shifted, or standing still. Nothing else here
//! knows what time is for.

use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::lock::locked;

/// A clock that tests can set.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    setting: Mutex<Setting>,
}

#[derive(Debug)]
enum Setting {
    /// The system's time and a number of seconds.
    Running { offset: i64 },
    /// Always the same second.
    Stopped { unix: i64 },
}

impl Default for Setting {
    fn default() -> Self {
        Self::Running { offset: 0 }
    }
}

impl Clock {
    /// Seconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        match *locked(&self.setting) {
            Setting::Running { offset } => system_now().saturating_add(offset),
            Setting::Stopped { unix } => unix,
        }
    }

    /// Stops at a second.
    pub(crate) fn stop_at(&self, unix: i64) {
        *locked(&self.setting) = Setting::Stopped { unix };
    }

    /// Runs from a second on.
    pub(crate) fn run_from(&self, unix: i64) {
        let offset = unix.saturating_sub(system_now());
        *locked(&self.setting) = Setting::Running { offset };
    }

    /// Moves by a number of seconds, whether it runs or not.
    pub(crate) fn advance(&self, seconds: i64) {
        match &mut *locked(&self.setting) {
            Setting::Running { offset } => *offset = offset.saturating_add(seconds),
            Setting::Stopped { unix } => *unix = unix.saturating_add(seconds),
        }
    }

    /// Goes by the system's time again, or stands still at a second.
    pub(crate) fn reset(&self, stopped_at: Option<i64>) {
        let stopped = stopped_at.map(|unix| Setting::Stopped { unix });
        *locked(&self.setting) = stopped.unwrap_or_default();
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
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |passed| {
            i64::try_from(passed.as_secs()).unwrap_or(i64::MAX)
        })
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

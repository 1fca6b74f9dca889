//! The documented request rate, kept by the client: off unless asked for.
//!
//! Calls of one action are spaced evenly, a little wider than the documented rate, because the
//! service counts arrivals and a network may push two together. Clones of a client share the pace.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::machine::lock::locked;
use crate::meta::{Operation, RateLimit};

/// How much wider than documented calls are spaced.
const MARGIN: f64 = 1.05;

/// When each action may be called next.
#[derive(Debug, Default)]
pub(crate) struct RateLimiter {
    next: Mutex<Vec<(&'static str, Instant)>>,
}

impl RateLimiter {
    /// How long an action waits for its turn.
    ///
    /// # Errors
    ///
    /// The turn is later than `patience` allows.
    pub(super) fn take(
        &self,
        operation: &Operation,
        now: Instant,
        patience: Option<Duration>,
    ) -> Result<Duration, Error> {
        self.turn(operation, now, patience).map_err(|wait| {
            Error::timeout(format!(
                "the documented rate leaves no room for the call for {wait:?}, which is beyond its \
                 deadline"
            ))
        })
    }

    /// Takes the next place of an action and says how long to wait for it.
    ///
    /// Nothing is taken, and the wait is returned as an error, if it would be longer than
    /// `patience`.
    fn turn(
        &self,
        operation: &Operation,
        now: Instant,
        patience: Option<Duration>,
    ) -> Result<Duration, Duration> {
        let Some(limit) = operation.rate_limit else {
            return Ok(Duration::ZERO);
        };
        let mut next = locked(&self.next);
        let known = next
            .iter_mut()
            .find(|(action, _)| *action == operation.name);
        let place = known.as_ref().map_or(now, |(_, next)| now.max(*next));
        let wait = place - now;
        if patience.is_some_and(|patience| wait > patience) {
            return Err(wait);
        }
        let free = place + spacing(limit);
        match known {
            Some((_, next)) => *next = free,
            None => next.push((operation.name, free)),
        }
        Ok(wait)
    }
}

fn spacing(limit: RateLimit) -> Duration {
    Duration::from_secs(u64::from(limit.seconds)).mul_f64(MARGIN / f64::from(limit.requests.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::service::{OPERATION, UNLIMITED};

    #[test]
    fn calls_of_an_action_are_spaced_and_those_of_others_are_not() {
        let limiter = RateLimiter::default();
        let now = Instant::now();
        for index in 0..5 {
            let wait = limiter.turn(&OPERATION, now, None);
            assert_eq!(wait, Ok(Duration::from_micros(52_500) * index));
        }
        assert_eq!(limiter.turn(&UNLIMITED, now, None), Ok(Duration::ZERO));
        let later = now + Duration::from_secs(1);
        assert_eq!(limiter.turn(&OPERATION, later, None), Ok(Duration::ZERO));
    }

    #[test]
    fn a_place_that_is_too_far_is_not_taken() {
        let limiter = RateLimiter::default();
        let now = Instant::now();
        let patience = Some(Duration::from_millis(100));
        let taken = (0..9)
            .filter(|_| limiter.turn(&OPERATION, now, patience).is_ok())
            .count();
        assert_eq!(taken, 2);
        assert_eq!(
            limiter.turn(&OPERATION, now, None),
            Ok(Duration::from_millis(105))
        );
    }
}

//! How long to wait between two answers, and when to stop. Not generic, and without any waiting.

use std::time::{Duration, Instant};

/// How a wait is to go.
#[derive(Clone, Copy, Debug)]
pub(super) struct WaitPolicy {
    /// Shortest and longest time between two calls.
    pub(super) least: Duration,
    pub(super) most: Duration,
    pub(super) deadline: Option<Duration>,
    /// Calls in a row that may end without an answer.
    pub(super) failures: u32,
}

impl WaitPolicy {
    /// From 2 s to 30 s, for 10 minutes.
    pub(super) const fn standard() -> Self {
        Self {
            least: Duration::from_secs(2),
            most: Duration::from_secs(30),
            deadline: Some(Duration::from_secs(600)),
            failures: 3,
        }
    }
}

/// Where a wait stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    began: Instant,
    end: Option<Instant>,
    /// Calls that were made.
    pub(super) asked: u32,
    /// Calls in a row that ended without an answer.
    pub(super) failed: u32,
}

impl Course {
    pub(super) fn new(policy: &WaitPolicy, now: Instant) -> Self {
        Self {
            began: now,
            end: policy
                .deadline
                .and_then(|deadline| now.checked_add(deadline)),
            asked: 0,
            failed: 0,
        }
    }

    pub(super) fn waited(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.began)
    }

    /// The time that is left; `None` where it does not end.
    pub(super) fn remaining(&self, now: Instant) -> Option<Duration> {
        self.end.map(|end| end.saturating_duration_since(now))
    }

    /// How long to wait before the next call: drawn evenly from the shortest time to a bound that doubles
    /// with each call. One that would come too late is made while there is still the shortest time for it;
    /// `None` where there is not.
    pub(super) fn delay(&self, policy: &WaitPolicy, now: Instant, jitter: f64) -> Option<Duration> {
        let doublings = self.asked.saturating_sub(1).min(31);
        let most = policy.most.max(policy.least);
        let bound = policy.least.saturating_mul(1 << doublings).min(most);
        let spread = bound.saturating_sub(policy.least);
        let delay = policy.least + spread.mul_f64(jitter.clamp(0.0, 1.0));
        let Some(remaining) = self.remaining(now) else {
            return Some(delay);
        };
        if delay < remaining {
            return Some(delay);
        }
        remaining
            .checked_sub(policy.least)
            .filter(|rest| !rest.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_from_the_shortest_to_the_longest_and_the_last_call_is_within_the_deadline() {
        let policy = WaitPolicy::standard();
        let now = Instant::now();
        let mut course = Course::new(&policy, now);
        for (asked, least, most) in [(1, 2, 2), (2, 2, 4), (3, 2, 8), (5, 2, 30), (99, 2, 30)] {
            course.asked = asked;
            let seconds = |jitter| course.delay(&policy, now, jitter).map(|it| it.as_secs());
            assert_eq!(
                (seconds(0.0), seconds(1.0)),
                (Some(least), Some(most)),
                "{asked}"
            );
        }
        let late = |seconds| now + Duration::from_secs(seconds);
        let seconds = |at| course.delay(&policy, at, 1.0).map(|delay| delay.as_secs());
        assert_eq!(seconds(late(569)), Some(30));
        assert_eq!(seconds(late(580)), Some(18));
        for at in [598, 599, 600, 601] {
            assert_eq!(seconds(late(at)), None, "{at}");
        }
        assert_eq!(course.remaining(late(601)), Some(Duration::ZERO));
    }

    #[test]
    fn without_a_deadline_it_goes_on_and_a_longest_below_the_shortest_counts_as_that() {
        let policy = WaitPolicy {
            least: Duration::from_secs(5),
            most: Duration::from_secs(1),
            deadline: None,
            failures: 0,
        };
        let now = Instant::now();
        let mut course = Course::new(&policy, now);
        course.asked = u32::MAX;
        assert_eq!(
            course.delay(&policy, now, 1.0),
            Some(Duration::from_secs(5))
        );
    }
}

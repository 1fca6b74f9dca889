//! Whether a failed attempt is made again, and when.
//!
//! Standard mode as clients of clouds practise it in 2026: three attempts, full jitter, and a
//! budget per client that a retry draws on, so that an outage is not answered with three times the
//! load. A read may always be repeated, and so may a write with an idempotency token; any other write only
//! where it cannot have been applied.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::meta::ErrorClass;
use crate::transport::{RequestSent, TransportErrorKind};

/// How calls are retried.
///
/// ```
/// use std::time::Duration;
/// use cloudwright_core::RetryPolicy;
///
/// let patient = RetryPolicy::standard().with_attempts(5).with_max_delay(Duration::from_secs(5));
/// let never = RetryPolicy::never();
/// # let _ = (patient, never);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    pub(crate) attempts: u32,
    base: Duration,
    throttling_base: Duration,
    max_delay: Duration,
}

impl RetryPolicy {
    /// Three attempts; waits of at most 50 ms doubling, 1 s doubling when throttled, 20 s ever.
    pub const fn standard() -> Self {
        Self {
            attempts: 3,
            base: Duration::from_millis(50),
            throttling_base: Duration::from_secs(1),
            max_delay: Duration::from_secs(20),
        }
    }

    /// One attempt.
    pub const fn never() -> Self {
        Self {
            attempts: 1,
            ..Self::standard()
        }
    }

    /// Sets how many attempts a call makes, the first included; zero counts as one.
    #[must_use]
    pub const fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = if attempts == 0 { 1 } else { attempts };
        self
    }

    /// Sets the first wait, and the first wait after throttling. Both are upper bounds: the wait
    /// is drawn evenly from zero to the bound, and the bound doubles with each attempt.
    #[must_use]
    pub const fn with_delays(mut self, base: Duration, throttling: Duration) -> Self {
        self.base = base;
        self.throttling_base = throttling;
        self
    }

    /// Sets the longest wait, also where the service asks for a longer one.
    #[must_use]
    pub const fn with_max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// How long to wait after attempt number `attempt` (the first is 1) failed.
    ///
    /// `jitter` is between 0 and 1; `asked` is what the service asked for.
    pub(crate) fn delay(
        &self,
        reason: RetryReason,
        attempt: u32,
        jitter: f64,
        asked: Option<Duration>,
    ) -> Duration {
        let base = match reason {
            RetryReason::Throttling => self.throttling_base,
            RetryReason::Transient => self.base,
            // What was wrong has been mended; there is nothing to wait for.
            RetryReason::ClockSkew | RetryReason::ExpiredCredentials | RetryReason::Replay => {
                return Duration::ZERO;
            }
        };
        let doublings = attempt.saturating_sub(1).min(31);
        let bound = base.saturating_mul(1 << doublings).min(self.max_delay);
        bound
            .mul_f64(jitter.clamp(0.0, 1.0))
            .max(asked.unwrap_or_default().min(self.max_delay))
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::standard()
    }
}

/// Why an attempt was made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryReason {
    /// The network or the service failed for the moment.
    Transient,
    /// Too many calls.
    Throttling,
    /// This machine's clock is off; the service's time is used from now on.
    ClockSkew,
    /// The credentials had expired and were renewed.
    ExpiredCredentials,
    /// The service had seen the nonce before.
    Replay,
}

/// What went wrong, as far as retrying asks.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FailureKind {
    /// No answer.
    Transport(TransportErrorKind, RequestSent),
    /// An answer that cannot be read though it says success.
    Unreadable,
    /// The service's own error.
    Service(ErrorClass),
}

/// Why this failure may be retried; `None` if it may not.
///
/// What is repeatable, a read or a write with an idempotency token, may be applied twice. Of any other
/// write the question is whether it can have been applied. It cannot when the request was
/// not sent, or was refused before the service looked at it: throttled, or not authenticated. A
/// replayed nonce is no such refusal: the first request with it may have gone through.
pub(crate) fn reason(failure: FailureKind, is_repeatable: bool) -> Option<RetryReason> {
    match failure {
        FailureKind::Transport(kind, sent) => {
            use TransportErrorKind::{Refused, TooLarge};
            let passing = !matches!(kind, TooLarge | Refused);
            (passing && (is_repeatable || sent == RequestSent::No))
                .then_some(RetryReason::Transient)
        }
        FailureKind::Unreadable => is_repeatable.then_some(RetryReason::Transient),
        FailureKind::Service(class) => match class {
            ErrorClass::Throttling => Some(RetryReason::Throttling),
            ErrorClass::ClockSkew => Some(RetryReason::ClockSkew),
            ErrorClass::Expired => Some(RetryReason::ExpiredCredentials),
            ErrorClass::Replay if is_repeatable => Some(RetryReason::Replay),
            ErrorClass::Transient | ErrorClass::Internal if is_repeatable => {
                Some(RetryReason::Transient)
            }
            _ => None,
        },
    }
}

/// What a client may spend on retries: a retry costs, a success gives back.
#[derive(Debug)]
pub(crate) struct Budget {
    tokens: AtomicU32,
}

const FULL: u32 = 500;
const TRANSIENT_COST: u32 = 14;
const THROTTLING_COST: u32 = 5;

impl Budget {
    pub(crate) fn new() -> Self {
        Self {
            tokens: AtomicU32::new(FULL),
        }
    }

    /// Pays for a retry and says what it cost; `None` if there is not enough left.
    pub(crate) fn draw(&self, reason: RetryReason) -> Option<u32> {
        let cost = match reason {
            RetryReason::Throttling => THROTTLING_COST,
            // A retry that mends something is made once a call; it loads nobody.
            RetryReason::ClockSkew | RetryReason::ExpiredCredentials => 0,
            RetryReason::Transient | RetryReason::Replay => TRANSIENT_COST,
        };
        self.change(|tokens| tokens.checked_sub(cost))
            .then_some(cost)
    }

    /// A call succeeded whose last retry cost `spent`; a first attempt that succeeds gives one.
    pub(crate) fn refund(&self, spent: Option<u32>) {
        self.change(|tokens| Some((tokens + spent.unwrap_or(1)).min(FULL)));
    }

    fn change(&self, change: impl Fn(u32) -> Option<u32>) -> bool {
        let order = Ordering::Relaxed;
        self.tokens.fetch_update(order, order, change).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_from_their_base_up_to_the_cap_and_jitter_takes_a_part() {
        let policy = RetryPolicy::standard();
        let millis =
            |reason, attempt, jitter| policy.delay(reason, attempt, jitter, None).as_millis();
        for (attempt, transient, throttling) in [
            (1, 50, 1_000),
            (2, 100, 2_000),
            (3, 200, 4_000),
            (10, 20_000, 20_000),
            (99, 20_000, 20_000),
        ] {
            assert_eq!(millis(RetryReason::Transient, attempt, 1.0), transient);
            assert_eq!(millis(RetryReason::Throttling, attempt, 1.0), throttling);
        }
        assert_eq!(millis(RetryReason::Transient, 1, 0.5), 25);
        assert_eq!(millis(RetryReason::Transient, 1, 0.0), 0);
        assert_eq!(millis(RetryReason::ClockSkew, 1, 1.0), 0);
    }

    #[test]
    fn what_the_service_asks_for_is_waited_but_not_beyond_the_cap() {
        let policy = RetryPolicy::standard();
        let asked = |seconds| {
            let asked = Some(Duration::from_secs(seconds));
            policy
                .delay(RetryReason::Throttling, 1, 1.0, asked)
                .as_secs()
        };
        assert_eq!(asked(0), 1);
        assert_eq!(asked(3), 3);
        assert_eq!(asked(86_400), 20);
    }

    #[test]
    fn what_is_not_repeatable_is_repeated_only_where_it_cannot_have_been_applied() {
        use FailureKind::{Service, Transport, Unreadable};
        use RetryReason::{ClockSkew, ExpiredCredentials, Replay, Throttling, Transient};
        use TransportErrorKind::{Connect, Refused, Reset, Timeout, TooLarge, Truncated};
        for (failure, read, write) in [
            (
                Transport(Connect, RequestSent::No),
                Some(Transient),
                Some(Transient),
            ),
            (Transport(Reset, RequestSent::Maybe), Some(Transient), None),
            (
                Transport(Timeout, RequestSent::Maybe),
                Some(Transient),
                None,
            ),
            (
                Transport(Truncated, RequestSent::Yes),
                Some(Transient),
                None,
            ),
            (Transport(TooLarge, RequestSent::Yes), None, None),
            (Transport(Refused, RequestSent::No), None, None),
            (Unreadable, Some(Transient), None),
            (
                Service(ErrorClass::Throttling),
                Some(Throttling),
                Some(Throttling),
            ),
            (
                Service(ErrorClass::ClockSkew),
                Some(ClockSkew),
                Some(ClockSkew),
            ),
            (
                Service(ErrorClass::Expired),
                Some(ExpiredCredentials),
                Some(ExpiredCredentials),
            ),
            (Service(ErrorClass::Replay), Some(Replay), None),
            (Service(ErrorClass::Transient), Some(Transient), None),
            (Service(ErrorClass::Internal), Some(Transient), None),
            (Service(ErrorClass::Invalid), None, None),
            (Service(ErrorClass::NotFound), None, None),
            (Service(ErrorClass::Auth), None, None),
            (Service(ErrorClass::Quota), None, None),
        ] {
            assert_eq!(reason(failure, true), read, "repeatable {failure:?}");
            assert_eq!(reason(failure, false), write, "write {failure:?}");
        }
    }

    #[test]
    fn the_budget_runs_dry_and_is_filled_by_success() {
        let budget = Budget::new();
        let drawn = std::iter::from_fn(|| budget.draw(RetryReason::Transient)).count();
        assert_eq!(drawn, 35);
        for left in [Some(5), Some(5), None] {
            assert_eq!(budget.draw(RetryReason::Throttling), left);
        }
        assert_eq!(budget.draw(RetryReason::ClockSkew), Some(0));
        for _ in 0..5 {
            budget.refund(None);
        }
        assert_eq!(budget.draw(RetryReason::Throttling), Some(5));
        budget.refund(Some(14));
        assert_eq!(budget.draw(RetryReason::Transient), Some(14));
        for _ in 0..1_000 {
            budget.refund(Some(14));
        }
        assert_eq!(
            std::iter::from_fn(|| budget.draw(RetryReason::Throttling)).count(),
            100
        );
    }
}

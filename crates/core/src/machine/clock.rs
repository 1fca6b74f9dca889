//! Time, from outside: what signing, deadlines, retries and refreshes read and wait on.
//!
//! [`SystemClock`] is the machine's; [`FixedClock`] reproduces signatures; tests use
//! `testing::ManualClock`, which moves only when it is told to. Nothing else in the runtime asks
//! the system for the time.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::transport::BoxFuture;

/// A source of time.
pub trait Clock: Send + Sync + fmt::Debug + 'static {
    /// The time since 1970-01-01T00:00:00Z, for signatures and expiry dates.
    fn unix_now(&self) -> Duration;

    /// A time that never goes back, for deadlines.
    fn now(&self) -> Instant;

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The machine's clock, waiting on tokio's timer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn unix_now(&self) -> Duration {
        // A clock before 1970 signs as 1970; the service then says what is wrong.
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
    }

    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// The machine's clock, but for the time that signatures and expiry dates see: that stands still.
///
/// It reproduces a signature. To call a service with it is of use for a few minutes only.
#[derive(Clone, Copy, Debug)]
pub struct FixedClock {
    unix: Duration,
}

impl FixedClock {
    /// A clock that shows this many seconds since 1970.
    pub const fn at(unix_seconds: u64) -> Self {
        Self {
            unix: Duration::from_secs(unix_seconds),
        }
    }
}

impl Clock for FixedClock {
    fn unix_now(&self) -> Duration {
        self.unix
    }

    fn now(&self) -> Instant {
        SystemClock.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        SystemClock.sleep(duration)
    }
}

/// The time was up before the future was ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed;

/// Runs `future` for at most `duration` of `clock`'s time: the outcome, or [`Elapsed`] when the time is
/// up first.
pub fn within<'a, F: Future + Unpin + 'a>(
    clock: &'a dyn Clock,
    duration: Duration,
    future: F,
) -> impl Future<Output = Result<F::Output, Elapsed>> + Unpin {
    in_time(clock, Some(duration), future)
}

/// The same; without a limit there is no timer.
pub(crate) fn in_time<F: Future + Unpin>(
    clock: &dyn Clock,
    limit: Option<Duration>,
    future: F,
) -> InTime<'_, F> {
    InTime {
        clock,
        limit,
        future,
        sleep: None,
    }
}

/// Written out, for an async function would be several times as large, and there are many of it.
pub(crate) struct InTime<'a, F> {
    clock: &'a dyn Clock,
    limit: Option<Duration>,
    future: F,
    /// Only made when there is something to wait for.
    sleep: Option<BoxFuture<'static, ()>>,
}

impl<F: Future + Unpin> Future for InTime<'_, F> {
    type Output = Result<F::Output, Elapsed>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if let Poll::Ready(value) = Pin::new(&mut this.future).poll(context) {
            return Poll::Ready(Ok(value));
        }
        let Some(limit) = this.limit else {
            return Poll::Pending;
        };
        let make = || this.clock.sleep(limit);
        let sleep = this.sleep.get_or_insert_with(make);
        sleep.as_mut().poll(context).map(|()| Err(Elapsed))
    }
}

//! A clock that moves only when it is told to.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use crate::machine::clock::Clock;
use crate::machine::lock::locked;
use crate::transport::BoxFuture;

/// A clock that stands still until it is moved. Clones are one clock.
#[derive(Clone)]
pub struct ManualClock {
    state: Arc<Mutex<ClockState>>,
    begun: Instant,
    unix: Duration,
}

#[derive(Default)]
struct ClockState {
    elapsed: Duration,
    /// Who waits, by when and in which order.
    sleepers: BTreeMap<(Duration, u64), Waker>,
    next: u64,
}

impl ManualClock {
    /// A clock that shows this many seconds since 1970.
    pub fn at(unix_seconds: u64) -> Self {
        Self {
            state: Arc::default(),
            begun: Instant::now(),
            unix: Duration::from_secs(unix_seconds),
        }
    }

    /// Moves the clock and wakes who waited for that.
    pub fn advance(&self, by: Duration) {
        let mut due = Vec::new();
        {
            let mut state = self.state();
            state.elapsed += by;
            let now = state.elapsed;
            while let Some(entry) = state.sleepers.first_entry() {
                if entry.key().0 > now {
                    break;
                }
                due.push(entry.remove());
            }
        }
        due.into_iter().for_each(Waker::wake);
    }

    /// How far the clock has been moved.
    pub fn elapsed(&self) -> Duration {
        self.state().elapsed
    }

    /// Runs a future to its end on this thread; whenever it waits for nothing but this clock, the
    /// clock moves to the next time that is waited for.
    ///
    /// It is for futures over scripted transports: what waits for the network or for another
    /// thread has to come to an end by itself, and is waited for.
    pub fn run<T>(&self, future: impl IntoFuture<Output = T>) -> T {
        let mut future = pin!(future.into_future());
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut context = Context::from_waker(&waker);
        loop {
            if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
                return value;
            }
            if woken.0.swap(false, Ordering::AcqRel) {
                continue;
            }
            let next = self.state().sleepers.keys().next().map(|(due, _)| *due);
            match next {
                Some(due) => self.advance(due.saturating_sub(self.elapsed())),
                None => std::thread::park_timeout(Duration::from_millis(1)),
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, ClockState> {
        locked(&self.state)
    }
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Release);
    }
}

impl Clock for ManualClock {
    fn unix_now(&self) -> Duration {
        self.unix + self.elapsed()
    }

    fn now(&self) -> Instant {
        self.begun + self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut state = self.state();
        let key = (state.elapsed.saturating_add(duration), state.next);
        state.next += 1;
        drop(state);
        Box::pin(Sleep {
            clock: self.clone(),
            key,
        })
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ManualClock")
            .field("unix_now", &self.unix_now())
            .finish_non_exhaustive()
    }
}

struct Sleep {
    clock: ManualClock,
    key: (Duration, u64),
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: std::pin::Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.state();
        if state.elapsed >= self.key.0 {
            return Poll::Ready(());
        }
        state.sleepers.insert(self.key, context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.clock.state().sleepers.remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_moves_only_when_told_and_wakes_who_is_due() {
        let clock = ManualClock::at(100);
        assert_eq!(clock.unix_now(), Duration::from_secs(100));
        let seconds = |count| clock.sleep(Duration::from_secs(count));
        clock.run(async {
            seconds(5).await;
            seconds(2).await;
        });
        assert_eq!(clock.elapsed(), Duration::from_secs(7));
        assert_eq!(clock.unix_now(), Duration::from_secs(107));
    }

    #[test]
    fn a_sleep_that_is_dropped_is_not_waited_for() {
        let clock = ManualClock::at(0);
        let outcome = clock.run(async {
            let never = std::future::pending::<()>();
            let long = crate::machine::clock::within(&clock, Duration::from_secs(60), never);
            crate::machine::clock::within(&clock, Duration::from_secs(1), long).await
        });
        assert_eq!(outcome, Err(crate::machine::clock::Elapsed));
        assert_eq!(clock.elapsed(), Duration::from_secs(1));
        assert!(clock.state().sleepers.is_empty());
    }
}

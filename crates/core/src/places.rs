//! The cap on calls in flight: a call that finds no place free waits, in the order they came.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// The places that the calls of a client share.
pub(crate) struct Places(Mutex<State>);

struct State {
    free: usize,
    /// Who waits, in order. The first of them, as many as places are free, may take one: so those
    /// that come later find none of these.
    waiting: VecDeque<(u64, Waker)>,
    tickets: u64,
}

impl Places {
    pub(crate) fn new(places: usize) -> Self {
        Self(Mutex::new(State {
            free: places,
            waiting: VecDeque::new(),
            tickets: 0,
        }))
    }

    /// A place, once it was awaited.
    pub(crate) fn place(&self) -> Place<'_> {
        Place {
            places: self,
            stage: Stage::New,
        }
    }

    #[cfg(test)]
    pub(crate) fn free(&self) -> usize {
        self.lock().free
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn position(&self, ticket: u64) -> Option<usize> {
        let mut waiting = self.waiting.iter();
        waiting.position(|(known, _)| *known == ticket)
    }
}

/// A place: it is taken by awaiting this, and given back by dropping it.
pub(crate) struct Place<'a> {
    places: &'a Places,
    stage: Stage,
}

#[derive(Clone, Copy)]
enum Stage {
    New,
    Waiting(u64),
    Taken,
}

impl Future for Place<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // A waker can own the task that it wakes, and with it a place: none is dropped under the
        // lock, which is why this is declared first.
        let _former;
        let mut state = self.places.lock();
        let end = state.waiting.len();
        let at = match self.stage {
            Stage::New => end,
            Stage::Waiting(ticket) => state.position(ticket).unwrap_or(end),
            Stage::Taken => return Poll::Ready(()),
        };
        if at < state.free {
            state.free -= 1;
            _former = state.waiting.remove(at);
            self.stage = Stage::Taken;
            return Poll::Ready(());
        }
        let waker = context.waker().clone();
        if let Some(known) = state.waiting.get_mut(at) {
            let ticket = known.0;
            _former = Some(std::mem::replace(known, (ticket, waker)));
        } else {
            state.tickets += 1;
            let ticket = state.tickets;
            state.waiting.push_back((ticket, waker));
            self.stage = Stage::Waiting(ticket);
        }
        Poll::Pending
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.places.lock();
        let mut left = None;
        match self.stage {
            Stage::New => return,
            Stage::Waiting(ticket) => {
                let at = state.position(ticket);
                left = at.and_then(|at| state.waiting.remove(at));
            }
            Stage::Taken => state.free += 1,
        }
        // Either way one more of those who wait may have come among the first.
        let last = state.free.checked_sub(1);
        let next = last.and_then(|last| state.waiting.get(last));
        let next = next.map(|(_, waker)| waker.clone());
        drop(state);
        drop(left);
        if let Some(next) = next {
            next.wake();
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use super::*;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A place and who waits for it.
    struct Caller<'a>(Place<'a>, Arc<Count>);

    impl<'a> Caller<'a> {
        fn new(places: &'a Places) -> Self {
            Self(places.place(), Arc::default())
        }

        fn takes(&mut self) -> bool {
            let waker = Waker::from(Arc::clone(&self.1));
            let mut context = Context::from_waker(&waker);
            Pin::new(&mut self.0).poll(&mut context).is_ready()
        }

        fn woken(&self) -> usize {
            self.1.0.load(Ordering::Relaxed)
        }
    }

    #[test]
    fn a_place_that_is_given_back_goes_to_the_one_that_waits_longest() {
        let places = Places::new(1);
        let mut callers: Vec<_> = (0..4).map(|_| Caller::new(&places)).collect();
        let taken: Vec<bool> = callers.iter_mut().map(Caller::takes).collect();
        assert_eq!(taken, [true, false, false, false]);
        drop(callers.remove(0));
        let woken: Vec<_> = callers.iter().map(Caller::woken).collect();
        assert_eq!(woken, [1, 0, 0]);
        let mut late = Caller::new(&places);
        assert!(!late.takes() && !callers[2].takes() && !callers[1].takes());
        assert!(callers[0].takes() && callers[0].takes());
    }

    #[test]
    fn one_that_was_woken_and_goes_away_passes_the_place_on() {
        let places = Places::new(1);
        let [mut first, mut second, mut third] = [0; 3].map(|_| Caller::new(&places));
        assert!(first.takes() && !second.takes() && !third.takes());
        drop(first);
        assert_eq!((second.woken(), third.woken()), (1, 0));
        drop(second);
        assert_eq!(third.woken(), 1);
        assert!(third.takes());
        drop(third);
        assert_eq!(places.free(), 1);
    }

    #[test]
    fn one_that_goes_away_while_it_waits_takes_no_place_along() {
        let places = Places::new(2);
        let [mut first, mut second, mut third, mut fourth] = [0; 4].map(|_| Caller::new(&places));
        assert!(first.takes() && second.takes() && !third.takes() && !fourth.takes());
        drop(third);
        assert_eq!(fourth.woken(), 0);
        drop(first);
        assert_eq!(fourth.woken(), 1);
        assert!(fourth.takes());
        drop((second, fourth, Caller::new(&places)));
        assert_eq!(places.free(), 2);
    }

    #[test]
    fn the_waker_of_the_last_poll_is_the_one_that_is_woken() {
        let places = Places::new(1);
        let mut first = Caller::new(&places);
        let mut second = Caller::new(&places);
        assert!(first.takes() && !second.takes());
        let before = std::mem::take(&mut second.1);
        assert!(!second.takes());
        drop(first);
        assert_eq!(before.0.load(Ordering::Relaxed), 0);
        assert_eq!(second.woken(), 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn many_threads_never_hold_more_places_than_there_are_and_all_get_one() {
        let places = Arc::new(Places::new(3));
        let held = Arc::new(AtomicUsize::new(0));
        let tasks: Vec<_> = (0..500)
            .map(|number| {
                let (places, held) = (Arc::clone(&places), Arc::clone(&held));
                tokio::spawn(async move {
                    let mut place = places.place();
                    if number % 5 == 0 {
                        // Gives up at some point of its waiting.
                        let mut waiting = pin!(&mut place);
                        let once = |context: &mut Context<'_>| {
                            Poll::Ready(waiting.as_mut().poll(context).is_ready())
                        };
                        std::future::poll_fn(once).await;
                        tokio::task::yield_now().await;
                        return;
                    }
                    (&mut place).await;
                    assert!(held.fetch_add(1, Ordering::SeqCst) < 3);
                    tokio::task::yield_now().await;
                    held.fetch_sub(1, Ordering::SeqCst);
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(places.free(), 3);
    }
}

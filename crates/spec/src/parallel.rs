//! Work on several cores, with results in the order of the input.
//!
//! Threads take the next item when they are done with one, so uneven items do not matter; which
//! thread did what cannot be seen in the result.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Items that a thread takes at a time, where there are many: enough not to fight for the counter.
const CHUNK: usize = 8;

/// How often each thread comes back for more at least, so that uneven items are balanced.
const ROUNDS: usize = 8;

/// How many threads to use where nobody says.
pub fn available() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// Applies `work` to every item.
pub fn map<'t, T: Sync, R: Send>(
    threads: NonZeroUsize,
    items: &'t [T],
    work: impl Fn(&'t T) -> R + Sync,
) -> Vec<R> {
    let threads = threads.get().min(items.len());
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let chunk = (items.len() / (threads * ROUNDS)).clamp(1, CHUNK);
    let next = AtomicUsize::new(0);
    let mut chunks: Vec<(usize, Vec<R>)> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|_| scope.spawn(|| take_chunks(&next, chunk, items, &work)))
            .collect();
        running
            .into_iter()
            .flat_map(|thread| match thread.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    chunks.sort_unstable_by_key(|(start, _)| *start);
    chunks.into_iter().flat_map(|(_, done)| done).collect()
}

fn take_chunks<'t, T, R>(
    next: &AtomicUsize,
    chunk: usize,
    items: &'t [T],
    work: &impl Fn(&'t T) -> R,
) -> Vec<(usize, Vec<R>)> {
    let mut done = Vec::new();
    loop {
        let start = next.fetch_add(chunk, Ordering::Relaxed);
        let Some(rest) = items.get(start..).filter(|rest| !rest.is_empty()) else {
            return done;
        };
        done.push((start, rest.iter().take(chunk).map(work).collect()));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn the_order_of_the_input_is_kept_with_any_number_of_threads() {
        let items: Vec<usize> = (0..1000).collect();
        let expected: Vec<usize> = items.iter().map(|item| item * 2).collect();
        for threads in [1, 2, 7, 64] {
            let threads = NonZeroUsize::new(threads).unwrap();
            assert_eq!(map(threads, &items, |item| item * 2), expected);
        }
    }

    #[test]
    fn nothing_to_do_is_fine() {
        assert!(map(available(), &[] as &[u8], |item| *item).is_empty());
    }
}

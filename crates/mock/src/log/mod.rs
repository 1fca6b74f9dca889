//! What was received and what was answered, for tests to look at. The newest entries are kept, up
//! to a number and a size.

mod received;
mod redaction;
pub(crate) mod secrets;

use std::sync::Mutex;

use crate::bounded::Bounded;
use crate::lock::locked;
pub use received::Received;

/// How many entries are kept unless another number is asked for.
const CAPACITY: usize = 10_000;

/// Most bytes that all entries may hold together, roughly.
const MOST_BYTES: usize = 64 << 20;

/// The log of one mock.
pub(crate) struct Log(Mutex<Bounded<Received>>);

impl Default for Log {
    fn default() -> Self {
        Self::new(CAPACITY)
    }
}

impl Log {
    pub(crate) fn new(capacity: usize) -> Self {
        let entries = Bounded::new(capacity, MOST_BYTES, Received::weight);
        Self(Mutex::new(entries))
    }

    pub(crate) fn push(&self, entry: Received) {
        locked(&self.0).push(entry);
    }

    pub(crate) fn all(&self) -> Vec<Received> {
        locked(&self.0).iter().cloned().collect()
    }

    pub(crate) fn last(&self) -> Option<Received> {
        locked(&self.0).iter().next_back().cloned()
    }

    pub(crate) fn clear(&self) {
        locked(&self.0).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: u64, body: &str) -> Received {
        Received {
            number,
            body: body.to_owned(),
            ..Received::default()
        }
    }

    #[test]
    fn the_newest_entries_are_kept() {
        let log = Log::new(2);
        for number in 1..=3 {
            log.push(entry(number, ""));
        }
        let kept: Vec<u64> = log.all().iter().map(|entry| entry.number).collect();
        assert_eq!(kept, [2, 3]);
        assert_eq!(log.last().map(|entry| entry.number), Some(3));
    }

    #[test]
    fn large_entries_do_not_pile_up() {
        let log = Log::new(usize::MAX);
        let body = "x".repeat(redaction::MOST_BODY);
        for number in 0..1000 {
            log.push(entry(number, &body));
        }
        assert!(log.all().len() < 1000);
    }
}

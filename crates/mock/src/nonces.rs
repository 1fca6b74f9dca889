//! Which nonces were used, as long as it matters. Bounded by the protocol's time window and by a
//! number, so that a mock that runs for days does not grow.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, PoisonError};

/// Most nonces remembered at a time.
const MOST: usize = 200_000;

/// The memory of used nonces.
#[derive(Debug, Default)]
pub(crate) struct Nonces {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    used: BTreeSet<String>,
    by_age: VecDeque<(i64, String)>,
}

impl Nonces {
    /// Remembers a nonce until the request that bears it is too old anyway. `false` if it was
    /// used before.
    pub(crate) fn take(&self, nonce: String, now: i64, until: i64) -> bool {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.forget(now);
        if inner.used.contains(&nonce) {
            return false;
        }
        inner.by_age.push_back((until, nonce.clone()));
        inner.used.insert(nonce);
        true
    }
}

impl Inner {
    fn forget(&mut self, now: i64) {
        // Windows differ by protocol, so the queue is only nearly sorted; a nonce behind one that
        // lasts longer is kept a little too long, which refuses nothing that a cloud would take.
        while let Some((until, _)) = self.by_age.front() {
            if *until >= now && self.by_age.len() < MOST {
                break;
            }
            if let Some((_, nonce)) = self.by_age.pop_front() {
                self.used.remove(&nonce);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_works_once_within_its_window() {
        let nonces = Nonces::default();
        assert!(nonces.take("a".to_owned(), 0, 900));
        assert!(!nonces.take("a".to_owned(), 900, 1800));
        assert!(nonces.take("b".to_owned(), 900, 1800));
        assert!(nonces.take("a".to_owned(), 901, 1801));
    }

    #[test]
    fn the_memory_is_bounded_even_if_time_stands_still() {
        let nonces = Nonces::default();
        for number in 0..MOST + 10 {
            assert!(nonces.take(number.to_string(), 0, 900));
        }
        let inner = nonces.inner.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(inner.used.len() <= MOST && inner.by_age.len() <= MOST);
    }
}

//! Which nonces were used, as long as it matters. Bounded by the protocol's time window and by a
//! number, so that a mock that runs for days does not grow.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Mutex;

use crate::lock::locked;

/// Most nonces remembered at a time.
const MOST: usize = 200_000;

/// The memory of used nonces.
#[derive(Debug, Default)]
pub(crate) struct Nonces(Mutex<UsedNonces>);

#[derive(Debug, Default)]
struct UsedNonces {
    used: BTreeSet<String>,
    by_age: VecDeque<(i64, String)>,
}

impl Nonces {
    /// Remembers a nonce until the request that bears it is too old anyway. `false` if it was
    /// used before.
    pub(crate) fn take(&self, nonce: String, now: i64, until: i64) -> bool {
        let mut nonces = locked(&self.0);
        nonces.forget(now);
        if nonces.used.contains(&nonce) {
            return false;
        }
        nonces.by_age.push_back((until, nonce.clone()));
        nonces.used.insert(nonce)
    }
}

impl UsedNonces {
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
        let nonces = locked(&nonces.0);
        assert!(nonces.used.len() <= MOST && nonces.by_age.len() <= MOST);
    }
}

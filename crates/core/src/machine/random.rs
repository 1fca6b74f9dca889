//! Random numbers for nonces and jitter: unpredictable from outside, not for keys.
//!
//! They are hashes of a counter under the keys that the standard library draws from the operating
//! system for its hash maps, so that no crate is needed. The number of the process and the time go
//! in as well: a process that forks goes on with the same keys.

use std::cell::Cell;
use std::hash::{BuildHasher as _, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

thread_local! {
    static GENERATOR: (RandomState, RandomState) = (RandomState::new(), RandomState::new());
    static COUNTER: Cell<u64> = const { Cell::new(0) };
}

/// 128 random bits.
pub(crate) fn bits() -> u128 {
    let counter = COUNTER.get().wrapping_add(1);
    COUNTER.set(counter);
    let time = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let seed = (counter, std::process::id(), time.as_nanos());
    let (high, low) = GENERATOR.with(|(high, low)| (high.hash_one(seed), low.hash_one(seed)));
    (u128::from(high) << 64) | u128::from(low)
}

/// A number from 0 to 1, 1 excluded.
pub(crate) fn fraction() -> f64 {
    const BITS: u32 = 32;
    let high = u32::try_from(bits() >> 96).unwrap_or_default();
    f64::from(high) / 2f64.powi(BITS.cast_signed())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn numbers_differ_within_and_between_threads() {
        let draw = || (0..1000).map(|_| bits()).collect::<Vec<_>>();
        let other = std::thread::spawn(draw).join().unwrap_or_default();
        let all: HashSet<u128> = draw().into_iter().chain(other).collect();
        assert_eq!(all.len(), 2000);
    }

    #[test]
    fn fractions_fill_their_range_evenly() {
        let mut tenths = [0; 10];
        for _ in 0..10_000 {
            let fraction = fraction();
            assert!((0.0..1.0).contains(&fraction));
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "0 to 9"
            )]
            let tenth = (fraction * 10.0) as usize;
            tenths[tenth] += 1;
        }
        assert!(
            tenths.iter().all(|count| (800..1200).contains(count)),
            "{tenths:?}"
        );
    }
}

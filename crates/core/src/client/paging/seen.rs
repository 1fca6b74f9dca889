//! What came before, by hash: pages and tokens that come again.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// As many tokens as are remembered each by itself: half a megabyte of hashes.
const REMEMBERED: usize = 1 << 16;

/// Tokens that were seen, in bounded memory. Beyond [`REMEMBERED`] only one is kept of every power of
/// two (Brent's algorithm): a ring of any length is still found, though not at its first repetition.
#[derive(Debug, Default)]
pub(super) struct Seen {
    hashes: HashSet<u64>,
    count: u64,
    kept: Option<u64>,
}

impl Seen {
    /// Whether the token was not seen before.
    pub(super) fn add(&mut self, token: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        token.hash(&mut hasher);
        let hash = hasher.finish();
        if self.kept == Some(hash) || self.hashes.contains(&hash) {
            return false;
        }
        self.count += 1;
        if self.hashes.len() < REMEMBERED {
            self.hashes.insert(hash);
        } else if self.count.is_power_of_two() {
            self.kept = Some(hash);
        }
        true
    }
}

/// What tells one page from another: all of it but the id of the request.
pub(super) fn fingerprint(body: &[u8], request_id: Option<&str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    let text = String::from_utf8_lossy(body);
    match request_id.filter(|id| !id.is_empty()) {
        Some(id) => text
            .split(id)
            .for_each(|part| hasher.write(part.as_bytes())),
        None => hasher.write(text.as_bytes()),
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many tokens of a ring with a beginning are taken before one is known.
    fn taken(beginning: usize, ring: usize) -> (usize, usize) {
        let mut seen = Seen::default();
        let number = |turn: usize| {
            if turn < beginning {
                turn
            } else {
                beginning + (turn - beginning) % ring
            }
        };
        let known = (0..10 * (beginning + ring)).find(|turn| !seen.add(&number(*turn).to_string()));
        (known.unwrap_or(usize::MAX), seen.hashes.len())
    }

    #[test]
    fn a_token_that_comes_again_is_known_at_once() {
        assert_eq!(taken(0, 1).0, 1);
        assert_eq!(taken(0, 3).0, 3);
        assert_eq!(taken(2, 3).0, 5);
        assert_eq!(taken(0, REMEMBERED).0, REMEMBERED);
    }

    #[test]
    fn memory_is_bounded_and_a_longer_ring_is_known_all_the_same() {
        let (turns, kept) = taken(REMEMBERED, 100_000);
        assert!(turns < 8 * (REMEMBERED + 100_000), "{turns}");
        assert_eq!(kept, REMEMBERED);
    }
}

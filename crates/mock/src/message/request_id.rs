//! Request ids: fresh for every request, the same in every run.

use std::sync::atomic::{AtomicU64, Ordering};

/// Makes ids that look like those of a cloud.
#[derive(Debug, Default)]
pub(crate) struct RequestIds {
    count: AtomicU64,
}

impl RequestIds {
    /// The next id, with its number; numbers begin with 1.
    pub(crate) fn next(&self) -> (u64, String) {
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        (number, unique(&format!("request {number}")))
    }

    /// How many were made.
    pub(crate) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }
}

/// A UUID that follows from a text.
pub(crate) fn unique(seed: &str) -> String {
    let hash = cloudwright_sign::sha256_hex(seed.as_bytes());
    let part = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
    // Version 4, variant 1, as RFC 9562 marks random ones.
    [
        part(0, 8),
        part(8, 12),
        &format!("4{}", part(13, 16)),
        &format!("a{}", part(17, 20)),
        part(20, 32),
    ]
    .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_fresh_and_reproducible() {
        let (one, other) = (RequestIds::default(), RequestIds::default());
        let first = one.next();
        assert_eq!(first.0, 1);
        assert_eq!(first, other.next());
        assert_ne!(first.1, one.next().1);
        assert_eq!(first.1.len(), 36);
    }
}

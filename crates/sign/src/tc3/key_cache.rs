//! Derived keys, kept for the day they are good for.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use zeroize::Zeroizing;

use super::key::SigningKey;
use super::{Input, Signature, canonical_request, finish};
use crate::Key;
use crate::time;

/// As many as a process uses at a time: a few accounts times a few services.
const CAPACITY: usize = 32;

/// Derived TC3 keys per secret, day and service, so that a signature costs one HMAC instead of four.
///
/// It is shared between threads by reference. It keeps at most 32 keys, each with a copy of the secret that it
/// came from: when one is added, those of days before yesterday go, then the one that was not used for
/// longest. Key and secret are wiped when they go.
pub struct KeyCache {
    entries: RwLock<Entries>,
}

impl KeyCache {
    /// An empty cache.
    pub fn new() -> Self {
        Self {
            entries: RwLock::new(Entries {
                latest: AtomicU64::new(0),
                list: Vec::new(),
            }),
        }
    }

    /// Does what [`sign`](super::sign) does, with a key derived before if there is one.
    pub fn sign(&self, input: &Input, key: &Key) -> Signature {
        let wanted = Wanted {
            secret: key.secret,
            day: time::day(input.timestamp),
            service: input.service,
        };
        let canonical = canonical_request(input);
        // The lock is held for the last hash only, however long the body is.
        if let Some(known) = self.read().find(&wanted) {
            return finish(canonical, input.timestamp, key.id, known);
        }
        // Derived outside the lock: two threads may both do it, and nobody waits.
        let date = time::date(input.timestamp);
        let derived = SigningKey::derive(key.secret, &date, input.service);
        let signature = finish(canonical, input.timestamp, key.id, &derived);
        self.write().insert(&wanted, derived);
        signature
    }

    /// Forgets all keys.
    pub fn clear(&self) {
        self.write().list.clear();
    }

    // Every change leaves the list whole, so a thread that panicked did no harm.

    fn read(&self) -> RwLockReadGuard<'_, Entries> {
        self.entries.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Entries> {
        self.entries.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for KeyCache {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for KeyCache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("KeyCache")
            .field("keys", &self.read().list.len())
            .finish_non_exhaustive()
    }
}

/// What an entry is found by.
struct Wanted<'a> {
    /// The secret itself and no hash of it: a hash would cost a tenth of the whole signature.
    secret: &'a str,
    day: i64,
    service: &'a str,
}

struct Entry {
    secret: Zeroizing<String>,
    day: i64,
    service: Box<str>,
    /// The number of the latest use.
    used: AtomicU64,
    key: SigningKey,
}

impl Entry {
    fn is(&self, wanted: &Wanted) -> bool {
        self.day == wanted.day && *self.service == *wanted.service && *self.secret == wanted.secret
    }
}

struct Entries {
    /// The number of the latest use of any entry, to know which was not used for longest. A use right after
    /// another of the same entry is not counted: the most common case then writes nothing that other
    /// threads read.
    latest: AtomicU64,
    list: Vec<Entry>,
}

impl Entries {
    fn find(&self, wanted: &Wanted) -> Option<&SigningKey> {
        let entry = self.list.iter().find(|entry| entry.is(wanted))?;
        if entry.used.load(Ordering::Relaxed) != self.latest.load(Ordering::Relaxed) {
            entry.used.store(self.next_use(), Ordering::Relaxed);
        }
        Some(&entry.key)
    }

    fn next_use(&self) -> u64 {
        self.latest.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn insert(&mut self, wanted: &Wanted, key: SigningKey) {
        // Yesterday's may be asked for again around midnight, by clocks that differ.
        self.list
            .retain(|entry| entry.day + 1 >= wanted.day && !entry.is(wanted));
        if self.list.len() >= CAPACITY {
            self.drop_least_recent();
        }
        self.list.push(Entry {
            secret: Zeroizing::new(wanted.secret.to_owned()),
            day: wanted.day,
            service: wanted.service.into(),
            used: AtomicU64::new(self.next_use()),
            key,
        });
    }

    fn drop_least_recent(&mut self) {
        let oldest = self
            .list
            .iter()
            .enumerate()
            .min_by_key(|(_, entry)| entry.used.load(Ordering::Relaxed));
        if let Some((index, _)) = oldest {
            self.list.swap_remove(index);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use proptest::prelude::*;

    use super::*;
    use crate::tc3::sign;

    const DAY: i64 = 86_400;

    fn input(timestamp: i64, service: &str) -> Input<'_> {
        let headers = &[
            ("content-type", "application/json"),
            ("host", "tcr.tencentcloudapi.com"),
        ];
        Input {
            method: "POST",
            path: "/",
            query: "",
            headers,
            body: b"{}",
            timestamp,
            service,
        }
    }

    fn key(secret: &str) -> Key<'_> {
        Key { id: "id", secret }
    }

    fn kept(cache: &KeyCache) -> usize {
        cache.read().list.len()
    }

    fn wanted(timestamp: i64, service: &str) -> Wanted<'_> {
        Wanted {
            secret: "secret",
            day: time::day(timestamp),
            service,
        }
    }

    /// The scope of the key that is kept.
    fn scope(cache: &KeyCache, timestamp: i64, service: &str) -> Option<String> {
        let entries = cache.read();
        let known = entries.find(&wanted(timestamp, service));
        known.map(|key| key.scope().to_owned())
    }

    #[test]
    fn a_key_is_kept_for_its_day_and_service() {
        let cache = KeyCache::new();
        cache.sign(&input(0, "tcr"), &key("secret"));
        let cases = [
            (0, "tcr", "1970-01-01/tcr/tc3_request"),
            (DAY - 1, "tcr", "1970-01-01/tcr/tc3_request"),
            (DAY, "tcr", "1970-01-02/tcr/tc3_request"),
            (0, "cvm", "1970-01-01/cvm/tc3_request"),
        ];
        for (index, (timestamp, service, needed)) in cases.into_iter().enumerate() {
            let is_known = scope(&cache, timestamp, service).is_some();
            assert_eq!(is_known, index < 2, "{needed}");
            cache.sign(&input(timestamp, service), &key("secret"));
            assert_eq!(scope(&cache, timestamp, service).as_deref(), Some(needed));
        }
        assert_eq!(kept(&cache), 3);
    }

    #[test]
    fn another_secret_of_the_same_id_has_its_own_key() {
        let cache = KeyCache::new();
        let before = cache.sign(&input(0, "tcr"), &key("before rotation"));
        let after = cache.sign(&input(0, "tcr"), &key("after rotation"));
        assert_ne!(before.signature(), after.signature());
        assert_eq!(after, sign(&input(0, "tcr"), &key("after rotation")));
    }

    #[test]
    fn the_number_of_keys_is_bounded_and_the_least_used_goes_first() {
        let cache = KeyCache::new();
        cache.sign(&input(0, "often"), &key("secret"));
        for service in 0..2 * CAPACITY {
            cache.sign(&input(0, &service.to_string()), &key("secret"));
            assert!(scope(&cache, 0, "often").is_some(), "{service}");
        }
        assert_eq!(kept(&cache), CAPACITY);
        cache.clear();
        assert_eq!(kept(&cache), 0);
    }

    #[test]
    fn keys_of_days_before_yesterday_are_forgotten() {
        let cache = KeyCache::new();
        for day in 0..4 {
            cache.sign(&input(day * DAY, "tcr"), &key("secret"));
        }
        assert_eq!(kept(&cache), 2);
    }

    #[test]
    fn a_key_that_two_threads_derived_is_kept_once() {
        let cache = KeyCache::new();
        cache.sign(&input(0, "tcr"), &key("secret"));
        let derived = SigningKey::derive("secret", "1970-01-01", "tcr");
        cache.write().insert(&wanted(0, "tcr"), derived);
        assert_eq!(kept(&cache), 1);
    }

    #[test]
    fn threads_share_a_cache() {
        let cache = KeyCache::new();
        let expected = sign(&input(0, "tcr"), &key("secret"));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        assert_eq!(cache.sign(&input(0, "tcr"), &key("secret")), expected);
                    }
                });
            }
        });
        assert_eq!(kept(&cache), 1);
    }

    proptest! {
        #[test]
        fn a_cached_key_signs_as_a_fresh_one_does(
            calls in prop::collection::vec(("[ab]", -3 * DAY..3 * DAY, "[ab]"), 1..12),
        ) {
            let cache = KeyCache::new();
            for (secret, timestamp, service) in &calls {
                let input = input(*timestamp, service);
                prop_assert_eq!(cache.sign(&input, &key(secret)), sign(&input, &key(secret)));
            }
        }
    }
}

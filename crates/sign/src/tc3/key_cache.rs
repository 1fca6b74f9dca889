//! Derived keys, kept for the day they are good for.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::key::SigningKey;
use super::{Input, Signature, sign_with_signing_key};
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
    entries: Mutex<Entries>,
}

impl KeyCache {
    /// An empty cache.
    pub fn new() -> Self {
        Self {
            entries: Mutex::new(Entries {
                uses: 0,
                list: Vec::new(),
            }),
        }
    }

    /// Does what [`sign`](super::sign) does, with a key derived before if there is one.
    pub fn sign(&self, input: &Input, key: &Key) -> Signature {
        sign_with_signing_key(input, key.id, &self.signing_key(input, key.secret))
    }

    /// Forgets all keys.
    pub fn clear(&self) {
        self.lock().list.clear();
    }

    fn signing_key(&self, input: &Input, secret: &str) -> Arc<SigningKey> {
        let wanted = Wanted {
            secret,
            day: time::day(input.timestamp),
            service: input.service,
        };
        if let Some(known) = self.lock().find(&wanted) {
            return known;
        }
        // Derived outside the lock: two threads may both do it, and nobody waits.
        let date = time::date(input.timestamp);
        let signing = Arc::new(SigningKey::derive(secret, &date, input.service));
        self.lock().insert(&wanted, Arc::clone(&signing));
        signing
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        // Every change leaves the list whole, so a thread that panicked did no harm.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
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
            .field("keys", &self.lock().list.len())
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
    used: u64,
    key: Arc<SigningKey>,
}

impl Entry {
    fn is(&self, wanted: &Wanted) -> bool {
        self.day == wanted.day && *self.service == *wanted.service && *self.secret == wanted.secret
    }
}

struct Entries {
    /// Counts uses, to know which entry was not used for longest.
    uses: u64,
    list: Vec<Entry>,
}

impl Entries {
    fn find(&mut self, wanted: &Wanted) -> Option<Arc<SigningKey>> {
        self.uses += 1;
        let entry = self.list.iter_mut().find(|entry| entry.is(wanted))?;
        entry.used = self.uses;
        Some(Arc::clone(&entry.key))
    }

    fn insert(&mut self, wanted: &Wanted, key: Arc<SigningKey>) {
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
            used: self.uses,
            key,
        });
    }

    fn drop_least_recent(&mut self) {
        let oldest = self
            .list
            .iter()
            .enumerate()
            .min_by_key(|(_, entry)| entry.used);
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
        cache.lock().list.len()
    }

    #[test]
    fn a_key_is_derived_once_a_day_and_service() {
        let cache = KeyCache::new();
        let first = cache.signing_key(&input(0, "tcr"), "secret");
        let same_day = cache.signing_key(&input(DAY - 1, "tcr"), "secret");
        let next_day = cache.signing_key(&input(DAY, "tcr"), "secret");
        let other_service = cache.signing_key(&input(0, "cvm"), "secret");
        assert!(Arc::ptr_eq(&first, &same_day));
        assert_eq!(next_day.scope(), "1970-01-02/tcr/tc3_request");
        assert_eq!(other_service.scope(), "1970-01-01/cvm/tc3_request");
        assert_eq!(kept(&cache), 3);
    }

    #[test]
    fn another_secret_of_the_same_id_has_its_own_key() {
        let cache = KeyCache::new();
        let before = cache.sign(&input(0, "tcr"), &key("before rotation"));
        let after = cache.sign(&input(0, "tcr"), &key("after rotation"));
        assert_ne!(before.signature, after.signature);
        assert_eq!(after, sign(&input(0, "tcr"), &key("after rotation")));
    }

    #[test]
    fn the_number_of_keys_is_bounded_and_the_least_used_goes_first() {
        let cache = KeyCache::new();
        let often = cache.signing_key(&input(0, "often"), "secret");
        for service in 0..2 * CAPACITY {
            cache.sign(&input(0, &service.to_string()), &key("secret"));
            assert!(Arc::ptr_eq(
                &often,
                &cache.signing_key(&input(0, "often"), "secret")
            ));
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
        let derived = cache.signing_key(&input(0, "tcr"), "secret");
        let wanted = Wanted {
            secret: "secret",
            day: 0,
            service: "tcr",
        };
        cache.lock().insert(&wanted, derived);
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

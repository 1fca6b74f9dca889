//! The derived key that was used last, kept for the day it is good for.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::key::SigningKey;
use super::{Input, Signature, canonical_request, finish};
use crate::Key;
use crate::time;

/// The derived TC3 key of one secret, day and service, so that a signature costs one HMAC instead of four.
///
/// It is shared between threads by reference. It keeps the key that was used last, with a copy of the secret
/// that it came from: a client speaks to one service, mostly with one key. Key and secret are wiped when
/// another takes their place.
pub struct KeyCache {
    kept: Mutex<Option<Arc<CachedKey>>>,
}

impl KeyCache {
    /// An empty cache.
    pub const fn new() -> Self {
        Self {
            kept: Mutex::new(None),
        }
    }

    /// Does what [`sign`](super::sign) does, with the key derived before if it is the one.
    pub fn sign(&self, input: &Input, key: &Key) -> Signature {
        let canonical = canonical_request(input);
        let kept = self.key(input, key.secret);
        finish(canonical, input.timestamp, key.id, &kept.key)
    }

    /// Forgets the key.
    pub fn clear(&self) {
        *self.kept() = None;
    }

    /// The key that signs. It is derived outside the lock: two threads may both do it, and nobody waits.
    fn key(&self, input: &Input, secret: &str) -> Arc<CachedKey> {
        let day = time::day(input.timestamp);
        let known = self.kept().clone();
        if let Some(known) = known.filter(|kept| kept.is_of(secret, day, input.service)) {
            return known;
        }
        let date = time::date(input.timestamp);
        let derived = Arc::new(CachedKey {
            secret: Zeroizing::new(secret.to_owned()),
            day,
            service: input.service.into(),
            key: SigningKey::derive(secret, &date, input.service),
        });
        let former = self.kept().replace(Arc::clone(&derived));
        drop(former);
        derived
    }

    // Every change is whole, so a thread that panicked did no harm.
    fn kept(&self) -> MutexGuard<'_, Option<Arc<CachedKey>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
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
            .field("is_empty", &self.kept().is_none())
            .finish_non_exhaustive()
    }
}

/// A derived key, and what it was derived from.
struct CachedKey {
    /// The secret itself and no hash of it: a hash would cost a tenth of the whole signature.
    secret: Zeroizing<String>,
    day: i64,
    service: Box<str>,
    key: SigningKey,
}

impl CachedKey {
    fn is_of(&self, secret: &str, day: i64, service: &str) -> bool {
        self.day == day && *self.service == *service && *self.secret == secret
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
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

    /// The scope of the key that is kept.
    fn scope(cache: &KeyCache) -> Option<String> {
        let kept = cache.kept();
        kept.as_ref().map(|kept| kept.key.scope().to_owned())
    }

    #[test]
    fn the_last_key_is_kept_until_day_service_or_secret_differ() {
        let cache = KeyCache::new();
        let kept = || Arc::as_ptr(cache.kept().as_ref().unwrap());
        cache.sign(&input(0, "tcr"), &key("secret"));
        let first = kept();
        cache.sign(&input(DAY - 1, "tcr"), &key("secret"));
        assert_eq!(kept(), first);
        for (timestamp, service, needed) in [
            (DAY, "tcr", "1970-01-02/tcr/tc3_request"),
            (DAY, "cvm", "1970-01-02/cvm/tc3_request"),
            (0, "tcr", "1970-01-01/tcr/tc3_request"),
        ] {
            cache.sign(&input(timestamp, service), &key("secret"));
            assert_eq!(scope(&cache).as_deref(), Some(needed));
        }
        cache.clear();
        assert_eq!(scope(&cache), None);
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
        assert_eq!(scope(&cache).as_deref(), Some("1970-01-01/tcr/tc3_request"));
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

//! What the clones of a client share, and all of its calls with them.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use tokio::sync::Semaphore;

use crate::client::settings::Settings;
use crate::cloud::Cloud;
use crate::credentials::CachedCredentials;
use crate::engine::pace::RateLimiter;
use crate::machine::clock::Clock;
use crate::meta::Service;
use crate::protocol::Signer;
use crate::retry::Budget;

/// What clones of a client share.
pub(crate) struct Shared {
    pub(crate) service: &'static Service,
    pub(crate) cloud: Cloud,
    /// One a protocol of the service, in its order.
    pub(crate) signers: Vec<Signer>,
    pub(crate) settings: Settings,
    pub(crate) credentials: CachedCredentials,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) budget: Budget,
    /// The cap on calls in flight. A call that finds no place free waits, in the order they came.
    pub(crate) places: Semaphore,
    /// Where the documented rates are kept.
    pub(crate) pace: Option<RateLimiter>,
    /// How many seconds the service's clock is ahead of this machine's.
    pub(crate) skew: AtomicI64,
    pub(crate) derived_keys: cloudwright_sign::tc3::KeyCache,
}

//! A call to be made: which action, through which client, with what was said about this one call.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::client::call::CallOptions;
use crate::client::shared::Shared;
use crate::codec::{Decode, Parameters};
use crate::meta::Operation;
use crate::retry::RetryPolicy;
use crate::transport::Transport;

/// A call to be made.
pub(crate) struct Job {
    pub(crate) shared: Arc<Shared>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) operation: &'static Operation,
    pub(crate) options: Option<Box<CallOptions>>,
    pub(crate) parameters: Parameters,
    /// Makes an empty result.
    pub(crate) output: fn() -> Box<dyn Decode>,
}

impl Job {
    fn option<T>(&self, option: impl FnOnce(&CallOptions) -> Option<T>) -> Option<T> {
        self.options.as_deref().and_then(option)
    }

    pub(super) fn timeout(&self) -> Option<Duration> {
        self.option(|options| options.timeout)
            .or(self.shared.settings.timeout)
    }

    pub(super) fn attempt_timeout(&self) -> Option<Duration> {
        self.option(|options| options.attempt_timeout)
            .or(self.shared.settings.attempt_timeout)
    }

    pub(super) fn retry(&self) -> RetryPolicy {
        let policy = self.shared.settings.retry;
        self.option(|options| options.attempts)
            .map_or(policy, |attempts| policy.with_attempts(attempts))
    }

    pub(super) fn checks(&self) -> bool {
        self.option(|options| options.checks)
            .unwrap_or(self.shared.settings.checks)
    }

    pub(super) fn lenient_answers(&self) -> bool {
        self.option(|options| options.lenient_answers)
            .unwrap_or(self.shared.settings.lenient_answers)
    }

    /// Which page of a list it is, if it is one.
    #[cfg(feature = "tracing")]
    pub(super) fn page(&self) -> Option<u64> {
        self.option(|options| options.page)
    }

    /// Seconds since 1970 by the service's clock, as far as it is known.
    pub(super) fn service_time(&self) -> i64 {
        let own = i64::try_from(self.shared.clock.unix_now().as_secs()).unwrap_or(i64::MAX);
        let skew = self.shared.skew.load(Ordering::Relaxed);
        own.saturating_add(skew)
    }
}

//! Credentials kept, and renewed before they expire.
//!
//! [`CachedCredentials::get`] answers at once from what is kept. Within the renewal window the call
//! that notices starts a renewal in the background and goes on with what is there; only when the
//! credentials are about to expire does a call wait. However many calls wait, one renewal runs and
//! all of them get its outcome, be it an error. A renewal runs as a task of its own where there is a
//! tokio runtime, so that calls with short deadlines cannot starve it: a call that gives up leaves it
//! to the others. Elsewhere the call renews itself, and one that is dropped hands over to the next. A
//! renewal that fails while the old credentials are still good is tried again after [`PAUSE`], and no
//! call fails of it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::Notify;

use super::huawei::ProjectIds;
use super::{Credentials, CredentialsError, CredentialsErrorKind, Environment, ProvideCredentials};
use crate::machine::clock::{self, Elapsed};
use crate::machine::lock::locked;
use crate::transport::{BoxFuture, Transport};

/// Seconds before expiry from which on a call waits for new credentials.
const MARGIN: i64 = 30;

/// Seconds between two renewals that brought nothing better.
const PAUSE: i64 = 60;

/// The longest a renewal may take. A provider that hangs would keep all calls waiting for ever.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A provider's credentials, kept until shortly before they expire. Clones share them.
///
/// ```
/// # use cloudwright_core::credentials::{CachedCredentials, Credentials, CredentialsError, Environment};
/// # async fn example(environment: Environment) -> Result<(), CredentialsError> {
/// let cached = CachedCredentials::new(Credentials::access_key("id", "secret"), environment);
/// let credentials = cached.get().await?;
/// assert_eq!(credentials.source(), "static");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct CachedCredentials {
    shared: Arc<Cache>,
    environment: Arc<Environment>,
}

struct Cache {
    provider: Box<dyn ProvideCredentials>,
    state: Mutex<CacheState>,
    /// Tells the calls that wait for a renewal.
    renewal_ended: Notify,
    project_ids: ProjectIds,
}

#[derive(Default)]
struct CacheState {
    kept: Option<Kept>,
    /// How many renewals have ended.
    renewals: u64,
    /// Why the last one failed.
    error: Option<CredentialsError>,
    /// Before this time no further renewal of usable credentials is worth while.
    pause_until: i64,
    is_renewing: bool,
}

#[derive(Clone)]
struct Kept {
    credentials: Credentials,
    /// When a renewal is due, and when calls wait for it.
    renew_at: i64,
    wait_at: i64,
    expires_at: i64,
}

impl CachedCredentials {
    /// Keeps what `provider` finds in `environment`.
    pub fn new(provider: impl ProvideCredentials, environment: Environment) -> Self {
        let shared = Arc::new(Cache {
            provider: Box::new(provider),
            state: Mutex::default(),
            renewal_ended: Notify::new(),
            project_ids: ProjectIds::default(),
        });
        Self {
            shared,
            environment: Arc::new(environment),
        }
    }

    /// The same credentials, renewed through another transport: one that belongs to another async
    /// runtime, as a blocking client's does.
    #[must_use]
    pub fn with_transport(&self, transport: Arc<dyn Transport>) -> Self {
        let environment = Environment::clone(&self.environment).with_transport(transport);
        Self {
            shared: Arc::clone(&self.shared),
            environment: Arc::new(environment),
        }
    }

    /// Credentials that are good now.
    ///
    /// Safe to drop at any time.
    ///
    /// # Errors
    ///
    /// When none are kept that are still good and the provider finds none.
    pub async fn get(&self) -> Result<Credentials, CredentialsError> {
        let renewals = self.state().renewals;
        let mut has_asked = false;
        loop {
            // Made before the state is looked at, so that no end of a renewal is missed.
            let ended = self.shared.renewal_ended.notified();
            let turn = self.state().turn(renewals, self.now());
            let meanwhile = match turn {
                Turn::Done(outcome) => return outcome,
                Turn::Wait => {
                    ended.await;
                    continue;
                }
                Turn::Renew(meanwhile) => meanwhile,
            };
            let asking = self.ask();
            // A task that left no outcome has panicked, or its runtime is shutting down: this call
            // then asks by itself, and meets what the task met.
            let own = if has_asked {
                Some(asking)
            } else {
                in_background(asking)
            };
            has_asked = true;
            match (own, meanwhile) {
                (Some(asking), _) => asking.await,
                (None, Some(credentials)) => return Ok(credentials),
                (None, None) => {}
            }
        }
    }

    /// Forgets credentials that the service refused as expired, so that the next
    /// [`get`](Self::get) brings others.
    ///
    /// Does nothing if others are kept by now: of many calls that were refused at once, the first
    /// renews and the rest find the renewed ones.
    pub fn invalidate(&self, refused: &Credentials) {
        let mut state = self.state();
        let is_kept = |kept: &Kept| kept.credentials.identity() == refused.identity();
        if state.kept.as_ref().is_some_and(is_kept) {
            state.kept = None;
            state.error = None;
        }
    }

    /// The Huawei project of `region`: the credentials' own, or `HUAWEICLOUD_SDK_PROJECT_ID`, or
    /// the one the identity service knows by the region's name, asked once a region.
    ///
    /// # Errors
    ///
    /// When the identity service cannot be asked, or knows none or several.
    pub async fn project_id(&self, region: &str) -> Result<String, CredentialsError> {
        let credentials = self.get().await?;
        let project_ids = &self.shared.project_ids;
        project_ids
            .of(&self.environment, &credentials, region)
            .await
    }

    /// Where the credentials are looked for.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Asks the provider, and keeps the outcome before it lets the next one renew.
    fn ask(&self) -> BoxFuture<'static, ()> {
        let renewing = Renewing(self.clone());
        Box::pin(async move {
            let this = &renewing.0;
            let asking = this.shared.provider.provide(&this.environment);
            let outcome = match clock::within(this.environment.clock(), TIMEOUT, asking).await {
                Ok(outcome) => outcome,
                Err(Elapsed) => Err(this.unreachable("gave no answer within a minute")),
            };
            this.state().finish(outcome, this.now());
        })
    }

    fn unreachable(&self, message: &str) -> CredentialsError {
        let name = self.shared.provider.name();
        CredentialsError::new(CredentialsErrorKind::Unreachable, name, message)
    }

    fn now(&self) -> i64 {
        self.environment.unix_seconds()
    }

    fn state(&self) -> MutexGuard<'_, CacheState> {
        locked(&self.shared.state)
    }
}

/// What a call does.
enum Turn {
    /// Goes on with an outcome.
    Done(Result<Credentials, CredentialsError>),
    /// Waits for the renewal that runs.
    Wait,
    /// Renews, and goes on with these if somebody else does the asking.
    Renew(Option<Credentials>),
}

/// Leaves asking to a task of its own where there is a tokio runtime for it; elsewhere gives it back.
fn in_background(asking: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return Some(asking);
    };
    // The outcome is in the state, where all look that want it.
    drop(runtime.spawn(asking));
    None
}

/// Held by whoever renews; who waits for it goes on when it is dropped.
struct Renewing(CachedCredentials);

impl Drop for Renewing {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.is_renewing = false;
        drop(state);
        self.0.shared.renewal_ended.notify_waiters();
    }
}

impl CacheState {
    /// What a call does that began when so many renewals had ended.
    fn turn(&mut self, renewals: u64, now: i64) -> Turn {
        let is_paused = now < self.pause_until;
        let usable = self.kept.as_ref().filter(|kept| {
            // No renewal is made in a pause, so that they are used to their end.
            let until = if is_paused {
                kept.expires_at
            } else {
                kept.renew_at.max(kept.wait_at)
            };
            now < until
        });
        if let Some(kept) = usable
            && (now < kept.renew_at || is_paused || self.is_renewing)
        {
            return Turn::Done(Ok(kept.credentials.clone()));
        }
        let meanwhile = usable.map(|kept| kept.credentials.clone());
        if let (None, Some(error)) = (&meanwhile, &self.error)
            && renewals != self.renewals
        {
            return Turn::Done(Err(error.clone()));
        }
        if self.is_renewing {
            return Turn::Wait;
        }
        self.is_renewing = true;
        Turn::Renew(meanwhile)
    }

    /// Takes in the outcome of a renewal.
    fn finish(&mut self, outcome: Result<Credentials, CredentialsError>, now: i64) {
        self.renewals += 1;
        self.pause_until = now.saturating_add(PAUSE);
        match outcome {
            Ok(credentials) => {
                self.error = None;
                self.kept = Some(Kept::new(credentials, now));
            }
            Err(error) => self.error = Some(error),
        }
    }
}

impl Kept {
    fn new(credentials: Credentials, now: i64) -> Self {
        let Some(stated) = credentials.expires_at() else {
            return Self {
                credentials,
                renew_at: i64::MAX,
                wait_at: i64::MAX,
                expires_at: i64::MAX,
            };
        };
        // What has expired on arrival says that this machine's clock is ahead: it is used for a
        // moment, lest every call ask for it again.
        let expires_at = stated.max(now.saturating_add(PAUSE));
        // A window longer than half the lifetime would have every call renew.
        let lifetime = expires_at.saturating_sub(now);
        let window = i64::try_from(credentials.renewal_window().as_secs()).unwrap_or(i64::MAX);
        Self {
            renew_at: expires_at.saturating_sub(window.min(lifetime / 2)),
            wait_at: expires_at.saturating_sub(MARGIN.min(lifetime / 4)),
            expires_at,
            credentials,
        }
    }
}

impl fmt::Debug for CachedCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.state().kept.clone();
        formatter
            .debug_struct("CachedCredentials")
            .field("provider", &self.shared.provider)
            .field("kept", &kept.map(|kept| kept.credentials))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

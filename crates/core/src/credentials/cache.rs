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
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::task::JoinHandle;

use super::huawei::ProjectIds;
use super::{Credentials, CredentialsError, CredentialsErrorKind, Environment, ProvideCredentials};
use crate::clock::{self, Elapsed};
use crate::transport::Transport;

/// Seconds before expiry from which on a call waits for new credentials.
const MARGIN: i64 = 30;

/// Seconds between two renewals that brought nothing better.
const PAUSE: i64 = 60;

/// The longest a renewal may take. A provider that hangs would keep all calls waiting for ever.
const PATIENCE: Duration = Duration::from_mins(1);

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
    shared: Arc<Shared>,
    environment: Arc<Environment>,
}

struct Shared {
    provider: Box<dyn ProvideCredentials>,
    state: Mutex<State>,
    /// Held by whoever renews.
    renewal: Arc<tokio::sync::Mutex<()>>,
    project_ids: ProjectIds,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    /// How many renewals have ended.
    renewals: u64,
    /// Why the last one failed.
    error: Option<CredentialsError>,
    /// Before this time no further renewal of usable credentials is worth while.
    pause_until: i64,
}

#[derive(Clone)]
struct Kept {
    credentials: Credentials,
    /// When a renewal is due, and when calls wait for it.
    renew_at: i64,
    wait_at: i64,
    expires_at: i64,
}

type Renewal = JoinHandle<Result<Credentials, CredentialsError>>;

enum Freshness {
    Fresh(Credentials),
    Aging(Credentials),
    Stale,
}

impl CachedCredentials {
    /// Keeps what `provider` finds in `environment`.
    pub fn new(provider: impl ProvideCredentials, environment: Environment) -> Self {
        let shared = Arc::new(Shared {
            provider: Box::new(provider),
            state: Mutex::default(),
            renewal: Arc::default(),
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
        let (freshness, seen) = self.look();
        match freshness {
            Freshness::Fresh(credentials) => return Ok(credentials),
            Freshness::Aging(credentials) => {
                return Ok(self.renew_in_background(credentials).await);
            }
            Freshness::Stale => {}
        }
        let renewing = Arc::clone(&self.shared.renewal).lock_owned().await;
        let meanwhile = self.state().outcome_since(seen, self.now());
        match meanwhile {
            Some(outcome) => outcome,
            None => self.renew(renewing).await,
        }
    }

    /// What is kept, and how many renewals there have been by now.
    fn look(&self) -> (Freshness, u64) {
        let state = self.state();
        (state.freshness(self.now()), state.renewals)
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

    /// Renews without keeping the caller waiting where a tokio runtime can run it; elsewhere the
    /// caller renews itself. Returns what to go on with.
    async fn renew_in_background(&self, current: Credentials) -> Credentials {
        let Ok(renewing) = Arc::clone(&self.shared.renewal).try_lock_owned() else {
            return current;
        };
        match self.spawn(renewing) {
            // The outcome is in the state, where the next call finds it.
            Ok(_) => current,
            Err(renewing) => self.ask(renewing).await.unwrap_or(current),
        }
    }

    /// Renews and waits for the outcome.
    async fn renew(&self, renewing: OwnedMutexGuard<()>) -> Result<Credentials, CredentialsError> {
        let task = match self.spawn(renewing) {
            Ok(task) => task,
            Err(renewing) => return self.ask(renewing).await,
        };
        match task.await {
            Ok(outcome) => outcome,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(_) => Err(self.unreachable("the async runtime is shutting down")),
        }
    }

    /// Asks the provider in a task of its own, if there is a runtime for it.
    fn spawn(&self, renewing: OwnedMutexGuard<()>) -> Result<Renewal, OwnedMutexGuard<()>> {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return Err(renewing);
        };
        let this = self.clone();
        Ok(runtime.spawn(async move { this.ask(renewing).await }))
    }

    /// Asks the provider, and keeps the outcome before it lets the next one renew.
    async fn ask(&self, _renewing: OwnedMutexGuard<()>) -> Result<Credentials, CredentialsError> {
        let asking = self.shared.provider.provide(&self.environment);
        let outcome = match clock::within(self.environment.clock(), PATIENCE, asking).await {
            Ok(outcome) => outcome,
            Err(Elapsed) => Err(self.unreachable("gave no answer within a minute")),
        };
        self.state().finish(outcome, self.now())
    }

    fn unreachable(&self, message: &str) -> CredentialsError {
        let name = self.shared.provider.name();
        CredentialsError::new(CredentialsErrorKind::Unreachable, name, message)
    }

    fn now(&self) -> i64 {
        self.environment.unix_seconds()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that could panic runs while the lock is held; a poisoned one is whole.
        self.shared
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn freshness(&self, now: i64) -> Freshness {
        let Some(kept) = &self.kept else {
            return Freshness::Stale;
        };
        let paused = now < self.pause_until;
        let credentials = || kept.credentials.clone();
        if now < kept.renew_at || (paused && now < kept.expires_at) {
            Freshness::Fresh(credentials())
        } else if now < kept.wait_at {
            Freshness::Aging(credentials())
        } else {
            Freshness::Stale
        }
    }

    /// What a renewal brought that ended while a call waited for the lock.
    fn outcome_since(&self, seen: u64, now: i64) -> Option<Result<Credentials, CredentialsError>> {
        if self.renewals == seen {
            return None;
        }
        match (self.freshness(now), &self.error) {
            (Freshness::Fresh(credentials) | Freshness::Aging(credentials), _) => {
                Some(Ok(credentials))
            }
            (Freshness::Stale, Some(error)) => Some(Err(error.clone())),
            (Freshness::Stale, None) => None,
        }
    }

    /// Takes in the outcome of a renewal and says what the call that ran it goes on with.
    fn finish(
        &mut self,
        outcome: Result<Credentials, CredentialsError>,
        now: i64,
    ) -> Result<Credentials, CredentialsError> {
        self.renewals += 1;
        self.pause_until = now.saturating_add(PAUSE);
        match outcome {
            Ok(credentials) => {
                self.error = None;
                self.kept = Some(Kept::new(credentials.clone(), now));
                Ok(credentials)
            }
            Err(error) => {
                self.error = Some(error.clone());
                match &self.kept {
                    Some(kept) if now < kept.expires_at => Ok(kept.credentials.clone()),
                    _ => Err(error),
                }
            }
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

//! The client that all generated clients wrap: settings, and the state calls share.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use tokio::sync::Semaphore;

use crate::builder::{ClientBuilder, Source};
use crate::call::Call;
use crate::clock::Clock;
use crate::config::Settings;
use crate::credentials::{CachedCredentials, Chain, ProvideCredentials, default_chain};
use crate::error::Error;
use crate::limit::Pace;
use crate::meta::{Operation, Service};
use crate::mode::{Async, Mode};
use crate::retry::Budget;
use crate::transport::Transport;

/// A client of one service.
///
/// Clones are cheap and share everything: connections, credentials, the budget for retries, the
/// pace, the cap on calls in flight.
pub struct Client<M: Mode = Async> {
    pub(crate) shared: Arc<Shared>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) mode: M,
}

/// What clones of a client share.
pub(crate) struct Shared {
    pub(crate) service: &'static Service,
    pub(crate) settings: Settings,
    pub(crate) credentials: CachedCredentials,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) budget: Budget,
    /// The cap on calls in flight. A call that finds no place free waits, in the order they came.
    pub(crate) places: Semaphore,
    /// Where the documented rates are kept.
    pub(crate) pace: Option<Box<dyn Pace>>,
    /// How many seconds the service's clock is ahead of this machine's.
    pub(crate) skew: AtomicI64,
    pub(crate) derived_keys: cloudwright_sign::tc3::KeyCache,
}

/// A generated client, as its builder sees it.
pub trait ServiceClient: Sized {
    /// The table of the service.
    const SERVICE: &'static Service;

    /// Where credentials are looked for unless the program has its own.
    fn default_credentials() -> Chain;

    /// Wraps the client that does the work.
    fn from_core(client: Client<Async>) -> Self;
}

impl Client<Async> {
    /// Starts to set up a client of a service that is known by its table only.
    ///
    /// Generated crates have a builder of their own. This one has the places of credentials of all
    /// clouds in it.
    pub fn builder(service: &'static Service) -> ClientBuilder<Self> {
        let source = Source::Default(|service| Box::new(default_chain(service.provider)));
        ClientBuilder::of_service(service, |client| client, source)
    }

    /// Starts with credentials of the program's own, as [`ClientBuilder::with`] does.
    pub fn builder_with(
        service: &'static Service,
        credentials: impl ProvideCredentials,
    ) -> ClientBuilder<Self> {
        let source = Source::Given(Box::new(credentials));
        ClientBuilder::of_service(service, |client| client, source)
    }

    /// The same client for programs without an async runtime: its calls block until they are done.
    ///
    /// It keeps connections of its own and runs on one background thread, started at the first
    /// call. Called from async code it blocks that thread like any blocking function.
    #[cfg(feature = "blocking")]
    pub fn blocking(&self) -> Client<crate::Blocking> {
        let transport = self.transport.for_another_runtime();
        Client {
            shared: Arc::clone(&self.shared),
            transport: transport.unwrap_or_else(|| Arc::clone(&self.transport)),
            mode: crate::Blocking::new(),
        }
    }
}

impl<M: Mode> Client<M> {
    /// A call of an action.
    pub fn call(&self, operation: &'static Operation) -> Call<M> {
        Call::new(self.clone(), operation)
    }

    /// The table of the service.
    pub fn service(&self) -> &'static Service {
        self.shared.service
    }

    /// The region that calls go to unless they say otherwise.
    pub fn region(&self) -> Option<&str> {
        self.shared.settings.region.as_deref()
    }

    /// Looks for credentials now, so that a program can say at its start that there are none.
    ///
    /// # Errors
    ///
    /// Every place that was looked at, and why it had none.
    pub fn check_credentials(&self) -> M::Done<()> {
        let shared = Arc::clone(&self.shared);
        self.mode.done(Box::pin(async move {
            shared
                .credentials
                .get()
                .await
                .map(|_| ())
                .map_err(Error::from)
        }))
    }
}

impl<M: Mode> Clone for Client<M> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            transport: Arc::clone(&self.transport),
            mode: self.mode.another(),
        }
    }
}

impl<M: Mode> fmt::Debug for Client<M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("service", &self.shared.service.id)
            .field("settings", &self.shared.settings)
            .field("credentials", &self.shared.credentials)
            .field("transport", &self.transport)
            .finish_non_exhaustive()
    }
}

//! The client that all generated clients wrap: settings, and the state calls share.

#[cfg(feature = "blocking")]
pub(crate) mod blocking;
pub(crate) mod builder;
pub(crate) mod call;
pub(crate) mod dynamic;
pub(crate) mod mode;
pub(crate) mod paging;
pub(crate) mod prepared;
mod request;
pub(crate) mod response;
pub(crate) mod settings;
mod setup;
pub(crate) mod shared;
pub(crate) mod waiting;

#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use builder::ClientBuilder;
pub use call::{Call, CallOptions};
pub use mode::{Async, AsyncMode, Mode, Sending, Work};
pub use paging::{
    End, Items, NoPosition, Paged, Pages, Position, merge_pages, page_rows, page_rows_mut,
    page_total,
};
pub use prepared::Prepared;
pub use response::Response;
pub use settings::{HttpMethod, SignatureMethod};
pub use waiting::{Asked, Polling, WaitError, WaitErrorKind};

use std::fmt;
use std::sync::Arc;

use crate::cloud::Cloud;
use crate::credentials::Chain;
use crate::error::Error;
use crate::meta::Service;
use crate::protocol::Signer;
use crate::transport::Transport;
use shared::Shared;

/// A client of one service.
///
/// Clones are cheap and share everything: connections, credentials, the budget for retries, the
/// pace, the cap on calls in flight.
pub struct Client<M: Mode = Async> {
    pub(crate) shared: Arc<Shared>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) mode: M,
}

/// A generated client, as its builder sees it.
pub trait ServiceClient: Sized {
    /// The table of the service.
    const SERVICE: &'static Service;

    /// Who runs it.
    const CLOUD: Cloud;

    /// What signs by the protocols of the table, in its order.
    const SIGNERS: &'static [Signer];

    /// Where credentials are looked for unless the program has its own.
    fn default_credentials() -> Chain;

    /// Wraps the client that does the work.
    fn from_core(client: Client<Async>) -> Self;
}

#[cfg(feature = "blocking")]
impl Client<Async> {
    /// The same client for programs without an async runtime: its calls block until they are done.
    ///
    /// It keeps connections of its own and runs on one background thread, started at the first
    /// call. Called from async code it blocks that thread like any blocking function.
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

//! Everything one mock is made of, shared by its server and its owner.

use std::net::SocketAddr;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::clock::Clock;
use crate::index::Index;
use crate::keys::Keys;
use crate::log::Log;
use crate::nonces::Nonces;
use crate::request_id::RequestIds;
use crate::script::Script;
use crate::strictness::Strictness;

/// The state of one mock. Instances share nothing.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) index: Index,
    pub(crate) clock: Clock,
    pub(crate) keys: Keys,
    pub(crate) nonces: Nonces,
    pub(crate) script: Script,
    pub(crate) log: Log,
    pub(crate) ids: RequestIds,
    pub(crate) session_ids: RequestIds,
    pub(crate) account: Account,
    settings: Mutex<Settings>,
    /// Where it listens, with the service that a port is for; the first is the main one.
    pub(crate) listeners: OnceLock<Vec<Listener>>,
}

/// What can be changed while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) rows: Option<u64>,
    pub(crate) latency: Duration,
    pub(crate) strictness: Strictness,
    /// How long IAM tokens last.
    pub(crate) token_lifetime: Duration,
    /// How long temporary keys last at most.
    pub(crate) session_lifetime: Duration,
    /// Whether metadata is only given to those who have fetched a token first.
    pub(crate) hardened_metadata: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rows: None,
            latency: Duration::ZERO,
            strictness: Strictness::default(),
            // What Huawei's IAM gives.
            token_lifetime: Duration::from_secs(86_400),
            session_lifetime: Duration::from_secs(3600),
            hardened_metadata: false,
        }
    }
}

/// One bound port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listener {
    pub(crate) address: SocketAddr,
    pub(crate) service: Option<String>,
}

/// The IAM user that can fetch tokens, and the project of the account.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) domain: String,
    pub(crate) user: String,
    pub(crate) password: String,
    pub(crate) project_id: String,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            domain: "mock-account".to_owned(),
            user: "mock-user".to_owned(),
            password: "Mock#Password1".to_owned(),
            project_id: "0123456789abcdef0123456789abcdef".to_owned(),
        }
    }
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

impl World {
    pub(crate) fn new(index: Index, log: Log, account: Account, settings: Settings) -> Self {
        Self {
            index,
            clock: Clock::default(),
            keys: Keys::default(),
            nonces: Nonces::default(),
            script: Script::default(),
            log,
            ids: RequestIds::default(),
            session_ids: RequestIds::default(),
            account,
            settings: Mutex::new(settings),
            listeners: OnceLock::new(),
        }
    }

    pub(crate) fn settings(&self) -> Settings {
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings.lock().unwrap_or_else(PoisonError::into_inner));
    }

    pub(crate) fn listeners(&self) -> &[Listener] {
        self.listeners.get().map_or(&[], Vec::as_slice)
    }

    /// `http://127.0.0.1:PORT` of the port for a service, or of the main one.
    pub(crate) fn endpoint(&self, service: Option<&str>) -> String {
        let listeners = self.listeners();
        let own = listeners
            .iter()
            .find(|listener| listener.service.as_deref() == service);
        let listener = own.or_else(|| listeners.first());
        listener.map_or_else(String::new, |listener| {
            format!("http://{}", listener.address)
        })
    }
}

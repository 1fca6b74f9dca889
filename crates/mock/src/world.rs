//! Everything one mock is made of, shared by its server and its owner.

use std::net::SocketAddr;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use cloudwright_vocabulary::protocol::Need;
use serde_json::{Map, Value};

use crate::authority::Authority;
use crate::caller::{Caller, Signed};
use crate::cassette::Player;
use crate::clock::Clock;
use crate::example;
use crate::flat::Types;
use crate::idempotency::Tokens;
use crate::identity;
use crate::index::Index;
use crate::keys::{self, Keys};
use crate::log::Log;
use crate::nonces::Nonces;
use crate::request_id::RequestIds;
use crate::script::Script;
use crate::signed::SignedRequest;
use crate::state::State;
use crate::strictness::Strictness;

/// The state of one mock. Instances share nothing.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) index: Index,
    pub(crate) authority: Authority,
    pub(crate) clock: Clock,
    pub(crate) keys: Keys,
    pub(crate) nonces: Nonces,
    pub(crate) script: Script,
    pub(crate) player: Player,
    pub(crate) state: State,
    pub(crate) tokens: Tokens,
    pub(crate) log: Log,
    pub(crate) ids: RequestIds,
    pub(crate) session_ids: RequestIds,
    pub(crate) account: Account,
    /// Numbers the calls that the mock makes for people.
    pub(crate) made_calls: RequestIds,
    settings: Mutex<Settings>,
    /// What it was started with.
    start: Start,
    /// Where it listens, with the service that a port is for; the first is the main one.
    pub(crate) listeners: OnceLock<Vec<Listener>>,
}

/// What a mock is started with, and goes back to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Start {
    pub(crate) settings: Settings,
    pub(crate) stopped_at: Option<i64>,
}

/// What can be changed while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) rows: Option<u64>,
    pub(crate) latency: Duration,
    pub(crate) strictness: Strictness,
    /// Whether what is created is there until it is deleted.
    pub(crate) state: bool,
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
            state: true,
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
    pub(crate) fn new(index: Index, log: Log, account: Account, start: Start) -> Self {
        let clock = Clock::default();
        clock.reset(start.stopped_at);
        Self {
            index,
            authority: Authority::default(),
            clock,
            keys: Keys::default(),
            nonces: Nonces::default(),
            script: Script::default(),
            player: Player::default(),
            state: State::default(),
            tokens: Tokens::default(),
            log,
            ids: RequestIds::default(),
            session_ids: RequestIds::default(),
            account,
            made_calls: RequestIds::default(),
            settings: Mutex::new(start.settings),
            start,
            listeners: OnceLock::new(),
        }
    }

    pub(crate) fn settings(&self) -> Settings {
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Forgets scripts, a recording, what was created, idempotency tokens and the log, and takes back what was changed since the start. Keys stay.
    pub(crate) fn reset(&self) {
        self.script.clear();
        self.player.eject();
        self.state.clear();
        self.tokens.clear();
        self.log.clear();
        self.clock.reset(self.start.stopped_at);
        self.change(|settings| *settings = self.start.settings);
    }

    /// What was scripted, recorded or expected and did not happen.
    pub(crate) fn unmet(&self) -> Vec<String> {
        let mut unmet = self.script.unmet();
        unmet.extend(self.player.unused());
        unmet
    }

    /// The parameters of a right call.
    pub(crate) fn example(&self, types: Types) -> Map<String, Value> {
        example::parameters(types, &self.account.project_id)
    }

    /// A call as a client would send it to this mock.
    pub(crate) fn signed(
        &self,
        types: Types,
        parameters: &Map<String, Value>,
        region: Option<&str>,
    ) -> SignedRequest {
        let endpoint = self.endpoint(Some(&types.service.service.service));
        let authority = endpoint.trim_start_matches("http://");
        let (host, prefix) = authority.split_at(authority.find('/').unwrap_or(authority.len()));
        let signed = self.sign(types, parameters, host, region);
        SignedRequest::new(&signed.request, host, prefix)
    }

    /// A call as a client would send it to a host, with the mock's own key or a new token.
    pub(crate) fn sign(
        &self,
        types: Types,
        parameters: &Map<String, Value>,
        host: &str,
        region: Option<&str>,
    ) -> Signed {
        let service = types.service;
        let lifetime = self.settings().token_lifetime;
        let token = || identity::issue_iam_token(self, lifetime).0;
        let caller = Caller {
            host,
            key: &keys::standard(service.service.provider),
            now: self.clock.now(),
            region,
            token: service.protocol().needs(Need::Token).then(token),
            number: self.made_calls.next().0,
        };
        caller.sign(types, parameters)
    }

    pub(crate) fn listeners(&self) -> &[Listener] {
        self.listeners.get().map_or(&[], Vec::as_slice)
    }

    /// `http://127.0.0.1:PORT` of the port for a service, or of the main one. Where nothing in a
    /// request tells a service from another of the same port, its id follows as a path.
    pub(crate) fn endpoint(&self, service: Option<&str>) -> String {
        let listeners = self.listeners();
        let own = listeners
            .iter()
            .find(|listener| listener.service.as_deref() == service);
        let Some(listener) = own.or_else(|| listeners.first()) else {
            return String::new();
        };
        let is_shared = listener.service.is_none();
        let position = service
            .and_then(|id| self.index.by_id(id))
            .filter(|_| is_shared);
        match service.filter(|_| position.is_some_and(|position| self.index.is_ambiguous(position)))
        {
            Some(id) => format!("http://{}/{id}", listener.address),
            None => format!("http://{}", listener.address),
        }
    }
}

//! Everything one mock is made of, shared by its server and its owner.

pub(crate) mod account;
pub(crate) mod authority;
pub(crate) mod clock;
pub(crate) mod environment;
mod issue;
pub(crate) mod settings;

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Mutex, OnceLock};

use cloudwright_vocabulary::protocol::Need;
use serde_json::{Map, Value};

use crate::caller::signed::SignedRequest;
use crate::caller::{Caller, SignedCall};
use crate::catalog::{ActionTypes, Index};
use crate::invent::example;
use crate::lock::locked;
use crate::log::Log;
use crate::message::request_id::RequestIds;
use crate::protocol;
use crate::recording::Player;
use crate::script::Script;
use crate::state::ResourceStore;
use crate::state::idempotency::UsedTokens;
use crate::verify::keys::{self, Keys};
use crate::verify::nonces::Nonces;
use account::Account;
use authority::Authority;
use clock::Clock;
use settings::MockSettings;

/// The state of one mock. Instances share nothing.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) index: Index,
    pub(crate) authority: Authority,
    pub(crate) clock: Clock,
    pub(crate) keys: Keys,
    pub(crate) nonces: Nonces,
    pub(crate) script: Script,
    pub(crate) player: Player,
    pub(crate) resources: ResourceStore,
    pub(crate) tokens: UsedTokens,
    pub(crate) log: Log,
    pub(crate) ids: RequestIds,
    pub(crate) session_ids: RequestIds,
    pub(crate) account: Account,
    /// Numbers the calls that the mock makes for people.
    made_calls: RequestIds,
    settings: Mutex<MockSettings>,
    /// What it was started with.
    start: Start,
    /// Where it listens, with the service that a port is for; the first is the main one.
    pub(crate) listeners: OnceLock<Vec<Listener>>,
}

/// What a mock is started with, and goes back to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Start {
    pub(crate) settings: MockSettings,
    pub(crate) stopped_at: Option<i64>,
}

/// One bound port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listener {
    pub(crate) address: SocketAddr,
    pub(crate) service: Option<String>,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").finish_non_exhaustive()
    }
}

impl World {
    pub(crate) fn new(index: Index, log: Log, keys: Keys, account: Account, start: Start) -> Self {
        let clock = Clock::default();
        clock.reset(start.stopped_at);
        Self {
            index,
            clock,
            keys,
            log,
            account,
            settings: Mutex::new(start.settings),
            start,
            ..Self::default()
        }
    }

    pub(crate) fn settings(&self) -> MockSettings {
        *locked(&self.settings)
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut MockSettings)) {
        change(&mut locked(&self.settings));
    }

    /// Forgets scripts, a recording, what was created, idempotency tokens and the log, and takes back what was
    /// changed since the start. Keys stay.
    pub(crate) fn reset(&self) {
        self.script.clear();
        self.player.eject();
        self.resources.clear();
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
    pub(crate) fn example(&self, types: ActionTypes) -> Map<String, Value> {
        example::parameters(types, &self.account.project_id)
    }

    /// A call as a client would send it to this mock.
    pub(crate) fn signed(
        &self,
        types: ActionTypes,
        parameters: &Map<String, Value>,
        region: Option<&str>,
    ) -> SignedRequest {
        let endpoint = self.endpoint(Some(types.service_id()));
        let authority = endpoint.trim_start_matches("http://");
        let (host, prefix) = authority.split_at(authority.find('/').unwrap_or(authority.len()));
        let signed = self.sign(types, parameters, host, region);
        SignedRequest::new(&signed.request, host, prefix)
    }

    /// A call as a client would send it to a host, with the mock's own key or a new token.
    pub(crate) fn sign(
        &self,
        types: ActionTypes,
        parameters: &Map<String, Value>,
        host: &str,
        region: Option<&str>,
    ) -> SignedCall {
        let token = || self.issue_iam_token(self.settings().token_lifetime).0;
        let caller = Caller {
            host,
            key: &keys::standard(types.service.service.provider),
            now: self.clock.now(),
            region,
            token: types.service.protocol().needs(Need::Token).then(token),
            number: self.made_calls.next().0,
        };
        protocol::sign(&caller, types, parameters)
    }

    /// `http://127.0.0.1:PORT` of the port for a service, or of the main one. Where nothing in a
    /// request tells a service from another of the same port, its id follows as a path.
    pub(crate) fn endpoint(&self, service: Option<&str>) -> String {
        let mut listeners = self.listeners.get().map_or(&[][..], Vec::as_slice).iter();
        let main = listeners.clone().next();
        let own = listeners.find(|listener| listener.service.as_deref() == service);
        let Some(listener) = own.or(main) else {
            return String::new();
        };
        let address = format!("http://{}", listener.address);
        let shared = service.filter(|_| listener.service.is_none());
        let shared = shared.and_then(|id| self.index.service(id));
        match shared.filter(|service| self.index.is_ambiguous(service)) {
            Some(found) => format!("{address}/{}", found.service.service),
            None => address,
        }
    }
}

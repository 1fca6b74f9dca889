//! A transport that answers by address and a clock that is set by hand: the metadata, STS and IAM
//! services of the unit tests.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::VecDeque;
use std::future::pending;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::credentials::{Credentials, CredentialsError, Environment};
use crate::machine::clock::Clock;
use crate::secret::Secret;
use crate::transport::{
    BoxFuture, HttpRequest, HttpResponse, Limits, RequestSent, Transport, TransportError,
    TransportErrorKind,
};

/// The time tests begin at: 2025-01-01T00:00:00Z.
pub(crate) const START: i64 = 1_735_689_600;

/// Services that answer by method and beginning of the address. Clones are the same services.
#[derive(Clone, Debug)]
pub(crate) struct ScriptedNetwork(Arc<Services>);

#[derive(Debug)]
struct Services {
    routes: Mutex<Vec<(String, VecDeque<Reaction>)>>,
    requests: Mutex<Vec<HttpRequest>>,
    clock: Arc<HandClock>,
}

#[derive(Clone, Debug)]
enum Reaction {
    Answer(HttpResponse),
    Unreachable,
    Reset,
    Stall,
}

/// A clock that moves when it is told to. Short sleeps, as between two attempts, take no time at all;
/// the longest takes for ever, unless something stalls.
#[derive(Debug)]
struct HandClock {
    now: AtomicI64,
    start: Instant,
    impatient: AtomicBool,
    slept: Mutex<Vec<Duration>>,
}

impl ScriptedNetwork {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Services {
            routes: Mutex::default(),
            requests: Mutex::default(),
            clock: Arc::new(HandClock {
                now: AtomicI64::new(START),
                start: Instant::now(),
                impatient: AtomicBool::new(false),
                slept: Mutex::default(),
            }),
        }))
    }

    /// Answers requests whose `METHOD address` begins with `route`: first come first served, the last
    /// answer for ever.
    pub(crate) fn answer(self, route: &str, status: u16, body: impl Into<String>) -> Self {
        let response = HttpResponse::new(status, body.into());
        self.outcome(route, Reaction::Answer(response))
    }

    pub(crate) fn response(self, route: &str, response: HttpResponse) -> Self {
        self.outcome(route, Reaction::Answer(response))
    }

    pub(crate) fn unreachable(self, route: &str) -> Self {
        self.outcome(route, Reaction::Unreachable)
    }

    pub(crate) fn reset(self, route: &str) -> Self {
        self.outcome(route, Reaction::Reset)
    }

    pub(crate) fn stall(self, route: &str) -> Self {
        self.0.clock.impatient.store(true, Ordering::SeqCst);
        self.outcome(route, Reaction::Stall)
    }

    fn outcome(self, route: &str, outcome: Reaction) -> Self {
        let mut routes = self.0.routes.lock().unwrap();
        match routes.iter_mut().find(|(known, _)| known == route) {
            Some((_, outcomes)) => outcomes.push_back(outcome),
            None => routes.push((route.to_owned(), VecDeque::from([outcome]))),
        }
        drop(routes);
        self
    }

    /// What was asked so far.
    pub(crate) fn requests(&self) -> Vec<HttpRequest> {
        self.0.requests.lock().unwrap().clone()
    }

    /// `METHOD address` of what was asked so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.requests()
            .iter()
            .map(|request| format!("{} {}", request.method, request.url))
            .collect()
    }

    /// How long was slept so far, each time.
    pub(crate) fn slept(&self) -> Vec<Duration> {
        self.0.clock.slept.lock().unwrap().clone()
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.0.clock.now.fetch_add(seconds, Ordering::SeqCst);
    }

    fn next(&self, request: &HttpRequest) -> Reaction {
        let asked = format!("{} {}", request.method, request.url);
        let mut routes = self.0.routes.lock().unwrap();
        let route = routes
            .iter_mut()
            .filter(|(route, _)| asked.starts_with(route.as_str()))
            .max_by_key(|(route, _)| route.len());
        match route {
            Some((_, outcomes)) if outcomes.len() > 1 => outcomes.pop_front().unwrap(),
            Some((_, outcomes)) => outcomes[0].clone(),
            None => Reaction::Unreachable,
        }
    }
}

impl Transport for ScriptedNetwork {
    fn send(
        &self,
        request: HttpRequest,
        _: Limits,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let outcome = self.next(&request);
            self.0.requests.lock().unwrap().push(request);
            match outcome {
                Reaction::Answer(response) => Ok(response),
                Reaction::Unreachable => Err(TransportError::new(
                    TransportErrorKind::Connect,
                    RequestSent::No,
                    "no route to host",
                )),
                Reaction::Reset => Err(TransportError::new(
                    TransportErrorKind::Reset,
                    RequestSent::Maybe,
                    "connection reset",
                )),
                Reaction::Stall => pending().await,
            }
        })
    }
}

impl Clock for HandClock {
    fn unix_now(&self) -> Duration {
        Duration::from_secs(u64::try_from(self.now.load(Ordering::SeqCst)).unwrap())
    }

    fn now(&self) -> Instant {
        self.start
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.slept.lock().unwrap().push(duration);
        let is_short = duration < Duration::from_secs(60);
        if is_short || self.impatient.load(Ordering::SeqCst) {
            Box::pin(async {})
        } else {
            Box::pin(pending())
        }
    }
}

/// An environment with nothing in it but `cloud`'s network and clock, and a home.
pub(crate) fn isolated(cloud: &ScriptedNetwork) -> Environment {
    let clock: Arc<HandClock> = Arc::clone(&cloud.0.clock);
    Environment::isolated(Arc::new(cloud.clone()), clock).with_home("/home/alice")
}

/// Id, secret and session token of an access key.
pub(crate) fn parts(credentials: &Credentials) -> (&str, &str, Option<&str>) {
    let key = credentials.as_access_key().unwrap();
    let token = key.session_token.as_ref().map(Secret::expose);
    (&key.id, key.secret.expose(), token)
}

/// The header of a request, or nothing.
pub(crate) fn header<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
    request.header(name).unwrap_or_default()
}

/// The body of a request, which is JSON.
pub(crate) fn body(request: &HttpRequest) -> serde_json::Value {
    serde_json::from_slice(&request.body).unwrap()
}

/// Whether an error and its sources show none of these.
pub(crate) fn assert_hidden(error: &CredentialsError, secrets: &[&str]) {
    let shown = format!("{error} {error:?} {error:#?}");
    for secret in secrets {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

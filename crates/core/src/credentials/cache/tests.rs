//! What is kept, when it is renewed, and by whom. No test sleeps.

#![allow(
    clippy::unnecessary_wraps,
    clippy::unwrap_used,
    reason = "outcomes stand in lists of outcomes; a test may panic"
)]

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::{JoinSet, yield_now};

use super::*;
use crate::testing::network::{START, ScriptedNetwork, isolated};
use crate::transport::BoxFuture;

/// Answers what it was told to, in order, the last for ever; each answer takes a permit.
#[derive(Debug)]
struct Source {
    outcomes: Mutex<VecDeque<Result<Credentials, CredentialsError>>>,
    asked: AtomicUsize,
    gate: Semaphore,
}

impl Source {
    fn new(outcomes: impl IntoIterator<Item = Result<Credentials, CredentialsError>>) -> Arc<Self> {
        Arc::new(Self {
            outcomes: Mutex::new(outcomes.into_iter().collect()),
            asked: AtomicUsize::new(0),
            gate: Semaphore::new(1_000),
        })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn close(&self) {
        self.gate.forget_permits(1_000);
    }

    fn open(&self) {
        self.gate.add_permits(1_000);
    }
}

impl ProvideCredentials for Source {
    fn name(&self) -> &'static str {
        "source"
    }

    fn provide<'a>(
        &'a self,
        _: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            self.asked.fetch_add(1, Ordering::SeqCst);
            self.gate.acquire().await.unwrap().forget();
            let mut outcomes = self.outcomes.lock().unwrap();
            match outcomes.len() {
                1 => outcomes[0].clone(),
                _ => outcomes.pop_front().unwrap(),
            }
        })
    }
}

/// Credentials that live for so many seconds from the start, renewed in the last 300.
fn lasting(id: &str, seconds: i64) -> Result<Credentials, CredentialsError> {
    let credentials = Credentials::access_key(id, "secret").with_session_token(id);
    Ok(credentials.with_expiry(START + seconds))
}

fn failure(message: &str) -> Result<Credentials, CredentialsError> {
    let kind = crate::credentials::CredentialsErrorKind::Unreachable;
    Err(CredentialsError::new(kind, "source", message))
}

fn cached(source: &Arc<Source>, cloud: &ScriptedNetwork) -> CachedCredentials {
    CachedCredentials::new(Arc::clone(source), isolated(cloud))
}

fn id(credentials: &Credentials) -> &str {
    &credentials.as_access_key().unwrap().id
}

/// Lets everything that can run do so.
async fn settle() {
    for _ in 0..200 {
        yield_now().await;
    }
}

#[tokio::test]
async fn credentials_that_do_not_expire_are_asked_for_once() {
    let (cloud, source) = (
        ScriptedNetwork::new(),
        Source::new([Ok(Credentials::token("t"))]),
    );
    let cached = cached(&source, &cloud);
    for _ in 0..3 {
        cached.get().await.unwrap();
        cloud.advance(1_000_000_000);
    }
    assert_eq!(source.asked(), 1);
}

#[tokio::test]
async fn a_hundred_waiting_calls_cause_one_renewal() {
    let (cloud, source) = (ScriptedNetwork::new(), Source::new([lasting("a", 3600)]));
    source.close();
    let cached = cached(&source, &cloud);
    let mut calls = JoinSet::new();
    for _ in 0..100 {
        let cached = cached.clone();
        calls.spawn(async move { cached.get().await.unwrap() });
    }
    settle().await;
    source.open();
    while let Some(credentials) = calls.join_next().await {
        assert_eq!(id(&credentials.unwrap()), "a");
    }
    assert_eq!(source.asked(), 1);
}

#[tokio::test]
async fn a_hundred_waiting_calls_share_a_failure_and_the_next_asks_again() {
    let (cloud, source) = (
        ScriptedNetwork::new(),
        Source::new([failure("down"), lasting("a", 3600)]),
    );
    source.close();
    let cached = cached(&source, &cloud);
    let mut calls = JoinSet::new();
    for _ in 0..100 {
        let cached = cached.clone();
        calls.spawn(async move { cached.get().await });
    }
    settle().await;
    source.open();
    while let Some(outcome) = calls.join_next().await {
        assert_eq!(outcome.unwrap().unwrap_err().to_string(), "source: down");
    }
    assert_eq!(source.asked(), 1);
    assert_eq!(id(&cached.get().await.unwrap()), "a");
}

#[tokio::test]
async fn a_call_that_gives_up_leaves_the_renewal_to_the_others() {
    let (cloud, source) = (ScriptedNetwork::new(), Source::new([lasting("a", 3600)]));
    source.close();
    let cached = cached(&source, &cloud);
    for _ in 0..10 {
        let call = tokio::spawn({
            let cached = cached.clone();
            async move { cached.get().await }
        });
        settle().await;
        call.abort();
        assert!(call.await.is_err());
    }
    source.open();
    assert_eq!(id(&cached.get().await.unwrap()), "a");
    assert_eq!(source.asked(), 1);
}

/// A provider with a mistake in it.
#[derive(Debug)]
struct Broken;

impl ProvideCredentials for Broken {
    fn name(&self) -> &'static str {
        "broken"
    }

    fn provide<'a>(
        &'a self,
        _: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        panic!("a mistake")
    }
}

#[tokio::test]
async fn a_provider_that_panics_keeps_no_call_waiting() {
    let cached = CachedCredentials::new(Broken, isolated(&ScriptedNetwork::new()));
    let mut calls = JoinSet::new();
    for _ in 0..3 {
        let cached = cached.clone();
        calls.spawn(async move { cached.get().await });
    }
    while let Some(outcome) = calls.join_next().await {
        assert!(outcome.unwrap_err().is_panic());
    }
}

#[test]
fn without_a_runtime_a_dropped_call_hands_the_renewal_to_the_next() {
    let (cloud, source) = (ScriptedNetwork::new(), Source::new([lasting("a", 3600)]));
    source.close();
    let cached = cached(&source, &cloud);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let mut leader = Box::pin(cached.get());
    let mut follower = Box::pin(cached.get());
    assert!(leader.as_mut().poll(&mut context).is_pending());
    assert!(follower.as_mut().poll(&mut context).is_pending());
    drop(leader);
    source.open();
    assert_eq!(id(&block_on(follower).unwrap()), "a");
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn a_provider_that_hangs_is_given_up() {
    let (cloud, source) = (
        ScriptedNetwork::new().stall("any"),
        Source::new([lasting("a", 3600)]),
    );
    source.close();
    let error = cached(&source, &cloud).get().await.unwrap_err();
    assert_eq!(error.to_string(), "source: gave no answer within a minute");
}

#[tokio::test]
async fn within_the_window_a_call_starts_a_renewal_and_waits_for_nothing() {
    let outcomes = [lasting("old", 3600), lasting("new", 7200)];
    let (cloud, source) = (ScriptedNetwork::new(), Source::new(outcomes));
    let cached = cached(&source, &cloud);
    cached.get().await.unwrap();
    cloud.advance(3299);
    cached.get().await.unwrap();
    assert_eq!(source.asked(), 1, "the window begins at 3300");
    cloud.advance(1);
    source.close();
    for _ in 0..100 {
        assert_eq!(id(&cached.get().await.unwrap()), "old");
    }
    settle().await;
    assert_eq!(source.asked(), 2);
    source.open();
    settle().await;
    assert_eq!(id(&cached.get().await.unwrap()), "new");
    assert_eq!(source.asked(), 2);
}

#[test]
fn without_a_tokio_runtime_the_call_renews_itself() {
    let outcomes = [lasting("old", 3600), lasting("new", 7200)];
    let (cloud, source) = (ScriptedNetwork::new(), Source::new(outcomes));
    let cached = cached(&source, &cloud);
    assert_eq!(id(&block_on(cached.get()).unwrap()), "old");
    cloud.advance(3400);
    assert_eq!(id(&block_on(cached.get()).unwrap()), "new");
}

/// Polls a future that is never pending.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("the future is pending"),
    }
}

#[tokio::test]
async fn a_failed_renewal_fails_no_call_while_the_old_credentials_are_good() {
    let outcomes = [
        lasting("old", 3600),
        failure("down"),
        failure("down"),
        lasting("new", 9000),
    ];
    let (cloud, source) = (ScriptedNetwork::new(), Source::new(outcomes));
    let cached = cached(&source, &cloud);
    cached.get().await.unwrap();
    cloud.advance(3400);
    for _ in 0..10 {
        assert_eq!(id(&cached.get().await.unwrap()), "old");
        settle().await;
    }
    assert_eq!(source.asked(), 2, "one try, then a pause");
    cloud.advance(195);
    assert_eq!(
        id(&cached.get().await.unwrap()),
        "old",
        "5 s left: waited for, failed"
    );
    assert_eq!(source.asked(), 3);
    cloud.advance(6);
    assert_eq!(id(&cached.get().await.unwrap()), "new");
}

#[tokio::test]
async fn expired_credentials_that_cannot_be_renewed_are_an_error() {
    let outcomes = [lasting("old", 3600), failure("down")];
    let (cloud, source) = (ScriptedNetwork::new(), Source::new(outcomes));
    let cached = cached(&source, &cloud);
    cached.get().await.unwrap();
    cloud.advance(3600);
    assert!(cached.get().await.unwrap_err().is_transient());
}

#[tokio::test]
async fn refused_credentials_are_renewed_once_however_many_calls_were_refused() {
    let outcomes = [lasting("old", 3600), lasting("new", 3600)];
    let (cloud, source) = (ScriptedNetwork::new(), Source::new(outcomes));
    let cached = cached(&source, &cloud);
    let refused = cached.get().await.unwrap();
    for _ in 0..100 {
        cached.invalidate(&refused);
        assert_eq!(id(&cached.get().await.unwrap()), "new");
    }
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn credentials_that_look_expired_on_arrival_are_used_for_a_minute() {
    let (cloud, source) = (ScriptedNetwork::new(), Source::new([lasting("a", -7200)]));
    let cached = cached(&source, &cloud);
    for _ in 0..10 {
        cached.get().await.unwrap();
    }
    assert_eq!(source.asked(), 1);
    cloud.advance(60);
    cached.get().await.unwrap();
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn a_service_that_answers_the_same_aging_credentials_is_asked_once_a_minute() {
    let (cloud, source) = (ScriptedNetwork::new(), Source::new([lasting("a", 3600)]));
    let cached = cached(&source, &cloud);
    cached.get().await.unwrap();
    cloud.advance(3301);
    for second in 0..60 {
        cached.get().await.unwrap();
        settle().await;
        assert_eq!(source.asked(), 2, "second {second}");
        cloud.advance(1);
    }
}

#[test]
fn a_window_is_at_most_half_the_lifetime() {
    let week = Duration::from_secs(7 * 24 * 3600);
    for (lifetime, window, renew, wait) in [
        (3600, Duration::from_secs(300), 3300, 3570),
        (600, Duration::from_secs(300), 300, 570),
        (100, Duration::from_secs(300), 50, 75),
        (3600, week, 1800, 3570),
        (3600, Duration::MAX, 1800, 3570),
        (i64::MAX, Duration::ZERO, i64::MAX, i64::MAX - 30),
    ] {
        let credentials = Credentials::token("t")
            .with_expiry(lifetime)
            .with_renewal_window(window);
        let kept = Kept::new(credentials, 0);
        assert_eq!(
            (kept.renew_at, kept.wait_at),
            (renew, wait),
            "{lifetime} {window:?}"
        );
    }
}

#[tokio::test]
async fn another_transport_shares_what_is_kept() {
    let (cloud, source) = (ScriptedNetwork::new(), Source::new([lasting("a", 3600)]));
    let cached = cached(&source, &cloud);
    cached.get().await.unwrap();
    let other = cached.with_transport(Arc::new(ScriptedNetwork::new()));
    other.get().await.unwrap();
    assert_eq!(source.asked(), 1);
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let (cloud, source) = (
        ScriptedNetwork::new(),
        Source::new([lasting("hush-id", 3600)]),
    );
    let cached = cached(&source, &cloud);
    cached.get().await.unwrap();
    let shown = format!("{cached:?}");
    assert!(
        !shown.contains("hush-id") && !shown.contains("\"secret\""),
        "{shown}"
    );
}

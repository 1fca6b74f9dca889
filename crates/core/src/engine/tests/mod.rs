//! Whole calls over scripts and a clock that stands still.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

use crate::client::Client;
use crate::client::response::Response;
use crate::codec::{Document, Findings};
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::engine::interceptor::{CallInfo, ExtraHeaders, Interceptor, Outcome, Stop};
use crate::error::{Error, ErrorKind};
use crate::machine::clock::Clock;
use crate::meta::{Access, Operation};
use crate::retry::{RetryPolicy, RetryReason};
use crate::testing::service::{
    ALIBABA, HUAWEI, JOBS, NEW_YEAR, OPERATION, TENCENT, UNLIMITED, WRITE, builder, rows,
    tencent_error,
};
use crate::testing::{ManualClock, Script};
use crate::transport::{BoxFuture, HttpRequest, HttpResponse, RequestSent, TransportErrorKind};

mod failing;
mod reading;
mod sharing;
mod whereto;

fn clock() -> ManualClock {
    ManualClock::at(NEW_YEAR)
}

fn call(
    client: &Client,
    clock: &ManualClock,
    operation: &'static Operation,
) -> Result<Response<Document>, Error> {
    clock.run(client.call(operation).send_dynamic(json!({})))
}

/// Makes one call over a script.
fn outcome(
    script: &Script,
    operation: &'static Operation,
) -> (Result<Response<Document>, Error>, Duration) {
    let clock = clock();
    let client = builder(operation.service, script, &clock).build().unwrap();
    let outcome = call(&client, &clock, operation);
    (outcome, clock.elapsed())
}

fn ok() -> String {
    rows(&[1], 1)
}

#[test]
fn a_read_is_repeated_until_it_succeeds_and_tells_of_it() {
    let script = Script::new()
        .fail(TransportErrorKind::Reset, RequestSent::Maybe)
        .answer(503, "<html>busy</html>")
        .answer(200, ok());
    let (response, waited) = outcome(&script, &OPERATION);
    let response = response.unwrap();
    assert_eq!((response.attempts(), response.status()), (3, 200));
    let failed = response.failed_attempts();
    assert_eq!(failed[0].outcome(), "Reset by the script");
    assert_eq!((failed[1].status, failed[1].outcome()), (Some(503), "503"));
    assert!(
        failed
            .iter()
            .all(|attempt| attempt.retry.unwrap().0 == RetryReason::Transient)
    );
    assert!(waited <= Duration::from_millis(150), "{waited:?}");
    let nonces: Vec<_> = script.requests();
    assert_eq!(nonces.len(), 3);
}

#[test]
fn attempts_end_and_the_error_says_how_many_there_were() {
    let script = Script::of(|_| Ok(HttpResponse::new(500, "")));
    let (error, _) = outcome(&script, &OPERATION);
    let error = error.unwrap_err();
    assert_eq!(script.requests().len(), 3);
    assert_eq!(error.attempts().len(), 3);
    assert!(error.is_retryable() && error.is_service());
    assert_eq!(
        error.to_string(),
        "ListThings: 500: Internal Server Error (status 500, 3 attempts, no attempts left)"
    );
}

#[test]
fn a_write_is_sent_again_only_where_it_cannot_have_been_applied() {
    for (script, requests) in [
        (
            Script::new()
                .fail(TransportErrorKind::Connect, RequestSent::No)
                .answer(200, ok()),
            2,
        ),
        (Script::new().answer(429, "").answer(200, ok()), 2),
        (
            Script::new()
                .answer(200, tencent_error("RequestLimitExceeded"))
                .answer(200, ok()),
            2,
        ),
        (
            Script::new().fail(TransportErrorKind::Reset, RequestSent::Maybe),
            1,
        ),
        (
            Script::new().fail(TransportErrorKind::Truncated, RequestSent::Yes),
            1,
        ),
        (Script::new().answer(500, ""), 1),
        (Script::new().answer(503, ""), 1),
        (Script::new().answer(200, "<html>"), 1),
        (Script::new().answer(200, tencent_error("InternalError")), 1),
        (Script::new().hang(), 1),
    ] {
        let (outcome, _) = outcome(&script, &WRITE);
        assert_eq!(script.requests().len(), requests, "{script:?}");
        assert_eq!(outcome.is_ok(), requests == 2);
    }
}

#[test]
fn what_cannot_get_better_is_not_repeated() {
    for code in [
        "ResourceNotFound.X",
        "InvalidParameter",
        "UnauthorizedOperation",
        "LimitExceeded",
    ] {
        let script = Script::new().answer(200, tencent_error(code));
        let (error, _) = outcome(&script, &OPERATION);
        assert_eq!(error.unwrap_err().code().unwrap(), code);
        assert!(script.is_finished());
    }
}

#[test]
fn the_wait_that_a_service_asks_for_is_kept() {
    let busy = HttpResponse::new(429, "").with_header("Retry-After", "7");
    let script = Script::new().respond(busy).answer(200, ok());
    let (response, waited) = outcome(&script, &OPERATION);
    let (reason, wait) = response.unwrap().failed_attempts()[0].retry.unwrap();
    assert_eq!(
        (reason, wait),
        (RetryReason::Throttling, Duration::from_secs(7))
    );
    assert_eq!(waited, Duration::from_secs(7));
}

#[test]
fn a_wait_beyond_the_deadline_is_not_begun() {
    let busy = || HttpResponse::new(429, "").with_header("Retry-After", "15");
    let script = Script::of(move |_| Ok(busy()));
    let clock = clock();
    let client = builder(&TENCENT, &script, &clock)
        .timeout(Duration::from_secs(10))
        .build()
        .unwrap();
    let error = call(&client, &clock, &OPERATION).unwrap_err();
    assert!(error.is_throttling());
    assert_eq!(clock.elapsed(), Duration::ZERO);
    assert!(error.attempts()[0].stopped().unwrap().contains("deadline"));
}

#[test]
fn an_attempt_and_a_call_have_their_time() {
    let script = Script::new().hang().hang().hang();
    let (error, waited) = outcome(&script, &OPERATION);
    let error = error.unwrap_err();
    assert!(
        error.is_timeout() && error.attempts().len() == 3,
        "{error:?}"
    );
    assert!(waited >= Duration::from_secs(90) && waited < Duration::from_secs(91));

    let clock = clock();
    let client = builder(&TENCENT, &Script::new().hang(), &clock)
        .build()
        .unwrap();
    let hurried = client.call(&OPERATION).with_timeout(Duration::from_secs(2));
    let error = clock.run(hurried.send_dynamic(json!({}))).unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(clock.elapsed(), Duration::from_secs(2));
    assert!(error.to_string().contains("2s"), "{error}");
}

#[test]
fn a_clock_that_is_off_is_corrected_once_and_remembered() {
    let ahead = "Wed, 01 Jan 2025 01:00:00 GMT";
    let stale = |code: &str| HttpResponse::new(200, tencent_error(code)).with_header("Date", ahead);
    for code in [
        "AuthFailure.SignatureExpire",
        "AuthFailure.SignatureFailure",
    ] {
        let script = Script::new()
            .respond(stale(code))
            .answer(200, ok())
            .answer(200, ok());
        let clock = clock();
        let client = builder(&TENCENT, &script, &clock).build().unwrap();
        let response = call(&client, &clock, &OPERATION).unwrap();
        assert_eq!(
            response.failed_attempts()[0].retry.unwrap().0,
            RetryReason::ClockSkew
        );
        assert_eq!(call(&client, &clock, &OPERATION).unwrap().attempts(), 1);
        let times: Vec<String> = script
            .requests()
            .iter()
            .map(|request| request.header("X-TC-Timestamp").unwrap().to_owned())
            .collect();
        assert_eq!(times, ["1735689600", "1735693200", "1735693200"]);
    }
    // A second refusal is the end, and the correction is taken back.
    let script = Script::of(move |_| Ok(stale("AuthFailure.SignatureExpire")));
    let clock = clock();
    let client = builder(&TENCENT, &script, &clock).build().unwrap();
    for _ in 0..2 {
        assert!(call(&client, &clock, &OPERATION).is_err());
    }
    assert_eq!(script.requests().len(), 4);
    assert_eq!(client.shared.skew.load(Ordering::Relaxed), 0);
}

/// Gives another key each time it is asked.
#[derive(Debug, Default)]
struct Fresh(AtomicUsize);

impl ProvideCredentials for Fresh {
    fn name(&self) -> &'static str {
        "fresh"
    }

    fn provide<'a>(
        &'a self,
        _: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let credentials = Credentials::access_key(format!("key-{number}"), "hidden-secret")
            .with_session_token(format!("session-token-{number}"));
        Box::pin(std::future::ready(Ok(credentials)))
    }
}

#[test]
fn expired_credentials_are_renewed_once() {
    let expired = || HttpResponse::new(200, tencent_error("AuthFailure.TokenFailure"));
    let script = Script::new().respond(expired()).answer(200, ok());
    let clock = clock();
    let fresh = Arc::new(Fresh::default());
    let client = builder(&TENCENT, &script, &clock)
        .credentials(Arc::clone(&fresh))
        .build()
        .unwrap();
    let response = call(&client, &clock, &WRITE).unwrap();
    assert_eq!(
        response.failed_attempts()[0].retry.unwrap().0,
        RetryReason::ExpiredCredentials
    );
    let token = |index: usize| {
        script.requests()[index]
            .header("X-TC-Token")
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        (token(0), token(1)),
        ("session-token-0".into(), "session-token-1".into())
    );

    let script = Script::of(move |_| Ok(expired()));
    let client = builder(&TENCENT, &script, &clock)
        .credentials(fresh)
        .build()
        .unwrap();
    assert!(call(&client, &clock, &OPERATION).unwrap_err().is_auth());
    assert_eq!(script.requests().len(), 2);
}

#[test]
fn a_refused_token_of_huawei_is_renewed_once() {
    let script = Script::new()
        .answer(401, "")
        .answer(200, r#"{"total":0,"jobs":[]}"#);
    let clock = clock();
    let client = builder(&HUAWEI, &script, &clock)
        .credentials(Credentials::token("t").with_project_id("p"))
        .build()
        .unwrap();
    let send = client.call(&JOBS).send_dynamic(json!({"instance_id": "i"}));
    assert_eq!(clock.run(send).unwrap().attempts(), 2);
}

#[test]
fn the_budget_of_a_client_ends_its_retries() {
    let script = Script::of(|_| Ok(HttpResponse::new(503, "")));
    let clock = clock();
    let client = builder(&TENCENT, &script, &clock).build().unwrap();
    for _ in 0..30 {
        assert!(call(&client, &clock, &OPERATION).is_err());
    }
    assert_eq!(script.requests().len(), 30 + 35);
    let error = call(&client, &clock, &OPERATION).unwrap_err();
    assert!(error.attempts()[0].stopped().unwrap().contains("budget"));
}

#[test]
fn everything_wrong_with_the_parameters_is_told_before_anything_is_looked_for() {
    let script = Script::new();
    let clock = clock();
    let fresh = Arc::new(Fresh::default());
    let client = builder(&TENCENT, &script, &clock)
        .credentials(Arc::clone(&fresh))
        .build()
        .unwrap();
    let wrong = json!({"Limit": 101, "Offset": "x", "Nmae": 1});
    let error = clock
        .run(client.call(&OPERATION).send_dynamic(wrong))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let line = error.to_string();
    for name in ["ListThings: not sent", "`Offset`", "`Nmae`"] {
        assert!(line.contains(name), "{line}");
    }
    let limit = clock.run(client.call(&OPERATION).send_dynamic(json!({"Limit": 101})));
    assert!(limit.unwrap_err().to_string().contains("`Limit`"));
    assert_eq!(fresh.0.load(Ordering::Relaxed), 0);
    assert!(script.requests().is_empty());

    let script = Script::new().answer(200, ok());
    let client = builder(&TENCENT, &script, &clock)
        .checks(false)
        .build()
        .unwrap();
    let unchecked = json!({"Limit": 101, "Offset": "x"});
    let call = client.call(&OPERATION).send_dynamic(unchecked.clone());
    assert!(clock.run(call).is_ok());
    let sent: serde_json::Value = serde_json::from_slice(&script.requests()[0].body).unwrap();
    assert_eq!(sent, unchecked);
}

#[test]
fn no_region_is_told_before_anything_is_sent_and_a_calls_own_region_counts() {
    let script = Script::new().answer(200, ok());
    let clock = clock();
    let client = Client::builder(&TENCENT)
        .access_key("id", "secret")
        .environment(|_| crate::testing::service::isolated())
        .transport(script.clone())
        .clock(clock.clone())
        .build()
        .unwrap();
    let error = call(&client, &clock, &OPERATION).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("TENCENTCLOUD_REGION"), "{error}");
    let mars = client.call(&OPERATION).with_region("mars-1");
    assert!(clock.run(mars.send_dynamic(json!({}))).is_ok());
    assert_eq!(script.requests()[0].header("X-TC-Region"), Some("mars-1"));
    let bad = client.call(&OPERATION).with_region("a/b");
    assert!(clock.run(bad.send_dynamic(json!({}))).is_err());
}

#[test]
fn an_endpoint_of_the_call_counts_and_plain_http_stays_on_this_machine() {
    let script = Script::new().answer(200, ok());
    let clock = clock();
    let client = builder(&TENCENT, &script, &clock).build().unwrap();
    let to = |endpoint: &str| {
        let call = client.call(&OPERATION).with_endpoint(endpoint);
        clock.run(call.send_dynamic(json!({})))
    };
    assert!(to("http://127.0.0.1:9").is_ok());
    assert_eq!(script.requests()[0].url, "http://127.0.0.1:9/");
    assert_eq!(
        to("http://example.com").unwrap_err().kind(),
        ErrorKind::Configuration
    );
}

#[test]
fn a_nonce_that_was_seen_is_replaced_for_a_read_and_ends_a_write() {
    let seen = |date: &str| {
        let body = r#"{"Code":"SignatureNonceUsed","Message":"no","RequestId":"r"}"#;
        HttpResponse::new(400, body).with_header("Date", date)
    };
    let (now, later) = (
        "Wed, 01 Jan 2025 00:00:00 GMT",
        "Wed, 01 Jan 2025 03:00:00 GMT",
    );
    for (access, date, requests) in [
        (Access::Read, now, 2),
        (Access::Read, later, 2),
        (Access::Write, now, 1),
        (Access::Write, later, 1),
    ] {
        static READ: Operation = Operation::new(&ALIBABA, "Read", Access::Read, "POST", "/");
        static WRITE: Operation = Operation::new(&ALIBABA, "Write", Access::Write, "POST", "/");
        let operation = if access == Access::Read {
            &READ
        } else {
            &WRITE
        };
        let script = Script::new().respond(seen(date)).answer(200, "{}");
        let (outcome, _) = outcome(&script, operation);
        assert_eq!(script.requests().len(), requests, "{access:?} {date}");
        assert_eq!(outcome.is_ok(), requests == 2);
        let nonces: std::collections::HashSet<_> = script
            .requests()
            .iter()
            .map(|request| request.header("x-acs-signature-nonce").unwrap().to_owned())
            .collect();
        assert_eq!(nonces.len(), requests);
    }
}

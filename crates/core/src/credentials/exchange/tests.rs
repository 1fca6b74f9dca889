//! What may be asked of whom, what is tried again, and what errors say.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::answer::{MAX_MESSAGE, beginning};
use super::*;
use cloudwright_vocabulary::provider::Provider;

use crate::credentials::{Credentials, tencent};
use crate::error::{Error, ErrorKind};
use crate::testing::network::{ScriptedNetwork, isolated};
use crate::testing::service::{NEW_YEAR, OPERATION, TENCENT, builder};
use crate::testing::{ManualClock, Script};
use crate::transport::RequestSent;

#[test]
fn plain_http_goes_no_further_than_the_link() {
    for (url, allowed) in [
        ("https://example.com/x", true),
        ("http://127.0.0.1:8080/x", true),
        ("http://127.9.9.9/x", true),
        ("http://[::1]:80/x", true),
        ("http://[fe80::1]/x", true),
        ("http://localhost:1/x", true),
        ("http://169.254.169.254/x", true),
        ("http://169.254.170.23/v1/credentials", true),
        ("http://100.100.100.200/x", true),
        ("http://metadata.tencentyun.com/x", true),
        ("http://example.com/x", false),
        ("http://10.0.0.1/x", false),
        ("http://100.100.100.201/x", false),
        ("http://localhost.example.com/x", false),
        ("http://169.254.169.254.example.com/x", false),
        ("http://2852039166/x", false),
        ("http://127.0.0.1@example.com/x", false),
        ("https://user:pass@example.com/x", false),
        ("ftp://127.0.0.1/x", false),
        ("/x", false),
        ("", false),
        ("http://", false),
        ("http://exa mple/", false),
    ] {
        assert_eq!(checked_host("test", url).is_ok(), allowed, "{url}");
    }
}

#[tokio::test]
async fn a_key_of_the_mock_cloud_proves_nothing_to_another_machine() {
    let requests = |url: &str, id: &str| {
        [
            HttpRequest::new(Method::GET, format!("{url}?SecretId={id}&a=b")),
            HttpRequest::new(Method::GET, url).with_header(
                "Authorization",
                format!("TC3 Credential={id}/2025/sts, x=y"),
            ),
            HttpRequest::new(Method::POST, url).with_body(format!("a=b&AccessKeyId={id}")),
        ]
    };
    let environment = isolated(&ScriptedNetwork::new());
    let exchange = Exchange::new(&environment, "test", Patience::Service);
    for (url, id, allowed) in [
        (
            "https://sts.example/",
            Provider::Tencent.mock_key().standing,
            false,
        ),
        ("https://sts.example/", "AKIDother", true),
        (
            "http://127.0.0.1:9/",
            Provider::Tencent.mock_key().standing,
            true,
        ),
        (
            "http://[::1]:9/",
            Provider::Tencent.mock_key().standing,
            true,
        ),
    ] {
        for request in requests(url, id) {
            let outcome = exchange.send(request, &Secrets::default()).await;
            let told = outcome.err().map(|error| error.to_string());
            let is_refused = told.is_some_and(|text| text.contains("mock cloud"));
            assert_eq!(is_refused, !allowed, "{url} {id}");
        }
    }
}

/// What an exchange that sends these secrets says where the other side repeats everything.
async fn echoed(secrets: &[Secret], make: impl Fn(&str) -> Outcome) -> Vec<String> {
    let request = HttpRequest::new(
        Method::POST,
        "http://127.0.0.1/x?SecurityToken=que%2Fry-token",
    )
    .with_header("X-Some-Token", "header-token")
    .with_header("Content-Type", "application/x-www-form-urlencoded")
    .with_body("Password=pass+word&x=y");
    let mut told = Vec::new();
    let sent = ["que/ry-token", "header-token", "pass word"];
    let texts = secrets.iter().map(Secret::expose).chain(sent);
    for text in texts {
        let encoded = cloudwright_sign::percent_encode(text);
        let escaped = text.replace('/', "\\/");
        for form in [text, &encoded, &escaped] {
            let script = match make(form) {
                Ok(response) => Script::of(move |_| Ok(response.clone())),
                Err(error) => {
                    let mut error = Some(error);
                    Script::of(move |_| Err(error.take().unwrap()))
                }
            };
            let clock = Arc::new(ManualClock::at(NEW_YEAR));
            let environment = Environment::isolated(Arc::new(script), clock);
            let exchange =
                Exchange::new(&environment, "test", Patience::Service).hiding_all(secrets);
            let read = |response: &HttpResponse| -> Result<(), _> {
                let text = String::from_utf8_lossy(&response.body);
                let told = ErrorBody {
                    message: &text,
                    ..ErrorBody::code("Denied")
                };
                Err(refused("test", response, Some(&told)))
            };
            let error = exchange.ask(request.clone(), &read).await.unwrap_err();
            let mut shown = Vec::new();
            let mut cause: Option<&dyn std::error::Error> = Some(&error);
            while let Some(error) = cause {
                shown.push(format!("{error} {error:?} {error:#?}"));
                cause = error.source();
            }
            let shown = shown.join(" ");
            assert!(!shown.contains(text) && !shown.contains(form), "{shown}");
            told.push(error.to_string());
        }
    }
    told
}

type Outcome = Result<HttpResponse, TransportError>;

#[tokio::test]
async fn whatever_the_other_side_repeats_no_error_shows_a_secret_of_the_exchange() {
    let secrets = [
        Secret::from("a/key+of=mine"),
        Secret::from("a-session-token"),
    ];
    let told = echoed(&secrets, |text| {
        Ok(HttpResponse::new(403, format!("your key {text} is wrong")))
    });
    for message in told.await {
        assert_eq!(message, "test: refused with Denied (HTTP 403)");
    }
    // Where the message is cut off in the middle of a secret.
    let told = echoed(&secrets, |text| {
        let before = "x".repeat(MAX_MESSAGE - 6);
        Ok(HttpResponse::new(403, format!("{before}{text}")))
    });
    for message in told.await {
        assert_eq!(message, "test: refused with Denied (HTTP 403)");
    }
}

#[tokio::test]
async fn a_transport_of_the_program_s_own_may_repeat_what_it_was_given() {
    let secrets = [
        Secret::from("a/key+of=mine"),
        Secret::from("a-session-token"),
    ];
    let told = echoed(&secrets, |text| {
        let beneath = TransportError::new(
            TransportErrorKind::Other,
            RequestSent::No,
            format!("beneath {text}"),
        );
        let sent = format!("could not send {text}");
        Err(
            TransportError::new(TransportErrorKind::Refused, RequestSent::No, sent)
                .with_proxy(Some(format!("proxy-{text}")))
                .with_source(beneath),
        )
    });
    for message in told.await {
        let expected = "test: 127.0.0.1 cannot be reached (through proxy proxy-[redacted]): could not send [redacted]";
        assert_eq!(message, expected);
    }
}

#[test]
fn a_long_message_is_cut_between_two_characters() {
    assert_eq!(beginning("short"), "short");
    let long = ["a", &"中".repeat(300)].concat();
    assert_eq!(beginning(&long), ["a", &"中".repeat(199)].concat());
}

const ROUTE: &str = "GET http://127.0.0.1/x";

/// The text of an answer that succeeds, asked for at [`ROUTE`].
async fn ask(environment: &Environment, patience: Patience) -> Result<String, CredentialsError> {
    let request = HttpRequest::new(Method::GET, "http://127.0.0.1/x");
    let read = |response: &HttpResponse| {
        if !response.is_success() {
            return Err(refused("test", response, None));
        }
        Ok(String::from_utf8_lossy(&response.body).into_owned())
    };
    let exchange = Exchange::new(environment, "test", patience);
    exchange.ask(request, &read).await
}

#[tokio::test]
async fn what_may_pass_is_tried_again_and_what_does_not_is_not() {
    let ok = |cloud: ScriptedNetwork| cloud.answer(ROUTE, 200, "keys");
    for (cloud, patience, attempts, outcome) in [
        (
            ok(ScriptedNetwork::new().reset(ROUTE)),
            Patience::Service,
            2,
            Ok("keys"),
        ),
        (
            ok(ScriptedNetwork::new().unreachable(ROUTE)),
            Patience::Service,
            2,
            Ok("keys"),
        ),
        (
            ok(ScriptedNetwork::new()
                .answer(ROUTE, 500, "")
                .answer(ROUTE, 503, "")),
            Patience::Service,
            3,
            Ok("keys"),
        ),
        (
            ok(ScriptedNetwork::new().answer(ROUTE, 429, "")),
            Patience::Neighbour,
            2,
            Ok("keys"),
        ),
        (
            ScriptedNetwork::new().answer(ROUTE, 502, ""),
            Patience::Service,
            3,
            Err("test: refused with HTTP 502 (3 attempts)"),
        ),
        (
            ScriptedNetwork::new().reset(ROUTE),
            Patience::Neighbour,
            3,
            Err("test: 127.0.0.1 cannot be reached: connection reset (3 attempts)"),
        ),
        (
            ScriptedNetwork::new().answer(ROUTE, 403, ""),
            Patience::Service,
            1,
            Err("test: refused with HTTP 403"),
        ),
        (
            ScriptedNetwork::new().answer(ROUTE, 302, ""),
            Patience::Service,
            1,
            Err("test: 127.0.0.1 answered with a redirect, which is never followed"),
        ),
        // That nobody is there is what a knock is to find out; that somebody stumbles is no answer.
        (
            ok(ScriptedNetwork::new().unreachable(ROUTE)),
            Patience::Knock,
            1,
            Err("test: 127.0.0.1 cannot be reached: no route to host"),
        ),
        (
            ok(ScriptedNetwork::new().reset(ROUTE)),
            Patience::Knock,
            2,
            Ok("keys"),
        ),
        (
            ok(ScriptedNetwork::new().answer(ROUTE, 500, "")),
            Patience::Knock,
            2,
            Ok("keys"),
        ),
    ] {
        let found = ask(&isolated(&cloud), patience).await;
        let found = found.map_err(|error| error.to_string());
        assert_eq!(found, outcome.map(str::to_owned).map_err(str::to_owned));
        assert_eq!(cloud.requests().len(), attempts, "{found:?}");
        assert_eq!(cloud.slept().len(), attempts - 1, "{found:?}");
    }
}

#[tokio::test]
async fn waits_are_those_of_any_call_and_those_that_are_asked_for() {
    let busy = HttpResponse::new(503, "").with_header("Retry-After", "7");
    let flood = HttpResponse::new(429, "").with_header("Retry-After", "86400");
    let cloud = ScriptedNetwork::new()
        .response(ROUTE, busy)
        .response(ROUTE, flood);
    let cloud = cloud.answer(ROUTE, 200, "keys");
    ask(&isolated(&cloud), Patience::Service).await.unwrap();
    assert_eq!(cloud.slept(), [7, 20].map(Duration::from_secs));

    let cloud = ScriptedNetwork::new().reset(ROUTE);
    ask(&isolated(&cloud), Patience::Service).await.unwrap_err();
    let [first, second] = cloud.slept()[..] else {
        panic!("{:?}", cloud.slept())
    };
    assert!(first < Duration::from_millis(50), "{first:?}");
    assert!(second < Duration::from_millis(100), "{second:?}");
}

#[tokio::test]
async fn a_redirect_is_an_error_and_goes_nowhere() {
    let cloud = ScriptedNetwork::new().answer("GET http://127.0.0.1/x", 302, "");
    let environment = isolated(&cloud);
    let error = ask(&environment, Patience::Knock).await.unwrap_err();
    assert_eq!(error.kind(), CredentialsErrorKind::Malformed);
    assert_eq!(cloud.requests().len(), 1);
}

#[tokio::test]
async fn metadata_services_can_be_switched_off() {
    let cloud = ScriptedNetwork::new();
    let environment = isolated(&cloud).with_variable(METADATA_DISABLED, "true");
    let error = ask(&environment, Patience::Knock).await.unwrap_err();
    assert!(error.is_not_configured(), "{error}");
    assert!(cloud.requests().is_empty());
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_waited_for_only_so_long() {
    let cloud = ScriptedNetwork::new().stall("GET http://127.0.0.1/x");
    let environment = isolated(&cloud);
    let error = ask(&environment, Patience::Knock).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "test: 127.0.0.1 did not answer within 2 s"
    );
    assert!(error.is_transient());
}

/// A call that assumes a role first: the token service fails so often, and then answers.
fn call_after(failures: usize, wait: &str) -> (Result<(), Error>, ManualClock, Script) {
    let clock = ManualClock::at(NEW_YEAR);
    let (failed, wait) = (AtomicUsize::new(0), wait.to_owned());
    let script = Script::of(move |request| {
        let is_sts = request.url.contains("sts.");
        if is_sts && failed.fetch_add(1, Ordering::SeqCst) < failures {
            return Ok(HttpResponse::new(503, "").with_header("Retry-After", &wait));
        }
        let keys = r#"{"Credentials":{"TmpSecretId":"i","TmpSecretKey":"k","Token":"t"}}"#;
        let body = if is_sts { keys } else { "{}" };
        Ok(HttpResponse::new(200, format!(r#"{{"Response":{body}}}"#)))
    });
    let network = Arc::new(script.clone());
    let time = Arc::new(clock.clone());
    let client = builder(&TENCENT, &script, &clock)
        .credentials(tencent::AssumeRole::new(
            Credentials::access_key("id", "hush"),
            "role",
        ))
        .environment(move |_| Environment::isolated(network, time))
        .timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    let call = client.call(&OPERATION).send_dynamic(serde_json::json!({}));
    let outcome = clock.run(call).map(drop);
    (outcome, clock, script)
}

#[test]
fn a_call_outlives_failures_of_the_token_service_up_to_its_deadline() {
    let (outcome, clock, script) = call_after(2, "1");
    outcome.unwrap();
    assert_eq!(script.requests().len(), 4);
    assert_eq!(clock.elapsed(), Duration::from_secs(2));

    // A wait that is longer than the call may take ends with the call.
    let (outcome, clock, script) = call_after(2, "20");
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(script.requests().len(), 1);
    assert_eq!(clock.elapsed(), Duration::from_secs(5));

    let (outcome, _, script) = call_after(3, "1");
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    let message = "assume role: refused with HTTP 503 (3 attempts)";
    assert!(error.to_string().contains(message), "{error}");
    assert_eq!(script.requests().len(), 3);
}

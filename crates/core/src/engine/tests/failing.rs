//! How calls fail: what is tried again, what was sent, and what a person is told.

use super::*;
use crate::transport::{ConnectFailure, TransportError};

#[test]
fn no_header_makes_a_write_be_sent_again_and_a_read_waits_as_it_is_told() {
    static READ: Operation = Operation::new(&ALIBABA, "Read", Access::Read, "POST", "/");
    static WRITE: Operation = Operation::new(&ALIBABA, "Write", Access::Write, "POST", "/");
    let code = |code: &str| format!(r#"{{"Code":"{code}","Message":"no","RequestId":"r"}}"#);
    let refused = r#"{"IsSuccess":false,"Code":"Odd","RequestId":"r"}"#;
    let throttled = r#"{"IsSuccess":false,"Code":"Throttling.User","RequestId":"r"}"#;
    for (status, body, header, read, write) in [
        (500, String::new(), "x-acs-retry-after", 2, 1),
        (502, String::new(), "x-acs-retry-after", 2, 1),
        (503, code("ServiceUnavailable"), "x-acs-retry-after", 2, 1),
        (504, "<html>".to_owned(), "x-acs-retry-after", 2, 1),
        (200, refused.to_owned(), "x-acs-retry-after", 2, 1),
        (400, code("Odd"), "x-acs-retry-after", 2, 1),
        (500, String::new(), "Retry-After", 2, 1),
        (503, String::new(), "Retry-After", 2, 1),
        (400, code("Odd"), "Retry-After", 1, 1),
        (200, refused.to_owned(), "Retry-After", 1, 1),
        // These say that nothing was applied.
        (429, String::new(), "x-acs-retry-after", 2, 2),
        (429, String::new(), "Retry-After", 2, 2),
        (400, code("Throttling"), "X-Other", 2, 2),
        (500, code("Throttling.User"), "x-acs-retry-after", 2, 2),
        (200, throttled.to_owned(), "X-Other", 2, 2),
    ] {
        for (operation, requests) in [(&READ, read), (&WRITE, write)] {
            let value = if header == "Retry-After" { "3" } else { "3000" };
            let answer = HttpResponse::new(status, body.clone()).with_header(header, value);
            let script = Script::new().respond(answer).answer(200, "{}");
            let (outcome, waited) = outcome(&script, operation);
            let case = format!("{} {status} {body} {header}", operation.name);
            assert_eq!(script.requests().len(), requests, "{case}");
            assert_eq!(outcome.is_ok(), requests == 2, "{case}");
            if requests == 2 && header != "X-Other" {
                assert_eq!(waited, Duration::from_secs(3), "{case}");
            }
        }
    }
}

#[test]
fn an_answer_that_cannot_be_read_is_judged_by_status_and_headers() {
    let unread = |status, name: &str, value: &str| {
        let mut answer = HttpResponse::new(status, "")
            .with_header(name, value)
            .with_header("X-Request-Id", "r-1");
        answer.unread = Some("the body is compressed as \"br\"".to_owned());
        answer
    };
    let script = Script::new().respond(unread(403, "Server", "x"));
    let (error, _) = outcome(&script, &OPERATION);
    let error = error.unwrap_err();
    assert_eq!(script.requests().len(), 1);
    assert!(error.is_denied() && error.is_service());
    assert_eq!(
        (error.status(), error.request_id()),
        (Some(403), Some("r-1"))
    );
    assert!(
        error
            .message()
            .contains("Forbidden (the body is compressed as"),
        "{error}"
    );
    let script = Script::new()
        .respond(unread(429, "Retry-After", "7"))
        .answer(200, ok());
    let (response, waited) = outcome(&script, &WRITE);
    assert_eq!(response.unwrap().attempts(), 2);
    assert_eq!(waited, Duration::from_secs(7));
}

#[test]
fn what_was_never_sent_says_so_when_the_time_is_up() {
    let sent = |error: Error| {
        assert!(error.is_timeout(), "{error}");
        error.request_sent()
    };
    // The place of credentials does not answer.
    let clock = clock();
    let client = builder(&TENCENT, &Script::new(), &clock)
        .credentials(Silent)
        .build()
        .unwrap();
    assert_eq!(
        sent(call(&client, &clock, &WRITE).unwrap_err()),
        RequestSent::No
    );
    // Nobody answers the call itself.
    let client = builder(&TENCENT, &Script::new().hang(), &clock)
        .attempt_timeout(None)
        .build()
        .unwrap();
    let error = call(&client, &clock, &WRITE).unwrap_err();
    assert_eq!(error.host(), Some("tcr.tencentcloudapi.com"));
    assert!(
        error
            .to_string()
            .contains("(host tcr.tencentcloudapi.com, region"),
        "{error}"
    );
    assert_eq!(sent(error), RequestSent::Maybe);
    // There was no connection, and now the second attempt is on its way, or waits for its time.
    let refused = || Script::new().fail(TransportErrorKind::Connect, RequestSent::No);
    let client = builder(&TENCENT, &refused().hang(), &clock)
        .attempt_timeout(None)
        .build()
        .unwrap();
    assert_eq!(
        sent(call(&client, &clock, &WRITE).unwrap_err()),
        RequestSent::Maybe
    );
}

/// A place of credentials that does not answer.
#[derive(Debug)]
struct Silent;

impl ProvideCredentials for Silent {
    fn name(&self) -> &'static str {
        "silent"
    }

    fn provide<'a>(
        &'a self,
        _: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn no_connection_says_to_whom_why_and_that_the_region_is_not_known() {
    let script = Script::of(|_| {
        Err(TransportError::connect(ConnectFailure::NameNotFound, None)
            .with_proxy(Some("http://proxy.example:3128".to_owned())))
    });
    let clock = clock();
    let client = builder(&TENCENT, &script, &clock)
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let error = call(&client, &clock, &OPERATION).unwrap_err();
    assert_eq!(
        error.to_string(),
        "ListThings: could not reach tcr.tencentcloudapi.com:443 (through proxy \
         http://proxy.example:3128): the host name was not found (DNS) (region ap-guangzhou)"
    );
    assert_eq!(
        (
            error.host(),
            error.port(),
            error.region(),
            error.proxy(),
            error.connect_failure()
        ),
        (
            Some("tcr.tencentcloudapi.com"),
            Some(443),
            Some("ap-guangzhou"),
            Some("http://proxy.example:3128"),
            Some(ConnectFailure::NameNotFound),
        )
    );
    let elsewhere = client.call(&OPERATION).with_region("mars-1");
    let error = clock.run(elsewhere.send_dynamic(json!({}))).unwrap_err();
    let hint = "; mars-1 is not among the documented regions of tencent-tcr (ap-guangzhou) (region mars-1)";
    assert!(error.to_string().ends_with(hint), "{error}");
}

#[test]
fn a_code_that_is_documented_stays_though_the_key_is_a_word_in_it() {
    let body = r#"{"Response":{"Error":{"Code":"InternalError","Message":"an InternalError"},"RequestId":"r"}}"#;
    let script = Script::of(move |_| Ok(HttpResponse::new(200, body)));
    let clock = clock();
    let client = builder(&TENCENT, &script, &clock)
        .access_key("an-id", "InternalError")
        .build()
        .unwrap();
    let error = call(&client, &clock, &OPERATION).unwrap_err();
    assert_eq!(error.code().unwrap(), "InternalError");
    assert_eq!(error.class(), crate::meta::ErrorClass::Internal);
    assert_eq!(
        (error.attempts().len(), error.message()),
        (3, "an [redacted]")
    );
}

#[test]
fn an_error_in_main_is_a_line_and_its_causes_and_its_fields_are_there_too() {
    let clock = clock();
    let client = Client::builder(&TENCENT)
        .environment(|_| crate::testing::service::isolated())
        .region("ap-guangzhou")
        .transport(Script::new())
        .clock(clock.clone())
        .build()
        .unwrap();
    let error = call(&client, &clock, &OPERATION).unwrap_err();
    let shown = format!("{error:?}");
    assert_eq!(shown, error.to_string());
    assert!(
        !shown.contains('{') && shown.contains("no credentials found"),
        "{shown}"
    );
    let fields = format!("{error:#?}");
    assert!(
        fields.contains("kind: Credentials") && fields.contains("tried:"),
        "{fields}"
    );
}

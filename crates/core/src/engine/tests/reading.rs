//! What a call's settings say of reading its answer: until when, how large, how strictly.

use std::fmt::Write;
use std::time::Duration;

use serde_json::json;

use super::{builder, clock};
use crate::client::call::Call;
use crate::codec::{DecodeError, DecodeErrorKind};
use crate::error::{Error, ErrorKind};
use crate::testing::service::{OPERATION, TENCENT, rows};
use crate::testing::{ManualClock, Script};
use crate::transport::{HttpResponse, RequestSent};

/// Two fields of a result.
#[derive(Debug, Default)]
struct Things {
    total: Option<i64>,
    name: Option<String>,
}

crate::members! {
    impl Decode for Things {
        "TotalCount" => total,
        "Name" => name,
    }
}

/// An answer of so many members.
fn large(members: usize) -> String {
    let mut text = r#"{"Response":{"RequestId":"r""#.to_owned();
    for index in 0..members {
        let _ = write!(text, ",\"a{index}\":{{\"\":0}}");
    }
    text + "}}"
}

fn cause(error: &Error) -> Option<&DecodeError> {
    std::error::Error::source(error)?.downcast_ref()
}

#[test]
fn an_answer_that_is_still_read_when_the_time_is_up_is_the_timeout_of_the_call() {
    let clock = clock();
    let late = |clock: &ManualClock, seconds: u64, body: String| {
        let clock = clock.clone();
        Script::of(move |_| {
            clock.advance(Duration::from_secs(seconds));
            Ok(HttpResponse::new(200, body.clone()))
        })
    };
    let script = late(&clock, 5, large(20_000));
    let client = builder(&TENCENT, &script, &clock).build().unwrap();
    let call = client.call(&OPERATION).with_timeout(Duration::from_secs(5));
    let error = clock.run(call.send_dynamic(json!({}))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.message(), "no result within the 5s that the call has");
    assert_eq!(error.request_sent(), RequestSent::Yes);
    assert_eq!(script.requests().len(), 1, "it is not tried again");

    for (seconds, body) in [(4, large(20_000)), (5, rows(&[1], 1))] {
        let script = late(&clock, seconds, body);
        let client = builder(&TENCENT, &script, &clock).build().unwrap();
        let call = client.call(&OPERATION).with_timeout(Duration::from_secs(5));
        let answer = clock.run(call.send_dynamic(json!({})));
        assert!(answer.is_ok(), "{answer:?}");
    }
}

#[test]
fn an_answer_that_becomes_too_large_is_an_error_that_is_not_tried_again() {
    let clock = clock();
    let body = large(2_000);
    let script = Script::new().answer(200, body.clone());
    let client = builder(&TENCENT, &script, &clock)
        .max_decoded(500_000)
        .build()
        .unwrap();
    let sent = client.call(&OPERATION).send_dynamic(json!({}));
    let error = clock.run(sent).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Answer);
    let kind = cause(&error).map(|cause| cause.kind);
    assert_eq!(kind, Some(DecodeErrorKind::TooLarge));
    assert!(
        error
            .message()
            .starts_with("the answer is too large, at $.Response.a")
    );
    let numbers = format!("more than 500000 bytes from a text of {} bytes", body.len());
    assert!(error.message().ends_with(&numbers), "{error}");
    assert!(error.message().contains("max_decoded"), "{error}");
    assert!(script.is_finished());

    // Unless it is set, it follows from the largest body.
    for (max_body, is_read) in [(64 << 10, false), (1 << 20, true)] {
        let script = Script::new().answer(200, body.clone());
        let client = builder(&TENCENT, &script, &clock)
            .max_body(max_body)
            .build()
            .unwrap();
        let sent = client.call(&OPERATION).send_dynamic(json!({}));
        assert_eq!(clock.run(sent).is_ok(), is_read, "{max_body}");
    }
}

#[test]
fn a_value_of_another_kind_is_left_out_where_the_client_or_the_call_asks_for_it() {
    let clock = clock();
    let body = r#"{"Response":{"TotalCount":{},"Name":"kept","RequestId":"r"}}"#;
    let send = |client: bool, call: fn(Call) -> Call| {
        let script = Script::new().answer(200, body);
        let client = builder(&TENCENT, &script, &clock)
            .with_lenient_answers(client)
            .build()
            .unwrap();
        clock.run(call(client.call(&OPERATION)).send::<Things>())
    };
    for (client, call) in [
        (true, (|call| call) as fn(Call) -> Call),
        (true, |call| call.with_lenient_answers(true)),
        (false, |call| call.with_lenient_answers(true)),
    ] {
        let answer = send(client, call).unwrap();
        assert_eq!((answer.total, answer.name.as_deref()), (None, Some("kept")));
        let findings: Vec<String> = answer.findings().iter().map(ToString::to_string).collect();
        assert_eq!(
            findings,
            ["$.Response.TotalCount: an object in place of an integer of 64 bits, left out"]
        );
    }
    for (client, call) in [
        (false, (|call| call) as fn(Call) -> Call),
        (true, |call| call.with_lenient_answers(false)),
    ] {
        let error = send(client, call).unwrap_err();
        let kind = cause(&error).map(|cause| cause.kind);
        assert_eq!(kind, Some(DecodeErrorKind::Mismatch));
    }
}

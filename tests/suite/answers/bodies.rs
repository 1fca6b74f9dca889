//! Bodies that are no answer, or not whole, or too much.

use cloudwright::core::{ErrorKind, RetryPolicy};
use cloudwright::{Error, Response};
use cloudwright_mock::{Fault, Mock, Reply};

use crate::clouds::Cloud::{self, Alibaba, AlibabaLegacy, Ccr, Ccs, Huawei, HuaweiToken, Tcr};
use crate::clouds::{self, predicates};
use crate::raw_server::{Act, RawServer, gzip, http, sized};

/// The largest body that these tests take.
const CAP: usize = 4096;

const PAGE: &str = r#"{"Response":{"Data":{"TotalCount":1,"LogInfo":[]},"RequestId":"r"}}"#;

async fn ask_tcr(server: &RawServer) -> Result<Response<String>, Error> {
    let client = Tcr
        .bare(server.endpoint())
        .access_key("id", "secret")
        .max_body(CAP)
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    Tcr.ask(&client).await
}

async fn answered(act: Act) -> Result<Response<String>, Error> {
    ask_tcr(&RawServer::start([act]).await).await
}

#[tokio::test]
async fn what_says_success_and_is_no_result_is_an_answer_error_with_the_body_kept() {
    let mock = Mock::start().await.unwrap();
    let html = "<html>\n<body>Welcome to the hotel's network</body></html>";
    let bodies = [
        "",
        " ",
        html,
        "null",
        "[]",
        "\"ok\"",
        "17",
        "{",
        r#"{"Response":{"RequestId":"r","Data":{"TotalCount":1"#,
        r#"{"Response":{"RequestId":"r"}} trailing"#,
        "{'Response': {}}",
        "data: {\"Response\":{}}\n\n",
        "\u{0}\u{1}\u{2}",
    ];
    for cloud in clouds::ALL {
        let client = cloud.client_that_tries_once(&mock);
        for body in bodies {
            mock.enqueue(Reply::raw(200, &[("X-Request-Id", "h")], body))
                .unwrap();
            let error = cloud.ask(&client).await.unwrap_err();
            let place = format!("{cloud:?} {body:?}: {error:?}");
            assert_eq!(error.kind(), ErrorKind::Answer, "{place}");
            assert_eq!(error.status(), Some(200), "{place}");
            assert_eq!(error.body(), Some(body.as_bytes()), "{place}");
            assert!(matches!(error.request_id(), Some("h" | "r")), "{place}");
            assert_eq!(predicates(&error), "", "{place}");
            assert!(!error.to_string().contains('\n'), "{place}");
        }
    }
}

#[tokio::test]
async fn a_value_that_cannot_be_bridged_is_named_with_its_place() {
    let mock = Mock::start().await.unwrap();
    for (cloud, body, path) in [
        (
            Tcr,
            r#"{"Response":{"Data":"x","RequestId":"r"}}"#,
            "$.Response.Data",
        ),
        (
            Tcr,
            r#"{"Response":{"Data":{"LogInfo":{}},"RequestId":"r"}}"#,
            "$.Response.Data.LogInfo",
        ),
        (
            Tcr,
            r#"{"Response":{"Data":{"LogInfo":[{},{"InvokeResult":{"ReturnCode":1.5}}]},"RequestId":"r"}}"#,
            "$.Response.Data.LogInfo[1].InvokeResult.ReturnCode",
        ),
        (
            Tcr,
            r#"{"Response":{"Data":{"TotalCount":9223372036854775808},"RequestId":"r"}}"#,
            "$.Response.Data.TotalCount",
        ),
        (
            Ccr,
            r#"{"code":0,"data":{"totalCount":"many"},"RequestId":"r"}"#,
            "$.data.totalCount",
        ),
        (
            Ccs,
            r#"{"code":0,"data":{"eventList":[[1]]},"RequestId":"r"}"#,
            "$.data.eventList[0]",
        ),
        (Alibaba, r#"{"RequestId":"r","PageNo":true}"#, "$.PageNo"),
        (
            AlibabaLegacy,
            r#"{"BuildRecordLogs":"x","RequestId":"r"}"#,
            "$.BuildRecordLogs",
        ),
        (Huawei, r#"{"total":[1],"request_id":"r"}"#, "$.total"),
        (
            HuaweiToken,
            r#"{"jobs":[{"job_detail":{"a":1}}],"request_id":"r"}"#,
            "$.jobs[0].job_detail",
        ),
    ] {
        mock.enqueue(Reply::raw(200, &[], body)).unwrap();
        let client = cloud.client_that_tries_once(&mock);
        let error = cloud.ask(&client).await.unwrap_err();
        let line = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Answer, "{line}");
        assert!(
            line.contains(&format!("at {path} (line 1, column")),
            "{line}"
        );
        assert_eq!(error.request_id(), Some("r"), "{line}");
        assert_eq!(error.body(), Some(body.as_bytes()));
        let source = std::error::Error::source(&error).unwrap();
        let source: &cloudwright::core::codec::DecodeError = source.downcast_ref().unwrap();
        assert_eq!(source.path, path);
    }
}

#[tokio::test]
async fn a_hundred_thousand_brackets_overflow_nothing() {
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let mock = Mock::start().await.unwrap();
    let client = Tcr.client_that_tries_once(&mock);
    for inner in [
        deep("[", "]"),
        deep(r#"{"a":"#, "}"),
        "[".repeat(100_000),
        deep(r#"{"LogInfo":["#, "]}"),
    ] {
        for body in [
            format!(r#"{{"Response":{{"RequestId":"r","Unknown":{inner}}}}}"#),
            format!(r#"{{"Response":{{"RequestId":"r","Data":{inner}}}}}"#),
            inner.clone(),
        ] {
            for status in [200, 500] {
                mock.enqueue(Reply::raw(status, &[], body.clone())).unwrap();
                let error = Tcr.ask(&client).await.unwrap_err();
                assert_eq!(error.status(), Some(status));
                assert!(error.to_string().len() < 1000, "{error}");
                assert!(error.body().unwrap().len() <= 64 << 10);
            }
        }
    }
}

#[tokio::test]
async fn every_damage_that_the_mock_knows_ends_in_a_result_or_a_typed_error() {
    let mock = Mock::start().await.unwrap();
    for cloud in clouds::ALL {
        let client = cloud.client_that_tries_once(&mock);
        for name in Fault::names() {
            let Ok(fault) = name.parse::<Fault>() else {
                continue;
            };
            if !matches!(
                fault,
                Fault::Damage(_) | Fault::Html200 | Fault::Empty | Fault::Garbage
            ) {
                continue;
            }
            mock.enqueue(Reply::fault(fault)).unwrap();
            match cloud.ask(&client).await {
                Ok(answer) => assert_eq!(answer.status(), 200),
                Err(error) => {
                    // A code that is no zero is a complaint, even one of thirty digits.
                    let typed = [ErrorKind::Answer, ErrorKind::Service].contains(&error.kind());
                    assert!(typed, "{cloud:?} {name}: {error:?}");
                    assert!(error.body().is_some(), "{cloud:?} {name}");
                }
            }
        }
    }
    assert_eq!(mock.replies_waiting(), 0);
}

#[tokio::test]
async fn html_from_a_gateway_keeps_its_status_and_says_what_it_is() {
    let mock = Mock::start().await.unwrap();
    for cloud in clouds::ALL {
        mock.enqueue(Reply::fault(Fault::Html)).unwrap();
        let client = cloud.client_that_tries_once(&mock);
        let error = cloud.ask(&client).await.unwrap_err();
        assert_eq!(
            (error.status(), error.code().unwrap().as_str()),
            (Some(502), "502")
        );
        assert!(
            error
                .message()
                .starts_with("<html> <head><title>502 Bad Gateway"),
            "{error}"
        );
        assert!(error.body().unwrap().starts_with(b"<html>\n"));
        assert_eq!(predicates(&error), "retryable service");
    }
}

#[tokio::test]
async fn a_body_is_as_long_as_it_says_or_the_call_fails() {
    let exact = answered(Act::Write(sized("200 OK", PAGE))).await.unwrap();
    assert_eq!(exact.request_id(), Some("r"));
    let longer = http(
        &format!("200 OK\r\nContent-Length: {}", PAGE.len() + 10),
        PAGE,
    );
    let shorter = http(
        &format!("200 OK\r\nContent-Length: {}", PAGE.len() - 10),
        PAGE,
    );
    let both = http("200 OK\r\nContent-Length: 5\r\nContent-Length: 7", PAGE);
    let nonsense = http("200 OK\r\nContent-Length: many", PAGE);
    let half_a_chunk = http("200 OK\r\nTransfer-Encoding: chunked", "ff\r\n{\"Resp");
    for (act, kind) in [
        (Act::Close(longer.clone()), ErrorKind::Transport),
        (Act::Reset(longer), ErrorKind::Transport),
        (Act::Close(shorter), ErrorKind::Answer),
        (Act::Close(both), ErrorKind::Transport),
        (Act::Close(nonsense), ErrorKind::Transport),
        (Act::Close(half_a_chunk), ErrorKind::Transport),
        (
            Act::Close(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()),
            ErrorKind::Transport,
        ),
        (Act::Close(Vec::new()), ErrorKind::Transport),
    ] {
        let error = answered(act.clone()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{act:?}: {error:?}");
        assert!(error.body().is_some() == (kind == ErrorKind::Answer));
        assert_eq!(
            error.is_retryable(),
            kind == ErrorKind::Transport,
            "{error:?}"
        );
    }
    let chunked = format!("{:x}\r\n{PAGE}\r\n0\r\n\r\n", PAGE.len());
    let chunked = http("200 OK\r\nTransfer-Encoding: chunked", chunked);
    assert!(answered(Act::Write(chunked)).await.is_ok());
    assert!(answered(Act::Close(http("200 OK", PAGE))).await.is_ok());
}

#[tokio::test]
async fn a_body_over_the_cap_is_refused_and_an_errors_is_cut() {
    let huge = format!(r#"{{"Padding":"{}"}}"#, "x".repeat(2 * CAP));
    let announced = http("200 OK\r\nContent-Length: 999999999999", "{");
    for act in [
        Act::Write(sized("200 OK", &huge)),
        Act::Close(http("200 OK", &huge)),
        Act::Stall(announced),
    ] {
        let error = answered(act).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error:?}");
        assert!(
            error.to_string().contains("larger than 4096 bytes"),
            "{error}"
        );
        assert_eq!(predicates(&error), "");
    }
    let error = answered(Act::Close(http("503 Busy", "y".repeat(1 << 20)))).await;
    let error = error.unwrap_err();
    assert_eq!(
        (error.status(), error.body().unwrap().len()),
        (Some(503), 64 << 10)
    );
}

#[tokio::test]
async fn compressed_answers_are_read_and_bombs_are_not() {
    let compressed = |body: &[u8]| {
        let body = gzip(body);
        sized("200 OK\r\nContent-Encoding: gzip", body)
    };
    let answer = answered(Act::Write(compressed(PAGE.as_bytes())))
        .await
        .unwrap();
    assert_eq!(
        (answer.body(), answer.request_id()),
        (PAGE.as_bytes(), Some("r"))
    );

    let whole = gzip(PAGE.as_bytes());
    let cut = sized(
        "200 OK\r\nContent-Encoding: gzip",
        &whole[..whole.len() / 2],
    );
    let no_gzip = sized("200 OK\r\nContent-Encoding: gzip", PAGE);
    let unasked = sized("200 OK\r\nContent-Encoding: br", PAGE);
    let padded = compressed(&[b'x'; 2 * CAP]);
    for (act, retryable) in [
        (Act::Write(cut), true),
        (Act::Write(no_gzip), true),
        (Act::Write(unasked), true),
        (Act::Write(padded), false),
    ] {
        let error = answered(act).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error:?}");
        assert_eq!(error.is_retryable(), retryable, "{error:?}");
    }

    let mock = Mock::start().await.unwrap();
    for cloud in [Tcr, Huawei] {
        mock.enqueue(Reply::fault(Fault::GzipBomb)).unwrap();
        let client = cloud.builder(&mock).max_body(1 << 20).build().unwrap();
        let error = cloud.ask(&client).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts().len()),
            (ErrorKind::Transport, 1)
        );
        assert!(
            error.to_string().contains("larger than 1048576 bytes"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_huge_body_is_refused_by_what_it_announces() {
    let mock = Mock::start().await.unwrap();
    for cloud in [Tcr, Cloud::Alibaba] {
        mock.enqueue(Reply::fault(Fault::Huge)).unwrap();
        let client = cloud.builder(&mock).max_body(1 << 20).build().unwrap();
        let error = cloud.ask(&client).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.is_retryable()),
            (ErrorKind::Transport, false)
        );
    }
}

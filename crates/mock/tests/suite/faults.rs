//! Faults on demand: by header, by script, on the wire and in the body.

use std::io::{ErrorKind, Read as _, Write as _};
use std::time::{Duration, Instant};

use cloudwright_mock::{Damage, Fault, Mock, Provider, Reply};
use serde_json::json;

use crate::support::sign::{LOG, NOW, Signer, calls};
use crate::support::{Answer, Call, connect};

const TCR: &str = "DescribeApplicationTriggerLogPersonal";

fn mock() -> Mock {
    Mock::builder()
        .clock_stopped_at(NOW)
        .start_blocking()
        .unwrap()
}

fn call(mock: &Mock) -> Call {
    Signer::of(mock, Provider::Tencent).tc3(TCR, "{}")
}

fn with_fault(mock: &Mock, fault: &str) -> std::io::Result<Answer> {
    call(mock)
        .header("x-mock-fault", fault)
        .try_send(&mock.endpoint())
}

/// Everything that comes before the connection ends, and how it ends. What comes of a stalled answer,
/// if anything, is waited for, however busy the machine is; that nothing follows is believed sooner.
fn raw(mock: &Mock, fault: &str) -> (Vec<u8>, Option<ErrorKind>) {
    const PATIENCE: Duration = Duration::from_millis(300);
    let mut stream = connect(&mock.endpoint()).unwrap();
    if fault == "stall" {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
    } else {
        stream.set_read_timeout(Some(PATIENCE * 100)).unwrap();
    }
    stream
        .write_all(&call(mock).header("x-mock-fault", fault).bytes())
        .unwrap();
    let mut received = Vec::new();
    let mut piece = [0; 4096];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => return (received, None),
            Ok(count) => {
                received.extend_from_slice(&piece[..count]);
                if fault == "stall-body" {
                    stream.set_read_timeout(Some(PATIENCE)).unwrap();
                }
            }
            Err(error) => return (received, Some(error.kind())),
        }
    }
}

#[test]
fn the_wire_breaks_as_asked() {
    let mock = mock();
    let head_and_half = |received: &[u8]| {
        let text = String::from_utf8_lossy(received).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let length = head.split("content-length: ").nth(1).unwrap();
        let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
        assert_eq!(body.len(), length / 2);
    };
    let (received, end) = raw(&mock, "reset");
    assert_eq!((received.len(), end), (0, Some(ErrorKind::ConnectionReset)));
    let (received, end) = raw(&mock, "close");
    assert_eq!((received.len(), end), (0, None));
    let (received, end) = raw(&mock, "stall");
    assert_eq!((received.len(), end), (0, Some(ErrorKind::WouldBlock)));
    let (received, end) = raw(&mock, "reset-body");
    head_and_half(&received);
    assert_eq!(end, Some(ErrorKind::ConnectionReset));
    let (received, end) = raw(&mock, "stall-body");
    head_and_half(&received);
    assert_eq!(end, Some(ErrorKind::WouldBlock));
    let (received, end) = raw(&mock, "truncate");
    head_and_half(&received);
    assert_eq!(end, None);
    let (received, _) = raw(&mock, "not-http");
    assert!(!received.starts_with(b"HTTP"));
    for entry in mock.requests() {
        assert!(entry.code.is_none() && entry.reply.is_some(), "{entry:?}");
    }
}

#[test]
fn a_slow_answer_is_right_and_late() {
    let mock = mock();
    for fault in ["slow=20", "slow-head=20"] {
        let start = Instant::now();
        let answer = with_fault(&mock, fault).unwrap();
        assert_eq!(answer.code(), None);
        assert!(
            start.elapsed() >= Duration::from_millis(180),
            "{fault}: {:?}",
            start.elapsed()
        );
    }
}

#[test]
fn the_body_is_not_what_it_should_be() {
    let mock = mock();
    let answer = with_fault(&mock, "html").unwrap();
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (502, Some("text/html"))
    );
    assert_eq!(with_fault(&mock, "html-200").unwrap().status, 200);
    let answer = with_fault(&mock, "empty").unwrap();
    assert_eq!((answer.status, answer.body.len()), (200, 0));
    assert_eq!(with_fault(&mock, "status=503").unwrap().status, 503);
    let answer = with_fault(&mock, "redirect=http://elsewhere.example/").unwrap();
    assert_eq!(
        (answer.status, answer.header("location")),
        (307, Some("http://elsewhere.example/"))
    );
    let answer = with_fault(&mock, "gzip-bomb").unwrap();
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    for fault in ["garbage", "wrong-length"] {
        let answer = with_fault(&mock, fault).unwrap();
        assert!(
            serde_json::from_slice::<serde_json::Value>(&answer.body).is_err(),
            "{fault}"
        );
    }
}

#[test]
fn a_redirect_leads_where_the_mock_sees_it() {
    let mock = mock();
    let answer = with_fault(&mock, "redirect").unwrap();
    let target = answer.header("location").unwrap().to_owned();
    assert!(target.starts_with("http://localhost:"), "{target}");
    let followed = Call {
        method: "GET".to_owned(),
        path: "/_mock/elsewhere".to_owned(),
        ..Call::default()
    };
    followed.header("Host", "localhost").send(&mock.endpoint());
    assert_eq!(mock.last_request().unwrap().path, "/_mock/elsewhere");
}

#[test]
fn every_damage_reaches_the_body() {
    let mock = mock();
    let sound = call(&mock).send(&mock.endpoint()).body.len();
    for damage in Damage::ALL {
        let answer = with_fault(&mock, damage.name()).unwrap();
        assert_eq!(answer.status, 200);
        assert_ne!(answer.body.len(), sound, "{}", damage.name());
    }
    let body = with_fault(&mock, "numbers-as-text").unwrap().json();
    assert_eq!(body["Response"]["Data"]["TotalCount"], "10");
    let body = with_fault(&mock, "unknown-enum").unwrap().json();
    let row = &body["Response"]["Data"]["LogInfo"][0];
    assert_eq!(row["InvokeCondition"]["InvokeMethod"], "VALUE_OF_TOMORROW");
    assert_eq!(row["TagName"], "latest", "texts that are no enum stay");
}

#[test]
fn an_unknown_fault_is_told_what_there_is() {
    let mock = mock();
    let answer = with_fault(&mock, "no-such-fault").unwrap();
    assert_eq!(answer.status, 400);
    assert!(answer.message().contains("gzip-bomb"), "{answer}");
}

#[test]
fn a_script_fails_twice_and_then_answers() {
    let mock = mock();
    mock.script(TCR, Reply::error("InternalError").times(2))
        .unwrap();
    let codes: Vec<Option<String>> = (0..3)
        .map(|_| call(&mock).send(&mock.endpoint()).code())
        .collect();
    assert_eq!(
        codes,
        [
            Some("InternalError".to_owned()),
            Some("InternalError".to_owned()),
            None
        ]
    );
    assert_eq!(mock.replies_waiting(), 0);
}

#[test]
fn a_refused_request_takes_no_reply() {
    let mock = mock();
    mock.enqueue(Reply::error("InternalError")).unwrap();
    let mut tampered = call(&mock);
    tampered.body.push(b' ');
    assert_eq!(
        tampered.send(&mock.endpoint()).code().as_deref(),
        Some("AuthFailure.SignatureFailure")
    );
    assert_eq!(mock.replies_waiting(), 1);
    assert_eq!(
        call(&mock).send(&mock.endpoint()).code().as_deref(),
        Some("InternalError")
    );
}

#[test]
fn a_reply_can_be_anything() {
    let mock = mock();
    let send = || call(&mock).send(&mock.endpoint());
    mock.enqueue(Reply::json(418, json!({"x": 1}))).unwrap();
    mock.enqueue(Reply::raw(200, &[("x-own", "1")], "plain"))
        .unwrap();
    mock.enqueue(Reply::refusal(400, "Undocumented.Code", "why"))
        .unwrap();
    mock.enqueue(Reply::fault(Fault::Status(429)).retry_after(Duration::from_secs(3)))
        .unwrap();
    mock.enqueue(Reply::answer().after(Duration::from_millis(50)))
        .unwrap();
    assert_eq!(send().status, 418);
    let answer = send();
    assert_eq!(
        (answer.body.as_slice(), answer.header("x-own")),
        (&b"plain"[..], Some("1"))
    );
    assert_eq!(send().code().as_deref(), Some("Undocumented.Code"));
    let answer = send();
    assert_eq!(
        (answer.status, answer.header("retry-after")),
        (429, Some("3"))
    );
    let start = Instant::now();
    assert_eq!(send().code(), None);
    assert!(start.elapsed() >= Duration::from_millis(50));

    mock.always(TCR, Reply::error("InternalError")).unwrap();
    assert!(send().code().is_some() && send().code().is_some());
    mock.clear_script();
    assert_eq!(send().code(), None);
}

#[test]
fn alibaba_says_in_its_own_way_when_to_come_back() {
    let mock = mock();
    mock.enqueue(Reply::error("Throttling.User").retry_after(Duration::from_millis(1500)))
        .unwrap();
    let answer = Signer::of(&mock, Provider::Alibaba).acs3("ListRepoBuildRecordLog", LOG);
    let answer = answer.send(&mock.endpoint());
    assert_eq!(answer.header("x-acs-retry-after"), Some("1500"));
    assert_eq!(answer.code().as_deref(), Some("Throttling.User"));
}

#[test]
fn latency_comes_before_every_answer() {
    let mock = mock();
    mock.set_latency(Duration::from_millis(40));
    for right in calls(&mock) {
        let start = Instant::now();
        right.call.send(&mock.endpoint());
        assert!(start.elapsed() >= Duration::from_millis(40));
    }
    mock.set_latency(Duration::ZERO);
    let start = Instant::now();
    call(&mock)
        .header("x-mock-delay", "60")
        .send(&mock.endpoint());
    assert!(start.elapsed() >= Duration::from_millis(60));
}

#[test]
fn an_answer_bears_the_mocks_date() {
    let mock = mock();
    let answer = call(&mock).send(&mock.endpoint());
    assert_eq!(answer.header("date"), Some("Wed, 01 Jan 2025 00:00:00 GMT"));
    mock.advance_clock(7200);
    let answer = call(&mock).send(&mock.endpoint());
    assert_eq!(answer.header("date"), Some("Wed, 01 Jan 2025 02:00:00 GMT"));
    assert_eq!(
        answer.code().as_deref(),
        Some("AuthFailure.SignatureExpire")
    );
}

#[test]
fn a_stalled_request_does_not_hold_up_the_end() {
    let mock = mock();
    let mut stream = connect(&mock.endpoint()).unwrap();
    stream
        .write_all(&call(&mock).header("x-mock-fault", "stall").bytes())
        .unwrap();
    while mock.request_count() == 0 {
        std::thread::yield_now();
    }
    let start = Instant::now();
    drop(mock);
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
}

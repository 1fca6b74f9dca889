//! What goes to `tracing`, at its finest level.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

use cloudwright::core::credentials::Environment;
use cloudwright::core::testing::{ManualClock, Script};
use cloudwright::core::{Client, ClientBuilder};
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::{assert_clean, builder, echoes, mock};
use crate::clouds::{self, Cloud};

/// Writes everything down that is said on a thread which listens. It is one for the whole process:
/// which callsites are of interest is remembered there, and other tests run beside this one.
struct Everything(AtomicU64);

thread_local! {
    /// What was said on this thread since it listens.
    static SAID: RefCell<Option<String>> = const { RefCell::new(None) };
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

fn line(what: &str, write: impl FnOnce(&mut Fields<'_>)) {
    SAID.with_borrow_mut(|said| {
        if let Some(said) = said {
            let _ = write!(said, "\n{what}");
            write(&mut Fields(said));
        }
    });
}

/// Begins to listen on this thread.
pub(super) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Everything(AtomicU64::new(0))).unwrap();
    });
    SAID.set(Some(String::new()));
}

/// What was said since.
pub(super) fn said() -> String {
    SAID.take().unwrap()
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        line(span.metadata().name(), |fields| span.record(fields));
        Id::from_u64(self.0.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        line("recorded", |fields| values.record(fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let what = format!("{} {}", metadata.level(), metadata.target());
        line(&what, |fields| event.record(fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The lines of the last call's span, what was recorded in it and its events, without the message.
fn said_of(call: impl FnOnce()) -> Vec<String> {
    listen();
    call();
    let text = said();
    text.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_call_is_a_span_by_opentelemetry_s_names_with_an_event_at_its_end() {
    let clock = ManualClock::at(1_735_689_600);
    let id = r#"{"Response":{"Data":{},"RequestId":"r-1"}}"#;
    let script = Script::new().answer(503, "").answer(200, id);
    let client = builder_of(&script, &clock).build().unwrap();
    let call = client.call(Cloud::Tcr.operation());
    let said = said_of(|| drop(clock.run(call.send_dynamic(json!({"RepoName": "a"})))));
    let expected = [
        r#"call otel.name=tencent-tcr/DescribeApplicationTriggerLogPersonal otel.kind="client" rpc.system="tencent-api" rpc.service="tencent-tcr" rpc.method="DescribeApplicationTriggerLogPersonal""#,
        r#"recorded cloud.region="ap-guangzhou""#,
        r#"recorded server.address="tcr.tencentcloudapi.com""#,
        "recorded server.port=443",
        r#"DEBUG cloudwright message=attempt attempt=1 duration=0.0 http.response.status_code=503 error.type="transient" error.message="#,
        "DEBUG cloudwright message=attempt attempt=2 duration=0.0 http.response.status_code=200",
        "recorded http.response.status_code=200",
        r#"recorded request_id="r-1""#,
        "recorded http.request.resend_count=1",
        r#"DEBUG cloudwright message=end of call outcome="ok" attempts=2 duration="#,
    ];
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for (line, expected) in said.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line} is not {expected}");
    }
}

#[test]
fn a_call_that_fails_says_so_in_its_span_and_pages_have_numbers() {
    let clock = ManualClock::at(1_735_689_600);
    let page = |rows: &[u8]| {
        let rows: Vec<_> = rows
            .iter()
            .map(|row| json!({"TagName": row.to_string()}))
            .collect();
        json!({"Response": {"Data": {"LogInfo": rows, "TotalCount": 9}, "RequestId": "r"}})
    };
    let refusal = r#"{"Response":{"Error":{"Code":"New.Code","Message":"no"},"RequestId":"r-2"}}"#;
    let script = Script::new()
        .answer(200, page(&[1, 2]).to_string())
        .answer(200, page(&[3]).to_string())
        .answer(200, refusal);
    let client = builder_of(&script, &clock).build().unwrap();
    let call = client.call(Cloud::Tcr.operation());
    let mut pages = call.pages_dynamic(json!({"RepoName": "a"})).unwrap();
    let said = said_of(|| while let Ok(Some(_)) = clock.run(pages.try_next()) {});
    let spans: Vec<_> = said
        .iter()
        .filter(|line| line.starts_with("call "))
        .collect();
    assert_eq!(spans.len(), 3, "{said:#?}");
    for (span, number) in spans.iter().zip(1..) {
        assert!(span.ends_with(&format!(" page={number}")), "{span}");
    }
    // A code that nobody documented is in the message and is no type.
    for expected in [
        r#"recorded otel.status_code="ERROR""#,
        r#"recorded error.type="_OTHER""#,
        "recorded error.message=DescribeApplicationTriggerLogPersonal: New.Code: no",
        r#"DEBUG cloudwright message=end of call outcome="error" attempts=1 duration=0.0 http.response.status_code=200 request_id="r-2" error.type="_OTHER""#,
    ] {
        assert!(
            said.iter().any(|line| line.starts_with(expected)),
            "no {expected} in {said:#?}"
        );
    }
}

/// A client of a script, with a clock that stands still.
fn builder_of(script: &Script, clock: &ManualClock) -> ClientBuilder<Client> {
    Client::builder(Cloud::Tcr.service())
        .region("ap-guangzhou")
        .environment(Environment::closed)
        .access_key("AKIDexample", "a-secret-key")
        .transport(script.clone())
        .clock(clock.clone())
}

#[tokio::test]
async fn traces_tell_of_every_attempt_and_of_no_secret() {
    let mock = mock().await;
    for cloud in clouds::ALL {
        listen();
        let client = builder(cloud, &mock).build().unwrap();
        cloud.ask(&client).await.unwrap();
        for reply in echoes(cloud) {
            mock.always_for_all(reply).unwrap();
            let _ = cloud.ask(&client).await;
        }
        mock.clear_script();
        let unreachable = builder(cloud, &mock)
            .endpoint("http://127.0.0.1:9")
            .build()
            .unwrap();
        cloud.ask(&unreachable).await.unwrap_err();
        let text = said();
        for fact in [
            &format!("rpc.service=\"{}\"", cloud.service().id)[..],
            &format!("rpc.method=\"{}\"", cloud.action()),
            "rpc.system=\"",
            "cloud.region=",
            "server.address=\"127.0.0.1\"",
            "attempt=3",
            "http.response.status_code=200",
            "http.request.resend_count=2",
            "error.type=\"connect\"",
            "error.message=",
        ] {
            assert!(text.contains(fact), "{cloud:?}: no {fact} in {text}");
        }
        // Tencent's API 2.0 has no ids.
        let has_ids = !matches!(cloud, Cloud::Ccr | Cloud::Ccs);
        assert_eq!(text.contains("request_id="), has_ids, "{text}");
        assert_clean(&format!("{cloud:?}"), &text);
    }
}

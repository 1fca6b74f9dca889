//! The tools for users' own tests, as their documentation says: a scripted transport, recordings, the
//! mock cloud in a line.

use std::time::Duration;

use cloudwright::core::credentials::Environment;
use cloudwright::core::transport::{HttpResponse, RequestSent, TransportErrorKind};
use cloudwright::core::{ErrorKind, ReqwestTransport, RetryReason};
use cloudwright::tencent_tcr::Client;
use cloudwright_core::testing::{ManualClock, Recorder, Recording, Script};
use cloudwright_mock::{Fault, Mock, Provider, Reply};
use serde_json::json;

use crate::clients;
use crate::clouds::{self, Cloud};

const PAGE: &str =
    r#"{"Response":{"Data":{"TotalCount":1,"LogInfo":[{"RepoName":"a/b"}]},"RequestId":"r-1"}}"#;

/// A client of a user's program over a script, with nothing else set than the README has.
fn scripted(script: &Script, clock: &ManualClock) -> Client {
    Client::builder()
        .region("ap-guangzhou")
        .access_key("id", "secret")
        .transport(script.clone())
        .clock(clock.clone())
        .build()
        .unwrap()
}

#[test]
fn a_script_answers_in_order_and_keeps_what_was_sent() {
    let script = Script::new().answer(503, "busy").answer(200, PAGE);
    let clock = ManualClock::at(1_735_689_600);
    let client = scripted(&script, &clock);
    let call = client.describe_application_trigger_log_personal();
    let answer = clock.run(call.repo_name("a/b").limit(10)).unwrap();
    assert_eq!((answer.attempts(), answer.request_id()), (2, Some("r-1")));
    let logs = &answer.data.as_ref().unwrap().log_info;
    assert_eq!(logs[0].repo_name.as_deref(), Some("a/b"));
    let sent = script.requests();
    assert_eq!(sent.len(), 2);
    assert_eq!(&sent[0].body[..], br#"{"RepoName":"a/b","Limit":10}"#);
    assert_eq!(sent[0].url, "https://tcr.tencentcloudapi.com/");
    let action = sent[1].header("x-tc-action");
    assert_eq!(action, Some("DescribeApplicationTriggerLogPersonal"));
    assert!(script.is_finished());
}

#[test]
fn a_script_fails_hangs_and_ends() {
    let script = Script::new()
        .fail(TransportErrorKind::Reset, RequestSent::Maybe)
        .hang()
        .respond(HttpResponse::new(429, "").with_header("Retry-After", "9"));
    let clock = ManualClock::at(1_735_689_600);
    let client = scripted(&script, &clock);
    let call = client.describe_application_trigger_log_personal();
    let error = clock.run(call.with_attempts(4)).unwrap_err();
    // Nothing sleeps for real: 30 s for the attempt that hangs, 9 s as asked.
    assert!(clock.elapsed() >= Duration::from_secs(39));
    let reasons: Vec<_> = error
        .attempts()
        .iter()
        .map(|it| it.retry.map(|it| it.0))
        .collect();
    let transient = Some(RetryReason::Transient);
    assert_eq!(
        reasons,
        [transient, transient, Some(RetryReason::Throttling), None]
    );
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        error.to_string().contains("the script has no answer left"),
        "{error}"
    );
}

#[test]
fn a_function_answers_by_what_was_asked_and_pages_are_turned() {
    let script = Script::of(|request| {
        let asked: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
        let offset = asked["Offset"].as_u64().unwrap_or(0);
        let rows: Vec<_> = (offset..(offset + 2).min(5))
            .map(|row| json!({"TagName": row}))
            .collect();
        let page = json!({"Response": {"RequestId": format!("r-{offset}"),
            "Data": {"TotalCount": 5, "LogInfo": rows}}});
        Ok(HttpResponse::new(200, page.to_string()))
    });
    let clock = ManualClock::at(0);
    let client = scripted(&script, &clock);
    let mut logs = client
        .describe_application_trigger_log_personal()
        .limit(2)
        .items();
    let mut tags = Vec::new();
    while let Some(log) = clock.run(logs.try_next()).unwrap() {
        tags.push(log.tag_name.unwrap());
    }
    assert_eq!(tags, ["0", "1", "2", "3", "4"]);
    assert_eq!(script.requests().len(), 3);
}

#[test]
fn a_script_serves_programs_that_block() {
    let script = Script::new().answer(200, PAGE);
    let client = Client::builder()
        .region("ap-guangzhou")
        .access_key("id", "secret")
        .transport(script)
        .build()
        .unwrap()
        .blocking();
    let answer = client
        .describe_application_trigger_log_personal()
        .send()
        .unwrap();
    assert_eq!(answer.request_id(), Some("r-1"));
}

#[tokio::test]
async fn what_was_recorded_is_answered_again_without_a_server() {
    for cloud in clouds::ALL {
        let mock = Mock::start().await.unwrap();
        let recorder = Recorder::new(ReqwestTransport::new().unwrap());
        let client = cloud
            .builder(&mock)
            .transport(recorder.clone())
            .build()
            .unwrap();
        let live = cloud.ask(&client).await.unwrap();
        mock.enqueue(Reply::fault(Fault::Status(404))).unwrap();
        let gone = cloud.ask(&client).await.unwrap_err();
        // Another host, and the path that the service may have below it.
        let endpoint = mock.endpoint_for(cloud.service().id);
        let elsewhere = endpoint.replace(&mock.endpoint(), "https://elsewhere.example");
        drop(mock);

        // Through a file, with another key, at another time, at another host.
        let text = recorder.recording().to_string();
        let recording = Recording::parse(&text).unwrap();
        assert_eq!(recording.to_string(), text);
        let credentials = match cloud {
            Cloud::HuaweiToken => cloudwright::core::Credentials::token("another"),
            _ => cloudwright::core::Credentials::access_key("another", "key"),
        };
        let replayed = cloud
            .bare(elsewhere)
            .credentials(credentials)
            .project_id("0123456789abcdef0123456789abcdef")
            .transport(recording.replay())
            .retry(cloudwright::core::RetryPolicy::never())
            .build()
            .unwrap();
        let answer = cloud.ask(&replayed).await;
        let answer = answer.unwrap_or_else(|error| panic!("{cloud:?}: {error} {text}"));
        assert_eq!(
            (&*answer, answer.request_id()),
            (&*live, live.request_id()),
            "{cloud:?}"
        );
        let error = cloud.ask(&replayed).await.unwrap_err();
        assert_eq!((error.status(), error.code()), (gone.status(), gone.code()));
        let error = cloud.ask(&replayed).await.unwrap_err();
        assert!(error.to_string().contains("no answer left to"), "{error}");
    }
}

#[tokio::test]
async fn what_was_recorded_is_answered_again_by_a_mock() {
    for cloud in clouds::ALL {
        let real = Mock::start().await.unwrap();
        let recorder = Recorder::new(ReqwestTransport::new().unwrap());
        let client = cloud
            .builder(&real)
            .transport(recorder.clone())
            .build()
            .unwrap();
        let live = cloud.ask(&client).await.unwrap();
        drop(real);

        let mock = Mock::start().await.unwrap();
        assert_eq!(mock.replay(&recorder.recording().to_string()).unwrap(), 1);
        let client = cloud.client_that_tries_once(&mock);
        let answer = cloud.ask(&client).await.unwrap();
        assert_eq!(
            (&*answer, answer.request_id()),
            (&*live, live.request_id()),
            "{cloud:?}"
        );
        mock.verify().unwrap();
        let error = cloud.ask(&client).await.unwrap_err().to_string();
        assert!(error.contains("answered already"), "{error}");
    }
}

#[tokio::test]
async fn a_recording_does_not_answer_what_was_not_asked() {
    let script = Script::new().answer(200, PAGE);
    let recorder = Recorder::new(script);
    let clock = ManualClock::at(0);
    let over = |transport| {
        let builder = Client::builder()
            .region("ap-guangzhou")
            .access_key("id", "secret");
        builder
            .shared_transport(transport)
            .clock(clock.clone())
            .build()
            .unwrap()
    };
    let client = over(std::sync::Arc::new(recorder.clone()));
    client
        .describe_application_trigger_log_personal()
        .limit(1)
        .await
        .unwrap();
    let client = over(std::sync::Arc::new(recorder.recording().replay()));
    let other = client
        .describe_application_trigger_log_personal()
        .limit(2)
        .await;
    assert!(other.unwrap_err().to_string().contains("no answer left to"));
    client
        .describe_application_trigger_log_personal()
        .limit(1)
        .await
        .unwrap();
    assert!(Recording::parse("{}").is_err() && Recording::parse("no JSON").is_err());
}

#[tokio::test]
async fn the_mock_is_a_line_and_its_client_another() {
    let mock = Mock::start().await.unwrap();
    let client = clients::tcr(&mock).build().unwrap();
    mock.script(
        "DescribeApplicationTriggerLogPersonal",
        [
            Reply::error("InternalError"),
            Reply::fault(Fault::Reset),
            Reply::answer(),
        ],
    )
    .unwrap();
    let call = client
        .describe_application_trigger_log_personal()
        .repo_name("a/b");
    assert_eq!(call.await.unwrap().attempts(), 3);
    let received = mock.last_request().unwrap();
    assert_eq!(received.parameters, json!({"RepoName": "a/b"}));
    assert_eq!(received.service.as_deref(), Some("tencent-tcr"));
    assert!(received.is_success() && mock.request_count() == 3);
}

#[tokio::test]
async fn a_client_finds_the_mock_by_its_variables_alone() {
    let mock = Mock::start().await.unwrap();
    let variables = mock.environment();
    let client = Client::builder()
        .endpoint(mock.endpoint())
        .environment(|environment: Environment| {
            let put = |environment: Environment, (name, value): (String, String)| {
                environment.with_variable(name, value)
            };
            variables.into_iter().fold(environment.closed(), put)
        })
        .build()
        .unwrap();
    client
        .describe_application_trigger_log_personal()
        .await
        .unwrap();
    let key = mock.credentials(Provider::Tencent);
    let received = mock.last_request().unwrap();
    assert_eq!(received.region.as_deref(), Some("ap-guangzhou"));
    assert_eq!(received.proof.unwrap().key_id, key.id);
}

//! Writes under the same faults: what may have been applied is not sent again.

use std::collections::BTreeMap;
use std::time::Duration;

use cloudwright::core::codec::Document;
use cloudwright::core::meta::{Access, Kind, Operation, Parameter, Place};
use cloudwright::core::transport::RequestSent;
use cloudwright::core::{Client, RetryReason};
use cloudwright::{Error, Response};
use cloudwright_mock::{Fault, Mock, Reply, SourceFile};
use serde_json::json;

use super::{ATTEMPT, hangs, passing_faults};
use crate::clouds::Cloud::{self, Alibaba, Ccr, Huawei, Tcr};
use crate::places;
use crate::raw_server::{Act, RawServer, closed, sized};

const NAME: &[Parameter] = &[Parameter::new("Name", Kind::String, Place::Body).required()];

static TCR: Operation = Operation::new(
    &cloudwright::tencent_tcr::SERVICE,
    "CreateThing",
    Access::Write,
    "POST",
    "/",
)
.parameters(NAME);
static CCR: Operation = Operation::new(
    &cloudwright::tencent_ccr::SERVICE,
    "CreateThing",
    Access::Write,
    "GET",
    "/v2/index.php",
)
.parameters(NAME);
static CR: Operation = Operation::new(
    &cloudwright::alibaba_cr::SERVICE,
    "CreateThing",
    Access::Write,
    "POST",
    "/",
)
.parameters(&[Parameter::new("Name", Kind::String, Place::Query).required()]);
static SWR: Operation = Operation::new(
    &cloudwright::huawei_swr::SERVICE,
    "CreateThing",
    Access::Write,
    "POST",
    "/v2/{project_id}/things",
)
.parameters(&[
    Parameter::new("project_id", Kind::String, Place::Path)
        .required()
        .implicit(),
    Parameter::new("Name", Kind::String, Place::Body).required(),
]);

const CLOUDS: [(Cloud, &Operation); 4] = [(Tcr, &TCR), (Ccr, &CCR), (Alibaba, &CR), (Huawei, &SWR)];

/// An action that makes something, as its spec; the REST service needs a path too.
const ACTION: &str = "\
action: CreateThing
summary: Makes a thing.
source: { title: Things }
access: write
request:
  - { name: Name, type: string, required: yes, doc: Its name. }
response:
  - { name: RequestId, type: string, doc: Id of the request. }
";

const REST: &str = "\
action: CreateThing
summary: Makes a thing.
source: { title: Things }
access: write
method: POST
path: /v2/{project_id}/things
request:
  - { name: project_id, type: string, in: path, required: yes, doc: Project., implicit: true }
  - { name: Name, type: string, in: body, required: yes, doc: Its name. }
response:
  - { name: id, type: string, doc: Its id. }
";

/// A mock of the four services with that action.
async fn mock() -> Mock {
    let mut files = Vec::new();
    for (folder, action) in [
        ("tencent/tcr", ACTION),
        ("tencent/ccr", ACTION),
        ("alibaba/cr", ACTION),
        ("huawei/swr", REST),
    ] {
        let service = places::repository()
            .join("specs")
            .join(folder)
            .join("service.yaml");
        let service = std::fs::read_to_string(service).unwrap();
        files.push(SourceFile::new(format!("{folder}/service.yaml"), service));
        files.push(SourceFile::new(
            format!("{folder}/CreateThing.yaml"),
            action,
        ));
    }
    Mock::builder()
        .spec_files(files)
        .one_port_each(true)
        .start()
        .await
        .unwrap()
}

async fn create(
    client: &Client,
    operation: &'static Operation,
    name: &str,
) -> Result<Response<Document>, Error> {
    client
        .call(operation)
        .send_dynamic(json!({ "Name": name }))
        .await
}

/// A client for this fault: one that hangs is waited for shortly.
fn client(cloud: Cloud, mock: &Mock, fault: Option<&Fault>) -> Client {
    let mut builder = cloud.builder(mock);
    if fault.is_some_and(hangs) {
        builder = builder.attempt_timeout(ATTEMPT).stall_timeout(ATTEMPT / 2);
    }
    builder.build().unwrap()
}

#[tokio::test]
async fn a_write_that_may_have_been_applied_is_not_sent_again() {
    let mock = mock().await;
    for (cloud, operation) in CLOUDS {
        for fault in passing_faults() {
            if fault == Fault::Status(429) {
                continue;
            }
            let client = client(cloud, &mock, Some(&fault));
            let before = mock.request_count();
            mock.enqueue(Reply::fault(fault.clone())).unwrap();
            let outcome = create(&client, operation, "once").await;
            assert_eq!(mock.request_count(), before + 1, "{cloud:?} {fault}");
            match outcome {
                // An empty answer of 200 is how a REST service says that it is done.
                Ok(_) => assert_eq!((cloud, &fault), (Huawei, &Fault::Empty)),
                Err(error) => {
                    assert_ne!(error.request_sent(), RequestSent::No, "{cloud:?} {fault}");
                    assert_eq!(error.attempts().len(), 1, "{cloud:?} {fault}");
                }
            }
        }
        mock.enqueue(Reply::refusal(500, "InternalError", "perhaps"))
            .unwrap();
        let before = mock.request_count();
        let status_matters = create(&client(cloud, &mock, None), operation, "once").await;
        assert!(status_matters.is_err());
        assert_eq!(mock.request_count(), before + 1, "{cloud:?}");
    }
}

#[tokio::test]
async fn a_write_that_was_refused_unseen_is_sent_again() {
    let mock = mock().await;
    for (cloud, operation) in CLOUDS {
        let throttled = match cloud {
            Tcr => Reply::refusal(200, "RequestLimitExceeded", "slowly"),
            Ccr => Reply::refusal(200, "4400", "slowly"),
            Alibaba => Reply::refusal(400, "Throttling.User", "slowly"),
            _ => Reply::refusal(429, "APIGW.0308", "slowly"),
        };
        for reply in [throttled, Reply::fault(Fault::Status(429))] {
            let client = cloud.builder(&mock).build().unwrap();
            mock.enqueue(reply).unwrap();
            let answer = create(&client, operation, "once").await.unwrap();
            let reason = answer.failed_attempts()[0].retry.unwrap().0;
            assert_eq!((answer.attempts(), reason), (2, RetryReason::Throttling));
        }
        let client = cloud.builder(&mock).build().unwrap();
        mock.advance_clock(3 * 3600);
        let answer = create(&client, operation, "once").await.unwrap();
        let reason = answer.failed_attempts()[0].retry.unwrap().0;
        assert_eq!(
            (answer.attempts(), reason),
            (2, RetryReason::ClockSkew),
            "{cloud:?}"
        );
        mock.advance_clock(-3 * 3600);
    }
    let applied = mock.requests().iter().filter(|it| it.is_success()).count();
    assert_eq!(applied, 3 * CLOUDS.len());
}

#[tokio::test]
async fn a_replayed_write_is_not_sent_again() {
    // The first request with the nonce may have gone through: only its caller can tell.
    let mock = mock().await;
    for (cloud, operation, code) in [(Ccr, &CCR, "4500"), (Alibaba, &CR, "SignatureNonceUsed")] {
        let before = mock.request_count();
        mock.enqueue(Reply::refusal(400, code, "seen")).unwrap();
        let error = create(&client(cloud, &mock, None), operation, "once")
            .await
            .unwrap_err();
        assert_eq!(error.code().unwrap(), code);
        assert_eq!(mock.request_count(), before + 1);
    }
}

#[tokio::test]
async fn a_connection_that_ends_while_it_is_used_again_repeats_no_write() {
    let page = r#"{"Response":{"RequestId":"r"}}"#;
    for end in [Act::Close(Vec::new()), Act::Reset(Vec::new())] {
        let ok = Act::Write(sized("200 OK", page));
        let server = RawServer::start([ok.clone(), end, ok]).await;
        let client = Tcr.bare(server.endpoint()).access_key("id", "secret");
        let client = client.retry(crate::clouds::quickly()).build().unwrap();
        create(&client, &TCR, "a").await.unwrap();
        let error = create(&client, &TCR, "b").await.unwrap_err();
        assert_eq!(error.request_sent(), RequestSent::Maybe, "{error:?}");
        assert_eq!((server.requests().len(), server.connections()), (2, 1));
        create(&client, &TCR, "c").await.unwrap();
        assert_eq!(server.requests().len(), 3);
    }
}

#[tokio::test]
async fn a_write_without_a_connection_is_sent_once_there_is_one() {
    let (_held, address) = closed();
    let client = Tcr
        .bare(format!("http://{address}"))
        .access_key("id", "secret");
    let client = client.retry(crate::clouds::quickly()).build().unwrap();
    let error = create(&client, &TCR, "once").await.unwrap_err();
    assert!(error.is_connect() && error.request_sent() == RequestSent::No);
    assert_eq!(error.attempts().len(), 3);
}

#[tokio::test]
async fn of_many_writes_at_once_under_all_faults_none_is_applied_twice() {
    let mock = mock().await;
    let mut faults: Vec<Fault> = passing_faults();
    faults.retain(|fault| !super::hangs(fault));
    let replies = faults.into_iter().map(Reply::fault);
    let replies = replies.flat_map(|reply| [Reply::answer(), reply]);
    let replies: Vec<Reply> = replies.collect();
    for (cloud, operation) in CLOUDS {
        mock.clear_requests();
        mock.script("CreateThing", replies.iter().cloned().cycle().take(120))
            .unwrap();
        let client = cloud.builder(&mock).build().unwrap();
        let calls = (0..60).map(|number| {
            let client = client.clone();
            tokio::spawn(async move {
                let name = format!("thing-{number}");
                create(&client, operation, &name).await.map(|_| ())
            })
        });
        for call in calls.collect::<Vec<_>>() {
            // Right or wrong, it ends.
            let _ = tokio::time::timeout(Duration::from_secs(20), call)
                .await
                .unwrap()
                .unwrap();
        }
        let mut applied: BTreeMap<String, usize> = BTreeMap::new();
        for received in mock.requests() {
            let name = received.parameters["Name"].as_str().unwrap().to_owned();
            let refused = received.status == 429;
            *applied.entry(name).or_default() += usize::from(!refused);
        }
        assert_eq!(applied.len(), 60);
        assert!(
            applied.values().all(|count| *count <= 1),
            "{cloud:?} {applied:?}"
        );
        mock.clear_script();
    }
}

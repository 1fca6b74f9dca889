//! Writes that bear an idempotency token, under the same faults: they are sent again, with the same token and
//! a signature of their own, and applied once.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use cloudwright::core::codec::Document;
use cloudwright::core::credentials::Environment;
use cloudwright::core::meta::{Operation, Protocol};
use cloudwright::core::{Client, RetryPolicy};
use cloudwright::{Error, Response};
use cloudwright_alibaba_by_path::actions::create_cluster;
use cloudwright_alibaba_hazards::actions::create_once as alibaba;
use cloudwright_huawei_hazards::actions::create_once as huawei;
use cloudwright_mock::{Damage, Fault, Mock, Provider, Received, Reply};
use cloudwright_spec::load;
use cloudwright_tencent_hazards::actions::create_once as tencent;
use serde_json::json;

use super::{ATTEMPT, hangs, passing_faults};
use crate::{clients, clouds, places};

/// A write with a token, in each protocol that places it somewhere else.
#[derive(Clone, Copy, Debug)]
struct Write {
    provider: Provider,
    protocol: Protocol,
    operation: &'static Operation,
    /// What the thing is called by, and what the token.
    name: &'static str,
    token: &'static str,
}

const fn write(
    provider: Provider,
    protocol: Protocol,
    operation: &'static Operation,
    name: &'static str,
    token: &'static str,
) -> Write {
    Write {
        provider,
        protocol,
        operation,
        name,
        token,
    }
}

use Protocol::{AliyunAcs3, AliyunRoa, AliyunRpcV1, HuaweiAksk, TencentTc3};

const WRITES: [Write; 5] = [
    write(
        Provider::Tencent,
        TencentTc3,
        &tencent::OPERATION,
        "Name",
        "ClientToken",
    ),
    write(
        Provider::Alibaba,
        AliyunAcs3,
        &alibaba::OPERATION,
        "Name",
        "ClientToken",
    ),
    write(
        Provider::Alibaba,
        AliyunRpcV1,
        &alibaba::OPERATION,
        "Name",
        "ClientToken",
    ),
    write(
        Provider::Alibaba,
        AliyunRoa,
        &create_cluster::OPERATION,
        "name",
        "client_token",
    ),
    write(
        Provider::Huawei,
        HuaweiAksk,
        &huawei::OPERATION,
        "name",
        "X-Client-Token",
    ),
];

/// A mock of the hazards' services.
async fn mock() -> Mock {
    let specs = places::repository().join("tests/fixtures/hazards/specs");
    let files = load::read_dir(&specs).unwrap();
    let builder = Mock::builder().spec_files(files).one_port_each(true);
    builder.start().await.unwrap()
}

impl Write {
    /// A client; one that is going to hang waits shortly.
    fn client(self, mock: &Mock, retry: RetryPolicy, hangs: bool) -> Client {
        let service = self.operation.service;
        let mut builder = Client::builder(service);
        if hangs {
            builder = builder.attempt_timeout(ATTEMPT).stall_timeout(ATTEMPT / 2);
        }
        builder
            .credentials(clients::key(mock, self.provider))
            .endpoint(mock.endpoint_for(service.id))
            .protocol(self.protocol)
            .environment(Environment::closed)
            .region("cn-x")
            .retry(retry)
            .build()
            .unwrap()
    }

    async fn create(
        self,
        client: &Client,
        name: &str,
        token: Option<&str>,
    ) -> Result<Response<Document>, Error> {
        let mut parameters = json!({ self.name: name });
        if let Some(token) = token {
            parameters[self.token] = token.into();
        }
        let call = client.call(self.operation);
        call.send_dynamic(parameters).await
    }

    fn token_of(self, received: &Received) -> String {
        received.parameters[self.token].as_str().unwrap().to_owned()
    }
}

/// Whether the mock did what the request asked for, whatever it answered.
fn is_applied(received: &Received) -> bool {
    let is_sent_away = [307, 429].contains(&received.status);
    received.repeats.is_none() && received.code.is_none() && !is_sent_away
}

/// Everything that can go wrong with one attempt: before it is applied, and after.
fn mishaps() -> Vec<Reply> {
    let mut replies: Vec<Reply> = passing_faults().into_iter().map(Reply::fault).collect();
    replies.push(Reply::fault(Fault::Damage(Damage::ALL[0])));
    for (status, code) in [(500, "InternalError"), (503, "ServiceUnavailable")] {
        replies.push(Reply::refusal(status, code, "perhaps"));
    }
    replies
}

/// Whether a client has to give up waiting.
fn is_hanging(reply: &Reply) -> bool {
    let hanging = passing_faults().into_iter().filter(hangs);
    hanging
        .map(|fault| fault.to_string())
        .any(|fault| fault == reply.to_string())
}

/// Whether a client cannot tell: an empty 200 is how a REST service says that it is done, and of what is
/// damaged enough may be left.
fn is_taken(reply: &Reply) -> bool {
    [Fault::Empty, Fault::Damage(Damage::ALL[0])]
        .iter()
        .any(|fault| reply.to_string() == fault.to_string())
}

#[tokio::test]
async fn a_write_with_a_token_is_sent_again_after_any_mishap_and_applied_once() {
    let mock = mock().await;
    let mishaps = mishaps();
    assert!(mishaps.len() >= 20);
    for write in WRITES {
        for reply in &mishaps {
            let case = format!("{:?} {reply}", write.protocol);
            mock.clear_requests();
            mock.enqueue(reply.clone()).unwrap();
            let client = write.client(&mock, clouds::quickly(), is_hanging(reply));
            let answer = write.create(&client, "once", None).await;
            let answer = answer.unwrap_or_else(|error| panic!("{case}: {error}"));
            let received = mock.requests();
            assert_eq!(
                received.iter().filter(|it| is_applied(it)).count(),
                1,
                "{case}"
            );
            if answer.attempts() == 1 {
                assert!(is_taken(reply), "{case}");
                continue;
            }
            assert_eq!(received.len(), 2, "{case}");
            let [first, second] = [&received[0], &received[1]];
            assert_eq!(write.token_of(first), write.token_of(second), "{case}");
            let signature =
                |it: &Received| it.proof.as_ref().map(|proof| proof.string_to_sign.clone());
            // Tencent's has no nonce: within a second the same request has the same signature.
            if write.protocol != TencentTc3 && write.protocol != HuaweiAksk {
                assert_ne!(signature(first), signature(second), "{case}");
            }
        }
    }
}

/// Every fault that the mock knows, by its own list of them.
fn all_faults() -> Vec<Fault> {
    let names = Fault::names().into_iter();
    let example = |name: String| match name.split_once('[') {
        Some((plain, _)) => plain.to_owned(),
        None => name.replace("CODE", "503"),
    };
    names.map(|name| example(name).parse().unwrap()).collect()
}

#[tokio::test]
async fn under_every_fault_that_there_is_a_write_with_a_token_is_applied_once() {
    let mock = mock().await;
    for write in WRITES {
        for fault in all_faults() {
            let case = format!("{:?} {fault}", write.protocol);
            mock.clear_script();
            // Elsewhere is where nobody goes.
            let expected = usize::from(!matches!(fault, Fault::Redirect(_)));
            let client = write.client(&mock, clouds::quickly(), hangs(&fault));
            // Once more than it is sent at all: no attempt is spared.
            let replies = std::iter::repeat_n(Reply::fault(fault), 4);
            mock.script(write.operation.name, replies).unwrap();
            // What is damaged enough is an error, what is damaged little an answer.
            let _ = write.create(&client, &case, None).await;
            let mut received = mock.requests();
            // Those of an earlier case may come late.
            received.retain(|it| it.parameters[write.name] == case);
            let applied = received.iter().filter(|it| is_applied(it)).count();
            let tokens: BTreeSet<String> = received.iter().map(|it| write.token_of(it)).collect();
            assert_eq!((applied, tokens.len()), (expected, 1), "{case}");
        }
    }
}

#[tokio::test]
async fn a_token_is_new_with_each_call_and_the_callers_own_is_kept() {
    let mock = mock().await;
    for write in WRITES {
        mock.reset();
        let client = write.client(&mock, RetryPolicy::never(), false);
        for token in [None, None, Some("mine"), Some("mine")] {
            write.create(&client, "once", token).await.unwrap();
        }
        let received = mock.requests();
        let tokens: Vec<String> = received.iter().map(|it| write.token_of(it)).collect();
        assert_eq!(tokens[2..], ["mine", "mine"]);
        let made: BTreeSet<&String> = tokens[..2].iter().collect();
        assert_eq!(made.len(), 2, "{tokens:?}");
        for uuid in made {
            let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{uuid}");
        }
        let repeats: Vec<Option<u64>> = received.iter().map(|it| it.repeats).collect();
        let third = Some(received[2].number);
        assert_eq!(repeats, [None, None, None, third], "{write:?}");
    }
}

#[tokio::test]
async fn the_same_token_gives_the_first_answer_and_other_parameters_are_refused() {
    let mock = mock().await;
    for write in WRITES {
        let client = write.client(&mock, RetryPolicy::never(), false);
        let answer = |answer: Response<Document>| answer.into_inner().into_json();
        let first = write
            .create(&client, "a", Some("t-1"))
            .await
            .map(answer)
            .unwrap();
        let again = write
            .create(&client, "a", Some("t-1"))
            .await
            .map(answer)
            .unwrap();
        assert_eq!(first, again, "{write:?}");
        let error = write.create(&client, "b", Some("t-1")).await.unwrap_err();
        let code = match write.provider {
            Provider::Alibaba => "IdempotentParameterMismatch",
            Provider::Tencent => "InvalidParameterValue",
            Provider::Huawei => "APIGW.0201",
        };
        assert_eq!(error.code().map(AsRef::as_ref), Some(code), "{write:?}");
        assert!(
            !error.is_retryable() && error.is_invalid_request(),
            "{error}"
        );
        // What is forgotten is new again, also for the next protocol of the same service.
        mock.reset();
        write.create(&client, "b", Some("t-1")).await.unwrap();
        mock.reset();
    }
}

#[tokio::test]
async fn a_token_that_says_nothing_makes_no_write_repeatable() {
    let mock = mock().await;
    let write = WRITES[0];
    let client = write.client(&mock, clouds::quickly(), false);
    mock.enqueue(Reply::fault(Fault::Reset)).unwrap();
    let error = write.create(&client, "once", Some("")).await.unwrap_err();
    assert_eq!((error.attempts().len(), mock.request_count()), (1, 1));
}

#[tokio::test]
async fn of_many_writes_at_once_under_all_mishaps_each_is_applied_once() {
    let mock = mock().await;
    let patient = clouds::quickly().with_attempts(20);
    for write in WRITES {
        let mishaps = passing_faults().into_iter().filter(|fault| !hangs(fault));
        let replies: Vec<Reply> = mishaps
            .map(Reply::fault)
            .flat_map(|reply| [reply, Reply::answer()])
            .collect();
        mock.clear_requests();
        mock.script(
            write.operation.name,
            replies.iter().cloned().cycle().take(80),
        )
        .unwrap();
        let calls = (0..40).map(|number| {
            // Each with a budget of its own.
            let client = write.client(&mock, patient, false);
            tokio::spawn(async move {
                let name = format!("thing-{number}");
                write.create(&client, &name, None).await.map(|_| ())
            })
        });
        for call in calls.collect::<Vec<_>>() {
            let ended = tokio::time::timeout(Duration::from_secs(30), call).await;
            ended.unwrap().unwrap().unwrap();
        }
        let mut applied: BTreeMap<String, usize> = BTreeMap::new();
        for received in mock.requests() {
            let name = received.parameters[write.name].to_string();
            *applied.entry(name).or_default() += usize::from(is_applied(&received));
        }
        assert_eq!(applied.len(), 40, "{write:?}");
        assert!(
            applied.values().all(|count| *count == 1),
            "{write:?} {applied:?}"
        );
        mock.clear_script();
    }
}

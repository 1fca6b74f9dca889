//! Deadlines are kept whatever a server does, and a call that is dropped leaves nothing behind.

use std::time::{Duration, Instant};

use cloudwright::core::credentials::Environment;
use cloudwright::core::{Client, RetryPolicy};
use cloudwright_mock::{Fault, Mock, Reply};
use tokio::task::JoinSet;

use crate::clouds::{self, Cloud, predicates};
use crate::raw_server::{Act, RawServer, sized};

const SHORT: Duration = Duration::from_millis(120);
/// What a loaded machine may add to a deadline.
const SLACK: Duration = Duration::from_secs(20);

const PAGE: &str = r#"{"Response":{"Data":{"TotalCount":0,"LogInfo":[]},"RequestId":"r"}}"#;

async fn runs_out_of_time(cloud: Cloud, client: &Client) {
    let begun = Instant::now();
    let error = cloud.ask(client).await.unwrap_err();
    let took = begun.elapsed();
    assert_eq!(
        predicates(&error),
        "retryable timeout",
        "{cloud:?}: {error:?}"
    );
    assert!(took >= SHORT && took < SHORT + SLACK, "{took:?}");
    assert!(error.to_string().contains("120ms"), "{error}");
}

#[tokio::test]
async fn a_call_ends_at_its_deadline_whatever_the_server_does() {
    let mut clouds = JoinSet::new();
    for cloud in clouds::ALL {
        for fault in [
            Fault::Stall,
            Fault::StallBody,
            Fault::Slow(Duration::from_millis(60)),
            Fault::SlowHead(Duration::from_millis(60)),
        ] {
            clouds.spawn(async move {
                let mock = Mock::start().await.unwrap();
                mock.always_for_all(Reply::fault(fault)).unwrap();
                let client = cloud.builder(&mock).timeout(SHORT).build().unwrap();
                runs_out_of_time(cloud, &client).await;
            });
        }
    }
    while let Some(outcome) = clouds.join_next().await {
        outcome.unwrap();
    }
}

#[tokio::test]
async fn the_whole_call_includes_looking_for_credentials() {
    let metadata = RawServer::start([Act::Stall(Vec::new())]).await;
    for cloud in [Cloud::Tcr, Cloud::Alibaba, Cloud::Huawei] {
        let address = metadata.endpoint();
        let client = cloud
            .bare("http://127.0.0.1:9")
            .environment(|environment: Environment| {
                environment.closed().with_metadata_endpoint(address)
            })
            .timeout(SHORT)
            .build()
            .unwrap();
        runs_out_of_time(cloud, &client).await;
    }
    assert_eq!(metadata.requests().len(), 3);
}

#[tokio::test]
async fn the_whole_call_includes_waiting_for_a_place_and_all_attempts() {
    let server = RawServer::start([Act::Stall(Vec::new())]).await;
    let client = Cloud::Tcr
        .bare(server.endpoint())
        .access_key("id", "secret")
        .concurrency(1)
        .timeout(SHORT)
        .build()
        .unwrap();
    let both = tokio::join!(
        runs_out_of_time(Cloud::Tcr, &client),
        runs_out_of_time(Cloud::Tcr, &client),
    );
    let ((), ()) = both;
    // Who comes second gets the place when it is too late, if at all.
    assert!(server.requests().len() <= 2);

    let mock = Mock::start().await.unwrap();
    mock.always_for_all(Reply::fault(Fault::Reset).after(Duration::from_millis(50)))
        .unwrap();
    let patient = RetryPolicy::standard().with_attempts(1000);
    let patient = patient.with_delays(Duration::from_millis(1), Duration::from_millis(1));
    let client = Cloud::Huawei.builder(&mock).retry(patient).timeout(SHORT);
    let begun = Instant::now();
    let error = Cloud::Huawei
        .ask(&client.build().unwrap())
        .await
        .unwrap_err();
    assert!(begun.elapsed() < SHORT + SLACK, "{error:?}");
    assert!(error.attempts().len() < 10);
}

#[tokio::test]
async fn a_body_that_stalls_is_given_up_long_before_the_deadline() {
    let mock = Mock::start().await.unwrap();
    mock.enqueue(Reply::fault(Fault::StallBody)).unwrap();
    let client = Cloud::Tcr
        .builder(&mock)
        .stall_timeout(Duration::from_millis(50))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let begun = Instant::now();
    let error = Cloud::Tcr.ask(&client).await.unwrap_err();
    assert!(
        error.is_timeout() && error.to_string().contains("stalled for 50ms"),
        "{error}"
    );
    assert!(begun.elapsed() < SLACK);
}

#[tokio::test]
async fn calls_that_are_dropped_leave_the_client_as_it_was() {
    const DROPPED: usize = 20;
    let mut acts = vec![Act::Stall(sized("200 OK", PAGE)[..60].to_vec()); DROPPED / 2];
    acts.extend(vec![Act::Stall(Vec::new()); DROPPED / 2]);
    acts.push(Act::Write(sized("200 OK", PAGE)));
    let server = RawServer::start(acts).await;
    let client = Cloud::Tcr
        .bare(server.endpoint())
        .access_key("id", "secret")
        .concurrency(2)
        .build()
        .unwrap();
    for number in 1..=DROPPED {
        let call = tokio::spawn({
            let client = client.clone();
            async move { Cloud::Tcr.ask(&client).await.map(|_| ()) }
        });
        while server.requests().len() < number {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
    }
    for _ in 0..3 {
        let (first, second) = tokio::join!(Cloud::Tcr.ask(&client), Cloud::Tcr.ask(&client));
        assert_eq!(
            (first.unwrap().attempts(), second.unwrap().attempts()),
            (1, 1)
        );
    }
    // Connections with half an answer are not used again, and not kept.
    while server.open() > 2 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

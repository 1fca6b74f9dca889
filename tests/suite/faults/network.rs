//! Reads over a network that fails for a moment, or for good.

use std::time::{Duration, Instant};

use cloudwright::core::{Client, ErrorKind, RetryReason};
use cloudwright_mock::{Fault, Mock, Reply};
use tokio::task::JoinSet;

use super::{ATTEMPT, hangs, passing_faults};
use crate::clouds::{self, Cloud};
use crate::raw_server::closed;

/// A client for this fault: one that hangs is waited for shortly.
fn client(cloud: Cloud, mock: &Mock, fault: &Fault) -> Client {
    let builder = cloud.builder(mock);
    let builder = match fault {
        Fault::Stall => builder.attempt_timeout(ATTEMPT),
        Fault::StallBody => builder.stall_timeout(ATTEMPT),
        _ => builder,
    };
    builder.build().unwrap()
}

#[tokio::test]
async fn a_read_survives_every_fault_that_passes() {
    let mut clouds = JoinSet::new();
    for cloud in clouds::ALL {
        clouds.spawn(async move {
            let mock = Mock::start().await.unwrap();
            for fault in passing_faults() {
                survives(cloud, &mock, &fault).await;
            }
            assert_eq!(mock.replies_waiting(), 0);
        });
    }
    while let Some(outcome) = clouds.join_next().await {
        outcome.unwrap();
    }
}

async fn survives(cloud: Cloud, mock: &Mock, fault: &Fault) {
    let client = client(cloud, mock, fault);
    mock.enqueue(Reply::fault(fault.clone())).unwrap();
    let answer = cloud.ask(&client).await;
    let answer = answer.unwrap_or_else(|error| panic!("{cloud:?} {fault}: {error:?}"));
    assert!(answer.attempts() >= 2, "{cloud:?} {fault}");
    if !hangs(fault) {
        assert_eq!(answer.attempts(), 2, "{cloud:?} {fault}");
    }
    let (reason, _) = answer.failed_attempts()[0].retry.unwrap();
    let expected = match fault {
        Fault::Status(429) => RetryReason::Throttling,
        _ => RetryReason::Transient,
    };
    assert_eq!(reason, expected, "{cloud:?} {fault}");
}

#[tokio::test]
async fn a_read_over_a_fault_that_stays_ends_typed_after_three_attempts() {
    let cloud = Cloud::Tcr;
    for fault in passing_faults() {
        let mock = Mock::start().await.unwrap();
        mock.always_for_all(Reply::fault(fault.clone())).unwrap();
        let client = client(cloud, &mock, &fault);
        let begun = Instant::now();
        let error = cloud.ask(&client).await.unwrap_err();
        assert!(begun.elapsed() < Duration::from_secs(30), "{fault}");
        let expected = match fault {
            Fault::Stall | Fault::StallBody => ErrorKind::Timeout,
            Fault::Html | Fault::Status(_) => ErrorKind::Service,
            Fault::Html200 | Fault::Empty | Fault::Garbage | Fault::WrongLength => {
                ErrorKind::Answer
            }
            _ => ErrorKind::Transport,
        };
        assert_eq!(error.kind(), expected, "{fault}: {error:?}");
        assert_eq!(error.attempts().len(), 3, "{fault}: {error:?}");
        assert_eq!(mock.request_count(), 3, "{fault}");
        assert_eq!(error.attempts()[2].stopped(), Some("no attempts left"));
        assert!(error.to_string().contains("3 attempts"), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_is_only_slow_is_waited_for() {
    let mock = Mock::start().await.unwrap();
    for cloud in clouds::ALL {
        for fault in [
            Fault::Slow(Duration::from_millis(5)),
            Fault::SlowHead(Duration::from_millis(5)),
        ] {
            mock.enqueue(Reply::fault(fault.clone())).unwrap();
            let client = cloud.builder(&mock).build().unwrap();
            let answer = cloud.ask(&client).await.unwrap();
            assert_eq!(answer.attempts(), 1, "{cloud:?} {fault}");
        }
    }
}

#[tokio::test]
async fn nobody_listening_is_no_connection_after_three_attempts() {
    let (_held, address) = closed();
    for cloud in clouds::ALL {
        let mock = Mock::start().await.unwrap();
        let client = cloud
            .builder(&mock)
            .endpoint(format!("http://{address}"))
            .build()
            .unwrap();
        let error = cloud.ask(&client).await.unwrap_err();
        assert_eq!(clouds::predicates(&error), "connect retryable", "{error:?}");
        assert_eq!(error.attempts().len(), 3);
        assert_eq!((error.status(), error.body()), (None, None));
    }
}

#[tokio::test]
async fn a_service_that_comes_back_is_used_again_by_the_same_client() {
    let mock = Mock::start().await.unwrap();
    for cloud in clouds::ALL {
        let client = cloud.builder(&mock).build().unwrap();
        mock.always_for_all(Reply::fault(Fault::Status(503)))
            .unwrap();
        assert!(cloud.ask(&client).await.is_err());
        mock.always_for_all(Reply::fault(Fault::Reset)).unwrap();
        assert!(cloud.ask(&client).await.is_err());
        mock.clear_script();
        assert_eq!(cloud.ask(&client).await.unwrap().attempts(), 1, "{cloud:?}");
    }
}

#[tokio::test]
async fn an_outage_is_not_answered_with_three_times_the_load() {
    let mock = Mock::start().await.unwrap();
    mock.always_for_all(Reply::fault(Fault::Status(503)))
        .unwrap();
    let client = Cloud::Tcr.builder(&mock).build().unwrap();
    for _ in 0..100 {
        assert!(Cloud::Tcr.ask(&client).await.is_err());
    }
    // 500 tokens, 14 a retry.
    assert_eq!(mock.request_count(), 100 + 35);
    let error = Cloud::Tcr.ask(&client).await.unwrap_err();
    assert!(error.attempts()[0].stopped().unwrap().contains("budget"));
}

//! How long a service asks to be left alone, and how long it is.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cloudwright::core::{BoxFuture, Clock, RetryPolicy, RetryReason};
use cloudwright_mock::{Mock, Reply};

use crate::clouds::Cloud::{self, Alibaba, AlibabaLegacy, Ccr, Huawei, Tcr};

/// The machine's clock, on which waiting takes a thousandth of the time. It keeps what was waited.
#[derive(Clone, Debug, Default)]
struct HastyClock(Arc<Mutex<Vec<Duration>>>);

impl Clock for HastyClock {
    fn unix_now(&self) -> Duration {
        cloudwright::core::SystemClock.unix_now()
    }

    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.lock().unwrap().push(duration);
        Box::pin(tokio::time::sleep(duration / 1000))
    }
}

/// What the one retry of a call waited, with the standard policy and no deadline.
async fn waited(cloud: Cloud, policy: RetryPolicy, reply: Reply) -> (RetryReason, Duration) {
    let mock = Mock::start().await.unwrap();
    mock.enqueue(reply).unwrap();
    let clock = HastyClock::default();
    let client = cloud
        .builder(&mock)
        .retry(policy)
        .timeout(None)
        .attempt_timeout(None)
        .clock(clock.clone())
        .build()
        .unwrap();
    let answer = cloud.ask(&client).await.unwrap();
    assert_eq!(answer.attempts(), 2);
    let (reason, wait) = answer.failed_attempts()[0].retry.unwrap();
    let slept: Duration = clock.0.lock().unwrap().iter().sum();
    assert_eq!(slept, wait);
    (reason, wait)
}

const BUSY: &[(&str, &str)] = &[("Retry-After", "7")];

#[tokio::test]
async fn a_service_is_left_alone_for_as_long_as_it_asks() {
    let standard = RetryPolicy::standard();
    let seven = Duration::from_secs(7);
    for (cloud, reply, reason, wait) in [
        (
            Tcr,
            Reply::raw(429, BUSY, ""),
            RetryReason::Throttling,
            seven,
        ),
        (
            Tcr,
            Reply::raw(503, BUSY, ""),
            RetryReason::Transient,
            seven,
        ),
        (
            Ccr,
            Reply::raw(500, BUSY, "<html>"),
            RetryReason::Transient,
            seven,
        ),
        (
            Huawei,
            Reply::raw(429, BUSY, ""),
            RetryReason::Throttling,
            seven,
        ),
        (
            Alibaba,
            Reply::error("Throttling").retry_after(Duration::from_millis(7_250)),
            RetryReason::Throttling,
            Duration::from_millis(7_250),
        ),
        (
            AlibabaLegacy,
            Reply::raw(
                503,
                &[("x-acs-retry-after", "7250"), ("Retry-After", "1")],
                "",
            ),
            RetryReason::Throttling,
            Duration::from_millis(7_250),
        ),
        (
            Huawei,
            Reply::raw(429, &[("Retry-After", "86400")], ""),
            RetryReason::Throttling,
            Duration::from_secs(20),
        ),
        (
            Alibaba,
            Reply::raw(400, &[("x-acs-retry-after", "86400000")], ""),
            RetryReason::Throttling,
            Duration::from_secs(20),
        ),
    ] {
        assert_eq!(
            waited(cloud, standard, reply).await,
            (reason, wait),
            "{cloud:?}"
        );
    }
}

#[tokio::test]
async fn a_date_to_come_back_at_is_a_wait_too() {
    let mock = Mock::start().await.unwrap();
    mock.stop_clock_at(4_102_444_800);
    // Far in the future: what counts is the cap.
    let date = &[("Retry-After", "Fri, 01 Jan 2100 00:00:00 GMT")];
    let (reason, wait) = waited(Tcr, RetryPolicy::standard(), Reply::raw(503, date, "")).await;
    assert_eq!(
        (reason, wait),
        (RetryReason::Transient, Duration::from_secs(20))
    );
    let past = &[("Retry-After", "Wed, 01 Jan 2020 00:00:00 GMT")];
    let (_, wait) = waited(Tcr, RetryPolicy::standard(), Reply::raw(503, past, "")).await;
    assert!(wait <= Duration::from_millis(50));
}

#[tokio::test]
async fn without_being_asked_the_wait_is_drawn_below_a_bound() {
    let policy = RetryPolicy::standard();
    for _ in 0..10 {
        let (_, wait) = waited(Tcr, policy, Reply::error("InternalError")).await;
        assert!(wait <= Duration::from_millis(50), "{wait:?}");
        let (_, wait) = waited(Tcr, policy, Reply::error("RequestLimitExceeded")).await;
        assert!(wait <= Duration::from_secs(1), "{wait:?}");
    }
}

#[tokio::test]
async fn a_wait_that_is_longer_than_the_call_has_is_not_begun() {
    let mock = Mock::start().await.unwrap();
    mock.always_for_all(Reply::raw(429, BUSY, "")).unwrap();
    let client = Huawei
        .builder(&mock)
        .retry(RetryPolicy::standard())
        .timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    let begun = Instant::now();
    let error = Huawei.ask(&client).await.unwrap_err();
    assert!(error.is_throttling(), "{error:?}");
    assert!(error.attempts()[0].stopped().unwrap().contains("deadline"));
    assert!(begun.elapsed() < Duration::from_secs(4));
    assert_eq!(mock.request_count(), 1);
}

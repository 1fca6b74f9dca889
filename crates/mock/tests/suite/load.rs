//! Many requests at once: none is refused, and what is remembered stays bounded.

use std::thread;
use std::time::{Duration, Instant};

use cloudwright_mock::{Credentials, Mock, Provider};

use crate::support::sign::{LOG, NOW, Signer};
use crate::support::{connect, exchange};

const REQUESTS: u32 = 10_000;
const IN_FLIGHT: u32 = 64;

#[test]
fn ten_thousand_requests_at_64_in_flight_are_all_answered() {
    let mock = Mock::builder()
        .clock_stopped_at(NOW)
        .log_capacity(500)
        .start_blocking()
        .unwrap();
    let start = Instant::now();
    thread::scope(|scope| {
        for worker in 0..IN_FLIGHT {
            let mock = &mock;
            scope.spawn(move || {
                let mut stream = connect(&mock.endpoint()).unwrap();
                let tencent = Signer::of(mock, Provider::Tencent);
                // Signing costs a test without optimisation most of its time.
                let call = tencent
                    .tc3("DescribeApplicationTriggerLogPersonal", "{}")
                    .bytes();
                for number in (worker..REQUESTS).step_by(IN_FLIGHT as usize) {
                    let answer = if number % 50 == 0 {
                        let alibaba = Signer::of(mock, Provider::Alibaba).nonce(number);
                        let call = alibaba.acs3("ListRepoBuildRecordLog", LOG);
                        exchange(&mut stream, &call.bytes()).unwrap()
                    } else {
                        exchange(&mut stream, &call).unwrap()
                    };
                    assert_eq!(answer.status, 200, "{answer}");
                }
            });
        }
    });
    let passed = start.elapsed();
    assert_eq!(mock.request_count(), u64::from(REQUESTS));
    let kept = mock.requests();
    assert_eq!(kept.len(), 500);
    assert!(kept.iter().all(cloudwright_mock::Received::is_success));
    // Generous: a busy machine must not fail the test, a quadratic step must.
    assert!(passed < Duration::from_secs(60), "{passed:?}");
}

#[test]
fn more_connections_than_places_wait_and_are_served() {
    let mock = Mock::builder()
        .clock_stopped_at(NOW)
        .most_connections(4)
        .start_blocking()
        .unwrap();
    thread::scope(|scope| {
        for _ in 0..100 {
            scope.spawn(|| {
                let call =
                    Signer::of(&mock, Provider::Huawei).huawei(crate::support::sign::JOBS, "");
                let call = call.header("Connection", "close");
                assert_eq!(call.send(&mock.endpoint()).status, 200);
            });
        }
    });
    assert_eq!(mock.request_count(), 100);
}

#[test]
fn instances_share_nothing() {
    let (one, other) = (
        Mock::builder()
            .clock_stopped_at(NOW)
            .start_blocking()
            .unwrap(),
        Mock::builder()
            .clock_stopped_at(NOW)
            .start_blocking()
            .unwrap(),
    );
    one.add_key(Provider::Huawei, &Credentials::new("ONLYHERE", "secret"));
    let mut signer = Signer::of(&one, Provider::Huawei);
    signer.key = Credentials::new("ONLYHERE", "secret");
    assert_eq!(
        signer
            .huawei(crate::support::sign::JOBS, "")
            .send(&one.endpoint())
            .status,
        200
    );
    assert_eq!(other.request_count(), 0);
    signer.host = other.endpoint()[7..].to_owned();
    assert_eq!(
        signer
            .huawei(crate::support::sign::JOBS, "")
            .send(&other.endpoint())
            .status,
        401
    );
}

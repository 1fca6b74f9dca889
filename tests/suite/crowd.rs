//! Many calls of one client: places in flight, order, pace.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use cloudwright::core::transport::{
    BoxFuture, HttpRequest, HttpResponse, Limits, Transport, TransportError,
};
use cloudwright::core::{Client, Clock, RetryPolicy, ServiceClient};
use cloudwright_core::testing::{ManualClock, Script};
use cloudwright_mock::{Fault, Mock, Reply, When};
use serde_json::{Value, json};

use crate::clouds::Cloud::{self, Tcr};
use crate::clouds::{self, quickly};
use crate::turnstile::Turnstile;

/// The documented cap on calls in flight.
const CAP: usize = 64;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_calls_at_once_end_well_over_few_connections() {
    let mock = Mock::builder().log_capacity(10).start().await.unwrap();
    // A small page: what is measured here is not how fast a debug build decodes.
    mock.always_for_all(Reply::raw(200, &[], r#"{"Response":{"RequestId":"r"}}"#))
        .unwrap();
    let turnstile = Turnstile::before(&mock.endpoint()).await;
    let client = Tcr.builder(&mock).endpoint(turnstile.endpoint());
    let client = client.build().unwrap();
    let calls: Vec<_> = (0..10_000)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { Tcr.ask(&client).await.map(|answer| answer.attempts()) })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), 1);
    }
    assert_eq!(mock.request_count(), 10_000);
    // A call that finds no free connection opens one, and takes what becomes free first: there are
    // a few more than calls in flight.
    assert!(
        turnstile.most_open() <= 2 * CAP,
        "{}",
        turnstile.most_open()
    );
    // Connections are used again and again, so that ports do not run out.
    assert!(
        turnstile.connections() <= 2 * CAP,
        "{}",
        turnstile.connections()
    );
}

/// Every so many calls one meets faults.
const FAULTY: usize = 8;

/// As many faults as a call of three attempts gets over, whoever else fails at the same time: a call's
/// faults are its own, told by its header. All retries together cost less than the budget that a
/// client begins with, which has room for 35.
fn faults_of(number: usize) -> Vec<Reply> {
    let faults = [
        Fault::Reset,
        Fault::Status(503),
        Fault::Close,
        Fault::Truncate,
    ];
    let count = if number.is_multiple_of(FAULTY) {
        1 + number / FAULTY % 2
    } else {
        0
    };
    let faults = faults.into_iter().cycle().skip(number / FAULTY);
    faults.take(count).map(Reply::fault).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_of_every_protocol_meets_no_error_that_was_not_injected() {
    let mock = Mock::builder().log_capacity(10).start().await.unwrap();
    for cloud in clouds::ALL {
        let client = cloud.builder(&mock).build().unwrap();
        let parameters = mock.example(cloud.service().id, cloud.action()).unwrap();
        for number in 0..100 {
            let when = When::action(cloud.action()).header("x-call", number.to_string());
            mock.script(when, faults_of(number)).unwrap();
        }
        let calls: Vec<_> = (0..100)
            .map(|number| {
                let call = client.call(cloud.operation());
                let call = call.with_header("x-call", number.to_string());
                let answer = call.send_dynamic(parameters.clone());
                tokio::spawn(async move { (number, answer.await) })
            })
            .collect();
        for call in calls {
            let (number, answer) = call.await.unwrap();
            let answer = answer.unwrap_or_else(|error| panic!("{cloud:?} {number}: {error}"));
            assert_eq!(
                answer.attempts(),
                1 + faults_of(number).len(),
                "{cloud:?} {number}"
            );
        }
        mock.verify().unwrap();
        mock.clear_script();
    }
}

/// Answers after a moment, and notes who is let in and how many are inside.
#[derive(Clone, Debug, Default)]
struct Room {
    inside: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    order: Arc<Mutex<Vec<usize>>>,
}

impl Transport for Room {
    fn send(
        &self,
        request: HttpRequest,
        _: Limits,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let inside = self.inside.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(inside, Ordering::SeqCst);
            let number = request.header("X-Number").unwrap().parse().unwrap();
            self.order.lock().unwrap().push(number);
            for _ in 0..=(number % 3) {
                tokio::task::yield_now().await;
            }
            self.inside.fetch_sub(1, Ordering::SeqCst);
            Ok(HttpResponse::new(200, r#"{"Response":{"RequestId":"r"}}"#))
        })
    }
}

#[tokio::test]
async fn calls_beyond_the_cap_are_let_in_in_the_order_they_came() {
    for (cap, expected) in [(Some(1), 1), (Some(3), 3), (None, CAP)] {
        let room = Room::default();
        let builder = Tcr.bare("http://127.0.0.1:9").access_key("id", "secret");
        let builder = match cap {
            Some(cap) => builder.concurrency(cap),
            None => builder,
        };
        let client = builder.transport(room.clone()).build().unwrap();
        // Who looks for credentials first has to wait for them.
        client.check_credentials().await.unwrap();
        let calls: Vec<_> = (0..500)
            .map(|number| {
                // Clones and calls to other regions share the places.
                let call = client.clone().call(Tcr.operation());
                let call = call.with_header("X-Number", number.to_string());
                tokio::spawn(call.with_region("ap-beijing").send_dynamic(json!({})))
            })
            .collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        assert_eq!(room.most.load(Ordering::SeqCst), expected);
        assert_eq!(*room.order.lock().unwrap(), (0..500).collect::<Vec<_>>());
    }
}

#[test]
fn a_cap_of_nothing_is_refused_when_the_client_is_made() {
    let builder = Tcr.bare("http://127.0.0.1:9").concurrency(0);
    assert!(
        builder
            .build()
            .unwrap_err()
            .to_string()
            .contains("at least 1")
    );
}

/// A service that counts requests of the last second as the vendors do, and refuses too many.
fn strict(clock: &ManualClock, limit: usize, rows: u64) -> Script {
    let clock = clock.clone();
    let mut times: Vec<Duration> = Vec::new();
    Script::of(move |request| {
        let now = clock.unix_now();
        times.push(now);
        times.retain(|time| now.saturating_sub(*time) < Duration::from_secs(1));
        if times.len() > limit {
            let refusal = json!({"Response": {"RequestId": "r",
                "Error": {"Code": "RequestLimitExceeded", "Message": "slowly"}}});
            return Ok(HttpResponse::new(200, refusal.to_string()));
        }
        let asked: Value = serde_json::from_slice(&request.body).unwrap();
        let (offset, limit) = (asked["Offset"].as_u64(), asked["Limit"].as_u64());
        let (offset, limit) = (offset.unwrap_or(0), limit.unwrap_or(20));
        let logs: Vec<Value> = (offset..rows.min(offset + limit))
            .map(|row| json!({"TagName": row.to_string()}))
            .collect();
        let page = json!({"Response": {"RequestId": format!("r-{offset}"),
            "Data": {"TotalCount": rows, "LogInfo": logs}}});
        Ok(HttpResponse::new(200, page.to_string()))
    })
}

fn paced(script: &Script, clock: &ManualClock, keep: bool) -> Client {
    Tcr.bare("http://127.0.0.1:9")
        .access_key("id", "secret")
        .transport(script.clone())
        .clock(clock.clone())
        .timeout(None)
        .rate_limit(keep)
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

/// Runs futures side by side until all are ready.
async fn all<T>(futures: impl IntoIterator<Item = impl Future<Output = T> + 'static>) -> Vec<T> {
    let mut waiting: Vec<Pin<Box<dyn Future<Output = T>>>> = Vec::new();
    for future in futures {
        waiting.push(Box::pin(future));
    }
    let mut done: Vec<Option<T>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, done) in waiting.iter_mut().zip(&mut done) {
            if done.is_none()
                && let Poll::Ready(value) = future.as_mut().poll(context)
            {
                *done = Some(value);
            }
        }
        if done.iter().all(Option::is_some) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[test]
fn the_documented_rate_is_kept_across_clones_and_calls_at_once() {
    let clock = ManualClock::at(1_735_689_600);
    let script = strict(&clock, 20, 1);
    let client = paced(&script, &clock, true);
    let clones: Vec<Client> = (0..100).map(|_| client.clone()).collect();
    let calls = clones
        .into_iter()
        .map(|client| async move { Tcr.ask(&client).await });
    for answer in clock.run(all(calls)) {
        assert_eq!(answer.unwrap().attempts(), 1);
    }
    // 99 waits of a twentieth of a second and a little more.
    assert_eq!(clock.elapsed(), Duration::from_micros(52_500) * 99);
}

#[test]
fn without_being_asked_the_client_keeps_no_rate() {
    let clock = ManualClock::at(1_735_689_600);
    let script = strict(&clock, 20, 1);
    let client = paced(&script, &clock, false);
    let calls = (0..30).map(|_| {
        let client = client.clone();
        async move { Tcr.ask(&client).await }
    });
    let answers = clock.run(all(calls));
    let throttled = |answer: &Result<_, cloudwright::Error>| {
        answer
            .as_ref()
            .is_err_and(cloudwright::Error::is_throttling)
    };
    assert_eq!(
        answers.iter().filter(|answer| throttled(answer)).count(),
        10
    );
    assert_eq!(clock.elapsed(), Duration::ZERO);
}

#[test]
fn a_paginator_over_a_hundred_pages_meets_no_throttling() {
    let clock = ManualClock::at(1_735_689_600);
    let script = strict(&clock, 20, 10_000);
    let client = cloudwright::tencent_tcr::Client::from_core(paced(&script, &clock, true));
    let mut logs = client
        .describe_application_trigger_log_personal()
        .limit(100)
        .items();
    let rows = clock.run(async move {
        let mut rows = Vec::new();
        while let Some(log) = logs.try_next().await.unwrap() {
            rows.push(log.tag_name.unwrap());
        }
        rows
    });
    let expected: Vec<String> = (0..10_000).map(|row| row.to_string()).collect();
    assert_eq!(rows, expected);
    assert_eq!(script.requests().len(), 100);
    assert!(clock.elapsed() < Duration::from_secs(6));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_of_many_threads_share_one_set_of_places() {
    let room = Room::default();
    let client = Tcr
        .bare("http://127.0.0.1:9")
        .access_key("id", "secret")
        .transport(room.clone())
        .concurrency(5)
        .retry(quickly())
        .build()
        .unwrap();
    let calls: Vec<_> = (0..2_000)
        .map(|number: usize| {
            let call = client.clone().call(Cloud::Tcr.operation());
            let call = call.with_header("X-Number", number.to_string());
            tokio::spawn(async move { call.send_dynamic(json!({})).await.map(|_| ()) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert!(room.most.load(Ordering::SeqCst) <= 5);
}

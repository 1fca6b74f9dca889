//! Waits over scripts and a clock that is moved by hand.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use serde_json::json;

use super::*;
use crate::client::Client;
use crate::error::ErrorKind;
use crate::meta::{ErrorClass, ErrorCodeInfo, Operation};
use crate::retry::RetryPolicy;
use crate::testing::service::{HUAWEI, NEW_YEAR, builder};
use crate::testing::{ManualClock, Script};
use crate::transport::{RequestSent, TransportErrorKind};

static DONE: Wait = Wait::new("done", "job.status")
    .success(&["Success"])
    .failure(&["Failed"])
    .pending(&["Running"]);
static GONE: Wait = Wait::new("gone", "job.status")
    .failure(&["Failed"])
    .absent(WaitOutcome::Success)
    .delay(20);
static JOB: Operation = Operation::new(&HUAWEI, "ShowJob", Access::Read, "GET", "/job")
    .waits(&[&DONE, &GONE])
    .errors(&[ErrorCodeInfo::new("NoJob", ErrorClass::NotFound)]);
static START: Operation = Operation::new(&HUAWEI, "StartJob", Access::Write, "POST", "/job");

type Outcome = Result<Response<Document>, WaitError<Document>>;

fn client(script: &Script, clock: &ManualClock) -> Client {
    builder(&HUAWEI, script, clock).build().unwrap()
}

fn state(state: &str) -> String {
    json!({"job": {"status": state}}).to_string()
}

fn states(states: &[&str]) -> Script {
    let answer = |script: Script, text: &&str| script.answer(200, state(text));
    states.iter().fold(Script::new(), answer)
}

/// Waits over a script; what is changed of the wait is up to the test.
fn waited(
    script: &Script,
    wait: &'static Wait,
    change: impl FnOnce(Polling<'static, Document>) -> Polling<'static, Document>,
) -> (Outcome, Duration) {
    let clock = ManualClock::at(NEW_YEAR);
    let call = client(script, &clock).call(&JOB);
    let polling = change(call.wait_dynamic(json!({}), wait).unwrap());
    let outcome = clock.run(polling.into_future());
    (outcome, clock.elapsed())
}

fn plain(script: &Script, wait: &'static Wait) -> Outcome {
    waited(script, wait, |polling| polling).0
}

#[test]
fn it_asks_until_the_state_is_there_and_tells_of_each_answer() {
    let script = states(&["Running", "Odd", "Running", "Success"]);
    let told = std::sync::Mutex::new(Vec::new());
    let clock = ManualClock::at(NEW_YEAR);
    let call = client(&script, &clock).call(&JOB);
    let polling = call.wait_dynamic(json!({}), &DONE).unwrap();
    let polling = polling.on_answer(|asked| {
        let state = asked.state.map(str::to_owned);
        told.lock()
            .unwrap()
            .push((asked.number, state, asked.next.is_some()));
    });
    let answer = clock.run(polling.into_future()).unwrap();
    assert_eq!(
        answer.into_inner().into_json(),
        json!({"job": {"status": "Success"}})
    );
    let waited = clock.elapsed().as_secs_f64();
    // From 2 s to 2, 4 and 8 s.
    assert!((6.0..14.0).contains(&waited), "{waited}");
    let text = |state: &str| Some(state.to_owned());
    assert_eq!(
        told.into_inner().unwrap(),
        [
            (1, text("Running"), true),
            (2, text("Odd"), true),
            (3, text("Running"), true),
            (4, text("Success"), false),
        ]
    );
}

#[test]
fn a_failed_state_ends_it_with_the_state_and_the_answer() {
    let error = plain(&states(&["Running", "Failed"]), &DONE).unwrap_err();
    assert_eq!(
        (error.kind(), error.state(), error.asked()),
        (WaitErrorKind::Failed, Some("Failed"), 2)
    );
    assert_eq!(error.answer().unwrap().body(), state("Failed").as_bytes());
    let line = error.to_string();
    assert!(
        line.starts_with("ShowJob: waiting for `done` ended in the state `Failed` (2 calls in "),
        "{line}"
    );
    let error = Error::from(error);
    assert_eq!(
        (error.kind(), error.action()),
        (ErrorKind::Wait, Some("ShowJob"))
    );
}

#[test]
fn a_state_that_nobody_documented_ends_it_only_where_that_is_asked_for() {
    let script = || states(&["Odd", "Success"]);
    assert!(plain(&script(), &DONE).is_ok());
    let (outcome, _) = waited(&script(), &DONE, |polling| {
        polling.with_known_states_only(true)
    });
    let error = outcome.unwrap_err();
    assert_eq!(
        (error.kind(), error.state()),
        (WaitErrorKind::UnknownState, Some("Odd"))
    );
    assert!(
        error
            .to_string()
            .contains("`Odd`, a state that is not documented"),
        "{error}"
    );
}

#[test]
fn it_ends_at_the_deadline_with_the_last_answer() {
    let script = Script::of(|_| Ok(crate::transport::HttpResponse::new(200, state("Running"))));
    let (outcome, took) = waited(&script, &DONE, |polling| {
        polling
            .with_deadline(Duration::from_secs(60))
            .with_delays(Duration::from_secs(7), Duration::from_secs(7))
    });
    let error = outcome.unwrap_err();
    assert_eq!(
        (error.kind(), error.state()),
        (WaitErrorKind::Deadline, Some("Running"))
    );
    // At 0, 7 … 56: then there is no time for another.
    assert_eq!((error.asked(), took), (9, Duration::from_secs(56)));
    assert!(
        error.to_string().contains("the last state was `Running`"),
        "{error}"
    );
}

#[test]
fn a_call_that_hangs_is_given_up_at_the_deadline() {
    let script = states(&["Running"]).hang();
    let (outcome, took) = waited(&script, &DONE, |polling| {
        polling.with_deadline(Duration::from_secs(9))
    });
    let error = outcome.unwrap_err();
    assert_eq!((error.kind(), error.asked()), (WaitErrorKind::Deadline, 2));
    assert!(error.error().unwrap().is_timeout() && error.answer().is_some());
    assert_eq!(took, Duration::from_secs(9));
}

#[test]
fn faults_in_between_are_retried_and_a_few_calls_may_fail_altogether() {
    let reset = |script: Script| script.fail(TransportErrorKind::Reset, RequestSent::Maybe);
    let throttled = |script: Script| script.answer(429, r#"{"error_code":"APIGW.0308"}"#);
    let script = states(&["Running"]);
    let script = throttled(reset(script.answer(500, "{}"))).answer(200, state("Success"));
    // Three attempts fail, which is one call; the next one succeeds.
    assert_eq!(plain(&script, &DONE).unwrap().attempts(), 1);
    assert_eq!(script.requests().len(), 5);

    let broken = (0..30).fold(states(&["Running"]), |script, _| reset(script));
    let error = plain(&broken, &DONE).unwrap_err();
    assert_eq!((error.kind(), error.asked()), (WaitErrorKind::Call, 5));
    assert!(error.answer().is_some());
    assert_eq!(Error::from(error).kind(), ErrorKind::Transport);
    let (outcome, _) = waited(&states(&["Running"]).answer(403, "{}"), &DONE, |polling| {
        polling
    });
    let error = outcome.unwrap_err();
    assert!(error.error().unwrap().is_denied() && error.kind() == WaitErrorKind::Call);
}

#[test]
fn what_is_gone_can_be_what_is_waited_for() {
    let not_found = r#"{"error_code":"NoJob","error_msg":"none"}"#;
    let script = states(&["Running"]).answer(404, not_found);
    let (outcome, took) = waited(&script, &GONE, |polling| polling);
    let answer = outcome.unwrap();
    assert_eq!(
        (answer.status(), answer.into_inner()),
        (404, Document::default())
    );
    assert_eq!(took, Duration::from_secs(20));
    assert!(plain(&states(&["Running"]).answer(200, "{}"), &GONE).is_ok());
    let error = plain(&Script::new().answer(404, not_found), &DONE).unwrap_err();
    assert_eq!(error.kind(), WaitErrorKind::Call);
}

#[test]
fn a_program_says_itself_what_it_waits_for() {
    let polled = |operation: &'static Operation, script: &Script| {
        let clock = ManualClock::at(NEW_YEAR);
        let builder = builder(&HUAWEI, script, &clock).retry(RetryPolicy::never());
        let call = builder.build().unwrap().call(operation);
        let polling = call.poll_dynamic(json!({}), |answer| match answer.get("job") {
            Some(job) if job["status"] == "Failed" => WaitOutcome::Failure,
            Some(job) => (job["status"] == "Success").into(),
            None => WaitOutcome::Pending,
        });
        clock.run(polling.unwrap().into_future())
    };
    let faulty = || {
        states(&["Running"])
            .answer(503, "{}")
            .answer(200, state("Success"))
    };
    assert!(polled(&JOB, &faulty()).is_ok());
    let error = polled(&JOB, &states(&["Running", "Failed"])).unwrap_err();
    assert_eq!((error.kind(), error.state()), (WaitErrorKind::Failed, None));
    // A write that may have been applied is not made again.
    assert_eq!(
        polled(&START, &faulty()).unwrap_err().kind(),
        WaitErrorKind::Call
    );
}

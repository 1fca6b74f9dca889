//! `--wait`: the call is made again and again until its answer says what is wanted, by a wait that its spec
//! documents or by expressions.

use cloudwright_core::codec::Document;
use cloudwright_core::meta::{Access, Operation, Wait};
use cloudwright_core::{Asked, Call, Polling, Response, WaitError, WaitErrorKind};
use cloudwright_vocabulary::printable;
use serde_json::{Map, Value};

use super::narration::ProgressLine;
use crate::command::condition::Waiting;
use crate::command::options::Options;
use crate::failure::{Abort, Exit, Failure};
use crate::given::SetIfGiven as _;

/// The last answer of a call that is repeated until it is the one; how far it is stands on a terminal.
pub(super) async fn fetch(
    call: Call,
    parameters: Map<String, Value>,
    options: &Options,
) -> Result<Value, Abort> {
    let waiting = &options.waiting;
    let operation = call.operation();
    if operation.access == Access::Write {
        let message = format!(
            "{} may change something: it is not called again and again",
            operation.name
        );
        return Err(Failure::usage(message).into());
    }
    let parameters = Value::Object(parameters);
    let mut line = ProgressLine::new(options);
    let polling = match &waiting.name {
        Some(name) => call.wait_dynamic(parameters, documented(operation, name)?)?,
        None => call.poll_dynamic(parameters, |answer| waiting.judge(&json(answer)))?,
    };
    let ended = paced(polling, waiting)
        .on_answer(|asked| line.show(|| progress(waiting, asked)))
        .await;
    drop(line);
    match ended {
        Ok(answer) => Ok(answer.into_inner().into_json()),
        Err(error) => Err(failed(error, waiting).into()),
    }
}

fn paced<'a>(polling: Polling<'a, Document>, waiting: &Waiting) -> Polling<'a, Document> {
    polling
        .given(waiting.timeout, Polling::with_deadline)
        .given(waiting.delay, |polling, delay| {
            polling.with_delays(delay, delay.saturating_mul(15))
        })
}

/// The wait of a name, in any spelling of its words.
fn documented(operation: &'static Operation, name: &str) -> Result<&'static Wait, Failure> {
    let plain = name.to_ascii_lowercase().replace('-', "_");
    let mut waits = operation.waits.iter().copied();
    waits.find(|wait| wait.name == plain).ok_or_else(|| {
        let known: Vec<&str> = operation.waits.iter().map(|wait| wait.name).collect();
        let there = if known.is_empty() {
            "it documents none".to_owned()
        } else {
            format!("there are {}", known.join(", "))
        };
        let message = format!("{} has no wait `{name}`: {there}", operation.name);
        let hint = "--wait 'JMESPATH=VALUE' waits for anything else";
        Failure::usage(message).with_hint(hint)
    })
}

fn json(answer: &Response<Document>) -> Value {
    Document::clone(answer).into_json()
}

/// What is said of a wait that ended otherwise.
fn failed(error: WaitError<Document>, waiting: &Waiting) -> Failure {
    let state = error.state().map(str::to_owned);
    let state = state.or_else(|| Some(waiting.state(&json(error.answer()?))));
    let (kind, asked, waited) = (error.kind(), error.asked(), error.waited().as_secs_f64());
    let id = error
        .answer()
        .and_then(Response::request_id)
        .map(str::to_owned);
    let error = cloudwright_core::Error::from(error);
    if kind == WaitErrorKind::Call {
        return error.into();
    }
    let action = error.action().unwrap_or("the call");
    let mut failure = Failure::new(Exit::Wait, format!("{action}: {}", error.message()));
    if let Some(state) = &state {
        failure = failure.with_fact("state", state.as_str());
    }
    failure
        .with_fact("calls", format!("{asked} in {waited:.1} s"))
        .with_member("kind", Exit::Wait.kind())
        .with_member("action", error.action())
        .with_member("message", error.message())
        .with_member("request_id", id)
        .with_member("state", state)
        .with_member("calls", asked)
}

/// How far a wait is.
fn progress(waiting: &Waiting, asked: &Asked<'_, Document>) -> String {
    let state = match (asked.state, asked.outcome) {
        (Some(state), _) => state.to_owned(),
        (None, Ok(answer)) => waiting.state(&json(answer)),
        (None, Err(error)) => error.to_string(),
    };
    let state: String = state.chars().take(60).collect();
    let (state, seconds) = (printable::text(&state), asked.waited.as_secs());
    format!("{state} after {seconds} s, call {}", asked.number)
}

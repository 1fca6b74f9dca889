//! `--wait`: the call is made again and again until its answer says what is wanted, by a wait that its spec
//! documents or by expressions.

use std::io::IsTerminal as _;
use std::time::Duration;

use cloudwright_core::codec::Document;
use cloudwright_core::meta::{Access, Operation, Wait, WaitOutcome};
use cloudwright_core::{Asked, Call, Polling, Response, WaitError, WaitErrorKind};
use cloudwright_vocabulary::printable;
use serde_json::{Map, Value};

use crate::failure::{Exit, Failure, Stop};
use crate::look::Look;
use crate::query::Query;
use crate::say;

/// What `--wait` and its companions say.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    name: Option<String>,
    /// All of them must hold.
    wanted: Vec<Condition>,
    /// One is enough to give up.
    failing: Vec<Condition>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) delay: Option<Duration>,
}

/// `JMESPATH=VALUE`. A query stays in its thread, which a wait may leave: it is read anew for each answer.
#[derive(Debug)]
struct Condition {
    option: &'static str,
    query: String,
    value: String,
}

impl Condition {
    /// Reads a condition; `None` where there is no `=`.
    fn read(option: &'static str, text: &str) -> Result<Option<Self>, Failure> {
        // An expression may compare; the value is what stands last.
        let Some((query, value)) = text.rsplit_once('=') else {
            return Ok(None);
        };
        let (query, value) = (query.trim().to_owned(), value.trim().to_owned());
        Query::compile(option, &query)?;
        Ok(Some(Self {
            option,
            query,
            value,
        }))
    }

    /// What the expression gives, as the value is written. What it cannot be asked for yet is nothing.
    fn found(&self, result: &Value) -> String {
        let query = Query::compile(self.option, &self.query);
        match query.and_then(|query| query.apply(result)) {
            Ok(Value::String(text)) => text,
            Ok(other) => other.to_string(),
            Err(_) => Value::Null.to_string(),
        }
    }

    fn holds(&self, result: &Value) -> bool {
        self.found(result) == self.value
    }
}

impl Waiting {
    /// Reads `--wait` and `--wait-fail`.
    pub(crate) fn read(waits: &[String], failing: &[String]) -> Result<Self, Failure> {
        let mut waiting = Self::default();
        for text in waits {
            match Condition::read("--wait", text)? {
                Some(condition) => waiting.wanted.push(condition),
                None if waiting.name.is_some() => {
                    return Err(Failure::usage("--wait takes one name, or expressions"));
                }
                None => waiting.name = Some(text.clone()),
            }
        }
        for text in failing {
            let condition = Condition::read("--wait-fail", text)?;
            let condition =
                condition.ok_or_else(|| Failure::usage("--wait-fail takes JMESPATH=VALUE"))?;
            waiting.failing.push(condition);
        }
        let is_mixed = !waiting.wanted.is_empty() || !waiting.failing.is_empty();
        if waiting.name.is_some() && is_mixed {
            let message = "a documented wait has its own states: it takes no expressions beside it";
            return Err(Failure::usage(message));
        }
        Ok(waiting)
    }

    /// Whether there is anything to wait for.
    pub(crate) fn is_on(&self) -> bool {
        self.name.is_some() || !self.wanted.is_empty()
    }

    /// Whether something was said that only goes with a wait.
    pub(crate) fn has_details(&self) -> bool {
        !self.failing.is_empty() || self.timeout.is_some() || self.delay.is_some()
    }

    fn judge(&self, result: &Value) -> WaitOutcome {
        if self.failing.iter().any(|condition| condition.holds(result)) {
            WaitOutcome::Failure
        } else {
            let mut wanted = self.wanted.iter();
            wanted.all(|condition| condition.holds(result)).into()
        }
    }

    /// What the expressions give now.
    fn state(&self, result: &Value) -> String {
        let all = self.wanted.iter().chain(&self.failing);
        let mut states: Vec<String> = all.map(|condition| condition.found(result)).collect();
        states.dedup();
        states.join(", ")
    }
}

/// The last answer of a call that is repeated until it is the one; how far it is stands on a terminal, unless the
/// call is quiet.
pub(super) async fn fetch(
    call: Call,
    parameters: Map<String, Value>,
    waiting: &Waiting,
    is_quiet: bool,
) -> Result<Value, Stop> {
    let operation = call.operation();
    if operation.access == Access::Write {
        let message = format!(
            "{} may change something: it is not called again and again",
            operation.name
        );
        return Err(Failure::usage(message).into());
    }
    let parameters = Value::Object(parameters);
    let mut progress = Progress::new(is_quiet);
    let polling = match &waiting.name {
        Some(name) => call.wait_dynamic(parameters, documented(operation, name)?)?,
        None => call.poll_dynamic(parameters, |answer| waiting.judge(&json(answer)))?,
    };
    let ended = paced(polling, waiting)
        .on_answer(|asked| progress.show(waiting, asked))
        .await;
    drop(progress);
    match ended {
        Ok(answer) => Ok(answer.into_inner().into_json()),
        Err(error) => Err(failed(error, waiting).into()),
    }
}

fn paced<'a>(polling: Polling<'a, Document>, waiting: &Waiting) -> Polling<'a, Document> {
    let polling = match waiting.timeout {
        Some(timeout) => polling.with_deadline(timeout),
        None => polling,
    };
    match waiting.delay {
        Some(delay) => polling.with_delays(delay, delay.saturating_mul(15)),
        None => polling,
    }
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

/// How far a wait is: one line on a terminal, wiped away at the end.
struct Progress {
    is_on: bool,
    is_shown: bool,
}

impl Progress {
    fn new(is_quiet: bool) -> Self {
        Self {
            is_on: !is_quiet && std::io::stderr().is_terminal(),
            is_shown: false,
        }
    }

    fn show(&mut self, waiting: &Waiting, asked: &Asked<'_, Document>) {
        if !self.is_on {
            return;
        }
        self.is_shown = true;
        let state = match (asked.state, asked.outcome) {
            (Some(state), _) => state.to_owned(),
            (None, Ok(answer)) => waiting.state(&json(answer)),
            (None, Err(error)) => error.to_string(),
        };
        let state: String = state.chars().take(60).collect();
        let (state, seconds) = (printable::text(&state), asked.waited.as_secs());
        let calls = asked.number;
        let text = format!("{state} after {seconds} s, call {calls}");
        say(&format!("\r\u{1b}[K{}", Look::of_stderr().faint(&text)));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            say("\r\u{1b}[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn waiting(waits: &[&str], failing: &[&str]) -> Result<Waiting, String> {
        let owned = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        Waiting::read(&owned(waits), &owned(failing))
            .map_err(|failure| failure.message().to_owned())
    }

    #[test]
    fn all_that_is_wanted_must_hold_and_one_that_fails_is_enough() {
        let waiting = waiting(
            &["Status=Running", "length(Rows[?Name=='a'])=1"],
            &["Status=Failed"],
        );
        let waiting = waiting.unwrap_or_default();
        for (result, outcome) in [
            (
                json!({"Status": "Running", "Rows": [{"Name": "a"}]}),
                WaitOutcome::Success,
            ),
            (
                json!({"Status": "Running", "Rows": []}),
                WaitOutcome::Pending,
            ),
            (
                json!({"Status": "Failed", "Rows": [{"Name": "a"}]}),
                WaitOutcome::Failure,
            ),
            // What has no length yet has none.
            (json!({"Status": "Running"}), WaitOutcome::Pending),
            (json!(null), WaitOutcome::Pending),
        ] {
            assert_eq!(waiting.judge(&result), outcome, "{result}");
        }
    }

    #[test]
    fn values_are_compared_as_they_are_written() {
        for (condition, result) in [
            ("Done=true", json!({"Done": true})),
            ("Count=3", json!({"Count": 3})),
            ("Name=", json!({"Name": ""})),
            ("Name=null", json!({})),
            ("Names=[\"a\"]", json!({"Names": ["a"]})),
            ("Status = up ", json!({"Status": "up"})),
        ] {
            let waiting = waiting(&[condition], &[]).unwrap_or_default();
            assert_eq!(waiting.judge(&result), WaitOutcome::Success, "{condition}");
        }
    }

    #[test]
    fn what_cannot_be_waited_for_is_told() {
        for (waits, failing, told) in [
            (&["ready", "done"][..], &[][..], "one name"),
            (&["ready", "a=b"], &[], "no expressions beside"),
            (&["ready"], &["a=b"], "no expressions beside"),
            (&["a=b"], &["broken"], "--wait-fail takes"),
            (&["a[=b"], &[], "--wait cannot be done"),
        ] {
            let read = waiting(waits, failing);
            assert!(
                read.as_ref().is_err_and(|message| message.contains(told)),
                "{read:?}"
            );
        }
    }
}

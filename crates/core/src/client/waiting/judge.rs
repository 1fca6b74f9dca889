//! What an answer says of a documented wait: the states at its path, and what they mean together.

use crate::codec::{Document, Envelope, Json, decode_body};
use crate::meta::{Operation, Wait, WaitOutcome};

/// What an answer means, and the state that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) outcome: WaitOutcome,
    /// The first state that is not success, or any where all are; `None` where there is none.
    pub(super) state: Option<String>,
    /// Whether all states are documented.
    pub(super) is_known: bool,
}

impl Judgement {
    /// What a function of the program says.
    pub(super) fn of(outcome: WaitOutcome) -> Self {
        Self {
            outcome,
            state: None,
            is_known: true,
        }
    }
}

/// Judges the body of an answer by a table.
pub(super) fn body(operation: &Operation, wait: &Wait, body: &[u8]) -> Judgement {
    let envelope = operation.service.envelope;
    let (mut document, mut beside) = (Document::default(), Document::default());
    let envelope = envelope.map_or(Envelope::Flat, Envelope::Part);
    // It was read once already, as what the program asked for.
    let read = decode_body(body, envelope, &mut document, &mut beside);
    let result = read.map(|_| document.into_json()).unwrap_or_default();
    judge(wait, &states(&result, wait))
}

/// The states at the wait's path, in whatever spelling there is one.
fn states(result: &Json, wait: &Wait) -> Vec<String> {
    let mut states = Vec::new();
    for path in std::iter::once(&wait.path).chain(wait.other_paths) {
        collect(result, path, &mut states);
    }
    states
}

fn judge(wait: &Wait, states: &[String]) -> Judgement {
    let Some(first) = states.first() else {
        return Judgement::of(wait.absent.unwrap_or(WaitOutcome::Pending));
    };
    let is_known = states.iter().all(|state| wait.outcome(state).is_some());
    let with = |outcome| states.iter().find(|state| wait.outcome(state) == outcome);
    let failed = with(Some(WaitOutcome::Failure));
    let unfinished = || with(None).or_else(|| with(Some(WaitOutcome::Pending)));
    let (outcome, state) = match failed {
        Some(state) => (WaitOutcome::Failure, state),
        None => match unfinished() {
            Some(state) => (WaitOutcome::Pending, state),
            None => (WaitOutcome::Success, first),
        },
    };
    Judgement {
        outcome,
        state: Some(state.clone()),
        is_known,
    }
}

/// The states at a path: texts, numbers and flags, of each entry of the lists on the way. A name may hold
/// dots, so the longest that is there is taken at each step.
fn collect(value: &Json, path: &str, states: &mut Vec<String>) {
    match value {
        Json::Array(entries) => {
            for entry in entries {
                collect(entry, path, states);
            }
        }
        Json::Object(members) => {
            let ends = path.match_indices('.').map(|(at, _)| at);
            let ends = [path.len()].into_iter().chain(ends.rev());
            let found = ends.into_iter().find_map(|end| {
                let (name, rest) = path.split_at(end);
                Some((members.get(name)?, rest.strip_prefix('.').unwrap_or(rest)))
            });
            if let Some((member, rest)) = found {
                collect(member, rest, states);
            }
        }
        Json::Null => {}
        _ if !path.is_empty() => {}
        Json::String(text) => states.push(text.clone()),
        other => states.push(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    static WAIT: Wait = Wait::new("running", "Rows.Status")
        .other_paths(&["Rows.State"])
        .success(&["Running", "1"])
        .failure(&["Failed"])
        .pending(&["Pending"]);

    fn judged(result: &Json) -> (WaitOutcome, Option<String>, bool) {
        let judged = judge(&WAIT, &states(result, &WAIT));
        (judged.outcome, judged.state, judged.is_known)
    }

    #[test]
    fn all_entries_must_succeed_and_one_that_fails_is_enough() {
        use WaitOutcome::{Failure, Pending, Success};
        let rows = |states: &[&str]| {
            let rows = states.iter().map(|state| json!({"Status": state}));
            json!({"Rows": rows.collect::<Vec<_>>()})
        };
        for (states, outcome, state, is_known) in [
            (&["Running", "Running"][..], Success, "Running", true),
            (&["Running", "Pending"], Pending, "Pending", true),
            (&["Pending", "Failed", "Running"], Failure, "Failed", true),
            (&["Running", "Odd", "Pending"], Pending, "Odd", false),
            (&["Odd", "Failed"], Failure, "Failed", false),
        ] {
            let expected = (outcome, Some(state.to_owned()), is_known);
            assert_eq!(judged(&rows(states)), expected, "{states:?}");
        }
    }

    #[test]
    fn states_are_texts_numbers_and_flags_and_where_there_are_none_it_goes_on() {
        use WaitOutcome::{Pending, Success};
        for (result, outcome, state) in [
            (json!({"Rows": {"Status": 1}}), Success, Some("1")),
            (json!({"Rows": {"Status": true}}), Pending, Some("true")),
            (json!({"Rows.Status": "Running"}), Success, Some("Running")),
            (
                json!([{"Rows": {"Status": "Running"}}]),
                Success,
                Some("Running"),
            ),
            (
                json!({"Rows": [{"Status": ["Running", "Running"]}]}),
                Success,
                Some("Running"),
            ),
            (json!({"Rows": []}), Pending, None),
            (json!({"Rows": [{"Status": null}]}), Pending, None),
            (json!({"Rows": [{"Status": {"More": 1}}]}), Pending, None),
            (json!({"Rows": "Running"}), Pending, None),
            (json!({}), Pending, None),
            (json!(null), Pending, None),
        ] {
            let (judged, found, _) = judged(&result);
            assert_eq!((judged, found.as_deref()), (outcome, state), "{result}");
        }
    }
}

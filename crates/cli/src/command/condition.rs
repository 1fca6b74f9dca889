//! What `--wait` and its companions say: a wait that a spec documents, or expressions and their values.

use std::time::Duration;

use cloudwright_core::meta::WaitOutcome;
use serde_json::Value;

use crate::failure::Failure;
use crate::query::Query;

/// What `--wait` and its companions say.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    pub(crate) name: Option<String>,
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

    pub(crate) fn judge(&self, result: &Value) -> WaitOutcome {
        if self.failing.iter().any(|condition| condition.holds(result)) {
            WaitOutcome::Failure
        } else {
            let mut wanted = self.wanted.iter();
            wanted.all(|condition| condition.holds(result)).into()
        }
    }

    /// What the expressions give now.
    pub(crate) fn state(&self, result: &Value) -> String {
        let all = self.wanted.iter().chain(&self.failing);
        let mut states: Vec<String> = all.map(|condition| condition.found(result)).collect();
        states.dedup();
        states.join(", ")
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

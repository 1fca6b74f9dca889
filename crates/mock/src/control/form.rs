//! Scripts as programs write them that are not in Rust: JSON in, replies out.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::script::{MOST_REPLIES, Reply, ReplySource, Script, ScriptError, When};

/// Which requests are meant, and what they are answered.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptForm {
    /// Any action where absent. `SERVICE/ACTION` says which service's.
    #[serde(default)]
    action: Option<String>,
    #[serde(default)]
    service: Option<String>,
    #[serde(default)]
    region: Option<String>,
    /// By dotted names; null where a parameter must be absent.
    #[serde(default)]
    parameters: BTreeMap<String, Value>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// One after the other.
    #[serde(default)]
    replies: Vec<Value>,
    /// As long as nothing is queued.
    #[serde(default)]
    always: Option<Value>,
    /// How many requests must come.
    #[serde(default)]
    expect: Option<Times>,
}

/// A number, or bounds.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(untagged)]
enum Times {
    Exactly(u64),
    Between {
        #[serde(default)]
        least: u64,
        #[serde(default)]
        most: Option<u64>,
    },
}

/// A reply that is more than a word.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ReplyForm {
    /// `answer`, `error=CODE` or the name of a fault.
    reply: Option<String>,
    /// The result, in the vendor's envelope.
    result: Option<Value>,
    /// A code that nobody documents.
    code: Option<String>,
    message: Option<String>,
    json: Option<Value>,
    text: Option<String>,
    headers: BTreeMap<String, String>,
    status: Option<u16>,
    delay_ms: Option<u64>,
    retry_after_ms: Option<u64>,
    times: Option<usize>,
}

/// A script that has been read.
pub(super) struct ReadScript {
    pub(super) when: When,
    queued: Vec<Reply>,
    standing: Option<Reply>,
    expected: Option<Times>,
}

impl ReadScript {
    /// Reads what a program has sent.
    pub(super) fn read(body: &[u8]) -> Result<Self, String> {
        let form: ScriptForm =
            serde_json::from_slice(body).map_err(|error| format!("this is no script: {error}"))?;
        let mut when = match form.action.filter(|action| !action.is_empty()) {
            Some(action) => When::action(action),
            None => When::any(),
        };
        when.service = form.service.or(when.service);
        when.region = form.region;
        for (name, value) in form.parameters {
            when = match value {
                Value::Null => when.without(name),
                value => when.parameter(name, value),
            };
        }
        for (name, value) in form.headers {
            when = when.header(name, value);
        }
        let mut queued = Vec::new();
        for reply in form.replies {
            let (reply, times) = read(reply)?;
            if queued.len().saturating_add(times) > MOST_REPLIES {
                return Err(format!("no more than {MOST_REPLIES} replies can wait"));
            }
            queued.extend(reply.times(times));
        }
        let standing = form.always.map(|reply| Ok::<_, String>(read(reply)?.0));
        if queued.is_empty() && standing.is_none() && form.expect.is_none() {
            return Err("a script has `replies`, `always` or `expect`".to_owned());
        }
        Ok(Self {
            when,
            queued,
            standing: standing.transpose()?,
            expected: form.expect,
        })
    }

    pub(super) fn replies(&self) -> impl Iterator<Item = &Reply> {
        self.queued.iter().chain(&self.standing)
    }

    pub(super) fn put(self, script: &Script) -> Result<(), ScriptError> {
        if !self.queued.is_empty() {
            script.push(self.when.clone(), self.queued)?;
        }
        if let Some(reply) = self.standing {
            script.set_standing(self.when.clone(), ReplySource::Fixed(reply))?;
        }
        match self.expected {
            Some(Times::Exactly(times)) => script.expect(self.when, times..=times),
            Some(Times::Between { least, most }) => {
                script.expect(self.when, least..=most.unwrap_or(u64::MAX))
            }
            None => Ok(()),
        }
    }
}

/// A reply and how often it comes.
fn read(value: Value) -> Result<(Reply, usize), String> {
    let wrong = |error: &dyn std::fmt::Display| error.to_string();
    if let Value::String(text) = &value {
        return Ok((text.parse().map_err(|error| wrong(&error))?, 1));
    }
    let form: ReplyForm =
        serde_json::from_value(value).map_err(|error| format!("this is no reply: {error}"))?;
    let kinds = [
        form.reply.is_some(),
        form.result.is_some(),
        form.code.is_some(),
        form.json.is_some(),
        form.text.is_some(),
    ];
    if kinds.into_iter().filter(|is| *is).count() > 1 {
        return Err("a reply has one of `reply`, `result`, `code`, `json` and `text`".to_owned());
    }
    let is_own = form.status.is_some() || !form.headers.is_empty();
    let mut headers: Vec<(&str, &str)> = form
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let is_kind = |(name, _): &(&str, &str)| name.eq_ignore_ascii_case("content-type");
    if form.json.is_some() && !headers.iter().any(is_kind) {
        headers.push(("content-type", "application/json"));
    }
    let raw = |body: String| Reply::raw(form.status.unwrap_or(200), &headers, body);
    let mut reply = if let Some(text) = &form.reply {
        text.parse().map_err(|error| wrong(&error))?
    } else if let Some(result) = form.result {
        Reply::result(result)
    } else if let Some(code) = form.code {
        let message = form.message.unwrap_or_default();
        Reply::refusal(form.status.unwrap_or(400), code, message)
    } else if let Some(body) = &form.json {
        raw(body.to_string())
    } else if let Some(text) = form.text {
        raw(text)
    } else if is_own {
        raw(String::new())
    } else {
        Reply::answer()
    };
    if let Some(delay) = form.delay_ms {
        reply = reply.after(Duration::from_millis(delay));
    }
    if let Some(wait) = form.retry_after_ms {
        reply = reply.retry_after(Duration::from_millis(wait));
    }
    Ok((reply, form.times.unwrap_or(1)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use serde_json::json;

    use super::*;

    #[test]
    fn replies_are_read_from_words_and_objects() {
        let wait = Duration::from_millis(5);
        for (value, expected, times) in [
            (json!("reset"), Reply::fault("reset".parse().unwrap()), 1),
            (
                json!({"reply": "error=X", "times": 3}),
                Reply::error("X"),
                3,
            ),
            (json!({"delay_ms": 5}), Reply::answer().after(wait), 1),
            (
                json!({"retry_after_ms": 5}),
                Reply::answer().retry_after(wait),
                1,
            ),
            (
                json!({"result": {"a": 1}}),
                Reply::result(json!({"a": 1})),
                1,
            ),
            (
                json!({"code": "X", "message": "m", "status": 409}),
                Reply::refusal(409, "X", "m"),
                1,
            ),
            (
                json!({"text": "t", "headers": {"x-a": "b"}}),
                Reply::raw(200, &[("x-a", "b")], "t"),
                1,
            ),
            (json!({"status": 503}), Reply::raw(503, &[], ""), 1),
        ] {
            assert_eq!(read(value.clone()).unwrap(), (expected, times), "{value}");
        }
        for (value, told) in [
            (json!("rest"), "did you mean `reset`?"),
            (json!({"reply": "answr"}), "did you mean `answer`?"),
            (json!({"dealy_ms": 5}), "unknown field `dealy_ms`"),
            (json!({"reply": "answer", "text": ""}), "one of"),
            (json!(5), "this is no reply"),
            (json!({"delay_ms": -1}), "this is no reply"),
        ] {
            let error = read(value).unwrap_err();
            assert!(error.contains(told), "{error}");
        }
    }

    #[test]
    fn a_script_that_says_nothing_is_refused_and_a_large_one_too() {
        for (script, told) in [
            (json!({"action": "List"}), "a script has"),
            (json!({"acton": "List"}), "unknown field `acton`"),
            (
                json!({"replies": [{"times": 1_000_000_000_000_u64}]}),
                "no more than",
            ),
            (
                json!({"replies": [{"times": 60_000}, {"times": 60_000}]}),
                "no more than",
            ),
        ] {
            let read = ReadScript::read(script.to_string().as_bytes());
            let error = read.err().unwrap();
            assert!(error.contains(told), "{error}");
        }
    }
}

//! Scripts as programs write them that are not in Rust: JSON in, replies out.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::script::{self, MOST_REPLIES, Reply, ReplySource, Script, ScriptError, When};
use crate::world::World;

/// Which requests are meant, and what they are answered.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ScriptForm {
    /// Any action where absent. `SERVICE/ACTION` says which service's.
    action: Option<String>,
    service: Option<String>,
    region: Option<String>,
    /// By dotted names; null where a parameter must be absent.
    parameters: BTreeMap<String, Value>,
    headers: BTreeMap<String, String>,
    /// One after the other.
    replies: Vec<Value>,
    /// As long as nothing is queued.
    always: Option<Value>,
    /// How many requests must come.
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

/// Does what a program asks for: all of it, or nothing and what is wrong with it.
pub(super) fn script(world: &World, body: &[u8]) -> Result<(), String> {
    let form: ScriptForm =
        serde_json::from_slice(body).map_err(|error| format!("this is no script: {error}"))?;
    let mut queued = Vec::new();
    for reply in form.replies {
        let (reply, times) = read(reply)?;
        if queued.len().saturating_add(times) > MOST_REPLIES {
            return Err(format!("no more than {MOST_REPLIES} replies can wait"));
        }
        queued.extend(reply.times(times));
    }
    let standing = form.always.map(read).transpose()?.map(|(reply, _)| reply);
    if queued.is_empty() && standing.is_none() && form.expect.is_none() {
        return Err("a script has `replies`, `always` or `expect`".to_owned());
    }
    let mut when = match form.action.filter(|action| !action.is_empty()) {
        Some(action) => When::action(action),
        None => When::any(),
    };
    when.service = form.service.or(when.service);
    when.region = form.region;
    let parameters = form.parameters.into_iter();
    when.parameters = parameters
        .map(|(name, value)| (name, given(value)))
        .collect();
    when.headers = form.headers.into_iter().collect();
    let all: Vec<Reply> = queued.iter().chain(&standing).cloned().collect();
    let checked = script::check(&world.index, &when, &all);
    let put = checked.and_then(|()| put(&world.script, when, queued, standing, form.expect));
    put.map_err(|error| error.to_string())
}

/// What a parameter must be; nothing where it must be absent.
fn given(value: Value) -> Option<Value> {
    Some(value).filter(|value| !value.is_null())
}

fn put(
    script: &Script,
    when: When,
    queued: Vec<Reply>,
    standing: Option<Reply>,
    expected: Option<Times>,
) -> Result<(), ScriptError> {
    script.push(when.clone(), queued)?;
    if let Some(reply) = standing {
        script.set_standing(when.clone(), ReplySource::Fixed(reply))?;
    }
    match expected {
        Some(Times::Exactly(times)) => script.expect(when, times..=times),
        Some(Times::Between { least, most }) => {
            script.expect(when, least..=most.unwrap_or(u64::MAX))
        }
        None => Ok(()),
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
        for (body, told) in [
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
            let done = script(&World::default(), body.to_string().as_bytes());
            let error = done.unwrap_err();
            assert!(error.contains(told), "{error}");
        }
    }
}

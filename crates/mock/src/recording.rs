//! Exchanges with a real cloud that were written down (`cloudwright_core::testing::Recorder` does that),
//! to be answered again to whoever asks the same. A request is the same that calls the same action with
//! the same parameters, whatever signs it and however it travels.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use cloudwright_sign::percent_encode;
use cloudwright_vocabulary::secret::HIDDEN;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::caller::placed::text_of;
use crate::catalog::{ActionTypes, Index};
use crate::lock::locked;
use crate::log::Received;
use crate::message::request::FORM;
use crate::message::{Headers, Request};
use crate::script::Reply;
use crate::{parameters, protocol};

/// Most bytes of a cassette.
const MOST_BYTES: usize = 64 << 20;

/// Most differences that are told.
const MOST_TOLD: usize = 8;

/// Headers of an answer that are of the connection and the moment, and not of what was answered.
const OF_THE_TIME: &[&str] = &[
    "connection",
    "content-encoding",
    "content-length",
    "date",
    "transfer-encoding",
];

/// A cassette that cannot be played.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CassetteError {
    /// The text is no recording.
    #[error("this is no recording: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// The text is larger than a cassette may be.
    #[error("a recording of more than {MOST_BYTES} bytes is not played")]
    TooLarge,
    /// What was asked is for no action that is served.
    #[error("exchange {number} is for no action that is served: {asked}")]
    UnknownAction {
        /// Which one, counted from 1.
        number: usize,
        /// Method and path.
        asked: String,
    },
}

/// An exchange as it is written.
#[derive(Deserialize)]
struct WrittenExchange {
    asked: WrittenRequest,
    answered: WrittenAnswer,
}

#[derive(Deserialize)]
struct WrittenRequest {
    method: String,
    path: String,
    #[serde(default)]
    query: BTreeMap<String, Value>,
    #[serde(default)]
    headers: BTreeMap<String, Value>,
    #[serde(default)]
    body: Value,
}

#[derive(Deserialize)]
struct WrittenAnswer {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, Value>,
    #[serde(default)]
    body: Value,
}

/// One exchange, ready to be answered.
#[derive(Debug)]
struct Recorded {
    service: String,
    action: String,
    parameters: Map<String, Value>,
    reply: Reply,
    used: bool,
}

/// The exchanges that are answered again; without any, the mock answers by itself.
#[derive(Debug, Default)]
pub(crate) struct Player(Mutex<Vec<Recorded>>);

impl Player {
    /// Plays a recording from now on, in place of the former one.
    pub(crate) fn load(&self, index: &Index, text: &str) -> Result<usize, CassetteError> {
        if text.len() > MOST_BYTES {
            return Err(CassetteError::TooLarge);
        }
        let written: Vec<WrittenExchange> = serde_json::from_str(text)?;
        let numbered = written.iter().zip(1..);
        let recorded = numbered.map(|(written, number)| understood(index, written, number));
        let recorded: Vec<Recorded> = recorded.collect::<Result<_, _>>()?;
        let count = recorded.len();
        *locked(&self.0) = recorded;
        Ok(count)
    }

    pub(crate) fn eject(&self) {
        locked(&self.0).clear();
    }

    /// The recorded answer to a request; `None` where nothing is played, and a miss in words.
    pub(crate) fn next(&self, index: &Index, received: &Received) -> Option<Result<Reply, String>> {
        let mut recorded = locked(&self.0);
        if recorded.is_empty() {
            return None;
        }
        let given = own_parameters(index, received);
        let found = recorded.iter_mut().find(|one| {
            let is_left = !one.used && one.is_of(received);
            is_left && differences(&one.parameters, &given).is_empty()
        });
        Some(match found {
            Some(one) => {
                one.used = true;
                Ok(one.reply.clone())
            }
            None => Err(miss(&recorded, received, &given)),
        })
    }

    /// What was recorded and not asked for.
    pub(crate) fn unused(&self) -> Vec<String> {
        let recorded = locked(&self.0);
        let unused = recorded.iter().zip(1..).filter(|(one, _)| !one.used);
        let told = |(one, number): (&Recorded, usize)| {
            let action = &one.action;
            format!("exchange {number} of the recording: {action} not asked for")
        };
        unused.map(told).collect()
    }
}

impl Recorded {
    fn is_of(&self, received: &Received) -> bool {
        received.service.as_ref() == Some(&self.service)
            && received.action.as_ref() == Some(&self.action)
    }
}

/// What a recorded request calls with which parameters.
fn understood(
    index: &Index,
    written: &WrittenExchange,
    number: usize,
) -> Result<Recorded, CassetteError> {
    let mut request = request(&written.asked);
    let unknown = || CassetteError::UnknownAction {
        number,
        asked: format!(
            "{} {}",
            written.asked.method,
            written.asked.path.escape_debug()
        ),
    };
    request.take_prefix(|id| index.service(id).is_some());
    let route = protocol::route(index, &request).ok_or_else(unknown)?;
    let types = route.types.ok_or_else(unknown)?;
    let given = parameters::gather(types, &request, &route).map_err(|_| unknown())?;
    let answered = &written.answered;
    let headers = answered.headers.iter();
    let headers = headers.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
    let is_own = |name: &str| {
        !OF_THE_TIME
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
    };
    let headers: Vec<(&str, &str)> = headers.filter(|(name, _)| is_own(name)).collect();
    Ok(Recorded {
        service: types.service_id().to_owned(),
        action: types.name().to_owned(),
        parameters: without_filled(types, given.tree),
        reply: Reply::raw(answered.status, &headers, text_of(&answered.body)),
        used: false,
    })
}

/// The request that was written down, as far as it was.
fn request(asked: &WrittenRequest) -> Request {
    let mut headers = Headers::default();
    for (name, value) in &asked.headers {
        headers.push(name, text_of(value));
    }
    let pair = |(name, value): (&String, &Value)| {
        let value = percent_encode(&text_of(value));
        format!("{}={value}", percent_encode(name))
    };
    let query: Vec<String> = asked.query.iter().map(pair).collect();
    let kind = headers.get("content-type").unwrap_or_default();
    let body = match asked.body.as_object() {
        Some(members) if kind.starts_with(FORM) => {
            let pairs: Vec<String> = members.iter().map(pair).collect();
            pairs.join("&")
        }
        _ => text_of(&asked.body),
    };
    Request {
        method: asked.method.clone(),
        path: asked.path.clone(),
        query: query.join("&"),
        headers,
        body: body.into(),
        ..Request::default()
    }
}

/// The parameters of a call without those that clients fill: from the account, which is another one
/// here, or anew for each call.
fn without_filled(types: ActionTypes, mut tree: Map<String, Value>) -> Map<String, Value> {
    let members = types.action.request.iter();
    for member in members.filter(|member| member.is_filled()) {
        tree.remove(&member.name);
    }
    tree
}

fn own_parameters(index: &Index, received: &Received) -> Map<String, Value> {
    let tree = received.parameters.as_object().cloned().unwrap_or_default();
    let (service, action) = (received.service.as_deref(), received.action.as_deref());
    let named = service.zip(action);
    match named.and_then(|(service, action)| index.action(service, action)) {
        Some(types) => without_filled(types, tree),
        None => tree,
    }
}

/// That nothing fits, and in what the request differs from what is most like it.
fn miss(recorded: &[Recorded], received: &Received, given: &Map<String, Value>) -> String {
    let name = received.action.as_deref().unwrap_or(&received.path);
    let none = format!("the recording has no answer left to {name}");
    let of_action = recorded.iter().zip(1..);
    let of_action = of_action.filter(|(one, _)| one.is_of(received));
    let compared = of_action
        .map(|(one, number)| (differences(&one.parameters, given), one.used, number))
        .min_by_key(|(differences, ..)| differences.len());
    match compared {
        None => {
            let actions: BTreeSet<&str> = recorded.iter().map(|one| one.action.as_str()).collect();
            let actions: Vec<&str> = actions.into_iter().take(MOST_TOLD).collect();
            format!("{none}; it has calls of {}", actions.join(", "))
        }
        Some((differences, _, number)) if differences.is_empty() => {
            format!("{none}; number {number} is like it and was answered already")
        }
        Some((mut differences, used, number)) => {
            let used = if used { " (answered already)" } else { "" };
            differences.truncate(MOST_TOLD);
            let told = differences.join(", ");
            format!("{none}; most like it is number {number}{used}, but for {told}")
        }
    }
}

/// One line for each parameter that differs.
fn differences(recorded: &Map<String, Value>, given: &Map<String, Value>) -> Vec<String> {
    let names: BTreeSet<&String> = recorded.keys().chain(given.keys()).collect();
    let told = |name: &String| match (recorded.get(name), given.get(name)) {
        (Some(recorded), Some(given)) if fits(recorded, given) => None,
        (Some(recorded), Some(given)) => {
            Some(format!("`{name}`: {recorded} was recorded and is {given}"))
        }
        (Some(recorded), None) => Some(format!("`{name}`: {recorded} was recorded and is missing")),
        (None, Some(given)) => Some(format!("`{name}`: it was not recorded and is {given}")),
        (None, None) => None,
    };
    names.into_iter().filter_map(told).collect()
}

/// Whether a value is the one that was recorded, as far as that can be known: what was hidden, at any
/// depth and in JSON that is a text, fits everything.
fn fits(recorded: &Value, given: &Value) -> bool {
    match (recorded, given) {
        (Value::String(recorded), _) if recorded == HIDDEN => true,
        // A list that travelled as one text was hidden as one.
        (Value::Array(recorded), Value::Array(_)) if recorded[..] == [HIDDEN] => true,
        (Value::Array(recorded), Value::Array(given)) => {
            let mut pairs = recorded.iter().zip(given);
            recorded.len() == given.len() && pairs.all(|(recorded, given)| fits(recorded, given))
        }
        (Value::Object(recorded), Value::Object(given)) => {
            let has = |(name, value): (&String, &Value)| {
                given.get(name).is_some_and(|given| fits(value, given))
            };
            recorded.len() == given.len() && recorded.iter().all(has)
        }
        (Value::String(recorded), Value::String(given)) if recorded.contains(HIDDEN) => {
            let json = |text: &str| serde_json::from_str::<Value>(text).ok();
            let both = json(recorded).zip(json(given));
            both.is_some_and(|(recorded, given)| fits(&recorded, &given))
        }
        _ => recorded == given,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_hidden_fits_everything_and_all_else_only_itself() {
        for (recorded, given, fit) in [
            (json!(HIDDEN), json!({"a": 1}), true),
            (json!({"a": {"b": HIDDEN}}), json!({"a": {"b": 7}}), true),
            (json!({"a": HIDDEN}), json!({"a": 1, "b": 2}), false),
            (json!([HIDDEN]), json!(["a", "b"]), true),
            (json!([HIDDEN, "b"]), json!(["a", "b"]), true),
            (json!([HIDDEN, "b"]), json!(["a", "c"]), false),
            (json!([1]), json!([1, 2]), false),
            (
                json!(r#"{"p":"[redacted]","q":1}"#),
                json!(r#"{"q":1,"p":"x"}"#),
                true,
            ),
            (
                json!(r#"{"p":"[redacted]","q":1}"#),
                json!(r#"{"q":2,"p":"x"}"#),
                false,
            ),
            (json!("see [redacted]"), json!("see this"), false),
            (json!(1), json!(1), true),
            (json!(1), json!("1"), false),
        ] {
            assert_eq!(fits(&recorded, &given), fit, "{recorded} {given}");
        }
    }
}

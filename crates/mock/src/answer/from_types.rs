//! Answers made up from the types alone, for actions whose page shows none.

use cloudwright_spec::model::{Action, Location, value_text};
use cloudwright_vocabulary::protocol::is_framing_header;
use cloudwright_vocabulary::word::is_one_of;
use serde_json::{Value, json};

use crate::catalog::ActionTypes;
use crate::invent::{Fields, Inventor};
use crate::message::dialect::Dialect;

/// A whole body, envelope included.
pub(super) fn body(types: ActionTypes, dialect: Dialect) -> Value {
    let inventor = Inventor::new(types, Fields::All);
    let whole = types.action.whole_answer();
    let mut result = match whole {
        Some(whole) => inventor.value(whole),
        None => Value::Object(inventor.object(&types.action.response)),
    };
    settle(types.action, &mut result);
    match whole {
        Some(_) => result,
        None => enveloped(types, dialect, result),
    }
}

/// Headers that say how an answer travels, beside those that frame it: no action's, though pages list them.
const OF_HTTP: &[&str] = &["content-encoding", "date", "keep-alive", "x-request-id"];

/// The members of an answer that travel as headers.
pub(crate) fn headers(types: ActionTypes) -> impl Iterator<Item = (String, String)> {
    let inventor = Inventor::new(types, Fields::All);
    let members = types.action.response.iter();
    let is_http = |name: &str| is_framing_header(name) || is_one_of(OF_HTTP, name);
    let members = members
        .filter(move |member| member.location == Some(Location::Header) && !is_http(&member.name));
    let named =
        members.map(move |member| (member.name.clone(), value_text(&inventor.value(member))));
    named.filter(|(_, value)| value.chars().all(|letter| (' '..='~').contains(&letter)))
}

/// What can be waited for is so: its state is the first one that is success, of the first wait that asks
/// for it.
fn settle(action: &Action, result: &mut Value) {
    for wait in action.wait.iter().rev() {
        if let Some(state) = wait.success.first() {
            put(result, &wait.path, state);
        }
    }
}

/// Puts a state at a path, in each entry of the lists on the way, as what stands there: a text, a number,
/// a flag.
fn put(value: &mut Value, path: &str, state: &str) {
    match value {
        Value::Array(entries) => entries.iter_mut().for_each(|entry| put(entry, path, state)),
        Value::Object(members) => {
            // A name may hold dots itself.
            let (name, rest) = match path.split_once('.') {
                Some(parts) if !members.contains_key(path) => parts,
                _ => (path, ""),
            };
            if let Some(member) = members.get_mut(name) {
                put(member, rest, state);
            }
        }
        _ if !path.is_empty() => {}
        Value::String(text) => state.clone_into(text),
        other => {
            let read = serde_json::from_str(state);
            *other = read.unwrap_or_else(|_| state.into());
        }
    }
}

/// A result in the vendor's envelope.
pub(super) fn enveloped(types: ActionTypes, dialect: Dialect, result: Value) -> Value {
    match (&types.service.service.envelope, dialect) {
        (Some(envelope), Dialect::Qcloud) => around_data(envelope, result),
        (Some(envelope), _) => json!({ envelope: result }),
        (None, _) => result,
    }
}

/// Tencent's API 2.0 puts the outcome beside the envelope.
fn around_data(envelope: &str, mut result: Value) -> Value {
    let mut body = json!({"code": 0, "message": "", "codeDesc": "Success"});
    if let Some(members) = result.as_object_mut() {
        for outcome in ["code", "message", "codeDesc"] {
            members.remove(outcome);
        }
    }
    body[envelope] = result;
    body
}

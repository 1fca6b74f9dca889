//! Answers made up from the types alone, for actions whose page shows none.

use cloudwright_spec::model::{Action, Location};
use serde_json::{Value, json};

use crate::dialect::Dialect;
use crate::flat::Types;
use crate::invent::{Fields, Inventor};

/// A whole body, envelope included.
pub(super) fn body(types: Types, dialect: Dialect) -> Value {
    let members = &types.action.response;
    let inventor = Inventor::new(types, Fields::All);
    if let [root] = members.as_slice()
        && root.location == Some(Location::BodyRoot)
    {
        let mut result = inventor.value(root);
        settle(types.action, &mut result);
        return result;
    }
    let mut result = Value::Object(inventor.object(members));
    settle(types.action, &mut result);
    enveloped(types, dialect, result)
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
pub(super) fn enveloped(types: Types, dialect: Dialect, result: Value) -> Value {
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

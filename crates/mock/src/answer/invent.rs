//! Answers made up from the types alone, for actions whose page shows none.

use cloudwright_spec::model::Location;
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
        return inventor.value(root);
    }
    enveloped(types, dialect, Value::Object(inventor.object(members)))
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

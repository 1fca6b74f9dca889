//! Calls without their secrets: a resource is kept, and told to whoever looks, without its password.

use cloudwright_spec::model::Member;
use cloudwright_vocabulary::secret::is_secret_name;
use serde_json::{Map, Value};

use crate::catalog::ActionTypes;

/// What is given without secrets: what an action or a name calls so is left out, wherever it stands.
pub(super) fn harmless(types: ActionTypes<'_>, given: &Map<String, Value>) -> Map<String, Value> {
    without_secrets(types, &types.action.request, given)
}

fn without_secrets(
    types: ActionTypes<'_>,
    members: &[Member],
    given: &Map<String, Value>,
) -> Map<String, Value> {
    let kept = given.iter().filter_map(|(name, value)| {
        let member = members.iter().find(|member| member.name == *name);
        if is_secret_name(name) || member.is_some_and(|member| member.sensitive) {
            return None;
        }
        let fields = member.and_then(|member| types.fields(member));
        Some((name.clone(), kept(types, fields.unwrap_or_default(), value)))
    });
    kept.collect()
}

fn kept(types: ActionTypes<'_>, fields: &[Member], value: &Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(without_secrets(types, fields, members)),
        Value::Array(items) => items.iter().map(|item| kept(types, fields, item)).collect(),
        plain => plain.clone(),
    }
}

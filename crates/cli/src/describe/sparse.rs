//! Facts without what says nothing.

use serde_json::Value;

/// Drops members that say nothing.
pub(super) fn without_nothing(facts: Value) -> Value {
    let members = match facts {
        Value::Object(members) => members,
        Value::Array(items) => return items.into_iter().map(without_nothing).collect(),
        other => return other,
    };
    let says_something = |value: &Value| match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => true,
    };
    let kept = members.into_iter().filter_map(|(name, value)| {
        // What a page shows is kept as it shows it.
        let is_shown = name == "request" || name == "response";
        let value = if is_shown {
            value
        } else {
            without_nothing(value)
        };
        says_something(&value).then_some((name, value))
    });
    Value::Object(kept.collect())
}

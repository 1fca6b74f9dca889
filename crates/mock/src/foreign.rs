//! Tokens and passwords of a request that this mock did not give out: they may be real ones that were
//! sent to the wrong place, and do not get into the log. Found by their names, wherever they travel, and
//! by what the spec says.

use cloudwright_spec::model::{Member, TypeRef};
use cloudwright_vocabulary::secret::{is_secret_header, is_secret_name};
use serde_json::{Map, Value};

use crate::flat::Types;
use crate::message::Request;
use crate::world::World;

/// What must not be seen of a request, beside what its action calls sensitive.
pub(crate) fn tokens(world: &World, request: &Request) -> Vec<String> {
    let headers = request.headers.iter();
    let headers = headers
        .filter(|(name, value)| is_secret_header(name) && !is_signature(name, value))
        .map(|(_, value)| value.to_owned());
    let mut found: Vec<String> = headers.collect();
    let mut pairs = request.query_pairs();
    pairs.extend(request.form_pairs());
    for (name, value) in pairs {
        if is_secret_name(&name) && !name.eq_ignore_ascii_case("signature") {
            found.push(value);
        } else {
            packed(&value, &mut found);
        }
    }
    packed(&String::from_utf8_lossy(&request.body), &mut found);
    found.retain(|token| !world.keys.gave_out(token));
    found
}

/// What is signed with is for the log: it opens nothing anywhere else.
fn is_signature(name: &str, value: &str) -> bool {
    name.eq_ignore_ascii_case("authorization") && value.contains("Signature=")
}

/// The texts of members that the spec calls sensitive.
pub(crate) fn sensitive(types: Types<'_>, given: &Map<String, Value>) -> Vec<String> {
    let mut found = Vec::new();
    in_members(types, &types.action.request, given, &mut found);
    found
}

fn in_members(
    types: Types<'_>,
    members: &[Member],
    given: &Map<String, Value>,
    found: &mut Vec<String>,
) {
    for member in members {
        let Some(value) = given.get(&member.name) else {
            continue;
        };
        if member.sensitive {
            texts(value, found);
        } else if let Some(fields) = types.fields(member) {
            in_type(types, &member.type_ref, fields, value, found);
        }
    }
}

fn in_type(
    types: Types<'_>,
    of: &TypeRef,
    fields: &[Member],
    value: &Value,
    found: &mut Vec<String>,
) {
    match (of, value) {
        (TypeRef::List(of), Value::Array(items)) => {
            for item in items {
                in_type(types, of, fields, item, found);
            }
        }
        (TypeRef::Map(of), Value::Object(entries)) => {
            for entry in entries.values() {
                in_type(types, of, fields, entry, found);
            }
        }
        (_, Value::Object(members)) => in_members(types, fields, members, found),
        _ => {}
    }
}

/// The secrets in a text that is JSON.
fn packed(text: &str, found: &mut Vec<String>) {
    if text.trim_start().starts_with(['{', '['])
        && let Ok(json) = serde_json::from_str(text)
    {
        in_json(&json, found);
    }
}

/// The texts of members that are named like secrets, and the id of a token that is an object, as
/// Huawei's IAM has it.
fn in_json(json: &Value, found: &mut Vec<String>) {
    match json {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::Object(token) if is_secret_name(name) => {
                        found.extend(token.get("id").and_then(Value::as_str).map(str::to_owned));
                    }
                    _ if is_secret_name(name) => texts(value, found),
                    _ => {}
                }
                in_json(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| in_json(item, found)),
        Value::String(text) => packed(text, found),
        _ => {}
    }
}

/// All texts and numbers of a value.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Number(number) => found.push(number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => members.values().for_each(|value| texts(value, found)),
        Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_found_by_name_at_any_depth_and_in_json_that_is_text() {
        let json = serde_json::json!({
            "auth": {"identity": {
                "password": {"user": {"name": "alice", "password": "open-sesame"}},
                "token": {"id": "a-token", "duration_seconds": 900},
            }},
            "Users": [{"Passwd": 123_456}, {"SecretKeys": ["one", "two"]}],
            "Data": r#"{"Deeper":"{\"api_secret\":\"three\"}"}"#,
            "NextToken": "page-2",
        });
        let mut found = Vec::new();
        packed(&json.to_string(), &mut found);
        found.sort();
        assert_eq!(
            found,
            ["123456", "a-token", "one", "open-sesame", "three", "two"]
        );
    }
}

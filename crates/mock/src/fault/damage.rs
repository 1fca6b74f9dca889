//! Damage done to an answer's JSON.

use cloudwright_spec::model::{Member, TypeRef};
use serde_json::{Value, json};

use crate::catalog::ActionTypes;
use crate::message::damage::Damage;

impl Damage {
    /// The body after the damage.
    pub(super) fn apply(self, body: &Value, types: Option<ActionTypes>) -> Vec<u8> {
        match self {
            Self::DuplicateKeys => with_first_member_twice(body),
            Self::ByteOrderMark => [b"\xef\xbb\xbf", body.to_string().as_bytes()].concat(),
            Self::Deep => {
                let nested = ["[".repeat(100_000), "]".repeat(100_000)].concat();
                with_raw_member(body, nested.as_bytes())
            }
            Self::BadUtf8 => with_raw_member(body, b"\"\xff\xfe\xc3\x28\""),
            Self::LoneSurrogate => with_raw_member(body, br#""\ud800""#),
            Self::HugeNumbers => {
                let marked = self.everywhere(body.clone()).to_string();
                let mark = format!("\"{NUMBER_MARK}\"");
                let number = "123456789012345678901234567890";
                marked.replace(&mark, number).into_bytes()
            }
            Self::UnknownEnum => {
                let mut body = body.clone();
                if let Some(types) = types {
                    unknown_enums(types, &types.action.response, &mut body);
                }
                body.to_string().into_bytes()
            }
            everywhere => everywhere.everywhere(body.clone()).to_string().into_bytes(),
        }
    }

    /// The value with the damage done to it and all that is in it.
    fn everywhere(self, value: Value) -> Value {
        let value = match value {
            Value::Array(items) => {
                let items = items.into_iter();
                items.map(|item| self.everywhere(item)).collect()
            }
            Value::Object(members) => {
                let members = members.into_iter();
                members
                    .map(|(name, value)| (name, self.everywhere(value)))
                    .collect()
            }
            plain => plain,
        };
        self.once(value)
    }

    fn once(self, value: Value) -> Value {
        match (self, value) {
            (Self::NullMembers, Value::Bool(_) | Value::Number(_) | Value::String(_))
            | (Self::NullLists, Value::Array(_)) => Value::Null,
            (Self::NullItems, Value::Array(mut items)) => {
                items.push(Value::Null);
                Value::Array(items)
            }
            // Every other member; an only member stays, as the envelope would be lost otherwise.
            (Self::MissingMembers, Value::Object(members)) => {
                members.into_iter().step_by(2).collect()
            }
            (Self::NumbersAsText, Value::Number(number)) => Value::String(number.to_string()),
            (Self::TextAsNumbers, Value::String(text)) => match text.parse::<i64>() {
                Ok(number) => json!(number),
                Err(_) => Value::String(text),
            },
            (Self::WrongTypes, Value::String(text)) => json!({ "text": text }),
            (Self::WrongTypes, Value::Number(number)) => json!([number]),
            (Self::HugeNumbers, Value::Number(_)) => json!(NUMBER_MARK),
            (Self::ObjectForList, Value::Array(items)) => {
                items.into_iter().next().unwrap_or(Value::Null)
            }
            (Self::UnknownField, Value::Object(mut members)) => {
                let nested = json!({"Nested": [1, "two", null, {"x": 3.5}]});
                members.insert(UNKNOWN.to_owned(), nested);
                Value::Object(members)
            }
            (_, value) => value,
        }
    }
}

/// The member and the value that no page knows.
const UNKNOWN: &str = "MemberOfTomorrow";
const UNKNOWN_VALUE: &str = "VALUE_OF_TOMORROW";

/// Stands for a number that `serde_json` could not hold.
const NUMBER_MARK: &str = "@mock-number@";

fn unknown_enums(types: ActionTypes, members: &[Member], value: &mut Value) {
    match value {
        Value::Array(items) => {
            for item in items {
                unknown_enums(types, members, item);
            }
        }
        Value::Object(object) => {
            for (name, value) in object {
                match members.iter().find(|member| member.name == *name) {
                    Some(member) => unknown_enum(types, member, value),
                    // An envelope, which the spec's members do not name.
                    None => unknown_enums(types, members, value),
                }
            }
        }
        _ => {}
    }
}

fn unknown_enum(types: ActionTypes, member: &Member, value: &mut Value) {
    if let Some(fields) = types.fields(member) {
        unknown_enums(types, fields, value);
    } else if !types.values(member).is_empty() {
        match value {
            Value::String(text) => UNKNOWN_VALUE.clone_into(text),
            Value::Array(items) if matches!(member.type_ref, TypeRef::List(_)) => {
                for item in items {
                    *item = json!(UNKNOWN_VALUE);
                }
            }
            _ => {}
        }
    }
}

/// The body with one more member, written as it is.
fn with_raw_member(body: &Value, raw: &[u8]) -> Vec<u8> {
    let text = body.to_string();
    let separator = if text.len() > 2 { "," } else { "" };
    match text.strip_prefix('{') {
        Some(rest) => {
            let (before, after) = (format!("{{\"{UNKNOWN}\":"), format!("{separator}{rest}"));
            [before.as_bytes(), raw, after.as_bytes()].concat()
        }
        None => text.into_bytes(),
    }
}

fn with_first_member_twice(body: &Value) -> Vec<u8> {
    let first = body.as_object().and_then(|members| members.iter().next());
    let text = body.to_string();
    match (first, text.strip_suffix('}')) {
        (Some((name, value)), Some(rest)) => {
            format!("{rest},{}:{value}}}", Value::String(name.clone())).into_bytes()
        }
        _ => text.into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn damage_is_what_it_says() {
        let body = json!({"a": 1, "b": [{"c": "2"}], "d": "x"});
        for (damage, expected) in [
            (
                Damage::NullMembers,
                r#"{"a":null,"b":[{"c":null}],"d":null}"#,
            ),
            (Damage::NullLists, r#"{"a":1,"b":null,"d":"x"}"#),
            (Damage::NullItems, r#"{"a":1,"b":[{"c":"2"},null],"d":"x"}"#),
            (Damage::MissingMembers, r#"{"a":1,"d":"x"}"#),
            (
                Damage::NumbersAsText,
                r#"{"a":"1","b":[{"c":"2"}],"d":"x"}"#,
            ),
            (Damage::TextAsNumbers, r#"{"a":1,"b":[{"c":2}],"d":"x"}"#),
            (Damage::ObjectForList, r#"{"a":1,"b":{"c":"2"},"d":"x"}"#),
            (
                Damage::HugeNumbers,
                r#"{"a":123456789012345678901234567890,"b":[{"c":"2"}],"d":"x"}"#,
            ),
            (
                Damage::DuplicateKeys,
                r#"{"a":1,"b":[{"c":"2"}],"d":"x","a":1}"#,
            ),
            (
                Damage::LoneSurrogate,
                r#"{"MemberOfTomorrow":"\ud800","a":1,"b":[{"c":"2"}],"d":"x"}"#,
            ),
        ] {
            let damaged = String::from_utf8(damage.apply(&body, None)).unwrap();
            assert_eq!(damaged, expected, "{}", damage.name());
        }
    }
}

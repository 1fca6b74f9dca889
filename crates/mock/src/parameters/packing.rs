//! Values that travel as one text, JSON or items with commas between: into it and out of it, along
//! the spec's types.

use cloudwright_spec::model::{Member, Scalar, Serialize, TypeRef, value_text};
use serde_json::{Map, Value};

use super::Problem;
use super::flat::scalar_value;
use crate::catalog::ActionTypes;
use crate::message::vendor_error::Reason;

/// Puts what travels as one text into it, at any depth.
pub(crate) fn pack(types: ActionTypes, members: &[Member], object: &mut Map<String, Value>) {
    for member in members {
        let Some(value) = object.get_mut(&member.name) else {
            continue;
        };
        each_object(
            types,
            member,
            &member.type_ref,
            value,
            &mut |fields, object| {
                pack(types, fields, object);
            },
        );
        if let Some(how) = member.serialize
            && !value.is_null()
            && !value.is_string()
        {
            *value = Value::String(packed(how, value));
        }
    }
}

fn packed(how: Serialize, value: &Value) -> String {
    match (how, value) {
        (Serialize::Comma, Value::Array(items)) => {
            let items: Vec<String> = items.iter().map(value_text).collect();
            items.join(",")
        }
        _ => value.to_string(),
    }
}

/// Takes what travels as one text out of it, at any depth.
///
/// What should have been a text and is none is a problem, as it is to a cloud. A text that is not
/// JSON stays: the checks find that it is of another type.
pub(super) fn unpack(
    types: ActionTypes,
    members: &[Member],
    object: &mut Map<String, Value>,
    prefix: &str,
) -> Result<(), Problem> {
    for member in members {
        if let Some(value) = object.get_mut(&member.name) {
            let name = format!("{prefix}{}", member.name);
            unpack_text(member, value, &name)?;
            let prefix = format!("{name}.");
            let mut done = Ok(());
            each_object(
                types,
                member,
                &member.type_ref,
                value,
                &mut |fields, object| {
                    if done.is_ok() {
                        done = unpack(types, fields, object, &prefix);
                    }
                },
            );
            done?;
        }
    }
    Ok(())
}

fn unpack_text(member: &Member, value: &mut Value, name: &str) -> Result<(), Problem> {
    match (member.serialize, &*value) {
        (None, _) | (_, Value::Null) => {}
        (Some(Serialize::Json), Value::String(text)) => {
            *value = serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into());
        }
        (Some(Serialize::Comma), Value::String(text)) => {
            let item = match member.type_ref.leaf() {
                TypeRef::Scalar(scalar) => *scalar,
                _ => Scalar::String,
            };
            let items = text.split(',').map(|text| scalar_value(item, text));
            *value = items.collect();
        }
        (Some(_), _) => {
            let detail = format!("`{name}` must be one text that holds {}", member.type_ref);
            return Err(Problem::new(Reason::WrongType, detail));
        }
    }
    Ok(())
}

/// Looks into an object by its fields.
type Visit<'v> = dyn FnMut(&[Member], &mut Map<String, Value>) + 'v;

/// Visits the objects with fields that a value holds directly.
fn each_object(
    types: ActionTypes,
    member: &Member,
    type_ref: &TypeRef,
    value: &mut Value,
    visit: &mut Visit<'_>,
) {
    match (type_ref, value) {
        (TypeRef::List(inner), Value::Array(items)) => {
            for item in items {
                each_object(types, member, inner, item, visit);
            }
        }
        (TypeRef::Map(inner), Value::Object(entries)) => {
            for entry in entries.values_mut() {
                each_object(types, member, inner, entry, visit);
            }
        }
        (TypeRef::Object | TypeRef::Named(_), Value::Object(object)) => {
            if let Some(fields) = types.fields(member) {
                visit(fields, object);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use serde_json::json;

    use super::*;
    use crate::catalog::fixture::Fixture;

    fn fixture() -> Fixture {
        Fixture::new(
            "- { name: Ids, type: list<integer>, serialize: comma }\n\
             - { name: Extra, type: Filter, serialize: json }\n\
             - { name: Filters, type: map<list<Filter>> }\n",
            "- name: Filter\n  fields:\n\
             \x20 - { name: Values, type: list<Filter>, serialize: json }\n\
             \x20 - { name: Name, type: string }\n",
        )
    }

    fn unpacked(value: Value) -> Result<Value, String> {
        let fixture = fixture();
        let types = fixture.types();
        let Value::Object(mut object) = value else {
            panic!("an object")
        };
        let done = unpack(types, &types.action.request, &mut object, "");
        done.map_err(|problem| problem.detail)?;
        Ok(Value::Object(object))
    }

    #[test]
    fn what_was_packed_is_unpacked_to_what_it_was() {
        let value = json!({
            "Ids": [1, 2],
            "Extra": {"Name": "a", "Values": [{"Name": "b", "Values": []}]},
            "Filters": {"k": [{"Values": [{"Name": "c"}]}, {}]},
        });
        let fixture = fixture();
        let types = fixture.types();
        let mut object = value.as_object().cloned().unwrap();
        pack(types, &types.action.request, &mut object);
        assert_eq!(object["Ids"], "1,2");
        let inner = r#"[{"Name":"b","Values":"[]"}]"#;
        let extra: Value = serde_json::from_str(object["Extra"].as_str().unwrap()).unwrap();
        assert_eq!(extra, json!({"Name": "a", "Values": inner}));
        assert_eq!(
            object["Filters"],
            json!({"k": [{"Values": "[{\"Name\":\"c\"}]"}, {}]})
        );
        assert_eq!(unpacked(Value::Object(object)).unwrap(), value);
    }

    #[test]
    fn what_should_be_a_text_and_is_none_is_a_problem() {
        let value = json!({"Filters": {"k": [{"Values": [{"Name": "c"}]}]}});
        let problem = unpacked(value).unwrap_err();
        assert_eq!(
            problem,
            "`Filters.Values` must be one text that holds list<Filter>"
        );
        let broken = json!({"Extra": "{", "Ids": null});
        assert_eq!(unpacked(broken.clone()).unwrap(), broken);
    }
}

//! Values that travel as one text, JSON or items with commas between: into it and out of it, along
//! the spec's types.

use cloudwright_spec::model::{Member, Scalar, Serialize, TypeRef};
use serde_json::{Map, Value};

use crate::check::{Problem, ProblemKind};
use crate::flat::{self, Types};

/// Puts what travels as one text into it, at any depth.
pub(crate) fn pack(types: Types, members: &[Member], object: &mut Map<String, Value>) {
    for member in members {
        let Some(value) = object.get_mut(&member.name) else {
            continue;
        };
        let pack_fields = &mut |fields: &[Member], object: &mut Map<String, Value>| {
            pack(types, fields, object);
            Ok(())
        };
        // Packing cannot fail.
        let _ = each_object(types, member, &member.type_ref, value, pack_fields);
        if let Some(how) = member.serialize
            && !value.is_null()
            && !value.is_string()
        {
            *value = Value::String(packed(how, value));
        }
    }
}

fn packed(how: Serialize, value: &Value) -> String {
    let (Serialize::Comma, Value::Array(items)) = (how, value) else {
        return value.to_string();
    };
    let text_of = |item: &Value| {
        item.as_str()
            .map_or_else(|| item.to_string(), str::to_owned)
    };
    let items: Vec<String> = items.iter().map(text_of).collect();
    items.join(",")
}

/// Takes what travels as one text out of it, at any depth.
///
/// What should have been a text and is none is a problem, as it is to a cloud. A text that is not
/// JSON stays: the checks find that it is of another type.
pub(crate) fn unpack(
    types: Types,
    members: &[Member],
    object: &mut Map<String, Value>,
    prefix: &str,
) -> Result<(), Problem> {
    for member in members {
        if let Some(value) = object.get_mut(&member.name) {
            let name = format!("{prefix}{}", member.name);
            unpack_value(types, member, value, &name)?;
        }
    }
    Ok(())
}

fn unpack_value(
    types: Types,
    member: &Member,
    value: &mut Value,
    name: &str,
) -> Result<(), Problem> {
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
            *value = text
                .split(',')
                .map(|text| flat::scalar_value(item, text))
                .collect();
        }
        (Some(_), _) => {
            let detail = format!("`{name}` must be one text that holds {}", member.type_ref);
            return Err(Problem::new(ProblemKind::Type, name, detail));
        }
    }
    let prefix = format!("{name}.");
    each_object(
        types,
        member,
        &member.type_ref,
        value,
        &mut |fields, object| unpack(types, fields, object, &prefix),
    )
}

/// Looks into an object by its fields.
type Visit<'v> = dyn FnMut(&[Member], &mut Map<String, Value>) -> Result<(), Problem> + 'v;

/// Visits the objects with fields that a value holds directly.
fn each_object(
    types: Types,
    member: &Member,
    type_ref: &TypeRef,
    value: &mut Value,
    visit: &mut Visit<'_>,
) -> Result<(), Problem> {
    match (type_ref, value) {
        (TypeRef::List(inner), Value::Array(items)) => items
            .iter_mut()
            .try_for_each(|item| each_object(types, member, inner, item, visit)),
        (TypeRef::Map(inner), Value::Object(entries)) => entries
            .values_mut()
            .try_for_each(|entry| each_object(types, member, inner, entry, visit)),
        (TypeRef::Object | TypeRef::Named(_), Value::Object(object)) => {
            match types.fields(member) {
                Some(fields) => visit(fields, object),
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use cloudwright_spec::{Catalog, SourceFile};
    use serde_json::json;

    use super::*;

    fn catalog() -> Catalog {
        let service = "service: tencent-x\nprovider: tencent\nproduct: x\ntitle: X\n\
            protocols: [tencent-tc3]\ncrate: { name: cloudwright-tencent-x, version: 0.1.0 }\n\
            endpoints: { default: x.example.com }\nversion: \"1\"\nenvelope: Response\n";
        let action = "action: Do\nsummary: Does it.\nsource: { title: Do }\naccess: read\n\
            request:\n\
            - { name: Ids, type: list<integer>, serialize: comma }\n\
            - { name: Extra, type: Filter, serialize: json }\n\
            - { name: Filters, type: map<list<Filter>> }\n\
            types:\n\
            - name: Filter\n  fields:\n\
            \x20 - { name: Values, type: list<Filter>, serialize: json }\n\
            \x20 - { name: Name, type: string }\n\
            response:\n- { name: RequestId, type: string }\n";
        let files = vec![
            SourceFile::new("tencent/x/service.yaml", service),
            SourceFile::new("tencent/x/Do.yaml", action),
        ];
        Catalog::load(files).unwrap().0
    }

    fn unpacked(value: Value) -> Result<Value, String> {
        let catalog = catalog();
        let service = &catalog.services[0];
        let action = &service.actions[0].action;
        let Value::Object(mut object) = value else {
            panic!("an object")
        };
        let done = unpack(Types { service, action }, &action.request, &mut object, "");
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
        let catalog = catalog();
        let service = &catalog.services[0];
        let action = &service.actions[0].action;
        let mut object = value.as_object().cloned().unwrap();
        pack(Types { service, action }, &action.request, &mut object);
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

//! Answers made up from the types alone, for actions whose page shows none.

use cloudwright_spec::model::{Location, Member, Scalar, TypeRef};
use serde_json::{Map, Value, json};

use crate::dialect::Dialect;
use crate::flat::Types;
use crate::packing;

/// How deep objects are made up; recursive types end here.
const DEEPEST: usize = 8;

/// A whole body, envelope included.
pub(super) fn body(types: Types, dialect: Dialect) -> Value {
    let members = &types.action.response;
    if let [root] = members.as_slice()
        && root.location == Some(Location::BodyRoot)
    {
        return value(types, root, &root.type_ref, 0);
    }
    let result = object(types, members, 0);
    match (&types.service.service.envelope, dialect) {
        (Some(envelope), Dialect::Qcloud) => around_data(envelope, result),
        (Some(envelope), _) => json!({ envelope: result }),
        (None, _) => Value::Object(result),
    }
}

/// Tencent's API 2.0 puts the outcome beside the envelope.
fn around_data(envelope: &str, mut result: Map<String, Value>) -> Value {
    for outcome in ["code", "message", "codeDesc"] {
        result.remove(outcome);
    }
    json!({"code": 0, "message": "", "codeDesc": "Success", envelope: result})
}

fn object(types: Types, members: &[Member], depth: usize) -> Map<String, Value> {
    let in_body = members
        .iter()
        .filter(|member| member.location != Some(Location::Header));
    let value = |member: &Member| value(types, member, &member.type_ref, depth);
    let mut object = in_body
        .map(|member| (member.name.clone(), value(member)))
        .collect();
    packing::pack(types, members, &mut object);
    object
}

fn value(types: Types, member: &Member, type_ref: &TypeRef, depth: usize) -> Value {
    let is_whole = *type_ref == member.type_ref;
    if let Some(known) = member.example.as_ref().or(member.default.as_ref())
        && is_whole
        && type_ref_fits(type_ref, known)
    {
        return known.clone();
    }
    match type_ref {
        TypeRef::List(inner) if depth < DEEPEST => json!([value(types, member, inner, depth + 1)]),
        TypeRef::List(_) => json!([]),
        TypeRef::Map(inner) if depth < DEEPEST => {
            json!({"key": value(types, member, inner, depth + 1)})
        }
        TypeRef::Map(_) => json!({}),
        TypeRef::Scalar(scalar) => scalar_of(types, member, *scalar),
        TypeRef::Object | TypeRef::Named(_) => match types.fields(member) {
            Some(fields) if depth < DEEPEST => Value::Object(object(types, fields, depth + 1)),
            Some(_) => json!({}),
            None => text_of(types, member),
        },
    }
}

/// Examples are sometimes written for another type than the table's.
fn type_ref_fits(type_ref: &TypeRef, value: &Value) -> bool {
    match type_ref {
        TypeRef::List(_) => value.is_array(),
        TypeRef::Map(_) | TypeRef::Object => value.is_object(),
        TypeRef::Named(_) => value.is_object() || value.is_string(),
        TypeRef::Scalar(Scalar::Any) => true,
        TypeRef::Scalar(Scalar::Boolean) => value.is_boolean(),
        TypeRef::Scalar(Scalar::String | Scalar::Binary | Scalar::Datetime | Scalar::Date) => {
            value.is_string()
        }
        TypeRef::Scalar(_) => value.is_number(),
    }
}

fn scalar_of(types: Types, member: &Member, scalar: Scalar) -> Value {
    match scalar {
        Scalar::String => text_of(types, member),
        Scalar::Integer | Scalar::Int32 | Scalar::Int64 | Scalar::Uint64 => {
            json!(member.min.unwrap_or(1).max(1))
        }
        Scalar::Number | Scalar::Float32 | Scalar::Float64 => json!(1.5),
        Scalar::Boolean => json!(true),
        Scalar::Binary => json!("bW9jaw=="),
        Scalar::Datetime => json!("2025-01-01T00:00:00Z"),
        Scalar::Date => json!("2025-01-01"),
        Scalar::Any => json!({}),
    }
}

/// The first documented value of an enum, or the member's name in lower case.
fn text_of(types: Types, member: &Member) -> Value {
    match types.values(member).first() {
        Some(first) => json!(first),
        None => json!(format!("mock-{}", member.name.to_lowercase())),
    }
}

//! Where a page's samples and tables part: each becomes a `conflict:` with both sides.

use std::collections::BTreeSet;

use serde_json::Value;

use super::samples::{DEEPEST, WIDEST, bodies, objects, root_of, type_of};
use crate::check::value::fits_scalar;
use crate::model::{
    Action, Conflict, ConflictKind, Evidence, Member, Protocol, Scalar, Service, TypeDef, TypeRef,
    value_text,
};

/// Says where samples and tables part.
pub(super) fn conflicts(action: &mut Action, service: &Service) {
    if action.response.len() > WIDEST {
        return;
    }
    let mut types = std::mem::take(&mut action.types);
    for sample in &action.samples {
        if let Some(root) = root_of(&mut action.response) {
            part(root, &sample.response, &mut types, DEEPEST);
            continue;
        }
        for body in bodies(&sample.response, service) {
            for (name, value) in body {
                let mut members = action.response.iter_mut();
                if let Some(member) = members.find(|member| member.is_called(name)) {
                    part(member, value, &mut types, DEEPEST);
                }
            }
        }
        placement(&mut action.response, &sample.response, service);
    }
    action.types = types;
}

/// Members that the table has beside the envelope and the sample inside.
fn placement(response: &mut [Member], shown: &Value, service: &Service) {
    let is_legacy = service.protocol() == Protocol::TencentQcloudV2;
    let Some(envelope) = service.envelope.as_deref().filter(|_| is_legacy) else {
        return;
    };
    let Some(inner) = shown.get(envelope).and_then(Value::as_object) else {
        return;
    };
    for member in response {
        let is_inside = inner.keys().any(|key| member.is_called(key));
        let is_known = has(member, ConflictKind::Placement);
        if is_inside && !is_known && member.evidence == Evidence::Page {
            member.conflict.push(Conflict {
                kind: ConflictKind::Placement,
                table: Some("top-level".into()),
                sample: Some(envelope.into()),
                metadata: None,
                doc: format!("Read from `{envelope}`, or else from beside it."),
            });
        }
    }
}

fn has(member: &Member, kind: ConflictKind) -> bool {
    member.conflict.iter().any(|found| found.kind == kind)
}

fn part(member: &mut Member, value: &Value, types: &mut Vec<TypeDef>, depth: usize) {
    if depth == 0 || value.is_null() {
        return;
    }
    if !fits(&member.type_ref, value) {
        if !has(member, ConflictKind::Type) {
            let (shown, _) = type_of(value, DEEPEST);
            let open = open(&member.type_ref, &shown, value);
            let doc = match open {
                Some(_) => "Left open: an answer may hold either.",
                None => "Read as either.",
            };
            member.conflict.push(Conflict {
                kind: ConflictKind::Type,
                table: Some(member.type_ref.to_string().into()),
                sample: Some(shown.to_string().into()),
                metadata: None,
                doc: doc.to_owned(),
            });
            if let Some(open) = open {
                member.type_ref = open;
                member.fields = None;
                member.values.clear();
            }
        }
        return;
    }
    undocumented(member, value);
    let objects = objects(&member.type_ref, value);
    let named = member.type_ref.leaf_name();
    let named = named.and_then(|name| types.iter().position(|found| found.name == *name));
    let mut fields = match (&mut member.fields, named) {
        (Some(fields), _) => std::mem::take(fields),
        (None, Some(index)) => types[index].fields.take().unwrap_or_default(),
        (None, None) => return,
    };
    let is_readable = fields.len() <= WIDEST;
    for object in objects.iter().filter(|_| is_readable) {
        for (name, value) in *object {
            if let Some(field) = fields.iter_mut().find(|field| field.is_called(name)) {
                part(field, value, types, depth - 1);
            }
        }
    }
    match (&mut member.fields, named) {
        (Some(own), _) => *own = fields,
        (None, Some(index)) => types[index].fields = Some(fields),
        (None, None) => {}
    }
}

/// The type that holds what a table and a sample show, where clients do not bridge them as they do numbers and
/// texts; `None` where they do.
fn open(table: &TypeRef, sample: &TypeRef, value: &Value) -> Option<TypeRef> {
    match (table, sample) {
        (TypeRef::List(table), TypeRef::List(sample)) => {
            Some(TypeRef::List(Box::new(open(table, sample, value)?)))
        }
        (TypeRef::Scalar(table), TypeRef::Scalar(_)) if is_bridged(*table, value) => None,
        _ => Some(TypeRef::Scalar(Scalar::Any)),
    }
}

/// Whether clients read all that a sample holds as a built-in type, be it that it is written as another one.
fn is_bridged(table: Scalar, value: &Value) -> bool {
    let mut texts = BTreeSet::new();
    leaves(value, &mut texts);
    let is_flag = |text: &String| matches!(text.as_str(), "true" | "false" | "0" | "1");
    match table {
        Scalar::Boolean => texts.iter().all(is_flag),
        _ if table.is_number() => texts.iter().all(|text| text.parse::<f64>().is_ok()),
        _ => true,
    }
}

/// Values of a sample that are none of the documented ones.
fn undocumented(member: &mut Member, value: &Value) {
    if member.values.is_empty() {
        return;
    }
    let mut texts = BTreeSet::new();
    leaves(value, &mut texts);
    let strange: Vec<Value> = texts
        .into_iter()
        .filter(|text| !member.values.iter().any(|found| found.value == *text))
        .map(Value::from)
        .collect();
    if strange.is_empty() {
        return;
    }
    let known = member
        .conflict
        .iter_mut()
        .find(|found| found.kind == ConflictKind::Values);
    if let Some(Value::Array(sample)) = known.and_then(|found| found.sample.as_mut()) {
        for value in strange {
            if !sample.contains(&value) {
                sample.push(value);
            }
        }
        return;
    }
    let table = member.values.iter();
    let table = table.map(|found| Value::from(found.value.clone()));
    member.conflict.push(Conflict {
        kind: ConflictKind::Values,
        table: Some(table.collect()),
        sample: Some(strange.into()),
        metadata: None,
        doc: "Kept as it is.".to_owned(),
    });
}

fn leaves(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| leaves(item, texts)),
        Value::Object(map) => map.values().for_each(|item| leaves(item, texts)),
        Value::Null => {}
        other => {
            texts.insert(value_text(other));
        }
    }
}

fn fits(type_ref: &TypeRef, value: &Value) -> bool {
    match (type_ref, value) {
        (_, Value::Null) | (TypeRef::Object | TypeRef::Named(_), Value::Object(_)) => true,
        (TypeRef::List(inner), Value::Array(items)) => items.iter().all(|item| fits(inner, item)),
        (TypeRef::Map(inner), Value::Object(map)) => map.values().all(|item| fits(inner, item)),
        (TypeRef::Scalar(scalar), value) => fits_scalar(*scalar, value),
        _ => false,
    }
}

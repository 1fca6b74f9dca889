//! Things in the shape of an answer: the sample's, or the types', with what is known of the thing put in.

use cloudwright_spec::model::{Location, Member, Pagination, TypeRef, value_text};
use serde_json::{Map, Value, json};

use super::kinds::Kind;
use super::names::{ID, Noun, Verb};
use super::{Thing, View};
use crate::flat::Types;
use crate::invent::{Fields, Inventor};

/// How deep in an answer a thing is looked for: beside the result's envelope there is often another.
const DEEPEST: usize = 3;

/// Whether an answer has a list of things, at its top or in the one structure that it is.
pub(super) fn has_rows(types: Types) -> bool {
    rows_path(types).is_some()
}

/// The path of the list of things in a result.
fn rows_path(types: Types<'_>) -> Option<Vec<&str>> {
    if let Some(items) = types.action.rows_path() {
        return Some(items.split('.').filter(|part| !part.is_empty()).collect());
    }
    let members = &types.action.response;
    if let [root] = members.as_slice()
        && root.location == Some(Location::BodyRoot)
    {
        return is_rows(types, root).then(Vec::new);
    }
    let own = members.iter().find(|member| is_rows(types, member));
    if let Some(rows) = own {
        return Some(vec![&rows.name]);
    }
    let inside = |member: &'_ Member| -> Option<String> {
        let fields = types.fields(member)?;
        let is_structure = !matches!(member.type_ref, TypeRef::List(_) | TypeRef::Map(_));
        let rows = fields.iter().find(|field| is_rows(types, field));
        rows.filter(|_| is_structure).map(|rows| rows.name.clone())
    };
    members.iter().find_map(|member| {
        let name = inside(member)?;
        let fields = types.fields(member)?;
        let rows = fields.iter().find(|field| field.name == name)?;
        Some(vec![member.name.as_str(), rows.name.as_str()])
    })
}

fn is_rows(types: Types, member: &Member) -> bool {
    matches!(member.type_ref, TypeRef::List(_)) && types.fields(member).is_some()
}

impl View {
    /// Puts the things into a result.
    pub(crate) fn put(&self, types: Types, result: &mut Value) {
        match (self.verb, rows_path(types)) {
            (Verb::List, Some(path)) => self.put_rows(types, &path, result),
            _ => {
                if let Some(thing) = self.things.first() {
                    overlay(&self.noun, &self.kind, thing, result, 0);
                }
            }
        }
    }

    fn put_rows(&self, types: Types, path: &[&str], result: &mut Value) {
        let template = template(types, path, result);
        let rows = self.things.iter().map(|thing| {
            let mut row = template.clone();
            overlay(&self.noun, &self.kind, thing, &mut row, 0);
            row
        });
        let rows: Vec<Value> = rows.collect();
        let count = rows.len();
        let mut place = &mut *result;
        for part in path {
            if !place.is_object() {
                *place = json!({});
            }
            place = &mut place[*part];
        }
        *place = Value::Array(rows);
        put_total(types, &self.noun, path, count, result);
    }
}

/// A row as the sample has it, or else as the types do.
fn template(types: Types, path: &[&str], result: &Value) -> Value {
    let known = path.iter().try_fold(result, |value, part| value.get(*part));
    if let Some(first) = known.and_then(|rows| rows.get(0)) {
        return first.clone();
    }
    let inventor = Inventor::new(types, Fields::All);
    let made = Value::Object(inventor.object(&types.action.response));
    let rows = path.iter().try_fold(&made, |value, part| value.get(*part));
    let row = rows.and_then(|rows| rows.get(0)).cloned();
    row.unwrap_or_else(|| json!({}))
}

/// Puts what is known of a thing into an object, and into the objects in it. Values keep the type that
/// they have there.
fn overlay(noun: &Noun, kind: &Kind, thing: &Thing, value: &mut Value, depth: usize) {
    let Some(object) = value.as_object_mut().filter(|_| depth < DEEPEST) else {
        return;
    };
    for (name, shown) in object {
        let attribute = kind.attribute(noun, name);
        let known = thing.known(&attribute);
        match (
            known.and_then(|known| as_shown(known, shown, thing, &attribute)),
            &shown,
        ) {
            (Some(known), _) => *shown = known,
            (None, Value::Object(_)) => overlay(noun, kind, thing, shown, depth + 1),
            _ => {}
        }
    }
}

/// A known value in the type that the answer has.
fn as_shown(known: &Value, shown: &Value, thing: &Thing, attribute: &str) -> Option<Value> {
    match (known, shown) {
        (Value::String(_) | Value::Number(_), Value::String(_)) => Some(json!(value_text(known))),
        (Value::String(_), Value::Number(_)) if attribute == ID => Some(json!(thing.number)),
        (Value::Number(_), Value::Number(_))
        | (Value::Bool(_), Value::Bool(_))
        | (Value::Array(_), Value::Array(_)) => Some(known.clone()),
        _ => None,
    }
}

/// Says how many there are, where the answer has a count: by its page's word or by its usual names.
fn put_total(types: Types, noun: &Noun, path: &[&str], count: usize, result: &mut Value) {
    let documented = match &types.action.pagination {
        Some(Pagination::Offset { total, .. } | Pagination::Page { total, .. }) => total.as_deref(),
        _ => None,
    };
    let parts: Vec<&str> = match documented {
        Some(total) => total.split('.').collect(),
        None => path
            .split_last()
            .map_or(Vec::new(), |(_, above)| above.to_vec()),
    };
    let set = |object: &mut Map<String, Value>, name: &str| {
        if let Some(shown) = object.get_mut(name) {
            *shown = if shown.is_string() {
                json!(count.to_string())
            } else {
                json!(count)
            };
        }
    };
    let (above, last) = match (documented, parts.split_last()) {
        (Some(_), Some((last, above))) => (above.to_vec(), Some(*last)),
        _ => (parts, None),
    };
    let mut place = result;
    for part in above {
        match place.get_mut(part) {
            Some(inside) => place = inside,
            None => return,
        }
    }
    let Some(object) = place.as_object_mut() else {
        return;
    };
    if let Some(last) = last {
        set(object, last);
        return;
    }
    let is_count = |name: &&String| {
        let attribute = noun.attribute(name);
        matches!(attribute.as_str(), "total" | "totalcount" | "count")
    };
    let names: Vec<String> = object.keys().filter(is_count).cloned().collect();
    for name in names {
        set(object, &name);
    }
}

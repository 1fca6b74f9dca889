//! Resources in the shape of an answer: the sample's, or the types', with what is known of the resource put in.

use cloudwright_spec::model::{Member, TypeRef, value_text};
use serde_json::{Value, json};

use super::counts;
use super::names::{ID, Noun, Verb};
use super::{Resource, View};
use crate::catalog::ActionTypes;
use crate::invent::{Fields, Inventor};
use crate::json_path::{at, parts, set};

/// How deep in an answer a resource is looked for: beside the result's envelope there is often another.
const DEEPEST: usize = 3;

/// Whether an answer has a list of resources, at its top or in a structure there.
pub(super) fn has_rows(types: ActionTypes, noun: &Noun) -> bool {
    rows_path(types, noun).is_some()
}

/// The path of the list of resources in a result: what the spec says, a list of their name, or the first one.
fn rows_path<'a>(types: ActionTypes<'a>, noun: &Noun) -> Option<Vec<&'a str>> {
    if let Some(items) = types.action.rows_path() {
        return Some(parts(items).collect());
    }
    let members = &types.action.response;
    if let Some(root) = types.action.whole_answer() {
        return is_rows(types, root).then(Vec::new);
    }
    let is_structure =
        |member: &&Member| !matches!(member.type_ref, TypeRef::List(_) | TypeRef::Map(_));
    let inside = members.iter().filter(is_structure).flat_map(|member| {
        let fields = types.fields(member).unwrap_or_default().iter();
        let rows = fields.filter(|field| is_rows(types, field));
        rows.map(|rows| vec![member.name.as_str(), rows.name.as_str()])
    });
    let own = members.iter().filter(|member| is_rows(types, member));
    let own = own.map(|rows| vec![rows.name.as_str()]);
    let mut all: Vec<Vec<&str>> = own.chain(inside).collect();
    let named = all
        .iter()
        .position(|path| path.last().is_some_and(|name| noun.is_named(name)));
    (!all.is_empty()).then(|| all.swap_remove(named.unwrap_or(0)))
}

fn is_rows(types: ActionTypes, member: &Member) -> bool {
    matches!(member.type_ref, TypeRef::List(_)) && types.fields(member).is_some()
}

impl View {
    /// Puts the resources into a result; `cut` leaves of its rows the page that is asked for.
    pub(crate) fn put(&self, types: ActionTypes, result: &mut Value, cut: impl FnOnce(&mut Value)) {
        let path = rows_path(types, &self.kind.noun);
        let is_list = |path: &Vec<&str>| match self.verb {
            Verb::List => true,
            // One is told as it is listed, where the answer is a list of such resources.
            Verb::Create | Verb::Show => path
                .last()
                .is_some_and(|name| self.kind.noun.is_named(name)),
            _ => false,
        };
        let path = path.filter(is_list);
        if let Some(path) = &path {
            self.put_rows(types, path, result);
            cut(result);
            counts::put(types, &self.kind.noun, path, self.resources.len(), result);
        }
        if path.is_none() || self.verb != Verb::List {
            self.overlay(&self.resources, result, 0);
        }
    }

    fn put_rows(&self, types: ActionTypes, path: &[&str], result: &mut Value) {
        let template = template(types, path, result);
        let rows = self.resources.iter().map(|resource| {
            let mut row = template.clone();
            self.overlay(std::slice::from_ref(resource), &mut row, 0);
            row
        });
        let rows = rows.collect();
        set(result, path.iter().copied(), rows);
    }

    /// Puts what is known of resources, of the first one but for lists of ids, into an object, and into the
    /// objects in it. Values keep the type that they have there.
    fn overlay(&self, resources: &[Resource], value: &mut Value, depth: usize) {
        let object = value.as_object_mut().filter(|_| depth < DEEPEST);
        let (Some(object), Some(resource)) = (object, resources.first()) else {
            return;
        };
        for (name, shown) in object {
            let attribute = self.kind.attribute(name);
            let known = resource.known(&attribute);
            let known = match shown {
                Value::Array(entries) if attribute == ID => ids(resources, entries),
                _ => known.and_then(|known| as_shown(known, shown, resource, &attribute)),
            };
            match known {
                Some(known) => *shown = known,
                None if shown.is_object() => self.overlay(resources, shown, depth + 1),
                None => {}
            }
        }
    }
}

/// A row as the sample has it, or else as the types do.
fn template(types: ActionTypes, path: &[&str], result: &Value) -> Value {
    let known = at(result, path.iter().copied());
    if let Some(first) = known.and_then(|rows| rows.get(0)) {
        return first.clone();
    }
    let inventor = Inventor::new(types, Fields::All);
    let made = Value::Object(inventor.object(&types.action.response));
    let rows = at(&made, path.iter().copied());
    let row = rows.and_then(|rows| rows.get(0)).cloned();
    row.unwrap_or_else(|| json!({}))
}

/// The ids of resources, in place of a list of texts or numbers.
fn ids(resources: &[Resource], entries: &[Value]) -> Option<Value> {
    let first = entries.first()?;
    let shown = |resource: &Resource| as_shown(resource.known(ID)?, first, resource, ID);
    resources.iter().map(shown).collect()
}

/// A known value in the type that the answer has.
fn as_shown(known: &Value, shown: &Value, resource: &Resource, attribute: &str) -> Option<Value> {
    match (known, shown) {
        (Value::String(_) | Value::Number(_), Value::String(_)) => Some(json!(value_text(known))),
        (Value::String(_), Value::Number(_)) if attribute == ID => Some(json!(resource.number)),
        (Value::Number(_), Value::Number(_))
        | (Value::Bool(_), Value::Bool(_))
        | (Value::Array(_), Value::Array(_)) => Some(known.clone()),
        (Value::Object(known), Value::Object(shown)) => {
            let told = shown.iter().map(|(name, shown)| {
                let known = known.get(name);
                let told = known.and_then(|known| as_shown(known, shown, resource, ""));
                (name.clone(), told.unwrap_or_else(|| shown.clone()))
            });
            Some(Value::Object(told.collect()))
        }
        _ => None,
    }
}

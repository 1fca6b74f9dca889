//! Things in the shape of an answer: the sample's, or the types', with what is known of the thing put in.

use cloudwright_spec::model::{Member, TypeRef, value_text};
use serde_json::{Value, json};

use super::counts;
use super::names::{ID, Noun, Verb};
use super::{Thing, View};
use crate::flat::Types;
use crate::invent::{Fields, Inventor};

/// How deep in an answer a thing is looked for: beside the result's envelope there is often another.
const DEEPEST: usize = 3;

/// Whether an answer has a list of things, at its top or in a structure there.
pub(super) fn has_rows(types: Types, noun: &Noun) -> bool {
    rows_path(types, noun).is_some()
}

/// The path of the list of things in a result: what the spec says, a list of their name, or the first one.
fn rows_path<'a>(types: Types<'a>, noun: &Noun) -> Option<Vec<&'a str>> {
    if let Some(items) = types.action.rows_path() {
        return Some(items.split('.').filter(|part| !part.is_empty()).collect());
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

fn is_rows(types: Types, member: &Member) -> bool {
    matches!(member.type_ref, TypeRef::List(_)) && types.fields(member).is_some()
}

impl View {
    /// Puts the things into a result; `cut` leaves of its rows the page that is asked for.
    pub(crate) fn put(&self, types: Types, result: &mut Value, cut: impl FnOnce(&mut Value)) {
        let path = rows_path(types, &self.noun);
        let is_list = |path: &Vec<&str>| match self.verb {
            Verb::List => true,
            // One is told as it is listed, where the answer is a list of such things.
            Verb::Create | Verb::Show => path.last().is_some_and(|name| self.noun.is_named(name)),
            _ => false,
        };
        let path = path.filter(is_list);
        if let Some(path) = &path {
            self.put_rows(types, path, result);
            cut(result);
            counts::put(types, &self.noun, path, self.things.len(), result);
        }
        if path.is_none() || self.verb != Verb::List {
            self.overlay(&self.things, result, 0);
        }
    }

    fn put_rows(&self, types: Types, path: &[&str], result: &mut Value) {
        let template = template(types, path, result);
        let rows = self.things.iter().map(|thing| {
            let mut row = template.clone();
            self.overlay(std::slice::from_ref(thing), &mut row, 0);
            row
        });
        let rows: Vec<Value> = rows.collect();
        let mut place = &mut *result;
        for part in path {
            if !place.is_object() {
                *place = json!({});
            }
            place = &mut place[*part];
        }
        *place = Value::Array(rows);
    }

    /// Puts what is known of things, of the first one but for lists of ids, into an object, and into the
    /// objects in it. Values keep the type that they have there.
    fn overlay(&self, things: &[Thing], value: &mut Value, depth: usize) {
        let object = value.as_object_mut().filter(|_| depth < DEEPEST);
        let (Some(object), Some(thing)) = (object, things.first()) else {
            return;
        };
        for (name, shown) in object {
            let attribute = self.kind.attribute(&self.noun, name);
            let known = thing.known(&attribute);
            let known = match shown {
                Value::Array(entries) if attribute == ID => ids(things, entries),
                _ => known.and_then(|known| as_shown(known, shown, thing, &attribute)),
            };
            match known {
                Some(known) => *shown = known,
                None if shown.is_object() => self.overlay(things, shown, depth + 1),
                None => {}
            }
        }
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

/// The ids of things, in place of a list of texts or numbers.
fn ids(things: &[Thing], entries: &[Value]) -> Option<Value> {
    let first = entries.first()?;
    let shown = |thing: &Thing| as_shown(thing.known(ID)?, first, thing, ID);
    things.iter().map(shown).collect()
}

/// A known value in the type that the answer has.
fn as_shown(known: &Value, shown: &Value, thing: &Thing, attribute: &str) -> Option<Value> {
    match (known, shown) {
        (Value::String(_) | Value::Number(_), Value::String(_)) => Some(json!(value_text(known))),
        (Value::String(_), Value::Number(_)) if attribute == ID => Some(json!(thing.number)),
        (Value::Number(_), Value::Number(_))
        | (Value::Bool(_), Value::Bool(_))
        | (Value::Array(_), Value::Array(_)) => Some(known.clone()),
        (Value::Object(known), Value::Object(shown)) => {
            let told = shown.iter().map(|(name, shown)| {
                let known = known.get(name);
                let told = known.and_then(|known| as_shown(known, shown, thing, ""));
                (name.clone(), told.unwrap_or_else(|| shown.clone()))
            });
            Some(Value::Object(told.collect()))
        }
        _ => None,
    }
}

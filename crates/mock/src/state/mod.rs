//! What was created, changed and deleted, so that looking at it tells of it: a first form of state.
//!
//! Which things there are is read from the actions' names, and which parameter means what from theirs
//! (`names`, `kinds`, `description`); no list of resources is kept. A kind of thing is the sample's until the first
//! one is created: then what is there is what was created and not deleted (`things`). Answers keep the shape of
//! the sample, or of the types, and show what is known of the thing (`show`).

mod counts;
mod description;
mod harmless;
mod kinds;
mod names;
mod show;
mod things;

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use cloudwright_spec::model::{ErrorClass, ErrorCode, value_text};
use serde_json::{Map, Value};

use crate::dialect::{Dialect, Refusal};
use crate::flat::Types;
use crate::index::Index;
use description::Description;
use harmless::harmless;
use kinds::{Kind, Kinds};
use names::{ID, NAME, Noun, Verb, attribute_name};
use things::{Thing, Things};

/// The things of one mock.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The kinds of each service, read when it is first asked for.
    kinds: OnceLock<Vec<Kinds>>,
    things: Mutex<Things>,
}

/// What a call found or did, for its answer to show.
pub(crate) enum Seen {
    /// Nothing of this is kept: the answer stays what it is.
    Nothing,
    /// Things of a kind, in the order they were created.
    Things(View),
}

/// Things as an answer shows them.
pub(crate) struct View {
    noun: Noun,
    kind: Kind,
    things: Vec<Thing>,
    verb: Verb,
}

impl State {
    /// Does what a call asks for, or refuses it.
    pub(crate) fn act(
        &self,
        index: &Index,
        types: Types,
        dialect: Dialect,
        parameters: &Map<String, Value>,
    ) -> Result<Seen, Refusal> {
        let service = &types.service.service.service;
        let position = index.by_id(service);
        let kinds = position.and_then(|position| self.kinds(index).get(position));
        let about = kinds.and_then(|kinds| Some((kinds, kinds.of_action(types.action)?)));
        let Some((kinds, (verb, noun, kind))) = about else {
            return Ok(Seen::Nothing);
        };
        let mut said = Description::of(types, noun, kind, verb, &harmless(types, parameters));
        if verb == Verb::List && said.is_of_one() {
            said.verb = Verb::Show;
        }
        let verb = said.verb;
        let mut things = self.lock();
        let seen = match verb {
            Verb::Create => Some(create(&mut things, &said, dialect)?),
            _ => met(&mut things, kinds, &said, dialect)?,
        };
        let (noun, kind) = (noun.clone(), kind.clone());
        Ok(seen.map_or(Seen::Nothing, |things| {
            Seen::Things(View {
                noun,
                kind,
                things,
                verb,
            })
        }))
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Things::default();
    }

    /// How many things there are.
    pub(crate) fn count(&self) -> usize {
        self.lock().count()
    }

    /// Everything that is there, for programs that look: what it is, and what is known of it by attribute.
    pub(crate) fn shown(&self) -> Vec<Value> {
        self.lock().all().map(Thing::shown).collect()
    }

    fn kinds(&self, index: &Index) -> &[Kinds] {
        let services = index.catalog.services.iter();
        self.kinds
            .get_or_init(|| services.map(Kinds::of_service).collect())
    }

    fn lock(&self) -> MutexGuard<'_, Things> {
        self.things.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Creates what is asked for, unless its name is taken in the same place and the page documents how that is
/// told.
fn create(
    things: &mut Things,
    said: &Description,
    dialect: Dialect,
) -> Result<Vec<Thing>, Refusal> {
    let (service, noun) = (&said.types.service.service.service, said.noun);
    let is_taken = said.attributes.contains_key(NAME)
        && things
            .of_kind(service, noun)
            .any(|thing| thing.is_same_place(&said.attributes));
    let conflict = documented(said, ErrorClass::Conflict, &TAKEN);
    if let Some(error) = conflict.filter(|_| is_taken) {
        return Err(Refusal::documented(dialect, error));
    }
    let made = said.created().into_iter();
    let made = made.map(|attributes| things.create(service, noun, said.kind, attributes));
    Ok(made.collect())
}

/// The things that a call finds, changes or deletes. `None` where none of them was ever created, or where nothing
/// tells which are meant.
fn met(
    things: &mut Things,
    kinds: &Kinds,
    said: &Description,
    dialect: Dialect,
) -> Result<Option<Vec<Thing>>, Refusal> {
    let (service, noun) = (&said.types.service.service.service, said.noun);
    let is_list = said.verb == Verb::List && show::has_rows(said.types, noun);
    if !things.has_begun(service, noun) || !is_list && !said.names_things() {
        return Ok(None);
    }
    let found = things.of_kind(service, noun);
    let found = found.filter(|thing| said.is_about(thing));
    let found: Vec<u64> = found.map(|thing| thing.number).collect();
    if found.is_empty() && !is_list {
        return Err(not_found(said, dialect));
    }
    Ok(Some(match said.verb {
        Verb::Delete => things.delete(kinds, &found),
        Verb::Change => things.change(&found, &said.changes()),
        Verb::Create | Verb::List | Verb::Show => things.copies(&found),
    }))
}

/// What codes say of a name that is taken.
const TAKEN: [&str; 6] = [
    "exist", "duplicat", "conflict", "inuse", "already", "repeat",
];

/// The documented error of a class that tells best of this kind of thing: one with one of the words, the thing's
/// own name before others.
fn documented<'a>(
    said: &Description<'a>,
    class: ErrorClass,
    words: &[&str],
) -> Option<&'a ErrorCode> {
    let says = |error: &ErrorCode, words: &[&str]| {
        let code = attribute_name(&error.code);
        words.iter().any(|word| code.contains(word))
    };
    let mut errors = said.types.errors().filter(|error| error.class == class);
    let first = errors.find(|error| words.is_empty() || says(error, words))?;
    let rest = errors.filter(|error| words.is_empty() || says(error, words));
    let mut all = std::iter::once(first).chain(rest);
    Some(
        all.find(|error| says(error, &[said.noun.last()]))
            .unwrap_or(first),
    )
}

/// What a vendor answers for what is not there: what the page documents, or else its usual words.
fn not_found(said: &Description, dialect: Dialect) -> Refusal {
    if let Some(error) = documented(said, ErrorClass::NotFound, &[]) {
        return Refusal::documented(dialect, error);
    }
    let names = [NAME, ID]
        .into_iter()
        .filter_map(|name| said.attributes.get(name));
    let several = |value: &Value| match value {
        Value::Array(several) => several.iter().map(value_text).collect(),
        value => vec![value_text(value)],
    };
    let names: Vec<String> = names.flat_map(several).collect();
    let message = format!("there is no {}", names.join(", "));
    match dialect {
        Dialect::Tc3 => Refusal::new(200, "ResourceNotFound", message),
        Dialect::Qcloud => Refusal::qcloud(5000, "ResourceNotFound", message),
        Dialect::Alibaba | Dialect::AlibabaXml => Refusal::new(404, "ResourceNotFound", message),
        Dialect::Huawei => Refusal::new(404, "404", message),
    }
}

//! What was created, changed and deleted, so that looking at it tells of it: a first form of state.
//!
//! Which things there are is read from the actions' names, and which parameter means what from theirs
//! (`names`, `kinds`); no list of resources is kept. A kind of thing is the sample's until the first one
//! is created: then what is there is what was created and not deleted. Answers keep the shape of the
//! sample, or of the types, and show what is known of the thing (`show`).

mod kinds;
mod names;
mod show;

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use cloudwright_spec::model::{ErrorClass, value_text};
use serde_json::{Map, Value, json};

use crate::dialect::{Dialect, Refusal};
use crate::flat::Types;
use crate::index::Index;
use kinds::{Kind, Kinds};
use names::{ID, NAME, Noun, Verb};

/// Most things that are kept; the oldest goes when one more comes.
const MOST_THINGS: usize = 10_000;

/// Most bytes that all of them hold together, roughly.
const MOST_BYTES: usize = 32 << 20;

/// The things of one mock.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The kinds of each service, read when it is first asked for.
    kinds: OnceLock<Vec<Kinds>>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    things: VecDeque<Thing>,
    bytes: usize,
    made: u64,
    /// The kinds of which one was created: what is not among the things is not there.
    begun: BTreeSet<(String, Noun)>,
}

/// Something that was created.
#[derive(Clone, Debug)]
struct Thing {
    service: String,
    noun: Noun,
    number: u64,
    /// Values by attribute.
    attributes: Map<String, Value>,
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
        let Some((verb, noun)) = Noun::of_action(&types.action.action) else {
            return Ok(Seen::Nothing);
        };
        let service = &types.service.service.service;
        let kinds = self.kinds(index);
        let kind = index
            .by_id(service)
            .and_then(|position| kinds.get(position)?.get(&noun));
        let Some(kind) = kind else {
            return Ok(Seen::Nothing);
        };
        let asked = kind.attributes(types, &noun, parameters);
        let mut inner = self.lock();
        let view = |things: Vec<Thing>| {
            Seen::Things(View {
                noun: noun.clone(),
                kind: kind.clone(),
                things,
                verb,
            })
        };
        if verb == Verb::Create {
            inner.refuse_second(types, dialect, &noun, &asked)?;
            let thing = inner.create(service, &noun, kind, asked);
            return Ok(view(vec![thing]));
        }
        let key = (service.clone(), noun.clone());
        if !inner.begun.contains(&key) {
            return Ok(Seen::Nothing);
        }
        let is_list = verb == Verb::List && show::has_rows(types);
        let is_one = asked.contains_key(ID) || asked.contains_key(NAME);
        if !is_list && !is_one {
            return Ok(Seen::Nothing);
        }
        let found: Vec<u64> = inner
            .things
            .iter()
            .filter(|thing| thing.service == *service && thing.noun == noun)
            .filter(|thing| thing.is_asked_for(&asked, verb))
            .map(|thing| thing.number)
            .collect();
        if found.is_empty() && !is_list {
            return Err(not_found(types, dialect, &asked));
        }
        let things = match verb {
            Verb::Delete => inner.delete(&found),
            Verb::Change => inner.change(&found, &asked),
            Verb::Create | Verb::List | Verb::Show => inner.copies(&found),
        };
        Ok(view(things))
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Inner::default();
    }

    /// How many things there are.
    pub(crate) fn count(&self) -> usize {
        self.lock().things.len()
    }

    fn kinds(&self, index: &Index) -> &[Kinds] {
        let services = index.catalog.services.iter();
        self.kinds
            .get_or_init(|| services.map(kinds::of_service).collect())
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Refuses a thing whose name is taken in the same place, where the page documents how.
    fn refuse_second(
        &self,
        types: Types,
        dialect: Dialect,
        noun: &Noun,
        asked: &Map<String, Value>,
    ) -> Result<(), Refusal> {
        let conflict = types
            .errors()
            .find(|error| error.class == ErrorClass::Conflict);
        let (Some(error), true) = (conflict, asked.contains_key(NAME)) else {
            return Ok(());
        };
        let is_place = |attribute: &str| {
            attribute == NAME || attribute.ends_with(ID) || attribute.ends_with(NAME)
        };
        let is_same = |thing: &Thing| {
            let mut places = asked.iter().filter(|(attribute, _)| is_place(attribute));
            places.all(|(attribute, value)| thing.attributes.get(attribute) == Some(value))
        };
        let service = &types.service.service.service;
        let mut things = self.things.iter();
        let is_taken =
            things.any(|thing| thing.service == *service && thing.noun == *noun && is_same(thing));
        if is_taken {
            return Err(Refusal::documented(dialect, error));
        }
        Ok(())
    }

    /// Keeps a thing, with an id of its own where it was given none.
    fn create(
        &mut self,
        service: &str,
        noun: &Noun,
        kind: &Kind,
        mut attributes: Map<String, Value>,
    ) -> Thing {
        self.made += 1;
        let number = self.made;
        let id = if kind.has_numbers {
            json!(number)
        } else {
            json!(format!("mock-{number:08}"))
        };
        attributes.entry(ID).or_insert(id);
        let thing = Thing {
            service: service.to_owned(),
            noun: noun.clone(),
            number,
            attributes,
        };
        self.bytes += thing.weight();
        self.things.push_back(thing.clone());
        self.begun.insert((service.to_owned(), noun.clone()));
        while self.things.len() > MOST_THINGS || self.bytes > MOST_BYTES {
            let Some(oldest) = self.things.pop_front() else {
                break;
            };
            self.bytes = self.bytes.saturating_sub(oldest.weight());
        }
        thing
    }

    fn copies(&self, numbers: &[u64]) -> Vec<Thing> {
        let things = self.things.iter();
        let found = things.filter(|thing| numbers.contains(&thing.number));
        found.cloned().collect()
    }

    fn delete(&mut self, numbers: &[u64]) -> Vec<Thing> {
        let gone = self.copies(numbers);
        self.things.retain(|thing| !numbers.contains(&thing.number));
        let bytes: usize = gone.iter().map(Thing::weight).sum();
        self.bytes = self.bytes.saturating_sub(bytes);
        gone
    }

    fn change(&mut self, numbers: &[u64], asked: &Map<String, Value>) -> Vec<Thing> {
        for thing in &mut self.things {
            if !numbers.contains(&thing.number) {
                continue;
            }
            self.bytes = self.bytes.saturating_sub(thing.weight());
            for (attribute, value) in asked {
                thing.attributes.insert(attribute.clone(), value.clone());
            }
            self.bytes += thing.weight();
        }
        self.copies(numbers)
    }
}

impl Thing {
    fn weight(&self) -> usize {
        512 + 4 * Value::Object(self.attributes.clone()).to_string().len()
    }

    /// What is known of an attribute. What a thing is in has a name, whether members say so or not.
    fn known(&self, attribute: &str) -> Option<&Value> {
        let other = match attribute.strip_suffix(NAME) {
            Some(short) => short.to_owned(),
            None => format!("{attribute}{NAME}"),
        };
        let known = self.attributes.get(attribute);
        known.or_else(|| self.attributes.get(&other).filter(|_| attribute != ID))
    }

    /// Whether what a call says of the thing it asks for is true of this one. What is not known of it
    /// is passed over. A list may be asked for a part of a name.
    fn is_asked_for(&self, asked: &Map<String, Value>, verb: Verb) -> bool {
        asked.iter().all(|(attribute, value)| {
            let tells = verb != Verb::Change || attribute == NAME || attribute.ends_with(ID);
            let Some(known) = self.known(attribute).filter(|_| tells) else {
                return true;
            };
            let known = value_text(known);
            let is_it = |value: &Value| {
                let value = value_text(value);
                value == known || (attribute == ID && value == self.number.to_string())
            };
            match value {
                Value::Array(several) => several.iter().any(is_it),
                Value::String(part) if verb == Verb::List && attribute == NAME => {
                    known.contains(part.as_str())
                }
                value => is_it(value),
            }
        })
    }
}

/// What a vendor answers for what is not there: what the page documents, or else its usual words.
fn not_found(types: Types, dialect: Dialect, asked: &Map<String, Value>) -> Refusal {
    let documented = types
        .errors()
        .find(|error| error.class == ErrorClass::NotFound);
    if let Some(error) = documented {
        return Refusal::documented(dialect, error);
    }
    let names: Vec<String> = [NAME, ID]
        .iter()
        .filter_map(|name| asked.get(*name))
        .map(value_text)
        .collect();
    let message = format!("there is no {}", names.join(" "));
    match dialect {
        Dialect::Tc3 => Refusal::new(200, "ResourceNotFound", message),
        Dialect::Qcloud => Refusal::qcloud(5000, "ResourceNotFound", message),
        Dialect::Alibaba | Dialect::AlibabaXml => Refusal::new(404, "ResourceNotFound", message),
        Dialect::Huawei => Refusal::new(404, "404", message),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn things_do_not_pile_up() {
        let (_, noun) = Noun::of_action("CreateThing").unwrap();
        let kind = Kind::default();
        let mut inner = Inner::default();
        let mut create = |text: &str| {
            let attributes = json!({"name": text}).as_object().cloned().unwrap();
            inner.create("x", &noun, &kind, attributes);
            (inner.things.len(), inner.bytes)
        };
        for _ in 0..MOST_THINGS {
            create("a");
        }
        assert_eq!(create("b").0, MOST_THINGS);
        let large = "x".repeat(MOST_BYTES / 16);
        for _ in 0..100 {
            let (count, bytes) = create(&large);
            assert!(bytes <= MOST_BYTES, "{count} {bytes}");
        }
        let numbers: Vec<u64> = inner.things.iter().map(|thing| thing.number).collect();
        inner.delete(&numbers);
        assert_eq!((inner.things.len(), inner.bytes), (0, 0));
    }
}

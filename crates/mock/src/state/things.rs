//! The things themselves: created, found, changed, and deleted with what is in them.

use std::collections::{BTreeSet, VecDeque};

use serde_json::{Map, Value, json};

use super::kinds::{Kind, Kinds};
use super::names::{ID, NAME, Noun};

/// Most things that are kept; the oldest goes when one more comes.
const MOST_THINGS: usize = 10_000;

/// Most bytes that all of them hold together, roughly.
const MOST_BYTES: usize = 32 << 20;

/// Something that was created.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    pub(super) service: String,
    pub(super) noun: Noun,
    pub(super) number: u64,
    /// Values by attribute.
    attributes: Map<String, Value>,
}

/// All things of one mock.
#[derive(Debug, Default)]
pub(super) struct Things {
    kept: VecDeque<Thing>,
    bytes: usize,
    made: u64,
    /// The kinds of which one was created: what is not among the things is not there.
    begun: BTreeSet<(String, Noun)>,
}

impl Things {
    pub(super) fn count(&self) -> usize {
        self.kept.len()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Thing> {
        self.kept.iter()
    }

    /// Whether one of a kind was created, be it there or not.
    pub(super) fn has_begun(&self, service: &str, noun: &Noun) -> bool {
        self.begun.contains(&(service.to_owned(), noun.clone()))
    }

    pub(super) fn of_kind<'t>(
        &'t self,
        service: &'t str,
        noun: &'t Noun,
    ) -> impl Iterator<Item = &'t Thing> {
        let is_it = move |thing: &&Thing| thing.service == service && thing.noun == *noun;
        self.kept.iter().filter(is_it)
    }

    /// Keeps a thing, with an id of its own where it was given none.
    pub(super) fn create(
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
        self.kept.push_back(thing.clone());
        self.begun.insert((service.to_owned(), noun.clone()));
        while self.kept.len() > MOST_THINGS || self.bytes > MOST_BYTES {
            let Some(oldest) = self.kept.pop_front() else {
                break;
            };
            self.bytes = self.bytes.saturating_sub(oldest.weight());
        }
        thing
    }

    pub(super) fn copies(&self, numbers: &[u64]) -> Vec<Thing> {
        let found = self
            .kept
            .iter()
            .filter(|thing| numbers.contains(&thing.number));
        found.cloned().collect()
    }

    /// Takes things away, and with each what is in it.
    pub(super) fn delete(&mut self, kinds: &Kinds, numbers: &[u64]) -> Vec<Thing> {
        let gone = self.copies(numbers);
        let mut all: BTreeSet<u64> = numbers.iter().copied().collect();
        let mut outer = gone.clone();
        while let Some(thing) = outer.pop() {
            let inner = self.kept.iter().filter(|inner| inner.is_in(&thing, kinds));
            let inner: Vec<Thing> = inner.cloned().collect();
            outer.extend(inner.into_iter().filter(|inner| all.insert(inner.number)));
        }
        let bytes = &mut self.bytes;
        self.kept.retain(|thing| {
            let stays = !all.contains(&thing.number);
            if !stays {
                *bytes = bytes.saturating_sub(thing.weight());
            }
            stays
        });
        gone
    }

    pub(super) fn change(&mut self, numbers: &[u64], changes: &Map<String, Value>) -> Vec<Thing> {
        for thing in &mut self.kept {
            if !numbers.contains(&thing.number) {
                continue;
            }
            self.bytes = self.bytes.saturating_sub(thing.weight());
            thing.attributes.extend(changes.clone());
            self.bytes += thing.weight();
        }
        self.copies(numbers)
    }
}

impl Thing {
    fn weight(&self) -> usize {
        512 + 4 * Value::Object(self.attributes.clone()).to_string().len()
    }

    pub(super) fn shown(&self) -> Value {
        json!({"service": self.service, "kind": self.noun.to_string(), "known": self.attributes})
    }

    /// What is known of an attribute. What a thing is in has a name, whether members say so or not.
    pub(super) fn known(&self, attribute: &str) -> Option<&Value> {
        let other = match attribute.strip_suffix(NAME) {
            Some(short) => short.to_owned(),
            None => format!("{attribute}{NAME}"),
        };
        let known = self.attributes.get(attribute);
        known.or_else(|| self.attributes.get(&other).filter(|_| attribute != ID))
    }

    /// Whether all that says where a thing is, is the same of both, the name too.
    pub(super) fn is_same_place(&self, attributes: &Map<String, Value>) -> bool {
        let is_place = |attribute: &str| attribute.ends_with(ID) || attribute.ends_with(NAME);
        let mut places = attributes
            .iter()
            .filter(|(attribute, _)| is_place(attribute));
        places.all(|(attribute, value)| self.attributes.get(attribute) == Some(value))
    }

    /// Whether this is in another thing: what asks for it names the other one, and what both are in is the same.
    fn is_in(&self, outer: &Self, kinds: &Kinds) -> bool {
        let (Some(own), Some(kind)) = (kinds.of(&self.noun), kinds.of(&outer.noun)) else {
            return false;
        };
        if self.service != outer.service || self.noun == outer.noun {
            return false;
        }
        let mut is_inside = false;
        for place in own.places() {
            let Some(value) = self.known(place) else {
                continue;
            };
            let attribute = kind.attribute(&outer.noun, place);
            let Some(of_outer) = outer.known(&attribute) else {
                continue;
            };
            if value != of_outer {
                return false;
            }
            is_inside |= attribute == ID || attribute == NAME;
        }
        is_inside
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
        let mut things = Things::default();
        let mut create = |text: &str| {
            let attributes = json!({"name": text}).as_object().cloned().unwrap();
            things.create("x", &noun, &kind, attributes);
            (things.kept.len(), things.bytes)
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
        let numbers: Vec<u64> = things.kept.iter().map(|thing| thing.number).collect();
        things.delete(&Kinds::default(), &numbers);
        assert_eq!((things.kept.len(), things.bytes), (0, 0));
    }
}

//! The resources themselves: created, found, changed, and deleted with what is in them.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::kinds::{ResourceKind, ResourceKinds};
use super::names::{ID, NAME, Noun};
use crate::bounded::Bounded;

/// Most resources that are kept; the oldest goes when one more comes.
const MOST: usize = 10_000;

/// Most bytes that all of them hold together, roughly.
const MOST_BYTES: usize = 32 << 20;

/// Something that was created.
#[derive(Clone, Debug)]
pub(super) struct Resource {
    pub(super) service: String,
    pub(super) noun: Noun,
    pub(super) number: u64,
    /// Values by attribute.
    attributes: Map<String, Value>,
}

/// All resources of one mock.
#[derive(Debug)]
pub(super) struct Resources {
    kept: Bounded<Resource>,
    made: u64,
    /// The kinds of which one was created: what is not among the resources is not there.
    begun: BTreeSet<(String, Noun)>,
}

impl Default for Resources {
    fn default() -> Self {
        Self {
            kept: Bounded::new(MOST, MOST_BYTES, Resource::weight),
            made: 0,
            begun: BTreeSet::new(),
        }
    }
}

impl Resources {
    pub(super) fn count(&self) -> usize {
        self.kept.len()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Resource> {
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
    ) -> impl Iterator<Item = &'t Resource> {
        let is_it = move |one: &&Resource| one.service == service && one.noun == *noun;
        self.all().filter(is_it)
    }

    /// Keeps a resource, with an id of its own where it was given none.
    pub(super) fn create(
        &mut self,
        service: &str,
        kind: &ResourceKind,
        mut attributes: Map<String, Value>,
    ) -> Resource {
        self.made += 1;
        let number = self.made;
        let id = if kind.has_numbers {
            json!(number)
        } else {
            json!(format!("mock-{number:08}"))
        };
        attributes.entry(ID).or_insert(id);
        let resource = Resource {
            service: service.to_owned(),
            noun: kind.noun.clone(),
            number,
            attributes,
        };
        self.kept.push(resource.clone());
        self.begun.insert((service.to_owned(), kind.noun.clone()));
        resource
    }

    pub(super) fn copies(&self, numbers: &[u64]) -> Vec<Resource> {
        let found = self.all().filter(|one| numbers.contains(&one.number));
        found.cloned().collect()
    }

    /// Takes resources away, and with each what is in it.
    pub(super) fn delete(&mut self, kinds: &ResourceKinds, numbers: &[u64]) -> Vec<Resource> {
        let gone = self.copies(numbers);
        let mut all: BTreeSet<u64> = numbers.iter().copied().collect();
        let mut outer = gone.clone();
        while let Some(one) = outer.pop() {
            let inner = self.all().filter(|inner| inner.is_in(&one, kinds));
            outer.extend(inner.filter(|inner| all.insert(inner.number)).cloned());
        }
        self.kept.retain(|one| !all.contains(&one.number));
        gone
    }

    pub(super) fn change(
        &mut self,
        numbers: &[u64],
        changes: &Map<String, Value>,
    ) -> Vec<Resource> {
        let is_meant = |one: &Resource| numbers.contains(&one.number);
        self.kept
            .change(is_meant, |one| one.attributes.extend(changes.clone()));
        self.copies(numbers)
    }
}

impl Resource {
    fn weight(&self) -> usize {
        512 + 4 * Value::Object(self.attributes.clone()).to_string().len()
    }

    pub(super) fn shown(&self) -> Value {
        json!({"service": self.service, "kind": self.noun.to_string(), "known": self.attributes})
    }

    /// What is known of an attribute. What a resource is in has a name, whether members say so or not.
    pub(super) fn known(&self, attribute: &str) -> Option<&Value> {
        let other = match attribute.strip_suffix(NAME) {
            Some(short) => short.to_owned(),
            None => format!("{attribute}{NAME}"),
        };
        let known = self.attributes.get(attribute);
        known.or_else(|| self.attributes.get(&other).filter(|_| attribute != ID))
    }

    /// Whether all that says where a resource is, is the same of both, the name too.
    pub(super) fn is_same_place(&self, attributes: &Map<String, Value>) -> bool {
        let is_place = |attribute: &str| attribute.ends_with(ID) || attribute.ends_with(NAME);
        let mut places = attributes
            .iter()
            .filter(|(attribute, _)| is_place(attribute));
        places.all(|(attribute, value)| self.attributes.get(attribute) == Some(value))
    }

    /// Whether this is in another resource: what asks for it names the other one, and what both are in is the same.
    fn is_in(&self, outer: &Self, kinds: &ResourceKinds) -> bool {
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
            let attribute = kind.attribute(place);
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
    fn resources_do_not_pile_up() {
        let kind = ResourceKind::default();
        let mut resources = Resources::default();
        let mut create = |text: &str| {
            let attributes = json!({"name": text}).as_object().cloned().unwrap();
            resources.create("x", &kind, attributes);
            resources.kept.len()
        };
        for _ in 0..MOST {
            create("a");
        }
        assert_eq!(create("b"), MOST);
        let large = "x".repeat(MOST_BYTES / 16);
        for _ in 0..100 {
            create(&large);
        }
        assert!(create("c") < 16);
        let numbers: Vec<u64> = resources.all().map(|one| one.number).collect();
        resources.delete(&ResourceKinds::default(), &numbers);
        assert_eq!(resources.kept.len(), 0);
    }
}

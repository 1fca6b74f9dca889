//! A result without a type: for programs that know an action only by its table.

use std::collections::BTreeMap;

use super::path::Path;
use super::read::{Read, Reader};
use super::{Decode, Field, Json, Presence, Root, Slot};

/// A whole result as JSON, whatever it is.
///
/// Its members stay in the answer's order; with the feature `preserve_order` of `serde_json`, those
/// of the objects in it do as well. Numbers are as exact as [`Json`] keeps them.
#[derive(Clone, Debug, Default)]
pub struct Document {
    members: Vec<(String, Answered)>,
    /// Where each member is.
    places: BTreeMap<String, usize>,
    other: Option<Json>,
    /// Bytes of all names, wherever they stand.
    names: usize,
}

/// What an allocator takes for the shortest name.
const SMALLEST: usize = 32;

/// A member: what the answer says of it, `null` too, or nothing yet.
#[derive(Clone, Debug, Default, PartialEq)]
struct Answered(Option<Json>);

impl Field for Answered {
    fn read(&mut self, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()> {
        self.0 = Some(from.json(path)?);
        Ok(())
    }
}

impl Presence for Answered {
    fn is_set(&self) -> bool {
        self.0.as_ref().is_some_and(|value| !value.is_null())
    }

    fn clear(&mut self) {
        self.0 = None;
    }
}

impl Document {
    /// The result: an object, unless the service answered something else.
    pub fn into_json(self) -> Json {
        match self.other {
            Some(other) => other,
            None => self
                .members
                .into_iter()
                .filter_map(|(name, Answered(value))| Some((name, value?)))
                .collect(),
        }
    }

    /// The result where it is no object.
    pub(crate) fn other(&self) -> Option<&Json> {
        self.other.as_ref()
    }

    /// A member of the result, unless it is `null`.
    pub fn get(&self, name: &str) -> Option<&Json> {
        if let Some(other) = &self.other {
            return other.get(name);
        }
        self.said(name).filter(|value| !value.is_null())
    }

    /// What the answer says of a member.
    fn said(&self, name: &str) -> Option<&Json> {
        let (_, Answered(value)) = self.members.get(*self.places.get(name)?)?;
        value.as_ref()
    }

    /// The members that the answer says something of.
    fn all_said(&self) -> impl Iterator<Item = (&str, &Json)> {
        let members = self.members.iter();
        members.filter_map(|(name, Answered(value))| Some((name.as_str(), value.as_ref()?)))
    }
}

/// As objects are equal: the order of members does not count.
impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        let is_same = |(name, value): (&str, &Json)| other.said(name) == Some(value);
        self.other == other.other
            && (self.other.is_some()
                || self.all_said().count() == other.all_said().count()
                    && self.all_said().all(is_same))
    }
}

#[cfg(feature = "serde")]
impl super::Encode for Document {
    fn encode(&self, to: &mut super::Writer<'_>) {
        for (name, value) in self.all_said() {
            to.field(name, &Some(value.clone()));
        }
    }

    fn whole(&self) -> Option<&dyn super::Given> {
        let other: &dyn super::Given = &self.other;
        other.is_set().then_some(other)
    }
}

impl Decode for Document {
    fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        let place = if let Some(place) = self.places.get(name) {
            *place
        } else {
            let place = self.members.len();
            self.names += 2 * name.len().max(SMALLEST);
            self.places.insert(name.to_owned(), place);
            self.members.push((name.to_owned(), Answered::default()));
            place
        };
        let (_, member) = self.members.get_mut(place)?;
        Slot::of(member)
    }

    fn heap_size(&self) -> usize {
        // A name stands in both, and half of a map's places are empty where they are filled in
        // order.
        let entry = size_of::<(String, usize)>() * 2;
        self.members.capacity() * size_of::<(String, Answered)>()
            + self.members.len() * entry
            + self.names
    }

    fn root(&mut self) -> Root<'_> {
        Root::MembersOr(Slot::Plain(&mut self.other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Envelope, decode_body};

    fn read(text: &str) -> Document {
        let (mut document, mut beside) = (Document::default(), Document::default());
        let _ = decode_body(text.as_bytes(), Envelope::Flat, &mut document, &mut beside);
        document
    }

    #[test]
    fn members_stay_in_the_answers_order_and_it_makes_no_difference() {
        let document = read(r#"{"b": 1, "a": 2, "b": 3}"#);
        let names: Vec<&str> = document.members.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["b", "a"]);
        assert_eq!(document.get("b"), Some(&Json::from(3)));
        assert_eq!(document, read(r#"{"a": 2, "b": 3}"#));
        assert_ne!(document, read(r#"{"a": 2, "c": 3}"#));
        assert_ne!(document, read("[1]"));
    }
}

//! A result without a type: for programs that know an action only by its table.

use std::collections::BTreeMap;

use super::{Decode, Json, Root, Slot};

/// A whole result as JSON, whatever it is.
///
/// Its members stay in the answer's order; with the feature `preserve_order` of `serde_json`, those
/// of the objects in it do as well. Numbers are as exact as [`Json`] keeps them.
#[derive(Clone, Debug, Default)]
pub struct Document {
    members: Vec<(String, Option<Json>)>,
    /// Where each member is.
    places: BTreeMap<String, usize>,
    other: Option<Json>,
}

impl Document {
    /// The result: an object, unless the service answered something else.
    pub fn into_json(self) -> Json {
        match self.other {
            Some(other) => other,
            None => self
                .members
                .into_iter()
                .map(|(name, value)| (name, value.unwrap_or_default()))
                .collect(),
        }
    }

    /// A member of the result.
    pub fn get(&self, name: &str) -> Option<&Json> {
        if let Some(other) = &self.other {
            return other.get(name);
        }
        let (_, value) = self.members.get(*self.places.get(name)?)?;
        value.as_ref()
    }
}

/// As objects are equal: the order of members does not count.
impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        let is_same = |(name, value): &(String, Option<Json>)| {
            other.places.contains_key(name) && other.get(name) == value.as_ref()
        };
        self.other == other.other
            && self.members.len() == other.members.len()
            && (self.other.is_some() || self.members.iter().all(is_same))
    }
}

impl Decode for Document {
    fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        let place = if let Some(place) = self.places.get(name) {
            *place
        } else {
            let place = self.members.len();
            self.places.insert(name.to_owned(), place);
            self.members.push((name.to_owned(), None));
            place
        };
        let (_, value) = self.members.get_mut(place)?;
        Some(Slot::Any(value))
    }

    fn root(&mut self) -> Root<'_> {
        Root::MembersOr(Slot::Any(&mut self.other))
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

//! A result without a type: for programs that know an action only by its table.

use std::collections::BTreeMap;

use super::{Decode, Json, Root, Slot};

/// A whole result as JSON, whatever it is.
///
/// Numbers are as exact as [`Json`] keeps them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    members: BTreeMap<String, Option<Json>>,
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
        match &self.other {
            Some(other) => other.get(name),
            None => self.members.get(name)?.as_ref(),
        }
    }
}

impl Decode for Document {
    fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        let member = self.members.entry(name.to_owned()).or_default();
        Some(Slot::Any(member))
    }

    fn root(&mut self) -> Root<'_> {
        Root::MembersOr(Slot::Any(&mut self.other))
    }
}

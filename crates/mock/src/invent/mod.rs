//! Values made up from the types alone: for answers whose page shows none, and for calls of the
//! right form. The same in every run, and within the documented bounds.

pub(crate) mod example;

use std::cell::Cell;

use cloudwright_spec::model::{Location, Member, Scalar, TypeRef};
use serde_json::{Map, Value, json};

use crate::catalog::ActionTypes;
use crate::parameters::check::{fits, is_needed};
use crate::parameters::packing;

/// How deep objects are made up; recursive types end here.
const DEEPEST: usize = 8;

/// Longest text and list that are made up, whatever length a spec asks for.
const LONGEST: usize = 1 << 12;

/// Most values that are made up at a time: types that hold themselves several times, and lists in
/// lists, would grow with a power of the depth.
const MOST: usize = 10_000;

/// Which fields an object gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fields {
    /// All of them, as in an answer.
    All,
    /// Those that a call must give.
    Needed,
}

/// Makes values up.
pub(crate) struct Inventor<'a> {
    types: ActionTypes<'a>,
    fields: Fields,
    left: Cell<usize>,
}

impl<'a> Inventor<'a> {
    pub(crate) fn new(types: ActionTypes<'a>, fields: Fields) -> Self {
        Self {
            types,
            fields,
            left: Cell::new(MOST),
        }
    }

    /// An object with the members of a body. What travels as one text is put into it.
    pub(crate) fn object(&self, members: &'a [Member]) -> Map<String, Value> {
        self.object_at(members, 0)
    }

    /// A value of a member.
    pub(crate) fn value(&self, member: &'a Member) -> Value {
        self.value_at(member, &member.type_ref, 0)
    }

    fn object_at(&self, members: &'a [Member], depth: usize) -> Map<String, Value> {
        let named = |member: &'a Member| {
            let value = self.value_at(member, &member.type_ref, depth);
            (member.name.clone(), value)
        };
        let is_wanted = |member: &&Member| match self.fields {
            Fields::All => member.location != Some(Location::Header),
            Fields::Needed => is_needed(member),
        };
        let wanted = members.iter().filter(is_wanted);
        let mut object: Map<String, Value> = wanted.map(named).collect();
        match self.fields {
            Fields::All => packing::pack(self.types, members, &mut object),
            // A structure without anything in it cannot be told from none where names are flat.
            Fields::Needed if depth > 0 && object.is_empty() => {
                object.extend(members.first().map(named));
            }
            Fields::Needed => {}
        }
        object
    }

    fn value_at(&self, member: &'a Member, type_ref: &TypeRef, depth: usize) -> Value {
        self.left.set(self.left.get().saturating_sub(1));
        let depth = if self.left.get() == 0 { DEEPEST } else { depth };
        let is_whole = *type_ref == member.type_ref;
        let mut known = [&member.example, &member.default].into_iter().flatten();
        let known = known.find(|known| is_whole && type_fits(type_ref, known));
        if let Some(known) = known {
            return known.clone();
        }
        match type_ref {
            TypeRef::List(inner) => self.list(member, inner, depth),
            TypeRef::Map(inner) if depth < DEEPEST => {
                json!({"key": self.value_at(member, inner, depth + 1)})
            }
            TypeRef::Map(_) => json!({}),
            TypeRef::Scalar(scalar) => self.scalar(member, *scalar, is_whole),
            TypeRef::Object | TypeRef::Named(_) => match self.types.fields(member) {
                Some(fields) if depth < DEEPEST => Value::Object(self.object_at(fields, depth + 1)),
                Some(_) => json!({}),
                None => self.text(member, is_whole),
            },
        }
    }

    fn list(&self, member: &'a Member, inner: &TypeRef, depth: usize) -> Value {
        if depth >= DEEPEST {
            return json!([]);
        }
        let item = self.value_at(member, inner, depth + 1);
        // Only the outermost list has the member's lengths.
        let is_outermost = matches!(&member.type_ref, TypeRef::List(outer) if **outer == *inner);
        let length = if is_outermost {
            length_within(member, 1)
        } else {
            1
        };
        let length = length.min(self.left.get().max(1));
        self.left.set(self.left.get().saturating_sub(length));
        Value::Array(vec![item; length])
    }

    fn scalar(&self, member: &Member, scalar: Scalar, is_whole: bool) -> Value {
        if let Some(format) = member.format {
            let example = format.example();
            return match example.parse::<i64>() {
                Ok(count) if scalar.is_integer() => json!(count),
                _ => json!(example),
            };
        }
        match scalar {
            Scalar::String => self.text(member, is_whole),
            Scalar::Boolean => json!(true),
            Scalar::Binary => json!("bW9jaw=="),
            Scalar::Datetime => json!("2025-01-01T00:00:00Z"),
            Scalar::Date => json!("2025-01-01"),
            // An object without members cannot be told from none where names are flat.
            Scalar::Any => match self.fields {
                Fields::All => json!({}),
                Fields::Needed => json!({"key": self.text(member, is_whole)}),
            },
            _ if scalar.is_integer() => {
                let mut documented = self.types.values(member).iter();
                let documented = documented.find_map(|value| value.value.parse().ok());
                json!(documented.unwrap_or_else(|| number_within(member)))
            }
            _ if member.min.is_none() && member.max.is_none() => json!(1.5),
            _ => json!(number_within(member)),
        }
    }

    /// The first documented value of an enum, or the member's name in lower case.
    fn text(&self, member: &Member, is_whole: bool) -> Value {
        if let Some(first) = self.types.values(member).first() {
            return json!(first.value);
        }
        let mut text = format!("mock-{}", member.name.to_lowercase());
        // A list's lengths are of the list.
        if is_whole {
            let length = length_within(member, text.chars().count());
            text = text
                .chars()
                .chain(std::iter::repeat('x'))
                .take(length)
                .collect();
        }
        json!(text)
    }
}

/// A length as near to the usual one as the bounds let it be.
fn length_within(member: &Member, usual: usize) -> usize {
    let bound = |bound: Option<u64>| bound.and_then(|bound| usize::try_from(bound).ok());
    let least = bound(member.min_length).unwrap_or(0).min(LONGEST);
    let most = bound(member.max_length).unwrap_or(LONGEST);
    usual.max(least).min(most)
}

/// One, or what is nearest to it within the bounds.
fn number_within(member: &Member) -> i64 {
    let least = member.min.unwrap_or(i64::MIN);
    1.max(least).min(member.max.unwrap_or(i64::MAX))
}

/// Examples are sometimes written for another type than the table's.
fn type_fits(type_ref: &TypeRef, value: &Value) -> bool {
    match type_ref {
        TypeRef::List(_) => value.is_array(),
        TypeRef::Map(_) | TypeRef::Object => value.is_object(),
        TypeRef::Named(_) => value.is_object() || value.is_string(),
        TypeRef::Scalar(scalar) => fits(*scalar, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::fixture::Fixture;

    fn invented(request: &str, types: &str, fields: Fields) -> Value {
        let fixture = Fixture::new(request, types);
        let types = fixture.types();
        Value::Object(Inventor::new(types, fields).object(&types.action.request))
    }

    /// How many values there are in a value, itself included.
    fn count(value: &Value) -> usize {
        1 + match value {
            Value::Array(items) => items.iter().map(count).sum(),
            Value::Object(members) => members.values().map(count).sum(),
            _ => 0,
        }
    }

    #[test]
    fn what_is_made_up_is_within_the_bounds() {
        let value = invented(
            "- { name: Short, type: string, required: yes, max_length: 3 }\n\
             - { name: Long, type: string, required: yes, min_length: 20 }\n\
             - { name: Size, type: integer, required: yes, min: 10, max: 20 }\n\
             - { name: Debt, type: integer, required: yes, max: -1 }\n\
             - { name: Pair, type: list<Kind>, required: yes, min_length: 2 }\n\
             - { name: Optional, type: string, required: no }\n",
            "- { name: Kind, doc: K., values: [a, b] }\n",
            Fields::Needed,
        );
        let expected = json!({
            "Short": "moc", "Long": "mock-longxxxxxxxxxxx", "Size": 10, "Debt": -1,
            "Pair": ["a", "a"],
        });
        assert_eq!(value, expected);
    }

    #[test]
    fn types_that_hold_themselves_come_to_an_end() {
        let fields: Vec<String> = (0..10)
            .map(|number| format!("  - {{ name: F{number}, type: list<Node> }}\n"))
            .collect();
        let fields = fields.concat();
        let value = invented(
            "- { name: Root, type: Node }\n",
            &format!("- name: Node\n  doc: N.\n  fields:\n{fields}"),
            Fields::All,
        );
        assert!(count(&value) < 10 * MOST, "{}", count(&value));
    }
}

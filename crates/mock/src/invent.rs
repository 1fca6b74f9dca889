//! Values made up from the types alone: for answers whose page shows none, and for calls of the
//! right form. The same in every run, and within the documented bounds.

use std::cell::Cell;

use cloudwright_spec::model::{Location, Member, Scalar, TypeRef};
use serde_json::{Map, Value, json};

use crate::check::is_needed;
use crate::flat::Types;
use crate::packing;

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
    types: Types<'a>,
    fields: Fields,
    left: Cell<usize>,
}

impl<'a> Inventor<'a> {
    pub(crate) fn new(types: Types<'a>, fields: Fields) -> Self {
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
        let mut object: Map<String, Value> = match self.fields {
            Fields::All => {
                let in_body = members
                    .iter()
                    .filter(|member| member.location != Some(Location::Header));
                in_body.map(named).collect()
            }
            Fields::Needed => members
                .iter()
                .filter(|member| is_needed(member))
                .map(named)
                .collect(),
        };
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
        let known = [member.example.as_ref(), member.default.as_ref()];
        let is_whole = *type_ref == member.type_ref;
        let mut known = known
            .into_iter()
            .flatten()
            .filter(|known| is_whole && type_fits(type_ref, known));
        if let Some(known) = known.next() {
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
            Scalar::Integer | Scalar::Int32 | Scalar::Int64 | Scalar::Uint64 => {
                let documented = self.types.values(member);
                let documented = documented.iter().find_map(|value| value.parse().ok());
                json!(documented.unwrap_or_else(|| number_within(member)))
            }
            Scalar::Number | Scalar::Float32 | Scalar::Float64 => {
                let whole = number_within(member);
                let is_free = member.min.is_none() && member.max.is_none();
                if is_free { json!(1.5) } else { json!(whole) }
            }
            Scalar::Boolean => json!(true),
            Scalar::Binary => json!("bW9jaw=="),
            Scalar::Datetime => json!("2025-01-01T00:00:00Z"),
            Scalar::Date => json!("2025-01-01"),
            // An object without members cannot be told from none where names are flat.
            Scalar::Any => match self.fields {
                Fields::All => json!({}),
                Fields::Needed => json!({"key": self.text(member, is_whole)}),
            },
        }
    }

    /// The first documented value of an enum, or the member's name in lower case.
    fn text(&self, member: &Member, is_whole: bool) -> Value {
        if let Some(first) = self.types.values(member).first() {
            return json!(first);
        }
        let text = format!("mock-{}", member.name.to_lowercase());
        // A list's lengths are of the list.
        let length = if is_whole {
            length_within(member, text.chars().count())
        } else {
            text.chars().count()
        };
        json!(
            text.chars()
                .chain(std::iter::repeat('x'))
                .take(length)
                .collect::<String>()
        )
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
        TypeRef::Scalar(Scalar::Any) => true,
        TypeRef::Scalar(Scalar::Boolean) => value.is_boolean(),
        TypeRef::Scalar(Scalar::String | Scalar::Binary | Scalar::Datetime | Scalar::Date) => {
            value.is_string()
        }
        TypeRef::Scalar(Scalar::Number | Scalar::Float32 | Scalar::Float64) => value.is_number(),
        TypeRef::Scalar(_) => value.is_i64() || value.is_u64(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use cloudwright_spec::{Catalog, SourceFile};

    use super::*;

    const SERVICE: &str = "service: tencent-x\nprovider: tencent\nproduct: x\ntitle: X\n\
        protocols: [tencent-tc3]\ncrate: { name: cloudwright-tencent-x, version: 0.1.0 }\n\
        endpoints: { default: x.example.com }\nversion: \"1\"\nenvelope: Response\n";

    fn invented(request: &str, types: &str, fields: Fields) -> Value {
        let action = format!(
            "action: Do\nsummary: Does it.\nsource: {{ title: Do }}\naccess: read\n\
             request:\n{request}types:\n{types}\
             response:\n- {{ name: RequestId, type: string }}\n"
        );
        let files = vec![
            SourceFile::new("tencent/x/service.yaml", SERVICE),
            SourceFile::new("tencent/x/Do.yaml", action),
        ];
        let (catalog, _) = Catalog::load(files)
            .map_err(|report| panic!("{report}"))
            .unwrap();
        let service = &catalog.services[0];
        let action = &service.actions[0].action;
        let types = Types { service, action };
        Value::Object(Inventor::new(types, fields).object(&action.request))
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

//! Flat parameters (`Filters.0.Values.1=x`) back into a tree, by the spec's types. Indexes may
//! count from anywhere: Tencent begins with 0 and Alibaba with 1.

use std::collections::BTreeMap;

use cloudwright_spec::model::{Member, Scalar, TypeRef};
use serde_json::{Map, Number, Value};

use crate::catalog::ActionTypes;

/// How deep a value is read whose type nobody knows.
const DEEPEST: usize = 32;

/// One parameter: its name as far as it is not yet understood, and where it was in the request.
#[derive(Clone, Copy)]
struct FlatPair<'p> {
    position: usize,
    name: &'p str,
    value: &'p str,
}

/// Reads parameters as members. The second part of the outcome names those that no member claimed.
pub(super) fn read<'a, 'p>(
    types: ActionTypes<'a>,
    members: impl Iterator<Item = &'a Member>,
    pairs: &'p [(String, String)],
) -> (Map<String, Value>, Vec<String>) {
    let flat = |(position, (name, value)): (usize, &'p (String, String))| FlatPair {
        position,
        name,
        value,
    };
    let all: Vec<FlatPair> = pairs.iter().enumerate().map(flat).collect();
    let mut reader = FlatReader {
        types,
        used: vec![false; pairs.len()],
    };
    let tree = reader.members(members, &all);
    let unclaimed = pairs.iter().zip(&reader.used).filter(|(_, used)| !**used);
    let unknown = unclaimed.map(|((name, _), _)| name.clone()).collect();
    (tree, unknown)
}

struct FlatReader<'a> {
    types: ActionTypes<'a>,
    used: Vec<bool>,
}

impl<'a> FlatReader<'a> {
    fn members(
        &mut self,
        members: impl Iterator<Item = &'a Member>,
        flats: &[FlatPair],
    ) -> Map<String, Value> {
        let mut tree = Map::new();
        for member in members {
            let own = flats.iter().filter_map(|flat| {
                let name = below(flat.name, &member.name)?;
                Some(FlatPair { name, ..*flat })
            });
            let own: Vec<FlatPair> = own.collect();
            if !own.is_empty()
                && let Some(value) = self.value(member, &member.type_ref, &own)
            {
                tree.insert(member.name.clone(), value);
            }
        }
        tree
    }

    fn value(
        &mut self,
        member: &'a Member,
        type_ref: &TypeRef,
        flats: &[FlatPair],
    ) -> Option<Value> {
        match type_ref {
            TypeRef::Scalar(Scalar::Any) => self.any(flats, DEEPEST),
            TypeRef::Scalar(scalar) => self.take(flats).map(|text| scalar_value(*scalar, text)),
            TypeRef::List(inner) => Some(self.list(member, inner, flats)),
            TypeRef::Map(inner) => Some(self.map(member, inner, flats)),
            TypeRef::Object | TypeRef::Named(_) => match self.types.fields(member) {
                Some(fields) => Some(self.object(member, fields, flats)),
                // A named type without fields is an enum.
                None => self.take(flats).map(|text| Value::String(text.to_owned())),
            },
        }
    }

    /// The value of the parameter whose whole name is understood.
    fn take<'p>(&mut self, flats: &[FlatPair<'p>]) -> Option<&'p str> {
        let found = flats.iter().find(|flat| flat.name.is_empty())?;
        self.used[found.position] = true;
        Some(found.value)
    }

    fn object(&mut self, member: &Member, fields: &'a [Member], flats: &[FlatPair]) -> Value {
        match self.take(flats) {
            Some(text) => in_one(member, text),
            None => Value::Object(self.members(fields.iter(), flats)),
        }
    }

    fn list(&mut self, member: &'a Member, inner: &TypeRef, flats: &[FlatPair]) -> Value {
        if flats.iter().any(|flat| flat.name.is_empty()) {
            return self.unindexed_list(member, inner, flats);
        }
        let items = entries(flats, |index| index.parse::<u64>().ok()).into_values();
        let items = items.filter_map(|flats| self.value(member, inner, &flats));
        Value::Array(items.collect())
    }

    /// A list in one parameter, or one that repeats the parameter.
    fn unindexed_list(&mut self, member: &'a Member, inner: &TypeRef, flats: &[FlatPair]) -> Value {
        let exact = flats.iter().filter(|flat| flat.name.is_empty());
        let exact: Vec<FlatPair> = exact.copied().collect();
        if let (true, [one]) = (member.serialize.is_some(), exact.as_slice()) {
            self.used[one.position] = true;
            return one.value.into();
        }
        let items = exact.into_iter();
        let items = items.filter_map(|flat| self.value(member, inner, &[flat]));
        Value::Array(items.collect())
    }

    fn map(&mut self, member: &'a Member, inner: &TypeRef, flats: &[FlatPair]) -> Value {
        if let Some(text) = self.take(flats) {
            return in_one(member, text);
        }
        let named = entries(flats, Some).into_iter();
        let named = named.filter_map(|(key, flats)| {
            let value = self.value(member, inner, &flats)?;
            Some((key.to_owned(), value))
        });
        Value::Object(named.collect())
    }

    /// A value of any type: a text, or an object of the names below; what lies deeper is no part of it.
    fn any(&mut self, flats: &[FlatPair], depth: usize) -> Option<Value> {
        if let Some(text) = self.take(flats) {
            return Some(text.into());
        }
        let depth = depth.checked_sub(1)?;
        let named = entries(flats, Some).into_iter().filter_map(|(key, flats)| {
            let value = self.any(&flats, depth)?;
            Some((key.to_owned(), value))
        });
        let object: Map<String, Value> = named.collect();
        (!object.is_empty()).then_some(Value::Object(object))
    }
}

/// What stands below each key, which is the first part of a name.
fn entries<'p, K: Ord>(
    flats: &[FlatPair<'p>],
    key: impl Fn(&'p str) -> Option<K>,
) -> BTreeMap<K, Vec<FlatPair<'p>>> {
    let mut entries: BTreeMap<K, Vec<FlatPair>> = BTreeMap::new();
    for flat in flats {
        let (first, name) = flat.name.split_once('.').unwrap_or((flat.name, ""));
        if let Some(key) = key(first) {
            entries
                .entry(key)
                .or_default()
                .push(FlatPair { name, ..*flat });
        }
    }
    entries
}

/// What of a parameter's name comes below a member: nothing, or the parts after the dot.
fn below<'p>(name: &'p str, member: &str) -> Option<&'p str> {
    let rest = name.strip_prefix(member)?;
    if rest.is_empty() {
        Some(rest)
    } else {
        rest.strip_prefix('.')
    }
}

/// A structured value in one parameter: what travels so is left for `packing` to take out, and of
/// anything else JSON is taken as what it is.
fn in_one(member: &Member, text: &str) -> Value {
    match member.serialize {
        Some(_) => text.into(),
        None => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
    }
}

/// A text as the value that the type wants; the text itself where it is none, for the checks to
/// find.
pub(crate) fn scalar_value(scalar: Scalar, text: &str) -> Value {
    let value = if scalar == Scalar::Boolean {
        // The vendors' Python SDKs write `False` into queries, and the clouds take it.
        text.to_ascii_lowercase().parse().ok().map(Value::Bool)
    } else if scalar.is_number() {
        let fraction = || text.parse().ok().and_then(Number::from_f64);
        let fraction = || fraction().filter(|_| !scalar.is_integer());
        integer(text).or_else(fraction).map(Value::Number)
    } else {
        None
    };
    value.unwrap_or_else(|| text.into())
}

fn integer(text: &str) -> Option<Number> {
    let signed = text.parse::<i64>().map(Number::from);
    signed
        .or_else(|_| text.parse::<u64>().map(Number::from))
        .ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::catalog::fixture::Fixture;

    #[test]
    fn names_become_a_tree_by_type() {
        let fixture = Fixture::new(
            "- { name: Limit, type: integer }\n\
             - { name: Ids, type: list<string> }\n\
             - { name: Names, type: list<string>, serialize: comma }\n\
             - { name: Filters, type: list<Filter> }\n\
             - { name: Labels, type: map<string> }\n\
             - { name: Extra, type: Filter, serialize: json }\n\
             - { name: Dotted.Name, type: boolean }\n\
             - { name: Free, type: any }\n\
             - { name: Deep, type: any }\n",
            "- name: Filter\n  fields:\n\
             \x20 - { name: Name, type: string }\n\
             \x20 - { name: Values, type: list<string> }\n",
        );
        let types = fixture.types();
        let pairs = [
            ("Limit", "10"),
            ("Ids.10", "ten"),
            ("Ids.2", "two"),
            ("Names", "a,b"),
            ("Filters.0.Name", "n"),
            ("Filters.0.Values.0", "v"),
            ("Labels.k", "v"),
            ("Extra", r#"{"Name": "x"}"#),
            ("Dotted.Name", "true"),
            ("Free.a.0", "first"),
            ("Free.b", "other"),
            ("Unknown.0", "?"),
        ];
        let mut pairs = pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
        let deep = format!("Deep{}", ".a".repeat(100_000));
        pairs.push((deep.clone(), "?".to_owned()));
        let (tree, unknown) = read(types, types.action.request.iter(), &pairs);
        let expected = json!({
            "Limit": 10,
            "Ids": ["two", "ten"],
            "Names": "a,b",
            "Filters": [{"Name": "n", "Values": ["v"]}],
            "Labels": {"k": "v"},
            "Extra": r#"{"Name": "x"}"#,
            "Dotted.Name": true,
            "Free": {"a": {"0": "first"}, "b": "other"},
        });
        assert_eq!(Value::Object(tree), expected);
        assert_eq!(unknown, ["Unknown.0", &deep]);
    }

    #[test]
    fn numbers_keep_all_their_digits() {
        for (text, expected) in [
            (
                "18446744073709551615",
                json!(18_446_744_073_709_551_615_u64),
            ),
            ("-9223372036854775808", json!(i64::MIN)),
            ("1.5", json!("1.5")),
            ("", json!("")),
        ] {
            assert_eq!(scalar_value(Scalar::Integer, text), expected);
        }
        assert_eq!(scalar_value(Scalar::Number, "1.5"), json!(1.5));
    }

    #[test]
    fn flags_are_taken_in_any_case() {
        for (text, expected) in [
            ("true", json!(true)),
            ("False", json!(false)),
            ("yes", json!("yes")),
        ] {
            assert_eq!(scalar_value(Scalar::Boolean, text), expected);
        }
    }
}

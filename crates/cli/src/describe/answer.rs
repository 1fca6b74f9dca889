//! The members of an answer as facts, out of what the spec writes.

use std::collections::BTreeSet;

use cloudwright_core::meta::TimeFormat;
use cloudwright_vocabulary::time_style::{TimeStyle, offset};
use serde_json::{Map, Value, json};

use super::sparse::without_nothing;
use crate::specs::Rest;

/// The members of the result, each with its type, what it is, and its own fields.
///
/// The fields of a named type are told where it comes first; a type may hold itself, and be held a
/// thousand times.
pub(super) fn of(rest: &Rest) -> Vec<Value> {
    let mut answer = Answer {
        types: &rest.types,
        told: BTreeSet::new(),
    };
    answer.members(&rest.response)
}

struct Answer<'a> {
    types: &'a Map<String, Value>,
    told: BTreeSet<&'a str>,
}

impl<'a> Answer<'a> {
    fn members(&mut self, members: &'a [Value]) -> Vec<Value> {
        members.iter().map(|member| self.member(member)).collect()
    }

    fn member(&mut self, member: &'a Value) -> Value {
        let kind = text(member, "type");
        let leaf = leaf(kind);
        let named = self.types.get_key_value(leaf);
        let doc = match (text(member, "doc"), named) {
            ("", Some((_, named))) => text(named, "doc"),
            (doc, _) => doc,
        };
        let values = values(member).or_else(|| values(named?.1));
        let inline = member.get("fields").and_then(Value::as_array);
        let fields = match (inline, named) {
            (Some(fields), _) => self.members(fields),
            (None, Some((name, named))) if self.told.insert(name) => {
                let fields = named.get("fields").and_then(Value::as_array);
                fields.map_or_else(Vec::new, |fields| self.members(fields))
            }
            _ => Vec::new(),
        };
        without_nothing(json!({
            "name": text(member, "name"),
            "type": words(kind),
            "values": values,
            "example": member.get("example"),
            "doc": doc,
            "facts": facts(member),
            "fields": fields,
        }))
    }
}

fn facts(member: &Value) -> Vec<String> {
    let is = |name: &str| member.get(name) == Some(&Value::Bool(true));
    let mut facts = Vec::new();
    for (name, fact) in [
        ("always", "always there"),
        ("nullable", "may be null"),
        ("sensitive", "a secret"),
    ] {
        if is(name) {
            facts.push(fact.to_owned());
        }
    }
    if let Ok(style) = text(member, "format").parse::<TimeStyle>() {
        let east = offset(text(member, "zone")).unwrap_or_default();
        facts.push(format!("a time: {}", TimeFormat::new(style, east)));
    }
    match text(member, "deprecated") {
        "" => {}
        why => facts.push(format!("deprecated: {why}")),
    }
    facts
}

/// The documented values; each is written as a text, or as an object with one in it.
fn values(of: &Value) -> Option<Vec<Value>> {
    let values = of.get("values")?.as_array()?.iter();
    let value = |value: &Value| value.get("value").unwrap_or(value).clone();
    Some(values.map(value).collect())
}

/// `list<map<Job>>` in words.
fn words(kind: &str) -> String {
    match inner(kind) {
        Some((outer, inner)) => format!("{outer} of {}", words(inner)),
        None => kind.to_owned(),
    }
}

/// What a list or a map is made of, in the end.
fn leaf(kind: &str) -> &str {
    inner(kind).map_or(kind, |(_, inner)| leaf(inner))
}

fn inner(kind: &str) -> Option<(&str, &str)> {
    kind.strip_suffix('>')?.split_once('<')
}

fn text<'v>(of: &'v Value, name: &str) -> &'v str {
    of.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn types_are_told_once_and_may_hold_themselves() {
        let types = json!({
            "Tree": {"name": "Tree", "doc": "A tree.", "fields": [
                {"name": "kind", "type": "Kind"},
                {"name": "inner", "type": "list<Tree>", "doc": "More."},
            ]},
            "Kind": {"name": "Kind", "values": ["a", {"value": "b", "doc": "B."}]},
        });
        let rest = Rest {
            response: vec![
                json!({"name": "tree", "type": "Tree", "nullable": true}),
                json!({"name": "by_name", "type": "map<list<Tree>>"}),
                json!({"name": "own", "type": "object", "fields": [{"name": "n", "type": "int32"}]}),
            ],
            types: types.as_object().unwrap().clone(),
            ..Rest::default()
        };
        let expected = json!([
            {"name": "tree", "type": "Tree", "doc": "A tree.", "facts": ["may be null"], "fields": [
                {"name": "kind", "type": "Kind", "values": ["a", "b"]},
                {"name": "inner", "type": "list of Tree", "doc": "More."},
            ]},
            {"name": "by_name", "type": "map of list of Tree", "doc": "A tree."},
            {"name": "own", "type": "object", "fields": [{"name": "n", "type": "int32"}]},
        ]);
        assert_eq!(Value::from(of(&rest)), expected);
    }
}

//! The members of an answer as facts, out of what the spec says.

use std::collections::BTreeSet;

use cloudwright_catalog::Described;
use cloudwright_core::meta::TimeFormat;
use cloudwright_spec::model::{Member, TypeRef};
use serde_json::{Value, json};

use super::sparse::without_nothing;

/// The members of the result, each with its type, what it is, and its own fields.
///
/// The fields of a named type are told where it comes first; a type may hold itself, and be held a
/// thousand times.
pub(super) fn of(action: &Described) -> Vec<Value> {
    let told = BTreeSet::new();
    let mut members = AnswerMembers { action, told };
    members.of(&action.action.action.response)
}

struct AnswerMembers<'a> {
    action: &'a Described,
    /// The types whose fields are told.
    told: BTreeSet<&'a str>,
}

impl<'a> AnswerMembers<'a> {
    fn of(&mut self, members: &'a [Member]) -> Vec<Value> {
        members.iter().map(|member| self.member(member)).collect()
    }

    fn member(&mut self, member: &'a Member) -> Value {
        let (service, action) = (&self.action.service, &self.action.action.action);
        let named = match member.type_ref.leaf() {
            TypeRef::Named(name) => service.type_of(action, name).map(|(_, found)| found),
            _ => None,
        };
        let doc = member
            .doc
            .as_ref()
            .or(named.and_then(|named| named.doc.as_ref()));
        let values = service.values_of(action, member).iter();
        let is_new = named.is_none_or(|named| self.told.insert(&named.name));
        let fields = service.fields_of(action, member).filter(|_| is_new);
        without_nothing(json!({
            "name": member.name,
            "type": in_words(&member.type_ref),
            "values": values.map(|value| &value.value).collect::<Vec<_>>(),
            "example": member.example,
            "doc": doc,
            "facts": facts(member),
            "fields": self.of(fields.unwrap_or_default()),
        }))
    }
}

fn facts(member: &Member) -> Vec<String> {
    let mut facts = Vec::new();
    for (is_so, fact) in [
        (member.always == Some(true), "always there"),
        (member.nullable == Some(true), "may be null"),
        (member.sensitive, "a secret"),
    ] {
        if is_so {
            facts.push(fact.to_owned());
        }
    }
    let format = member
        .format
        .map(|style| TimeFormat::new(style, member.east()));
    facts.extend(format.map(|format| format!("a time: {format}")));
    let deprecated = member.deprecated.iter();
    facts.extend(deprecated.map(|why| format!("deprecated: {why}")));
    facts
}

/// `list<map<Job>>` in words.
fn in_words(kind: &TypeRef) -> String {
    match kind {
        TypeRef::List(inner) => format!("list of {}", in_words(inner)),
        TypeRef::Map(inner) => format!("map of {}", in_words(inner)),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use cloudwright_catalog::Catalog;
    use cloudwright_spec::SourceFile;

    use super::*;

    #[test]
    fn types_are_told_once_and_may_hold_themselves() {
        let service = "service: tencent-x\nprovider: tencent\nproduct: x\ntitle: X\nversion: '1'\n\
            protocols: [tencent-tc3]\nendpoints: { default: x.example.com }\n\
            crate: { name: cloudwright-tencent-x, version: 0.1.0 }\n";
        let action = "action: Get\nsummary: Gets.\nsource: { title: Get }\naccess: read\n\
            response:\n\
            \x20 - { name: tree, type: Tree, nullable: true }\n\
            \x20 - { name: by_name, type: map<list<Tree>> }\n\
            \x20 - { name: own, type: object, fields: [{ name: n, type: int32 }] }\n\
            types:\n\
            \x20 - { name: Tree, doc: A tree., fields: [{ name: kind, type: Kind }, \
                { name: inner, type: list<Tree>, doc: More. }] }\n\
            \x20 - { name: Kind, values: [a, { value: b, doc: B. }] }\n";
        let files = vec![
            SourceFile::new("tencent/x/service.yaml", service),
            SourceFile::new("tencent/x/Get.yaml", action),
        ];
        let catalog = Catalog::embedded().unwrap().with_specs(files);
        let action = catalog.action("tencent-x", "Get").unwrap();
        let expected = json!([
            {"name": "tree", "type": "Tree", "doc": "A tree.", "facts": ["may be null"], "fields": [
                {"name": "kind", "type": "Kind", "values": ["a", "b"]},
                {"name": "inner", "type": "list of Tree", "doc": "More."},
            ]},
            {"name": "by_name", "type": "map of list of Tree", "doc": "A tree."},
            {"name": "own", "type": "object", "fields": [{"name": "n", "type": "int32"}]},
        ]);
        assert_eq!(Value::from(of(&action)), expected);
    }
}

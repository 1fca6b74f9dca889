//! Lowering, from small specs as text.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cloudwright_spec::{Catalog, SourceFile};

use super::*;

const SERVICE: &str = "
service: tencent-x
provider: tencent
product: x
title: X
version: '1'
protocols: [tencent-tc3]
crate: { name: cloudwright-tencent-x, version: 0.1.0 }
endpoints: { default: x.example.com }
";

/// What every action says.
fn head(name: &str) -> String {
    format!("action: {name}\nsummary: Does it.\nsource: {{ title: {name} }}\naccess: read\n")
}

/// A catalog of one service; `types` are its own, `actions` the bodies of its actions by name.
fn catalog(types: &str, actions: &[(&str, &str)]) -> Catalog {
    let mut files = vec![SourceFile::new(
        "tencent/x/service.yaml",
        format!("{SERVICE}{types}"),
    )];
    files.extend(
        actions.iter().map(|(name, body)| {
            SourceFile::new(format!("tencent/x/{name}.yaml"), head(name) + body)
        }),
    );
    let (catalog, _) = Catalog::load(files).unwrap_or_else(|report| panic!("{report}"));
    catalog
}

/// Every type of an action as `Name: member ident`, in the order of the names.
fn types_of(action: &ActionModel<'_>) -> Vec<String> {
    let mut lines: Vec<String> = action
        .types
        .iter()
        .map(|model| {
            let members: Vec<&str> = model.members().iter().map(|m| m.ident.as_str()).collect();
            format!("{}: {}", model.name, members.join(" "))
        })
        .collect();
    lines.sort();
    lines
}

fn lowered(catalog: &Catalog) -> Vec<ServiceModel<'_>> {
    crate::lower(catalog, crate::parallel::available())
}

/// What an action may hold, each beside all others; `+` is put before what a newcomer adds.
const BEFORE: &str = "
request:
- { name: IPAddr, type: string }
- { name: B, type: object, fields: [{ name: X, type: string }] }
response:
- { name: Detail, type: object, fields: [{ name: Y, type: string, values: [a] }] }
types:
- { name: P, fields: [{ name: Qa, type: object, fields: [] }] }
";

/// What is added, and the name that it would take if names went by what else is there.
const NEWCOMERS: &[(&str, &str, &str)] = &[
    (
        "request:",
        "{ name: IpAddr, type: string }",
        "rename: ip_addr_2",
    ),
    (
        "request:",
        "{ name: Detail, type: object, fields: [] }",
        "rename_type: Detail2",
    ),
    (
        "request:",
        "{ name: Detail, type: string, values: [on] }",
        "rename_type: Detail2",
    ),
    (
        "request:",
        "{ name: DetailY, type: string, values: [on] }",
        "rename_type: DetailY2",
    ),
    (
        "response:",
        "{ name: B, type: list<object>, fields: [] }",
        "rename_type: B2",
    ),
    (
        "response:",
        "{ name: PQa, type: object, fields: [] }",
        "rename_type: PQa2",
    ),
    ("types:", "{ name: Detail, fields: [] }", "rename: Detail2"),
    ("types:", "{ name: PQa, values: [a] }", "rename: PQa2"),
];

#[test]
fn what_is_added_renames_nothing() {
    let named = |body: &str| -> Vec<String> {
        let catalog = catalog("", &[("A", body)]);
        let models = lowered(&catalog);
        let action = &models[0].actions[0];
        let members = action.parameters.iter().chain(&action.response);
        let members = members.map(|member| format!("{} {}", member.spec.name, member.ident));
        members.chain(types_of(action)).collect()
    };
    let before = named(BEFORE);
    for (section, newcomer, rename) in NEWCOMERS {
        let add = |newcomer: &str| BEFORE.replacen(section, &format!("{section}\n- {newcomer}"), 1);
        let files = vec![
            SourceFile::new("tencent/x/service.yaml", SERVICE),
            SourceFile::new("tencent/x/A.yaml", head("A") + &add(newcomer)),
        ];
        let report = Catalog::load(files).unwrap_err().to_string();
        assert!(report.contains(&format!("`{rename}`")), "{report}");
        let renamed = newcomer.replacen(", ", &format!(", {rename}, "), 1);
        let after = named(&add(&renamed));
        assert!(
            before.iter().all(|name| after.contains(name)),
            "{newcomer}: {after:?}"
        );
    }
}

#[test]
fn a_type_travels_as_those_do_that_reach_it() {
    let types = "types:
- { name: In, fields: [{ name: Deep, type: list<Both> }] }
- { name: Out, fields: [{ name: Deep, type: map<Both> }, { name: Only, type: Only }] }
- { name: Both, fields: [{ name: Kind, type: Kind }] }
- { name: Only, fields: [] }
- { name: Kind, values: [a] }
";
    let action = "
request: [{ name: In, type: Mine }]
response: [{ name: Out, type: Out }]
types:
- { name: Mine, fields: [{ name: In, type: In }] }
";
    let catalog = catalog(types, &[("A", action)]);
    let models = lowered(&catalog);
    let service = &models[0];
    let types = service.types.iter().chain(&service.actions[0].types);
    let ways: Vec<(&str, bool, bool)> = types
        .map(|model| {
            let usage = model.usage;
            (model.name.as_str(), usage.request, usage.response)
        })
        .collect();
    assert_eq!(
        ways,
        [
            ("In", true, false),
            ("Out", false, true),
            ("Both", true, true),
            ("Only", false, true),
            ("Kind", true, true),
            ("Mine", true, false),
        ]
    );
}

#[test]
fn only_what_holds_itself_by_value_is_boxed() {
    let types = "types:
- { name: A, fields: [{ name: Own, type: A }, { name: Many, type: list<A> }, { name: Leaf, type: Leaf }] }
- { name: B, fields: [{ name: C, type: C }] }
- { name: C, fields: [{ name: B, type: B }, { name: A, type: A }] }
- { name: Leaf, fields: [] }
";
    let action = "response: [{ name: A, type: A }, { name: B, type: B }]\n";
    let catalog = catalog(types, &[("X", action)]);
    let models = lowered(&catalog);
    let boxed: Vec<String> = models[0]
        .types
        .iter()
        .flat_map(|model| {
            let members = model.members().iter().filter(|member| member.boxed);
            members.map(|member| format!("{}.{}", model.name, member.ident))
        })
        .collect();
    assert_eq!(boxed, ["A.own", "B.c", "C.b"]);
}

#[test]
fn names_of_deep_inline_types_stay_short_enough_for_a_file() {
    let mut fields = "[{ name: Leaf, type: string }]".to_owned();
    for level in 0..19 {
        fields = format!("[{{ name: SomewhatLongLevel{level}, type: object, fields: {fields} }}]");
    }
    let catalog = catalog("", &[("A", &format!("response: {fields}\n"))]);
    let models = lowered(&catalog);
    let names: Vec<&str> = models[0].actions[0]
        .types
        .iter()
        .map(|model| model.name.as_str())
        .collect();
    assert_eq!(names.len(), 19);
    assert!(names.iter().all(|name| name.len() < 120), "{names:#?}");
    let distinct: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(distinct.len(), 19);
}

#[test]
fn the_parts_of_a_page_are_found_through_structures() {
    let action = "
request: [{ name: Token, type: string }]
response:
- name: Data
  type: object
  fields: [{ name: Rows, type: list<string> }, { name: Next, type: string }]
pagination: { style: token, token: Token, next: Data.Next, items: Data.Rows }
";
    let catalog = catalog("", &[("A", action)]);
    let models = lowered(&catalog);
    let paging = models[0].actions[0].paging.as_ref().unwrap();
    assert_eq!(paging.item, RustType::String);
    for (path, ident) in [
        (&paging.items, "rows"),
        (paging.next.as_ref().unwrap(), "next"),
    ] {
        assert_eq!(path.parents, ["data"]);
        assert_eq!(path.ident, ident);
    }
    assert!(paging.total.is_none());
}

//! One small spec and the whole file that it becomes: what a reader of the generator wants to see
//! first.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cloudwright_codegen::{Files, Options, generate, generate_changed, surface};
use cloudwright_spec::{Catalog, LoadedService, SourceFile};

const SERVICE: &str = "
service: huawei-x
provider: huawei
product: x
title: Example Service
version: v1
protocols: [huawei-aksk]
crate: { name: cloudwright-huawei-x, version: 0.2.0 }
endpoints: { default: 'x.{region}.example.com' }
";

const ACTION: &str = "
action: ListThings
summary: Lists things.
source: { title: List of things, url: 'https://example.com/things', updated: '2025-01-02' }
access: read
rate_limit: 20/s
method: GET
path: /v1/{type}/things
request:
- { name: type, type: string, required: yes, doc: Kind of things., example: red }
- { name: offset, type: integer, default: 0, doc: Things to skip. }
response:
- { name: things, type: list<Thing>, doc: The things. }
- { name: total, type: integer, doc: Things in all. }
types:
- name: Thing
  doc: A thing.
  fields:
  - { name: id, type: uint64 }
  - { name: state, type: string, values: [on, { value: 'off', doc: It rests. }] }
pagination: { style: offset, offset: offset, items: things, total: total }
errors:
- { code: X.404, doc: There is no such type., class: not-found }
";

fn catalog() -> Catalog {
    let files = vec![
        SourceFile::new("huawei/x/service.yaml", SERVICE),
        SourceFile::new("huawei/x/ListThings.yaml", ACTION),
    ];
    let (catalog, report) = Catalog::load(files).unwrap_or_else(|report| panic!("{report}"));
    assert!(report.is_empty(), "{report}");
    catalog
}

fn files() -> Files {
    generate(&catalog(), &Options::workspace()).unwrap()
}

#[test]
fn an_action_becomes_one_module() {
    let files = files();
    let text = files
        .get("crates/clients/huawei-x/src/actions/list_things.rs")
        .unwrap();
    assert_eq!(text, include_str!("golden/list_things.rs.txt"));
}

#[test]
fn a_service_becomes_one_crate() {
    let files = files();
    let paths: Vec<&str> = files
        .iter()
        .filter_map(|(path, _)| path.strip_prefix("crates/clients/huawei-x/"))
        .collect();
    assert_eq!(
        paths,
        [
            "Cargo.toml",
            "LICENSE-APACHE",
            "LICENSE-MIT",
            "README.md",
            "examples/huawei_x.rs",
            "src/actions/list_things.rs",
            "src/client.rs",
            "src/error_code.rs",
            "src/lib.rs",
            "src/service.rs",
        ]
    );
}

#[test]
fn a_surface_has_one_line_a_fact() {
    let surfaces = surface::all(&catalog());
    assert_eq!(
        surfaces,
        [(
            "cloudwright-huawei-x".to_owned(),
            include_str!("golden/surface.txt").to_owned()
        )]
    );
}

#[test]
fn a_changed_type_is_one_line_of_the_surface() {
    let before = surface::all(&catalog()).remove(0).1;
    let mut catalog = catalog();
    let member = &mut catalog.services[0].actions[0].action.request[1];
    member.type_ref = cloudwright_spec::model::TypeRef::parse("string").unwrap();
    let after = surface::all(&catalog).remove(0).1;
    let changed: Vec<(&str, &str)> = before
        .lines()
        .zip(after.lines())
        .filter(|(old, new)| old != new)
        .collect();
    assert_eq!(before.lines().count(), after.lines().count());
    assert_eq!(
        changed,
        [(
            "  request  offset        offset(i64)            required: unknown, default 0",
            "  request  offset        offset(String)         required: unknown, default 0"
        )]
    );
}

#[test]
fn what_did_not_change_is_not_generated() {
    let catalog = catalog();
    let options = Options::workspace();
    let some = |changed: &str| -> Vec<String> {
        let is_changed = |service: &LoadedService| service.folder == changed;
        let files = generate_changed(&catalog, &options, &is_changed).unwrap();
        files.iter().map(|(path, _)| path.to_owned()).collect()
    };
    let is_shared = |path: &String| path.starts_with("crates/clients/cloudwright/");
    assert!(some("another").iter().all(is_shared));
    let all: Vec<String> = files().iter().map(|(path, _)| path.to_owned()).collect();
    assert_eq!(some("huawei/x"), all);
}

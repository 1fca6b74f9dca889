#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
use std::collections::{BTreeMap, HashMap};

use super::*;
use crate::model::Evidence;

mod inventories;
mod layouts;
mod left;
mod products;
mod properties;

pub(super) const SERVICE: &str = "\
service: tencent-lamps
provider: tencent
product: lamps
title: Lamps
version: \"2031-02-03\"
protocols: [tencent-tc3]
crate: { name: cloudwright-tencent-lamps, version: 0.1.4 }
endpoints: { default: lamps.tencentcloudapi.com }
envelope: Response
";

const SERVICE_PATH: &str = "tencent/lamps/service.yaml";
const ACTION_PATH: &str = "tencent/lamps/ListLamps.yaml";

pub(super) const HEAD: &str = "\
action: ListLamps
summary: Lists lamps. # ours
source: { title: Lamps }
access: read
";

/// Facts from what a spec file would say, the types of it shared if the source is metadata.
pub(super) fn facts(body: &str, evidence: Evidence) -> Facts {
    let text = format!("{HEAD}{body}");
    let mut action = crate::load::action_of(&text).unwrap();
    let mut service = crate::load::service_of(SERVICE).unwrap();
    if evidence == Evidence::Metadata {
        service.types = std::mem::take(&mut action.types);
    }
    let whole = Whole {
        request: true,
        response: true,
        errors: !action.errors.is_empty(),
        regions: true,
        permissions: true,
    };
    Facts {
        origin: Origin {
            evidence,
            name: "lamps".to_owned(),
        },
        service: (evidence == Evidence::Metadata).then_some(service),
        actions: vec![ActionFacts {
            action,
            whole,
            states_route: false,
            lines: HashMap::new(),
            prose: BTreeMap::new(),
        }],
        is_whole: false,
        unread: BTreeSet::new(),
    }
}

pub(super) fn files(body: &str) -> Vec<SourceFile> {
    vec![
        SourceFile::new(SERVICE_PATH, SERVICE),
        SourceFile::new(ACTION_PATH, format!("{HEAD}{body}")),
    ]
}

/// Merges and gives the body of the action's file.
pub(super) fn merged(body: &str, stated: &str, evidence: Evidence) -> (String, Merged) {
    let files = files(body);
    let facts = facts(stated, evidence);
    let merged = merge(&files, &facts, None).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(merged.refused, []);
    let file = merged.files.iter().find(|file| file.path == ACTION_PATH);
    let text = file.map_or_else(
        || format!("{HEAD}{body}"),
        |file| String::from_utf8(file.content.clone()).unwrap(),
    );
    (text.strip_prefix(HEAD).unwrap().to_owned(), merged)
}

/// What is before, what the page states, what is after.
fn check(cases: &[(&str, &str, &str)]) {
    for (before, stated, after) in cases {
        let (text, _) = merged(before, stated, Evidence::Page);
        assert_eq!(text, *after, "from\n{before}\nwith\n{stated}");
        let (again, second) = merged(&text, stated, Evidence::Page);
        assert_eq!(again, text, "the second time");
        assert_eq!(second.differences, [], "the second time");
    }
}

#[test]
fn new_members_stand_behind_those_before_them_in_the_files_own_style() {
    check(&[
        (
            "request:\n  # the first\n  - name: A # a\n    type: string\n  # the last\n  - name: C\n    type: string\n",
            "request: [{ name: A, type: string }, { name: B, type: integer, max: 5 }, { name: C, type: string }]",
            "request:\n  # the first\n  - name: A # a\n    type: string\n  - name: B\n    type: integer\n    max: 5\n  # the last\n  - name: C\n    type: string\n",
        ),
        (
            "request:\n  # the only one\n  - name: B\n    type: string",
            "request: [{ name: A, type: string }, { name: B, type: string }]",
            "request:\n  - name: A\n    type: string\n  # the only one\n  - name: B\n    type: string",
        ),
        (
            "request:\n- { name: A, type: string } # one line\n",
            "request: [{ name: A, type: string }, { name: B, type: string }]",
            "request:\n- { name: A, type: string } # one line\n- { name: B, type: string }\n",
        ),
        (
            "request: [{ name: A, type: string }]\nresponse: []\n",
            "request: [{ name: A, type: string }, { name: B, type: string }]\nresponse: [{ name: R, type: string }]",
            "request: [{ name: A, type: string }, { name: B, type: string }]\nresponse:\n  - name: R\n    type: string\n",
        ),
    ]);
}

#[test]
fn a_changed_fact_changes_its_value_and_nothing_beside_it() {
    check(&[
        (
            "request:\n  - name: A\n    type: string # text\n    required: no # why\n    default: \"x\"  # odd\n    doc: A lamp's name.\n",
            "request: [{ name: A, type: string, required: yes, default: \"y\" }]",
            "request:\n  - name: A\n    type: string # text\n    required: yes # why\n    default: \"y\"  # odd\n    doc: A lamp's name.\n",
        ),
        (
            "request:\n  - { name: A, type: integer, max: 5, doc: Hi } # one\n",
            "request: [{ name: A, type: integer, min: 1, max: 7 }]",
            "request:\n  - { name: A, type: integer, min: 1, max: 7, doc: Hi } # one\n",
        ),
        (
            "request:\n  - name: A\n    doc: >-\n      Long,\n      folded.\n    type: integer\n",
            "request: [{ name: A, type: int64, default: 3 }]",
            "request:\n  - name: A\n    doc: >-\n      Long,\n      folded.\n    type: int64\n    default: 3\n",
        ),
        (
            "regions: [a, b] # two\nrate_limit: 20/s\n",
            "regions: [a, c]\nrate_limit: 100/m",
            "regions: [a, c] # two\nrate_limit: 100/m\n",
        ),
        (
            "regions:\n  - a\n  - b # gone\n  - c\n",
            "regions: [a, c, d]",
            "regions:\n  - a\n  # - b # gone\n  - c\n  - d\n",
        ),
    ]);
}

#[test]
fn what_is_gone_becomes_a_stub_and_comes_back_from_it() {
    let before = "request:\n  - name: A\n    type: string\n  - name: B # b\n    type: string\n    doc: Old.\nerrors:\n  - code: E\n    doc: Oh.\n  - code: F\n";
    let stated = "request: [{ name: A, type: string }, { name: C, type: string }]\nerrors: [{ code: F }, { code: G }]";
    let after = "request:\n  - name: A\n    type: string\n  - name: C\n    type: string\n  - name: B # b\n    type: string\n    doc: Old.\n    removed: { since: 0.1.5 }\nerrors:\n  - code: E\n    doc: Oh.\n    removed: { since: 0.1.5 }\n  - code: F\n  - code: G\n    class: other\n";
    check(&[(before, stated, after)]);
    let back = "request: [{ name: A, type: string }, { name: B, type: string }, { name: C, type: string }]\nerrors: [{ code: E }, { code: F }, { code: G }]";
    let (text, _) = merged(after, back, Evidence::Page);
    assert!(!text.contains("removed"), "{text}");
    assert!(text.contains("- name: B # b"), "{text}");
}

#[test]
fn the_last_item_becomes_a_stub_before_a_new_one_is_added_behind_it() {
    check(&[(
        "errors:\n  - code: E\n    doc: Oh.\n",
        "errors: [{ code: F }]",
        "errors:\n  - code: E\n    doc: Oh.\n    removed: { since: 0.1.5 }\n  - code: F\n    class: other\n",
    )]);
}

#[test]
fn values_are_added_and_removed_in_the_style_of_their_neighbours() {
    check(&[
        (
            "request:\n  - name: A\n    type: string\n    values: [x, w, \"1.10\"]\n",
            "request: [{ name: A, type: string, values: [x, z, \"1.10\"] }]",
            "request:\n  - name: A\n    type: string\n    values: [x, { value: w, removed: { since: 0.1.5 } }, \"1.10\", z]\n",
        ),
        (
            "request:\n  - name: A\n    type: Kind\ntypes:\n  - name: Kind\n    values:\n      - { value: x, doc: X. } # x\n      - { value: y, doc: Y. }\n",
            "request: [{ name: A, type: string, values: [x, z] }]",
            "request:\n  - name: A\n    type: Kind\ntypes:\n  - name: Kind\n    values:\n      - { value: x, doc: X. } # x\n      - { value: y, doc: Y., removed: { since: 0.1.5 } }\n      - { value: z }\n",
        ),
    ]);
}

#[test]
fn a_value_that_the_sentences_still_name_is_not_gone() {
    let body = "request:\n  - name: A\n    type: string\n    values: [asc, desc]\n";
    let mut facts = facts(
        "request: [{ name: A, type: string, values: [asc] }]",
        Evidence::Page,
    );
    let prose = "Either asc, or (by default) desc.".to_owned();
    facts.actions[0].prose.insert("request A".to_owned(), prose);
    let merged = merge(&files(body), &facts, None).unwrap();
    assert_eq!(merged.differences, []);
}

#[test]
fn members_are_found_through_named_types_on_either_side() {
    check(&[
        (
            "response:\n  - name: Rows\n    type: list<Row>\ntypes:\n  - name: Row # ours\n    fields:\n      - name: A\n        type: string\n",
            "response: [{ name: Rows, type: list<object>, fields: [{ name: A, type: string }, { name: B, type: integer }] }]",
            "response:\n  - name: Rows\n    type: list<Row>\ntypes:\n  - name: Row # ours\n    fields:\n      - name: A\n        type: string\n      - name: B\n        type: integer\n",
        ),
        (
            "response:\n  - name: A\n    type: string\n",
            "response: [{ name: A, type: string }, { name: R, type: Row }]\ntypes: [{ name: Row, fields: [{ name: X, type: Row }] }]",
            "response:\n  - name: A\n    type: string\n  - name: R\n    type: Row\ntypes:\n  - name: Row\n    fields:\n      - name: X\n        type: Row\n",
        ),
    ]);
}

#[test]
fn what_a_conflict_explains_is_no_difference_and_a_stale_one_is_told() {
    let body = "request:\n  - name: A\n    type: string\n    required: unknown\n    conflict:\n      - kind: required\n        table: yes\n        metadata: no\n        doc: Left open.\n";
    for (stated, evidence) in [("yes", Evidence::Page), ("no", Evidence::Metadata)] {
        let stated = format!("request: [{{ name: A, type: string, required: {stated} }}]");
        let (text, merged) = merged(body, &stated, evidence);
        assert_eq!((text.as_str(), merged.differences.len()), (body, 0));
    }
    let stated = "request: [{ name: A, type: string, required: no }]";
    let (text, merged) = merged(body, stated, Evidence::Page);
    assert_eq!(text, body);
    let told = merged.differences[0].to_string();
    assert!(told.contains("its conflict must go"), "{told}");
    assert!(
        told.starts_with("tencent/lamps/ListLamps.yaml:10: request A: conflict"),
        "{told}"
    );
}

#[test]
fn metadata_changes_nothing_that_a_page_states_and_fills_what_it_leaves_open() {
    let body = "request:\n  - name: A\n    type: integer\n    max: 5\n    required: unknown # lost\n  - name: B\n    type: string\n";
    let stated = "request: [{ name: A, type: int64, max: 9, required: no }, { name: C, type: string, required: yes }]";
    let (text, second) = merged(body, stated, Evidence::Metadata);
    assert_eq!(
        text,
        "request:\n  - name: A\n    type: integer\n    max: 5\n    required: no # lost\n    required_source: metadata (lamps)\n  - name: C\n    type: string\n    required: yes\n    evidence: metadata\n  - name: B\n    type: string\n"
    );
    assert_eq!(second.differences.len(), 2);
    let (again, third) = merged(&text, stated, Evidence::Metadata);
    assert_eq!((again, third.differences.len()), (text, 0));
}

#[test]
fn a_page_becomes_the_source_of_a_spec_that_metadata_made() {
    let before = "action: ListLamps\nsummary: Lists lamps.\nsource:\n  title: Inventory of tencent lamps\naccess: read\nrequest:\n  - name: A\n    type: int64\n    required: no\n  - name: B\n    type: string\n";
    let files = vec![
        SourceFile::new(SERVICE_PATH, SERVICE),
        SourceFile::new(ACTION_PATH, before),
    ];
    let stated = facts("request: [{ name: A, type: integer }]", Evidence::Page);
    let merged = merge(&files, &stated, None).unwrap();
    let text = str::from_utf8(&merged.files[0].content).unwrap();
    assert_eq!(
        text,
        "action: ListLamps\nsummary: Lists lamps.\nsource:\n  title: Lamps\naccess: read\nrequest:\n  - name: A\n    type: int64\n    required: no\n    required_source: metadata\n  - name: B\n    type: string\n    evidence: metadata\n"
    );
    assert_eq!(merged.differences, []);
}

#[test]
fn another_spelling_of_a_member_is_the_member() {
    let body = "response:\n  - name: instances\n    alias: [instanaces]\n    type: string\n";
    let (text, merged) = merged(
        body,
        "response: [{ name: instanaces, type: string }]",
        Evidence::Page,
    );
    assert_eq!((text.as_str(), merged.differences.len()), (body, 0));
}

#[test]
fn a_shared_type_never_takes_the_name_of_an_actions_own() {
    let body = "response:\n  - name: R\n    type: Row\ntypes:\n  - name: Row\n    fields:\n      - name: A\n        type: string\n";
    let mut stated = facts(
        "response: [{ name: R, type: Row }]\ntypes: [{ name: Row, fields: [{ name: A, type: string }] }]",
        Evidence::Metadata,
    );
    let mut other = stated.actions[0].clone();
    other.action.action = "ListOthers".to_owned();
    stated.actions.push(other);
    let merged = merge(&files(body), &stated, None).unwrap();
    let text = |path: &str| {
        let file = merged
            .files
            .iter()
            .find(|file| file.path.ends_with(path))
            .unwrap();
        String::from_utf8(file.content.clone()).unwrap()
    };
    assert!(
        text("ListOthers.yaml").contains("type: Row2"),
        "{}",
        text("ListOthers.yaml")
    );
    assert!(
        text("service.yaml").contains("- name: Row2"),
        "{}",
        text("service.yaml")
    );
}

#[test]
fn marks_and_line_breaks_of_a_file_stay_as_they_are() {
    let body = "request:\r\n  - name: A\r\n    type: string\r\n";
    let head = HEAD.replace('\n', "\r\n");
    let mut files = files("");
    files[1] = SourceFile::new(ACTION_PATH, format!("\u{feff}{head}{body}"));
    let stated = facts(
        "request: [{ name: A, type: string, default: x }]",
        Evidence::Page,
    );
    let merged = merge(&files, &stated, None).unwrap();
    let text = str::from_utf8(&merged.files[0].content).unwrap();
    assert_eq!(text, format!("\u{feff}{head}{body}    default: x\r\n"));
}

#[test]
fn hostile_names_stay_names() {
    let name = "x: [\"#\\n- name: y\u{202e}";
    let mut stated = facts("request: []", Evidence::Page);
    let member = crate::model::Member::new(
        name,
        crate::model::TypeRef::Scalar(crate::model::Scalar::String),
    );
    stated.actions[0].action.request.push(member);
    let body = "request:\n  - { name: A, type: string, evidence: metadata }\n";
    let merged = merge(&files(body), &stated, None).unwrap();
    // The checks refuse such a name; the file stays as it was.
    assert!(merged.files.is_empty());
    assert_eq!(merged.refused.len(), 1);
}

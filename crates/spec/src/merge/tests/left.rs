//! What is left to a person: the difference that the checks refuse, and nothing else.

use serde_json::{Value, json};

use super::inventories::{Specs, inventory};
use super::*;
use crate::lock::Lock;

fn params(list: &Value) -> Value {
    inventory(list, &json!([]), &json!([]))
}

fn param(name: &str, kind: &str, facts: &Value) -> Value {
    let mut param = json!({"name": name, "type": kind, "in": "body"});
    for (key, value) in facts.as_object().unwrap() {
        param[key] = value.clone();
    }
    param
}

/// Merges `newer` over what was made of `older` and then by hand; what is told, and what is written.
fn told(older: &Value, by_hand: &[(&str, &str)], newer: &Value) -> (Vec<String>, String) {
    let mut specs = Specs::of(older);
    for (old, new) in by_hand {
        specs.replace("ListLamps.yaml", old, new);
    }
    let before = specs.text("ListLamps.yaml").to_owned();
    let merged = specs.merge(newer);
    assert_eq!(merged.refused, [], "{before}");
    let left = merged.differences.iter().filter(|one| one.kind.is_left());
    let left = left.map(ToString::to_string).collect();
    let again = specs.merge(newer);
    assert_eq!((again.files, again.differences), (vec![], vec![]));
    (left, specs.text("ListLamps.yaml").to_owned())
}

#[test]
fn what_people_added_keeps_only_what_denies_it_from_being_merged() {
    let none = json!({});
    let two = |first: Value| params(&json!([first, param("Other", "string", &none)]));
    for (older, by_hand, newer, left, kept) in [
        // A sample without what must be given now.
        (
            param("Id", "string", &none),
            (
                "request:",
                "samples:\n- request: {}\n  response: { Response: {} }\nrequest:",
            ),
            param("Id", "string", &json!({"required": true})),
            "request Id: required: metadata says `yes`",
            "- name: Id\n    type: string\n",
        ),
        // A time that is a flag now.
        (
            param("Since", "string", &none),
            (
                "type: string\n",
                "type: string\n    format: iso-8601 # utc\n",
            ),
            param("Since", "bool", &none),
            "request Since: type: metadata says `boolean`",
            "type: string\n    format: iso-8601 # utc\n",
        ),
        // Words about values that are no texts any more.
        (
            param("Kind", "string", &json!({"enum": ["a", "b"]})),
            ("- a\n", "- { value: a, doc: The first. }\n"),
            param("Kind", "bool", &none),
            "request Kind: type: metadata says `boolean`",
            "- { value: a, doc: The first. }\n",
        ),
        // A bound that a person wrote.
        (
            param("Size", "int64", &none),
            ("type: int64\n", "type: int64\n    max: 7\n"),
            param("Size", "string", &none),
            "request Size: type: metadata says `string`",
            "type: int64\n    max: 7\n",
        ),
    ] {
        let newer = {
            let mut newer = two(newer);
            newer["actions"][0]["params"][1]["required"] = json!(false);
            newer
        };
        let (told, text) = told(&two(older), &[by_hand], &newer);
        assert_eq!(told.len(), 1, "{told:?}\n{text}");
        assert!(told[0].contains(left), "{told:?}");
        assert!(told[0].contains("to be merged by hand"), "{told:?}");
        assert!(text.contains(kept), "{text}");
        assert!(
            text.contains("- name: Other\n    type: string\n    required: no\n"),
            "{text}"
        );
    }
}

#[test]
fn a_parameter_that_paging_needs_is_no_stub_while_it_does() {
    let int = |name: &str| param(name, "int64", &json!({}));
    let items = json!([{"name": "Items", "type": "list", "items": {"type": "string"}}]);
    let with = |params: Value| inventory(&params, &items, &json!([]));
    let older = with(json!([int("Offset"), int("Limit"), int("Old")]));
    let newer = with(json!([int("Limit")]));
    let paging =
        "pagination: { style: offset, offset: Offset, limit: Limit, items: Items }\nrequest:";
    let (told, text) = told(&older, &[("request:", paging)], &newer);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("request Offset: metadata says nothing of it"),
        "{told:?}"
    );
    assert!(
        text.contains("- name: Offset\n    type: int64\n  - name: Limit"),
        "{text}"
    );
    assert!(
        text.contains("- name: Old\n    type: int64\n    removed:"),
        "{text}"
    );
    // Once paging does without it, it is one.
    let mut specs = Specs::of(&older);
    specs.replace("ListLamps.yaml", "request:", paging);
    specs.merge(&newer);
    specs.replace("ListLamps.yaml", paging, "request:");
    specs.merge(&newer);
    let text = specs.text("ListLamps.yaml");
    assert!(
        text.contains("- name: Offset\n    type: int64\n    removed:"),
        "{text}"
    );
}

#[test]
fn values_that_a_person_added_are_no_stubs() {
    let with = |values: Value| params(&json!([param("Kind", "string", &json!({"enum": values}))]));
    let by_hand = ("- b\n", "- b\n      - seen # in the console\n");
    let (left, text) = told(
        &with(json!(["a", "b"])),
        &[by_hand],
        &with(json!(["a", "c"])),
    );
    assert_eq!(left, [""; 0]);
    assert!(
        text.contains(
            "- { value: b, removed: { since: 0.1.1 } }\n      - seen # in the console\n      - c\n"
        ),
        "{text}"
    );
}

#[test]
fn what_a_source_had_left_open_is_filled_in_and_a_wider_type_is_one() {
    let fields = json!({"fields": [{"name": "Height", "type": "int64"}]});
    for (older, (newer, facts), expected) in [
        ("any", ("object", fields), "object"),
        ("int", ("number", json!({})), "number"),
    ] {
        let (left, text) = told(
            &params(&json!([param("Size", older, &json!({}))])),
            &[],
            &params(&json!([param("Size", newer, &facts)])),
        );
        assert_eq!(left, [""; 0]);
        assert!(text.contains(&format!("type: {expected}\n")), "{text}");
    }
}

#[test]
fn values_that_fit_a_list_of_texts_too_keep_the_name_of_their_type() {
    let by_hand = "type: string\n    values: [a, b]\n    rename_type: Kind\n";
    let list = json!({"items": {"type": "string"}});
    let (left, text) = told(
        &params(&json!([param("Of", "string", &json!({}))])),
        &[("type: string\n", by_hand)],
        &params(&json!([param("Of", "list", &list)])),
    );
    assert_eq!(left, [""; 0]);
    let after = by_hand.replace("type: string", "type: list<string>");
    assert!(text.contains(&after), "{text}");
}

#[test]
fn an_example_that_is_not_written_as_people_say_is_left_out() {
    let with = |facts: Value| params(&json!([param("At", "string", &facts)]));
    let by_hand = ("type: string\n", "type: string\n    format: iso-8601\n");
    let (left, text) = told(
        &with(json!({})),
        &[by_hand],
        &with(json!({"example": "soon", "required": false})),
    );
    assert_eq!(left, [""; 0]);
    assert!(
        text.contains("format: iso-8601\n    required: no\n") && !text.contains("soon"),
        "{text}"
    );
}

/// Merges a page's facts over what was made of its older version and then by hand; twice.
fn page_merged(older: &str, by_hand: &str, newer: &str) -> String {
    let mut lock = Lock::default();
    let (older, newer) = (facts(older, Evidence::Page), facts(newer, Evidence::Page));
    let _ = lock.page(&older.actions[0], "older", "tests en");
    let mut files = files(by_hand);
    let mut stated = lock.stated(&older.origin);
    for is_first in [true, false] {
        let merged = merge(&files, &newer, stated).unwrap();
        assert_eq!(merged.refused, []);
        assert!(is_first || merged.files.is_empty());
        if let Some(file) = merged.files.into_iter().next() {
            files[1] = file;
        }
        let _ = lock.page(&newer.actions[0], "newer", "tests en");
        stated = lock.stated(&newer.origin);
    }
    let text = String::from_utf8(files[1].content.clone()).unwrap();
    text.strip_prefix(HEAD).unwrap().to_owned()
}

#[test]
fn a_sample_of_the_page_is_replaced_by_its_next_one_and_a_persons_stays() {
    let head = "response: [{ name: Id, type: string }]\n";
    let sample = |id: &str| format!("  - response: {{ Response: {{ Id: {id} }} }}\n");
    let stated = |id: &str| format!("{head}samples:\n{}", sample(id));
    for (by_hand, after) in [
        // Before the page's, behind it, and in its place.
        (
            [sample("own"), sample("old")],
            [sample("own"), sample("new")],
        ),
        (
            [sample("old"), sample("own")],
            [sample("new"), sample("own")],
        ),
        (
            [sample("own"), String::new()],
            [sample("own"), sample("new")],
        ),
    ] {
        let by_hand = format!("{head}samples:\n{}", by_hand.concat());
        let text = page_merged(&stated("old"), &by_hand, &stated("new"));
        let flat = |text: &str| text.split_whitespace().collect::<String>();
        let after = flat(&format!("{head}samples:\n{}", after.concat()));
        let text = text.replace(
            "response:\n      Response:\n        Id: new",
            "response: { Response: { Id: new } }",
        );
        assert_eq!(flat(&text), after, "{by_hand}");
    }
}

#[test]
fn a_sample_s_request_changes_alone_unless_a_person_wrote_it() {
    let stated = |limit: u8| {
        format!(
            "request: [{{ name: Limit, type: integer }}]\nsamples:\n  - request: {{ Limit: {limit} }}\n    \
             response: {{ Response: {{}} }}\n"
        )
    };
    let text = page_merged(&stated(1), &stated(1), &stated(2));
    assert!(text.contains("Limit: 2"), "{text}");
    let text = page_merged(&stated(1), &stated(5), &stated(2));
    assert!(text.contains("Limit: 5"), "{text}");
    let block = |limit: &str| format!("request:\n      Limit: {limit}\n");
    let commented = stated(1).replace("request: { Limit: 1 }\n", &block("1 # few"));
    let text = page_merged(&stated(1), &commented, &stated(2));
    assert_eq!(text, commented);
}

#[test]
fn a_message_of_the_wire_changes_alone_unless_a_person_wrote_it() {
    let stated = |message: &str| format!("errors:\n  - {{ code: E, message: {message} }}\n");
    for (by_hand, after) in [("old", "new"), ("own", "own")] {
        let text = page_merged(&stated("old"), &stated(by_hand), &stated("new"));
        assert_eq!(text, stated(after));
    }
}

#[test]
fn permissions_that_a_person_added_stay_beside_those_of_the_page() {
    let text = page_merged(
        "permissions: [old, kept]\n",
        "permissions:\n  - own # for the console\n  - old\n  - kept\n",
        "permissions: [kept, new]\n",
    );
    assert_eq!(
        text,
        "permissions:\n  - own # for the console\n  - kept\n  - new\n"
    );
}

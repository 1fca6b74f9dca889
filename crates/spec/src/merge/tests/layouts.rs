//! However a file is laid out: comments stay at what they are about, brackets stay brackets.

use serde_json::json;

use super::check;
use super::inventories::{Specs, inventory};

#[test]
fn a_comment_below_an_items_keys_stays_with_it_and_one_above_an_item_with_that() {
    check(&[
        (
            "request:\n  - name: A\n    type: string\n    # of A\n\n  # of C\n  - name: C\n    type: string\n",
            "request: [{ name: A, type: string }, { name: B, type: string }, { name: C, type: string }]",
            "request:\n  - name: A\n    type: string\n    # of A\n  - name: B\n    type: string\n\n  # of C\n  - name: C\n    type: string\n",
        ),
        (
            "response:\n  - name: A\n    type: object\n    fields:\n      - name: X\n        type: string\n        # of X\n      # of the fields\n    # of A\n# the end\n",
            "response: [{ name: A, type: object, fields: [{ name: X, type: string }, { name: Z, type: string }] }, { name: B, type: string }]",
            "response:\n  - name: A\n    type: object\n    fields:\n      - name: X\n        type: string\n        # of X\n      - name: Z\n        type: string\n      # of the fields\n    # of A\n  - name: B\n    type: string\n# the end\n",
        ),
        (
            "request: [] # none\n",
            "request: [{ name: A, type: string }]",
            "request: # none\n  - name: A\n    type: string\n",
        ),
        (
            "request:\n  -   # first\n    name: A\n    type: string\n",
            "request: [{ name: A, type: string }, { name: B, type: string }]",
            "request:\n  -   # first\n    name: A\n    type: string\n  - name: B\n    type: string\n",
        ),
    ]);
}

#[test]
fn an_object_between_brackets_over_several_lines_stays_one() {
    check(&[
        (
            "request:\n  - {\n      name: A,\n      type: integer\n    }\n",
            "request: [{ name: A, type: integer, default: 3, max: 5 }]",
            "request:\n  - {\n      name: A,\n      type: integer,\n      default: 3,\n      max: 5\n    }\n",
        ),
        (
            "request:\n  - {\n      name: A,  # a\n      type: integer,  # b\n      doc: Hi.,\n    }\n",
            "request: [{ name: A, type: integer, max: 5 }]",
            "request:\n  - {\n      name: A,  # a\n      type: integer, max: 5,  # b\n      doc: Hi.,\n    }\n",
        ),
        (
            "response:\n  - { name: A, type: object,\n      fields: [\n        { name: X, type: string }, # x\n        { name: Y, type: string }\n      ] }\n",
            "response: [{ name: A, type: object, fields: [{ name: X, type: string }, { name: Y, type: string }, { name: Z, type: integer }] }]",
            "response:\n  - { name: A, type: object,\n      fields: [\n        { name: X, type: string }, # x\n        { name: Y, type: string },\n        { name: Z, type: integer }\n      ] }\n",
        ),
        (
            "response:\n  - { name: A,\n      type: object, fields: [] }\n",
            "response: [{ name: A, type: object, fields: [{ name: X, type: string }] }]",
            "response:\n  - { name: A,\n      type: object, fields: [{ name: X, type: string }] }\n",
        ),
        (
            "regions: [\n  a, # first\n  b, # second\n  c\n]\n",
            "regions: [a, c, d]",
            "regions: [\n  a, # first\n  # b, # second\n  c,\n  d\n]\n",
        ),
    ]);
}

#[test]
fn what_goes_stays_as_a_comment_where_something_is_said_of_it() {
    let bounded = |facts: &[(&str, i64)]| {
        let mut size = json!({"name": "Size", "type": "int64", "in": "body"});
        for (key, value) in facts {
            size[*key] = json!(value);
        }
        inventory(&json!([size]), &json!([]), &json!([]))
    };
    let written = "- name: Size\n    type: int64\n    min: 1\n    max: 9\n";
    for (before, after) in [
        (
            "- name: Size\n    type: int64\n    max: 9 # much\n    min: 1\n",
            "- name: Size\n    type: int64\n    # max: 9 # much\n    min: 2\n",
        ),
        (
            "- {\n      name: Size,  # a\n      max: 9,  # b\n      min: 1,  # c\n      type: int64\n    }\n",
            "- {\n      name: Size,  # a\n      # max: 9,  # b\n      min: 2,  # c\n      type: int64\n    }\n",
        ),
        (
            "- {\n      max: 9,\n      # a\n      name: Size, min: 1, type: int64\n    }\n",
            "- {\n      # a\n      name: Size, min: 2, type: int64\n    }\n",
        ),
        (
            "- max: 9 # first\n    name: Size\n    type: int64\n    min: 1\n",
            "- # max: 9 # first\n    name: Size\n    type: int64\n    min: 2\n",
        ),
        (
            "- name: Size\n    # of the disk\n    # in GiB\n    max: 9\n    type: int64\n    min: 1\n",
            "- name: Size\n    # of the disk\n    # in GiB\n    # max: 9\n    type: int64\n    min: 2\n",
        ),
        (
            "- {\n      name: Size,\n      # most\n      max: 9,\n      min: 1, type: int64\n    }\n",
            "- {\n      name: Size,\n      # most\n      # max: 9,\n      min: 2, type: int64\n    }\n",
        ),
        (
            "# of the item\n  - max: 9\n    name: Size\n    # smallest\n    min: 1\n    type: int64\n",
            "# of the item\n  - name: Size\n    # smallest\n    min: 2\n    type: int64\n",
        ),
    ] {
        let mut specs = Specs::of(&bounded(&[("min", 1), ("max", 9)]));
        specs.replace("ListLamps.yaml", written, before);
        specs.merge(&bounded(&[("min", 2)]));
        let text = specs.text("ListLamps.yaml");
        assert!(text.contains(after), "{text}");
        assert_eq!(specs.merge(&bounded(&[("min", 2)])).differences, []);
    }
}

#[test]
fn a_notice_that_goes_stays_as_a_comment_among_its_comments() {
    let with = |status: &str| {
        let mut lamps = inventory(&json!([]), &json!([]), &json!([]));
        lamps["actions"][0]["status"] = json!(status);
        lamps
    };
    let mut specs = Specs::of(&with("deprecated"));
    specs.replace(
        "ListLamps.yaml",
        "deprecated:\n",
        "deprecated: # it goes\n  # in words\n",
    );
    specs.merge(&with("online"));
    let text = specs.text("ListLamps.yaml");
    let stays = "\n# deprecated: # it goes\n  # in words\n#   doc: ";
    assert!(text.contains(stays), "{text}");
}

#[test]
fn what_is_added_beside_what_goes_comes_at_once() {
    let with = |always: Option<bool>, nullable: Option<bool>| {
        let mut id = json!({"name": "Id", "type": "string"});
        for (key, flag) in [("output_required", always), ("nullable", nullable)] {
            if let Some(flag) = flag {
                id[key] = json!(flag);
            }
        }
        inventory(&json!([]), &json!([id]), &json!([]))
    };
    let mut specs = Specs::of(&with(Some(true), None));
    let written = "- name: Id\n    type: string\n    always: true\n";
    let by_hand =
        "- {\n      name: Id, type: string,\n      rename: own, always: true,   # c\n    }\n";
    specs.replace("ListLamps.yaml", written, by_hand);
    specs.merge(&with(None, Some(true)));
    let text = specs.text("ListLamps.yaml");
    assert!(
        text.contains("rename: own, nullable: true, # c\n"),
        "{text}"
    );
    assert!(specs.merge(&with(None, Some(true))).files.is_empty());
}

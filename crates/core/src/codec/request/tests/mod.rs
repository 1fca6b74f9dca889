//! Where parameters go, in every place and layout.
#![allow(
    unreachable_pub,
    reason = "an open enum is public, as its crate has it"
)]

mod null;

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::codec::encode::object;
use crate::codec::flat::Pairs;
use crate::codec::json::json_of;
use crate::codec::tape::Tape;
use crate::codec::{Json, Parameters, Violations};
use crate::meta::{Access, Kind, Parameter, Place, Protocol, Serialize, Shape};
use crate::testing::service::HUAWEI;

const TAG: Shape = Shape::new(
    "Tag",
    &[
        Parameter::new("Key", Kind::String, Place::Body),
        Parameter::new("Value", Kind::String, Place::Body),
    ],
);
static TAGS: Kind = Kind::Object(&TAG);
static TEXT: Kind = Kind::String;

static EVERYWHERE: Operation = Operation::new(
    &HUAWEI,
    "Everywhere",
    Access::Read,
    "POST",
    "/v2/{project_id}/things/{thing}:go",
)
.parameters(&[
    Parameter::new("project_id", Kind::String, Place::Path)
        .required()
        .implicit(),
    Parameter::new("thing", Kind::Integer, Place::Path).required(),
    Parameter::new("limit", Kind::Integer, Place::Query),
    Parameter::new("marker", Kind::String, Place::Query),
    Parameter::new("tags", Kind::List(&TAGS), Place::Query),
    Parameter::new("names", Kind::List(&TEXT), Place::Query),
    Parameter::new("filter", Kind::List(&TAGS), Place::Query).serialize(Serialize::Json),
    Parameter::new("fields", Kind::List(&TEXT), Place::Query).serialize(Serialize::Comma),
    Parameter::new("X-Mode", Kind::String, Place::Header),
    Parameter::new("RegionId", Kind::String, Place::Host),
    Parameter::new("Name", Kind::String, Place::Body),
    Parameter::new("Size", Kind::Number, Place::Body),
    Parameter::new("Tags", Kind::List(&TAGS), Place::Body),
    Parameter::new("Policy", Kind::Any, Place::Body).serialize(Serialize::Json),
]);

static ROOT: Operation =
    Operation::new(&HUAWEI, "Root", Access::Write, "PUT", "/v2").parameters(&[
        Parameter::new("body", Kind::List(&TEXT), Place::BodyRoot),
        Parameter::new("dry_run", Kind::Boolean, Place::Query),
    ]);

const JSON: Layout = Protocol::HuaweiAksk.layout();
const RPC: Layout = Protocol::AliyunAcs3.layout();
const LEGACY: Layout = Protocol::TencentQcloudV2.layout();

fn encode_with(
    operation: &'static Operation,
    parameters: Json,
    layout: Layout,
    checked: bool,
) -> Result<Encoded, Violations> {
    let Json::Object(parameters) = parameters else {
        panic!("parameters are an object");
    };
    let request = Parameters::from_json(operation, parameters)?;
    encode_request(operation, &request, layout, checked)
}

fn encode(parameters: Json, layout: Layout) -> Encoded {
    encode_with(&EVERYWHERE, parameters, layout, true)
        .unwrap_or_else(|violations| panic!("{violations}"))
}

fn refused(parameters: Json) -> Vec<String> {
    let encoded = encode_with(&EVERYWHERE, parameters, JSON, false);
    let violations = encoded.err().unwrap_or_default();
    violations.iter().map(ToString::to_string).collect()
}

fn lines(pairs: &Pairs) -> Vec<String> {
    let line = |(name, value): &(String, String)| format!("{name}={value}");
    pairs.iter().map(line).collect()
}

fn text(body: Option<Vec<u8>>) -> Option<String> {
    body.map(|body| String::from_utf8_lossy(&body).into_owned())
}

#[test]
fn every_parameter_goes_where_the_table_says() {
    let encoded = encode(
        json!({
            "project_id": "p/1 ~*é", "thing": -5, "limit": 10, "marker": "",
            "names": ["a", "b"], "filter": [{"Key": "k"}], "fields": ["x", "y"],
            "X-Mode": "fast, please", "RegionId": "cn", "Name": "中\"\n", "Size": 1.5,
            "Tags": [{"Key": "k", "Value": ""}, {}], "Policy": {"a": [1]},
        }),
        JSON,
    );
    assert_eq!(encoded.path, "/v2/p%2F1%20~%2A%C3%A9/things/-5:go");
    assert_eq!(
        lines(&encoded.query),
        [
            "limit=10",
            "marker=",
            "names=a",
            "names=b",
            r#"filter=[{"Key":"k"}]"#,
            "fields=x,y"
        ]
    );
    assert_eq!(lines(&encoded.headers), ["X-Mode=fast, please"]);
    assert_eq!(lines(&encoded.host), ["RegionId=cn"]);
    assert_eq!(encoded.form, []);
    let body =
        r#"{"Name":"中\"\n","Size":1.5,"Tags":[{"Key":"k","Value":""},{}],"Policy":"{\"a\":[1]}"}"#;
    assert_eq!(text(encoded.body).as_deref(), Some(body));
}

#[test]
fn in_a_form_the_body_is_flat_and_numbered_as_the_protocol_says() {
    let parameters = json!({
        "project_id": "p", "thing": 1, "Name": "", "Size": 2, "tags": [{"Key": "q"}],
        "Tags": [{"Key": "k", "Value": "v"}, {}, {"Key": "l"}], "Policy": [true],
    });
    let encoded = encode(parameters.clone(), RPC);
    assert_eq!(lines(&encoded.query), ["tags.1.Key=q"]);
    let expected = [
        "Name=",
        "Size=2",
        "Tags.1.Key=k",
        "Tags.1.Value=v",
        "Tags.2.Key=l",
        "Policy=[true]",
    ];
    assert_eq!(lines(&encoded.form), expected);
    assert_eq!(encoded.body, None);
    let encoded = encode(parameters, LEGACY);
    assert_eq!(lines(&encoded.query), ["tags.0.Key=q"]);
    assert_eq!(
        lines(&encoded.form)[2..5],
        ["Tags.0.Key=k", "Tags.0.Value=v", "Tags.1.Key=l"]
    );
}

#[test]
fn what_is_not_given_is_not_sent() {
    let encoded = encode(json!({"project_id": "p", "thing": 1}), JSON);
    assert_eq!(
        (encoded.query, encoded.headers, encoded.body),
        (vec![], vec![], None)
    );
}

#[test]
fn an_empty_list_is_json_and_no_pair() {
    let empty =
        json!({"project_id": "p", "thing": 1, "names": [], "filter": [], "fields": [], "Tags": []});
    let encoded = encode(empty, JSON);
    assert_eq!(lines(&encoded.query), ["filter=[]"]);
    assert_eq!(text(encoded.body).as_deref(), Some(r#"{"Tags":[]}"#));
}

#[test]
fn a_parameter_may_be_the_whole_body() {
    let encode = |parameters| encode_with(&ROOT, parameters, JSON, true);
    let encoded = encode(json!({"body": ["a", "b"], "dry_run": true})).unwrap_or_default();
    assert_eq!(text(encoded.body).as_deref(), Some(r#"["a","b"]"#));
    assert_eq!(lines(&encoded.query), ["dry_run=true"]);
    let encoded = encode(json!({})).unwrap_or_default();
    assert_eq!((encoded.body, encoded.path.as_str()), (None, "/v2"));
}

#[test]
fn what_the_runtime_gives_replaces_what_the_program_gave_and_is_of_the_parameters_kind() {
    let given = json!({"limit": 1, "Tags": [{"Key": "k"}], "Name": "n"});
    let Json::Object(given) = given else {
        panic!("parameters are an object");
    };
    let mut parameters =
        Parameters::from_json(&EVERYWHERE, given).unwrap_or_else(|wrong| panic!("{wrong}"));
    parameters.number_or_text("limit", 50);
    parameters.number_or_text("marker", 7);
    parameters.text_or_number("Tags", "gone");
    parameters.text_or_number("project_id", "mine");
    parameters.text_or_number("thing", "9");
    parameters.number_or_text("limit", 100);
    let encoded = encode_request(&EVERYWHERE, &parameters, JSON, true).unwrap_or_default();
    assert_eq!(encoded.path, "/v2/mine/things/9:go");
    assert_eq!(lines(&encoded.query), ["limit=100", "marker=7"]);
    assert_eq!(
        text(encoded.body).as_deref(),
        Some(r#"{"Name":"n","Tags":"gone"}"#)
    );
}

#[test]
fn what_cannot_be_sent_is_refused_also_without_checks() {
    let good = json!({"project_id": "p", "thing": 1});
    let with = |name: &str, value: Json| {
        let mut parameters = good.clone();
        parameters[name] = value;
        parameters
    };
    for dots in [".", ".."] {
        let expected = ["`project_id` is a part of the path and cannot be `.` or `..`"];
        assert_eq!(refused(with("project_id", dots.into())), expected);
    }
    let expected = ["`project_id` is a part of the path and cannot be empty"];
    assert_eq!(refused(with("project_id", "".into())), expected);
    for allowed in ["...", "a..b", "%2e", "../x"] {
        assert_eq!(refused(with("project_id", allowed.into())), [""; 0]);
    }
    assert_eq!(
        refused(json!({})),
        [
            "`project_id` is a part of the path and is required",
            "`thing` is a part of the path and is required"
        ]
    );
    for bad in ["a\r\nX-Evil: 1", "a\0", "\u{7f}", "中"] {
        let expected = ["`X-Mode` goes into a header and may hold visible ASCII characters only"];
        assert_eq!(refused(with("X-Mode", bad.into())), expected);
    }
    assert_eq!(refused(with("X-Mode", "a \t~".into())), [""; 0]);
}

/// What a generated request looks like.
#[derive(Default)]
struct Typed {
    name: Option<String>,
    size: Option<f64>,
    tags: Option<Vec<Tag>>,
    names: Option<Vec<Mode>>,
    mode: Option<Mode>,
    policy: Option<Json>,
    more: BTreeMap<String, Vec<u64>>,
    tag: Option<Tag>,
    nested: Option<Box<Typed>>,
    ok: Option<bool>,
    count: Option<u64>,
    thing: Option<i64>,
}

#[derive(Default)]
struct Tag {
    key: Option<String>,
    values: Vec<String>,
}

crate::open_enum! {
    /// An enum without a known value.
    pub enum Mode {}
}

crate::members! {
    impl Encode for Typed {
        "Name" => name,
        "Size" => size,
        "Tags" => tags,
        "names" => names,
        "X-Mode" => mode,
        "Policy" => policy,
        "More" => more,
        "Tag" => tag,
        "Nested" => nested,
        "Ok" => ok,
        "Count" => count,
        "thing" => thing,
    }
}

crate::members! {
    impl Encode for Tag {
        "Key" => key,
        "Values" => values,
    }
}

#[test]
fn a_typed_request_writes_every_kind() {
    let typed = || Typed {
        name: Some("n".into()),
        size: Some(0.1),
        tags: Some(vec![
            Tag {
                key: Some("k".into()),
                values: vec!["v".into()],
            },
            Tag::default(),
        ]),
        names: Some(vec![Mode::from("a")]),
        mode: Some(Mode::from("<")),
        policy: Some(json!({"x": u64::MAX})),
        more: BTreeMap::from([("m".into(), vec![1, 2])]),
        tag: Some(Tag::default()),
        nested: Some(Box::new(Typed {
            ok: Some(false),
            ..Typed::default()
        })),
        ok: Some(true),
        count: Some(u64::MAX),
        thing: Some(i64::MIN),
    };
    let mut tape = Tape::default();
    object(&typed(), &mut tape);
    let expected = r#"{"Name":"n","Size":0.1,"Tags":[{"Key":"k","Values":["v"]},{}],"names":["a"],"X-Mode":"<","Policy":{"x":18446744073709551615},"More":{"m":[1,2]},"Tag":{},"Nested":{"Ok":false},"Ok":true,"Count":18446744073709551615,"thing":-9223372036854775808}"#;
    assert_eq!(json_of(&tape), expected);
}

#[test]
fn infinite_numbers_and_names_that_are_no_parameters_are_refused() {
    let mut parameters = Parameters::new(EVERYWHERE.parameters);
    parameters.set("Size", &f64::INFINITY);
    parameters.set("Ok", &true);
    parameters.integer("thing", 1);
    parameters.string("project_id", "p".to_owned());
    let encoded = encode_request(&EVERYWHERE, &parameters, JSON, false);
    let violations = encoded.err().unwrap_or_default();
    assert_eq!(
        violations.to_string(),
        "`Size` is no finite number and cannot be sent; `Ok` is no parameter"
    );
}

#[test]
fn of_empty_lists_only_the_explicit_one_is_sent() {
    let typed = Typed {
        tags: Some(vec![]),
        ..Typed::default()
    };
    let mut tape = Tape::default();
    object(&typed, &mut tape);
    assert_eq!(json_of(&tape), r#"{"Tags":[]}"#);
}

static INNER: Shape = Shape::new(
    "Inner",
    &[
        Parameter::new("Tags", Kind::List(&TAGS), Place::Body).serialize(Serialize::Json),
        Parameter::new("Name", Kind::String, Place::Body),
    ],
);
static PACKED: Shape = Shape::new(
    "Packed",
    &[
        Parameter::new("Before", Kind::Integer, Place::Body),
        Parameter::new("Labels", Kind::Map(&TEXT), Place::Body).serialize(Serialize::Json),
        Parameter::new("Ids", Kind::List(&Kind::Integer), Place::Body).serialize(Serialize::Comma),
        Parameter::new("Inner", Kind::Object(&INNER), Place::Body).serialize(Serialize::Json),
        Parameter::new("After", Kind::Object(&TAG), Place::Body),
    ],
);
static PACKING: Operation = Operation::new(&HUAWEI, "Packing", Access::Write, "POST", "/")
    .parameters(&[
        Parameter::new("One", Kind::Object(&PACKED), Place::Body),
        Parameter::new(
            "Many",
            Kind::Map(&Kind::List(&Kind::Object(&PACKED))),
            Place::Body,
        ),
        Parameter::new("Text", Kind::Object(&PACKED), Place::Body).serialize(Serialize::Json),
    ]);

#[test]
fn a_field_that_is_sent_as_one_text_is_one_in_every_layout() {
    let packed = json!({
        "Before": 1, "Labels": {"k": "v\"", "l": ""}, "Ids": [1, 2],
        "Inner": {"Tags": [{"Key": "t"}], "Name": "n"}, "After": {"Key": "a"},
    });
    let encode = |parameters, layout| {
        let encoded = encode_with(&PACKING, parameters, layout, true);
        encoded.unwrap_or_else(|violations| panic!("{violations}"))
    };
    let labels = r#"{"k":"v\"","l":""}"#;
    // Whether an object of JSON keeps the order it was written in is a feature of `serde_json`.
    let inner = json!({"Tags": r#"[{"Key":"t"}]"#, "Name": "n"}).to_string();
    let written = json!({
        "Before": 1, "Labels": labels, "Ids": "1,2", "Inner": inner, "After": {"Key": "a"},
    });
    let parameters = json!({"One": packed, "Many": {"m": [packed, {}]}, "Text": packed});

    let body = text(encode(parameters.clone(), JSON).body).unwrap_or_default();
    let body: Json = serde_json::from_str(&body).unwrap_or_default();
    assert_eq!(body["One"], written);
    assert_eq!(body["Many"], json!({"m": [written, {}]}));
    let inner_text: Json =
        serde_json::from_str(body["Text"].as_str().unwrap_or_default()).unwrap_or_default();
    assert_eq!(inner_text, written);

    let mut form = lines(&encode(parameters, RPC).form);
    form.sort();
    let below = |name: &str| {
        [
            format!("{name}.After.Key=a"),
            format!("{name}.Before=1"),
            format!("{name}.Ids=1,2"),
            format!("{name}.Inner={inner}"),
            format!("{name}.Labels={labels}"),
        ]
    };
    assert_eq!(form[..5], below("Many.m.1"));
    assert_eq!(form[5..10], below("One"));
    assert!(form[10].starts_with("Text={"), "{}", form[10]);
    assert_eq!(form.len(), 11);
}

#[test]
fn a_field_of_one_text_that_holds_nothing_is_an_empty_text_or_none() {
    for (parameters, json, form) in [
        (
            json!({"Labels": {}, "Ids": []}),
            r#"{"Labels":"{}"}"#,
            "One.Labels={}",
        ),
        (
            json!({"Ids": [], "Inner": {}}),
            r#"{"Inner":"{}"}"#,
            "One.Inner={}",
        ),
        (
            json!({"Ids": [], "Before": 2}),
            r#"{"Before":2}"#,
            "One.Before=2",
        ),
    ] {
        let parameters = json!({ "One": parameters });
        for (layout, expected) in [
            (JSON, format!(r#"{{"One":{json}}}"#)),
            (RPC, form.to_owned()),
        ] {
            let given = encode_with(&PACKING, parameters.clone(), layout, true);
            let encoded = given.unwrap_or_else(|violations| panic!("{violations}"));
            let found = text(encoded.body).unwrap_or_else(|| lines(&encoded.form).join("&"));
            assert_eq!(found, expected);
        }
    }
}

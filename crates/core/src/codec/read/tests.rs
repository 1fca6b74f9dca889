//! Leniency, rule by rule, and what is an error.

use std::collections::BTreeMap;

use crate::codec::{
    Decode, DecodeError, DecodeErrorKind, Envelope, FindingKind, Findings, Json, OpenEnum, Slot,
    decode_body,
};

#[derive(Clone, Debug, PartialEq)]
enum Level {
    Normal,
    Unknown(String),
}

impl OpenEnum for Level {
    fn as_str(&self) -> &str {
        match self {
            Self::Normal => "Normal",
            Self::Unknown(text) => text,
        }
    }

    fn from_text(text: &str) -> Self {
        match text {
            "Normal" => Self::Normal,
            _ => Self::Unknown(text.to_owned()),
        }
    }
}

crate::open_enum!(Level);

/// A structure with a field of every kind.
#[derive(Clone, Debug, Default, PartialEq)]
struct Every {
    text: Option<String>,
    integer: Option<i64>,
    unsigned: Option<u64>,
    number: Option<f64>,
    boolean: Option<bool>,
    any: Option<Json>,
    level: Option<Level>,
    object: Option<Inner>,
    boxed: Option<Box<Every>>,
    texts: Vec<String>,
    integers: Vec<i64>,
    levels: Vec<Level>,
    objects: Vec<Inner>,
    grid: Vec<Vec<f64>>,
    map: BTreeMap<String, i64>,
    lists: BTreeMap<String, Vec<Inner>>,
    secret: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Inner {
    region: Option<i64>,
    name: Option<String>,
}

impl Decode for Every {
    fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        Some(match name {
            "Text" => Slot::String(&mut self.text),
            "Integer" => Slot::Integer(&mut self.integer),
            "Unsigned" => Slot::Unsigned(&mut self.unsigned),
            "Number" => Slot::Number(&mut self.number),
            "Boolean" => Slot::Boolean(&mut self.boolean),
            "Any" => Slot::Any(&mut self.any),
            "Level" => Slot::Enum(&mut self.level),
            "Object" => Slot::Object(&mut self.object),
            "Boxed" => Slot::Boxed(&mut self.boxed),
            "Texts" => Slot::List(&mut self.texts),
            "Integers" => Slot::List(&mut self.integers),
            "Levels" => Slot::List(&mut self.levels),
            "Objects" => Slot::List(&mut self.objects),
            "Grid" => Slot::List(&mut self.grid),
            "Map" => Slot::Map(&mut self.map),
            "Lists" => Slot::Map(&mut self.lists),
            "SecretCode" => Slot::Integer(&mut self.secret),
            _ => return None,
        })
    }
}

impl Decode for Inner {
    fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        Some(match name {
            "Region" => Slot::Integer(&mut self.region),
            "Name" => Slot::String(&mut self.name),
            _ => return None,
        })
    }
}

/// Nothing is known of the envelope.
#[derive(Default)]
struct NoMeta;

impl Decode for NoMeta {
    fn slot(&mut self, _: &str) -> Option<Slot<'_>> {
        None
    }
}

fn read(body: &str) -> (Every, Result<Findings, DecodeError>) {
    let mut every = Every::default();
    let result = decode_body(body.as_bytes(), Envelope::Flat, &mut every, &mut NoMeta);
    (every, result)
}

/// Reads what must be readable; the findings as lines.
fn lenient(body: &str) -> (Every, Vec<String>) {
    let (every, result) = read(body);
    let findings = result.unwrap_or_else(|error| panic!("{body}: {error}"));
    (every, findings.iter().map(ToString::to_string).collect())
}

fn error(body: &str) -> DecodeError {
    match read(body).1 {
        Ok(findings) => panic!("{body}: read, with {findings:?}"),
        Err(error) => error,
    }
}

#[test]
fn a_page_like_answer_is_read_without_a_finding() {
    let (every, findings) = lenient(
        r#"{"Text":"a\n","Integer":-5,"Unsigned":18446744073709551615,"Number":1.5,"Boolean":true,
        "Any":{"a":[1,null]},"Level":"Normal","Object":{"Region":1},"Boxed":{"Text":"b"},
        "Texts":["a","b"],"Integers":[1,2],"Levels":["Normal","New"],"Objects":[{"Name":"x"},{}],
        "Grid":[[1.0,2],[]],"Map":{"a":1,"b":2},"Lists":{"x":[{"Region":3}]}}"#,
    );
    let inner = |region, name: Option<&str>| Inner {
        region,
        name: name.map(Into::into),
    };
    let expected = Every {
        text: Some("a\n".into()),
        integer: Some(-5),
        unsigned: Some(u64::MAX),
        number: Some(1.5),
        boolean: Some(true),
        any: Some(serde_json::json!({"a": [1, null]})),
        level: Some(Level::Normal),
        object: Some(inner(Some(1), None)),
        boxed: Some(Box::new(Every {
            text: Some("b".into()),
            ..Every::default()
        })),
        texts: vec!["a".into(), "b".into()],
        integers: vec![1, 2],
        levels: vec![Level::Normal, Level::Unknown("New".into())],
        objects: vec![inner(None, Some("x")), inner(None, None)],
        grid: vec![vec![1.0, 2.0], vec![]],
        map: BTreeMap::from([("a".into(), 1), ("b".into(), 2)]),
        lists: BTreeMap::from([("x".into(), vec![inner(Some(3), None)])]),
        secret: None,
    };
    assert_eq!(every, expected);
    assert_eq!(findings, [""; 0]);
}

#[test]
fn null_is_absent_everywhere_and_no_finding() {
    let names = [
        "Text", "Integer", "Unsigned", "Number", "Boolean", "Any", "Level", "Object", "Boxed",
        "Texts", "Integers", "Levels", "Objects", "Grid", "Map", "Lists",
    ];
    for name in names {
        let (every, findings) = lenient(&format!("{{\"{name}\": null}}"));
        assert_eq!(every, Every::default(), "{name}");
        assert_eq!(findings, [""; 0], "{name}");
    }
}

#[test]
fn null_in_a_list_or_map_is_left_out_and_counted() {
    let (every, findings) = lenient(
        r#"{"Objects":[null,{"Region":1},null],"Texts":["a",null],"Grid":[null,[1]],"Map":{"a":null,"b":1}}"#,
    );
    assert_eq!(every.objects.len(), 1);
    assert_eq!(every.texts, ["a"]);
    assert_eq!(every.grid, [[1.0]]);
    assert_eq!(every.map, BTreeMap::from([("b".into(), 1)]));
    let expected = [
        "$.Objects[]: null (2 times)",
        "$.Texts[]: null",
        "$.Grid[]: null",
        "$.Map.a: null",
    ];
    assert_eq!(findings, expected);
}

#[test]
fn text_that_is_wholly_a_value_stands_for_it() {
    let cases: [(&str, Every); 12] = [
        (
            r#"{"Integer":"1000"}"#,
            Every {
                integer: Some(1000),
                ..Every::default()
            },
        ),
        (
            r#"{"Integer":"-9223372036854775808"}"#,
            Every {
                integer: Some(i64::MIN),
                ..Every::default()
            },
        ),
        (
            r#"{"Integer":"007"}"#,
            Every {
                integer: Some(7),
                ..Every::default()
            },
        ),
        (
            r#"{"Integer":"1\u0030"}"#,
            Every {
                integer: Some(10),
                ..Every::default()
            },
        ),
        (
            r#"{"Unsigned":"18446744073709551615"}"#,
            Every {
                unsigned: Some(u64::MAX),
                ..Every::default()
            },
        ),
        (
            r#"{"Number":"1.5e3"}"#,
            Every {
                number: Some(1500.0),
                ..Every::default()
            },
        ),
        (
            r#"{"Number":"-3"}"#,
            Every {
                number: Some(-3.0),
                ..Every::default()
            },
        ),
        (
            r#"{"Boolean":"true"}"#,
            Every {
                boolean: Some(true),
                ..Every::default()
            },
        ),
        (
            r#"{"Boolean":"False"}"#,
            Every {
                boolean: Some(false),
                ..Every::default()
            },
        ),
        (
            r#"{"Boolean":"1"}"#,
            Every {
                boolean: Some(true),
                ..Every::default()
            },
        ),
        (
            r#"{"Integers":["1"]}"#,
            Every {
                integers: vec![1],
                ..Every::default()
            },
        ),
        (
            r#"{"Map":{"Integer":"1"}}"#,
            Every {
                map: BTreeMap::from([("Integer".into(), 1)]),
                ..Every::default()
            },
        ),
    ];
    for (body, expected) in cases {
        let (every, findings) = lenient(body);
        assert_eq!(every, expected, "{body}");
        assert_eq!(findings.len(), 1, "{body}: {findings:?}");
        assert!(
            findings[0].contains("text in place of"),
            "{body}: {findings:?}"
        );
    }
}

#[test]
fn a_number_or_a_boolean_for_a_text_keeps_its_exact_text() {
    let exact = [
        "0",
        "-0",
        "1.10",
        "5E+2",
        "123456789012345678901234567890",
        "1e999",
        "true",
        "false",
    ];
    for written in exact {
        let (every, findings) = lenient(&format!(
            r#"{{"Text":{written},"Level":{written},"Texts":[{written}]}}"#
        ));
        assert_eq!(every.text.as_deref(), Some(written));
        assert_eq!(every.level, Some(Level::Unknown(written.into())));
        assert_eq!(every.texts, [written]);
        assert_eq!(findings.len(), 3);
    }
}

#[test]
fn one_and_zero_stand_for_true_and_false() {
    for (written, value) in [("1", true), ("0", false)] {
        let (every, findings) = lenient(&format!(r#"{{"Boolean":{written}}}"#));
        assert_eq!(every.boolean, Some(value));
        assert_eq!(findings, ["$.Boolean: a number in place of true or false"]);
    }
}

#[test]
fn an_empty_text_for_another_kind_is_absent_and_a_finding() {
    let names = [
        "Integer", "Unsigned", "Number", "Boolean", "Object", "Boxed", "Objects", "Texts", "Map",
    ];
    for name in names {
        let (every, findings) = lenient(&format!(r#"{{"{name}":""}}"#));
        assert_eq!(every, Every::default(), "{name}");
        assert_eq!(findings.len(), 1, "{name}");
        assert!(
            findings[0].starts_with(&format!("$.{name}: empty in place of")),
            "{findings:?}"
        );
    }
    let (every, _) = lenient(r#"{"Text":"","Level":"","Any":"","Integers":["",1]}"#);
    assert_eq!(every.text.as_deref(), Some(""));
    assert_eq!(every.level, Some(Level::Unknown(String::new())));
    assert_eq!(every.any, Some(Json::String(String::new())));
    assert_eq!(every.integers, [1]);
}

#[test]
fn an_empty_list_for_an_object_is_absent_and_a_finding() {
    for body in [r#"{"Object":[]}"#, r#"{"Map":[ ]}"#, r#"{"Lists":[]}"#] {
        let (every, findings) = lenient(body);
        assert_eq!(every, Every::default());
        assert_eq!(findings.len(), 1, "{body}");
    }
}

#[test]
fn what_would_be_a_guess_is_an_error_with_its_path() {
    let cases = [
        (
            r#"{"Integer":1.0}"#,
            "an integer of 64 bits",
            "a number 1.0",
        ),
        (
            r#"{"Integer":1e3}"#,
            "an integer of 64 bits",
            "a number 1e3",
        ),
        (
            r#"{"Integer":-0.0}"#,
            "an integer of 64 bits",
            "a number -0.0",
        ),
        (
            r#"{"Integer":9223372036854775808}"#,
            "an integer of 64 bits",
            "a number 9223372036854775808",
        ),
        (
            r#"{"Integer":"9223372036854775808"}"#,
            "an integer of 64 bits",
            r#"text "9223372036854775808""#,
        ),
        (
            r#"{"Integer":"1.0"}"#,
            "an integer of 64 bits",
            r#"text "1.0""#,
        ),
        (
            r#"{"Integer":" 1"}"#,
            "an integer of 64 bits",
            r#"text " 1""#,
        ),
        (
            r#"{"Integer":"2024-01-01"}"#,
            "an integer of 64 bits",
            r#"text "2024-01-01""#,
        ),
        (
            r#"{"Integer":true}"#,
            "an integer of 64 bits",
            "a boolean true",
        ),
        (r#"{"Integer":[1]}"#, "an integer of 64 bits", "a list"),
        (
            r#"{"Unsigned":-1}"#,
            "an unsigned integer of 64 bits",
            "a number -1",
        ),
        (
            r#"{"Unsigned":18446744073709551616}"#,
            "an unsigned integer of 64 bits",
            "a number 18446744073709551616",
        ),
        (
            r#"{"Unsigned":false}"#,
            "an unsigned integer of 64 bits",
            "a boolean false",
        ),
        (r#"{"Number":"NaN"}"#, "a number", r#"text "NaN""#),
        (r#"{"Number":"5."}"#, "a number", r#"text "5.""#),
        (r#"{"Number":"+5"}"#, "a number", r#"text "+5""#),
        (r#"{"Number":1e999}"#, "a number", "a number 1e999"),
        (r#"{"Number":{}}"#, "a number", "an object"),
        (r#"{"Boolean":2}"#, "true or false", "a number 2"),
        (r#"{"Boolean":1.0}"#, "true or false", "a number 1.0"),
        (r#"{"Boolean":"yes"}"#, "true or false", r#"text "yes""#),
        (r#"{"Text":{"a":1}}"#, "text", "an object"),
        (r#"{"Text":["a"]}"#, "text", "a list"),
        (r#"{"Level":[]}"#, "text", "a list"),
        (
            r#"{"Any":1e999}"#,
            "a number within the range of f64",
            "a number 1e999",
        ),
        (r#"{"Objects":{"Region":1}}"#, "a list", "an object"),
        (r#"{"Objects":{}}"#, "a list", "an object"),
        (r#"{"Texts":"a"}"#, "a list", r#"text "a""#),
        (r#"{"Texts":"[\"a\"]"}"#, "a list", r#"text "[\"a\"]""#),
        (r#"{"Objects":5}"#, "a list", "a number 5"),
        (
            r#"{"Object":"{\"Region\":1}"}"#,
            "an object",
            r#"text "{\"Region\":1}""#,
        ),
        (r#"{"Object":[{"Region":1}]}"#, "an object", "a list"),
        (r#"{"Map":1}"#, "an object", "a number 1"),
    ];
    for (body, expected, got) in cases {
        let error = error(body);
        let name = body.split('"').nth(1).unwrap_or_default();
        assert_eq!(error.path, format!("$.{name}"), "{body}");
        assert_eq!(
            (error.expected, error.got.as_str()),
            (expected, got),
            "{body}"
        );
        assert_eq!(error.kind, DecodeErrorKind::Mismatch, "{body}");
    }
}

#[test]
fn an_error_says_where_down_to_the_character() {
    let body =
        "{\n \"Text\": \"中\",\n \"Lists\": {\"中\": [{}, {\"Region\": \"ap-guangzhou\"}]}\n}";
    let error = error(body);
    assert_eq!(error.path, "$.Lists.中[1].Region");
    assert_eq!((error.line, error.column), (3, 33));
    assert_eq!(error.offset, body.find("\"ap-").unwrap_or_default());
    assert_eq!(
        error.to_string(),
        "at $.Lists.中[1].Region (line 3, column 33): expected an integer of 64 bits, got text \"ap-guangzhou\""
    );
}

#[test]
fn what_an_error_shows_is_short_and_no_secret() {
    let long = error(&format!(r#"{{"Integer":"{}"}}"#, "界".repeat(10_000)));
    assert!(long.got.chars().count() < 60, "{}", long.got);
    let secret = error(r#"{"SecretCode":"hunter2"}"#);
    assert_eq!(secret.got, "text");
    assert!(!format!("{secret} {secret:?}").contains("hunter2"));
}

#[test]
fn after_a_value_that_cannot_be_read_the_rest_still_is_and_the_first_is_named() {
    let (every, result) =
        read(r#"{"Integer":{"deep":[1]},"Objects":[{"Region":"x"},{"Region":2}],"Text":"kept"}"#);
    assert_eq!(every.text.as_deref(), Some("kept"));
    assert_eq!(every.objects.len(), 2);
    assert_eq!(
        result.map_err(|error| error.path),
        Err("$.Integer".to_owned())
    );
}

#[test]
fn unknown_members_are_skipped_and_counted_by_path() {
    let (every, findings) = lenient(
        r#"{"New":{"a":[1,{"b":"\ud800"}]},"Objects":[{"Name":"x","More":1},{"More":2}],"Text":"a"}"#,
    );
    assert_eq!(every.text.as_deref(), Some("a"));
    let expected = [
        "$.New: not in the spec",
        "$.Objects[].More: not in the spec (2 times)",
    ];
    assert_eq!(findings, expected);
}

#[test]
fn of_members_of_one_name_the_last_counts() {
    let (every, findings) = lenient(
        r#"{"Text":"a","Text":"b","Integers":[1],"Integers":[2],"Object":{"Name":"x"},"Object":{"Region":1},
        "Map":{"k":1,"k":2},"Map":{"l":3},"Number":1,"Number":null,"Any":{"a":1,"a":2}}"#,
    );
    assert_eq!(every.text.as_deref(), Some("b"));
    assert_eq!(every.integers, [2]);
    let object = every.object.unwrap_or_default();
    assert_eq!((object.region, object.name), (Some(1), None));
    assert_eq!(every.map, BTreeMap::from([("l".into(), 3)]));
    assert_eq!(every.number, None);
    assert_eq!(every.any, Some(serde_json::json!({"a": 2})));
    let expected = [
        "$.Text: given more than once",
        "$.Integers: given more than once",
        "$.Object: given more than once",
        "$.Map.k: given more than once",
        "$.Map: given more than once",
        "$.Number: given more than once",
        "$.Any.a: given more than once",
    ];
    assert_eq!(findings, expected);
}

#[test]
fn another_case_of_the_first_letter_is_taken_where_the_right_one_left_nothing() {
    let (every, findings) =
        lenient(r#"{"text":"a","objects":[{"region":5}],"integer":1,"Integer":2}"#);
    assert_eq!(every.text.as_deref(), Some("a"));
    assert_eq!(every.objects[0].region, Some(5));
    assert_eq!(every.integer, Some(2));
    assert_eq!(findings[0], "$.text: spelled with another case");
    let (every, findings) = lenient(r#"{"Integer":2,"integer":1,"INTEGER":3}"#);
    assert_eq!(every.integer, Some(2));
    assert_eq!(
        findings,
        ["$.integer: not in the spec", "$.INTEGER: not in the spec"]
    );
}

#[test]
fn halves_of_characters_are_replaced_and_found_in_known_members_only() {
    let (every, findings) = lenient(r#"{"Text":"a\ud83d","Unknown":"\udc00"}"#);
    assert_eq!(every.text.as_deref(), Some("a\u{fffd}"));
    let expected = [
        "$.Text: text that is not Unicode",
        "$.Unknown: not in the spec",
    ];
    assert_eq!(findings, expected);
}

#[test]
fn nesting_beyond_the_limit_is_an_error_in_known_and_unknown_members() {
    let own = r#"{"Boxed":"#.repeat(100_000);
    let lists = format!(r#"{{"Any":{}"#, "[".repeat(100_000));
    let unknown = format!(r#"{{"Unknown":{}"#, "[".repeat(100_000));
    for body in [own, lists, unknown, "[".repeat(100_000)] {
        assert_eq!(error(&body).kind, DecodeErrorKind::Depth);
    }
    let allowed = format!("{}{}", r#"{"Boxed":"#.repeat(127) + "{", "}".repeat(128));
    assert!(read(&allowed).1.is_ok());
}

#[test]
fn a_text_that_is_not_json_is_an_error_with_the_path_it_ends_at() {
    let cases = [
        ("", "$", "an empty answer"),
        ("  ", "$", "the end of the answer"),
        ("<html>", "$", "'<'"),
        ("data: {}", "$", "'d'"),
        (
            r#"{"Objects":[{"Name":"x"},{"Na"#,
            "$.Objects[1]",
            "the end of the answer",
        ),
        (
            r#"{"Objects":[{"Name":"#,
            "$.Objects[0].Name",
            "the end of the answer",
        ),
        (r#"{"Text":"a"} x"#, "$", "'x'"),
        ("{\"Text\":\"a\nb\"}", "$.Text", "'\\n'"),
        (r#"{"Text":nul}"#, "$.Text", "'n'"),
        (r#"{"Unknown":[1,}"#, "$.Unknown", "'}'"),
    ];
    for (body, path, got) in cases {
        let error = error(body);
        assert_eq!(error.kind, DecodeErrorKind::Syntax, "{body}");
        assert_eq!(
            (error.path.as_str(), error.got.as_str()),
            (path, got),
            "{body}"
        );
    }
}

#[test]
fn findings_are_bounded() {
    use std::fmt::Write;
    let mut body = String::from("{\"\":0");
    for index in 0..20_000 {
        let _ = write!(body, ",\"n{index}\":0");
    }
    body.push('}');
    let (_, result) = read(&body);
    let findings = result.unwrap_or_default();
    assert_eq!((findings.iter().count(), findings.count()), (64, 20_001));
    assert!(findings.has(FindingKind::UnknownMember));
}

//! Leniency, rule by rule.

use std::collections::BTreeMap;

use super::{Every, Inner, Level, lenient};
use crate::codec::Json;

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
        levels: vec![Level::Normal, Level::Other("New".into())],
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
        assert_eq!(every.level, Some(Level::Other(written.into())));
        assert_eq!(every.texts, [written]);
        assert_eq!(findings.len(), 3);
    }
}

#[test]
fn a_number_that_is_an_integer_exactly_stands_for_it_however_it_is_written() {
    for (written, integer) in [
        ("1.0", 1),
        ("-1e3", -1000),
        ("1.5E1", 15),
        ("-0.0", 0),
        ("9007199254740993.0", 9_007_199_254_740_993),
        ("-9223372036854775808.0", i64::MIN),
        ("9.223372036854775807e18", i64::MAX),
    ] {
        for quote in ["", "\""] {
            let value = format!("{quote}{written}{quote}");
            let (every, findings) = lenient(&format!(
                r#"{{"Integer":{value},"Integers":[{value}],"Map":{{"a":{value}}}}}"#
            ));
            assert_eq!(every.integer, Some(integer), "{value}");
            assert_eq!(every.integers, [integer], "{value}");
            assert_eq!(every.map["a"], integer, "{value}");
            assert_eq!(findings.len(), 3, "{value}: {findings:?}");
            assert!(
                findings.contains(
                    &"$.Integer: a number with a fraction or an exponent in place of an integer of 64 bits"
                        .to_owned()
                ),
                "{findings:?}"
            );
        }
    }
    let (every, _) = lenient(r#"{"Unsigned":1.8446744073709551615e19}"#);
    assert_eq!(every.unsigned, Some(u64::MAX));
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
    assert_eq!(every.level, Some(Level::Other(String::new())));
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

//! Against the rules of the versions, and against a reader.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use regex::Regex;
use serde_json::json;

use super::*;

/// What `PyYAML`, a reader of 1.1, takes a plain text for, if not for a text: the implicit resolvers of
/// its `resolver.py` (6.0.3).
const VERSION_1_1: &[(&str, &str)] = &[
    (
        "bool",
        r"^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$",
    ),
    // The type repository of 1.1 has these too; other readers know them.
    ("bool", r"^(?:y|Y|n|N)$"),
    (
        "float",
        r"^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$",
    ),
    (
        "int",
        r"^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$",
    ),
    ("merge", r"^(?:<<)$"),
    ("null", r"^(?:~|null|Null|NULL|)$"),
    (
        "timestamp",
        r"^(?:[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]|[0-9][0-9][0-9][0-9]-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9][0-9]:[0-9][0-9](?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9][0-9])?))?)$",
    ),
    ("value", r"^(?:=)$"),
];

/// The core schema of 1.2 (section 10.3.2).
const VERSION_1_2: &[(&str, &str)] = &[
    ("null", r"^(?:null|Null|NULL|~|)$"),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$"),
    ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$"),
    (
        "float",
        r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$",
    ),
];

/// What a plain text is to the readers of one version.
fn resolved(rules: &'static [(&str, &str)], text: &str) -> &'static str {
    let found = rules
        .iter()
        .find(|(_, rule)| Regex::new(rule).unwrap().is_match(text));
    found.map_or("str", |(name, _)| name)
}

fn written(value: &str) -> String {
    yaml::text(value).into_owned()
}

fn read(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn what_a_version_takes_for_something_else_is_quoted() {
    for (text, kind) in [
        ("2020-02-08", "timestamp"),
        ("2020-02-08 00:12:36", "timestamp"),
        ("2020-12-04T09:16:56.339681Z", "timestamp"),
        ("2020-12-4 9:16:56 +08:00", "timestamp"),
        ("12:30:45", "int"),
        ("190:20:30.15", "float"),
        ("1_000", "int"),
        ("0777", "int"),
        ("0b1010", "int"),
        ("0x1F", "int"),
        ("+12", "int"),
        ("-0", "int"),
        ("685_230.15", "float"),
        (".5", "float"),
        ("1.", "float"),
        ("6.8523015e+5", "float"),
        ("-.inf", "float"),
        (".NaN", "float"),
        ("on", "bool"),
        ("Off", "bool"),
        ("YES", "bool"),
        ("no", "bool"),
        ("y", "bool"),
        ("N", "bool"),
        ("True", "bool"),
        ("~", "null"),
        ("", "null"),
        ("NULL", "null"),
        ("=", "value"),
        ("<<", "merge"),
    ] {
        assert_eq!(resolved(VERSION_1_1, text), kind, "{text}");
        assert_eq!(written(text), format!("\"{text}\""));
    }
    for (text, kind) in [("0o17", "int"), ("1e3", "float"), ("-.5E9", "float")] {
        assert_eq!(resolved(VERSION_1_2, text), kind, "{text}");
        assert_eq!(written(text), format!("\"{text}\""));
    }
}

#[test]
fn what_would_be_a_mark_of_yaml_is_quoted() {
    for text in [
        " a", "a ", "a:", "a: b", "a #b", "- a", "?", ": a", ",", "[a", "]", "{a}", "#a", "&a",
        "*a", "!a", "|", ">", "'a'", "%a", "@a", "`a`", "---", "...", "a\tb",
    ] {
        let shown = written(text);
        assert!(shown.starts_with('"'), "{shown}");
        assert_eq!(read(&shown), json!(text));
    }
    for text in [
        "ccs-dev/nginx",
        "/v2/{id}",
        "a:b",
        "a#b",
        "_x",
        "镜像 仓库",
        "it's, [so]",
    ] {
        assert_eq!(written(text), text);
        assert_eq!(read(text), json!(text));
    }
}

#[test]
fn numbers_are_numbers_in_both_versions_and_keep_their_value() {
    for (value, text) in [
        (json!(i64::MIN), "-9223372036854775808"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!(1.0), "1.0"),
        (json!(-0.5), "-0.5"),
        (json!(1e300), "1.0e+300"),
        (json!(1.5e-7), "1.5e-7"),
    ] {
        assert_eq!(render(&value), format!("{text}\n"));
        for rules in [VERSION_1_1, VERSION_1_2] {
            assert!(["int", "float"].contains(&resolved(rules, text)), "{text}");
        }
        assert_eq!(read(text), value);
    }
}

#[test]
fn a_document_is_laid_out_in_blocks() {
    let value = json!({
        "jobs": [{"id": 1, "at": "2020-12-04"}, [], [1, [2]], {"x": {}}],
        "log": "one\n\n  two\n",
        "more": {"deep": {"text": "a\nb"}},
        "on": null,
    });
    let text = "\
jobs:
- id: 1
  at: \"2020-12-04\"
- []
- - 1
  - - 2
- x: {}
log: |
  one

    two
more:
  deep:
    text: |-
      a
      b
\"on\": null
";
    assert_eq!(render(&value), text);
    assert_eq!(read(text), value);
}

#[test]
fn names_of_any_length_are_read_back() {
    for length in [1, LONGEST_NAME, LONGEST_NAME + 1, 2000] {
        let name = "n".repeat(length);
        for value in [json!(1), json!([1]), json!({"a": "b\nc"})] {
            let value = json!({"a": {name.clone(): value}});
            assert_eq!(read(&render(&value)), value);
        }
    }
}

#[test]
fn what_a_terminal_would_act_on_is_escaped() {
    for character in (0..=0x10_ffff).filter_map(char::from_u32) {
        if must_be_escaped(character) {
            let value = json!({format!("a{character}"): [format!("b\n{character}")]});
            let text = render(&value);
            assert!(
                !text
                    .trim_end_matches('\n')
                    .replace('\n', "")
                    .contains(must_be_escaped)
            );
            assert_eq!(read(&text), value);
        }
    }
}

fn values() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        any::<String>(),
        "[-+0-9_:.eE ]{0,8}",
        "[a-f \n:#'\"-]{0,12}",
        "(?i)yes|no|on|off|y|n|true|null",
    ];
    let leaf = prop_oneof![
        text.clone().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((text.clone(), inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn every_value_is_read_back(value in values()) {
        prop_assert_eq!(read(&render(&value)), value);
    }

    #[test]
    fn no_text_without_quotes_is_anything_else(text in "[ -~]{0,10}") {
        if written(&text) == text {
            prop_assert_eq!(resolved(VERSION_1_1, &text), "str");
            prop_assert_eq!(resolved(VERSION_1_2, &text), "str");
        }
    }
}

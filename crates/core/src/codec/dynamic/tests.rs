//! Parameters given as JSON or as texts of a command line.

use serde_json::json;

use super::*;
use crate::codec::parameters::tests::text;
use crate::meta::{Access, Place, Shape};
use crate::testing::service::TENCENT;

const TAG: Shape = Shape::new(
    "Tag",
    &[
        Parameter::new("Key", Kind::String, Place::Body),
        Parameter::new("Size", Kind::Integer, Place::Body)
            .int32()
            .min(0),
    ],
);
static OPERATION: Operation =
    Operation::new(&TENCENT, "X", Access::Read, "POST", "/").parameters(&[
        Parameter::new("Text", Kind::String, Place::Body),
        Parameter::new("Integer", Kind::Integer, Place::Body),
        Parameter::new("Unsigned", Kind::Unsigned, Place::Body),
        Parameter::new("Number", Kind::Number, Place::Body),
        Parameter::new("Boolean", Kind::Boolean, Place::Body),
        Parameter::new("Any", Kind::Any, Place::Body),
        Parameter::new("Tag", Kind::Object(&TAG), Place::Body),
        Parameter::new("Tags", Kind::List(&Kind::Object(&TAG)), Place::Body),
        Parameter::new("Texts", Kind::List(&Kind::String), Place::Body),
        Parameter::new("Map", Kind::Map(&Kind::Integer), Place::Body),
    ]);

fn dynamic(parameters: Json) -> Result<String, Violations> {
    let Json::Object(parameters) = parameters else {
        panic!("parameters are an object");
    };
    let request = Parameters::from_json(&OPERATION, parameters)?;
    Ok(text(&request))
}

#[test]
fn values_become_what_the_table_says() {
    let cases = [
        (
            json!({"Integer": 5, "Text": "a"}),
            r#"{"Text":"a","Integer":5}"#,
        ),
        (json!({"Integer": "-5"}), r#"{"Integer":-5}"#),
        (
            json!({"Unsigned": "18446744073709551615"}),
            r#"{"Unsigned":18446744073709551615}"#,
        ),
        (json!({"Number": "1.5"}), r#"{"Number":1.5}"#),
        (json!({"Number": 2}), r#"{"Number":2}"#),
        (json!({"Boolean": "true"}), r#"{"Boolean":true}"#),
        (json!({"Text": 5}), r#"{"Text":"5"}"#),
        (json!({"Text": "5"}), r#"{"Text":"5"}"#),
        (json!({"Integer": 1.0}), r#"{"Integer":1}"#),
        (json!({"Integer": -1e3}), r#"{"Integer":-1000}"#),
        (json!({"Integer": "1e3"}), r#"{"Integer":1000}"#),
        (
            json!({"Unsigned": "1.8446744073709551615e19"}),
            r#"{"Unsigned":18446744073709551615}"#,
        ),
        (json!({"Text": null}), r#"{"Text":null}"#),
        (json!({"Integer": null}), r#"{"Integer":null}"#),
        (json!({"Tags": null}), r#"{"Tags":null}"#),
        (
            json!({"Tag": {"Key": null}, "Map": {"a": null}}),
            r#"{"Tag":{"Key":null},"Map":{"a":null}}"#,
        ),
        (json!({"Any": "[1]"}), r#"{"Any":"[1]"}"#),
        (
            json!({"Tag": r#"{"Key":1,"Size":"2"}"#}),
            r#"{"Tag":{"Key":"1","Size":2}}"#,
        ),
        (
            json!({"Tags": [{"Size": "2"}, "{}"]}),
            r#"{"Tags":[{"Size":2},{}]}"#,
        ),
        (json!({"Tags": {"Size": 1}}), r#"{"Tags":[{"Size":1}]}"#),
        (json!({"Texts": "a,b"}), r#"{"Texts":["a,b"]}"#),
        (json!({"Texts": "[\"a\",1]"}), r#"{"Texts":["a","1"]}"#),
        (json!({"Map": {"a": "1"}}), r#"{"Map":{"a":1}}"#),
    ];
    for (parameters, expected) in cases {
        assert_eq!(
            dynamic(parameters.clone()).as_deref(),
            Ok(expected),
            "{parameters}"
        );
    }
}

#[test]
fn what_cannot_be_converted_is_told_at_once_and_not_shown() {
    let violations = dynamic(json!({
        "Integer": 1.5, "Unsigned": "-1", "Number": "NaN", "Boolean": "yes", "Text": {"a": 1},
        "Tag": [1], "Tags": [{"Size": "secret"}], "Map": "x", "Texts": [null],
    }))
    .err()
    .unwrap_or_default();
    let mut lines: Vec<String> = violations.iter().map(ToString::to_string).collect();
    lines.sort();
    let expected = [
        "`Boolean` must be true or false, and is a text that is none",
        "`Integer` must be an integer from -9223372036854775808 to 9223372036854775807, and is another number",
        "`Map` must be an object, and is a text that is none",
        "`Number` must be a number, and is a text that is none",
        "`Tag` must be an object, and is a list",
        "`Tags[0].Size` must be an integer from 0 to 2147483647, and is a text that is none",
        "`Text` must be text, and is an object",
        "`Texts[0]` must be text, and is null",
        "`Unsigned` must be an integer from 0 to 18446744073709551615, and is beyond that",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn an_integer_beyond_its_width_is_told_as_that() {
    let signed = "an integer from -9223372036854775808 to 9223372036854775807";
    let unsigned = "an integer from 0 to 18446744073709551615";
    let narrow = "an integer from 0 to 2147483647";
    for (parameters, name, range) in [
        (
            json!({"Integer": 9_223_372_036_854_775_808_u64}),
            "Integer",
            signed,
        ),
        (json!({"Integer": "9223372036854775808"}), "Integer", signed),
        (
            json!({"Integer": "-9223372036854775809"}),
            "Integer",
            signed,
        ),
        (json!({"Integer": 1e30}), "Integer", signed),
        (json!({"Integer": "1e30"}), "Integer", signed),
        // No `f64` tells this from its neighbours.
        (
            json!({"Integer": 9_007_199_254_740_993.0}),
            "Integer",
            signed,
        ),
        (json!({"Unsigned": -1}), "Unsigned", unsigned),
        (
            json!({"Unsigned": "18446744073709551616"}),
            "Unsigned",
            unsigned,
        ),
        (
            json!({"Tag": {"Size": "9999999999999999999999"}}),
            "Tag.Size",
            narrow,
        ),
        (json!({"Map": {"a": 1e30}}), "Map.a", signed),
    ] {
        let violations = dynamic(parameters.clone()).err().unwrap_or_default();
        let found: Vec<_> = violations.iter().collect();
        assert_eq!(found.len(), 1, "{parameters}");
        assert_eq!(found[0].kind, ViolationKind::Bound, "{parameters}");
        assert_eq!(
            found[0].to_string(),
            format!("`{name}` must be {range}, and is beyond that")
        );
    }
}

#[test]
fn names_that_are_no_parameters_come_with_those_that_are() {
    let violations = dynamic(json!({"Texxt": 1, "Tag": {"key": 1}}))
        .err()
        .unwrap_or_default();
    let found: Vec<(&str, ViolationKind)> = violations
        .iter()
        .map(|violation| (violation.parameter.as_str(), violation.kind.clone()))
        .collect();
    let all = OPERATION
        .parameters
        .iter()
        .map(|known| known.name)
        .collect();
    let expected = [
        (
            "Tag.key",
            ViolationKind::Unknown {
                known: vec!["Key", "Size"],
            },
        ),
        ("Texxt", ViolationKind::Unknown { known: all }),
    ];
    assert_eq!(found, expected);
}

//! Members that travel as one text.

use std::collections::BTreeMap;

use super::{Inner, Level, NoMeta};
use crate::codec::{DecodeError, Envelope, Findings, decode_body};

#[derive(Clone, Debug, Default, PartialEq)]
struct Packed {
    list: Vec<Inner>,
    map: BTreeMap<String, i64>,
    object: Option<Inner>,
    itself: Option<Box<Packed>>,
    texts: Vec<String>,
    numbers: Vec<i64>,
    levels: Vec<Level>,
}

crate::members! {
    impl Decode for Packed {
        "List" => list as JsonText,
        "Map" => map as JsonText,
        "Object" => object as JsonText,
        "Itself" => itself as JsonText,
        "Texts" => texts as CommaText,
        "Numbers" => numbers as CommaText,
        "Levels" => levels as CommaText,
    }
}

fn read(body: &str) -> (Packed, Result<Findings, Box<DecodeError>>) {
    let mut packed = Packed::default();
    let result = decode_body(body.as_bytes(), Envelope::Flat, &mut packed, &mut NoMeta);
    (packed, result)
}

fn lenient(body: &str) -> (Packed, Vec<String>) {
    let (packed, result) = read(body);
    let findings = result.unwrap_or_else(|error| panic!("{body}: {error}"));
    (packed, findings.iter().map(ToString::to_string).collect())
}

fn inner(region: i64) -> Inner {
    Inner {
        region: Some(region),
        name: None,
    }
}

fn expected() -> Packed {
    Packed {
        list: vec![inner(1), inner(2)],
        map: [("a\"".to_owned(), 3)].into(),
        object: Some(inner(4)),
        itself: Some(Box::new(Packed {
            list: vec![inner(5)],
            ..Packed::default()
        })),
        texts: vec!["a".to_owned(), String::new(), "b c".to_owned()],
        numbers: vec![1, -2],
        levels: vec![Level::Normal, Level::Other("New".to_owned())],
    }
}

#[test]
fn what_a_text_holds_is_read_as_it_would_be_without_the_text() {
    let (packed, findings) = lenient(
        r#"{"List":"[{\"Region\":1}, {\"Region\":2}]","Map":"{\"a\\\"\":3}","Object":" {\"Region\":4} ",
        "Itself":"{\"List\":\"[{\\\"Region\\\":5}]\"}","Texts":"a,,b c","Numbers":"1,-2","Levels":"Normal,New"}"#,
    );
    assert_eq!(packed, expected());
    assert_eq!(findings, [""; 0]);
}

#[test]
fn what_is_in_no_text_is_read_and_told() {
    let (packed, findings) = lenient(
        r#"{"List":[{"Region":1},{"Region":2}],"Map": {"a\"":3},"Object":{"Region":4},
        "Itself":{"List":"[{\"Region\":5}]"},"Texts":["a","","b c"],"Numbers":[1,-2],
        "Levels":["Normal","New"]}"#,
    );
    assert_eq!(packed, expected());
    let told = [
        "$.List: a list in place of JSON in a text",
        "$.Map: an object in place of JSON in a text",
        "$.Object: an object in place of JSON in a text",
        "$.Itself: an object in place of JSON in a text",
        "$.Texts: a list in place of a text with commas",
        "$.Numbers: a list in place of a text with commas",
        "$.Levels: a list in place of a text with commas",
    ];
    assert_eq!(findings, told);
}

#[test]
fn nothing_is_absent() {
    for name in [
        "List", "Map", "Object", "Itself", "Texts", "Numbers", "Levels",
    ] {
        for (nothing, is_told) in [("null", false), ("\"\"", true), ("\" \"", true)] {
            let (packed, findings) = lenient(&format!("{{\"{name}\":{nothing}}}"));
            assert_eq!(packed, Packed::default(), "{name}: {nothing}");
            let is_json = matches!(name, "List" | "Map" | "Object" | "Itself");
            assert_eq!(
                findings.len(),
                usize::from(is_told && is_json),
                "{findings:?}"
            );
        }
    }
    let (packed, findings) = lenient(r#"{"List":"null","Object":"null"}"#);
    assert_eq!((packed, findings), (Packed::default(), vec![]));
}

#[test]
fn a_text_that_holds_something_else_is_an_error_at_the_texts_place() {
    for (body, told) in [
        (
            r#"{"List":"[{\"Region\":1.5}]"}"#,
            "at $.List[0].Region (line 1, column 9): expected an integer of 64 bits, got a number 1.5",
        ),
        (
            r#"{"Object":"none"}"#,
            "at $.Object (line 1, column 11): expected JSON in a text, got other text",
        ),
        (
            r#"{"List":"[1"}"#,
            "at $.List (line 1, column 9): expected JSON in a text, got other text",
        ),
        (
            r#"{"Map":"{} x"}"#,
            "at $.Map (line 1, column 8): expected JSON in a text, got other text",
        ),
        (
            r#"{"Numbers":"1,x"}"#,
            r#"at $.Numbers[1] (line 1, column 12): expected an integer of 64 bits, got text "x""#,
        ),
        (
            r#"{"Texts":5}"#,
            "at $.Texts (line 1, column 10): expected a list, got a number 5",
        ),
    ] {
        let error = read(body).1.err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some(told), "{body}");
    }
}

#[test]
fn a_bomb_in_a_text_is_refused_as_one_outside_is() {
    let depth = 200;
    let bomb = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let error = read(&format!(r#"{{"Itself":"{{\"News\":{bomb}}}"}}"#))
        .1
        .err();
    assert!(error.is_some_and(|error| error.to_string().contains("128 levels")));
}

#[test]
fn news_in_a_text_are_told_with_their_way() {
    let (_, findings) = lenient(r#"{"List":"[{\"News\":1},{\"News\":2}]"}"#);
    assert_eq!(findings, ["$.List[].News: not in the spec (2 times)"]);
}

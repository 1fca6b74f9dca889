//! What is an error, and what it says.

use super::{error, read};
use crate::codec::{DecodeErrorKind, FindingKind};

/// What cannot be read: a body, what is expected there, what is shown of what stood there.
pub(super) const GUESSES: [(&str, &str, &str); 34] = [
    (
        r#"{"Integer":1.5}"#,
        "an integer of 64 bits",
        "a number 1.5",
    ),
    (
        r#"{"Integer":1e-3}"#,
        "an integer of 64 bits",
        "a number 1e-3",
    ),
    (
        r#"{"Integer":1e300}"#,
        "an integer of 64 bits",
        "a number 1e300",
    ),
    (
        r#"{"Unsigned":-1.0}"#,
        "an unsigned integer of 64 bits",
        "a number -1.0",
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
        r#"{"Integer":"1.5"}"#,
        "an integer of 64 bits",
        r#"text "1.5""#,
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

#[test]
fn what_would_be_a_guess_is_an_error_with_its_path() {
    for (body, expected, got) in GUESSES {
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
        (r#"{"Unknown":[1,}"#, "$.Unknown[1]", "'}'"),
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

//! The scanner against `serde_json`: generated texts, and texts broken at random.

use proptest::prelude::*;
use serde::de::IgnoredAny;

use super::*;
use crate::codec::Decoding;
use crate::codec::error::AnswerText;
use crate::codec::path::Path;
use crate::codec::read::Reader;

/// What stands in the way of reading the text to its end, values of no interest.
fn skip(text: &str) -> Result<(), &'static str> {
    let source = AnswerText { text, skipped: 0 };
    let mut reader = Reader::new(source, Decoding::default());
    let root = Path::root();
    let read = reader.skip(&root);
    let read = read.and_then(|()| reader.scanned(Scanner::end, &root));
    read.map_err(|error| error.expected)
}

fn serde_accepts(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Texts with everything the grammar has, to be mutated.
const CORPUS: &[&str] = &[
    r#"{"Response":{"Data":{"TotalCount":1000,"LogInfo":[{"RepoName":"a/b","Ok":true,"No":false,"Nil":null}]},"RequestId":"6ef60bec-0242-43af-bb20-270359fb54a7"}}"#,
    " [ 0 , -0 , -1.50 , 2e3 , 4E-2 , 5.25e+10 , 123456789012345678901234567890 , 18446744073709551615 ] ",
    r#"{"a":"\"\\\/\b\f\n\r\t\u0041\u4e2d\ud83d\ude00","":{},"b":[[],[[]],{"c":{}}]}"#,
    "\t{\r\n \"text\" : \"\u{e9}\u{4e2d}\u{1f600} long enough for several words of eight bytes\" }\n",
    r#""""#,
    "null",
];

#[test]
fn what_json_has_is_accepted_and_nothing_else() {
    let good = [
        "0",
        "-0",
        "1e5",
        "\"\u{7f}\"",
        "[]",
        "{}",
        "[1,2]",
        r#"{"a":1,"a":2}"#,
    ];
    let bad = [
        "",
        " ",
        "-",
        "01",
        "+1",
        ".5",
        "5.",
        "1e",
        "1e+",
        "NaN",
        "Infinity",
        "tru",
        "True",
        "nulll",
        "'a'",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\n\"",
        "\"\u{0}\"",
        "[",
        "]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{",
        "{]",
        "[}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:2}",
        "1 2",
        "[]]",
        "/**/1",
        "<html>",
        "data: {}",
    ];
    for text in good {
        assert_eq!(skip(text), Ok(()), "{text}");
        assert!(serde_accepts(text), "{text}");
    }
    for text in bad {
        assert!(skip(text).is_err(), "{text}");
        assert!(!serde_accepts(text), "{text}");
    }
}

#[test]
fn texts_broken_at_random_are_accepted_exactly_when_serde_json_accepts_them() {
    let mut random = fastrand::Rng::with_seed(7);
    let pieces: &[&str] = &[
        "\"", "\\", "\\u", "\\ud800", "{", "}", "[", "]", ",", ":", "0", "9", "-", "+", ".", "e",
        " ", "\n", "\u{1}", "t", "null", "é", "中",
    ];
    let mut accepted = 0;
    for round in 0..60_000 {
        let mut text: Vec<char> = CORPUS[round % CORPUS.len()].chars().collect();
        for _ in 0..=random.usize(..3) {
            let at = random.usize(..=text.len());
            match random.u8(..3) {
                0 if at < text.len() => {
                    text.remove(at);
                }
                1 => text.truncate(at),
                _ => {
                    let piece = pieces[random.usize(..pieces.len())];
                    text.splice(at..at, piece.chars());
                }
            }
        }
        let text: String = text.into_iter().collect();
        assert_eq!(skip(&text).is_ok(), serde_accepts(&text), "{text}");
        accepted += usize::from(skip(&text).is_ok());
    }
    assert!(accepted > 1_000, "only {accepted} of the texts were JSON");
}

#[test]
fn numbers_keep_their_exact_text() {
    for text in ["1.10", "-0", "1e400", "123456789012345678901234567890"] {
        let mut scan = Scanner::new(text);
        assert_eq!(scan.number().map(|number| number.text), Ok(text));
    }
}

#[test]
fn escapes_stand_for_their_characters() {
    let cases = [
        (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t", false),
        (r#""\u0041\u4e2d\u0000""#, "A中\0", false),
        (r#""\ud83d\ude00""#, "😀", false),
        (r#""12345678\n12345678""#, "12345678\n12345678", false),
        (r#""\ud83d""#, "\u{fffd}", true),
        (r#""\ude00x""#, "\u{fffd}x", true),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀", true),
        (r#""\ud83dx\u0041""#, "\u{fffd}xA", true),
        (r#""\ud83d\u0041""#, "\u{fffd}A", true),
    ];
    for (json, text, replaced) in cases {
        let read = Scanner::new(json).string();
        let value = text.into();
        assert_eq!(read, Ok(ScannedText { value, replaced }), "{json}");
    }
}

#[test]
fn the_end_of_a_text_is_found_wherever_it_is() {
    for length in 0..40 {
        for special in ["\"", "\\", "\u{1f}", "\u{0}"] {
            let plain = "é!#[]~\u{7f}中"
                .chars()
                .cycle()
                .take(length)
                .collect::<String>();
            let text = format!("{plain}{special}rest of it");
            assert_eq!(Scanner::new(&text).plain(0), plain.len(), "{text:?}");
        }
    }
}

#[test]
fn nesting_is_limited() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(skip(&nested(128)), Ok(()));
    let objects = format!("{}1{}", r#"{"a":"#.repeat(128), "}".repeat(128));
    assert_eq!(skip(&objects), Ok(()));
    for deep in [
        nested(129),
        "[".repeat(100_000),
        r#"{"a":["#.repeat(100_000),
    ] {
        assert_eq!(skip(&deep), Err(TOO_DEEP));
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Into::into),
            prop::collection::btree_map(any::<String>(), inner, 0..8)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_serde_json_writes_is_accepted(value in any_json()) {
        prop_assert_eq!(skip(&value.to_string()), Ok(()));
        let pretty = serde_json::to_string_pretty(&value).unwrap_or_default();
        prop_assert_eq!(skip(&pretty), Ok(()));
    }

    #[test]
    fn texts_come_back_as_they_were(text in any::<String>()) {
        let json = serde_json::to_string(&text).unwrap_or_default();
        let read = Scanner::new(&json).string().map(|text| text.value.into_owned());
        prop_assert_eq!(read, Ok(text));
    }

    #[test]
    fn noise_is_accepted_exactly_when_serde_json_accepts_it(text in r#"[\[\]{}",:0-9eE.\-+ \\truefalsn]{0,24}"#) {
        prop_assert_eq!(skip(&text).is_ok(), serde_accepts(&text));
    }
}

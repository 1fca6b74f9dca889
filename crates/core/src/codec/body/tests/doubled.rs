//! Members that are there more than once, wherever that can be: the last one counts.

use super::{LEGACY, Page, TC3, lines, read};
use crate::codec::{Document, Envelope, FindingKind, Json};

/// What a result says of one member.
#[derive(Debug, Default, PartialEq)]
struct Result {
    word: Option<String>,
    inner: Option<Box<Result>>,
    list: Vec<Result>,
}

crate::members! {
    impl Decode for Result {
        "Word" => word,
        "Inner" => inner,
        "List" => list,
    }
}

/// What `Word` becomes, and whether the answer can be read.
fn word(envelope: Envelope, body: &str) -> (Option<String>, bool) {
    let (result, _, read) = read::<Result>(envelope, body);
    (result.word, read.is_ok())
}

#[test]
fn the_last_member_counts_whatever_it_is() {
    let a = Some("a");
    let cases = [
        (r#"{"Word":"b","Word":"a"}"#, a, true),
        (r#"{"Word":"b","Word":null}"#, None, true),
        (r#"{"Word":null,"Word":"a"}"#, a, true),
        (r#"{"Word":"b","Word":{}}"#, None, false),
        (r#"{"Word":{},"Word":"a"}"#, a, true),
        (r#"{"Word":{},"Word":null}"#, None, true),
        (r#"{"Word":{},"List":5,"Word":"a"}"#, a, false),
        (r#"{"List":5,"Word":{},"Word":"a"}"#, a, false),
        (r#"{"List":5,"Word":{},"Word":"a","List":[]}"#, a, true),
        (r#"{"Inner":{"Word":{}},"Word":"a","Inner":{}}"#, a, true),
        (r#"{"List":[{"Word":{}}],"Word":"a","List":null}"#, a, true),
        // The page's own spelling before any other, and of each the last.
        (r#"{"word":"b","word":"a"}"#, a, true),
        (r#"{"word":"b","word":null}"#, None, true),
        (r#"{"word":"b","Word":"a"}"#, a, true),
        (r#"{"Word":"a","word":"b"}"#, a, true),
        (r#"{"word":"b","Word":"a","word":"c"}"#, a, true),
        (r#"{"word":"b","Word":"c","word":"d","Word":"a"}"#, a, true),
    ];
    for (body, expected, is_read) in cases {
        let expected = (expected.map(str::to_owned), is_read);
        assert_eq!(word(Envelope::Flat, body), expected, "{body}");
        for (envelope, name) in [(TC3, "Response"), (LEGACY, "data")] {
            let inside = format!(r#"{{"{name}":{body}}}"#);
            assert_eq!(word(envelope, &inside), expected, "{inside}");
        }
    }
}

#[test]
fn structures_and_lists_are_the_last_one_and_no_mixture() {
    let body =
        r#"{"Inner":{"Word":"b","List":[{}]},"List":[{},{}],"Inner":{},"List":[{"Word":"a"}]}"#;
    let (result, _, read) = read::<Result>(Envelope::Flat, body);
    let expected = Result {
        word: None,
        inner: Some(Box::default()),
        list: vec![Result {
            word: Some("a".to_owned()),
            ..Result::default()
        }],
    };
    assert_eq!(result, expected);
    assert_eq!(
        lines(read),
        [
            "$.Inner: given more than once",
            "$.List: given more than once"
        ]
    );
}

#[test]
fn beside_the_envelope_the_last_counts_and_gives_way_to_what_is_inside() {
    let cases = [
        (r#"{"totalCount":1,"totalCount":2}"#, Some(2)),
        (r#"{"totalCount":1,"totalCount":null}"#, None),
        (r#"{"data":{},"totalCount":1,"totalCount":2}"#, Some(2)),
        (r#"{"data":{},"totalCount":1,"totalCount":null}"#, None),
        (r#"{"totalCount":1,"data":{},"totalCount":2}"#, Some(2)),
        (r#"{"totalCount":1,"data":{},"totalCount":null}"#, None),
        (r#"{"totalCount":1,"totalCount":null,"data":{}}"#, None),
        (r#"{"totalCount":1,"data":{"totalCount":2}}"#, Some(2)),
        (r#"{"data":{"totalCount":2},"totalCount":null}"#, Some(2)),
        (
            r#"{"data":{"totalCount":3,"totalCount":null},"totalCount":2}"#,
            Some(2),
        ),
        (
            r#"{"totalCount":2,"data":{"totalCount":3,"totalCount":null}}"#,
            Some(2),
        ),
    ];
    for (body, expected) in cases {
        let (page, _, result) = read::<Page>(LEGACY, body);
        assert_eq!((page.total, result.is_ok()), (expected, true), "{body}");
        let (document, ..) = read::<Document>(LEGACY, body);
        let total = document.get("totalCount").and_then(Json::as_i64);
        assert_eq!(total, expected, "{body}");
    }
}

#[test]
fn the_protocols_own_members_are_the_last_ones_too() {
    let code = |envelope, body: &str| read::<Page>(envelope, body).1.code;
    let cases = [
        (r#"{"code":"b","code":"a"}"#, Some("a")),
        (r#"{"code":"b","code":null}"#, None),
        (r#"{"code":"b","code":{}}"#, None),
    ];
    for (body, expected) in cases {
        for envelope in [Envelope::Flat, TC3, LEGACY] {
            assert_eq!(code(envelope, body).as_deref(), expected, "{body}");
        }
        let inside = format!(r#"{{"Response":{body}}}"#);
        assert_eq!(code(TC3, &inside).as_deref(), expected, "{inside}");
        let members = &body[1..body.len() - 1];
        for beside in [
            format!(r#"{{"data":{{}},{members}}}"#),
            format!(r#"{{{members},"data":{{}}}}"#),
            format!(
                r"{{{}}}",
                members.replacen(',', r#","data":{"code":"c"},"#, 1)
            ),
        ] {
            assert_eq!(code(LEGACY, &beside).as_deref(), expected, "{beside}");
        }
    }
    // What is inside is the protocol's before what is beside.
    let body = r#"{"code":"b","Response":{"code":"a"},"code":null}"#;
    assert_eq!(code(TC3, body).as_deref(), Some("a"));
}

#[test]
fn of_several_envelopes_the_last_one_is_the_answer() {
    let cases = [
        (
            r#"{"totalCount":1,"names":["a"]}"#,
            r#"{"totalCount":2}"#,
            Some(2),
        ),
        (r#"{"totalCount":1}"#, "{}", None),
        (r#"{"totalCount":1}"#, "null", None),
        (r#"{"TotalCount":1}"#, "{}", None),
        ("{\"totalCount\":[]}", r#"{"totalCount":2}"#, Some(2)),
        ("5", r#"{"totalCount":2}"#, Some(2)),
        ("null", r#"{"totalCount":2}"#, Some(2)),
    ];
    for (first, last, expected) in cases {
        for (envelope, name) in [(TC3, "Response"), (LEGACY, "data")] {
            let body = format!(r#"{{"{name}":{first},"x":0,"{name}":{last},"y":0}}"#);
            let (page, _, result) = read::<Page>(envelope, &body);
            let page = (page.total, page.names.len());
            assert_eq!(page, (expected, 0), "{body}");
            let findings = result.unwrap_or_else(|error| panic!("{body}: {error}"));
            assert!(findings.has(FindingKind::DuplicateMember), "{body}");

            let (document, ..) = read::<Document>(envelope, &body);
            let (mut only, ..) = read::<Document>(envelope, &body.replacen(first, "null", 1));
            if last == "null" {
                only = read::<Document>(envelope, r#"{"x":0,"y":0}"#).0;
            }
            assert_eq!(document, only, "{body}");
        }
    }
    let body =
        r#"{"Response":{"Error":{"Code":"X"},"RequestId":"b"},"Response":{"RequestId":"a"}}"#;
    let (page, meta, _) = read::<Page>(TC3, body);
    assert_eq!((meta.error, meta.request_id.as_deref()), (None, Some("a")));
    assert_eq!(page.request_id.as_deref(), Some("a"));
}

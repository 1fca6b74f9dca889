//! Envelopes, the vendors' own members, and results that are no objects.

mod doubled;
mod limits;

use std::collections::BTreeMap;

use super::*;
use crate::codec::Json;
use crate::codec::{Document, FindingKind};

#[derive(Debug, Default, PartialEq)]
struct Meta {
    request_id: Option<String>,
    code: Option<String>,
    message: Option<String>,
    error: Option<Failure>,
}

#[derive(Debug, Default, PartialEq)]
struct Failure {
    code: Option<String>,
}

crate::members! {
    impl Decode for Meta {
        "RequestId" => request_id,
        "code" => code,
        "message" => message,
        "Error" => error,
    }
}

crate::members! {
    impl Decode for Failure {
        "Code" => code,
    }
}

#[derive(Debug, Default, PartialEq)]
struct Page {
    total: Option<i64>,
    names: Vec<String>,
    code: Option<i64>,
    request_id: Option<String>,
}

crate::members! {
    impl Decode for Page {
        "totalCount" => total,
        "names" => names,
        "code" => code,
        "RequestId" => request_id,
    }
}

const TC3: Envelope = Envelope::Whole("Response");
const LEGACY: Envelope = Envelope::Part("data");

fn read<T: Decode + Default>(
    envelope: Envelope,
    body: impl AsRef<[u8]>,
) -> (T, Meta, Result<Findings, Box<DecodeError>>) {
    let (mut target, mut meta) = (T::default(), Meta::default());
    let result = decode_body(body.as_ref(), envelope, &mut target, &mut meta);
    (target, meta, result)
}

fn lines(findings: Result<Findings, Box<DecodeError>>) -> Vec<String> {
    match findings {
        Ok(findings) => findings.iter().map(ToString::to_string).collect(),
        Err(error) => vec![format!("error {error}")],
    }
}

#[test]
fn what_is_inside_the_envelope_goes_to_the_result_and_to_the_protocol() {
    let body =
        r#"{"Response":{"totalCount":2,"RequestId":"r","Error":{"Code":"X","Message":"m"}}}"#;
    let (page, meta, result) = read::<Page>(TC3, body);
    assert_eq!(page.total, Some(2));
    assert_eq!(page.request_id.as_deref(), Some("r"));
    assert_eq!(meta.request_id.as_deref(), Some("r"));
    assert_eq!(
        meta.error.and_then(|error| error.code).as_deref(),
        Some("X")
    );
    assert_eq!(lines(result), [""; 0]);
}

#[test]
fn a_missing_envelope_is_a_finding_and_its_members_are_read() {
    let (page, meta, result) = read::<Page>(TC3, r#"{"totalCount":2,"RequestId":"r"}"#);
    assert_eq!(
        (page.total, meta.request_id.as_deref()),
        (Some(2), Some("r"))
    );
    let findings = result.unwrap_or_default();
    assert!(findings.has(FindingKind::NoEnvelope));
    assert_eq!(
        lines(Ok(findings)),
        ["$.Response: missing around the result"]
    );
}

#[test]
fn members_beside_and_inside_are_both_taken_and_inside_wins() {
    let bodies = [
        r#"{"code":0,"message":"ok","totalCount":1,"names":["out"],"data":{"totalCount":2}}"#,
        r#"{"data":{"totalCount":2},"names":["out"],"totalCount":1,"message":"ok","code":0}"#,
        r#"{"totalCount":2,"code":0,"message":"ok","names":["out"],"data":{"totalCount":null}}"#,
        r#"{"totalCount":2,"code":0,"message":"ok","names":["out"],"data":null}"#,
        r#"{"totalCount":2,"code":"0","message":"ok","names":["out"]}"#,
    ];
    for body in bodies {
        let (page, meta, result) = read::<Page>(LEGACY, body);
        assert_eq!(
            (page.total, page.names.len(), page.code),
            (Some(2), 1, Some(0)),
            "{body}"
        );
        assert_eq!(meta.message.as_deref(), Some("ok"), "{body}");
        assert_eq!(meta.code.as_deref(), Some("0"), "{body}");
        let is_text = body.contains("\"0\"");
        assert_eq!(
            result.map(|findings| findings.count()),
            Ok(usize::from(is_text)),
            "{body}"
        );
    }
}

#[test]
fn inside_a_part_members_are_the_results_alone() {
    let (_, meta, _) = read::<Page>(
        LEGACY,
        r#"{"code":4000,"data":{"message":"inner","code":1}}"#,
    );
    assert_eq!((meta.code.as_deref(), meta.message), (Some("4000"), None));
}

#[test]
fn of_two_inside_the_envelope_the_last_counts_and_is_a_finding() {
    for envelope in [TC3, LEGACY] {
        let body = r#"{"Response":{"totalCount":1,"totalCount":2},"data":{"totalCount":1,"totalCount":2}}"#;
        let (page, _, result) = read::<Page>(envelope, body);
        assert_eq!(page.total, Some(2));
        let found = lines(result)
            .into_iter()
            .filter(|line| line.contains("more than once"));
        assert_eq!(found.count(), 1);
    }
}

#[test]
fn code_message_and_request_id_are_read_also_where_the_result_cannot_be() {
    let (_, meta, result) = read::<Page>(LEGACY, r#"{"data":"oops","code":4000,"message":"bad"}"#);
    assert_eq!(
        (meta.code.as_deref(), meta.message.as_deref()),
        (Some("4000"), Some("bad"))
    );
    assert_eq!(result.map_err(|error| error.path), Err("$.data".into()));

    let (_, meta, result) = read::<Page>(TC3, r#"{"Response":{"names":{"a":1},"RequestId":"r"}}"#);
    assert_eq!(meta.request_id.as_deref(), Some("r"));
    assert_eq!(
        result.map_err(|error| error.path),
        Err("$.Response.names".into())
    );
}

#[test]
fn a_member_of_the_protocol_that_cannot_be_read_fails_nothing() {
    let (page, meta, result) = read::<Page>(TC3, r#"{"Response":{"Error":"text","totalCount":1}}"#);
    assert_eq!((page.total, meta.error), (Some(1), None));
    assert!(result.is_ok());
}

#[test]
fn an_envelope_that_is_no_object_is_told_from_an_empty_one() {
    for body in [r#"{"data":""}"#, r#"{"data":[]}"#, r#"{"data":null}"#] {
        assert!(read::<Page>(LEGACY, body).2.is_ok(), "{body}");
    }
    for body in [
        r#"{"Response":5}"#,
        r#"{"Response":[1]}"#,
        "[1]",
        "5",
        "\"x\"",
    ] {
        assert!(read::<Page>(TC3, body).2.is_err(), "{body}");
    }
}

#[test]
fn a_byte_order_mark_is_passed_over_and_counts_for_the_offset() {
    let (page, _, result) = read::<Page>(Envelope::Flat, "\u{feff}{\"totalCount\":1}");
    assert_eq!((page.total, lines(result)), (Some(1), vec![]));
    let (.., result) = read::<Page>(Envelope::Flat, "\u{feff}{\"totalCount\":[]}");
    let place = result.map_err(|error| (error.offset, error.column));
    assert_eq!(place.err(), Some((17, 15)));
}

#[test]
fn bytes_that_are_not_utf8_are_replaced_wherever_they_are_in_a_text() {
    for body in [
        &b"{\"unknown\":\"\xff\xfe\",\"totalCount\":1}"[..],
        b"{\"names\":[\"a\xe4\xb8\"],\"totalCount\":1}",
    ] {
        let (page, _, result) = read::<Page>(Envelope::Flat, body);
        assert_eq!(page.total, Some(1));
        assert!(page.names.iter().all(|name| name == "a\u{fffd}"));
        assert!(result.unwrap_or_default().has(FindingKind::BrokenText));
    }
    assert!(
        read::<Page>(Envelope::Flat, b"{\xff\"totalCount\":1}")
            .2
            .is_err()
    );
}

/// A result that is a list, with a header beside it.
#[derive(Debug, Default, PartialEq)]
struct Rows {
    body: Vec<Page>,
    expires: Option<String>,
}

impl Decode for Rows {
    fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        (name == "X-Expires").then_some(Slot::Plain(&mut self.expires))
    }

    fn root(&mut self) -> Root<'_> {
        Root::Whole(Slot::Plain(&mut self.body))
    }
}

/// A result that is a map.
#[derive(Debug, Default, PartialEq)]
struct Counts {
    body: BTreeMap<String, i64>,
}

crate::members! {
    impl Decode for Counts {
        whole { body, }
    }
}

#[test]
fn a_result_may_be_a_list_or_a_map() {
    let (rows, _, result) = read::<Rows>(Envelope::Flat, r#"[{"totalCount":1},null,{}]"#);
    assert_eq!(rows.body.len(), 2);
    assert_eq!(lines(result), ["$[]: null"]);
    let (counts, meta, result) = read::<Counts>(Envelope::Flat, r#"{"a":1,"code":2}"#);
    assert_eq!(counts.body.len(), 2);
    assert_eq!(meta.code.as_deref(), Some("2"));
    assert_eq!(lines(result), [""; 0]);
    let (rows, _, result) = read::<Rows>(TC3, r#"{"Response":[{"totalCount":"x"}]}"#);
    assert_eq!(rows.body.len(), 1);
    assert_eq!(
        result.map_err(|error| error.path),
        Err("$.Response[0].totalCount".into())
    );
    let (.., result) = read::<Rows>(Envelope::Flat, r#"{"error_code":"E"}"#);
    assert_eq!(result.map_err(|error| error.expected), Err("a list"));
}

#[test]
fn a_document_takes_whatever_there_is() {
    let cases = [
        (
            TC3,
            r#"{"Response":{"RequestId":"r","a":1,"n":null}}"#,
            r#"{"RequestId":"r","a":1,"n":null}"#,
        ),
        (
            LEGACY,
            r#"{"data":{"a":[18446744073709551615]},"code":0}"#,
            r#"{"a":[18446744073709551615],"code":0}"#,
        ),
        (Envelope::Flat, "[1,-2]", "[1,-2]"),
        (Envelope::Flat, "\"x\"", "\"x\""),
        (Envelope::Flat, "{}", "{}"),
    ];
    for (envelope, body, expected) in cases {
        let (document, _, result) = read::<Document>(envelope, body);
        assert_eq!(document.into_json().to_string(), expected);
        assert_eq!(lines(result), [""; 0], "{body}");
    }
}

#[test]
fn a_header_fills_a_slot_and_says_which_one_where_it_cannot() {
    let mut page = Page::default();
    let mut fill = |name: &str, text: &str| {
        page.slot(name)
            .map_or(Ok(Findings::default()), |slot| {
                decode_text(slot, name, text, Decoding::default())
            })
            .map(drop)
    };
    assert_eq!(fill("totalCount", "7"), Ok(()));
    assert_eq!(fill("RequestId", ""), Ok(()));
    assert_eq!(fill("code", ""), Ok(()));
    let error = fill("code", "soon").map_err(|error| error.to_string());
    assert_eq!(
        error,
        Err(
            "at $.code (line 1, column 1): expected an integer of 64 bits, got text \"soon\""
                .into()
        )
    );
    assert_eq!(
        fill("names", "x").map_err(|error| error.expected),
        Err("a list")
    );
    assert_eq!(
        (page.total, page.request_id.as_deref(), page.code),
        (Some(7), Some(""), None)
    );
}

/// Equal but for the last digit of a fraction, of which `serde_json` is not sure.
fn is_same(ours: &Json, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Json::Array(ours), Json::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| is_same(a, b))
        }
        (Json::Object(ours), Json::Object(theirs)) => {
            ours.keys().eq(theirs.keys())
                && ours
                    .values()
                    .zip(theirs.values())
                    .all(|(a, b)| is_same(a, b))
        }
        (Json::Number(a), Json::Number(b)) if a.is_f64() && b.is_f64() => {
            let (a, b) = (
                a.as_f64().unwrap_or_default(),
                b.as_f64().unwrap_or_default(),
            );
            (a - b).abs() <= a.abs() * 1e-15
        }
        _ => ours == theirs,
    }
}

#[test]
fn a_document_is_what_serde_json_makes_of_the_same_text() {
    let samples = [
        r#"{"a":1,"b":[-5,18446744073709551615,1.5e3,-0,0.1],"c":{"d":"x\n\u4e2d\ud83d\ude00","":null}}"#,
        "{\n  \"long name of a member\" : [ true, false, null, \"text in a row of words\" ],\n  \"b\": {}\n}",
        r#"[{"a":{"a":{"a":[[[]]]}}},"中文 é 😀",12345678901234567890123]"#,
    ];
    let pieces = [
        "\"", "\\", "\\ud800", "{", "}", "[", "]", ",", ":", "1", "-", ".", "e9", " ", "a",
    ];
    let mut random = fastrand::Rng::with_seed(5);
    for round in 0..30_000 {
        let mut text: Vec<char> = samples[round % samples.len()].chars().collect();
        for _ in 0..random.usize(..3) {
            let at = random.usize(..text.len());
            let piece = pieces[random.usize(..pieces.len())];
            let end = (at + random.usize(..3)).min(text.len());
            text.splice(at..end, piece.chars());
        }
        let text: String = text.into_iter().collect();
        let (document, _, result) = read::<Document>(Envelope::Flat, &text);
        let document = document.into_json();
        match (result, serde_json::from_str::<Json>(&text)) {
            (Ok(_), Ok(value)) => {
                let is_null = value.is_null();
                assert!(is_null || is_same(&document, &value), "{text}: {document}");
            }
            (Ok(findings), Err(error)) => {
                assert!(findings.has(FindingKind::BrokenText), "{text}: {error}");
            }
            (Err(error), Ok(_)) => panic!("{text}: {error}"),
            (Err(_), Err(_)) => {}
        }
    }
}

#[test]
fn no_bytes_whatever_make_it_panic() {
    let sample = br#"{"Response":{"totalCount":1,"names":["a","\u4e2d"],"x":{"y":[1.5e3,true,null]},"RequestId":"r"}}"#;
    let mut random = fastrand::Rng::with_seed(11);
    for _ in 0..20_000 {
        let mut body = sample.to_vec();
        for _ in 0..=random.usize(..4) {
            let at = random.usize(..body.len());
            body[at] = random.u8(..);
        }
        body.truncate(random.usize(..=body.len()));
        for envelope in [TC3, LEGACY, Envelope::Flat] {
            let _ = read::<Page>(envelope, &body);
            let _ = read::<Document>(envelope, &body);
        }
    }
}

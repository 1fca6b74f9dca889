//! Values that cannot be read, where they are to be left out: absent and found.

use super::{Every, NoMeta};
use crate::codec::decoding::Decoding;
use crate::codec::{
    Decode, DecodeError, DecodeErrorKind, Envelope, Findings, Slot, decode_body_as, decode_text,
};

const LENIENT: Decoding<'_> = Decoding {
    max_decoded: usize::MAX,
    lenient: true,
    whole_characters: false,
    is_late: None,
};

fn read<T: Decode + Default>(
    envelope: Envelope,
    body: &str,
) -> (T, Result<Findings, Box<DecodeError>>) {
    let mut target = T::default();
    let read = decode_body_as(body.as_bytes(), envelope, LENIENT, &mut target, &mut NoMeta);
    (target, read)
}

fn left_out(body: &str) -> (Every, Vec<String>) {
    let (every, read) = read(Envelope::Flat, body);
    let findings = read.unwrap_or_else(|error| panic!("{body}: {error}"));
    (every, findings.iter().map(ToString::to_string).collect())
}

#[test]
fn whatever_strict_reading_refuses_is_absent_and_found_and_the_rest_is_read() {
    for (body, expected, _) in super::errors::GUESSES {
        let whole = format!(r#"{},"Lists":{{"kept":[]}}}}"#, &body[..body.len() - 1]);
        let (every, findings) = left_out(&whole);
        let mut kept = Every::default();
        kept.lists.insert("kept".to_owned(), Vec::new());
        assert_eq!(every, kept, "{body}");
        let name = body.split('"').nth(1).unwrap_or_default();
        assert_eq!(findings.len(), 1, "{body}: {findings:?}");
        let (start, end) = (
            format!("$.{name}: "),
            format!(" in place of {expected}, left out"),
        );
        assert!(findings[0].starts_with(&start), "{findings:?}");
        assert!(findings[0].ends_with(&end), "{findings:?}");
    }
}

#[test]
fn only_the_value_itself_is_left_out() {
    let (every, findings) = left_out(
        r#"{"Objects":[{"Region":"x","Name":"a"},5,{"Region":2}],"Map":{"a":[],"b":1},
        "Integers":[1,"x",3],"Boxed":{"Integer":{},"Text":"t"},"Lists":{"a":[{"Region":{}}],"b":0}}"#,
    );
    let names: Vec<_> = every
        .objects
        .iter()
        .map(|item| (item.region, item.name.as_deref()))
        .collect();
    assert_eq!(names, [(None, Some("a")), (Some(2), None)]);
    assert_eq!(every.map, [("b".to_owned(), 1)].into());
    assert_eq!(every.integers, [1, 3]);
    assert_eq!(
        every.boxed.and_then(|boxed| boxed.text).as_deref(),
        Some("t")
    );
    assert_eq!(every.lists.len(), 1);
    assert_eq!(
        findings,
        [
            "$.Objects[].Region: text in place of an integer of 64 bits, left out",
            "$.Objects[]: a number in place of an object, left out",
            "$.Map.a: a list in place of an integer of 64 bits, left out",
            "$.Integers[]: text in place of an integer of 64 bits, left out",
            "$.Boxed.Integer: an object in place of an integer of 64 bits, left out",
            "$.Lists.a[].Region: an object in place of an integer of 64 bits, left out",
            "$.Lists.b: a number in place of a list, left out",
        ]
    );
}

#[test]
fn the_whole_result_and_text_that_is_no_json_are_never_left_out() {
    for (envelope, body) in [
        (Envelope::Flat, "[1]"),
        (Envelope::Flat, " 5"),
        (Envelope::Part("data"), r#"{"data":"oops"}"#),
        (Envelope::Part("data"), "[]"),
        (Envelope::Whole("Response"), r#"{"Response": [1]}"#),
        (Envelope::Whole("Response"), "5"),
        (Envelope::Flat, r#"{"Text":}"#),
    ] {
        // An empty list stands for an empty object.
        let is_read = body == "[]";
        assert_eq!(read::<Every>(envelope, body).1.is_ok(), is_read, "{body}");
    }
}

/// A result that is a list of numbers, and members in texts.
#[derive(Debug, Default)]
struct Numbers {
    body: Vec<i64>,
}

crate::members! {
    impl Decode for Numbers {
        whole { body, }
    }
}

#[test]
fn a_result_that_is_a_list_lacks_only_items() {
    let (numbers, read_list) = read::<Numbers>(Envelope::Flat, r#"[1,"x",2]"#);
    assert_eq!((numbers.body, read_list.is_ok()), (vec![1, 2], true));
    assert!(read::<Numbers>(Envelope::Flat, r#"{"a":1}"#).1.is_err());
}

#[derive(Debug, Default)]
struct Packed {
    list: Vec<i64>,
    commas: Vec<i64>,
}

crate::members! {
    impl Decode for Packed {
        "List" => list as JsonText,
        "Commas" => commas as CommaText,
    }
}

#[test]
fn in_a_text_too_the_value_is_left_out_or_the_text_that_is_no_json() {
    let cases = [
        (
            r#"{"List":"[1,{},2]","Commas":"1,x"}"#,
            (vec![1, 2], vec![1]),
            2,
        ),
        (r#"{"List":"[1,2"}"#, (vec![], vec![]), 1),
        (r#"{"List":"[1,2] 3"}"#, (vec![], vec![]), 1),
        (r#"{"List":"none","Commas":{}}"#, (vec![], vec![]), 2),
    ];
    for (body, expected, count) in cases {
        let (packed, read) = read::<Packed>(Envelope::Flat, body);
        assert_eq!((packed.list, packed.commas), expected, "{body}");
        let findings = read.unwrap_or_else(|error| panic!("{body}: {error}"));
        let lost = findings
            .iter()
            .filter(|finding| finding.to_string().ends_with("left out"));
        assert_eq!(lost.count(), count, "{body}: {findings:?}");
    }
}

#[test]
fn a_header_is_left_out_as_well() {
    let mut number: Option<i64> = None;
    let read = decode_text(Slot::Plain(&mut number), "X-Count", "soon", LENIENT);
    let findings = read.unwrap_or_else(|error| panic!("{error}"));
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [r"$.X-Count: text in place of an integer of 64 bits, left out"]
    );
    let error = decode_text(
        Slot::Plain(&mut number),
        "X-Count",
        "soon",
        Decoding::default(),
    );
    let kind = error.map_err(|error| error.kind).err();
    assert_eq!(kind, Some(DecodeErrorKind::Mismatch));
}

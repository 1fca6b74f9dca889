//! Every way in which the vendors' own samples contradict their declared types.
//!
//! The kinds and their number come from Tencent's published examples, held against its published
//! types; the values here are ours.

use super::{Every, NoMeta, lenient, read};
use crate::codec::{DecodeErrorKind, Envelope, decode_body};

/// What comes of a contradiction.
enum Outcome {
    /// Read, with so many findings.
    Bridged(usize),
    /// The member is absent, and that is a finding.
    Absent,
    /// An error that names the member.
    Error,
}

#[test]
fn every_kind_of_contradiction_is_bridged_without_loss_or_named() {
    use Outcome::{Absent, Bridged, Error};
    let kinds = [
        ("int64<-string", r#""Integer":"1000""#, Bridged(1)),
        ("intstring:numeric", r#""Integers":["1","2"]"#, Bridged(1)),
        ("intstring:empty", r#""Integer":"""#, Absent),
        (
            "intstring:other",
            r#""Integer":"2022-11-30 10:00:00""#,
            Error,
        ),
        ("uint64<-string", r#""Unsigned":"3600""#, Bridged(1)),
        ("uint64<-bool", r#""Unsigned":true"#, Error),
        ("int64<-list", r#""Integer":[1,2]"#, Error),
        ("float<-string", r#""Number":"12.50""#, Bridged(1)),
        ("bool<-string", r#""Boolean":"true""#, Bridged(1)),
        ("bool<-int", r#""Boolean":1"#, Bridged(1)),
        ("string<-int", r#""Text":86"#, Bridged(1)),
        ("string<-list", r#""Text":[{"Type":"text"}]"#, Error),
        ("string<-object", r#""Text":{"a":1}"#, Error),
        ("object<-string", r#""Object":"{\"Region\":1}""#, Error),
        ("object<-list", r#""Object":[{"Region":1}]"#, Error),
        ("object<-list, empty", r#""Object":[]"#, Absent),
        ("list<-string", r#""Texts":"[\"a\"]""#, Error),
        ("list<-string, empty", r#""Texts":"""#, Absent),
        ("list<-object", r#""Objects":{"Region":1}"#, Error),
        ("list<-int", r#""Integers":1"#, Error),
        ("null", r#""Text":null,"Integer":null"#, Bridged(0)),
        ("null-list", r#""Objects":null,"Integers":null"#, Bridged(0)),
        (
            "null-object-field",
            r#""Object":null,"Boxed":null"#,
            Bridged(0),
        ),
        ("null in a list", r#""Objects":[null,{}]"#, Bridged(1)),
        ("missing-output_required", "", Bridged(0)),
        ("undeclared-field", r#""Baseline":{"a":[1]}"#, Bridged(1)),
        ("case-differs", r#""text":"a""#, Bridged(1)),
        ("int>2^53", r#""Integer":9007199254740993"#, Bridged(0)),
        ("int>i64max", r#""Integer":9223372036854775808"#, Error),
        (
            "int>i64max, unsigned",
            r#""Unsigned":18446744073709551615"#,
            Bridged(0),
        ),
    ];
    for (kind, members, outcome) in kinds {
        let separator = if members.is_empty() { "" } else { "," };
        let body = format!("{{{members}{separator}\"Map\":{{\"kept\":1}}}}");
        match outcome {
            Bridged(count) => {
                let (every, findings) = lenient(&body);
                assert_eq!(findings.len(), count, "{kind}: {findings:?}");
                assert_eq!(every.map.len(), 1, "{kind}");
            }
            Absent => {
                let (mut every, findings) = lenient(&body);
                assert_eq!(findings.len(), 1, "{kind}: {findings:?}");
                every.map.clear();
                assert_eq!(every, Every::default(), "{kind}");
            }
            Error => {
                let (every, result) = read(&body);
                let name = members.split('"').nth(1).unwrap_or_default();
                let error = result.err().map(|error| (error.kind, error.path));
                let expected = (DecodeErrorKind::Mismatch, format!("$.{name}"));
                assert_eq!(error, Some(expected), "{kind}");
                assert_eq!(every.map.len(), 1, "{kind}: the rest is read");
            }
        }
    }
}

#[test]
fn integers_beyond_what_f64_holds_are_exact() {
    let (every, _) = lenient(r#"{"Integer":9007199254740993,"Integers":["-9007199254740993"]}"#);
    assert_eq!(every.integer, Some(9_007_199_254_740_993));
    assert_eq!(every.integers, [-9_007_199_254_740_993]);
}

#[test]
fn without_envelope_or_request_id_the_result_is_read() {
    let mut every = Every::default();
    let envelope = Envelope::Whole("Response");
    let findings = decode_body(br#"{"Text":"a"}"#, envelope, &mut every, &mut NoMeta);
    assert_eq!(every.text.as_deref(), Some("a"));
    assert_eq!(findings.map(|findings| findings.count()), Ok(1));
}

#[test]
fn an_event_stream_is_no_json() {
    let error = read("data: {\"Text\":\"a\"}\n\n").1.err();
    assert_eq!(error.map(|error| error.kind), Some(DecodeErrorKind::Syntax));
}

//! How vendors' own samples contradict the types that the same vendor declares: each kind of
//! contradiction, in an example of our own, through a whole call. Tencent's command line tccli
//! 3.1.189.1 has the samples and the declarations where these kinds were counted.

use std::collections::BTreeMap;

use cloudwright::core::codec::Json;
use cloudwright::core::{ErrorKind, RetryPolicy, ServiceClient};
use cloudwright::{Error, Response};
use cloudwright_core::testing::{ManualClock, Script};
use serde_json::json;

use crate::clouds::Cloud::Tcr;

/// A result with a member of every declared kind.
#[derive(Debug, Default, PartialEq)]
struct Sample {
    text: Option<String>,
    integer: Option<i64>,
    unsigned: Option<u64>,
    float: Option<f64>,
    boolean: Option<bool>,
    object: Option<Box<Sample>>,
    list: Vec<String>,
    numbers: Vec<i64>,
    rows: Vec<Sample>,
    map: BTreeMap<String, String>,
    any: Option<Json>,
}

cloudwright_core::members! {
    impl Decode for Sample {
        "Text" => text,
        "Integer" => integer,
        "Unsigned" => unsigned,
        "Float" => float,
        "Boolean" => boolean,
        "Object" => object,
        "List" => list,
        "Numbers" => numbers,
        "Rows" => rows,
        "Map" => map,
        "Any" => any,
    }
}

/// A call over a script that answers this body.
fn read(body: &str) -> Result<Response<Sample>, Error> {
    let clock = ManualClock::at(1_735_689_600);
    let client = Tcr
        .bare("http://127.0.0.1:9")
        .access_key("id", "secret")
        .transport(Script::new().answer(200, body.to_owned()))
        .clock(clock.clone())
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    clock.run(client.call(Tcr.operation()).send())
}

/// What answers are like: a kind, members of a result, what is read, what was found or is wrong.
type Row = (&'static str, &'static str, Outcome);

enum Outcome {
    /// It is read, with this many findings.
    Read(fn() -> Sample, usize),
    /// It is an error that names this place.
    Refused(&'static str),
}

use Outcome::{Read, Refused};

/// A result with one member set.
macro_rules! sample {
    ($($member:ident: $value:expr),*) => {
        || Sample { $($member: $value,)* ..Sample::default() }
    };
}

#[allow(clippy::too_many_lines, reason = "a table")]
fn answers() -> Vec<Row> {
    vec![
        (
            "int64<-string",
            r#""Integer":"-42""#,
            Read(sample!(integer: Some(-42)), 1),
        ),
        (
            "intstring:numeric",
            r#""Integer":"0042""#,
            Read(sample!(integer: Some(42)), 1),
        ),
        ("intstring:empty", r#""Integer":"""#, Read(sample!(), 1)),
        (
            "intstring:other",
            r#""Integer":"2024-01-02 03:04:05""#,
            Refused("$.Response.Integer"),
        ),
        (
            "int>2^53",
            r#""Integer":9007199254740993"#,
            Read(sample!(integer: Some((1 << 53) + 1)), 0),
        ),
        (
            "int>i64max",
            r#""Integer":9223372036854775808"#,
            Refused("$.Response.Integer"),
        ),
        (
            "int>i64max where it is declared unsigned",
            r#""Unsigned":18446744073709551615"#,
            Read(sample!(unsigned: Some(u64::MAX)), 0),
        ),
        (
            "uint64<-string",
            r#""Unsigned":"86400""#,
            Read(sample!(unsigned: Some(86400)), 1),
        ),
        (
            "uint64<-bool",
            r#""Unsigned":true"#,
            Refused("$.Response.Unsigned"),
        ),
        (
            "int64<-list",
            r#""Numbers":[[1,2]]"#,
            Refused("$.Response.Numbers[0]"),
        ),
        (
            "float<-string",
            r#""Float":"12.50""#,
            Read(sample!(float: Some(12.5)), 1),
        ),
        (
            "bool<-string",
            r#""Boolean":"true""#,
            Read(sample!(boolean: Some(true)), 1),
        ),
        (
            "bool<-int",
            r#""Boolean":0"#,
            Read(sample!(boolean: Some(false)), 1),
        ),
        (
            "string<-int",
            r#""Text":17"#,
            Read(sample!(text: Some("17".into())), 1),
        ),
        (
            "string<-list",
            r#""Text":[{"a":1}]"#,
            Refused("$.Response.Text"),
        ),
        (
            "string<-object",
            r#""Text":{"a":1}"#,
            Refused("$.Response.Text"),
        ),
        (
            "list<-string",
            r#""List":"a;b""#,
            Refused("$.Response.List"),
        ),
        ("list<-string, empty", r#""List":"""#, Read(sample!(), 1)),
        ("list<-int", r#""Rows":0"#, Refused("$.Response.Rows")),
        (
            "list<-object",
            r#""Rows":{"Text":"a"}"#,
            Refused("$.Response.Rows"),
        ),
        (
            "object<-string",
            r#""Object":"{\"Text\":\"a\"}""#,
            Refused("$.Response.Object"),
        ),
        (
            "object<-list",
            r#""Object":[{"Text":"a"}]"#,
            Refused("$.Response.Object"),
        ),
        ("object<-list, empty", r#""Object":[]"#, Read(sample!(), 1)),
        (
            "null:undeclared",
            r#""Text":null,"Numbers":[1,null]"#,
            Read(sample!(numbers: vec![1]), 1),
        ),
        (
            "null-list:undeclared",
            r#""Rows":null,"Map":null"#,
            Read(sample!(), 0),
        ),
        (
            "null-object-field:undeclared",
            r#""Object":null"#,
            Read(sample!(), 0),
        ),
        ("missing-output_required", "", Read(sample!(), 0)),
        (
            "case-differs",
            r#""text":"a","rows":[{"integer":1}]"#,
            Read(
                sample!(text: Some("a".into()), rows: vec![Sample { integer: Some(1), ..Sample::default() }]),
                3,
            ),
        ),
        (
            "undeclared-field",
            r#""New":{"List":["x"]},"Text":"a""#,
            Read(sample!(text: Some("a".into())), 1),
        ),
    ]
}

#[test]
fn answers_that_contradict_their_types_are_bridged_or_named() {
    for (kind, members, outcome) in answers() {
        let separator = if members.is_empty() { "" } else { "," };
        let body = format!(r#"{{"Response":{{{members}{separator}"RequestId":"r"}}}}"#);
        // `RequestId` is the protocol's, not the result's.
        match (read(&body), outcome) {
            (Ok(answer), Read(expected, findings)) => {
                assert_eq!(*answer, expected(), "{kind}");
                assert_eq!(
                    answer.findings().count(),
                    findings,
                    "{kind}: {:?}",
                    answer.findings()
                );
                assert_eq!(answer.request_id(), Some("r"), "{kind}");
            }
            (Err(error), Refused(path)) => {
                assert_eq!(error.kind(), ErrorKind::Answer, "{kind}");
                assert!(
                    error.to_string().contains(&format!("at {path} ")),
                    "{kind}: {error}"
                );
                assert_eq!(error.request_id(), Some("r"), "{kind}");
            }
            (Ok(answer), Refused(_)) => panic!("{kind} was read: {:?}", *answer),
            (Err(error), Read(..)) => panic!("{kind}: {error}"),
        }
    }
}

#[test]
fn answers_without_their_envelope_or_their_id_are_read_as_far_as_they_are_answers() {
    // no-RequestId
    let answer = read(r#"{"Response":{"Text":"a"}}"#).unwrap();
    assert_eq!(
        (answer.text.as_deref(), answer.request_id()),
        (Some("a"), None)
    );
    // no-Response-envelope
    let answer = read(r#"{"Text":"a","RequestId":"r"}"#).unwrap();
    assert_eq!(
        (answer.text.as_deref(), answer.request_id()),
        (Some("a"), Some("r"))
    );
    assert_eq!(answer.findings().count(), 1);
    // output-not-json: an event stream
    let error = read("data: {\"Text\":\"a\"}\n\ndata: [DONE]\n\n").unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Answer, Some(200))
    );
    assert!(error.body().unwrap().starts_with(b"data: "));
}

#[test]
fn values_of_any_kind_stay_what_they_were() {
    let answer = read(r#"{"Response":{"Any":{"a":[1,"2",null]},"Map":{"k":5},"RequestId":"r"}}"#);
    let answer = answer.unwrap();
    assert_eq!(answer.any, Some(json!({"a": [1, "2", null]})));
    assert_eq!(answer.map["k"], "5");
}

/// The body that a request of these parameters has; `Err` says why it has none.
fn sent(parameters: Json) -> Result<Json, String> {
    let clock = ManualClock::at(1_735_689_600);
    let builder = Tcr.bare("http://127.0.0.1:9").access_key("id", "secret");
    let client = builder.clock(clock.clone()).build().unwrap();
    let call = client.call(Tcr.operation()).prepare_dynamic(parameters);
    let prepared = clock.run(call).map_err(|error| error.to_string())?;
    Ok(serde_json::from_slice(prepared.body()).unwrap())
}

#[test]
fn requests_written_like_the_samples_are_sent_as_declared_or_refused_by_name() {
    // int64<-string, intstring:numeric, string<-int, null, int>2^53
    for (written, on_the_wire) in [
        (
            json!({"Limit": "10", "Offset": "0"}),
            json!({"Limit": 10, "Offset": 0}),
        ),
        (json!({"RepoName": 17}), json!({"RepoName": "17"})),
        (
            json!({"RepoName": null, "Limit": 1}),
            json!({"RepoName": null, "Limit": 1}),
        ),
        (
            json!({"Offset": 9_007_199_254_740_993_i64}),
            json!({"Offset": 9_007_199_254_740_993_i64}),
        ),
        (json!({}), json!({})),
    ] {
        assert_eq!(sent(written.clone()), Ok(on_the_wire), "{written}");
    }
    // intstring:other, undeclared-field, an object or a list for something else
    for (written, name) in [
        (json!({"Limit": "ten"}), "Limit"),
        (json!({"limit": 10}), "limit"),
        (json!({"RepoName": ["a"]}), "RepoName"),
        (json!({"Offset": {"a": 1}}), "Offset"),
    ] {
        let refusal = sent(written.clone()).unwrap_err();
        assert!(
            refusal.contains(&format!("`{name}`")),
            "{written}: {refusal}"
        );
    }
}

#[test]
fn a_generated_type_reads_the_same_kinds() {
    let body = r#"{"Response":{"Data":{"TotalCount":"2","LogInfo":[null,{"InvokePara":{"AppId":5,"clusterRegion":"1"},
        "InvokeResult":null,"InvokeCondition":[],"More":1}]},"RequestId":"r"}}"#;
    let clock = ManualClock::at(0);
    let client = Tcr
        .bare("http://127.0.0.1:9")
        .access_key("id", "secret")
        .transport(Script::new().answer(200, body))
        .clock(clock.clone())
        .build()
        .unwrap();
    let client = cloudwright::tencent_tcr::Client::from_core(client);
    let answer = clock
        .run(client.describe_application_trigger_log_personal())
        .unwrap();
    let data = answer.data.as_ref().unwrap();
    assert_eq!((data.total_count, data.log_info.len()), (Some(2), 1));
    let para = data.log_info[0].invoke_para.as_ref().unwrap();
    assert_eq!(
        (para.app_id.as_deref(), para.cluster_region),
        (Some("5"), Some(1))
    );
    assert_eq!(data.log_info[0].invoke_condition, None);
    let found: Vec<String> = answer.findings().iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "$.Response.Data.TotalCount: text in place of an integer of 64 bits",
            "$.Response.Data.LogInfo[]: null",
            "$.Response.Data.LogInfo[].InvokePara.AppId: a number in place of text",
            "$.Response.Data.LogInfo[].InvokePara.clusterRegion: spelled with another case",
            "$.Response.Data.LogInfo[].InvokePara.clusterRegion: text in place of an integer of 64 bits",
            "$.Response.Data.LogInfo[].InvokeCondition: empty in place of an object",
            "$.Response.Data.LogInfo[].More: not in the spec",
        ]
    );
}

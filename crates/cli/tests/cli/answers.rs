//! Every documented sample and every documented error, out of the mock and through the command.

use std::collections::BTreeMap;

use cloudwright_core::meta::Protocol;
use serde_json::Value;

use crate::run::{Action, CCR, CCS, CR, TCR, actions, call, cloudwright, of_pages};

/// What `describe` tells of an action.
fn described(action: Action) -> Value {
    let [service, name] = action.named();
    cloudwright(&["describe", &service, &name, "-o", "json"])
        .run()
        .json()
}

/// The part of a sample that is the result: without the envelope, and what the mock numbers anew.
fn result(action: Action, sample: &Value) -> Value {
    let mut result = sample.clone();
    // An answer may be a list or a text as a whole.
    let Some(members) = result.as_object_mut() else {
        return result;
    };
    if let Some(envelope) = action.service.envelope
        && let Some(Value::Object(inner)) = members.shift_remove(envelope)
    {
        members.extend(inner);
    }
    members.remove("RequestId");
    result
}

#[test]
fn every_documented_sample_comes_out_of_the_mock() {
    let mut seen = 0;
    for action in actions() {
        let described = described(action);
        let samples = described["samples"].as_array();
        for (number, sample) in samples.into_iter().flatten().enumerate() {
            let run = match sample.get("request") {
                // One without parameters is answered only where it is the first.
                None if number > 0 => continue,
                Some(request) => {
                    let [service, name] = action.named();
                    call(&[&service, &name], &["--mock", "--input", "-"])
                        .with_input(&request.to_string())
                }
                None => action.call(&["--mock"]),
            };
            let mut answer = run.run().json();
            if let Some(members) = answer.as_object_mut() {
                members.remove("RequestId");
            }
            assert_eq!(answer, result(action, &sample["response"]), "{action:?}");
            seen += 1;
        }
    }
    assert!(seen > 0);
}

/// Tencent's API 2.0 gives no ids to requests.
fn has_request_id(action: Action) -> bool {
    !action
        .service
        .protocols
        .contains(&Protocol::TencentQcloudV2)
}

/// What the pages say of each error that an action may answer; the action's own page comes first.
fn documented(action: Action) -> BTreeMap<&'static str, &'static str> {
    let errors = action.service.errors.iter().chain(action.operation.errors);
    let errors = errors.filter(|_| action.answers_with_a_body());
    errors.map(|error| (error.code, error.doc)).collect()
}

#[test]
fn every_documented_error_comes_out_with_its_meaning() {
    for action in of_pages() {
        for (code, doc) in documented(action) {
            let header = format!("x-mock-error: {code}");
            let ran = action
                .call(&["--mock", "--retries", "0", "--header", &header])
                .run();
            let first = format!("error: {} answered {code}\n", action.operation.name);
            ran.fails(1, &[&first, "  message ", "  status ", doc]);
            // Not every code is explained.
            assert!(
                doc.is_empty() || ran.err.matches(doc).count() == 1,
                "{}",
                ran.err
            );
            let told = ran.err.contains("  request id ");
            assert_eq!(told, has_request_id(action), "{}", ran.err);
        }
    }
}

#[test]
fn every_documented_error_is_an_object_where_results_are_json() {
    for action in of_pages() {
        for (code, doc) in documented(action) {
            let header = format!("x-mock-error: {code}");
            for format in ["json", "jsonl"] {
                let words = [
                    "--mock",
                    "--retries",
                    "0",
                    "--header",
                    &header,
                    "-o",
                    format,
                ];
                let ran = action.call(&words).run();
                ran.fails(1, &[]);
                let error: Value = serde_json::from_str(&ran.err).unwrap();
                assert_eq!(error["kind"], "service", "{error}");
                assert_eq!(error["action"], action.operation.name, "{error}");
                assert_eq!(error["code"], code, "{error}");
                assert_eq!(
                    error["meaning"].as_str().unwrap_or_default(),
                    doc,
                    "{error}"
                );
                assert!(error["message"].is_string(), "{error}");
                assert_eq!(
                    error["request_id"].is_string(),
                    has_request_id(action),
                    "{error}"
                );
                assert!(error["status"].is_u64(), "{error}");
                assert_eq!(
                    (&error["attempts"], &error["exit_code"]),
                    (&1.into(), &1.into())
                );
                assert!(error["host"].as_str().unwrap().starts_with("127.0.0.1:"));
            }
        }
    }
}

#[test]
fn the_members_of_an_answer_keep_its_order() {
    let ran = call(CCS, &["--mock", "-o", "jsonl"]).run();
    let (code, event) = (
        ran.text().find("\"code\""),
        ran.text().find("\"eventList\""),
    );
    assert!(code < event, "{}", ran.out);
    let order = ["firstSeen", "lastSeen", "count", "level", "objType"];
    let places: Vec<_> = order
        .iter()
        .map(|name| ran.out.find(&format!("\"{name}\"")))
        .collect();
    assert!(places.is_sorted() && places[0].is_some(), "{}", ran.out);
}

#[test]
fn each_protocol_of_a_service_is_spoken() {
    for action in actions() {
        for protocol in cloudwright(&["services", "-o", "json"])
            .run()
            .json()
            .as_array()
            .unwrap()
        {
            if protocol["service"] != action.service.id {
                continue;
            }
            for name in protocol["protocols"].as_array().unwrap() {
                let words = ["--mock", "--protocol", name.as_str().unwrap()];
                action.call(&words).run().json();
            }
        }
    }
    for method in ["GET", "POST"] {
        for action in [TCR, CCR, CCS, CR] {
            call(action, &["--mock", "--http-method", method])
                .run()
                .json();
        }
    }
    call(CCR, &["--mock", "--signature-method", "HmacSHA1"])
        .run()
        .json();
}

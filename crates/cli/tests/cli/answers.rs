//! Every documented sample and every documented error, out of the mock and through the command.

use cloudwright_mock::Mock;
use serde_json::Value;

use crate::run::{ACTIONS, call, cloudwright};

/// What `describe` tells of an action.
fn described(action: &[&str]) -> Value {
    cloudwright(&["describe", action[0], action[1], "-o", "json"])
        .run()
        .json()
}

/// The part of a sample that is the result: without the envelope, and what the mock numbers anew.
fn result(sample: &Value) -> Value {
    let inner = sample.get("Response").unwrap_or(sample);
    let mut result = inner.clone();
    if let Some(members) = result.as_object_mut() {
        members.remove("RequestId");
        if let Some(Value::Object(data)) = members.shift_remove("data") {
            members.extend(data);
        }
    }
    result
}

/// Every action there is: its service, its name, and the parameters of a right call.
fn all_actions() -> Vec<(String, String, Value)> {
    let mock = Mock::builder().start_blocking().unwrap();
    let mut all = Vec::new();
    for service in &mock.catalog().services {
        let id = &service.service.service;
        for found in &service.actions {
            let name = &found.action.action;
            let parameters = mock.example(id, name).unwrap();
            all.push((id.clone(), name.clone(), parameters));
        }
    }
    assert!(!all.is_empty());
    all
}

#[test]
fn every_documented_sample_comes_out_of_the_mock() {
    for (service, action, parameters) in all_actions() {
        let action = [service.as_str(), action.as_str()];
        let described = described(&action);
        let samples = described["samples"].as_array();
        for (number, sample) in samples.into_iter().flatten().enumerate() {
            // One without parameters is answered only where it is the first.
            let parameters = match sample.get("request") {
                Some(request) => request,
                None if number == 0 => &parameters,
                None => continue,
            };
            let run = call(&action, &["--mock", "--input", "-"]);
            let mut answer = run.with_input(&parameters.to_string()).run().json();
            if let Some(members) = answer.as_object_mut() {
                members.remove("RequestId");
            }
            assert_eq!(answer, result(&sample["response"]), "{}", action[1]);
        }
    }
}

#[test]
fn every_documented_error_comes_out_with_its_meaning() {
    for (service, action, parameters) in all_actions() {
        let action = [service.as_str(), action.as_str()];
        let described = described(&action);
        let errors = ["errors", "common_errors"];
        let errors = errors
            .into_iter()
            .filter_map(|name| described[name].as_array())
            .flatten();
        for error in errors {
            let code = error["code"].as_str().unwrap();
            let header = format!("x-mock-error: {code}");
            let words = [
                "--mock",
                "--retries",
                "0",
                "--header",
                &header,
                "--input",
                "-",
            ];
            let run = call(&action, &words).with_input(&parameters.to_string());
            let ran = run.run();
            let first = format!("error: {} answered ", action[1]);
            ran.fails(1, &[&first, code, "  message ", "  status "]);
            let own = described["errors"].as_array().into_iter().flatten();
            // An action's own meaning of a code outranks the service's.
            let own = own.into_iter().find(|own| own["code"] == code);
            if let Some(doc) = own.unwrap_or(error)["doc"].as_str() {
                assert!(ran.err.contains(doc), "{doc} is not in {}", ran.err);
            }
            // Tencent's API 2.0 has no ids.
            let has_id = !described["protocols"]
                .to_string()
                .contains("tencent-qcloud-v2");
            assert_eq!(ran.err.contains("  request id "), has_id, "{}", ran.err);
        }
    }
}

#[test]
fn the_members_of_an_answer_keep_its_order() {
    let ran = call(ACTIONS[2], &["--mock", "-o", "jsonl"]).run();
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
    for (action, protocol) in [
        (ACTIONS[3], "aliyun-rpc-v1"),
        (ACTIONS[4], "huawei-token"),
        (ACTIONS[4], "huawei-aksk"),
    ] {
        call(action, &["--mock", "--protocol", protocol])
            .run()
            .json();
    }
    for method in ["GET", "POST"] {
        for action in &ACTIONS[..4] {
            call(action, &["--mock", "--http-method", method])
                .run()
                .json();
        }
    }
    call(ACTIONS[1], &["--mock", "--signature-method", "HmacSHA1"])
        .run()
        .json();
}

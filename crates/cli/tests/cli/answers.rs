//! Every documented sample and every documented error, out of the mock and through the command.

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

#[test]
fn every_documented_sample_comes_out_of_the_mock() {
    let mut seen = 0;
    for action in ACTIONS {
        let described = described(action);
        for sample in described["samples"]
            .as_array()
            .expect("each page has a sample")
        {
            let run = match sample.get("request") {
                Some(request) => {
                    call(&action[..2], &["--mock", "--input", "-"]).with_input(&request.to_string())
                }
                None => call(action, &["--mock"]),
            };
            let mut answer = run.run().json();
            answer.as_object_mut().unwrap().remove("RequestId");
            assert_eq!(answer, result(&sample["response"]), "{}", action[1]);
            seen += 1;
        }
    }
    assert!(seen >= ACTIONS.len());
}

#[test]
fn every_documented_error_comes_out_with_its_meaning() {
    for action in ACTIONS {
        let described = described(action);
        let errors = ["errors", "common_errors"];
        let errors = errors
            .into_iter()
            .filter_map(|name| described[name].as_array())
            .flatten();
        for error in errors {
            let code = error["code"].as_str().unwrap();
            let header = format!("x-mock-error: {code}");
            let ran = call(action, &["--mock", "--retries", "0", "--header", &header]).run();
            let first = format!("error: {} answered {code}\n", action[1]);
            ran.fails(1, &[&first, "  message ", "  status "]);
            let doc = error["doc"].as_str().unwrap();
            let own = described["errors"].as_array().into_iter().flatten();
            // An action's own meaning of a code outranks the service's.
            let own = own.into_iter().find(|own| own["code"] == code);
            let doc = own.map_or(doc, |own| own["doc"].as_str().unwrap());
            // The mock's message is the meaning where it has no other: then it is told once.
            let told = ran.err.matches(doc).count();
            assert_eq!(told, 1, "{doc} in {}", ran.err);
            let has_id = action[0] != "tencent-ccr" && action[0] != "tencent-ccs";
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

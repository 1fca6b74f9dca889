//! Requests that the vendors' own SDKs made are accepted as they are, and refused when a byte
//! differs.

use cloudwright_mock::{Credentials, Mock, MockBuilder, Protocol, Provider};
use serde_json::Value;

use crate::support::Call;

fn recorded() -> Vec<Value> {
    let all: Vec<Value> = serde_json::from_str(include_str!("../data/sdk_requests.json")).unwrap();
    all.into_iter()
        .filter(|case| case["protocol"] != "huawei-iam-token")
        .collect()
}

fn call_of(case: &Value) -> Call {
    let headers = case["headers"].as_object().unwrap().iter();
    Call {
        method: case["method"].as_str().unwrap().to_owned(),
        path: case["path"].as_str().unwrap().to_owned(),
        query: case["query"].as_str().unwrap().to_owned(),
        headers: headers
            .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
            .collect(),
        body: case["body"].as_str().unwrap().into(),
    }
}

fn provider_of(case: &Value) -> Provider {
    let protocol: Protocol = case["protocol"].as_str().unwrap().parse().unwrap();
    protocol.provider()
}

/// A mock that lives when the request was made and knows its key.
fn mock_for(case: &Value) -> MockBuilder {
    let builder = Mock::builder().clock_stopped_at(case["clock"].as_i64().unwrap());
    let text = |name: &str| case["credentials"][name].as_str();
    let token = text("token")
        .or(text("security_token"))
        .or(text("session_token"));
    match (text("ak"), token) {
        (Some(id), Some(token)) => builder.key(
            provider_of(case),
            Credentials::new(id, text("sk").unwrap()).with_token(token),
        ),
        (Some(id), None) => {
            builder.key(provider_of(case), Credentials::new(id, text("sk").unwrap()))
        }
        (None, token) => builder.iam_token(token.unwrap(), i64::MAX),
    }
}

fn name(case: &Value) -> String {
    format!("{} {}", case["protocol"], case["case"])
}

#[test]
fn what_the_sdks_send_is_accepted() {
    for case in recorded() {
        let mock = mock_for(&case).start_blocking().unwrap();
        let answer = call_of(&case).send(&mock.endpoint());
        let received = mock.last_request().unwrap();
        assert!(received.is_success(), "{}: {answer}", name(&case));
        assert_eq!(
            received.action.as_deref(),
            case["action"].as_str(),
            "{}",
            name(&case)
        );
        assert_eq!(received.parameters, case["params"], "{}", name(&case));
    }
}

#[test]
fn another_secret_is_refused() {
    for case in recorded()
        .iter()
        .filter(|case| case["protocol"] != "huawei-token")
    {
        let mut other = case.clone();
        other["credentials"]["sk"] = "AnotherSecretOfTheSameKey000000".into();
        let mock = mock_for(&other).start_blocking().unwrap();
        let answer = call_of(case).send(&mock.endpoint());
        let code = match case["protocol"].as_str().unwrap() {
            "tencent-tc3" => "AuthFailure.SignatureFailure",
            "tencent-qcloud-v2" => "4100",
            "huawei-aksk" => "APIGW.0301",
            _ => "SignatureDoesNotMatch",
        };
        assert_eq!(
            answer.code().as_deref(),
            Some(code),
            "{}: {answer}",
            name(case)
        );
    }
}

#[test]
fn altered_requests_are_refused() {
    for case in recorded()
        .iter()
        .filter(|case| case["protocol"] != "huawei-token")
    {
        let mut call = call_of(case);
        if call.body.is_empty() {
            call.query += if call.query.is_empty() {
                "offset=1"
            } else {
                "1"
            };
        } else {
            call.body.push(b' ');
        }
        let mock = mock_for(case).start_blocking().unwrap();
        let answer = call.send(&mock.endpoint());
        assert!(answer.code().is_some(), "{}: {answer}", name(case));
        assert!(!mock.last_request().unwrap().is_success());
    }
}

#[test]
fn another_clock_is_refused() {
    for case in recorded()
        .iter()
        .filter(|case| case["protocol"] != "huawei-token")
    {
        for shift in [-7300, 7300] {
            let mock = mock_for(case).start_blocking().unwrap();
            mock.advance_clock(shift);
            let answer = call_of(case).send(&mock.endpoint());
            let code = match (case["protocol"].as_str().unwrap(), shift) {
                ("tencent-tc3", _) => "AuthFailure.SignatureExpire",
                ("tencent-qcloud-v2", 7300) => "4200",
                ("tencent-qcloud-v2", _) => "4500",
                ("huawei-aksk", _) => "APIGW.0301",
                _ => "InvalidTimeStamp.Expired",
            };
            assert_eq!(
                answer.code().as_deref(),
                Some(code),
                "{}: {answer}",
                name(case)
            );
        }
    }
}

#[test]
fn a_token_is_fetched_as_the_sdk_does() {
    let all: Vec<Value> = serde_json::from_str(include_str!("../data/sdk_requests.json")).unwrap();
    let mut tried = 0;
    for case in all
        .iter()
        .filter(|case| case["protocol"] == "huawei-iam-token")
    {
        let mock = Mock::builder()
            .clock_stopped_at(case["clock"].as_i64().unwrap())
            .iam_user("example-account", "alice", "Example#Pass1")
            .start_blocking()
            .unwrap();
        let answer = call_of(case).send(&mock.endpoint());
        assert_eq!(answer.status, 201, "{answer}");
        assert!(answer.header("x-subject-token").is_some());
        assert_eq!(
            answer.json()["token"]["expires_at"],
            "2025-01-02T00:00:00.000000Z"
        );
        let log = serde_json::to_string(&mock.requests()).unwrap();
        assert!(!log.contains("Example#Pass1"), "{log}");
        tried += 1;
    }
    assert!(tried > 0);
}

//! What is changed while the mock runs, and what it hands to programs.

use super::*;

#[test]
fn settings_are_changed_and_taken_back() {
    let mock = mock();
    let settings = |body: Value| control(&mock, "PATCH", "/_mock/settings", &body);
    let change =
        json!({"rows": 45, "latency_ms": 3, "clock": {"advance": 60}, "strict": {"clock": false}});
    let shown = settings(change).json();
    assert_eq!(
        (&shown["rows"], &shown["latency_ms"]),
        (&json!(45), &json!(3))
    );
    assert_eq!(
        (&shown["clock"], &shown["strict"]["clock"]),
        (&json!(NOW + 60), &json!(false))
    );
    assert_eq!(shown["strict"]["nonces"], true);
    let answer = right_call(&mock, "tencent-ccr", ACTION)
        .send(&mock.endpoint())
        .json();
    assert_eq!(answer["data"]["totalCount"], 45);
    assert_eq!(settings(json!({"rows": null})).json()["rows"], Value::Null);
    assert_eq!(settings(json!({})).json()["latency_ms"], 3);
    for (wrong, told) in [
        (json!({"row": 1}), "unknown field `row`"),
        (json!({"strict": {"colck": true}}), "unknown field `colck`"),
        (json!({"strict": {"clock": 1}}), "invalid type"),
        (json!({"clock": {"stop": 1}}), "unknown variant `stop`"),
        (json!({"latency_ms": -1}), "invalid value"),
    ] {
        let answer = settings(wrong);
        assert_eq!(answer.status, 400);
        assert!(answer.message().contains(told), "{answer}");
    }
    mock.enqueue(Reply::answer().after(Duration::from_millis(1)))
        .unwrap();
    assert_eq!(
        control(&mock, "POST", "/_mock/reset", &Value::Null).status,
        204
    );
    let shown = control(&mock, "GET", "/_mock/settings", &Value::Null).json();
    assert_eq!(
        (&shown["rows"], &shown["clock"]),
        (&Value::Null, &json!(NOW))
    );
    assert_eq!((mock.replies_waiting(), mock.requests().len()), (0, 0));
}

#[test]
fn a_call_with_parameters_of_ones_own_is_signed_for_programs_that_cannot() {
    let mock = mock();
    let path = format!("/_mock/example/tencent-ccr/{ACTION}");
    let given = json!({"reponame": "test/web", "limit": 3});
    let signed = control(&mock, "POST", &path, &given).json();
    assert_eq!(signed["parameters"], given);
    let url = signed["request"]["url"].as_str().unwrap().to_owned();
    assert!(
        url.contains("reponame=test%2Fweb") && url.contains("Signature="),
        "{url}"
    );
    let refused = request(&mock, "POST", &path, &[], "no JSON");
    assert_eq!(refused.status, 400);
}

#[test]
fn an_example_is_there_for_programs_that_cannot_sign() {
    let mock = mock();
    let path = format!("/_mock/example/tencent-ccr/{ACTION}");
    let example = control(&mock, "GET", &path, &Value::Null).json();
    assert!(example["curl"].as_str().unwrap().starts_with("curl -sS "));
    let text = |name: &str| example["request"][name].as_str().unwrap().to_owned();
    let target = text("url").replace(&mock.endpoint(), "");
    let headers = example["request"]["headers"].as_array().unwrap().clone();
    let mut call = Call {
        method: text("method"),
        path: target,
        body: text("body").into(),
        ..Call::default()
    };
    for pair in &headers {
        call = call.header(pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
    }
    assert_eq!(call.send(&mock.endpoint()).code(), None);
    for (names, told) in [
        ("tencent-ccr/Nothing", "no action `Nothing`"),
        (
            "tencent-ccr/ListTriggersLog",
            "did you mean `ListTriggerLog`?",
        ),
        ("tencent-cxr/ListTriggerLog", "did you mean `tencent-ccr`?"),
        ("huawei-metadata", "no example"),
    ] {
        let path = format!("/_mock/example/{names}");
        let nothing = control(&mock, "GET", &path, &Value::Null);
        assert_eq!(nothing.status, 404, "{names}");
        assert!(nothing.message().contains(told), "{names}: {nothing}");
    }
}

#[test]
fn the_variables_have_valid_names_and_lead_to_every_service_in_every_region() {
    let mock = mock();
    let variables = mock.environment();
    let value = |name: &str| {
        let found = variables.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    };
    for (name, _) in &variables {
        let is_valid =
            |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        assert!(name.bytes().all(is_valid) && !name.is_empty(), "{name}");
        let same = variables.iter().filter(|(known, _)| known == name);
        assert_eq!(same.count(), 1, "{name}");
    }
    assert_eq!(
        value("CLOUDWRIGHT_ENDPOINT"),
        Some(mock.endpoint().as_str())
    );
    for service in &mock.catalog().services {
        let about = &service.service;
        let id = about.service.to_uppercase().replace('-', "_");
        let endpoint = mock.endpoint_for(&about.service);
        assert_eq!(
            value(&format!("CLOUDWRIGHT_ENDPOINT_{id}")),
            Some(endpoint.as_str())
        );
        if about.provider == cloudwright_mock::Provider::Huawei {
            for region in &about.regions {
                let part = |text: &str| text.to_uppercase().replace('-', "_");
                let (product, region) = (part(&about.product), part(region));
                let name = format!("HUAWEICLOUD_SDK_REGION_{product}_{region}");
                assert_eq!(value(&name), Some(endpoint.as_str()), "{name}");
            }
        }
    }
}

//! Recordings of a cloud, answered again over HTTP.

use cloudwright_mock::{CassetteError, Mock, Reply};
use serde_json::{Value, json};

use crate::support::sign::{NOW, call_with};
use crate::support::{Answer, Call, authority};

fn mock() -> Mock {
    Mock::builder()
        .clock_stopped_at(NOW)
        .start_blocking()
        .unwrap()
}

/// One exchange of each protocol, as the runtime's recorder writes them.
fn recording() -> Value {
    let project = "fedcba9876543210fedcba9876543210";
    json!([
        {"asked": {"method": "POST", "path": "/", "query": {}, "body": {"Limit": 1},
            "headers": {"x-tc-action": "DescribeApplicationTriggerLogPersonal", "x-tc-version": "2019-09-24",
                "content-type": "application/json"}},
         "answered": {"status": 200, "headers": {"date": "Thu, 01 Jan 1970 00:00:00 GMT"},
            "body": {"Response": {"RequestId": "r-1"}}}},
        {"asked": {"method": "POST", "path": "/v2/index.php", "query": {},
            "body": {"Action": "ListTriggerLog", "SignatureMethod": "HmacSHA256", "reponame": "a/b", "limit": "5"},
            "headers": {"content-type": "application/x-www-form-urlencoded"}},
         "answered": {"status": 200, "headers": {}, "body": {"code": 0, "data": {"totalCount": 77}}}},
        {"asked": {"method": "POST", "path": "/", "query": {"InstanceId": "i", "BuildRecordId": "[redacted]"},
            "headers": {"x-acs-action": "ListRepoBuildRecordLog", "x-acs-version": "2018-12-01"}, "body": ""},
         "answered": {"status": 403, "headers": {"x-own": "1"}, "body": {"Code": "NoPrivilege"}}},
        {"asked": {"method": "GET", "headers": {}, "query": {"limit": "2"}, "body": "",
            "path": format!("/v2/{project}/instances/i/namespaces/n/webhook/policies/7/jobs")},
         "answered": {"status": 200, "headers": {}, "body": {"total": 0, "jobs": []}}}
    ])
}

fn ask(mock: &Mock, service: &str, action: &str, parameters: &Value) -> Answer {
    call_with(mock, service, action, parameters).send(&mock.endpoint_for(service))
}

const TCR: (&str, &str) = ("tencent-tcr", "DescribeApplicationTriggerLogPersonal");

#[test]
fn what_was_recorded_is_answered_to_whoever_asks_the_same() {
    let mock = mock();
    assert_eq!(mock.replay(&recording().to_string()).unwrap(), 4);
    let answer = ask(&mock, TCR.0, TCR.1, &json!({"Limit": 1}));
    assert_eq!(answer.json(), json!({"Response": {"RequestId": "r-1"}}));
    assert_eq!(answer.header("date"), Some("Wed, 01 Jan 2025 00:00:00 GMT"));
    // In whatever way the parameters travel.
    let answer = ask(
        &mock,
        "tencent-ccr",
        "ListTriggerLog",
        &json!({"limit": 5, "reponame": "a/b"}),
    );
    assert_eq!(answer.json()["data"]["totalCount"], 77);
    let parameters = json!({"InstanceId": "i", "BuildRecordId": "anything"});
    let answer = ask(&mock, "alibaba-cr", "ListRepoBuildRecordLog", &parameters);
    assert_eq!((answer.status, answer.header("x-own")), (403, Some("1")));
    let parameters = json!({"project_id": "another", "instance_id": "i", "namespace_name": "n",
        "policy_id": 7, "limit": 2});
    let answer = ask(&mock, "huawei-swr", "ListInstanceWebhookJobs", &parameters);
    assert_eq!(answer.json(), json!({"total": 0, "jobs": []}));
    mock.verify().unwrap();
}

#[test]
fn a_recorded_path_may_begin_with_its_service() {
    let mock = mock();
    let mut recording = recording();
    recording[0]["asked"]["path"] = format!("/{}/", TCR.0).into();
    mock.replay(&recording.to_string()).unwrap();
    let answer = ask(&mock, TCR.0, TCR.1, &json!({"Limit": 1}));
    assert_eq!(answer.code(), None, "{answer}");
    assert_eq!(mock.verify().unwrap_err().lines().len(), 3);
}

#[test]
fn a_miss_is_told_in_what_it_differs() {
    let mock = mock();
    mock.replay(&recording().to_string()).unwrap();
    let told = |parameters: Value| ask(&mock, TCR.0, TCR.1, &parameters).message();
    let miss = told(json!({"Limit": 2, "Offset": 0}));
    let expected = "most like it is number 1, but for `Limit`: 1 was recorded and is 2, \
        `Offset`: it was not recorded and is 0";
    assert!(miss.contains(expected), "{miss}");
    told(json!({"Limit": 1}));
    let again = told(json!({"Limit": 1}));
    assert!(
        again.contains("number 1 is like it and was answered already"),
        "{again}"
    );
    let other = ask(
        &mock,
        "tencent-ccs",
        "DescribeServiceEvent",
        &json!({"clusterId": "c", "serviceName": "s"}),
    );
    assert!(
        other
            .message()
            .contains("it has calls of DescribeApplication"),
        "{other}"
    );
    let unmet = mock.verify().unwrap_err();
    assert_eq!(unmet.lines().len(), 3, "{unmet}");
    // A script comes before, and without the recording the mock answers by itself.
    mock.script(TCR.1, [Reply::error("InternalError")]).unwrap();
    let scripted = ask(&mock, TCR.0, TCR.1, &json!({}));
    assert!(scripted.is_error("InternalError"), "{scripted}");
    mock.stop_replay();
    assert_eq!(ask(&mock, TCR.0, TCR.1, &json!({})).code(), None);
}

#[test]
fn a_recording_is_loaded_over_http_and_a_wrong_one_is_refused() {
    let mock = mock();
    let post = |body: &str| {
        let call = Call {
            method: "POST".to_owned(),
            path: "/_mock/replay".to_owned(),
            body: body.into(),
            ..Call::default()
        };
        call.header("Host", authority(&mock.endpoint()))
            .send(&mock.endpoint())
    };
    assert_eq!(
        post(&recording().to_string()).json(),
        json!({"exchanges": 4})
    );
    for (wrong, told) in [
        ("{}", "no recording"),
        ("[{}]", "missing field"),
        (
            r#"[{"asked": {"method": "GET", "path": "/no/such/path"}, "answered": {"status": 200}}]"#,
            "exchange 1",
        ),
    ] {
        let answer = post(wrong);
        assert_eq!(answer.status, 400);
        assert!(answer.message().contains(told), "{answer}");
        assert!(matches!(
            mock.replay(wrong),
            Err(CassetteError::Unreadable(_) | CassetteError::UnknownAction { .. })
        ));
    }
}

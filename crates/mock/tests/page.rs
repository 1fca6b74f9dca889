//! The page for a browser, and the log and script for programs.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::path::Path;

use cloudwright_mock::Mock;
use serde_json::Value;
use support::sign::NOW;
use support::{Answer, Call};

fn mock() -> Mock {
    Mock::builder()
        .clock_stopped_at(NOW)
        .start_blocking()
        .unwrap()
}

fn visit(mock: &Mock, method: &str, path: &str, body: &str) -> Answer {
    let call = Call {
        method: method.to_owned(),
        path: path.to_owned(),
        body: body.into(),
        ..Call::default()
    };
    call.header("Host", &mock.endpoint()[7..])
        .header("Accept", "text/html,*/*")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .send(&mock.endpoint())
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

#[test]
fn every_action_has_a_page() {
    let mock = mock();
    let index = text(&visit(&mock, "GET", "/", ""));
    let links: Vec<&str> = index
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| link.starts_with("/_mock/actions/"))
        .collect();
    assert_eq!(links.len(), 5);
    for link in links {
        let page = visit(&mock, "GET", link, "");
        assert_eq!(page.status, 200);
        assert!(text(&page).contains("Sign and call"));
        assert!(page.header("content-security-policy").is_some());
    }
    assert_eq!(
        visit(&mock, "GET", "/_mock/actions/tencent-tcr/%3Cscript%3E", "").status,
        404
    );
    assert_eq!(mock.request_count(), 0, "looking is no call");
}

#[test]
fn a_form_makes_a_signed_call_of_every_action() {
    let mock = mock();
    for form in [
        "service=tencent-tcr&action=DescribeApplicationTriggerLogPersonal&p.Limit=10",
        "service=tencent-ccr&action=ListTriggerLog&p.reponame=a%2Fb+c&p.limit=5",
        "service=tencent-ccs&action=DescribeServiceEvent&p.clusterId=c&p.serviceName=s",
        "service=alibaba-cr&action=ListRepoBuildRecordLog&p.InstanceId=i&p.BuildRecordId=b",
        "service=huawei-swr&action=ListInstanceWebhookJobs&p.project_id=p&p.instance_id=i\
         &p.namespace_name=a%2Fb&p.policy_id=16&p.limit=5&p.offset=10",
    ] {
        let page = text(&visit(&mock, "POST", "/_mock/call", form));
        let received = mock.last_request().unwrap();
        assert!(received.is_success(), "{received:?}");
        assert!(
            page.contains("Accepted") && page.contains("String to sign"),
            "{page}"
        );

        let tampered = format!("{form}&tamper=1");
        let page = text(&visit(&mock, "POST", "/_mock/call", &tampered));
        assert!(!mock.last_request().unwrap().is_success());
        assert!(page.contains("verdict bad"), "{page}");
    }
    let form =
        "service=tencent-tcr&action=DescribeApplicationTriggerLogPersonal&error=InternalError";
    assert!(text(&visit(&mock, "POST", "/_mock/call", form)).contains("verdict bad"));
    let form = "service=tencent-tcr&action=DescribeApplicationTriggerLogPersonal&fault=reset";
    assert!(text(&visit(&mock, "POST", "/_mock/call", form)).contains("Reset"));
}

#[test]
fn a_form_calls_a_service_of_alibaba_that_goes_by_path() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/hazards/specs");
    let mock = Mock::builder().specs(specs).start_blocking().unwrap();
    for form in [
        "service=alibaba-by-path&action=ListClusters&p.name=a+b",
        "service=alibaba-by-path&action=AttachNodes&p.cluster_id=c%2Fd&p.force=true\
         &p.zones=%5B%22z%22%2C%22y%22%5D&p.instances=%5B%22i%22%5D",
    ] {
        let page = text(&visit(&mock, "POST", "/_mock/call", form));
        let received = mock.last_request().unwrap();
        assert!(received.is_success(), "{received:?}");
        assert!(page.contains("Accepted"), "{page}");
    }
    let zones = &mock.last_request().unwrap().parameters["zones"];
    assert_eq!(*zones, serde_json::json!(["z", "y"]));
}

#[test]
fn what_people_type_stays_text() {
    let mock = mock();
    let form = "service=tencent-tcr&action=DescribeApplicationTriggerLogPersonal\
        &p.RepoName=%3C%2Fpre%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E&p.Limit=%3Cb%3E";
    for page in [
        visit(&mock, "POST", "/_mock/call", form),
        visit(&mock, "GET", "/_mock/log", ""),
    ] {
        let page = text(&page);
        assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
        assert!(page.contains("&lt;script"));
    }
}

#[test]
fn the_log_is_there_as_json() {
    let mock = mock();
    visit(&mock, "GET", "/nothing", "");
    let log: Value = visit(&mock, "GET", "/_mock/requests", "").json();
    assert_eq!(
        (&log[0]["path"], &log[0]["status"]),
        (&"/nothing".into(), &404.into())
    );
    visit(&mock, "DELETE", "/_mock/requests", "");
    assert!(mock.requests().is_empty());
}

#[test]
fn a_script_can_be_sent() {
    let mock = mock();
    let body = r#"{"action": "ListTriggerLog", "replies": ["error=4400", "reset", "answer"]}"#;
    assert_eq!(
        visit(&mock, "POST", "/_mock/script", body).json()["waiting"],
        3
    );
    let body = r#"{"replies": ["no-such-fault"]}"#;
    assert_eq!(visit(&mock, "POST", "/_mock/script", body).status, 400);
    assert_eq!(mock.replies_waiting(), 3);
}

#[test]
fn the_environment_leads_here() {
    let mock = mock();
    let script = mock.environment_script();
    for expected in [
        "export TENCENTCLOUD_SECRET_ID=AKID",
        "export ALIBABA_CLOUD_ACCESS_KEY_SECRET=",
        "export HUAWEICLOUD_SDK_PROJECT_ID=0123456789abcdef",
        &format!(
            "export HUAWEICLOUD_SDK_REGION_SWR_CN_NORTH_4={}",
            mock.endpoint()
        ),
    ] {
        assert!(script.contains(expected), "{expected} in {script}");
    }
}

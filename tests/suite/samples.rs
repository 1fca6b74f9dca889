//! Samples of pages, decoded by the typed client: nothing is left over, nothing is lost. That every
//! sample there is comes through is seen in `whole_loop`.

use std::collections::BTreeMap;

use cloudwright_mock::Mock;
use serde_json::Value;

use crate::{clients, places};

/// The sample of an action's page.
fn sample(action: &str) -> Value {
    let catalog = places::catalog();
    let services = catalog.services.iter();
    let found = services
        .flat_map(|service| &service.actions)
        .find(|a| a.action.action == action);
    found.unwrap().action.samples[0].response.clone()
}

/// Every text and number of a sample, as `Debug` shows it, with how often it occurs.
fn leaves(value: &Value, found: &mut BTreeMap<String, usize>) {
    match value {
        Value::Object(members) => members.values().for_each(|member| leaves(member, found)),
        Value::Array(items) => items.iter().for_each(|item| leaves(item, found)),
        Value::String(text) => *found.entry(format!("{text:?}")).or_default() += 1,
        Value::Number(number) => *found.entry(format!("Some({number})")).or_default() += 1,
        Value::Bool(flag) => *found.entry(format!("Some({flag})")).or_default() += 1,
        Value::Null => {}
    }
}

/// Asserts that the decoded answer shows every leaf of the sample. `RequestId` is made anew by the
/// mock, and `variants` tells which documented enum values are shown by their variant's name.
fn assert_nothing_is_lost(action: &str, decoded: &str, variants: &[(&str, &str)]) {
    let mut expected = BTreeMap::new();
    leaves(&sample(action), &mut expected);
    if let Some(id) = sample(action)
        .pointer("/Response/RequestId")
        .or(sample(action).get("RequestId"))
    {
        expected.remove(&format!("{:?}", id.as_str().unwrap()));
    }
    for (leaf, count) in expected {
        let text = leaf.trim_matches('"');
        let shown = match variants.iter().find(|(value, _)| *value == text) {
            Some((_, variant)) => format!("Some({variant})"),
            None => leaf.clone(),
        };
        let there = decoded.matches(&shown).count();
        assert!(
            there >= count,
            "{action}: {shown} {there} times instead of {count}: {decoded}"
        );
    }
}

macro_rules! decoded {
    ($call:expr) => {{
        let answer = $call.await.unwrap();
        assert!(answer.findings().is_empty(), "{:?}", answer.findings());
        format!("{:?}", &*answer)
    }};
}

#[tokio::test]
async fn samples_decode_typed_with_nothing_left_over_and_nothing_lost() {
    let mock = Mock::start().await.unwrap();

    let tcr = clients::tcr(&mock).build().unwrap();
    let shown = decoded!(tcr.describe_application_trigger_log_personal().limit(10));
    assert_nothing_is_lost(
        "DescribeApplicationTriggerLogPersonal",
        &shown,
        &[
            ("SERVICE_UPDATE", "ServiceUpdate"),
            ("IMAGE_PUSH", "ImagePush"),
            ("all", "All"),
        ],
    );

    let ccr = clients::ccr(&mock).build().unwrap();
    let shown = decoded!(ccr.list_trigger_log().reponame("a/b"));
    assert_nothing_is_lost(
        "ListTriggerLog",
        &shown,
        &[
            ("SERVICE_UPDATE", "ServiceUpdate"),
            ("IMAGE_PUSH", "ImagePush"),
            ("regex", "Regex"),
        ],
    );

    let ccs = clients::ccs(&mock).build().unwrap();
    let shown = decoded!(
        ccs.describe_service_event()
            .cluster_id("c")
            .service_name("s")
    );
    assert_nothing_is_lost(
        "DescribeServiceEvent",
        &shown,
        &[("Warning", "Warning"), ("Normal", "Normal"), ("Pod", "Pod")],
    );

    let alibaba = clients::alibaba(&mock).build().unwrap();
    let call = alibaba
        .list_repo_build_record_log()
        .instance_id("i")
        .build_record_id("b");
    let shown = decoded!(call);
    assert_nothing_is_lost("ListRepoBuildRecordLog", &shown, &[]);

    let huawei = clients::huawei(&mock).build().unwrap();
    let call = huawei
        .list_instance_webhook_jobs()
        .instance_id("i")
        .namespace_name("n");
    let shown = decoded!(call.policy_id(1));
    assert_nothing_is_lost("ListInstanceWebhookJobs", &shown, &[]);
}

//! The example programs, each a task of a newcomer over several actions, run against the mock cloud: every id
//! that an action asks for is one that an action before it gave.

use cloudwright_mock::Mock;

use crate::clients;

#[path = "../examples/build_log.rs"]
#[allow(dead_code, reason = "the program begins at `report` here")]
mod build_log;
#[path = "../examples/trigger_log.rs"]
#[allow(dead_code, reason = "the program begins at `report` here")]
mod trigger_log;
#[path = "../examples/webhook_jobs.rs"]
#[allow(dead_code, reason = "the program begins at `report` here")]
mod webhook_jobs;

/// The actions that were called, in their order.
fn called(mock: &Mock) -> Vec<String> {
    let requests = mock.requests();
    requests
        .into_iter()
        .map(|received| {
            assert!(received.is_success(), "{received:?}");
            received.action.unwrap()
        })
        .collect()
}

/// What a program wrote, with `indent` before the lines of `what` was written for each row.
fn lines(written: Vec<u8>, starts: &[&str]) {
    let text = String::from_utf8(written).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), starts.len(), "{text}");
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{line:?} is no {start:?}\n{text}");
    }
}

#[tokio::test]
async fn a_trigger_log_is_reached_from_the_namespaces() {
    let mock = Mock::builder().rows(1).start().await.unwrap();
    let client = clients::tcr(&mock).build().unwrap();
    let mut written = Vec::new();
    trigger_log::report(&client, "", &mut written)
        .await
        .unwrap();
    lines(written, &["mock-", "  trigger mock-", "  20"]);
    let expected = [
        "DescribeNamespacePersonal",
        "DescribeRepositoryFilterPersonal",
        "DescribeApplicationTriggerPersonal",
        "DescribeApplicationTriggerLogPersonal",
    ];
    assert_eq!(called(&mock), expected);
}

#[tokio::test]
async fn a_build_log_is_reached_from_the_instances() {
    let mock = Mock::builder().rows(1).start().await.unwrap();
    let client = clients::alibaba(&mock).build().unwrap();
    let mut written = Vec::new();
    build_log::report(&client, &mut written).await.unwrap();
    let starts = [
        "mock-",
        "  mock-",
        "    builds mock-",
        "    build mock-",
        "        2  fetch",
    ];
    lines(written, &starts);
    let expected = [
        "ListInstance",
        "ListRepository",
        "ListRepoBuildRule",
        "ListRepoBuildRecord",
        "ListRepoBuildRecordLog",
    ];
    assert_eq!(called(&mock), expected);
}

#[tokio::test]
async fn webhook_jobs_are_reached_from_the_instances() {
    let mock = Mock::builder().rows(1).start().await.unwrap();
    let client = clients::huawei(&mock).build().unwrap();
    let mut written = Vec::new();
    webhook_jobs::report(&client, &mut written).await.unwrap();
    let starts = ["mock-", "  mock-", "  trigger mock-", "    job 30173"];
    lines(written, &starts);
    let expected = [
        "ListInstance",
        "ListInstanceRepositories",
        "ListInstanceWebhooks",
        "ListInstanceWebhookJobs",
    ];
    assert_eq!(called(&mock), expected);
}

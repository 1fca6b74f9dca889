//! `services`, `actions`, `describe`, completions and manual pages.

use crate::run::{ACTIONS, cloudwright};

#[test]
fn services_and_actions_are_listed_as_data_too() {
    let services = cloudwright(&["services", "-o", "json"]).run().json();
    let ids: Vec<&str> = services
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["service"].as_str().unwrap())
        .collect();
    for action in ACTIONS {
        assert!(ids.contains(&action[0]), "{ids:?}");
        let rows = cloudwright(&["actions", action[0], "-o", "jsonl"]).run();
        assert!(rows.text().contains(action[1]), "{}", rows.out);
    }
    let all = cloudwright(&["actions"]).run();
    assert!(
        ACTIONS.iter().all(|action| all.text().contains(action[1])),
        "{}",
        all.out
    );
}

#[test]
fn an_action_is_described_with_all_that_is_documented() {
    let ran = cloudwright(&[
        "describe",
        "tencent-tcr",
        "describe-application-trigger-log-personal",
    ])
    .run();
    for part in [
        "查询应用更新触发器触发日志 (2025-01-09)",
        "https://cloud.tencent.com/document/product/1141/41590",
        "20 requests a second",
        "ap-guangzhou",
        "RepoName  --repo-name  string",
        "default 20; at most 100",
        "one of asc, desc",
        "by Offset and Limit over Data.LogInfo until Data.TotalCount",
        "ResourceNotFound.ErrNoRepo",
        "cloudwright call tencent-tcr DescribeApplicationTriggerLogPersonal",
        "\"TotalCount\": 10",
    ] {
        assert!(ran.text().contains(part), "{part} is not in {}", ran.out);
    }
    assert!(
        !ran.out.contains("null") && !ran.out.contains('\u{1b}'),
        "{}",
        ran.out
    );
    let huawei = cloudwright(&["describe", "huawei-swr", "ListInstanceWebhookJobs"]).run();
    assert!(
        huawei.text().contains("offset is 0 or a multiple of limit"),
        "{}",
        huawei.out
    );
}

#[test]
fn shells_get_completions_down_to_parameters() {
    for shell in ["bash", "zsh", "fish"] {
        let ran = cloudwright(&["completions", shell]).run();
        for word in [
            "tencent-tcr",
            "DescribeApplicationTriggerLogPersonal",
            "repo-name",
        ] {
            assert!(ran.text().contains(word), "{shell}: {word}");
        }
    }
    cloudwright(&["completions", "csh"])
        .run()
        .fails(2, &["csh"]);
}

#[test]
fn every_command_has_a_manual_page() {
    for words in [
        &["man"][..],
        &["man", "call"],
        &["man", "mock"],
        &["man", "call", "tencent-ccr", "list-trigger-log"],
    ] {
        let ran = cloudwright(words).run();
        assert!(
            ran.text().contains(".SH SYNOPSIS"),
            "{words:?}: {}",
            ran.out
        );
    }
    cloudwright(&["man", "nothing"])
        .run()
        .fails(2, &["nothing"]);
}

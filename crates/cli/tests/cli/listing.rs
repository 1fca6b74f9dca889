//! `services`, `actions`, `describe`, completions and manual pages.

use serde_json::{Value, json};

use crate::run::{actions, cloudwright};

#[test]
fn services_and_actions_are_listed_as_data_too() {
    let services = cloudwright(&["services", "-o", "json"]).run().json();
    let ids: Vec<&str> = services
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["service"].as_str().unwrap())
        .collect();
    for action in actions() {
        let [service, name] = action.named();
        assert!(ids.contains(&service.as_str()), "{ids:?}");
        let rows = cloudwright(&["actions", &service, "-o", "jsonl"]).run();
        assert!(rows.text().contains(&name), "{}", rows.out);
    }
    let all = cloudwright(&["actions"]).run();
    assert!(
        actions()
            .iter()
            .all(|action| all.text().contains(action.operation.name)),
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

/// All names in members, and in the fields of members.
fn names(members: &Value) -> Vec<String> {
    let members = members.as_array().into_iter().flatten();
    members
        .flat_map(|member| {
            let own = member["name"].as_str().unwrap().to_owned();
            std::iter::once(own).chain(names(&member["fields"]))
        })
        .collect()
}

#[test]
fn the_answer_of_every_action_is_described() {
    let mock = cloudwright_mock::Mock::builder().start_blocking().unwrap();
    for action in actions() {
        let [service, name] = action.named();
        let loaded = mock.catalog().service(&service).unwrap();
        let spec = &loaded.action(&name).unwrap().action;
        let facts = cloudwright(&["describe", &service, &name, "-o", "json"])
            .run()
            .json();
        let told = names(&facts["response"]);
        let text = cloudwright(&["describe", &service, &name]).run();
        let (_, answer) = text.text().split_once("\nAnswer\n").unwrap();
        let page = cloudwright(&["man", "call", &service, &name]).run();
        let (_, section) = page.text().split_once(".SH ANSWER").unwrap();
        let reachable = spec.response.iter().flat_map(|member| {
            let inner = loaded.fields_of(spec, member).unwrap_or_default();
            std::iter::once(member).chain(inner)
        });
        for member in reachable {
            assert!(
                told.contains(&member.name),
                "{} of {name}: {told:?}",
                member.name
            );
            assert!(
                answer.contains(&format!("{}  ", member.name)),
                "{}: {answer}",
                member.name
            );
            // A page for man writes hyphens in its own way.
            let roff = member.name.replace('-', "\\-");
            assert!(section.contains(&roff), "{}: {section}", member.name);
        }
    }
    let facts = cloudwright(&[
        "describe",
        "huawei-swr",
        "ListInstanceWebhookJobs",
        "-o",
        "json",
    ]);
    let facts = facts.run().json();
    let jobs = &facts["response"][0];
    assert_eq!(
        (&jobs["name"], &jobs["type"]),
        (&json!("jobs"), &json!("list of Job"))
    );
    assert_eq!(jobs["doc"], "The jobs.");
    assert_eq!(jobs["fields"][4]["values"][0], "Initialized");
}

#[test]
fn a_service_alone_is_described_with_its_actions() {
    for entry in cloudwright::services() {
        let id = entry.service.id;
        let text = cloudwright(&["describe", id]).run();
        let facts = cloudwright(&["describe", id, "-o", "json"]).run().json();
        assert_eq!(facts["service"], id);
        assert_eq!(
            facts["actions"].as_array().unwrap().len(),
            entry.operations.len()
        );
        for operation in entry.operations {
            assert!(text.text().contains(operation.name), "{}", text.out);
            let names: Vec<&Value> = facts["actions"].as_array().unwrap().iter().collect();
            assert!(
                names
                    .iter()
                    .any(|action| action["action"] == operation.name),
                "{facts}"
            );
        }
    }
    cloudwright(&["describe"]).run().fails(2, &["SERVICE"]);
}

/// What bash offers for the last of these words.
#[cfg(unix)]
fn offered(script: &str, words: &[&str]) -> Option<Vec<String>> {
    let line = r#"source /dev/stdin <<< "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _cloudwright cloudwright "${COMP_WORDS[$COMP_CWORD]}" "${COMP_WORDS[$COMP_CWORD-1]}"
        printf '%s\n' "${COMPREPLY[@]}""#;
    let output = std::process::Command::new("bash")
        .args(["--norc", "-c", line, "bash", script])
        .args(words)
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(str::to_owned).collect())
}

#[test]
#[cfg(unix)]
fn shells_complete_services_actions_values_and_regions() {
    let script = cloudwright(&["completions", "bash"]).run();
    for action in actions() {
        let [service, name] = action.named();
        for (words, expected) in [
            (&["describe", ""][..], Some(service.as_str())),
            (&["actions", ""], Some(&service)),
            (&["mock", "--service", ""], Some(&service)),
            (&["describe", &service, ""], Some(&name)),
            (&["call", &service, ""], Some(&name)),
            (
                &["call", &service, &name, "--region", ""],
                action.service.regions.first().copied(),
            ),
        ] {
            let words = [&["cloudwright"], words].concat();
            let Some(offered) = offered(script.text(), &words) else {
                // There is no such shell here.
                return;
            };
            let has = |expected: &str| offered.iter().any(|word| word == expected);
            assert!(expected.is_none_or(has), "{words:?}: {offered:?}");
        }
    }
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

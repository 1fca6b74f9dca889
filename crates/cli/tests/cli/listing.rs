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
        "explorer    https://console.cloud.tencent.com/api/explorer?Product=tcr&",
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
    let catalog = cloudwright_catalog::Catalog::embedded().unwrap();
    for action in actions() {
        let [service, name] = action.named();
        let loaded = catalog.action(&service, &name).unwrap().service;
        let spec = &loaded.action(&name).unwrap().action;
        let facts = cloudwright(&["describe", &service, &name, "-o", "json"])
            .run()
            .json();
        let told = names(&facts["response"]);
        let text = cloudwright(&["describe", &service, &name]).run();
        // An action that answers nothing has no such part.
        let parts = text.text().split_once("\nAnswer\n");
        let (_, answer) = parts.unwrap_or_default();
        let page = cloudwright(&["man", "call", &service, &name]).run();
        let parts = page.text().split_once(".SH ANSWER");
        let (_, section) = parts.unwrap_or_default();
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
        // And those that only the vendor's package has.
        assert!(facts["actions"].as_array().unwrap().len() >= entry.operations.len());
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

/// What a shell is offered for the last of these words.
fn offered(words: &[&str]) -> Vec<String> {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_cloudwright"))
        .env("COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string())
        .env("_CLAP_COMPLETE_COMP_TYPE", "9")
        .env("_CLAP_COMPLETE_SPACE", "true")
        .env("_CLAP_IFS", "\n")
        .arg("--")
        .args(words)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| line.trim().to_owned()).collect()
}

#[test]
fn shells_complete_services_actions_parameters_values_and_regions() {
    for action in actions() {
        let [service, name] = action.named();
        let flags = action.operation.parameters.iter();
        let flag = flags.map(|parameter| parameter.name).next();
        let flag = flag.map(|_| "--generate-input");
        for (words, expected) in [
            (&["describe", ""][..], Some(service.as_str())),
            (&["actions", ""], Some(&service)),
            (&["mock", "--service", ""], Some(&service)),
            (&["describe", &service, ""], Some(&name)),
            (&["call", ""], Some(&service)),
            (&["call", &service, ""], Some(&name)),
            (&["call", &service, &name, "--gen"], flag),
            (
                &["call", &service, &name, "--region", ""],
                action.service.regions.first().copied(),
            ),
        ] {
            let words = [&["cloudwright"], words].concat();
            let offered = offered(&words);
            let has = |expected: &str| offered.iter().any(|word| word == expected);
            assert!(expected.is_none_or(has), "{words:?}: {offered:?}");
        }
    }
}

#[test]
fn shells_complete_what_no_spec_describes() {
    for (words, expected) in [
        (&["call", "tencent-v"][..], "tencent-vod"),
        (
            &["call", "tencent-vod", "DescribeMediaI"],
            "DescribeMediaInfos",
        ),
        (
            &["call", "tencent-vod", "DescribeMediaInfos", "--fi"],
            "--file-ids",
        ),
        (&["describe", "tencent-vod", "DeleteM"], "DeleteMedia"),
    ] {
        let words = [&["cloudwright"], words].concat();
        let offered = offered(&words);
        assert!(
            offered.iter().any(|word| word == expected),
            "{words:?}: {offered:?}"
        );
    }
}

#[test]
fn a_shells_script_is_small_and_asks_the_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = cloudwright(&["completions", shell]).run();
        let script = ran.text();
        assert!(
            script.contains("COMPLETE") && script.len() < 4096,
            "{shell}: {script}"
        );
        assert!(!script.contains("tencent"), "{shell}: {script}");
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
        &["man", "call", "huawei-ecs", "list-servers-details"],
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

#[test]
fn a_word_finds_services_and_actions() {
    let found = cloudwright(&["services", "RunInstances", "-o", "json"])
        .run()
        .json();
    let row = found
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["service"] == "tencent-cvm")
        .unwrap();
    assert!(
        row["found"]
            .as_array()
            .unwrap()
            .contains(&json!("RunInstances"))
    );
    let table = cloudwright(&["services", "vod"]).run();
    assert!(table.text().contains("tencent-vod"), "{}", table.out);
}

#[test]
fn what_names_suggest_is_marked() {
    let ran = cloudwright(&["describe", "tencent-cvm", "RunInstances"]).run();
    for part in [
        "write (inferred from names)",
        "by ClientToken, which is filled once a call (inferred from names)",
        "--placement",
    ] {
        assert!(ran.text().contains(part), "{part}: {}", ran.out);
    }
    let paged = cloudwright(&["describe", "tencent-cvm", "describe-instances"]).run();
    let expected = "by Offset and Limit over InstanceSet until TotalCount (inferred";
    let text = paged
        .text()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(text.contains(expected), "{}", paged.out);
}

#[test]
fn a_folder_of_specs_adds_services_and_replaces_them() {
    let folder = tempfile::tempdir().unwrap();
    let specs = folder.path().join("tencent/vod");
    std::fs::create_dir_all(&specs).unwrap();
    let service = "service: tencent-vod\nprovider: tencent\nproduct: vod\ntitle: Mine\nversion: 2018-07-17\n\
                   protocols: [tencent-tc3]\ncrate: { name: cloudwright-tencent-vod, version: 0.1.0 }\n\
                   envelope: Response\nendpoints: { default: vod.example.com }\n";
    std::fs::write(specs.join("service.yaml"), service).unwrap();
    let action = "action: GetMine\nsummary: Gets it.\nsource: { title: Mine }\naccess: read\n\
                  request:\n  - { name: Id, type: string, required: yes }\n";
    std::fs::write(specs.join("GetMine.yaml"), action).unwrap();
    let given = folder.path().to_str().unwrap();
    let listed = cloudwright(&["actions", "tencent-vod", "--specs", given]).run();
    assert!(listed.text().contains("Gets it."), "{}", listed.out);
    let call = [
        "call",
        "--specs",
        given,
        "tencent-vod",
        "get-mine",
        "--id",
        "1",
        "--mock",
    ];
    assert!(cloudwright(&call).run().json().is_object());
    cloudwright(&["call", "tencent-vod", "GetMine"])
        .run()
        .fails(2, &["has no action"]);
    std::fs::write(
        specs.join("GetMine.yaml"),
        "action: GetMine\nsumary: Gets it.\n",
    )
    .unwrap();
    cloudwright(&call)
        .run()
        .fails(3, &["did you mean `summary`?"]);
}

#[test]
fn what_the_catalogue_does_not_know_is_signed_and_sent_raw() {
    let input = r#"{"Limit": 1, "Filters": [{"Name": "zone", "Values": ["z-1"]}]}"#;
    let shown = |words: &[&str]| {
        let words = [&["raw"], words, &["--dry-run", "-q"]].concat();
        let ran = cloudwright(&words).run();
        ran.json()
    };
    let tencent = shown(&[
        "tencent",
        "newest",
        "2030-01-01",
        "DoIt",
        "--input",
        input,
        "--region",
        "r-1",
    ]);
    let text = tencent.to_string();
    for part in ["newest.tencentcloudapi.com", "DoIt", "2030-01-01", "z-1"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let alibaba = shown(&[
        "alibaba",
        "Ecs",
        "2014-05-26",
        "DoIt",
        "--input",
        input,
        "--region",
        "cn-hangzhou",
    ]);
    let text = alibaba.to_string();
    for part in ["cn-hangzhou.aliyuncs.com", "Filters.1.Values.1=z-1"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let path = "/v1/{project_id}/things/{id}";
    let huawei = shown(&[
        "huawei",
        "newest",
        "v1",
        "ShowThing",
        "--path",
        path,
        "--method",
        "get",
        "--region",
        "r-1",
        "--input",
        r#"{"id": "7", "limit": 5}"#,
    ]);
    let text = huawei.to_string();
    for part in ["newest.r-1.myhuaweicloud.com", "/things/7?limit=5", "GET"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    cloudwright(&["raw", "huawei", "a", "v1", "B"])
        .run()
        .fails(2, &["--path"]);
    cloudwright(&["raw", "tencent", "a", "1", "B", "--mock"])
        .run()
        .fails(2, &["--mock"]);
}

//! What accepted calls are answered: every sample, every documented error, and rows.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::BTreeSet;

use cloudwright_mock::{Mock, MockBuilder, Provider};
use cloudwright_spec::Catalog;
use cloudwright_spec::model::Action;
use serde_json::{Value, json};
use support::sign::{JOBS, LOG, NOW, Signer, calls};

fn mock() -> MockBuilder {
    Mock::builder().clock_stopped_at(NOW)
}

fn action(catalog: &Catalog, name: &str) -> Action {
    let found = catalog
        .services
        .iter()
        .find_map(|service| service.action(name));
    found.unwrap_or_else(|| panic!("no {name}")).action.clone()
}

/// The body without what is fresh in every answer.
fn without_request_id(mut body: Value) -> Value {
    for object in ["/Response", ""] {
        if let Some(members) = body.pointer_mut(object).and_then(Value::as_object_mut) {
            members.remove("RequestId");
        }
    }
    body
}

#[test]
fn every_sample_comes_out() {
    let mock = mock().start_blocking().unwrap();
    let catalog = mock.catalog();
    for (name, call) in calls(&mock, 0) {
        let answer = call.send(&mock.endpoint());
        assert_eq!(answer.status, 200, "{name}: {answer}");
        let sample = action(catalog, name).samples[0].response.clone();
        assert_eq!(
            without_request_id(answer.json()),
            without_request_id(sample),
            "{name}"
        );
    }
    let ids: BTreeSet<String> = mock
        .requests()
        .into_iter()
        .map(|entry| entry.request_id)
        .collect();
    assert_eq!(ids.len(), 5, "request ids are fresh");
}

#[test]
fn every_documented_error_comes_out() {
    let mock = mock().start_blocking().unwrap();
    let catalog = mock.catalog();
    let mut number = 0;
    for service in &catalog.services {
        for loaded in &service.actions {
            let errors = loaded.action.errors.iter().chain(&service.service.errors);
            for error in errors {
                number += 1;
                let calls = calls(&mock, number);
                let (_, call) = calls
                    .iter()
                    .find(|(name, _)| *name == loaded.action.action)
                    .unwrap();
                let answer = call
                    .clone()
                    .header("x-mock-error", &error.code)
                    .send(&mock.endpoint());
                assert_eq!(
                    answer.code().as_deref(),
                    Some(error.code.as_str()),
                    "{answer}"
                );
                if let (Some(status), Provider::Alibaba | Provider::Huawei) =
                    (error.status, service.service.provider)
                {
                    assert_eq!(answer.status, status, "{answer}");
                }
                if let Some(message) = &error.message {
                    assert_eq!(answer.message(), *message);
                }
            }
        }
    }
    assert!(number > 60, "{number} errors");
}

#[test]
fn an_undocumented_error_is_told_so() {
    let mock = mock().start_blocking().unwrap();
    let (_, call) = calls(&mock, 0).remove(0);
    let answer = call
        .header("x-mock-error", "NoSuchCode")
        .send(&mock.endpoint());
    assert_eq!(answer.status, 400);
    let message = answer.message();
    assert!(
        message.contains("NoSuchCode") && message.contains("ResourceNotFound.ErrNoRepo"),
        "{message}"
    );
}

#[test]
fn offset_and_limit_page_through_the_rows() {
    let mock = mock().rows(45).start_blocking().unwrap();
    let signer = Signer::of(&mock, Provider::Tencent);
    let page = |offset: u64, limit: u64| {
        let body = json!({"Offset": offset, "Limit": limit, "RepoName": "a/b"}).to_string();
        let call = signer.tc3("DescribeApplicationTriggerLogPersonal", &body);
        call.send(&mock.endpoint()).json()["Response"]["Data"].clone()
    };
    let mut seen = BTreeSet::new();
    for (offset, expected) in [(0, 20), (20, 20), (40, 5), (60, 0)] {
        let data = page(offset, 20);
        assert_eq!(data["TotalCount"], 45);
        let rows = data["LogInfo"].as_array().unwrap();
        assert_eq!(rows.len(), expected);
        for row in rows {
            assert_eq!(
                row["RepoName"], "a/b",
                "a row of a filtered list bears the filter's value"
            );
            seen.insert(row.to_string());
        }
    }
    assert_eq!(seen.len(), 45, "no two rows are equal");
    assert_eq!(
        page(7, 3)["LogInfo"],
        page(7, 3)["LogInfo"],
        "rows are the same in every run"
    );
}

#[test]
fn a_page_size_has_the_documented_default() {
    let mock = mock().rows(500).start_blocking().unwrap();
    let tencent = Signer::of(&mock, Provider::Tencent);
    let body = tencent
        .tc3("DescribeApplicationTriggerLogPersonal", "{}")
        .send(&mock.endpoint())
        .json();
    assert_eq!(
        body["Response"]["Data"]["LogInfo"]
            .as_array()
            .unwrap()
            .len(),
        20
    );

    let body = tencent
        .qcloud("ListTriggerLog", &[("reponame", "a/b")])
        .send(&mock.endpoint())
        .json();
    assert_eq!(body["data"]["logInfo"].as_array().unwrap().len(), 20);
    assert_eq!(body["data"]["totalCount"], 500);

    let huawei = Signer::of(&mock, Provider::Huawei);
    let body = huawei.huawei(JOBS, "").send(&mock.endpoint()).json();
    assert_eq!(
        (body["jobs"].as_array().unwrap().len(), &body["total"]),
        (10, &json!(500))
    );

    let alibaba = Signer::of(&mock, Provider::Alibaba);
    let offset = [LOG, &[("Offset", "100")]].concat();
    let body = alibaba
        .acs3("ListRepoBuildRecordLog", &offset)
        .send(&mock.endpoint())
        .json();
    assert_eq!(
        body["BuildRecordLogs"].as_array().unwrap().len(),
        100,
        "the sample's PageSize"
    );
    assert_eq!(body["TotalCount"], "500", "a text, as in the sample");
    assert_eq!(body["PageNo"], 2);
}

#[test]
fn a_filter_shows_in_the_rows() {
    let mock = mock().rows(30).start_blocking().unwrap();
    let huawei = Signer::of(&mock, Provider::Huawei);
    let body = huawei
        .huawei(JOBS, "status=Failed")
        .send(&mock.endpoint())
        .json();
    let jobs = body["jobs"].as_array().unwrap();
    assert!(
        jobs.iter()
            .all(|job| job["status"] == "Failed" && job["policy_id"] == 16)
    );
    let ids: BTreeSet<String> = jobs.iter().map(|job| job["id"].to_string()).collect();
    assert_eq!(ids.len(), jobs.len());
}

#[test]
fn the_legacy_gateway_answers_xml_unless_asked_for_json() {
    let mock = mock().start_blocking().unwrap();
    let signer = Signer::of(&mock, Provider::Alibaba);
    let answer = signer
        .rpc("ListRepoBuildRecordLog", LOG, None)
        .send(&mock.endpoint());
    let text = String::from_utf8(answer.body).unwrap();
    assert!(
        text.contains("<ListRepoBuildRecordLogResponse>") && text.contains("GIT_CLONE"),
        "{text}"
    );

    let signer = signer.nonce(2);
    let answer = signer
        .rpc("ListRepoBuildRecordLog", LOG, Some("JSON"))
        .send(&mock.endpoint());
    assert_eq!(answer.json()["Code"], "success");
}

#[test]
fn an_action_without_a_sample_is_answered_from_its_types() {
    let service = "service: huawei-x\nprovider: huawei\nproduct: x\ntitle: X\nprotocols: [huawei-aksk]\n\
        crate: { name: cloudwright-huawei-x, version: 0.1.0 }\n\
        endpoints: { default: \"x.{region}.example.com\" }\n";
    let action = "action: ListThings\nsummary: Lists.\nsource: { title: ListThings }\naccess: read\n\
        method: GET\npath: /v1/things\nrequest:\n- { name: limit, type: integer, required: no }\n\
        - { name: offset, type: integer, required: no }\n\
        response:\n- { name: things, type: list<Thing> }\n- { name: count, type: integer }\n\
        types:\n- name: Thing\n  fields:\n  - { name: id, type: integer }\n\
        \x20 - { name: kind, type: Kind }\n  - { name: parts, type: list<Thing> }\n\
        - { name: Kind, values: [small, large] }\n\
        pagination: { style: offset, offset: offset, limit: limit, items: things, total: count }\n";
    let files = vec![
        cloudwright_mock::SourceFile::new("huawei/x/service.yaml", service),
        cloudwright_mock::SourceFile::new("huawei/x/ListThings.yaml", action),
    ];
    let mock = mock().spec_files(files).start_blocking().unwrap();
    let signer = Signer::of(&mock, Provider::Huawei);
    let body = signer
        .huawei("/v1/things", "")
        .send(&mock.endpoint())
        .json();
    assert_eq!(
        (&body["things"][0]["kind"], &body["count"]),
        (&json!("small"), &json!(1))
    );
    mock.set_rows(Some(3));
    let body = signer
        .huawei("/v1/things", "limit=2&offset=2")
        .send(&mock.endpoint())
        .json();
    assert_eq!(
        (body["things"].as_array().unwrap().len(), &body["count"]),
        (1, &json!(3))
    );
}

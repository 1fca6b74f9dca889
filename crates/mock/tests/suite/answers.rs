//! What accepted calls are answered: every sample, every documented error, and rows.

use std::collections::BTreeSet;

use cloudwright_mock::{Mock, MockBuilder, Provider};
use cloudwright_vocabulary::secret::is_secret_name;
use serde_json::{Value, json};

use crate::support::sign::{JOBS, LOG, NOW, Signer, call_with, calls, right_call};

fn mock() -> MockBuilder {
    // Without state: each action is answered by itself.
    Mock::builder().clock_stopped_at(NOW).state(false)
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
    let mut count = 0;
    for service in &mock.catalog().services {
        let id = &service.service.service;
        for found in &service.actions {
            let action = &found.action;
            let example = mock.example(id, &action.action).unwrap();
            for (number, sample) in action.samples.iter().enumerate() {
                // Another sample than the first is for its own parameters alone.
                let asked = sample.request.as_ref().filter(|_| number > 0);
                let parameters = match asked {
                    Some(asked) => completed(&example, asked),
                    None if number == 0 => example.clone(),
                    None => continue,
                };
                let call = call_with(&mock, id, &action.action, &parameters);
                let answer = call.send(&mock.endpoint_for(id));
                let name = format!("{id}/{} {number}", action.action);
                assert_eq!(answer.status, 200, "{name}: {answer}");
                assert_eq!(
                    without_request_id(answer.json()),
                    without_request_id(sample.response.clone()),
                    "{name}"
                );
                count += 1;
            }
        }
    }
    let log = mock.requests();
    let ids: BTreeSet<&str> = log.iter().map(|entry| entry.request_id.as_str()).collect();
    assert_eq!(ids.len(), count, "request ids are fresh");
    assert!(count > 0);
}

/// A sample's parameters, and what else a call needs, such as parts of the path.
fn completed(example: &Value, asked: &Value) -> Value {
    let mut parameters = asked.clone();
    for (name, value) in example.as_object().unwrap() {
        if name == "project_id" {
            parameters[name] = value.clone();
        }
    }
    parameters
}

#[test]
fn every_action_takes_its_example_and_answers() {
    let mock = mock().start_blocking().unwrap();
    for right in calls(&mock) {
        let answer = right.call.send(&mock.endpoint_for(&right.service));
        let name = right.name();
        assert_eq!(
            (answer.status, answer.code()),
            (200, None),
            "{name}: {answer}"
        );
        let received = mock.last_request().unwrap();
        assert_eq!(received.service.as_ref(), Some(&right.service), "{name}");
        assert_eq!(received.action.as_ref(), Some(&right.action), "{name}");
        let example = mock.example(&right.service, &right.action).unwrap();
        let logged = received.parameters;
        let service = mock.catalog().service(&right.service).unwrap();
        let action = &service.action(&right.action).unwrap().action;
        let sensitive = service.sensitive(action, &action.request);
        assert!(
            is_logged(&logged, &example, false, &sensitive),
            "{name}: {logged} {example}"
        );
    }
}

/// Whether the log has what was sent, where texts may be hidden that a spec calls sensitive, that are named like
/// a secret, or that lie below such a name.
fn is_logged(logged: &Value, sent: &Value, is_secret: bool, sensitive: &BTreeSet<&str>) -> bool {
    match (logged, sent) {
        (Value::Object(logged), Value::Object(sent)) => {
            logged.len() == sent.len()
                && logged.iter().all(|(name, value)| {
                    let is_named = is_secret_name(name) || sensitive.contains(name.as_str());
                    let sent = sent.get(name);
                    sent.is_some_and(|sent| {
                        is_logged(value, sent, is_secret || is_named, sensitive)
                    })
                })
        }
        (Value::Array(logged), Value::Array(sent)) => {
            let mut pairs = logged.iter().zip(sent);
            logged.len() == sent.len()
                && pairs.all(|(logged, sent)| is_logged(logged, sent, is_secret, sensitive))
        }
        _ => logged == sent || (is_secret && *logged == "[redacted]"),
    }
}

#[test]
fn every_documented_error_comes_out() {
    let mock = mock().start_blocking().unwrap();
    let mut count = 0;
    for service in &mock.catalog().services {
        let id = &service.service.service;
        // An answer to `HEAD` has no body that could hold a code.
        let actions = service.actions.iter();
        let actions = actions.filter(|loaded| service.method(&loaded.action) != "HEAD");
        for (index, loaded) in actions.enumerate() {
            // Any action may answer the service's: one does.
            let of_service: &[_] = if index == 0 {
                &service.service.errors
            } else {
                &[]
            };
            let errors = loaded.action.errors.iter().chain(of_service);
            for error in errors {
                count += 1;
                let answer = right_call(&mock, id, &loaded.action.action)
                    .header("x-mock-error", &error.code)
                    .send(&mock.endpoint_for(id));
                let name = format!("{id}/{} {}: {answer}", loaded.action.action, error.code);
                assert!(answer.is_error(&error.code), "{name}");
                // The page's own meaning of a code outranks the service's.
                let own = loaded
                    .action
                    .errors
                    .iter()
                    .find(|own| own.code == error.code);
                let told = own.unwrap_or(error);
                if let (Some(status), Provider::Alibaba | Provider::Huawei) =
                    (told.status, service.service.provider)
                {
                    assert_eq!(answer.status, status, "{name}");
                }
                if let Some(message) = &told.message {
                    assert_eq!(answer.message(), *message, "{name}");
                }
            }
        }
    }
    assert!(count > 0);
}

#[test]
fn an_undocumented_error_is_told_so() {
    let mock = mock().start_blocking().unwrap();
    let action = "DescribeApplicationTriggerLogPersonal";
    for (code, told) in [
        ("NoSuchCode", "ResourceNotFound.ErrNoRepo"),
        ("InternalErorr", "did you mean `InternalError`?"),
    ] {
        let answer = right_call(&mock, "tencent-tcr", action)
            .header("x-mock-error", code)
            .send(&mock.endpoint());
        assert_eq!(answer.status, 400);
        let message = answer.message();
        assert!(
            message.contains(code) && message.contains(told),
            "{message}"
        );
    }
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
fn a_samples_rows_are_paged_through_as_asked() {
    let mock = mock().start_blocking().unwrap();
    let signer = Signer::of(&mock, Provider::Tencent);
    let rows = |body: Value| {
        let call = signer.tc3("DescribeApplicationTriggerLogPersonal", &body.to_string());
        let data = call.send(&mock.endpoint()).json()["Response"]["Data"].clone();
        assert_eq!(data["TotalCount"], 10);
        let rows = data["LogInfo"].as_array().unwrap().iter();
        rows.map(|row| row["TagName"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let all = rows(json!({}));
    assert_eq!(all.len(), 10);
    for (asked, expected) in [
        (json!({"Limit": 2}), &all[..2]),
        (json!({"Limit": 3, "Offset": 3}), &all[3..6]),
        (json!({"Limit": 5, "Offset": 8}), &all[8..]),
        (json!({"Offset": 9}), &all[9..]),
        (json!({"Limit": 5, "Offset": 10}), &[]),
        (json!({"RepoName": "a/b"}), &all[..]),
    ] {
        assert_eq!(rows(asked.clone()), expected, "{asked}");
    }
}

/// A service whose only action pages in its own way; its sample has three rows.
fn paged(members: &str, pagination: &str, response: &str) -> Mock {
    let service = "service: tencent-x\nprovider: tencent\nproduct: x\ntitle: X\nversion: \"1\"\n\
        protocols: [tencent-tc3]\ncrate: { name: cloudwright-tencent-x, version: 0.1.0 }\n\
        endpoints: { default: x.example.com }\nenvelope: Response\n";
    let action = format!(
        "action: List\nsummary: Lists.\nsource: {{ title: List }}\naccess: read\n\
         request:\n{members}response:\n- {{ name: Rows, type: list<string> }}\n\
         - {{ name: Next, type: string }}\n- {{ name: RequestId, type: string }}\n\
         pagination: {pagination}\nsamples:\n- response:\n    Response:\n      \
         Rows: [a, b, c]\n{response}      RequestId: r\n"
    );
    let files = vec![
        cloudwright_mock::SourceFile::new("tencent/x/service.yaml", service),
        cloudwright_mock::SourceFile::new("tencent/x/List.yaml", action),
    ];
    mock().spec_files(files).start_blocking().unwrap()
}

fn page(mock: &Mock, parameters: &Value) -> (Value, Value) {
    let call = call_with(mock, "tencent-x", "List", parameters);
    let result = call.send(&mock.endpoint()).json()["Response"].clone();
    (result["Rows"].clone(), result["Next"].clone())
}

#[test]
fn a_samples_rows_are_paged_through_in_every_style() {
    let mock = paged(
        "- { name: Page, type: integer }\n- { name: Size, type: integer }\n",
        "{ style: page, page: Page, size: Size, items: Rows }",
        "",
    );
    for (asked, rows) in [
        (json!({}), json!(["a", "b", "c"])),
        (json!({"Size": 2}), json!(["a", "b"])),
        (json!({"Page": 2, "Size": 2}), json!(["c"])),
        (json!({"Page": 3, "Size": 2}), json!([])),
    ] {
        assert_eq!(page(&mock, &asked).0, rows, "{asked}");
    }
    let mock = paged(
        "- { name: Token, type: string }\n- { name: Size, type: integer }\n",
        "{ style: token, token: Token, next: Next, limit: Size, items: Rows }",
        "      Next: t0ken\n",
    );
    for (asked, rows, next) in [
        (json!({}), json!(["a", "b", "c"]), json!("t0ken")),
        (json!({"Token": "t0ken"}), json!([]), json!("")),
        (json!({"Size": 2}), json!(["a", "b"]), json!("2")),
        (json!({"Size": 2, "Token": "2"}), json!(["c"]), json!("")),
    ] {
        assert_eq!(page(&mock, &asked), (rows, next), "{asked}");
    }
}

#[test]
fn pages_are_asked_for_with_texts_numbers_and_of_whole_answers_too() {
    let mock = mock().rows(8).start_blocking().unwrap();
    let huawei = Signer::of(&mock, Provider::Huawei);
    let get = |path: &str, query: &str| huawei.huawei(path, query).send(&mock.endpoint()).json();
    for (query, rows) in [("limit=5", 5), ("limit=5&offset=5", 3), ("offset=8", 0)] {
        let page = get("/v2/manage/repos", query);
        assert_eq!(page.as_array().map(Vec::len), Some(rows), "{query}");
    }
    for (query, rows, next) in [("limit=5", 5, 5), ("limit=5&marker=5", 3, 0)] {
        let page = get("/v3/manage/repos", query);
        assert_eq!(page["repos"].as_array().map(Vec::len), Some(rows), "{page}");
        assert_eq!(page["nextMarker"], next, "{page}");
    }
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

//! What is created is listed, shown, changed and deleted, in the manner of each vendor.

mod products;

use cloudwright_mock::{Fault, Mock, MockBuilder, Reply, SourceFile};
use serde_json::{Value, json};

use crate::support::sign::{NOW, call_with};
use crate::support::{Answer, Call, authority};

/// A service, and its actions: name, method and path where there are some, request, response, the rest.
type Spec<'a> = (&'a str, &'a [(&'a str, &'a str, &'a str, &'a str, &'a str)]);

const TENCENT: Spec<'_> = (
    "service: tencent-x\nprovider: tencent\nproduct: x\ntitle: X\nversion: \"1\"\nenvelope: Response\n\
     protocols: [tencent-tc3]\ncrate: { name: cloudwright-tencent-x, version: 0.1.0 }\n\
     endpoints: { default: x.example.com }\n",
    &[
        (
            "CreateNamespace",
            "",
            "- { name: RegistryId, type: string, required: yes }\n- { name: NamespaceName, type: string, required: yes }\n\
             - { name: IsPublic, type: boolean }\n",
            "- { name: RequestId, type: string }\n",
            "errors:\n- { code: ResourceInUse, doc: Taken., class: conflict }\n",
        ),
        (
            "DescribeNamespaces",
            "",
            "- { name: RegistryId, type: string, required: yes }\n- { name: NamespaceName, type: string }\n\
             - { name: Offset, type: integer }\n- { name: Limit, type: integer }\n",
            "- { name: NamespaceList, type: list<Info> }\n- { name: TotalCount, type: integer }\n\
             - { name: RequestId, type: string }\n",
            "types:\n- name: Info\n  doc: I.\n  fields:\n  - { name: Name, type: string }\n\
             \x20 - { name: NamespaceId, type: integer }\n  - { name: Public, type: boolean }\n\
             \x20 - { name: IsPublic, type: boolean }\n\
             pagination: { style: offset, offset: Offset, limit: Limit, items: NamespaceList, total: TotalCount }\n\
             samples:\n- response: { Response: { NamespaceList: [{ Name: sampled, NamespaceId: 3, Public: false, \
             IsPublic: false }], TotalCount: 1, RequestId: r } }\n",
        ),
        (
            "ModifyNamespace",
            "",
            "- { name: RegistryId, type: string, required: yes }\n- { name: NamespaceName, type: string, required: yes }\n\
             - { name: IsPublic, type: boolean, required: yes }\n",
            "- { name: RequestId, type: string }\n",
            "",
        ),
        (
            "DeleteNamespace",
            "",
            "- { name: RegistryId, type: string, required: yes }\n- { name: NamespaceName, type: string, required: yes }\n",
            "- { name: RequestId, type: string }\n",
            "errors:\n- { code: ResourceNotFound.Namespace, doc: Gone., class: not-found }\n",
        ),
        (
            "CreateWebhookTrigger",
            "",
            "- { name: RegistryId, type: string, required: yes }\n- { name: Trigger, type: Trigger, required: yes }\n",
            "- { name: Trigger, type: Trigger }\n- { name: RequestId, type: string }\n",
            "types:\n- name: Trigger\n  doc: T.\n  fields:\n  - { name: Name, type: string, required: yes }\n\
             \x20 - { name: Id, type: integer }\n",
        ),
        (
            "DescribeWebhookTrigger",
            "",
            "- { name: RegistryId, type: string, required: yes }\n",
            "- { name: Triggers, type: list<Trigger> }\n- { name: TotalCount, type: integer }\n",
            "types:\n- name: Trigger\n  doc: T.\n  fields:\n  - { name: Name, type: string }\n  - { name: Id, type: integer }\n",
        ),
        (
            "DeleteWebhookTrigger",
            "",
            "- { name: RegistryId, type: string, required: yes }\n- { name: Id, type: integer, required: yes }\n",
            "- { name: RequestId, type: string }\n",
            "",
        ),
    ],
);

const ALIBABA: Spec<'_> = (
    "service: alibaba-x\nprovider: alibaba\nproduct: x\ntitle: X\nversion: \"2\"\n\
     protocols: [aliyun-acs3]\ncrate: { name: cloudwright-alibaba-x, version: 0.1.0 }\n\
     endpoints: { default: \"x.{region}.example.com\" }\n",
    &[
        (
            "CreateRepository",
            "",
            "- { name: InstanceId, type: string, required: yes }\n- { name: RepoName, type: string, required: yes }\n\
             - { name: RepoNamespaceName, type: string, required: yes }\n",
            "- { name: RepoId, type: string }\n- { name: RequestId, type: string }\n",
            "",
        ),
        (
            "ListRepository",
            "",
            "- { name: InstanceId, type: string, required: yes }\n- { name: RepoNamespaceName, type: string }\n",
            "- name: Repositories\n  type: list<object>\n  fields:\n  - { name: RepoId, type: string }\n\
             \x20 - { name: RepoName, type: string }\n  - { name: RepoNamespaceName, type: string }\n\
             - { name: TotalCount, type: string }\n",
            "",
        ),
        (
            "GetRepository",
            "",
            "- { name: InstanceId, type: string, required: yes }\n- { name: RepoId, type: string, required: yes }\n",
            "- { name: RepoName, type: string }\n- { name: RepoId, type: string }\n\
             - name: Labels\n  type: list<object>\n  fields:\n  - { name: Key, type: string }\n",
            "",
        ),
        (
            "DeleteRepository",
            "",
            "- { name: InstanceId, type: string, required: yes }\n- { name: RepoId, type: string, required: yes }\n",
            "- { name: RequestId, type: string }\n",
            "",
        ),
    ],
);

const HUAWEI: Spec<'_> = (
    "service: huawei-x\nprovider: huawei\nproduct: x\ntitle: X\nprotocols: [huawei-aksk]\n\
     crate: { name: cloudwright-huawei-x, version: 0.1.0 }\nendpoints: { default: \"x.{region}.example.com\" }\n",
    &[
        (
            "CreateNamespace",
            "method: POST\npath: /v2/manage/namespaces\n",
            "- { name: body, type: Body, in: body-root, required: yes }\n",
            "[]",
            "types:\n- name: Body\n  doc: B.\n  fields:\n  - { name: namespace, type: string, required: yes }\n",
        ),
        (
            "ListNamespaces",
            "method: GET\npath: /v2/manage/namespaces\n",
            "- { name: namespace, type: string }\n",
            "- name: namespaces\n  type: list<object>\n  fields:\n  - { name: id, type: integer }\n\
             \x20 - { name: name, type: string }\n",
            "",
        ),
        (
            "ShowNamespace",
            "method: GET\npath: /v2/manage/namespaces/{namespace}\n",
            "- { name: namespace, type: string, in: path, required: yes }\n",
            "- { name: id, type: integer }\n- { name: name, type: string }\n",
            "",
        ),
        (
            "DeleteNamespaces",
            "method: DELETE\npath: /v2/manage/namespaces/{namespace}\n",
            "- { name: namespace, type: string, in: path, required: yes }\n",
            "[]",
            "",
        ),
    ],
);

fn files() -> Vec<SourceFile> {
    let mut files = Vec::new();
    for (service, actions) in [TENCENT, ALIBABA, HUAWEI] {
        let folder = service
            .split([' ', '\n'])
            .nth(1)
            .unwrap()
            .replacen('-', "/", 1);
        files.push(SourceFile::new(format!("{folder}/service.yaml"), service));
        for (name, place, request, response, rest) in actions {
            let access = if name.starts_with(['L', 'S', 'G']) || name.starts_with("Desc") {
                "read"
            } else {
                "write"
            };
            let response = match *response {
                "[]" => "response: []\n".to_owned(),
                members => format!("response:\n{members}"),
            };
            let text = format!(
                "action: {name}\nsummary: X.\nsource: {{ title: X }}\naccess: {access}\n{place}\
                 request:\n{request}{response}{rest}"
            );
            files.push(SourceFile::new(format!("{folder}/{name}.yaml"), text));
        }
    }
    files
}

fn builder() -> MockBuilder {
    Mock::builder().clock_stopped_at(NOW).spec_files(files())
}

fn ask(mock: &Mock, service: &str, action: &str, parameters: &Value) -> Answer {
    call_with(mock, service, action, parameters).send(&mock.endpoint_for(service))
}

fn tencent(mock: &Mock, action: &str, parameters: &Value) -> Value {
    ask(mock, "tencent-x", action, parameters).json()["Response"].clone()
}

/// Asks for what is there, or has it forgotten.
fn control(mock: &Mock, method: &str) -> Answer {
    let call = Call {
        method: method.to_owned(),
        path: "/_mock/state".to_owned(),
        ..Call::default()
    };
    call.header("Host", authority(&mock.endpoint()))
        .send(&mock.endpoint())
}

/// The names of the namespaces in a registry.
fn names(mock: &Mock, parameters: &Value) -> Vec<String> {
    let answer = tencent(mock, "DescribeNamespaces", parameters);
    let rows = answer["NamespaceList"].as_array().unwrap().iter();
    rows.map(|row| row["Name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn until_something_is_created_the_sample_is_answered() {
    let mock = builder().start_blocking().unwrap();
    let all = json!({"RegistryId": "a"});
    assert_eq!(names(&mock, &all), ["sampled"]);
    let gone = json!({"RegistryId": "a", "NamespaceName": "x"});
    let deleted = tencent(&mock, "DeleteNamespace", &gone);
    assert_eq!(deleted.get("Error"), None);
    assert_eq!((names(&mock, &all).len(), mock.things()), (1, 0));
}

#[test]
fn what_is_created_is_listed_changed_and_deleted() {
    let mock = builder().start_blocking().unwrap();
    for (registry, name) in [("a", "one"), ("a", "two"), ("b", "one"), ("a", "twelve")] {
        let made = json!({"RegistryId": registry, "NamespaceName": name, "IsPublic": true});
        assert_eq!(tencent(&mock, "CreateNamespace", &made).get("Error"), None);
    }
    assert_eq!(
        names(&mock, &json!({"RegistryId": "a"})),
        ["one", "two", "twelve"]
    );
    assert_eq!(names(&mock, &json!({"RegistryId": "c"})), [""; 0]);
    assert_eq!(
        names(&mock, &json!({"RegistryId": "a", "NamespaceName": "tw"})),
        ["two", "twelve"]
    );
    assert_eq!(
        names(&mock, &json!({"RegistryId": "a", "Limit": 1, "Offset": 1})),
        ["two"]
    );
    let answer = tencent(
        &mock,
        "DescribeNamespaces",
        &json!({"RegistryId": "a", "Limit": 1}),
    );
    assert_eq!(
        (
            &answer["TotalCount"],
            &answer["NamespaceList"][0]["NamespaceId"]
        ),
        (&json!(3), &json!(1))
    );
    assert_eq!(answer["NamespaceList"][0]["IsPublic"], true);

    let taken = json!({"RegistryId": "a", "NamespaceName": "two"});
    assert_eq!(
        tencent(&mock, "CreateNamespace", &taken)["Error"]["Code"],
        "ResourceInUse"
    );
    let change = json!({"RegistryId": "a", "NamespaceName": "two", "IsPublic": false});
    tencent(&mock, "ModifyNamespace", &change);
    let answer = tencent(&mock, "DescribeNamespaces", &taken);
    assert_eq!(answer["NamespaceList"][0]["IsPublic"], false);

    assert_eq!(tencent(&mock, "DeleteNamespace", &taken).get("Error"), None);
    assert_eq!(names(&mock, &json!({"RegistryId": "a"})), ["one", "twelve"]);
    assert_eq!(names(&mock, &json!({"RegistryId": "b"})), ["one"]);
    let again = tencent(&mock, "DeleteNamespace", &taken);
    assert_eq!(again["Error"]["Code"], "ResourceNotFound.Namespace");
    assert_eq!(mock.things(), 3);
}

#[test]
fn ids_are_invented_in_the_type_that_the_page_has() {
    let mock = builder().start_blocking().unwrap();
    let made = json!({"RegistryId": "a", "Trigger": {"Name": "hook"}});
    let made = tencent(&mock, "CreateWebhookTrigger", &made);
    let id = made["Trigger"]["Id"].clone();
    assert_eq!(
        (made["Trigger"]["Name"].as_str(), id.is_number()),
        (Some("hook"), true)
    );
    let listed = tencent(&mock, "DescribeWebhookTrigger", &json!({"RegistryId": "a"}));
    assert_eq!(listed["Triggers"], json!([{"Id": id, "Name": "hook"}]));
    let gone = json!({"RegistryId": "a", "Id": id.as_i64().unwrap() + 1});
    assert_eq!(
        tencent(&mock, "DeleteWebhookTrigger", &gone)["Error"]["Code"],
        "ResourceNotFound"
    );
    tencent(
        &mock,
        "DeleteWebhookTrigger",
        &json!({"RegistryId": "a", "Id": id}),
    );
    let listed = tencent(&mock, "DescribeWebhookTrigger", &json!({"RegistryId": "a"}));
    assert_eq!(
        (&listed["Triggers"], &listed["TotalCount"]),
        (&json!([]), &json!(0))
    );

    let repository = |name: &str| {
        let made = json!({"InstanceId": "i", "RepoName": name, "RepoNamespaceName": "n"});
        let made = ask(&mock, "alibaba-x", "CreateRepository", &made).json();
        made["RepoId"].as_str().unwrap().to_owned()
    };
    let (one, other) = (repository("one"), repository("other"));
    assert_ne!(one, other);
    let get = |id: &str| {
        ask(
            &mock,
            "alibaba-x",
            "GetRepository",
            &json!({"InstanceId": "i", "RepoId": id}),
        )
    };
    assert_eq!(get(&other).json()["RepoName"], "other");
    let listed = ask(
        &mock,
        "alibaba-x",
        "ListRepository",
        &json!({"InstanceId": "i"}),
    )
    .json();
    assert_eq!(listed["TotalCount"], "2");
    ask(
        &mock,
        "alibaba-x",
        "DeleteRepository",
        &json!({"InstanceId": "i", "RepoId": one}),
    );
    assert_eq!(get(&one).status, 404);
    assert_eq!(get(&other).json()["RepoId"], other);
}

#[test]
fn things_go_by_paths_and_whole_bodies_too() {
    let mock = builder().start_blocking().unwrap();
    let huawei = |action: &str, parameters: Value| ask(&mock, "huawei-x", action, &parameters);
    for name in ["one", "two"] {
        huawei("CreateNamespace", json!({"body": {"namespace": name}}));
    }
    let shown = huawei("ShowNamespace", json!({"namespace": "two"})).json();
    assert_eq!((&shown["name"], &shown["id"]), (&json!("two"), &json!(2)));
    let listed = huawei("ListNamespaces", json!({})).json();
    assert_eq!(listed["namespaces"].as_array().unwrap().len(), 2);
    assert_eq!(
        huawei("ShowNamespace", json!({"namespace": "three"})).status,
        404
    );
    assert_eq!(
        huawei("DeleteNamespaces", json!({"namespace": "two"})).status,
        200
    );
    assert_eq!(
        huawei("DeleteNamespaces", json!({"namespace": "two"})).status,
        404
    );
    assert_eq!(
        huawei("ListNamespaces", json!({})).json()["namespaces"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn a_lost_answer_is_of_something_that_was_done_and_a_throttled_one_is_not() {
    let mock = builder().start_blocking().unwrap();
    let made = json!({"RegistryId": "a", "NamespaceName": "one"});
    for (fault, things) in [
        (Fault::Status(429), 0),
        (Fault::Redirect(None), 0),
        (Fault::Status(500), 1),
    ] {
        mock.enqueue(Reply::fault(fault.clone())).unwrap();
        ask(&mock, "tencent-x", "CreateNamespace", &made)
            .status
            .to_string();
        assert_eq!(mock.things(), things, "{fault}");
    }
    mock.enqueue(Reply::fault(Fault::Reset)).unwrap();
    let other = json!({"RegistryId": "a", "NamespaceName": "two"});
    let call = call_with(&mock, "tencent-x", "CreateNamespace", &other);
    call.try_send(&mock.endpoint()).unwrap_err();
    assert_eq!(names(&mock, &json!({"RegistryId": "a"})), ["one", "two"]);
    mock.enqueue(Reply::error("ResourceInUse")).unwrap();
    tencent(
        &mock,
        "CreateNamespace",
        &json!({"RegistryId": "a", "NamespaceName": "three"}),
    );
    assert_eq!(mock.things(), 2);
}

#[test]
fn what_is_there_is_told_to_programs_and_forgotten_for_them() {
    let mock = builder().start_blocking().unwrap();
    let made = json!({"RegistryId": "a", "NamespaceName": "one"});
    tencent(&mock, "CreateNamespace", &made);
    let there = control(&mock, "GET").json();
    let known = json!({"id": "mock-00000001", "name": "one", "registryid": "a"});
    let expected = json!([{"service": "tencent-x", "kind": "namespace", "known": known}]);
    assert_eq!(there, expected);
    assert_eq!((control(&mock, "DELETE").status, mock.things()), (204, 0));
    assert_eq!(control(&mock, "GET").json(), json!([]));
}

#[test]
fn state_can_be_left_out_and_forgotten() {
    let made = json!({"RegistryId": "a", "NamespaceName": "one"});
    let all = json!({"RegistryId": "a"});
    let mock = builder().state(false).start_blocking().unwrap();
    tencent(&mock, "CreateNamespace", &made);
    assert_eq!(
        (names(&mock, &all), mock.things()),
        (vec!["sampled".to_owned()], 0)
    );

    let mock = builder().start_blocking().unwrap();
    tencent(&mock, "CreateNamespace", &made);
    assert_eq!(names(&mock, &all), ["one"]);
    mock.reset();
    assert_eq!(names(&mock, &all), ["sampled"]);
    tencent(&mock, "CreateNamespace", &made);
    let call = Call {
        method: "PATCH".to_owned(),
        path: "/_mock/settings".to_owned(),
        body: br#"{"state": false}"#.to_vec(),
        ..Call::default()
    };
    let answer = call
        .header("Host", authority(&mock.endpoint()))
        .send(&mock.endpoint());
    assert_eq!(
        (answer.json()["state"].as_bool(), mock.things()),
        (Some(false), 0)
    );
    assert_eq!(names(&mock, &all), ["sampled"]);
    let other = builder().start_blocking().unwrap();
    assert_eq!(other.things(), 0, "instances share nothing");
}

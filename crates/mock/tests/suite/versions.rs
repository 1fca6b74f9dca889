//! Two versions of one product, which share their hosts: a request goes to the version that it names,
//! in every protocol and however it comes.

use cloudwright_mock::{Mock, MockBuilder, Reply, SourceFile, When};

use crate::support::Answer;
use crate::support::sign::{NOW, calls, right_call};

/// Protocol, vendor, and what tells the versions apart beside the version: paths at Huawei.
const PRODUCTS: &[(&str, &str)] = &[
    ("tencent", "tencent-tc3"),
    ("alibaba", "aliyun-acs3"),
    ("alibaba", "aliyun-rpc-v1"),
    ("alibaba", "aliyun-roa"),
    ("huawei", "huawei-aksk"),
    ("huawei", "huawei-token"),
];

/// A product of each protocol in two versions: both have `Show`, and each has an action of its own.
fn files() -> Vec<SourceFile> {
    let mut files = Vec::new();
    for (provider, protocol) in PRODUCTS {
        for version in ["2020-01-01", "2030-01-01"] {
            let year = &version[..4];
            let folder = format!("{provider}/{protocol}-{year}");
            let id = format!("{provider}-{protocol}-{year}");
            let envelope = if *provider == "tencent" {
                "envelope: Response\n"
            } else {
                ""
            };
            let service = format!(
                "service: {id}\nprovider: {provider}\nproduct: {protocol}\ntitle: X\n\
                 version: \"{version}\"\nprotocols: [{protocol}]\n{envelope}\
                 crate: {{ name: cloudwright-{id}, version: 0.1.0 }}\n\
                 endpoints: {{ default: \"{protocol}.{{region}}.example.com\" }}\n"
            );
            files.push(SourceFile::new(format!("{folder}/service.yaml"), service));
            for action in ["Show".to_owned(), format!("Only{year}")] {
                let path = match *protocol {
                    "aliyun-roa" => format!("method: GET\npath: /{action}/{{Id}}\n"),
                    _ if *provider == "huawei" => {
                        format!("method: GET\npath: /v{year}/{protocol}/{action}/{{Id}}\n")
                    }
                    _ => String::new(),
                };
                let text = format!(
                    "action: {action}\nsummary: Shows.\nsource: {{ title: X }}\naccess: read\n{path}\
                     request:\n- {{ name: Id, type: string, required: yes }}\n\
                     response:\n- {{ name: Version, type: string, example: \"{version}\" }}\n"
                );
                files.push(SourceFile::new(format!("{folder}/{action}.yaml"), text));
            }
        }
    }
    files
}

fn builder() -> MockBuilder {
    Mock::builder().clock_stopped_at(NOW).spec_files(files())
}

fn version(answer: &Answer) -> String {
    let body = answer.json();
    let result = body.get("Response").unwrap_or(&body);
    result["Version"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_request_goes_to_the_version_that_it_names() {
    let mock = builder().start_blocking().unwrap();
    for right in calls(&mock) {
        let name = right.name();
        assert_eq!(mock.endpoint_for(&right.service), mock.endpoint(), "{name}");
        let answer = right.call.send(&mock.endpoint());
        assert_eq!(answer.code(), None, "{name}: {answer}");
        assert_eq!(
            mock.last_request().unwrap().service,
            Some(right.service.clone()),
            "{name}"
        );
        let year = &right.service[right.service.len() - 4..];
        assert!(version(&answer).starts_with(year), "{name}: {answer}");
    }
}

#[test]
fn a_port_of_one_version_leads_to_the_other_too() {
    let mock = builder().one_port_each(true).start_blocking().unwrap();
    for right in calls(&mock) {
        let other = if right.service.ends_with("2020") {
            right.service.replace("2020", "2030")
        } else {
            right.service.replace("2030", "2020")
        };
        for port in [&right.service, &other] {
            let call = right_call(&mock, &right.service, &right.action);
            let answer = call.send(&mock.endpoint_for(port));
            let name = format!("{} at {port}", right.name());
            assert_eq!(answer.code(), None, "{name}: {answer}");
            let came_to = mock.last_request().unwrap().service;
            assert_eq!(came_to.as_deref(), Some(right.service.as_str()), "{name}");
        }
    }
}

#[test]
fn an_action_of_another_version_and_a_version_of_nobody_are_refused() {
    let mock = builder().start_blocking().unwrap();
    for (provider, protocol) in &PRODUCTS[..2] {
        let (old, new) = (
            format!("{provider}-{protocol}-2020"),
            format!("{provider}-{protocol}-2030"),
        );
        // The action of one under the version of the other; the headers of TC3 are not signed.
        let mut call = right_call(&mock, &new, "Only2030");
        if *provider == "tencent" {
            call.set("x-tc-version", "2020-01-01");
            let answer = call.send(&mock.endpoint());
            assert_eq!(answer.code().as_deref(), Some("InvalidAction"), "{answer}");
            assert!(answer.message().contains("Only2020"), "{answer}");
            call.set("x-tc-version", "1999-01-01");
            let answer = call.send(&mock.endpoint());
            assert_eq!(answer.code().as_deref(), Some("NoSuchVersion"));
            let told = answer.message();
            assert!(told.contains("2020-01-01, 2030-01-01"), "{told}");
        }
        mock.script(When::service(&old), [Reply::refusal(400, "Old", "")])
            .unwrap();
        assert_eq!(
            right_call(&mock, &new, "Show")
                .send(&mock.endpoint())
                .code(),
            None
        );
        let answer = right_call(&mock, &old, "Show").send(&mock.endpoint());
        assert_eq!(answer.code().as_deref(), Some("Old"));
    }
}

#[test]
fn services_that_nothing_else_tells_apart_have_paths_of_their_own() {
    let service = |id: &str| {
        format!(
            "service: tencent-{id}\nprovider: tencent\nproduct: {id}\ntitle: X\n\
             protocols: [tencent-qcloud-v2]\nenvelope: data\n\
             crate: {{ name: cloudwright-tencent-{id}, version: 0.1.0 }}\n\
             endpoints: {{ default: {id}.api.example.com }}\n"
        )
    };
    let action = "action: Show\nsummary: Shows.\nsource: { title: X }\naccess: read\n\
        request: []\nresponse:\n- { name: a, type: string }\n";
    let mut files = Vec::new();
    for id in ["x", "y"] {
        files.push(SourceFile::new(
            format!("tencent/{id}/service.yaml"),
            service(id),
        ));
        files.push(SourceFile::new(format!("tencent/{id}/Show.yaml"), action));
    }
    files.push(SourceFile::new("tencent/z/service.yaml", service("z")));
    let other = action.replace("action: Show", "action: Other");
    files.push(SourceFile::new("tencent/z/Other.yaml", other));
    let mock = Mock::builder().clock_stopped_at(NOW).spec_files(files);
    let mock = mock.start_blocking().unwrap();
    assert_eq!(
        mock.endpoint_for("tencent-y"),
        mock.endpoint() + "/tencent-y"
    );
    assert_eq!(mock.endpoint_for("tencent-z"), mock.endpoint());
    for right in calls(&mock) {
        let answer = right.call.send(&mock.endpoint_for(&right.service));
        assert_eq!(answer.code(), None, "{}: {answer}", right.name());
        assert_eq!(mock.last_request().unwrap().service, Some(right.service));
    }
}

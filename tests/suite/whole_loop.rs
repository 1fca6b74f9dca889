//! The maintainer's whole loop: a copy of the specs with a further action in each service and further
//! services is generated into a scratch folder and served by a mock, and every action, sample and
//! documented error of it goes through the runtime.

use std::num::NonZeroUsize;
use std::path::Path;

use cloudwright::core::codec::{Document, Envelope};
use cloudwright::core::credentials::Environment;
use cloudwright::core::meta::{FailureSign, Need};
use cloudwright::core::{Client, Credentials};
use cloudwright::{Error, Response};
use cloudwright_codegen::write::{self, Mode};
use cloudwright_codegen::{CLIENTS, Members, Names, Options, generate};
use cloudwright_mock::{Mock, Protocol};
use cloudwright_spec::model::Provider;
use cloudwright_spec::{LoadedAction, LoadedService, SourceFile, load};
use serde_json::{Map, Value, json};

use crate::{clients, places, tables};

/// A further action of a service: a page of rows with a required parameter, an error of its own, and
/// two samples.
fn further_action(loaded: &LoadedService) -> String {
    let rest = if loaded.protocol().is_rest() {
        "method: GET\npath: /further/{Owner}/rows\n"
    } else {
        ""
    };
    let (outcome, sample) = outcome(loaded);
    let answer = |rows: &str| {
        let rows = format!("Total: 3, Rows: [{rows}]");
        match loaded.service.envelope.as_deref() {
            Some(envelope) if sample.is_empty() => format!("{{ {envelope}: {{ {rows} }} }}"),
            Some(envelope) => format!("{{ {sample}, {envelope}: {{ {rows} }} }}"),
            None => format!("{{ {rows} }}"),
        }
    };
    format!(
        "action: ListFurtherRows\nsummary: Lists rows.\nsource: {{ title: Rows }}\naccess: read\n{rest}\
         request:\n\
         - {{ name: Owner, type: string, required: yes, min_length: 3 }}\n\
         - {{ name: Kind, type: Kind, required: yes }}\n\
         - {{ name: Offset, type: integer, required: no, default: 0 }}\n\
         - {{ name: Limit, type: integer, required: no, default: 2, max: 10 }}\n\
         response:\n{outcome}- {{ name: Total, type: integer }}\n- {{ name: Rows, type: list<Row> }}\n\
         types:\n- {{ name: Kind, doc: A kind., values: [small, large] }}\n\
         - name: Row\n  doc: A row.\n  fields:\n\
         \x20 - {{ name: Id, type: int64 }}\n  - {{ name: Kind, type: Kind }}\n\
         pagination: {{ style: offset, offset: Offset, limit: Limit, items: Rows, total: Total }}\n\
         errors:\n- {{ code: Further.Failure, status: 409, doc: Busy., class: conflict }}\n\
         samples:\n\
         - request: {{ Owner: anna, Kind: large }}\n  response: {}\n\
         - request: {{ Owner: otto, Kind: small, Limit: 1 }}\n  response: {}\n",
        answer("{ Id: 7, Kind: large }, { Id: 9007199254740993, Kind: small }"),
        answer("{ Id: 8, Kind: small }"),
    )
}

/// What stands beside the result in Tencent's API 2.0: members, and what a sample has of them.
fn outcome(loaded: &LoadedService) -> (&'static str, &'static str) {
    if loaded.protocol().failure_sign() == FailureSign::NonzeroCode {
        let members = "- { name: code, type: integer }\n- { name: message, type: string }\n\
            - { name: codeDesc, type: string }\n";
        (members, "code: 0, message: \"\", codeDesc: Success")
    } else {
        ("", "")
    }
}

/// A further write without a sample, whose structures are answered from the types.
fn further_write(loaded: &LoadedService) -> String {
    let rest = if loaded.protocol().is_rest() {
        "method: POST\npath: /further/{Owner}/things\n"
    } else {
        ""
    };
    format!(
        "action: CreateFurtherThing\nsummary: Makes one.\nsource: {{ title: Thing }}\naccess: write\n{rest}\
         request:\n\
         - {{ name: Owner, type: string, required: yes }}\n\
         - {{ name: Tags, type: list<FurtherTag>, required: yes, min_length: 2 }}\n\
         - {{ name: Left, type: string, required: no }}\n- {{ name: Right, type: integer, required: no }}\n\
         response:\n{}- {{ name: Thing, type: Thing }}\n\
         types:\n- name: FurtherTag\n  doc: A tag.\n  fields:\n\
         \x20 - {{ name: Key, type: string, required: yes }}\n\
         - name: Thing\n  doc: A thing.\n  fields:\n\
         \x20 - {{ name: Id, type: string }}\n  - {{ name: Parts, type: list<Thing> }}\n\
         rules:\n- {{ rule: one-of, members: [Left, Right] }}\n",
        outcome(loaded).0
    )
}

/// Further services, one of each protocol, before and behind those that there are. The first is a
/// further version of a product that there is.
fn further_services() -> Vec<SourceFile> {
    let catalog = places::catalog();
    let known = catalog.services.iter();
    let mut known = known.filter(|loaded| loaded.protocol() == Protocol::TencentTc3);
    let product = known.next().unwrap().service.product.clone();
    let mut files = Vec::new();
    for (folder, provider, product, protocol, rest) in [
        (
            "aa-version",
            "tencent",
            product.as_str(),
            "tencent-tc3",
            "version: \"2099-01-01\"\nenvelope: Response\n",
        ),
        (
            "zz-legacy",
            "tencent",
            "zz",
            "tencent-qcloud-v2",
            "envelope: data\n",
        ),
        (
            "aa-rpc",
            "alibaba",
            "aa",
            "aliyun-rpc-v1",
            "version: \"2099-01-01\"\n",
        ),
        (
            "zz-acs",
            "alibaba",
            "zz",
            "aliyun-acs3",
            "version: \"2099-02-01\"\n",
        ),
        (
            "aa-roa",
            "alibaba",
            "roa",
            "aliyun-roa",
            "version: \"2099-03-01\"\n",
        ),
        (
            "aa-rest",
            "huawei",
            "aa-b",
            "huawei-aksk",
            "regions: [xx-1]\n",
        ),
        ("zz-token", "huawei", "zz", "huawei-token", ""),
    ] {
        let id = format!("{provider}-{folder}");
        let service = format!(
            "service: {id}\nprovider: {provider}\nproduct: {product}\ntitle: Further\n{rest}\
             protocols: [{protocol}]\ncrate: {{ name: cloudwright-{id}, version: 0.1.0 }}\n\
             endpoints: {{ default: {folder}.example.com }}\n\
             errors:\n- {{ code: Shared.Failure, doc: It failed., class: internal }}\n"
        );
        files.push(SourceFile::new(
            format!("{provider}/{folder}/service.yaml"),
            service,
        ));
    }
    files
}

/// The repository's specs, with further services, and with further actions in every service.
fn further_specs() -> Vec<SourceFile> {
    let mut files = load::read_dir(&places::repository().join("specs")).unwrap();
    files.extend(further_services());
    // A service without an action is a finding; it is about to have one.
    for loaded in load::load(&files).catalog.services {
        let mut put = |name: &str, text: String| {
            let path = format!("{}/{name}.yaml", loaded.folder);
            files.push(SourceFile::new(path, text));
        };
        put("ListFurtherRows", further_action(&loaded));
        put("CreateFurtherThing", further_write(&loaded));
        if loaded.actions.is_empty() {
            files.extend(unusual_actions(&loaded));
        }
    }
    files
}

/// Shapes that no page of this repository has, for a service of their protocol: answers to HEAD, whole bodies
/// that are lists or texts, types that hold themselves, headers of RPC, anything, rules, odd times.
fn unusual_actions(loaded: &LoadedService) -> Vec<SourceFile> {
    let folder = places::repository().join("tests/fixtures/unusual");
    let actions = std::fs::read_dir(folder.join(loaded.protocol().as_str())).unwrap();
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let entry = entry.unwrap();
        let path = format!("{}/{}", loaded.folder, entry.file_name().display());
        SourceFile::new(path, std::fs::read(entry.path()).unwrap())
    };
    actions.map(read).collect()
}

/// Writes specs as a maintainer has them: in folders.
fn put_down(folder: &Path, files: &[SourceFile]) {
    for file in files {
        let path = folder.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &*file.content).unwrap();
    }
}

#[test]
fn further_actions_and_services_are_generated() {
    let files = further_specs();
    let loaded = load::load(&files);
    let findings = loaded.report.render(false);
    assert!(findings.trim().is_empty(), "{findings}");
    let two = NonZeroUsize::new(2).unwrap();
    let options = Options {
        members: Members {
            embed: Some(("crates/catalog/src/embedded.rs".to_owned(), &files)),
            ..Members::of_this_project()
        },
        names: Names::default(),
        threads: two,
    };
    let generated = generate(&loaded.catalog, &options).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    write::apply(scratch.path(), &generated, Mode::Write, two).unwrap();
    let again = write::apply(scratch.path(), &generated, Mode::Write, two).unwrap();
    assert!(again.is_empty(), "{again:?}");
    let read = |path: &str| std::fs::read_to_string(scratch.path().join(path)).unwrap();
    let (facade, embedded) = (
        read(&format!("{CLIENTS}/cloudwright/src/lib.rs")),
        read("crates/catalog/src/embedded.rs"),
    );
    for service in &loaded.catalog.services {
        let about = &service.service;
        assert!(
            facade.contains(&about.package.name.replace('-', "_")),
            "{facade}"
        );
        assert!(embedded.contains(&format!("\"{}/service.yaml\"", service.folder)));
        let operations = format!("{CLIENTS}/{}/src/lib.rs", about.service);
        for module in ["list_further_rows", "create_further_thing"] {
            assert!(read(&operations).contains(&format!("{module}::OPERATION")));
        }
    }
}

/// A client of a service that knows it by its spec alone.
fn client(mock: &Mock, loaded: &LoadedService) -> Client {
    let about = &loaded.service;
    let region = about.regions.first().map_or("cn-north-4", String::as_str);
    let credentials = if loaded.protocol().needs(Need::Token) {
        Credentials::token(mock.iam_token(std::time::Duration::from_secs(3600)))
    } else {
        clients::key(mock, about.provider)
    };
    Client::builder(tables::service(loaded))
        .endpoint(mock.endpoint_for(&about.service))
        .credentials(credentials)
        .environment(Environment::closed)
        .region(region)
        .project_id(mock.project_id())
        .build()
        .unwrap()
}

/// Calls an action with these parameters; the mock is asked for an error, if one is given.
async fn call(
    client: &Client,
    loaded: &LoadedService,
    found: &LoadedAction,
    parameters: Value,
    error: Option<&str>,
) -> Result<Response<Document>, Error> {
    let operation = tables::operation(client.service(), loaded, found);
    let mut call = client.call(operation).with_attempts(1);
    if let Some(region) = found.action.regions.first() {
        call = call.with_region(region);
    }
    if let Some(code) = error {
        call = call.with_header("x-mock-error", code);
    }
    call.send_dynamic(parameters).await
}

/// The result in a sample as the runtime gives it: out of its envelope, and without the id that
/// every answer has anew.
fn result(loaded: &LoadedService, sample: &Value) -> Value {
    let mut members: Map<String, Value> = sample.as_object().cloned().unwrap_or_default();
    let envelope = loaded.service.envelope.as_deref();
    if let Some(Value::Object(inside)) = envelope.and_then(|name| members.remove(name)) {
        if matches!(loaded.protocol().envelope(), Envelope::Whole(_)) {
            members.clear();
        }
        members.extend(inside);
    }
    members.remove("RequestId");
    Value::Object(members)
}

/// The parameters of a sample, and what else a call needs.
fn asked(mock: &Mock, loaded: &LoadedService, found: &LoadedAction, sample: &Value) -> Value {
    let id = &loaded.service.service;
    let mut parameters = mock.example(id, &found.action.action).unwrap();
    if let Some(asked) = sample.as_object() {
        let implicit = found.action.request.iter().filter(|member| member.implicit);
        let mut all = asked.clone();
        for member in implicit {
            all.insert(member.name.clone(), parameters[&member.name].clone());
        }
        parameters = Value::Object(all);
    }
    parameters
}

/// Whether it is an error of this code; in Tencent's API 2.0 the finer one may be beside a number.
pub(crate) fn is_error(error: &Error, code: &str) -> bool {
    let codes = [error.code(), error.detail()];
    codes
        .into_iter()
        .flatten()
        .any(|known| known.as_str() == code)
}

/// Every action, sample and error that a mock serves, through the runtime. The mock keeps no state: what
/// one action deletes, the next one shows.
async fn everything_comes_through(mock: &Mock) {
    for loaded in &mock.catalog().services {
        let client = client(mock, loaded);
        for (index, found) in loaded.actions.iter().enumerate() {
            let action = &found.action;
            let name = format!("{}/{}", loaded.service.service, action.action);
            let example = mock
                .example(&loaded.service.service, &action.action)
                .unwrap();
            call(&client, loaded, found, example.clone(), None)
                .await
                .unwrap_or_else(|error| panic!("{name} {example}: {error}"));
            let received = mock.last_request().unwrap();
            assert_eq!(
                received.service.as_ref(),
                Some(&loaded.service.service),
                "{name}"
            );
            assert_eq!(received.action.as_ref(), Some(&action.action), "{name}");
            for (number, sample) in action.samples.iter().enumerate() {
                // One without parameters is answered only where it is the first.
                if number > 0 && sample.request.is_none() {
                    continue;
                }
                let request = sample.request.clone().unwrap_or_default();
                let parameters = asked(mock, loaded, found, &request);
                let answer = call(&client, loaded, found, parameters, None).await;
                let answer = answer.unwrap_or_else(|error| panic!("{name}: {error}"));
                let mut given = answer.into_inner().into_json();
                if let Some(members) = given.as_object_mut() {
                    members.remove("RequestId");
                    assert_eq!(given, result(loaded, &sample.response), "{name} {number}");
                } else {
                    assert_eq!(given, sample.response, "{name} {number}");
                }
            }
            // Any action may answer the service's: one does.
            let of_service: &[_] = if index == 0 {
                &loaded.service.errors
            } else {
                &[]
            };
            for documented in action.errors.iter().chain(of_service) {
                let error = call(
                    &client,
                    loaded,
                    found,
                    example.clone(),
                    Some(&documented.code),
                );
                let error = error.await.unwrap_err();
                let is_it = is_error(&error, &documented.code);
                assert!(is_it, "{name} {}: {error}", documented.code);
                assert!(error.to_string().contains(&action.action), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn every_sample_and_error_of_further_specs_comes_through_their_mock() {
    let specs = tempfile::tempdir().unwrap();
    put_down(specs.path(), &further_specs());
    let builder = || Mock::builder().specs(specs.path()).state(false);
    let mock = builder().start().await.unwrap();
    assert!(
        mock.catalog()
            .services
            .iter()
            .all(|loaded| loaded.actions.len() >= 2)
    );
    everything_comes_through(&mock).await;
    drop(mock);
    let mock = builder().one_port_each(true).start().await.unwrap();
    everything_comes_through(&mock).await;
}

#[tokio::test]
async fn every_sample_and_error_of_the_hazards_comes_through_their_mock() {
    let specs = places::repository().join("tests/fixtures/hazards/specs");
    let mock = Mock::builder().specs(specs).state(false);
    everything_comes_through(&mock.start().await.unwrap()).await;
}

#[tokio::test]
async fn all_rows_of_a_further_action_are_paged_through() {
    let specs = tempfile::tempdir().unwrap();
    put_down(specs.path(), &further_specs());
    let mock = Mock::builder()
        .specs(specs.path())
        .rows(7)
        .start()
        .await
        .unwrap();
    for loaded in &mock.catalog().services {
        let client = client(&mock, loaded);
        let found = loaded.action("ListFurtherRows").unwrap();
        let mut ids = Vec::new();
        for offset in (0..10).step_by(2) {
            let parameters =
                json!({"Owner": "anna", "Kind": "large", "Offset": offset, "Limit": 2});
            let answer = call(&client, loaded, found, parameters, None)
                .await
                .unwrap();
            let rows = answer.get("Rows").unwrap().as_array().unwrap().clone();
            ids.extend(rows.iter().map(|row| row["Id"].to_string()));
        }
        let is_of = |provider| loaded.service.provider == provider;
        let all: std::collections::BTreeSet<&String> = ids.iter().collect();
        assert_eq!(
            (ids.len(), all.len()),
            (7, 7),
            "{} {ids:?}",
            is_of(Provider::Tencent)
        );
    }
}

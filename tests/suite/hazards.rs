//! Names and shapes that break generators: each reaches the wire, and comes back, as the vendor
//! spells it. The fixture's crates are checked in, so that they are compiled with everything else.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use cloudwright::core::credentials::Environment;
use cloudwright::core::meta::{Kind, Operation, Parameter, Place, Serialize, Shape};
use cloudwright::core::{Client, Credentials, Prepared};
use cloudwright_codegen::write::{self, Mode};
use cloudwright_codegen::{Members, Names, Options, generate};
use cloudwright_spec::{SourceFile, load};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::places;

fn fixture() -> std::path::PathBuf {
    places::repository().join("tests/fixtures/hazards")
}

fn sources() -> Vec<SourceFile> {
    load::read_dir(&fixture().join("specs")).unwrap()
}

fn files_of(sources: Vec<SourceFile>) -> cloudwright_codegen::Files {
    let loaded = load::load(sources);
    assert!(
        !loaded.report.has_errors(),
        "{}",
        loaded.report.render(false)
    );
    let options = Options {
        names: Names::default(),
        members: Members::alone("{ path = \"../../../crates/core\", default-features = false }"),
        threads: NonZeroUsize::MIN,
    };
    generate(&loaded.catalog, &options).unwrap()
}

#[test]
fn the_fixture_that_is_checked_in_is_what_its_specs_generate() {
    let changes = write::apply(
        &fixture(),
        &files_of(sources()),
        Mode::Check,
        NonZeroUsize::MIN,
    )
    .unwrap();
    assert!(
        changes.is_empty(),
        "run `cargo xtask regen --specs tests/fixtures/hazards/specs --out tests/fixtures/hazards`: \
         {changes:#?}"
    );
}

#[test]
fn the_order_of_files_changes_nothing() {
    let forward = files_of(sources());
    let mut reversed = sources();
    reversed.reverse();
    let backward = files_of(reversed);
    assert!(forward.iter().eq(backward.iter()));
}

/// The generated file of an action, if there is one.
fn action_file<'f>(files: &'f cloudwright_codegen::Files, source: &str) -> Option<&'f str> {
    let marker = format!(" from specs/{source}:");
    let mut found = files.iter().filter(|(path, text)| {
        path.contains("/src/actions/") && text.lines().next().is_some_and(|l| l.contains(&marker))
    });
    found.next().map(|(_, text)| text)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    /// Any subset of the actions generates the same file for each of them: adding an action renames
    /// nothing of another's.
    #[test]
    fn adding_an_action_changes_no_other_actions_file(keep in prop::collection::vec(any::<bool>(), 64)) {
        let all = sources();
        let whole = files_of(all.clone());
        let mut keep = keep.into_iter().cycle();
        let subset: Vec<SourceFile> = all
            .into_iter()
            .filter(|file| file.path.ends_with("/service.yaml") || keep.next() == Some(true))
            .collect();
        let part = files_of(subset.clone());
        for file in subset.iter().filter(|file| !file.path.ends_with("/service.yaml")) {
            prop_assert_eq!(action_file(&part, &file.path), action_file(&whole, &file.path));
        }
    }
}

/// A value of a parameter that is told from every other's by its text.
fn value(kind: &Kind, name: &str, depth: usize) -> Value {
    match kind {
        Kind::Integer | Kind::Unsigned => json!(name.len()),
        Kind::Number => json!(0.5),
        Kind::Boolean => json!(true),
        Kind::Any => json!({ "any": name }),
        Kind::Object(shape) => object(shape, depth),
        Kind::List(item) => json!([value(item, name, depth)]),
        Kind::Map(item) => json!({ "key of a map": value(item, name, depth) }),
        _ => json!(format!("value of {name}")),
    }
}

/// An object of a shape; where the depth is used up, its plain fields only.
fn object(shape: &Shape, depth: usize) -> Value {
    let nests = |kind: &Kind| matches!(kind, Kind::Object(_) | Kind::List(_) | Kind::Map(_));
    let fields = shape
        .fields
        .iter()
        .filter(|field| depth > 0 || !nests(&field.kind));
    let member = |field: &Parameter| {
        let inner = value(&field.kind, field.name, depth.saturating_sub(1));
        (field.name.to_owned(), inner)
    };
    Value::Object(fields.map(member).collect())
}

fn client(operation: &Operation) -> Client {
    Client::builder(operation.service)
        .credentials(Credentials::access_key("id", "secret"))
        .environment(Environment::closed)
        .endpoint("http://127.0.0.1:9")
        .region("cn-north-4")
        .project_id("project")
        .checks(false)
        .build()
        .unwrap()
}

/// Everything a request says, by place: body members, query names, header names.
struct Said {
    body: Value,
    query: BTreeMap<String, String>,
    headers: Vec<String>,
    path: String,
}

fn said(prepared: &Prepared) -> Said {
    let (path, query) = prepared
        .url()
        .split_once('?')
        .unwrap_or((prepared.url(), ""));
    Said {
        body: serde_json::from_slice(prepared.body()).unwrap_or_default(),
        query: cloudwright_sign::query_pairs(query).into_iter().collect(),
        headers: prepared
            .headers()
            .map(|(name, _)| name.to_ascii_lowercase())
            .collect(),
        path: path.to_owned(),
    }
}

/// A parameter's or a field's value with the texts in it that the table says.
fn on_the_wire(parameter: &Parameter, value: &Value) -> Value {
    fn inside(kind: &Kind, value: &Value) -> Value {
        match (kind, value) {
            (Kind::List(item), Value::Array(items)) => {
                items.iter().map(|value| inside(item, value)).collect()
            }
            (Kind::Map(item), Value::Object(entries)) => entries
                .iter()
                .map(|(key, value)| (key.clone(), inside(item, value)))
                .collect(),
            (Kind::Object(shape), Value::Object(members)) => members
                .iter()
                .map(|(name, value)| {
                    let mut fields = shape.fields.iter();
                    let field = fields.find(|field| field.name == *name).unwrap();
                    (name.clone(), on_the_wire(field, value))
                })
                .collect(),
            _ => value.clone(),
        }
    }
    let value = inside(&parameter.kind, value);
    match (parameter.serialize, &value) {
        (None, _) => value,
        (Some(Serialize::Comma), Value::Array(items)) => {
            let text = |item: &Value| item.as_str().map_or(item.to_string(), str::to_owned);
            let items: Vec<String> = items.iter().map(text).collect();
            items.join(",").into()
        }
        _ => value.to_string().into(),
    }
}

fn assert_there(operation: &Operation, parameter: &Parameter, given: &Value, said: &Said) {
    let told = format!("{}: {}", operation.name, parameter.name);
    match parameter.place {
        Place::Body => {
            assert_eq!(
                said.body.get(parameter.name),
                Some(&on_the_wire(parameter, given)),
                "{told}: {}",
                said.body
            );
        }
        Place::BodyRoot => assert_eq!(&said.body, given, "{told}"),
        Place::Query => {
            let dotted = format!("{}.", parameter.name);
            let there = |name: &String| name == parameter.name || name.starts_with(&dotted);
            assert!(said.query.keys().any(there), "{told}: {:?}", said.query);
        }
        Place::Header => {
            assert!(
                said.headers.contains(&parameter.name.to_ascii_lowercase()),
                "{told}"
            );
        }
        Place::Path => {
            let text = given
                .as_str()
                .map_or_else(|| given.to_string(), str::to_owned);
            assert!(
                said.path.contains(&cloudwright_sign::percent_encode(&text)),
                "{told}"
            );
        }
        Place::Host => {}
    }
}

#[tokio::test]
async fn every_parameter_reaches_the_wire_under_its_own_name() {
    let tables = [
        cloudwright_alibaba_by_path::operations::ALL,
        cloudwright_alibaba_hazards::operations::ALL,
        cloudwright_huawei_hazards::operations::ALL,
        cloudwright_tencent_hazards::operations::ALL,
    ];
    let mut seen = 0;
    for operation in tables.into_iter().flatten() {
        let given = object_of(operation);
        let call = client(operation).call(operation);
        let prepared = call.prepare_dynamic(given.clone()).await.unwrap();
        let said = said(&prepared);
        for parameter in operation.parameters {
            if let Some(value) = given.get(parameter.name) {
                assert_there(operation, parameter, value, &said);
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

fn object_of(operation: &Operation) -> Value {
    let members = operation.parameters.iter().map(|parameter| {
        (
            parameter.name.to_owned(),
            value(&parameter.kind, parameter.name, 3),
        )
    });
    Value::Object(members.collect())
}

/// The names of a spec's request, as the fixture spells them.
fn spelled(action: &str) -> Vec<String> {
    let catalog = load::load(sources()).catalog;
    let mut actions = catalog.services.iter().flat_map(|service| &service.actions);
    let found = actions.find(|found| found.action.action == action).unwrap();
    found
        .action
        .request
        .iter()
        .map(|member| member.name.clone())
        .collect()
}

fn tencent() -> cloudwright_tencent_hazards::Client {
    cloudwright_tencent_hazards::Client::builder()
        .credentials(Credentials::access_key("id", "secret"))
        .environment(Environment::closed)
        .endpoint("http://127.0.0.1:9")
        .region("ap-guangzhou")
        .build()
        .unwrap()
}

#[tokio::test]
#[allow(deprecated, reason = "stubs are deprecated")]
async fn stubs_compile_and_are_not_sent() {
    use cloudwright_tencent_hazards::actions::stubs::{OPERATION, Old, Part, Sort};

    let call = tencent()
        .stubs()
        .kept("a")
        .gone("b")
        .gone_list([Old::new().name("c")])
        .gone_map([("d", "e")])
        .part(Part::new().kept("f").gone("g"));
    let said = said(&call.prepare().await.unwrap());
    assert_eq!(said.body, json!({ "Kept": "a", "Part": { "Kept": "f" } }));
    let names: Vec<&str> = OPERATION.parameters.iter().map(|one| one.name).collect();
    assert_eq!(names, ["Kept", "Sort", "Part"]);
    assert_eq!(Sort::from("down"), Sort::Down);
    assert_eq!(Sort::VALUES, ["up"]);
}

#[test]
fn a_member_is_read_under_each_of_its_spellings() {
    use cloudwright_core::codec::{Document, Envelope, decode_body};
    use cloudwright_tencent_hazards::actions::mixed_types::MixedTypesResponse;

    for name in ["Code", "Coode", "Cod"] {
        let mut answer = MixedTypesResponse::default();
        let body = format!(r#"{{"{name}": 7}}"#);
        let beside = &mut Document::default();
        decode_body(body.as_bytes(), Envelope::Flat, &mut answer, beside).unwrap();
        assert_eq!(answer.code, Some(7), "{name}");
    }
}

#[tokio::test]
async fn typed_setters_of_odd_names_write_the_vendors_spelling() {
    let call = tencent()
        .odd_names()
        .os_ext_ips_type("OS-EXT-IPS:type")
        .metering_order_id("metering.order_id")
        .r#ref("$ref")
        .n302pv("302Pv")
        .logs("__logs__")
        .u5f("_")
        .u5f_u5f("__")
        .u2d("-")
        .page_size_size("pageSize/size")
        .quote_quote("quote\"quote")
        .back_slash("back\\slash")
        .per_cent("per%cent")
        .u1f600("😀");
    let said = said(&call.prepare().await.unwrap());
    let spelled = spelled("OddNames");
    let body = said.body.as_object().unwrap();
    assert_eq!(body.len(), 13);
    for (name, value) in body {
        assert_eq!(value, name, "each value was its name");
        assert!(spelled.contains(name), "{name} is no name of the fixture");
    }
}

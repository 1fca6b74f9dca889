//! Inventories of our own: one with everything in it, what becomes of their names, and ones that are refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod names;
mod refused;

use super::{ImportError, Options, import};
use crate::catalog::Catalog;
use crate::model::{Access, ErrorClass, Location, Member, Protocol, Required, Serialize};

const DEMO: &str = include_str!("../../../tests/data/inventory.json");

fn demo() -> Catalog {
    let imported = import(DEMO, &Options::default()).unwrap();
    match Catalog::load(imported.files) {
        Ok((catalog, report)) => {
            assert_eq!(report.render(false).trim(), "", "warnings");
            catalog
        }
        Err(report) => panic!("{}", report.render(false)),
    }
}

#[test]
fn what_was_imported_loads_without_a_finding_and_keeps_every_fact() {
    let catalog = demo();
    let service = catalog.service("huawei-demo").unwrap();
    assert_eq!(
        service.service.endpoints.default,
        "demo.{region}.example.com"
    );

    let list = &service.action("ListThings").unwrap().action;
    assert_eq!(list.access, Access::Read);
    assert_eq!(list.path.as_deref(), Some("/v2/{project_id}/things"));
    // The vendor's habit tells the first code; nobody knows the second.
    let classes: Vec<ErrorClass> = list.errors.iter().map(|error| error.class).collect();
    assert_eq!(classes, [ErrorClass::NotFound, ErrorClass::Other]);
    let [project, kind, limit, header] = &list.request[..] else {
        panic!("{:#?}", list.request)
    };
    assert!(project.implicit && project.location.is_none());
    assert_eq!((kind.required, kind.values.len()), (Required::No, 2));
    assert_eq!((limit.min, limit.max), (Some(1), Some(100)));
    assert!(limit.doc.as_deref().unwrap().contains("default `10`"));
    assert_eq!(header.location, Some(Location::Header));
    let types: Vec<String> = list
        .response
        .iter()
        .map(|m| m.type_ref.to_string())
        .collect();
    assert_eq!(types, ["list<Thing>", "map<list<Thing>>", "string"]);
    assert_eq!(list.response[2].location, Some(Location::Header));

    let create = &service.action("CreateThing").unwrap().action;
    assert_eq!(create.access, Access::Write);
    assert_eq!(create.request[1].location, Some(Location::BodyRoot));
    assert_eq!(create.request[2].serialize, Some(Serialize::Json));
    assert_eq!(create.request[2].fields.as_ref().unwrap()[0].name, "Key");
    let token = create
        .idempotency_token()
        .map(|member| member.name.as_str());
    assert_eq!(token, Some("X-Client-Token"));
}

#[test]
fn fields_that_travel_as_one_text_are_that_in_specs_wherever_they_stand() {
    let texts = r#"{"name": "Labels", "type": "map", "values": {"type": "string"}, "serialize": "json"},
        {"name": "Ids", "type": "list", "items": {"type": "int"}, "serialize": "simple"}"#;
    let action = format!(
        r#"{{"name": "Put", "method": "POST", "path": "/x", "params": [{{"name": "T", "type": "object", "ref": "T"}}],
            "response": [{{"name": "Inline", "type": "object", "fields": [{texts}]}}, {texts}]}}"#
    );
    let types = format!(r#""types": [{{"name": "T", "fields": [{texts}]}}]"#);
    let text = inventory(&action).replace(r#""types": []"#, &types);
    let (catalog, report) =
        Catalog::load(import(&text, &Options::default()).unwrap().files).unwrap();
    assert_eq!(report.render(false).trim(), "");
    let service = catalog.service("huawei-demo").unwrap();
    let response = &service.action("Put").unwrap().action.response;
    for members in [
        service.type_named("T").unwrap().fields.as_deref().unwrap(),
        response[0].fields.as_deref().unwrap(),
        &response[1..],
    ] {
        let packing: Vec<_> = members.iter().map(|member| member.serialize).collect();
        assert_eq!(packing, [Some(Serialize::Json), Some(Serialize::Comma)]);
    }
}

#[test]
fn what_is_said_of_parts_goes_to_the_member_or_into_words() {
    let action = r#"{"name": "Put", "method": "PUT", "path": "/x/{id}", "params": [
        {"name": "id", "type": "string", "in": "query"},
        {"name": "Kinds", "type": "list", "items": {"type": "string", "enum": ["a"], "pattern": "a", "sensitive": true, "prose": {"default": "a"}}},
        {"name": "Sizes", "type": "map", "values": {"type": "list", "items": {"type": "int", "min": 1, "max": 5, "nullable": true}}}],
        "response": [{"name": "ETag", "type": "string", "required": true}], "response_headers": ["etag"],
        "content_types": ["application/json; charset=utf-8"]}"#;
    let imported = import(&inventory(action), &Options::default()).unwrap();
    let text = String::from_utf8(imported.files[0].content.clone()).unwrap();
    for line in [
        "- name: id\n  type: string\n  in: query\n",
        "  type: list<string>\n  pattern: a\n  values:\n  - a\n",
        "  doc: \"The vendor's text mentions: default `a` (unverified).\"\n  sensitive: true\n",
        "  doc: \"The vendor says of what is in it: min `1`, max `5`, nullable.\"\n",
        "- name: ETag\n  type: string\n  doc: The vendor calls it required.\n",
        "- name: etag\n  type: string\n  in: header\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn headers_that_every_client_sets_become_no_parameters_and_are_told() {
    let header = |name: &str, more: &str| {
        format!(r#"{{"name": "{name}", "type": "string", "in": "header"{more}}}"#)
    };
    let action = |name: &str, params: &[String]| {
        let params = params.join(", ");
        format!(r#"{{"name": "{name}", "method": "GET", "path": "/{name}", "params": [{params}]}}"#)
    };
    let date = header("X-Sdk-Date", "");
    let kind = header("Content-Type", r#", "required": true"#);
    let signature = header("Authorization", r#", "required": false"#);
    let actions = [
        action("ListA", &[date.clone(), kind, header("X-Language", "")]),
        action("ListB", &[date, signature, header("X-Project-Id", "")]),
    ];
    let imported = import(&inventory(&actions.join(", ")), &Options::default()).unwrap();
    let told: Vec<(&str, usize)> = imported
        .own_parameters
        .iter()
        .map(|(header, actions)| (header.as_str(), *actions))
        .collect();
    assert_eq!(
        told,
        [("Authorization", 1), ("Content-Type", 1), ("X-Sdk-Date", 2)]
    );
    let (catalog, _) = Catalog::load(imported.files).unwrap();
    let service = catalog.service("huawei-demo").unwrap();
    for (action, left) in [("ListA", "X-Language"), ("ListB", "X-Project-Id")] {
        let request = &service.action(action).unwrap().action.request;
        assert_eq!(request.len(), 1);
        assert_eq!(request[0].name, left);
    }

    let token = header("Authorization", r#", "required": true"#);
    let imported = import(&inventory(&action("ListC", &[token])), &Options::default()).unwrap();
    let report = Catalog::load(imported.files).unwrap_err().to_string();
    assert!(report.contains("set by the client itself"), "{report}");
}

/// Alibaba's metadata lists the region beside an action's own parameters. It is not sent.

#[test]
fn a_region_that_only_chooses_the_host_is_the_client_s() {
    let region = r#"{"name": "RegionId", "type": "string", "in": "host", "required": true}"#;
    let action = format!(
        r#"{{"name": "Get", "method": "GET", "path": "/get", "params": [{region},
            {{"name": "id", "type": "string", "in": "query"}}]}}"#
    );
    let whole = inventory(&action);
    let imported = import(&whole, &Options::default()).unwrap();
    assert_eq!(imported.own_parameters["RegionId"], 1);
    let (catalog, _) = Catalog::load(imported.files).unwrap();
    let service = catalog.service("huawei-demo").unwrap();
    let request = &service.action("Get").unwrap().action.request;
    assert_eq!(request.len(), 1);

    let named = whole.replace("demo.{region}", "demo.{RegionId}");
    let imported = import(&named, &Options::default()).unwrap();
    assert_eq!(imported.own_parameters.len(), 0);
}

#[test]
fn alibaba_is_called_by_path_where_its_actions_or_the_product_say_so() {
    let alibaba = |actions: &str| inventory(actions).replace("huawei", "alibaba");
    let protocols = |text: &str| {
        let files = import(text, &Options::default()).unwrap().files;
        let (catalog, _) = Catalog::load(files).unwrap();
        catalog.services[0].service.protocols.clone()
    };
    let rpc = [Protocol::AliyunAcs3, Protocol::AliyunRpcV1];
    let by_path = r#"{"name": "Get", "method": "GET", "path": "/x"}"#;
    let by_action = by_path.replace("/x", "/");
    assert_eq!(protocols(&alibaba(&by_action)), rpc);
    let said = by_path.replace("\"path\"", "\"style\": \"ROA\", \"path\"");
    assert_eq!(protocols(&alibaba(&said)), [Protocol::AliyunRoa]);
    let product = r#""protocol_style": "ROA", "actions""#;
    let of_product = alibaba(by_path).replace(r#""actions""#, product);
    assert_eq!(protocols(&of_product), [Protocol::AliyunRoa]);

    let told =
        "actions[0] Get: its path is `/x`; it is `/` in RPC, which is the style where none is told";
    assert_eq!(refusals(&alibaba(by_path)), [told]);
    let other = by_action
        .replace("Get", "List")
        .replace("\"path\"", "\"style\": \"RPC\", \"path\"");
    let told =
        "actions[1] List: its style is `RPC`; the actions before it make this a service of ROA";
    assert_eq!(refusals(&alibaba(&format!("{said}, {other}"))), [told]);
}

#[test]
fn a_newer_version_changes_no_file_of_an_action_that_is_as_it_was() {
    let text = inventory(r#"{"name": "Get", "method": "GET", "path": "/x"}"#);
    let newer = text.replace(r#""version": "v2""#, r#""version": "v3""#);
    let action = |text: &str| {
        import(text, &Options::default()).unwrap().files[0]
            .content
            .clone()
    };
    assert_eq!(action(&text), action(&newer));
}

#[test]
fn a_whole_body_must_be_given_where_its_members_must() {
    let body = |kind: &str| {
        let action = format!(
            r#"{{"name": "Put", "method": "PUT", "path": "/x", "params": [
            {{"name": "body", {kind}, "in": "body_root", "required": false}}]}}"#
        );
        let types = r#""types": [{"name": "Strict", "fields": [{"name": "a", "type": "int", "required": true}]},
            {"name": "Lax", "fields": [{"name": "a", "type": "int", "required": false}]}]"#;
        let text = inventory(&action).replace(r#""types": []"#, types);
        let imported = import(&text, &Options::default()).unwrap();
        let (catalog, _) = Catalog::load(imported.files).unwrap();
        let service = catalog.service("huawei-demo").unwrap();
        service.action("Put").unwrap().action.request[0].required
    };
    for (kind, required) in [
        (r#""type": "object", "ref": "Strict""#, Required::Yes),
        (r#""type": "object", "ref": "Lax""#, Required::Unknown),
        (
            r#""type": "list", "items": {"type": "int"}"#,
            Required::Unknown,
        ),
    ] {
        assert_eq!(body(kind), required, "{kind}");
    }
}

#[test]
fn a_blank_behind_a_host_is_no_part_of_it() {
    let text = inventory(r#"{"name": "Get", "method": "GET", "path": "/x"}"#).replace(
        r#""actions""#,
        r#""hosts": {"cn-a": "other.example.com\t"}, "actions""#,
    );
    let imported = import(&text, &Options::default()).unwrap();
    let (catalog, _) = Catalog::load(imported.files).unwrap();
    let service = &catalog.service("huawei-demo").unwrap().service;
    assert_eq!(service.endpoints.by_region["cn-a"], "other.example.com");
}

#[test]
fn a_byte_order_mark_is_no_part_of_an_inventory() {
    let text = inventory(r#"{"name": "Get", "method": "GET", "path": "/x"}"#);
    assert!(import(&format!("\u{feff}{text}"), &Options::default()).is_ok());
}

fn refusals(text: &str) -> Vec<String> {
    let ImportError::Refused(refusals) = import(text, &Options::default()).unwrap_err() else {
        panic!()
    };
    refusals.iter().map(ToString::to_string).collect()
}

fn inventory(actions: &str) -> String {
    format!(
        r#"{{"schema": "scale-neutral/1", "provider": "huawei", "product": "demo", "version": "v2", "host": "demo.{{region}}.example.com", "actions": [{actions}], "types": []}}"#
    )
}

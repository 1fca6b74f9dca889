//! Inventories of our own: one with everything in it, and ones that are refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use super::{ImportError, Options, import};
use crate::catalog::Catalog;
use crate::model::{Access, ErrorClass, Location, Member, Protocol, Required, Serialize};

const DEMO: &str = include_str!("../../tests/data/inventory.json");

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
fn twins_get_a_rename_whatever_the_order() {
    let catalog = demo();
    let service = catalog.service("huawei-demo").unwrap();
    let rename = |name: &str| service.action(name).unwrap().action.rename.clone();
    assert_eq!(rename("ListThings"), None);
    assert_eq!(rename("ListTHINGS").as_deref(), Some("list_things_2"));
    let of_type = |name: &str| service.type_named(name).unwrap().rename.clone();
    assert_eq!(of_type("ThingSpec"), None);
    assert_eq!(of_type("Thing_Spec").as_deref(), Some("ThingSpec2"));
}

#[test]
fn whatever_would_become_one_rust_name_is_told_apart() {
    let inline = r#"{"name": "data", "type": "object", "fields": [{"name": "Ids", "type": "list", "items": {"type": "string", "enum": ["1", "+1", "1.0", "1_0"]}}]}"#;
    let twin = r#"{"name": "dataIds", "type": "object", "fields": [{"name": "x", "type": "int"}]}"#;
    let text = inventory(&format!(
        r#"{{"name": "Get", "method": "PUT", "path": "/x",
            "params": [{inline}, {{"name": "IPAddr", "type": "string"}}, {{"name": "IpAddr", "type": "string"}}],
            "response": [{inline}, {twin}, {{"name": "GetResponse", "type": "object", "fields": []}}]}}"#
    ));
    let files = import(&text, &Options::default()).unwrap().files;
    let (catalog, report) = Catalog::load(&files).unwrap();
    assert!(report.diagnostics().is_empty(), "{report}");
    let action = &catalog.services[0].actions[0].action;
    let renames = |members: &[Member]| -> Vec<String> {
        let rename = |member: &Member| {
            let of_type = member.rename_type.as_deref().unwrap_or("-");
            let of_member = member.rename.as_deref().unwrap_or("-");
            format!("{} {of_member} {of_type}", member.name)
        };
        members.iter().map(rename).collect()
    };
    assert_eq!(
        renames(&action.request),
        ["data - -", "IPAddr ip_addr_2 -", "IpAddr - -"]
    );
    assert_eq!(
        renames(&action.response),
        [
            "data - Data2",
            "dataIds - DataIds2",
            "GetResponse - GetResponse2"
        ]
    );
    let values = &action.request[0].fields.as_ref().unwrap()[0].values;
    let values: Vec<_> = values
        .iter()
        .filter_map(|value| value.rename.as_deref())
        .collect();
    assert_eq!(values, ["V1_0_2"]);
}

#[test]
fn error_codes_that_differ_only_in_dots_or_case_get_variants_of_their_own() {
    let action = |name: &str, errors: &str| {
        format!(r#"{{"name": "{name}", "method": "GET", "path": "/{name}", "errors": [{errors}]}}"#)
    };
    let (one, other) = (
        action("ListA", r#""No.Thing", "NoThing", "Other""#),
        action("ListB", r#""no_thing", "NoThing""#),
    );
    let renames = |actions: String| -> Vec<(String, Option<String>)> {
        let files = import(&inventory(&actions), &Options::default())
            .unwrap()
            .files;
        let (catalog, _) = Catalog::load(files).unwrap_or_else(|report| panic!("{report}"));
        let actions = &catalog.service("huawei-demo").unwrap().actions;
        let errors = actions.iter().flat_map(|found| &found.action.errors);
        errors
            .map(|error| (error.code.clone(), error.rename.clone()))
            .collect()
    };
    let found = renames(format!("{one}, {other}"));
    assert_eq!(found, renames(format!("{other}, {one}")));
    let expected = [
        ("No.Thing", Some("NoThing2")),
        ("NoThing", None),
        ("Other", None),
        ("no_thing", Some("NoThing3")),
        ("NoThing", None),
    ];
    assert_eq!(
        found,
        expected.map(|(code, rename)| (code.to_owned(), rename.map(str::to_owned)))
    );
}

#[test]
fn what_specs_cannot_express_is_refused_with_its_place() {
    let action = r#"{"name": "Put", "method": "PUT", "path": "/x", "content_types": ["application/octet-stream"],
        "params": [{"name": "Body", "type": "stream", "in": "body"},
                   {"name": "Rate", "type": "float", "in": "query", "max": 0.5},
                   {"name": "Gone", "type": "object", "ref": "Missing", "in": "query"}]}"#;
    let text = inventory(action);
    let ImportError::Refused(refusals) = import(&text, &Options::default()).unwrap_err() else {
        panic!()
    };
    let lines: Vec<String> = refusals.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "actions[0] Put: its body is `application/octet-stream`; only JSON bodies can be sent",
            "actions[0] Put: params `Body`: `stream` is no type of the format",
            "actions[0] Put: params `Rate`: the bound 0.5 of a `float32` is no signed whole number of 64 bits",
            "actions[0] Put: params `Gone`: there is no type `Missing`",
        ]
    );
}

#[test]
fn what_would_be_lost_is_refused() {
    let int = r#"{"type": "int"}"#;
    for (field, expected) in [
        (
            r#""type": "string", "ref": "T""#.to_owned(),
            "`ref` beside the type `string`",
        ),
        (
            format!(r#""type": "string", "items": {int}"#),
            "`items` beside the type `string`",
        ),
        (
            format!(r#""type": "list", "items": {int}, "values": {int}"#),
            "`values` beside the type `list`",
        ),
        (
            format!(r#""type": "list", "items": {int}, "fields": []"#),
            "`fields` beside the type `list`",
        ),
        (
            r#""type": "object", "ref": "T", "fields": []"#.to_owned(),
            "`fields` beside the type `object`",
        ),
        (
            r#""type": "list", "items": {"type": "int", "in": "query"}"#.to_owned(),
            "`in` means nothing inside of a type",
        ),
        (
            r#""type": "list", "items": {"type": "int", "name": "item"}"#.to_owned(),
            "`name` means nothing inside of a type",
        ),
        (
            r#""type": "list", "enum": ["a"], "items": {"type": "string", "enum": ["b"]}"#
                .to_owned(),
            "`enum` of it and of what it holds",
        ),
        (
            r#""type": "uint64", "max": 18446744073709551615"#.to_owned(),
            "the bound 18446744073709551615 of a `uint64` is no signed whole number of 64 bits",
        ),
    ] {
        let action = format!(
            r#"{{"name": "Put", "method": "PUT", "path": "/x", "params": [{{"name": "a", {field}}}]}}"#
        );
        let told = refusals(&inventory(&action));
        assert!(
            told.len() == 1 && told[0].ends_with(expected),
            "{field}: {told:?}"
        );
    }
    for (field, reason) in [
        (
            r#""type": "string", "serialize": "json""#,
            "`serialize: json` of a `string`: only a list",
        ),
        (
            r#""type": "map", "values": {"type": "int"}, "serialize": "simple""#,
            "`serialize: simple` of a `map`: only a list",
        ),
        (
            r#""type": "list", "items": {"type": "map", "values": {"type": "int"}}, "serialize": "simple""#,
            "`serialize: simple` of a `list`: only a list",
        ),
        (
            r#""type": "list", "items": {"type": "int"}, "in": "body_root", "serialize": "json""#,
            "`serialize: json` of a `list`: the whole body",
        ),
        (
            r#""type": "list", "items": {"type": "int"}, "serialize": "xml""#,
            "`xml` is no way",
        ),
    ] {
        let action = format!(
            r#"{{"name": "Put", "method": "PUT", "path": "/x", "params": [{{"name": "a", {field}}}]}}"#
        );
        let told = refusals(&inventory(&action));
        let expected = format!("actions[0] Put: params `a`: {reason}");
        assert!(
            told.len() == 1 && told[0].starts_with(&expected),
            "{told:?}"
        );
    }
    for (types, expected) in [
        (
            r#"{"name": "T", "fields": [{"name": "a", "type": "int"}], "enum": ["x"]}"#,
            "types `T`: a type has either `fields` or `enum`",
        ),
        (
            r#"{"name": "T", "enum": ["x", null]}"#,
            "types `T`: the enum value null is no text or number",
        ),
        (
            r#"{"name": "", "fields": []}"#,
            "types ``: the type has no name",
        ),
    ] {
        let text = inventory("").replace(r#""types": []"#, &format!(r#""types": [{types}]"#));
        assert_eq!(refusals(&text), [expected]);
    }
}

#[test]
fn what_names_a_file_is_refused_in_the_inventory_s_own_words() {
    let get = r#"{"name": "Get", "method": "GET", "path": "/x"}"#;
    for (name, expected) in [
        (
            "../Get",
            "actions[1] ../Get: an action's name is letters, digits and `_`, a letter first",
        ),
        (
            "service",
            "actions[1] service: the file of this name is the service's own",
        ),
        (
            // The same file where file names have no case.
            "Service",
            "actions[1] Service: the file of this name is the service's own",
        ),
        ("Get", "actions[1] Get: another action has this name"),
    ] {
        let actions = format!("{get}, {}", get.replace("Get", name));
        assert_eq!(refusals(&inventory(&actions)), [expected]);
    }
    for product in ["..", "", "a/../b", "日本"] {
        let text = inventory("").replace(
            r#""product": "demo""#,
            &format!(r#""product": "{product}""#),
        );
        let told = refusals(&text);
        assert!(told[0].starts_with("product: "), "{product}: {told:?}");
    }
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
fn types_whose_names_no_spec_can_hold_get_ones_of_their_own() {
    let types = r#"{"name": "list<A>", "fields": []}, {"name": "list A", "fields": []}, {"name": "ListAType", "fields": []}"#;
    let text = inventory("").replace(r#""types": []"#, &format!(r#""types": [{types}]"#));
    let catalog = Catalog::load(import(&text, &Options::default()).unwrap().files)
        .unwrap()
        .0;
    let service = catalog.service("huawei-demo").unwrap();
    for name in ["ListAType", "ListAType2", "ListAType3"] {
        assert!(service.type_named(name).is_some(), "{name}");
    }
}

#[test]
fn with_leave_the_rest_is_imported_and_what_was_left_out_is_told() {
    let good = r#"{"name": "Get", "method": "GET", "path": "/x"}"#;
    let bad = r#"{"name": "Put", "method": "PUT", "path": "/x", "skip_sign": true}"#;
    let options = Options {
        allow_partial: true,
        ..Options::default()
    };
    let imported = import(&inventory(&format!("{good}, {bad}")), &options).unwrap();
    let files: Vec<&str> = imported
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    assert_eq!(files, ["huawei/demo/Get.yaml", "huawei/demo/service.yaml"]);
    assert_eq!(imported.left_out.len(), 1);
}

/// Huawei's Cloud RTC lists both headers, its Identity Center a token of its own as `Authorization`.
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
fn a_service_may_have_a_name_beside_its_product_s() {
    let named = |name: &str| {
        let options = Options {
            name: Some(name.to_owned()),
            ..Options::default()
        };
        import(DEMO, &options)
    };
    let (catalog, _) = Catalog::load(named("demo-2020").unwrap().files).unwrap();
    let service = &catalog.service("huawei-demo-2020").unwrap().service;
    assert_eq!(service.product, "demo");
    assert_eq!(service.package.name, "cloudwright-huawei-demo-2020");
    for name in ["../x", "", "A"] {
        let error = named(name).unwrap_err().to_string();
        assert!(error.contains("name: `"), "{error}");
    }
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

#[test]
fn an_unknown_key_is_an_error_with_line_and_column() {
    let text = inventory(r#"{"name": "Get", "method": "GET", "path": "/x", "verb": 1}"#);
    let message = import(&text, &Options::default()).unwrap_err().to_string();
    assert!(
        message.contains("unknown field `verb`") && message.contains("line 1"),
        "{message}"
    );
}

#[test]
fn a_list_in_the_place_of_an_object_is_an_error_with_line_and_column() {
    for (found, list) in [
        (
            r#"{"name": "a", "type": "list", "items": {"type": "int"}}"#,
            r#"["a", "int"]"#,
        ),
        (r#"{"type": "int"}"#, r#"["", "int"]"#),
    ] {
        let action = r#"{"name": "Put", "method": "PUT", "path": "/x", "params": [{"name": "a", "type": "list", "items": {"type": "int"}}]}"#;
        let text = inventory(&action.replace(found, list));
        let message = import(&text, &Options::default()).unwrap_err().to_string();
        assert!(
            message.contains("invalid type: sequence, expected an object at line 1 column"),
            "{message}"
        );
    }
    assert!(import("[]", &Options::default()).is_err());
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

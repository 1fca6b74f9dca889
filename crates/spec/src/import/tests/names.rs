//! Names of an inventory that would be one in Rust, or none.

use super::*;

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

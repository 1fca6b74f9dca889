//! The catalogue that is built in, as programs use it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cloudwright_catalog::{Catalog, CatalogError, Inferred};
use cloudwright_spec::SourceFile;
use cloudwright_spec::model::Provider;

fn catalog() -> Catalog {
    Catalog::embedded().unwrap()
}

#[test]
fn every_service_of_the_index_has_a_head_and_the_actions_it_names() {
    let catalog = catalog();
    let all = catalog.all_action_names().unwrap();
    assert_eq!(all.len(), catalog.services().len());
    for (entry, names) in &all {
        assert!(!names.is_empty() && names.is_sorted(), "{}", entry.id);
        // One of each, and not all: there are tens of thousands.
        let found = catalog.action(&entry.id, &names[0]).unwrap();
        assert_eq!(found.action.action.action, names[0]);
        assert_eq!(found.service.service.service, entry.id);
        assert_eq!(found.service.actions.len(), 1);
    }
    for provider in [Provider::Tencent, Provider::Alibaba, Provider::Huawei] {
        let has =
            |(entry, _): &&(&cloudwright_catalog::Entry, Vec<String>)| entry.provider == provider;
        assert!(all.iter().filter(has).count() > 100, "{provider:?}");
    }
}

#[test]
fn one_action_is_the_same_alone_and_among_all() {
    let catalog = catalog();
    let all = catalog.service("tencent-vod").unwrap();
    for name in ["DescribeMediaInfos", "DeleteMedia"] {
        let alone = catalog.action("tencent-vod", name).unwrap();
        assert_eq!(all.action(name), Some(&alone.action));
    }
}

#[test]
fn what_specs_and_packages_both_describe_speaks_one_api_and_specs_come_first() {
    let catalog = catalog();
    let described: Vec<_> = catalog
        .services()
        .iter()
        .filter(|entry| entry.from_specs)
        .collect();
    assert!(!described.is_empty());
    let alone = Catalog::embedded()
        .unwrap()
        .with_specs(cloudwright_catalog::spec_files());
    for entry in described {
        let own = alone.service(&entry.id).unwrap();
        let both = catalog.service(&entry.id).unwrap();
        assert_eq!(own.service.version, both.service.version);
        assert_eq!(own.service.protocols, both.service.protocols);
        for action in &own.actions {
            assert_eq!(both.action(&action.action.action), Some(action));
        }
        // One of each: an action is read with the whole head of its service.
        let first = &own.actions[0].action.action;
        assert_eq!(catalog.action(&entry.id, first).unwrap().inferred, []);
        // What the types of the rest refer to is there.
        for action in &both.actions {
            for member in action.action.request.iter().chain(&action.action.response) {
                if let cloudwright_spec::model::TypeRef::Named(name) = member.type_ref.leaf() {
                    assert!(both.type_of(&action.action, name).is_some(), "{name}");
                }
            }
        }
    }
}

#[test]
fn what_no_source_states_is_marked() {
    let catalog = catalog();
    let found = catalog.action("tencent-cvm", "DescribeInstances").unwrap();
    assert_eq!(found.inferred, [Inferred::Access, Inferred::Paging]);
    assert_eq!(found.action.action.idempotency_token(), None);
    let run = catalog.action("tencent-cvm", "RunInstances").unwrap();
    assert_eq!(run.inferred, [Inferred::Access, Inferred::IdempotencyToken]);
    let token = run.action.action.idempotency_token();
    assert_eq!(token.map(|token| token.name.as_str()), Some("ClientToken"));
    assert!(!run.action.action.errors.is_empty());
}

#[test]
fn what_a_providers_services_share_is_inherited_by_those_of_packages_too() {
    let shared = "provider: huawei\nexplorer: https://explorer.example/{PRODUCT}/{action}\n\
                  glossary: { LIMIT: Rows to return. }\nerrors: [{ code: Gateway.1, class: other }]\n";
    let files = vec![SourceFile::new("huawei/provider.yaml", shared)];
    let catalog = catalog().with_specs(files);
    // One service is a package's alone, the other a spec's beside a package's, with words of its own.
    for (id, action, explorer, has_words) in [
        (
            "huawei-ecs",
            "ListServersDetails",
            "ECS/ListServersDetails",
            false,
        ),
        ("huawei-swr", "ListInstance", "SWR/ListInstance", true),
    ] {
        let found = catalog.action(id, action).unwrap();
        let members = &found.action.action.request;
        let limit = members.iter().find(|member| member.name == "limit");
        let is_shared = limit.unwrap().doc.as_deref() == Some("Rows to return.");
        assert_eq!(is_shared, !has_words, "{id}");
        let address = found.service.explorer(&found.action.action).unwrap();
        assert!(address.ends_with(explorer), "{address}");
        for service in [
            found.service,
            catalog.service(id).unwrap(),
            catalog.head(id).unwrap(),
        ] {
            let codes = service.service.errors.iter().map(|error| &*error.code);
            assert_eq!(codes.filter(|code| *code == "Gateway.1").count(), 1, "{id}");
        }
    }
    let broken = SourceFile::new("tencent/provider.yaml", "provider: tencent\nglosary: {}\n");
    let error = catalog.with_specs(vec![broken]).head("tencent-cvm");
    assert!(error.unwrap_err().to_string().contains("did you mean"));
}

#[test]
fn services_are_found_by_other_names_and_by_words() {
    let catalog = catalog();
    let id = |name: &str| catalog.find(name).map(|entry| entry.id.as_str());
    assert_eq!(id("TENCENT-VOD"), Some("tencent-vod"));
    assert_eq!(id("tencent/vod"), Some("tencent-vod"));
    assert_eq!(id("tcr"), Some("tencent-tcr"));
    // Two clouds have one of this name: whose is meant is not guessed.
    assert_eq!((id("ecs"), id("nothing")), (None, None));
    // The version may stand behind it, also where the id has none.
    assert_eq!(id("tencent-vod-2018-07-17"), Some("tencent-vod"));
    assert_eq!(id("Tencent/vod/2024-07-18"), Some("tencent-vod-2024-07-18"));
    let found = catalog.search("ApplicationTriggerLog").unwrap();
    let tcr = found
        .iter()
        .find(|found| found.entry.id == "tencent-tcr")
        .unwrap();
    assert_eq!(tcr.actions, ["DescribeApplicationTriggerLogPersonal"]);
    assert!(catalog.search("no such word").unwrap().is_empty());
    // A word is one where it begins as one; only what begins nowhere is looked for inside of words.
    let names = |word: &str| -> Vec<String> {
        let found = catalog.search(word).unwrap().into_iter();
        found.flat_map(|found| found.actions).collect()
    };
    assert!(names("iam").iter().all(|name| !name.contains("MediaM")));
    assert!(names("ogger").iter().any(|name| name.contains("Logger")));
}

#[test]
fn in_place_of_a_name_that_no_service_has_the_likeliest_come_first() {
    let catalog = catalog();
    for (name, expected) in [
        ("ecs", &["alibaba-ecs", "huawei-ecs"][..]),
        (
            "tencent-vod-2017-01-01",
            &["tencent-vod", "tencent-vod-2024-07-18"],
        ),
        ("tencnt-vod", &["tencent-vod"]),
        ("tencent-cvm-v3", &["tencent-cvm"]),
        ("zzzzzzzzzzzz", &[]),
    ] {
        let instead = catalog.instead_of(name);
        let ids: Vec<&str> = instead.iter().map(|entry| entry.id.as_str()).collect();
        assert!(ids.starts_with(expected), "{name}: {ids:?}");
        assert_eq!(ids.is_empty(), expected.is_empty(), "{name}: {ids:?}");
    }
    // A word that many have in their names.
    let held = catalog.instead_of("game");
    assert!(held.len() > 1 && held.len() <= 8);
}

#[test]
fn specs_that_are_added_replace_a_service_and_what_is_unknown_is_an_error() {
    let service = "service: tencent-vod\nprovider: tencent\nproduct: vod\ntitle: Mine\nversion: 2018-07-17\n\
                   protocols: [tencent-tc3]\ncrate: { name: cloudwright-tencent-vod, version: 0.1.0 }\n\
                   endpoints: { default: vod.example.com }\n";
    let action = "action: GetMine\nsummary: Gets it.\nsource: { title: Mine }\naccess: read\n";
    let catalog = catalog().with_specs(vec![
        SourceFile::new("tencent/vod/service.yaml", service),
        SourceFile::new("tencent/vod/GetMine.yaml", action),
    ]);
    assert_eq!(catalog.action_names("tencent-vod").unwrap(), ["GetMine"]);
    assert_eq!(catalog.find("tencent-vod").unwrap().title, "Mine");
    assert!(catalog.action("tencent-vod", "GetMine").is_ok());
    let missing = catalog
        .action("tencent-vod", "DescribeMediaInfos")
        .map(|_| ());
    assert!(matches!(missing, Err(CatalogError::UnknownAction { .. })));
    let missing = catalog.service("tencent-nothing").map(|_| ());
    assert!(matches!(missing, Err(CatalogError::UnknownService(_))));
    assert!(catalog.service("tencent-cvm").is_ok());
}

#[test]
fn a_service_that_has_specs_is_called_as_they_call_it() {
    let catalog = catalog();
    for entry in catalog.services().iter().filter(|entry| entry.from_specs) {
        let head = catalog.head(&entry.id).unwrap();
        assert_eq!(entry.title, head.service.title, "{}", entry.id);
    }
}

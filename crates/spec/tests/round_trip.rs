//! What is written is read again as the same, and the specs of this workspace are right.
#![allow(clippy::unwrap_used, reason = "tests may stop")]

mod common;

use std::path::Path;

use cloudwright_spec::load::{CHANGELOG_FILE, FACADE_FILE, PROVIDER_FILE};
use cloudwright_spec::{Catalog, LoadedService, SourceFile, load, write};
use common::{catalog_of, files};

/// A catalog as files again.
fn written(catalog: &Catalog) -> Vec<SourceFile> {
    let of_service = |loaded: &LoadedService| {
        let path = format!("{}/service.yaml", loaded.folder);
        let mut files = vec![SourceFile::new(
            path,
            write::service(&loaded.service).unwrap(),
        )];
        files.extend(loaded.actions.iter().map(|loaded| {
            SourceFile::new(loaded.file.clone(), write::action(&loaded.action).unwrap())
        }));
        let changelog = loaded.changelog.iter();
        files.extend(changelog.map(|text| {
            SourceFile::new(format!("{}/{CHANGELOG_FILE}", loaded.folder), text.clone())
        }));
        files
    };
    let facade = catalog.facade.iter();
    let facade = facade.map(|it| SourceFile::new(FACADE_FILE, format!("version: {}", it.version)));
    let providers = catalog.providers.iter().map(|(folder, provider)| {
        let text = write::provider(provider).unwrap();
        SourceFile::new(format!("{folder}/{PROVIDER_FILE}"), text)
    });
    let services = catalog.services.iter().flat_map(of_service);
    services.chain(providers).chain(facade).collect()
}

#[test]
fn what_is_written_is_read_again_as_the_same() {
    let catalog = catalog_of(files());
    assert_eq!(catalog_of(written(&catalog)), catalog);
}

#[test]
fn values_that_yaml_takes_for_something_else_survive() {
    let catalog = catalog_of(files());
    for value in [
        "1.10",
        "true",
        "null",
        "~",
        "",
        "-1",
        "0x1f",
        "0b9f",
        "+1_",
        "2019-09-24",
        "y",
        "a: b",
        "# x",
        "仓库",
        "'",
        "\"",
        "&a",
        "*a",
        "!x",
        " a ",
        "a\\nb",
        "1e3",
        ".5",
        "007",
    ] {
        let mut catalog = catalog.clone();
        let service = catalog
            .services
            .iter_mut()
            .find(|found| found.folder == "huawei/demo")
            .unwrap();
        let action = &mut service.actions[0].action;
        let member = &mut action.request[2];
        member.example = Some(value.into());
        member.values = vec![serde_json::from_value(value.into()).unwrap()];
        let files = written(&catalog);
        let loaded = load::load(&files);
        assert!(!loaded.report.has_errors(), "{value:?}: {}", loaded.report);
        assert_eq!(loaded.catalog, catalog, "{value:?}");
    }
}

#[test]
fn a_written_action_looks_as_a_person_would_write_it() {
    let catalog = catalog_of(files());
    let action = &catalog.service("huawei-demo").unwrap().actions[0].action;
    let expected = "\
# yaml-language-server: $schema=../../schema/action.schema.json
action: ShowThing
summary: Shows a thing.
source:
  title: 查询
access: read
method: GET
path: /v2/{project_id}/things/{id}
request:
- name: project_id
  type: string
  in: path
  required: yes
  implicit: true
- name: id
  type: integer
  in: path
  required: yes
- name: marker
  type: string
- name: tags
  type: list<string>
  serialize: comma
response:
- name: next
  type: string
- name: things
  type: list<map<integer>>
pagination:
  style: token
  token: marker
  next: next
  items: things
";
    assert_eq!(write::action(action).unwrap(), expected);
}

#[test]
fn the_specs_of_this_workspace_are_right_and_survive_writing() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    if !specs.is_dir() {
        return;
    }
    let catalog = catalog_of(load::read_dir(&specs).unwrap());
    assert!(catalog.action_count() >= 5);
    assert_eq!(catalog_of(written(&catalog)), catalog);
}

#[test]
fn only_spec_files_are_read_in_order_and_links_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let specs = folder.path().join("specs");
    let write = |path: &str, text: &str| {
        let path = specs.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("tencent/tcr/service.yaml", "service");
    write("tencent/tcr/B.yaml", "b");
    write("tencent/tcr/A.yaml", "a");
    write("tencent/tcr/old.yml", "old");
    write("tencent/tcr/notes.md", "notes");
    write("tencent/tcr/CHANGELOG.md", "log");
    write("tencent/provider.yaml", "provider");
    write("tencent/other.yaml", "nothing");
    write("provider.yaml", "nothing");
    write("facade.yaml", "facade");
    write("tencent/tcr/.hidden.yaml", "hidden");
    write("tencent/tcr/deep/C.yaml", "c");
    write("alibaba/cr/service.yaml", "service");
    write("schema/action.schema.json", "{}");
    write("README.md", "about");
    #[cfg(unix)]
    {
        std::fs::write(folder.path().join("secret.yaml"), "secret").unwrap();
        std::os::unix::fs::symlink(
            folder.path().join("secret.yaml"),
            specs.join("tencent/tcr/S.yaml"),
        )
        .unwrap();
        std::os::unix::fs::symlink(folder.path(), specs.join("tencent/out")).unwrap();
    }
    let read = load::read_dir(&specs).unwrap();
    let paths: Vec<_> = read.iter().map(|file| file.path.as_str()).collect();
    let expected = [
        "alibaba/cr/service.yaml",
        "facade.yaml",
        "tencent/provider.yaml",
        "tencent/tcr/A.yaml",
        "tencent/tcr/B.yaml",
        "tencent/tcr/CHANGELOG.md",
        "tencent/tcr/old.yml",
        "tencent/tcr/service.yaml",
    ];
    assert_eq!(paths, expected);
    let error = load::read_dir(&folder.path().join("nowhere")).unwrap_err();
    assert!(error.to_string().contains("nowhere"), "{error}");
}

//! What was generated, pinned twice: the source of what comes from a page, a snapshot an action, and the
//! surface of each crate, which is what a reviewer of a change reads.

use std::collections::BTreeSet;

use cloudwright_spec::{LoadedAction, LoadedService};

use crate::places;

/// Compares with `tests/snapshots/<folder>/<name>.snap`.
pub(crate) fn compare(folder: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(places::repository().join("tests/snapshots").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// The actions that come from pages. Those of a vendor's metadata are generated alike, hundreds at a time,
/// and are pinned by the surface.
fn from_pages(service: &LoadedService) -> impl Iterator<Item = &LoadedAction> {
    let actions = service.actions.iter();
    actions.filter(|found| !found.action.source.is_inventory())
}

/// The name of an action's snapshot.
fn action_snapshot(service: &str, action: &str) -> String {
    format!("{service}.{action}")
}

#[test]
fn the_source_of_every_action_of_a_page_is_pinned() {
    let catalog = places::catalog();
    let files = places::generated(&catalog);
    for service in &catalog.services {
        let id = &service.service.service;
        for action in from_pages(service) {
            let name = &action.action.action;
            let marker = format!("specs/{}", action.file);
            let (_, text) = files
                .iter()
                .find(|(path, text)| {
                    path.contains("/src/actions/")
                        && text
                            .lines()
                            .next()
                            .is_some_and(|line| line.contains(&marker))
                })
                .unwrap_or_else(|| panic!("nothing was generated from {marker}"));
            compare("source", &action_snapshot(id, name), text);
        }
    }
}

#[test]
fn the_surface_of_every_crate_is_pinned() {
    for (package, text) in cloudwright_codegen::surface::all(&places::catalog()) {
        compare("surface", &package, &text);
    }
}

#[test]
fn there_is_no_snapshot_that_nothing_compares_with() {
    let catalog = places::catalog();
    let mut expected: BTreeSet<String> = BTreeSet::new();
    for service in &catalog.services {
        expected.insert(format!("surface/{}.snap", service.service.package.name));
        for action in from_pages(service) {
            let name = action_snapshot(&service.service.service, &action.action.action);
            expected.insert(format!("source/{name}.snap"));
        }
    }
    let root = places::repository().join("tests/snapshots");
    let mut found = BTreeSet::new();
    for folder in ["source", "surface"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            // `.snap.new` is a difference that waits to be accepted.
            if path
                .extension()
                .is_some_and(|extension| extension == "snap")
            {
                let name = path.file_name().unwrap().to_string_lossy();
                found.insert(format!("{folder}/{name}"));
            }
        }
    }
    assert_eq!(found, expected);
}

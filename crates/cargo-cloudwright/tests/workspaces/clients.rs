//! From an empty folder to crates that compile, and what becomes of them.

use std::fs;

use cloudwright_catalog::Catalog;

use crate::folder::{Folder, small_products};

#[test]
fn products_of_every_cloud_become_crates_that_compile_wherever_the_folder_is() {
    let folder = Folder::new();
    folder.done(&[
        "new",
        "here",
        "--core",
        crate::folder::clone().to_str().unwrap(),
    ]);
    let products = small_products();
    let words: Vec<&str> = products.iter().map(String::as_str).collect();
    let output = folder.run_in("here", &[&["add"][..], &words].concat());
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        folder.read("here/Cargo.toml").matches("clients/*").count(),
        1
    );
    for id in products {
        assert!(
            folder
                .path(&format!("here/crates/clients/{id}/src/lib.rs"))
                .exists()
        );
    }
    // The examples and the package that pins surfaces too.
    folder.cargo("here", &["check", "--workspace", "--all-targets"]);

    fs::rename(folder.path("here"), folder.path("there")).unwrap();
    for check in [&["regen", "--check"][..], &["check"]] {
        let output = folder.run_in("there/crates", check);
        assert!(output.status.success(), "{output:?}");
    }
    folder.cargo("there", &["check", "--workspace"]);
}

#[test]
fn an_empty_folder_becomes_a_workspace_and_a_full_one_does_not() {
    let folder = Folder::new();
    let id = &small_products()[0];
    folder.add(&[id]);
    assert!(folder.path(".gitignore").exists());
    let before = folder.read("Cargo.toml");
    folder.add(&[id]);
    assert_eq!(folder.read("Cargo.toml"), before);
    assert!(folder.done(&["regen", "--check"]).contains("current"));

    let full = Folder::new();
    full.write("notes.txt", "mine");
    let told = full.refused(&["add", id]);
    assert!(told.contains("cargo cloudwright new"), "{told}");
    assert_eq!(fs::read_dir(full.path("")).unwrap().count(), 1);
}

#[test]
fn what_names_suggest_is_marked_in_every_new_spec() {
    let folder = Folder::new();
    let products = small_products();
    let words: Vec<&str> = products.iter().map(String::as_str).collect();
    folder.add(&words);
    let catalogue = Catalog::embedded().unwrap();
    for id in products {
        let mut paged = 0;
        for action in catalogue.action_names(id).unwrap() {
            let path = format!("specs/{}/{action}.yaml", id.replacen('-', "/", 1));
            let text = folder.read(&path);
            for (above, line) in text.lines().zip(text.lines().skip(1)) {
                if line.starts_with("access:") || line.starts_with("pagination:") {
                    assert!(above.starts_with("# Inferred"), "{path}: {above}");
                    paged += usize::from(line.starts_with("pagination:"));
                }
            }
        }
        assert!(paged > 0, "{id}");
    }
}

#[test]
fn some_actions_can_be_taken_and_others_later_and_what_people_wrote_stays() {
    let folder = Folder::new();
    let id = &small_products()[0];
    let specs = format!("specs/{}", id.replacen('-', "/", 1));
    let names = Catalog::embedded().unwrap().action_names(id).unwrap();
    let [first, second, ..] = names.as_slice() else {
        panic!("{id} has no two actions");
    };
    folder.add(&[id, "--action", first]);
    assert!(!folder.path(&format!("{specs}/{second}.yaml")).exists());
    let path = format!("{specs}/{first}.yaml");
    let written = folder.read(&path) + "# A word of mine.\n";
    folder.write(&path, &written);
    folder.add(&[id, "--action", second]);
    assert_eq!(folder.read(&path), written);
    assert!(folder.path(&format!("{specs}/{second}.yaml")).exists());
    folder.add(&[id]);
    assert_eq!(folder.read(&path), written);
    for name in &names {
        assert!(
            folder.path(&format!("{specs}/{name}.yaml")).exists(),
            "{name}"
        );
    }
}

#[test]
fn several_versions_of_a_product_are_services_beside_each_other() {
    let catalogue = Catalog::embedded().unwrap();
    let entries = catalogue.services();
    let (first, second) = entries
        .iter()
        .find_map(|one| {
            let other = entries.iter().find(|other| {
                other.id != one.id && other.provider == one.provider && other.product == one.product
            })?;
            Some((&one.id, &other.id))
        })
        .unwrap();
    let folder = Folder::new();
    folder.add(&[first, second]);
    for id in [first, second] {
        assert!(
            folder
                .path(&format!("crates/clients/{id}/Cargo.toml"))
                .exists()
        );
    }
}

#[test]
fn what_specs_describe_is_taken_as_people_wrote_it() {
    let catalogue = Catalog::embedded().unwrap();
    let described = catalogue.services().iter().find(|entry| entry.from_specs);
    let folder = Folder::new();
    let id = &described.unwrap().id;
    let told = folder.add(&[id]);
    // Nothing that people wrote is held against the package.
    assert!(!told.contains("metadata says"), "{told}");
    let start = id.replacen('-', "/", 1) + "/";
    let mut compared = 0;
    for file in cloudwright_catalog::spec_files() {
        if file.path.starts_with(&start) && !file.path.ends_with("/service.yaml") {
            let text = folder.read(&format!("specs/{}", file.path));
            assert_eq!(text.as_bytes(), file.content, "{}", file.path);
            compared += 1;
        }
    }
    assert!(compared > 0);
    for action in catalogue.action_names(id).unwrap() {
        assert!(
            folder.path(&format!("specs/{start}{action}.yaml")).exists(),
            "{action}"
        );
    }
}

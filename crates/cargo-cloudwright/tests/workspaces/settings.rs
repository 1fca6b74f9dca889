//! What a workspace says of itself, in what is made of it.

use crate::folder::{Folder, clone, small_products};

#[test]
fn crates_are_made_as_the_settings_say() {
    let folder = Folder::new();
    let root = format!(
        "[workspace]\nresolver = \"3\"\nmembers = []\n\n[workspace.metadata.cloudwright]\n\
         core = {{ path = \"{}\" }}\ncrate-prefix = \"acme-\"\ncrates = \"clouds\"\nspecs = \"api/specs\"\n\
         license = \"Apache-2.0\"\nrepository = \"https://example.com/acme\"\nrust-version = \"1.88\"\n",
        clone().join("crates/core").display()
    );
    folder.write("Cargo.toml", &root);
    let id = &small_products()[0];
    folder.done(&["add", id]);
    let manifest = folder.read(&format!("clouds/{id}/Cargo.toml"));
    for line in [
        &format!("name = \"acme-{id}\""),
        "license = \"Apache-2.0\"",
        "repository = \"https://example.com/acme\"",
        "rust-version = \"1.88\"",
        "edition = \"2024\"",
        "`cargo cloudwright regen` from api/specs/",
    ] {
        assert!(manifest.contains(line), "{line}: {manifest}");
    }
    assert!(folder.done(&["check"]).contains("fine"));
    assert!(folder.read("Cargo.toml").contains("\"clouds/*\""));
    // Publishing wants a version where the runtime is a folder.
    assert!(manifest.contains(concat!(
        "version = \"",
        env!("CARGO_PKG_VERSION"),
        "\", default"
    )));
    folder.cargo("", &["check", "--workspace"]);
}

#[test]
fn changed_settings_are_a_difference() {
    let folder = Folder::new();
    folder.add(&[&small_products()[0]]);
    let manifest = folder.read("Cargo.toml") + "license = \"MIT\"\n";
    folder.write("Cargo.toml", &manifest);
    let told = folder.refused(&["regen", "--check"]);
    assert!(told.contains("run `cargo cloudwright regen`"), "{told}");
    folder.done(&["regen"]);
    folder.done(&["regen", "--check"]);
}

#[test]
fn a_misspelt_setting_is_told_by_every_command() {
    let folder = Folder::new();
    folder.write(
        "Cargo.toml",
        "[workspace]\n[workspace.metadata.cloudwright]\nlicence = \"MIT\"\n",
    );
    for words in [
        &["check"][..],
        &["regen"],
        &["new"],
        &["add", "tencent-vod"],
    ] {
        let told = folder.refused(words);
        assert!(told.contains("did you mean `license`?"), "{told}");
    }
}

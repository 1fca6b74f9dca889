//! Workspaces and packages that were there before.

use crate::folder::{Folder, clone, small_products};

const PACKAGE: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

fn program(folder: &Folder, path: &str) {
    folder.write(&format!("{path}Cargo.toml"), PACKAGE);
    folder.write(&format!("{path}src/main.rs"), "fn main() {}\n");
}

#[test]
fn a_workspace_keeps_its_members_and_gets_the_new_crates() {
    let id = &small_products()[0];
    for members in ["[\"apps/*\"]", "[\"apps/one\"]", "[\n    \"apps/one\",\n]"] {
        let folder = Folder::new();
        let root = format!(
            "# mine\n[workspace]\nresolver = \"3\"\nmembers = {members}\n\n[workspace.package]\nlicense = \"MIT\"\n"
        );
        folder.write("Cargo.toml", &root);
        program(&folder, "apps/one/");
        let output = folder.run_in(
            "apps/one",
            &["add", id, "--core", clone().to_str().unwrap()],
        );
        assert!(output.status.success(), "{output:?}");
        let manifest = folder.read("Cargo.toml");
        assert!(manifest.starts_with("# mine\n"), "{manifest}");
        assert!(manifest.contains("\"crates/clients/*\""), "{manifest}");
        let client = folder.read(&format!("crates/clients/{id}/Cargo.toml"));
        assert!(client.contains("license.workspace = true"), "{client}");
        folder.cargo("", &["metadata", "--format-version", "1"]);
        assert!(!folder.path("tests/clients").exists());
        folder.done(&["new"]);
        assert!(folder.path("tests/clients/surface.rs").exists());
        assert!(folder.read("Cargo.toml").contains("\"tests/clients\""));
    }
}

#[test]
fn a_package_becomes_the_root_of_its_clients() {
    let folder = Folder::new();
    program(&folder, "");
    let id = &small_products()[0];
    let told = folder.add(&[id]);
    assert!(
        told.contains(&format!("cargo add --path crates/clients/{id}")),
        "{told}"
    );
    assert!(folder.read("Cargo.toml").starts_with(PACKAGE));
    let dependency =
        format!("\n[dependencies]\ncloudwright-{id} = {{ path = \"crates/clients/{id}\" }}\n");
    let manifest = folder.read("Cargo.toml");
    folder.write("Cargo.toml", &(manifest + &dependency));
    folder.write(
        "src/main.rs",
        &format!(
            "fn main() {{ let _ = cloudwright_{}::Client::builder(); }}\n",
            id.replace('-', "_")
        ),
    );
    folder.cargo("", &["check", "--workspace"]);
}

#[test]
fn nothing_that_is_there_is_replaced() {
    let folder = Folder::new();
    folder.write("Cargo.toml", "[workspace]\n");
    folder.write("specs/README.md", "mine");
    folder.write("tests/clients/Cargo.toml", PACKAGE);
    folder.done(&["new", "--core", clone().to_str().unwrap()]);
    assert_eq!(folder.read("specs/README.md"), "mine");
    assert_eq!(folder.read("tests/clients/Cargo.toml"), PACKAGE);
    let manifest = folder.read("Cargo.toml");
    let told = folder.done(&["new", "--crate-prefix", "other-"]);
    assert!(told.contains("stay as they are"), "{told}");
    assert_eq!(folder.read("Cargo.toml"), manifest);
    // What is refused leaves nothing behind, not even the folder.
    folder.refused(&["new", "inside"]);
    assert!(!folder.path("inside").exists());
    // A crate that somebody wrote stands where a client would.
    let id = &small_products()[0];
    folder.write(&format!("crates/clients/{id}/Cargo.toml"), PACKAGE);
    let told = folder.refused(&["add", id]);
    assert!(told.contains("in the way"), "{told}");
    assert_eq!(
        folder.read(&format!("crates/clients/{id}/Cargo.toml")),
        PACKAGE
    );
}

#[test]
fn drift_is_told_where_the_workspace_is_a_folder_of_a_repository() {
    let folder = Folder::new();
    let git = |words: &[&str]| {
        let done = std::process::Command::new("git")
            .args(["-c", "user.name=t", "-c", "user.email=t@example.com"])
            .args(words)
            .current_dir(folder.path(""))
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
    };
    git(&["init", "--quiet"]);
    let clone = clone();
    folder.done(&["new", "inside", "--core", clone.to_str().unwrap()]);
    let id = &small_products()[0];
    let output = folder.run_in("inside", &["add", id]);
    assert!(output.status.success(), "{output:?}");
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "First"]);
    let drift = || {
        let output = folder.run_in("inside", &["drift", "--check"]);
        let told = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(told).unwrap())
    };
    assert_eq!(drift(), (true, "no drift\n".to_owned()));
    let specs = folder.path(&format!("inside/specs/{}", id.replacen('-', "/", 1)));
    let mut files: Vec<_> = std::fs::read_dir(&specs)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let action = files.iter().find(|path| {
        path.extension().is_some_and(|end| end == "yaml") && !path.ends_with("service.yaml")
    });
    std::fs::remove_file(action.unwrap()).unwrap();
    let (is_well, told) = drift();
    assert!(!is_well);
    assert!(
        told.contains("cargo cloudwright drift --set-versions"),
        "{told}"
    );
}

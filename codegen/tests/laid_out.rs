//! Everything that is generated, of the repository's specs, of the hazards and of three whole
//! products: it is Rust, laying it out again changes nothing, and rustfmt leaves it alone.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cloudwright_codegen::{Files, Members, Names, Options, available_threads, generate};
use cloudwright_layout::layout;
use cloudwright_spec::{Catalog, SourceFile, import, load};

const SERVICE: &str = "service: tencent-x\nprovider: tencent\nproduct: x\ntitle: X\nversion: '1'\n\
    protocols: [tencent-tc3]\ncrate: { name: cloudwright-tencent-x, version: 0.1.0 }\n\
    endpoints: { default: x.example.com }\n";

/// Actions of one service that are named so and want an `InstanceId`.
fn named(actions: &[&str]) -> Vec<SourceFile> {
    let mut files = vec![SourceFile::new("tencent/x/service.yaml", SERVICE)];
    files.extend(actions.iter().map(|name| {
        let text = format!(
            "action: {name}\nsummary: Asks.\nsource: {{ title: {name} }}\naccess: read\n\
             request:\n- {{ name: InstanceId, type: string, required: yes }}\n"
        );
        SourceFile::new(format!("tencent/x/{name}.yaml"), text)
    }));
    files
}

/// The folder of the repository, if this package is tested in it.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn corpora() -> Vec<Vec<SourceFile>> {
    let mut corpora: Vec<_> = ["specs", "tests/fixtures/hazards/specs"]
        .iter()
        .map(|folder| repository().join(folder))
        .filter(|folder| folder.is_dir())
        .map(|folder| load::read_dir(&folder).unwrap())
        .collect();
    let inventories = fs::read_dir(repository().join("tests/data/inventories"));
    for inventory in inventories.into_iter().flatten() {
        let path = inventory.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let text = fs::read_to_string(path).unwrap();
            let imported = import::import(&text, &import::Options::default());
            corpora.push(imported.unwrap().files);
        }
    }
    // Capitals in a row are one word of a module's name; an example whose chain is as long as a line may be, but for
    // the bytes of its `…`.
    corpora.push(named(&["HKIDCardOCR", "HandwritingOCR", "Type"]));
    corpora.push(named(&["DescribeInstanceAttribute"]));
    corpora
}

fn generated(sources: Vec<SourceFile>) -> Files {
    let (catalog, _) = Catalog::load(sources).unwrap();
    let options = Options {
        names: Names::default(),
        members: Members::alone("{ path = \"core\" }"),
        threads: available_threads(),
    };
    generate(&catalog, &options).unwrap()
}

#[test]
fn generated_files_are_rust_and_laying_them_out_again_changes_nothing() {
    for sources in corpora() {
        let files = generated(sources);
        for (path, text) in files.iter().filter(|(path, _)| is_rust(path)) {
            syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            let (mark, rest) = text.split_once('\n').unwrap();
            assert!(mark.starts_with("// @generated"), "{path}");
            // The examples are written as text, and hold what no emitter makes.
            if path.contains("/src/") {
                let again = layout(rest.parse().unwrap()).unwrap();
                assert!(again == rest, "{path}: {again}");
            }
        }
    }
}

#[test]
fn rustfmt_leaves_generated_files_alone() {
    let is_installed = Command::new("rustfmt").arg("--version").output();
    if !is_installed.is_ok_and(|output| output.status.success()) {
        return;
    }
    for sources in corpora() {
        let folder = tempfile::tempdir().unwrap();
        let files = generated(sources);
        for (path, text) in files.iter().filter(|(path, _)| is_rust(path)) {
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        let roots = files.iter().map(|(path, _)| path);
        let roots = roots.filter(|path| path.ends_with("/lib.rs") || path.contains("/examples/"));
        let output = Command::new("rustfmt")
            .args(["--check", "--edition", "2024"])
            .args(
                roots
                    .filter(|path| is_rust(path))
                    .map(|path| folder.path().join(path)),
            )
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn nothing_is_imported_that_is_not_used() {
    let times = [
        SourceFile::new("tencent/x/service.yaml", SERVICE),
        // A time is sent, and none comes back.
        SourceFile::new(
            "tencent/x/Since.yaml",
            "action: Since\nsummary: Asks.\nsource: { title: Since }\naccess: read\n\
             request:\n- { name: At, type: datetime }\n- { name: All, type: list<datetime> }\n",
        ),
    ];
    for sources in corpora().into_iter().chain([times.to_vec()]) {
        let files = generated(sources);
        for (path, text) in files.iter().filter(|(path, _)| path.contains("/actions/")) {
            let (imports, rest) = text.split_once("\n/// ").unwrap_or((text, ""));
            let words: BTreeSet<&str> = rest
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .collect();
            for line in imports.lines().filter(|line| line.starts_with("use ")) {
                let (_, names) = line.rsplit_once("::").unwrap_or(("", line));
                let names = names.trim_matches(['{', '}', ';']).split(", ");
                for name in names.filter(|name| !name.contains(['*', ' '])) {
                    assert!(words.contains(name), "{path}: {name} is not used");
                }
            }
        }
    }
}

fn is_rust(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "rs")
}

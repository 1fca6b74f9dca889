//! What a registry and its readers want of every package that is published; which packages these
//! are, cargo says.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::places;

fn packages() -> Vec<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(places::repository())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// What is missing in a package that is published.
fn missing(package: &Value) -> Vec<String> {
    let mut missing = Vec::new();
    for field in [
        "description",
        "license",
        "repository",
        "documentation",
        "readme",
        "rust_version",
    ] {
        if package[field].as_str().is_none_or(str::is_empty) {
            missing.push(field.to_owned());
        }
    }
    for (field, most) in [("keywords", 5), ("categories", 5)] {
        let words = package[field].as_array().map_or(0, Vec::len);
        if words == 0 || words > most {
            missing.push(format!("{field}: {words} of 1 to {most}"));
        }
    }
    let folder = Path::new(package["manifest_path"].as_str().unwrap());
    let folder = folder.parent().unwrap();
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        let text = fs::read_to_string(places::repository().join(licence)).unwrap();
        if fs::read_to_string(folder.join(licence)).ok().as_ref() != Some(&text) {
            missing.push(licence.to_owned());
        }
    }
    let docs = &package["metadata"]["docs"]["rs"];
    if docs["all-features"] != true || docs["rustdoc-args"][1] != "docsrs" {
        missing.push("settings for docs.rs".to_owned());
    }
    missing
}

#[test]
fn every_published_package_has_what_its_readers_want() {
    let mut published = 0;
    for package in packages() {
        let name = &package["name"];
        if package["publish"].is_array() {
            continue;
        }
        published += 1;
        assert_eq!(missing(&package), [""; 0], "{name}");
    }
    assert!(published > places::catalog().services.len());
}

/// The packages that a program compiles for the facade with all services and these features.
fn compiled(features: &[&str]) -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let features = [&["all"], features].concat().join(",");
    let output = Command::new(cargo)
        .args(["tree", "--offline", "--locked", "--package", "cloudwright"])
        .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .args(["--no-default-features", "--features", &features])
        .current_dir(places::repository())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text.lines().filter_map(|line| line.split(' ').next());
    let names: BTreeSet<String> = lines.map(str::to_owned).collect();
    assert!(names.contains("cloudwright-core"), "{output:?}");
    names
}

#[test]
fn a_program_with_a_transport_of_its_own_compiles_no_http_library() {
    let libraries = |features: &[&str]| {
        let compiled = compiled(features);
        let known = ["reqwest", "hyper", "hyper-util", "h2", "rustls"];
        known.map(|name| compiled.contains(name))
    };
    let nothing = ["blocking", "testing", "tracing"];
    assert_eq!(libraries(&[]), [false; 5]);
    assert_eq!(libraries(&nothing), [false; 5]);
    assert_eq!(libraries(&["reqwest"]), [true, true, true, false, false]);
    assert_eq!(libraries(&["rustls"]), [true, true, true, false, true]);
    assert_eq!(libraries(&["rustls", "http2"]), [true; 5]);
}

#[test]
fn programs_are_downloaded_from_where_the_release_script_puts_them() {
    let script = fs::read_to_string(places::repository().join(".ci/release")).unwrap();
    let mut offered = 0;
    for package in packages() {
        let binstall = &package["metadata"]["binstall"];
        if binstall.is_null() {
            continue;
        }
        offered += 1;
        let name = "{ name }-{ version }-{ target }";
        let address = binstall["pkg-url"].as_str().unwrap();
        assert!(address.ends_with(&format!("/{name}.tgz")), "{address}");
        let program = format!("{name}/{{ bin }}{{ binary-ext }}");
        assert_eq!(binstall["bin-dir"], Value::String(program));
    }
    assert!(offered > 0);
    // The same in the script's words.
    for line in [
        "name=\"$package-$version-$target\"",
        "\"$out/$name.tgz\"",
        "install -m 755 \"$from/$program$suffix\" \"$folder/\"",
    ] {
        assert!(script.contains(line), "{line}");
    }
}

#[test]
fn fixtures_tests_and_own_commands_are_not_published() {
    for package in packages() {
        let path = package["manifest_path"].as_str().unwrap();
        let path = Path::new(path).strip_prefix(places::repository()).unwrap();
        let is_inner = path.starts_with("tests") || path.starts_with("xtask");
        assert_eq!(
            package["publish"].is_array(),
            is_inner,
            "{}",
            path.display()
        );
    }
}

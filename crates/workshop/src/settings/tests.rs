#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

fn settings(text: &str) -> Result<Settings, String> {
    let manifest: DocumentMut = text.parse().unwrap();
    Settings::of(&manifest).map_err(|error| error.to_string())
}

fn said(line: &str) -> Result<Settings, String> {
    settings(&format!("[workspace.metadata.cloudwright]\n{line}\n"))
}

#[test]
fn a_workspace_that_says_nothing_has_the_defaults() {
    for text in ["", "[package]\nname = \"x\"", "[workspace]\n"] {
        let found = settings(text).unwrap();
        assert_eq!(found.names(), Settings::default().names(), "{text}");
        assert_eq!(found.core, CoreSource::published());
    }
}

#[test]
fn unknown_settings_are_told_with_what_was_probably_meant() {
    for (line, expected) in [
        ("licence = \"MIT\"", "did you mean `license`?"),
        ("crate_prefix = \"a-\"", "did you mean `crate-prefix`?"),
        ("core = { pth = \"x\" }", "did you mean `path`?"),
        ("zzz = 1", "no setting `zzz`"),
    ] {
        let error = said(line).unwrap_err();
        assert!(error.contains(expected), "{line}: {error}");
    }
}

#[test]
fn settings_cannot_lead_out_of_the_workspace_or_into_a_manifest() {
    for line in [
        "crates = \"../x\"",
        "crates = \"/tmp/x\"",
        "specs = \"a//b\"",
        "specs = \"a b\"",
        "embed = \"..\"",
        "license-files = [\"../secret\"]",
        "license = \"MIT\\n[x]\"",
        "command = \"a`b\"",
        "crate-prefix = \"Acme-\"",
        "crate-prefix = \"acme\"",
        "facade = \"a/b\"",
        "lints = true",
        "core = 1",
        "core = {}",
        "core = { path = \"a\\nb\" }",
        "core = { path = \"a\", workspace = true }",
        "core = { workspace = true }",
    ] {
        assert!(said(line).is_err(), "{line}");
    }
}

#[test]
fn what_the_workspace_says_for_all_packages_is_inherited_unless_it_is_said_anew() {
    let package =
        "[workspace.package]\nedition = \"2024\"\nlicense = \"MIT\"\nrepository = \"https://x\"\n";
    let found = settings(package).unwrap();
    assert_eq!(
        (found.edition, found.license, found.repository),
        (Field::Inherited, Field::Inherited, Field::Inherited)
    );
    let other = "[workspace.package]\nedition = \"2021\"\nlicense = \"MIT\"\n\
                 [workspace.metadata.cloudwright]\nlicense = \"Apache-2.0\"\n";
    let found = settings(other).unwrap();
    assert_eq!(found.edition, Field::Said("2024".to_owned()));
    assert_eq!(found.license, Field::Said("Apache-2.0".to_owned()));
    assert_eq!(found.repository, Field::Absent);
}

#[test]
fn crates_say_where_the_runtime_is_as_seen_from_their_folder() {
    let version = env!("CARGO_PKG_VERSION");
    let pinned = format!("version = \"{version}\", default-features = false }}");
    for (line, expected) in [
        (
            "core = \"0.9\"",
            "{ version = \"0.9\", default-features = false }".to_owned(),
        ),
        (
            "core = { path = \"../house/crates/core\" }",
            format!("{{ path = \"../../../../house/crates/core\", {pinned}"),
        ),
        (
            "core = { path = \"/house/core\" }",
            format!("{{ path = \"/house/core\", {pinned}"),
        ),
        (
            "core = { git = \"https://x/y\", rev = \"abc\" }",
            format!("{{ git = \"https://x/y\", rev = \"abc\", {pinned}"),
        ),
    ] {
        let core = said(line).unwrap().core;
        assert_eq!(core.of_crate("crates/clients/x").unwrap(), expected);
    }
}

#[test]
fn the_runtime_of_the_workspace_s_own_dependencies_is_referred_to() {
    let text = "[workspace.dependencies]\ncloudwright-core = { path = \"core\", version = \"0.1\" }\n\
                [workspace.metadata.cloudwright]\ncore = { workspace = true }\n";
    let core = settings(text).unwrap().core;
    assert_eq!(core.of_crate("crates/clients/x"), None);
    let alone = core.of_workspace(Path::new("/w"), Path::new("/w/target/out"));
    assert_eq!(alone, "{ path = \"../../core\", default-features = false }");
}

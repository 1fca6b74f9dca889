//! Names from outside: they reach neither a folder that is not theirs nor the terminal as they are.

use std::fs;

use crate::folder::{Folder, said};

const NAMES: [&str; 8] = [
    "../../etc",
    "/etc/passwd",
    "\u{1b}[31mred",
    "",
    "tencent-vod\n[x]",
    "--",
    "..",
    "\u{202e}dov",
];

#[test]
fn a_service_of_no_such_name_is_refused_and_nothing_is_written() {
    for name in NAMES {
        let folder = Folder::new();
        let told = folder.refused(&["add", "--", name]);
        assert!(!told.contains(['\u{1b}', '\u{202e}']), "{told:?}");
        assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 0, "{name}");
    }
    let long = "x".repeat(100_000);
    Folder::new().refused(&["add", &long]);
}

#[test]
fn misspelt_names_are_told_with_what_was_probably_meant() {
    for (words, expected) in [
        (&["add", "tencnt-vod"][..], "did you mean tencent-vod"),
        (&["add", "ecs"], "did you mean alibaba-ecs or huawei-ecs?"),
        (
            &["add", "tencent-vod", "--action", "DescribeMediaInfo"],
            "did you mean DescribeMediaInfos?",
        ),
        (
            &["add", "tencent-vod", "--action", "MediaInfos"],
            "did you mean DescribeMediaInfos?",
        ),
        (
            &["add", "huawei"],
            "`cloudwright services huawei` lists them",
        ),
    ] {
        let folder = Folder::new();
        let told = folder.refused(words);
        assert!(told.contains(expected), "{told}");
        assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 0);
    }
}

#[test]
fn what_the_system_refuses_is_told_with_what_was_wanted_and_where() {
    let folder = Folder::new();
    folder.write("file", "");
    folder.write("clients/Cargo.toml", "[workspace]\n");
    for (inside, words, expected) in [
        (
            "",
            &["new", "file"][..],
            "cannot make the folder file: a file lies",
        ),
        (
            "",
            &["new", "file/x"],
            "cannot make the folder file/x: a file lies",
        ),
        (
            "clients",
            &["import", "none"],
            "cannot read none: it is not there",
        ),
        ("clients", &["import", "."], "cannot read .: it is a folder"),
        (
            "clients",
            &["transcribe", "none"],
            "cannot read none: it is not there",
        ),
    ] {
        let told = said(&folder.run_in(inside, words), false);
        assert!(told.contains(expected), "{words:?}: {told}");
    }
}

#[test]
fn drift_without_a_commit_to_compare_with_says_so() {
    let folder = Folder::new();
    folder.done(&["new"]);
    let told = folder.refused(&["drift"]);
    assert!(told.contains("commit them first"), "{told}");
}

#[test]
fn settings_from_the_command_line_cannot_break_the_manifest() {
    for (option, value) in [
        ("--crate-prefix", "x\"\n[package]"),
        ("--crate-prefix", "../x-"),
        ("--license", "MIT\n[x]"),
        ("--repository", "\u{1b}[31m"),
        ("--core", "0.1\"\n[x]"),
        ("--core", "nowhere"),
    ] {
        let folder = Folder::new();
        folder.refused(&["new", option, value]);
        assert!(!folder.path("Cargo.toml").exists(), "{option} {value:?}");
    }
}

#[test]
fn a_manifest_that_cannot_be_read_is_told_with_its_place() {
    let folder = Folder::new();
    folder.write("Cargo.toml", "[workspace\n");
    let told = folder.refused(&["add", "tencent-vod"]);
    assert!(
        told.contains("Cargo.toml") && told.contains("line 1"),
        "{told}"
    );
    assert_eq!(folder.read("Cargo.toml"), "[workspace\n");
}

//! What is wrong with a spec is found, with its code and its place.
#![allow(
    clippy::format_push_string,
    clippy::similar_names,
    clippy::unwrap_used,
    reason = "tests may be plain, and may stop"
)]

mod common;

use cloudwright_spec::{Severity, SourceFile};
use common::*;

/// Runs a file of cases. Each lists what must be told of it (`!`): a code, and the text that is pointed at.
fn check(text: &str) {
    let mut failures = String::new();
    for case in cases(text) {
        let report = report_of(case.files.clone());
        let told = told(&report, &case.files);
        if told != case.lines("! ") {
            failures += &format!("case {}\nbut told {told:#?}\n{report}\n", case.text);
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

macro_rules! cases {
    ($($name:ident)+) => {
        $(
            #[test]
            fn $name() {
                check(include_str!(concat!("cases/", stringify!($name), ".txt")));
            }
        )+
    };
}

cases! {
    what_is_no_plain_yaml_is_refused
    keys_are_checked_one_by_one
    values_of_the_wrong_kind_are_told
    names_are_checked
    types_must_exist_and_say_something
    bounds_and_examples_must_fit
    rules_and_paging_must_lead_somewhere
    samples_must_fit
    conflicts_that_no_longer_are_must_go
    texts_are_visible_and_say_something
    keys_that_mean_nothing_are_told
    services_are_checked
    paths_and_their_parameters_match
    times_say_how_they_are_written
}

#[test]
fn the_right_set_has_nothing_to_tell() {
    let report = report_of(files());
    assert!(report.is_empty(), "{report}");
}

#[test]
fn files_must_be_where_files_are() {
    for (path, expected) in [
        ("tencent/ListThings.yaml", "misplaced-file at file"),
        (
            "tencent/demo/deep/ListThings.yaml",
            "misplaced-file at file",
        ),
        ("../demo/ListThings.yaml", "misplaced-file at file"),
        ("tencent/demo/Other.yml", "misplaced-file at file"),
        ("tencent/demo/Other.txt", "misplaced-file at file"),
        ("tencent/other/ListThings.yaml", "misplaced-file at file"),
        ("tencent/demo/ListThings.yaml", "misplaced-file at file"),
    ] {
        let mut files = files();
        files.push(SourceFile::new(path, ACTION));
        let report = report_of(files.clone());
        assert_eq!(told(&report, &files)[0], expected, "{path}");
    }
}

#[test]
fn what_services_share_is_checked_once_and_against_each_of_them() {
    let of_protocol = |errors: &str| {
        format!("protocols: [{{ protocol: tencent-tc3, errors: [{{ {errors} }}] }}]\n")
    };
    let copied = of_protocol("code: InternalError, status: 500, class: internal");
    let twin = of_protocol("code: Internal.Error");
    let cases: [(&str, &[&str]); 16] = [
        ("provider: tencent\n", &[]),
        ("provider: huawei\n", &["misplaced-file at huawei"]),
        (
            "provider: tencent\nglosary: {}\n",
            &["unknown-key at glosary"],
        ),
        (
            "explorer: https://a.example/{action}\n",
            &["missing-key at explorer"],
        ),
        (
            "provider: tencent\nexplorer: https://a.example/{product}\n",
            &["bad-text at https://a.example/{product}"],
        ),
        (
            "provider: tencent\nexplorer: https://a.example/{Action}\n",
            &["bad-text at https://a.example/{Action}"],
        ),
        (
            "provider: tencent\nexplorer: javascript:{action}\n",
            &["bad-text at javascript:{action}"],
        ),
        (
            "provider: tencent\nexplorer: https://a.example/({action})\n",
            &["bad-text at https://a.example/({action})"],
        ),
        (
            "provider: tencent\nglossary: { a_b: One., A-B: Two. }\n",
            &["duplicate-name at a_b"],
        ),
        (
            "provider: tencent\nglossary: { a: '' }\n",
            &["bad-text at ''"],
        ),
        (
            "provider: tencent\nerrors: [{ code: A }, { code: A }]\n",
            &["duplicate-name at A"],
        ),
        (
            "provider: tencent\nprotocols: [{ protocol: huawei-token }]\n",
            &["bad-protocol at huawei-token"],
        ),
        (
            "provider: tencent\nprotocols: [{ protocol: tencent-tc3 }, { protocol: tencent-tc3 }]\n",
            &["duplicate-name at tencent-tc3"],
        ),
        // A service need not say again what it inherits, and may say it otherwise.
        (
            &format!("provider: tencent\n{copied}"),
            &["copied at InternalError"],
        ),
        (
            &format!("provider: tencent\n{}", copied.replace("500", "503")),
            &[],
        ),
        // What is inherited has its Rust name first.
        (
            &format!("provider: tencent\n{twin}"),
            &["same-rust-name at InternalError"],
        ),
    ];
    for (text, expected) in cases {
        let mut files = files();
        files.push(SourceFile::new("tencent/provider.yaml", text));
        let report = report_of(files.clone());
        assert_eq!(told(&report, &files), expected, "{text}{report}");
    }
}

/// Tencent's TSF has a `CreateMicroservice`.
#[test]
fn an_action_may_end_in_service_as_the_file_of_the_service_does() {
    for name in ["CreateMicroservice", "Webservice", "myservice", "aservice"] {
        let mut files = files();
        let action = ACTION.replace("ListThings", name);
        files.push(SourceFile::new(format!("tencent/demo/{name}.yaml"), action));
        let report = report_of(files);
        assert!(report.is_empty(), "{report}");
    }
}

#[test]
fn error_codes_that_become_one_variant_ask_for_a_rename_also_across_actions() {
    let with = |name: &str, errors: &str| {
        let (text, samples) = ACTION.split_once("samples:").unwrap();
        let text = format!("{text}{errors}samples:{samples}").replace("ListThings", name);
        SourceFile::new(format!("tencent/demo/{name}.yaml"), text)
    };
    let told_of = |one: &str, other: &str| {
        let mut files = files();
        files.extend([with("ListOnes", one), with("ListOthers", other)]);
        told(&report_of(files.clone()), &files)
    };
    let twin = "  - code: No.Thing\n";
    for (one, other, expected) in [
        (twin, twin, None),
        (
            twin,
            "  - code: NoThing\n",
            Some("same-rust-name at NoThing"),
        ),
        (twin, "  - code: NoThing\n    rename: Nothing\n", None),
        // What a code is called in one file, it is called in all.
        (
            "  - code: No.Thing\n  - code: NoThing\n",
            "  - code: NoThing\n    rename: Nothing\n",
            None,
        ),
        (
            "  - code: No.Thing\n    rename: A\n",
            "  - code: No.Thing\n    rename: B\n",
            Some("same-rust-name at B"),
        ),
    ] {
        let expected: Vec<&str> = expected.into_iter().collect();
        assert_eq!(told_of(one, other), expected, "{one}{other}");
    }
}

#[test]
fn actions_that_become_one_name_in_rust_ask_for_a_rename() {
    let mut files = files();
    let twin = ACTION.replace("action: ListThings", "action: List_Things");
    files.push(SourceFile::new(
        "tencent/demo/List_Things.yaml",
        twin.clone(),
    ));
    let report = report_of(files.clone());
    assert_eq!(told(&report, &files), ["same-rust-name at List_Things"]);
    files.pop();
    let renamed = twin.replace("summary:", "rename: list_all\nsummary:");
    files.push(SourceFile::new("tencent/demo/List_Things.yaml", renamed));
    let report = report_of(files);
    assert!(report.is_empty(), "{report}");
}

#[test]
fn all_files_are_told_of_at_once_in_order_and_once() {
    let mut files = spoiled(
        ACTION_PATH,
        &[
            ("access: read", "access: reed"),
            ("type: Page", "type: Pge"),
        ],
    );
    files[0].content = SERVICE
        .replace("demo.tencentcloudapi.com", "demo_host")
        .into_bytes();
    files[3].content = OTHER.replace("/things/", "//").into_bytes();
    let report = report_of(files.clone());
    let of_files: Vec<&str> = report
        .diagnostics()
        .iter()
        .map(|found| &*found.file)
        .collect();
    assert!(of_files.is_sorted());
    for path in [SERVICE_PATH, ACTION_PATH, OTHER_PATH] {
        assert!(of_files.contains(&path), "{report}");
    }
    assert!(
        told(&report, &files).contains(&"unknown-type at Pge".to_owned()),
        "{report}"
    );
    files.reverse();
    assert_eq!(report_of(files), report);
    assert!(report.count(Severity::Error) > 3);
}

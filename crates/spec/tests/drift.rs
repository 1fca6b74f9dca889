//! Every kind of change is told, with what it asks of programs.
#![allow(
    clippy::format_collect,
    clippy::format_push_string,
    clippy::similar_names,
    clippy::unwrap_used,
    reason = "tests may be plain, and may stop"
)]

mod common;

use cloudwright_spec::drift::{Change, Drift, Effect, Losses, Respect, Standing};
use cloudwright_spec::{Catalog, SourceFile};
use common::{ACTION, ACTION_PATH, SERVICE, cases, catalog_of, files, spoiled};

fn drift(old: Vec<SourceFile>, new: Vec<SourceFile>) -> Drift {
    // Without what the crates lost, whatever may be a loss is taken for one.
    Drift::between(&catalog_of(old), &catalog_of(new), &Losses::new())
}

/// The respects in which a change breaks something, and with `~` those in which it only changes it.
fn verdicts(change: &Change) -> String {
    let respects = Respect::ALL.into_iter().filter_map(|respect| {
        Some(match change.verdicts.of(respect) {
            Effect::None => return None,
            Effect::Changed => format!(" {}~", respect.as_str()),
            Effect::Breaking => format!(" {}", respect.as_str()),
        })
    });
    respects.collect()
}

/// Runs a file of cases. Each lists the changes that must be told (`!`); the way back is in the lines with `?`.
fn check(text: &str) {
    let mut failures = String::new();
    for case in cases(text) {
        for (sign, drift) in [
            ("! ", drift(files(), case.files.clone())),
            ("? ", drift(case.files.clone(), files())),
        ] {
            let changes = drift.services.iter().flat_map(|service| &service.changes);
            let told: Vec<_> = changes
                .map(|change| {
                    let (level, subject) = (change.level(), change.subject());
                    format!("{level}{}: {subject}: {}", verdicts(change), change.what)
                })
                .collect();
            if told != case.lines(sign) {
                let told: String = told.iter().map(|line| format!("{sign}{line}\n")).collect();
                failures += &format!("case {}\nbut told\n{told}\n", case.text);
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn changes_of_actions_are_told_both_ways() {
    check(include_str!("cases/drift_of_actions.txt"));
}

#[test]
fn changes_of_services_are_told_both_ways() {
    check(include_str!("cases/drift_of_services.txt"));
}

#[test]
fn a_change_of_what_services_share_is_told_of_each_of_them() {
    let with = |shared: &str| {
        let mut files = files();
        let text = SERVICE.replace("demo", "other");
        files.push(SourceFile::new("tencent/other/service.yaml", text));
        let text = format!("provider: tencent\n{shared}");
        files.push(SourceFile::new("tencent/provider.yaml", text));
        files
    };
    let lost = |class: &str| format!("errors: [{{ code: Lost, class: {class} }}]\n");
    let told = |old: &str, new: &str| {
        let drift = drift(with(old), with(new));
        let changes = drift.services.iter().flat_map(|service| {
            let name = &service.service;
            let changes = service.changes.iter();
            changes.map(move |change| format!("{name} {} {}", change.subject(), change.what))
        });
        changes.collect::<Vec<_>>()
    };
    assert_eq!(
        told(&lost("other"), &lost("internal")),
        [
            "tencent-demo service error Lost class changed",
            "tencent-other service error Lost class changed",
        ]
    );
    let limit = |doc: &str| format!("glossary: {{ limit: {doc} }}\n");
    assert_eq!(
        told(&limit("Rows."), &limit("Rows to return.")),
        ["tencent-demo ListThings request Limit doc changed"]
    );
    let explorer = |host: &str| format!("explorer: https://{host}/{{action}}\n");
    assert_eq!(
        told(&explorer("a.example"), &explorer("b.example")),
        [
            "tencent-demo service explorer changed",
            "tencent-other service explorer changed",
        ]
    );
    // What moves from a service to its provider changes nothing.
    let mut before = with(&lost("other"));
    let own = SERVICE.replace("errors:\n", "errors:\n  - { code: Lost, class: other }\n");
    before[0] = SourceFile::new(common::SERVICE_PATH, own);
    let drift = drift(before, with(&lost("other")));
    assert!(drift.is_empty(), "{drift}");
}

#[test]
fn order_is_no_change() {
    let reordered = spoiled(
        ACTION_PATH,
        &[
            (
                "  - name: RequestId\n    type: string\n    always: true\n",
                "",
            ),
            (
                "response:\n",
                "response:\n  - name: RequestId\n    type: string\n    always: true\n",
            ),
            ("[ready, gone]", "[gone, ready]"),
        ],
    );
    let drift = drift(files(), reordered);
    assert!(drift.is_empty(), "{drift}");
    assert_eq!(drift.to_string(), "no drift\n");
}

#[test]
fn actions_and_services_come_and_go() {
    let mut more = files();
    let text = ACTION.replace("action: ListThings", "action: ListMore");
    more.push(SourceFile::new("tencent/demo/ListMore.yaml", text));
    let come = drift(files(), more.clone()).to_string();
    assert!(come.contains("compatible  ListMore  added"), "{come}");
    let gone = drift(more, files()).to_string();
    assert!(gone.contains("breaking    ListMore  removed"), "{gone}");
    let none = Catalog::default();
    let all = catalog_of(files());
    assert_eq!(
        Drift::between(&none, &all, &Losses::new()).services.len(),
        2
    );
    assert_eq!(
        Drift::between(&all, &none, &Losses::new()).services.len(),
        2
    );
}

#[test]
fn a_table_says_which_version_is_due() {
    let changed = spoiled(
        ACTION_PATH,
        &[
            ("required: yes", "required: no"),
            ("max: 100", "max: 50"),
            ("doc: 仓库名称", "doc: Its owner."),
            ("summary:", "rename: all_things\nsummary:"),
        ],
    );
    let expected = "\
tencent-demo: 4 changes, breaking (source 1, wire 1, behaviour 1); 0.1.0 → 0.2.0 at least, and the spec says 0.1.0
  breaking    ListThings                function list_things → all_things  source: programs use it
  breaking    ListThings request Limit  max 100 → 50                       wire, behaviour: calls beyond it are refused
  compatible  ListThings request Owner  no longer required                 behaviour: fewer calls are refused
  docs        ListThings request Owner  doc changed                        only a text
";
    let mut drift = drift(files(), changed);
    assert_eq!(drift.to_string(), expected);
    let service = &mut drift.services[0];
    assert_eq!(service.standing(), Standing::TooLow("0.2.0".to_owned()));
    assert_eq!(service.wanted().as_deref(), Some("0.2.0"));
    service.declared = Some("0.2.0".to_owned());
    assert_eq!(service.standing(), Standing::Enough);
}

//! Wrong usage: exit code 2, and what was meant.

use crate::run::{ACTIONS, call, cloudwright};

#[test]
fn what_is_unknown_comes_with_what_was_meant() {
    // Further services and actions may be alike too.
    for (words, hints) in [
        (
            &["call", "tencent-tc", "X"][..],
            &["did you mean ", "tencent-"][..],
        ),
        (
            &["call", "tencent-ccr", "ListTriggersLog"],
            &["did you mean ", "ListTriggerLog"],
        ),
        (
            &["call", "tencent-ccr", "describe-service-event"],
            &["tencent-ccs has it"],
        ),
        (
            &["describe", "huawei-swx", "X"],
            &["did you mean ", "huawei-swr"],
        ),
        (&["actions", "alibaba"], &["alibaba-cr"]),
        (
            &["call", "tencent-ccr", "ListTriggerLog", "--repname", "x"],
            &["--reponame"],
        ),
        (
            &[
                "call",
                "tencent-ccr",
                "ListTriggerLog",
                "--mock",
                "--input",
                "{\"repname\":1}",
            ],
            &["did you mean reponame?"],
        ),
        (&["cal"], &["call"]),
    ] {
        cloudwright(words).run().fails(2, hints);
    }
}

#[test]
fn everything_that_is_wrong_with_a_request_is_said_at_once() {
    let ran = call(
        &ACTIONS[4][..2],
        &["--mock", "--limit", "1000", "--offset", "-1"],
    )
    .run();
    ran.fails(
        2,
        &[
            "instance_id (--instance-id)",
            "namespace_name",
            "policy_id",
            "limit (--limit)",
            "offset",
        ],
    );
    let ran = call(ACTIONS[1], &["--mock", "--limit", "many", "--offset", "x"]).run();
    ran.fails(2, &["--limit ", "--offset ", "must be an integer"]);
}

#[test]
fn options_that_do_not_fit_together_are_refused_wherever_they_stand() {
    for (words, reason) in [
        (&["--show-secrets"][..], "--show-secrets needs --dry-run"),
        (
            &["--explain-signature"],
            "--explain-signature needs --dry-run",
        ),
        (&["--mock-rows", "3"], "--mock-rows needs --mock"),
        (&["--quiet", "--verbose"], "exclude each other"),
        (&["--mock", "--endpoint", "x"], "exclude each other"),
        (&["--query", "a["], "--query"),
        (&["--header", "no-colon"], "NAME:VALUE"),
        (&["--timeout", "soon"], "time"),
        (&["--retries", "some"], "--retries"),
        (&["--sign-time", "now"], "--sign-time"),
        (&["--output", "xml"], "xml"),
        (&["--input", "@/nonexistent"], "/nonexistent"),
        (&["--input", "[]"], "no JSON object"),
        (&["--input", "{"], "no JSON"),
        (&["--limit", "1", "--limit", "2"], "--limit"),
        (&["stray"], "stray"),
    ] {
        call(ACTIONS[1], words).run().fails(2, &[reason]);
    }
    let before = cloudwright(&[
        "call",
        "--dry-run",
        "tencent-ccr",
        "ListTriggerLog",
        "--show-secrets",
        "--reponame",
        "a/b",
    ])
    .with_keys()
    .run();
    assert_eq!(before.json()["method"], "GET");
}

#[test]
fn help_says_what_exit_codes_mean_and_has_an_example() {
    for words in [
        &["--help"][..],
        &["call", "--help"],
        &[
            "call",
            "tencent-tcr",
            "DescribeApplicationTriggerLogPersonal",
            "--help",
        ],
    ] {
        let ran = cloudwright(words).run();
        assert!(
            ran.text().contains("Example") && ran.out.contains("  5  the answer"),
            "{}",
            ran.out
        );
    }
    let ran = cloudwright(&["call", "huawei-swr", "list-instance-webhook-jobs", "-h"]).run();
    assert!(ran.text().contains("--policy-id <INTEGER>"), "{}", ran.out);
    assert!(
        cloudwright(&["--version"])
            .run()
            .text()
            .starts_with("cloudwright ")
    );
    cloudwright(&[]).run().fails(2, &["Usage"]);
}

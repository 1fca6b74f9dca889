//! Wrong usage: exit code 2, and what was meant.

use cloudwright_core::meta::Kind;
use serde_json::{Value, json};

use crate::run::{CCR, SWR, actions, call, cloudwright};

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
        (&["actions", "alibaba"], &["`cloudwright services alibaba`"]),
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
        // As in the vendors' own commands, which begin with a product.
        (
            &["tcr", "DescribeInstances"],
            &["cloudwright call tencent-tcr ACTION"],
        ),
        (
            &[
                "call",
                "tencent-tcr",
                "DescribeInstances",
                "--Filters.0.Name=zone",
            ],
            &[
                "no flag --Filters.0.Name",
                "--filters '[{\"Name\":\"VALUE\"}]'",
            ],
        ),
        (
            &["ecs", "DescribeInstances"],
            &["alibaba-ecs", "huawei-ecs"],
        ),
    ] {
        cloudwright(words).run().fails(2, hints);
    }
}

#[test]
fn everything_that_is_wrong_with_a_request_is_said_at_once() {
    let ran = call(&SWR[..2], &["--mock", "--limit", "1000", "--offset", "-1"]).run();
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
    let ran = call(CCR, &["--mock", "--limit", "many", "--offset", "x"]).run();
    ran.fails(
        2,
        &[
            "limit (--limit) ",
            "offset (--offset) ",
            "must be an integer",
        ],
    );
}

/// Every way in which a value can be wrong, beside every other.
#[test]
fn a_value_of_a_wrong_type_hides_nothing_else() {
    let words = [
        "--mock",
        "--limit",
        "many",
        "--input",
        r#"{"offset": {"a": 1}, "status": [1], "policy_id": 1.5, "instance": 1}"#,
    ];
    let ran = call(&SWR[..2], &words).run();
    ran.fails(
        2,
        &[
            "limit (--limit)",
            "offset (--offset)",
            "status (--status)",
            "policy_id (--policy-id)",
            "instance_id (--instance-id)",
            "is required",
            "namespace_name",
            "instance ",
            "did you mean instance_id?",
        ],
    );
    // What depends on a value that is wrong is not judged.
    let words = ["--mock", "--limit", "many", "--offset", "15"];
    let ran = call(SWR, &words).run();
    ran.fails(2, &["limit"]);
    assert!(!ran.err.contains("multiple"), "{}", ran.err);
}

/// Per action: with every value of a wrong type, each parameter is told once.
#[test]
fn each_parameter_of_every_action_is_told_once() {
    for action in actions() {
        let wrong = action.operation.parameters.iter().map(|parameter| {
            let value = match parameter.kind {
                Kind::Object(_) | Kind::Map(_) | Kind::List(_) => json!(true),
                _ => json!({"a": []}),
            };
            (parameter.name.to_owned(), value)
        });
        let wrong = Value::Object(wrong.collect()).to_string();
        let mut parameters = action.operation.parameters.iter();
        if parameters.all(|parameter| matches!(parameter.kind, Kind::Any)) {
            // Nothing can be wrong.
            continue;
        }
        let [service, name] = action.named();
        let words = ["--mock", "-o", "json", "--input", &wrong];
        let ran = call(&[&service, &name], &words).run();
        ran.fails(2, &[]);
        let error: Value = serde_json::from_str(&ran.err).unwrap();
        let told = error["violations"].as_array().unwrap().iter();
        let told: Vec<&str> = told
            .map(|wrong| wrong["parameter"].as_str().unwrap())
            .collect();
        for parameter in action.operation.parameters {
            if !matches!(parameter.kind, Kind::Any | Kind::List(_)) {
                let count = told.iter().filter(|name| **name == parameter.name).count();
                assert_eq!(count, 1, "{}: {told:?}", parameter.name);
            }
        }
    }
}

#[test]
fn wrong_usage_is_an_object_where_results_are_json() {
    for (words, kind, message, hint) in [
        (
            &["call", "tencent-tc", "X"][..],
            "usage",
            "there is no service",
            "did you mean tencent-",
        ),
        (
            &["call", "huawei-swr", "X"],
            "usage",
            "has no action",
            "cloudwright actions",
        ),
        (&["call", "huawei-swr"], "usage", "", ""),
        (&["call"], "usage", "", ""),
        (&["cal"], "usage", "unrecognized subcommand", "call"),
        (
            &["describe", "huawei-swx"],
            "usage",
            "there is no service",
            "huawei-swr",
        ),
        (
            &["call", "tencent-ccr", "ListTriggerLog", "--repname", "x"],
            "usage",
            "--repname",
            "--reponame",
        ),
        (
            &["call", "tencent-ccr", "ListTriggerLog", "--query", "a["],
            "usage",
            "--query",
            "jmespath",
        ),
        (
            &[
                "call",
                "tencent-ccr",
                "ListTriggerLog",
                "--mock",
                "--limit",
                "x",
            ],
            "invalid_request",
            "not sent",
            "--no-check",
        ),
        (
            &["call", "tencent-ccr", "ListTriggerLog"],
            "invalid_request",
            "not sent",
            "--no-check",
        ),
        (
            &["call", "tencent-ccr", "ListTriggerLog", "--retries", "x"],
            "usage",
            "--retries",
            "",
        ),
    ] {
        let ran = cloudwright(&[words, &["-o", "json"]].concat()).run();
        ran.fails(2, &[]);
        let error: Value = serde_json::from_str(&ran.err).unwrap();
        assert_eq!(
            (&error["kind"], &error["exit_code"]),
            (&json!(kind), &json!(2)),
            "{error}"
        );
        assert!(
            error["message"].as_str().unwrap().contains(message),
            "{error}"
        );
        assert!(
            error["hint"].as_str().unwrap_or_default().contains(hint),
            "{error}"
        );
        for name in ["code", "request_id", "status"] {
            assert_eq!(error.get(name), Some(&Value::Null), "{error}");
        }
        assert_eq!(error["attempts"], 0, "{error}");
    }
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
        call(CCR, words).run().fails(2, &[reason]);
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
    for (words, usage) in [
        (
            &["call", "--help"][..],
            "cloudwright call [OPTIONS] <SERVICE> <ACTION> [PARAMETERS]",
        ),
        (
            &["call", "-h"],
            "cloudwright call [OPTIONS] <SERVICE> <ACTION> [PARAMETERS]",
        ),
        (
            &["call", "huawei-swr", "--help"],
            "cloudwright call huawei-swr [OPTIONS] <ACTION> [PARAMETERS]",
        ),
        (
            &["describe", "--help"],
            "cloudwright describe [OPTIONS] <SERVICE> [ACTION]",
        ),
    ] {
        let ran = cloudwright(words).run();
        assert!(
            ran.text().contains(&format!("Usage: {usage}\n")),
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

#[test]
fn members_of_a_whole_body_are_flags_and_win_over_it() {
    let words = ["--namespace", "flag", "--mock", "--dry-run"];
    let create = ["huawei-swr", "CreateNamespace"];
    for more in [&[][..], &["--body", r#"{"namespace": "body"}"#]] {
        let shown = call(&create, &[&words[..], more].concat()).run().json();
        assert_eq!(shown["body"], r#"{"namespace":"flag"}"#);
    }
    let words = [
        "--namespace",
        "n",
        "--repository",
        "r",
        "--is-public",
        "perhaps",
        "--mock",
    ];
    let ran = call(&["huawei-swr", "CreateRepo"], &words).run();
    ran.fails(
        2,
        &["body.is_public (--is-public)", "must be true or false"],
    );
}

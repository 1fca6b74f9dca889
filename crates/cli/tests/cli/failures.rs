//! Exit codes: each failure has the one that the help names.

use serde_json::{Value, json};

use crate::run::{CCR, CR, Run, SWR, TCR, actions, call};

#[test]
fn a_call_without_credentials_names_every_place_that_was_looked_at() {
    let tencent = call(TCR, &["--region", "ap-guangzhou"]).run();
    tencent.fails(
        3,
        &[
            "Tencent Cloud",
            "TENCENTCLOUD_SECRET_ID",
            "instance role",
            ".tccli",
        ],
    );
    let alibaba = call(CR, &["--region", "cn-hangzhou"])
        .with("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")
        .run();
    alibaba.fails(
        3,
        &[
            "Alibaba Cloud",
            "ALIBABA_CLOUD_ACCESS_KEY_ID",
            "credentials.ini",
        ],
    );
    let half = call(TCR, &["--region", "ap-guangzhou"])
        .with("TENCENTCLOUD_SECRET_ID", "AKIDhalf")
        .run();
    half.fails(3, &["TENCENTCLOUD_SECRET_KEY"]);
}

#[test]
fn a_setting_that_cannot_be_is_told_from_a_wrong_parameter() {
    for (words, reason) in [
        (&["--region", "a/b"][..], "region"),
        (&["--endpoint", "http://example.com"], "plain http"),
        (&["--protocol", "aliyun-acs3"], "does not speak"),
        (&["--profile", "nobody"], "nobody"),
    ] {
        let words = [
            &["--dry-run", "--region", "ap-guangzhou"][..usize::from(words[0] != "--region") * 3],
            words,
        ]
        .concat();
        call(TCR, &words).with_keys().run().fails(3, &[reason]);
    }
    let ran = call(TCR, &["--dry-run"]).with_keys().run();
    ran.fails(
        3,
        &[
            "needs a region",
            "set it with --region or the variable TENCENTCLOUD_REGION",
        ],
    );
    let words = ["--dry-run", "--endpoint", "http://example.com"];
    call(CCR, &words)
        .with_keys()
        .run()
        .fails(3, &["--allow-http lifts that"]);
}

#[test]
fn a_service_that_is_not_reached_is_a_failure_of_the_network() {
    let words = [
        "--region",
        "ap-guangzhou",
        "--endpoint",
        "http://127.0.0.1:1",
        "--retries",
        "0",
    ];
    call(TCR, &words).with_keys().run().fails(4, &["error:"]);
    for (fault, words) in [
        ("reset", &["--retries", "0"][..]),
        ("truncate", &["--retries", "0"]),
        ("stall", &["--timeout", "300ms"]),
        ("not-http", &["--retries", "0"]),
    ] {
        let header = format!("x-mock-fault: {fault}");
        let words = [&["--mock", "--header", &header], words].concat();
        call(SWR, &words).run().fails(4, &["error:"]);
    }
}

#[test]
fn an_answer_that_is_none_is_shown_as_far_as_it_goes() {
    let actions = actions().into_iter();
    for action in actions.filter(|action| action.answers_with_a_body()) {
        let words = ["--mock", "--header", "x-mock-fault: html-200"];
        action
            .call(&words)
            .run()
            .fails(5, &["could not be understood", "  answer ", "<html>"]);
    }
}

#[test]
fn a_gateways_own_error_is_the_services() {
    let words = [
        "--mock",
        "--header",
        "x-mock-fault: status=503",
        "--retries",
        "1",
    ];
    call(TCR, &words).run().fails(1, &["503", "attempts"]);
}

#[test]
fn failures_are_objects_where_results_are_json() {
    let json = |run: Run, code: i32| -> Value {
        let ran = run.run();
        ran.fails(code, &[]);
        serde_json::from_str(&ran.err).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
    };
    let words = |words: &'static [&'static str]| {
        [&["-o", "json", "--region", "cn-north-4"], words].concat()
    };
    let error = json(call(SWR, &words(&[])), 3);
    assert_eq!(error["kind"], "credentials");
    assert!(error["tried"].as_array().unwrap().len() > 1, "{error}");
    assert!(error["tried"][0]["place"].is_string() && error["tried"][0]["reason"].is_string());
    let closed = words(&["--endpoint", "http://127.0.0.1:1", "--retries", "1"]);
    let error = json(call(SWR, &closed).with_keys(), 4);
    assert_eq!(
        (&error["kind"], &error["attempts"]),
        (&json!("connect"), &json!(2)),
        "{error}"
    );
    assert_eq!(
        (&error["host"], &error["status"]),
        (&json!("127.0.0.1:1"), &Value::Null)
    );
    let stalled = [
        "-o",
        "json",
        "--mock",
        "--header",
        "x-mock-fault: stall",
        "--timeout",
        "300ms",
    ];
    assert_eq!(json(call(SWR, &stalled), 4)["kind"], "timeout");
    let page = [
        "-o",
        "jsonl",
        "--mock",
        "--header",
        "x-mock-fault: html-200",
    ];
    let error = json(call(SWR, &page), 5);
    assert_eq!(
        (&error["kind"], &error["status"]),
        (&json!("answer"), &json!(200))
    );
    assert!(
        error["answer"].as_str().unwrap().contains("<html>"),
        "{error}"
    );
    let error = json(
        call(SWR, &words(&["--protocol", "tencent-tc3"])).with_keys(),
        3,
    );
    assert_eq!(
        (&error["kind"], &error["exit_code"]),
        (&json!("configuration"), &json!(3))
    );
    // Without `-o`, and with one for people, failures are for people.
    for format in [&[][..], &["-o", "table"], &["-o", "yaml"], &["-o", "text"]] {
        let ran = call(SWR, &[&["--region", "cn-north-4"], format].concat()).run();
        ran.fails(3, &["error: no usable credentials"]);
    }
}

//! Exit codes: each failure has the one that the help names.

use crate::run::{ACTIONS, call};

#[test]
fn a_call_without_credentials_names_every_place_that_was_looked_at() {
    let tencent = call(ACTIONS[0], &["--dry-run", "--region", "ap-guangzhou"]).run();
    tencent.fails(
        3,
        &[
            "Tencent Cloud",
            "TENCENTCLOUD_SECRET_ID",
            "instance role",
            ".tccli",
        ],
    );
    let alibaba = call(ACTIONS[3], &["--dry-run", "--region", "cn-hangzhou"])
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
    let half = call(ACTIONS[0], &["--dry-run", "--region", "ap-guangzhou"])
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
        call(ACTIONS[0], &words)
            .with_keys()
            .run()
            .fails(3, &[reason]);
    }
    let ran = call(ACTIONS[0], &["--dry-run"]).with_keys().run();
    ran.fails(
        3,
        &[
            "needs a region",
            "set it with --region or the variable TENCENTCLOUD_REGION",
        ],
    );
    let words = ["--dry-run", "--endpoint", "http://example.com"];
    call(ACTIONS[1], &words)
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
    call(ACTIONS[0], &words)
        .with_keys()
        .run()
        .fails(4, &["error:"]);
    for (fault, words) in [
        ("reset", &["--retries", "0"][..]),
        ("truncate", &["--retries", "0"]),
        ("stall", &["--timeout", "300ms"]),
        ("not-http", &["--retries", "0"]),
    ] {
        let header = format!("x-mock-fault: {fault}");
        let words = [&["--mock", "--header", &header], words].concat();
        call(ACTIONS[4], &words).run().fails(4, &["error:"]);
    }
}

#[test]
fn an_answer_that_is_none_is_shown_as_far_as_it_goes() {
    for action in ACTIONS {
        let words = ["--mock", "--header", "x-mock-fault: html-200"];
        call(action, &words)
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
    call(ACTIONS[0], &words)
        .run()
        .fails(1, &["503", "attempts"]);
}

//! `--dry-run`: requests as they would be sent, with fixed time, nonce and invented keys.

use cloudwright_core::meta::Need;
use serde_json::Value;

use crate::run::{CCR, CCS, CR, KEYS, Run, SWR, TCR, actions, call, cloudwright};

const FIXED: &[&str] = &["--dry-run", "--sign-time", "1735689600", "--nonce", "11886"];

fn dry(action: &[&str], words: &[&str]) -> Run {
    call(action, &[FIXED, words].concat()).with_keys()
}

/// Takes the name and version of the program out, which change with each release.
fn without_user_agent(mut request: Value) -> Value {
    request["headers"]
        .as_object_mut()
        .unwrap()
        .remove("User-Agent");
    request
}

#[test]
fn the_requests_of_these_actions_are_known() {
    for (action, words, expected) in [
        (
            TCR,
            &["--region", "ap-guangzhou", "--repo-name", "ccs-dev/nginx"][..],
            include_str!("dry_run/tencent-tcr.json"),
        ),
        (
            CCR,
            &["--region", "gz", "--limit", "20"],
            include_str!("dry_run/tencent-ccr.json"),
        ),
        (
            CCS,
            &["--http-method", "post", "--signature-method", "HmacSHA1"],
            include_str!("dry_run/tencent-ccs.json"),
        ),
        (
            CR,
            &["--region", "cn-hangzhou"],
            include_str!("dry_run/alibaba-cr.json"),
        ),
        (
            SWR,
            &[
                "--region",
                "cn-north-4",
                "--limit",
                "10",
                "--offset",
                "20",
                "--status",
                "Succeed",
            ],
            include_str!("dry_run/huawei-swr.json"),
        ),
    ] {
        let request = without_user_agent(dry(action, words).run().json());
        let expected: Value = serde_json::from_str(expected).unwrap();
        assert_eq!(request, expected, "{request:#}");
    }
}

#[test]
fn the_object_has_exactly_its_four_members_and_the_host() {
    for action in actions().into_iter().filter(|action| action.takes_keys()) {
        let words = [FIXED, &["--region", "cn-north-4"]].concat();
        let request = action.call(&words).with_keys().run().json();
        let names: Vec<&String> = request.as_object().unwrap().keys().collect();
        assert_eq!(names, ["method", "url", "headers", "body"]);
        let host = request["headers"]["Host"].as_str().unwrap();
        assert!(request["url"].as_str().unwrap().contains(host), "{request}");
    }
}

#[test]
fn a_signature_is_explained_where_it_is_asked_for() {
    let words = ["--region", "ap-guangzhou", "--explain-signature"];
    let request = dry(TCR, &words).run().json();
    let canonical = request["canonical_request"].as_str().unwrap();
    assert!(
        canonical.starts_with("POST\n/\n\ncontent-type:application/json\n"),
        "{canonical}"
    );
    let to_sign = request["string_to_sign"].as_str().unwrap();
    assert!(
        to_sign.starts_with("TC3-HMAC-SHA256\n1735689600\n2025-01-01/tcr/"),
        "{to_sign}"
    );
    let legacy = dry(CCR, &["--explain-signature"]).run().json();
    assert_eq!(legacy["canonical_request"], Value::Null);
    assert!(
        legacy["string_to_sign"]
            .as_str()
            .unwrap()
            .starts_with("GETccr.api.qcloud.com/v2/")
    );
}

#[test]
fn keys_and_tokens_are_shown_only_where_it_is_asked_for() {
    for token in ["abc", "t0ken/with+signs=and more"] {
        for action in actions() {
            // Where a token is all, nothing is signed.
            if action.service.protocols[0].needs(Need::Token) {
                continue;
            }
            let place = action.operation.name;
            let region = action.operation.regions.first().unwrap_or(&"cn-north-4");
            let words = [FIXED, &["--region", region, "--explain-signature"]].concat();
            let tokens = [
                "TENCENTCLOUD_TOKEN",
                "ALIBABA_CLOUD_SECURITY_TOKEN",
                "HUAWEICLOUD_SDK_SECURITY_TOKEN",
            ];
            let with_token = |run: Run| tokens.iter().fold(run, |run, name| run.with(name, token));
            let ran = with_token(action.call(&words).with_keys()).run();
            let shown = ran.json();
            assert!(ran.out.contains("[redacted]"), "{place}: {}", ran.out);
            for (name, secret) in KEYS.iter().filter(|(name, _)| {
                name.ends_with("KEY") || name.ends_with("SECRET") || name.ends_with("SK")
            }) {
                assert!(!ran.out.contains(secret), "{name}: {}", ran.out);
            }
            if token.len() > 3 {
                assert!(!ran.out.contains("t0ken"), "{}", ran.out);
            }
            let words = [&words[..], &["--show-secrets"]].concat();
            let whole = with_token(action.call(&words).with_keys()).run();
            assert_ne!(whole.json(), shown);
            assert!(!whole.out.contains("[redacted]"), "{}", whole.out);
            let signature = |request: &Value| {
                let places = [
                    &request["headers"]["Authorization"],
                    &request["url"],
                    &request["body"],
                ];
                let text = places.map(Value::to_string).concat();
                let at = text.find("Signature=").map(|at| text[at..].to_owned());
                at.map(|text| text.split(['"', '&']).next().unwrap().to_owned())
            };
            // Signatures are no secrets.
            assert_eq!(signature(&shown), signature(&whole.json()));
            assert!(
                signature(&shown).is_some_and(|text| text.len() > 20),
                "{}",
                ran.out
            );
        }
    }
}

#[test]
fn a_token_of_huawei_is_sent_in_place_of_a_signature() {
    let run = || {
        call(
            SWR,
            &["--dry-run", "--region", "cn-north-4", "--project-id", "p-1"],
        )
        .with("CLOUDWRIGHT_HUAWEI_TOKEN", "MIIExampleToken")
    };
    let shown = run().run().json();
    assert_eq!(shown["headers"]["X-Auth-Token"], "[redacted]");
    assert_eq!(shown["headers"].get("Authorization"), None);
    assert!(
        shown["url"]
            .as_str()
            .unwrap()
            .contains("/v2/p-1/instances/i-1/")
    );
    let filled = call(
        SWR,
        &["--dry-run", "--show-secrets", "--region", "cn-north-4"],
    )
    .with("CLOUDWRIGHT_HUAWEI_TOKEN", "MIIExampleToken")
    .with("HUAWEICLOUD_SDK_PROJECT_ID", "p-2")
    .run()
    .json();
    assert_eq!(filled["headers"]["X-Auth-Token"], "MIIExampleToken");
    assert!(filled["url"].as_str().unwrap().contains("/v2/p-2/"));
}

#[test]
fn endpoints_are_hosts_addresses_or_variants() {
    for (endpoint, start) in [
        (
            "tcr.internal.tencentcloudapi.com",
            "https://tcr.internal.tencentcloudapi.com/",
        ),
        ("internal", "https://tcr.internal.tencentcloudapi.com/"),
        ("regional", "https://tcr.ap-beijing.tencentcloudapi.com/"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/"),
    ] {
        let words = ["--region", "ap-beijing", "--endpoint", endpoint];
        let request = dry(TCR, &words).run().json();
        assert!(
            request["url"].as_str().unwrap().starts_with(start),
            "{request}"
        );
    }
}

#[test]
fn a_word_that_is_no_variant_is_no_host_either() {
    for (endpoint, told) in [("intrenal", "did you mean internal"), ("zzz", "there are ")] {
        let words = ["--region", "ap-beijing", "--endpoint", endpoint];
        dry(TCR, &words).run().fails(2, &[endpoint, told]);
    }
}

#[test]
fn what_stands_before_the_host_of_an_endpoint_is_shown_nowhere() {
    for endpoint in [
        "https://alice:sesame@example.com",
        "https://example.com/?token=sesame",
        "alice:sesame@example.com",
        "ftp://alice:sesame@example.com/#sesame",
    ] {
        let words = ["--region", "ap-beijing", "--endpoint", endpoint];
        let ran = dry(TCR, &words).run();
        ran.fails(3, &["is no endpoint", "example.com"]);
        assert!(!ran.err.contains("sesame"), "{}", ran.err);
    }
}

#[test]
fn nothing_is_sent() {
    // Nobody listens there.
    let words = ["--region", "ap-beijing", "--endpoint", "http://127.0.0.1:1"];
    dry(TCR, &words).run().json();
}

#[test]
fn without_keys_a_request_is_shown_unsigned_and_says_so() {
    for action in actions() {
        let services = cloudwright(&["describe", action.service.id, "-o", "json"])
            .run()
            .json();
        for protocol in services["protocols"].as_array().unwrap() {
            let name = protocol.as_str().unwrap();
            if name == "huawei-token" {
                // Keys are no token.
                continue;
            }
            let words = [
                "--region",
                "cn-north-4",
                "--explain-signature",
                "--protocol",
                name,
            ];
            let words = [FIXED, &words].concat();
            let with_keys = action.call(&words).with_keys().run().json();
            let ran = action.call(&words).run();
            let shown = ran.json();
            assert_eq!(shown["unsigned"], "no credentials were found", "{name}");
            assert!(
                ran.err.contains("note: there are no credentials"),
                "{}",
                ran.err
            );
            let text = shown.to_string();
            assert!(
                text.contains("[unsigned]") && !text.contains("no secret"),
                "{text}"
            );
            // All that does not come of the keys is the same.
            assert_eq!(shown["method"], with_keys["method"]);
            let names = |request: &Value| -> Vec<String> {
                request["headers"]
                    .as_object()
                    .unwrap()
                    .keys()
                    .cloned()
                    .collect()
            };
            assert_eq!(names(&shown), names(&with_keys));
            let host = |request: &Value| request["headers"]["Host"].clone();
            assert_eq!(host(&shown), host(&with_keys));
            assert_eq!(with_keys.get("unsigned"), None);
        }
    }
    // Half a key was meant, and is an error.
    call(TCR, &[FIXED, &["--region", "ap-guangzhou"]].concat())
        .with("TENCENTCLOUD_SECRET_ID", "AKIDhalf")
        .run()
        .fails(3, &["TENCENTCLOUD_SECRET_KEY"]);
    call(TCR, FIXED).run().fails(3, &["needs a region"]);
}

#[test]
fn a_token_without_keys_is_a_placeholder_too() {
    let words = ["--region", "cn-north-4", "--protocol", "huawei-token"];
    let shown = call(SWR, &[FIXED, &words].concat()).run().json();
    assert_eq!(shown["headers"]["X-Auth-Token"], "[unsigned]");
    assert!(shown["url"].as_str().unwrap().contains("/v2/PROJECT_ID/"));
}

#[test]
fn an_idempotency_token_is_filled_unless_it_is_given() {
    let run = |words: &[&str]| {
        let action = ["tencent-cvm", "RunInstances", "--region", "ap-guangzhou"];
        let words = [&["--dry-run", "--no-check"], words].concat();
        let request = call(&action, &words).with_keys().run().json();
        let body: Value = serde_json::from_str(request["body"].as_str()?).unwrap();
        body["ClientToken"].as_str().map(str::to_owned)
    };
    let (first, second) = (run(&[]).unwrap(), run(&[]).unwrap());
    assert_eq!(first.len(), 36);
    assert_ne!(first, second);
    assert_eq!(run(&["--client-token", "mine"]).as_deref(), Some("mine"));
}

#[test]
fn a_region_that_is_not_documented_is_told_and_taken() {
    let listed = ["huawei-ecs", "ListServersDetails"];
    let run = |region: &str| call(&listed, &["--dry-run", "--region", region]).run();
    let misspelt = run("cn-nort-4");
    assert!(
        misspelt.err.contains("did you mean cn-north-4"),
        "{}",
        misspelt.err
    );
    assert!(
        misspelt.json()["url"]
            .as_str()
            .unwrap()
            .contains("cn-nort-4")
    );
    assert!(!run("cn-north-4").err.contains("region"));
}

//! Requests of every crate beside those that the vendors' own SDKs send for the same parameters.
//!
//! What an SDK adds as decoration is left out: its user agent, `RequestClient`, an empty
//! `SignatureType`. Signatures cover that decoration, so they are not compared here but verified:
//! the signers reproduce the SDKs' signatures in `cloudwright-sign`, and the mock cloud checks ours.

use std::collections::BTreeMap;

use cloudwright::core::credentials::Environment;
use cloudwright::core::nonce::{Nonce, NonceSource};
use cloudwright::core::{Client, Credentials, FixedClock, HttpMethod, Prepared, SignatureMethod};
use serde_json::Value;

/// A nonce that is known.
#[derive(Debug)]
struct Known(String);

impl NonceSource for Known {
    fn next(&self) -> Nonce {
        Nonce::Text(self.0.clone())
    }
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}

fn credentials(case: &Value) -> Credentials {
    let keys = &case["credentials"];
    let token = text(keys, "token");
    match text(keys, "ak") {
        None => Credentials::token(token.unwrap()),
        Some(id) => {
            let key = Credentials::access_key(id, text(keys, "sk").unwrap());
            match token {
                Some(token) => key.with_session_token(token),
                None => key,
            }
        }
    }
}

/// What the client would send for a case.
async fn prepare(case: &Value) -> Prepared {
    let action = text(case, "action").unwrap();
    let (entry, operation) = cloudwright::services()
        .iter()
        .find_map(|entry| Some((entry, entry.operation(action)?)))
        .unwrap();
    let mut builder = entry
        .client()
        .protocol(text(case, "protocol").unwrap().parse().unwrap())
        .credentials(credentials(case))
        .clock(FixedClock::at(case["clock_unix"].as_u64().unwrap()))
        .environment(Environment::closed)
        .signature_method(SignatureMethod::HmacSha1);
    if let Some(nonce) = text(case, "nonce") {
        builder = builder.nonce(Known(nonce.to_owned()));
    }
    if let Some(region) = text(case, "region") {
        builder = builder.region(region);
    }
    if let Some(endpoint) = text(case, "endpoint") {
        builder = builder.endpoint(endpoint);
    }
    let options = &case["options"];
    if let Some(language) = text(options, "language") {
        builder = builder.language(language);
    }
    if text(options, "sign_method") == Some("HmacSHA256") {
        builder = builder.signature_method(SignatureMethod::HmacSha256);
    }
    let method = text(&case["expected"], "method").unwrap();
    if entry.service.provider != cloudwright::core::meta::Provider::Huawei {
        builder = builder.http_method(match method {
            "GET" => HttpMethod::Get,
            _ => HttpMethod::Post,
        });
    }
    let client: Client = builder.build().unwrap();
    client
        .call(operation)
        .prepare_dynamic(case["params"].clone())
        .await
        .unwrap()
}

/// Parameters by name, without what SDKs add and without the signature.
fn parameters(encoded: &str) -> BTreeMap<String, String> {
    let added = [
        "Signature",
        "RequestClient",
        "RegionId",
        "SignatureType",
        "Format",
    ];
    cloudwright_sign::query_pairs(encoded)
        .into_iter()
        .filter(|(name, _)| !added.contains(&name.as_str()))
        .collect()
}

fn wire_parameters(expected: &Value) -> BTreeMap<String, String> {
    let pairs: Vec<(&str, &str)> = expected["wire_params"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
        .collect();
    parameters(&cloudwright_sign::canonical_query(pairs))
}

fn compare(name: &str, case: &Value, sent: &Prepared) {
    let expected = &case["expected"];
    let url = sent.url();
    let rest = url
        .strip_prefix("https://")
        .unwrap_or_else(|| panic!("{name}: {url}"));
    let (host, target) = rest.split_at(rest.find('/').unwrap());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    assert_eq!(sent.method(), text(expected, "method").unwrap(), "{name}");
    assert_eq!(host, text(expected, "host").unwrap(), "{name}");
    assert_eq!(path, text(expected, "path").unwrap(), "{name}");
    let body = std::str::from_utf8(sent.body()).unwrap();
    match text(case, "protocol").unwrap() {
        "tencent-tc3" => {
            assert_eq!(query, text(expected, "raw_query").unwrap(), "{name}");
            if let (Some(json), false) = (expected.get("body_json"), body.is_empty()) {
                assert_eq!(
                    &serde_json::from_str::<Value>(body).unwrap(),
                    json,
                    "{name}"
                );
            }
        }
        "tencent-qcloud-v2" | "aliyun-rpc-v1" => {
            let ours = parameters(&format!("{query}&{body}"));
            assert_eq!(ours, wire_parameters(expected), "{name}");
        }
        "aliyun-acs3" => {
            let theirs = text(expected, "raw_query").unwrap();
            assert_eq!(parameters(query), parameters(theirs), "{name}");
        }
        _ => assert_eq!(query, text(expected, "raw_query").unwrap(), "{name}"),
    }
    compare_headers(name, expected, sent);
}

/// Every header of the SDK that means something is there with the same value.
fn compare_headers(name: &str, expected: &Value, sent: &Prepared) {
    let ours: BTreeMap<String, &str> = sent
        .headers()
        .map(|(header, value)| (header.to_ascii_lowercase(), value))
        .collect();
    // The language is the SDK's default; the others are optional or belong to its own signature.
    let optional = [
        "x-tc-language",
        "x-acs-accesskey-id",
        "x-project-id",
        "content-type",
        "host",
    ];
    for (header, value) in expected["headers"].as_object().unwrap() {
        if optional.contains(&header.as_str()) && !ours.contains_key(header) {
            continue;
        }
        let value = value.as_str().unwrap();
        assert_eq!(ours.get(header).copied(), Some(value), "{name}: {header}");
    }
    for header in [
        "x-tc-token",
        "x-acs-security-token",
        "x-security-token",
        "x-auth-token",
    ] {
        let theirs = expected["headers"].get(header).and_then(Value::as_str);
        assert_eq!(ours.get(header).copied(), theirs, "{name}: {header}");
    }
}

#[tokio::test]
async fn requests_say_what_the_vendors_sdks_say() {
    let data: Value = serde_json::from_str(include_str!("../data/sdk_requests.json")).unwrap();
    let cases = data["requests"].as_array().unwrap();
    assert_eq!(cases.len(), 55);
    for case in cases {
        let name = format!("{} {}", case["protocol"], case["case"]);
        compare(&name, case, &prepare(case).await);
    }
}

#[tokio::test]
async fn no_secret_is_in_what_may_be_shown_of_a_request() {
    let data: Value = serde_json::from_str(include_str!("../data/sdk_requests.json")).unwrap();
    for case in data["requests"].as_array().unwrap() {
        let prepared = prepare(case).await;
        let shown = format!("{prepared:?} {:?}", prepared.redacted());
        for key in ["sk", "token"] {
            if let Some(secret) = text(&case["credentials"], key) {
                assert!(
                    !shown.contains(secret),
                    "{}: {key} is in {shown}",
                    case["case"]
                );
            }
        }
    }
}

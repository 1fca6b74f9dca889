//! What a cloud would refuse, each vendor in its own words.

use std::time::Duration;

use cloudwright_mock::{Mock, MockBuilder, Protocol, Provider, Strictness};
use cloudwright_sign::percent_encode;

use crate::support::Call;
use crate::support::sign::{JOBS, LOG, NOW, Signer, calls};

const TCR: &str = "DescribeApplicationTriggerLogPersonal";
const CR: &str = "ListRepoBuildRecordLog";

fn mock() -> MockBuilder {
    // Without state: each action is answered by itself.
    Mock::builder().clock_stopped_at(NOW).state(false)
}

#[test]
fn a_replayed_nonce_is_refused_where_there_is_one() {
    let mock = mock().start_blocking().unwrap();
    for right in calls(&mock) {
        let (name, endpoint) = (right.name(), mock.endpoint_for(&right.service));
        assert_eq!(right.call.send(&endpoint).code(), None, "{name}");
        let again = right.call.send(&endpoint).code();
        let expected = match right.protocol {
            Protocol::TencentQcloudV2 => Some("4500"),
            Protocol::AliyunAcs3 | Protocol::AliyunRpcV1 | Protocol::AliyunRoa => {
                Some("SignatureNonceUsed")
            }
            _ => None,
        };
        assert_eq!(again.as_deref(), expected, "{name}");
    }
    let legacy = Signer::of(&mock, Provider::Alibaba)
        .nonce("legacy")
        .rpc(CR, LOG, Some("JSON"));
    assert_eq!(legacy.send(&mock.endpoint()).code(), None);
    assert_eq!(
        legacy.send(&mock.endpoint()).code().as_deref(),
        Some("SignatureNonceUsed")
    );
}

#[test]
fn an_unknown_or_disabled_key_is_refused() {
    for disable in [true, false] {
        let builder = if disable {
            mock()
        } else {
            mock().without_standard_keys()
        };
        let mock = builder.start_blocking().unwrap();
        for &provider in Provider::ALL {
            mock.disable_key(provider, &mock.credentials(provider).id);
        }
        for right in calls(&mock) {
            if right.protocol == Protocol::HuaweiToken {
                // A token that was given out stays good.
                continue;
            }
            let expected = match (right.protocol.provider(), right.protocol) {
                (_, Protocol::TencentQcloudV2) => "4100",
                (Provider::Tencent, _) => "AuthFailure.SecretIdNotFound",
                (Provider::Alibaba, _) if disable => "InvalidAccessKeyId.Inactive",
                (Provider::Alibaba, _) => "InvalidAccessKeyId.NotFound",
                (Provider::Huawei, _) => "APIGW.0301",
            };
            let answer = right.call.send(&mock.endpoint_for(&right.service));
            if right.call.method == "HEAD" {
                // Its answer has no body that could hold a code.
                assert_ne!(answer.status, 200, "{}", right.name());
            } else {
                assert_eq!(answer.code().as_deref(), Some(expected), "{}", right.name());
            }
        }
    }
}

#[test]
fn a_session_works_with_its_token_until_it_expires() {
    let mock = mock().start_blocking().unwrap();
    for (provider, expired, foreign) in [
        (
            Provider::Tencent,
            "AuthFailure.TokenFailure",
            "AuthFailure.TokenFailure",
        ),
        (
            Provider::Alibaba,
            "InvalidSecurityToken.Expired",
            "InvalidSecurityToken.Malformed",
        ),
        (Provider::Huawei, "APIGW.0301", "APIGW.0301"),
    ] {
        let key = mock.temporary_credentials(provider, Duration::from_secs(60));
        let code = |token: Option<&str>, nonce: u32| {
            let mut key = key.clone();
            key.token = token.map(str::to_owned);
            let signer = Signer {
                key,
                now: mock.now(),
                ..Signer::of(&mock, provider)
            }
            .nonce(nonce);
            let call = match provider {
                Provider::Tencent => signer.tc3(TCR, "{}"),
                Provider::Alibaba => signer.acs3(CR, LOG),
                Provider::Huawei => signer.huawei(JOBS, ""),
            };
            call.send(&mock.endpoint()).code()
        };
        let token = key.token.as_deref();
        assert_eq!(code(token, 1), None, "{provider:?}");
        assert_eq!(
            code(Some("mock-foreign-token"), 2).as_deref(),
            Some(foreign)
        );
        assert!(code(None, 3).is_some());
        mock.advance_clock(60);
        assert_eq!(code(token, 4).as_deref(), Some(expired));
    }
}

#[test]
fn an_iam_token_works_until_it_expires_or_is_revoked() {
    let mock = mock().start_blocking().unwrap();
    let token = mock.iam_token(Duration::from_secs(60));
    let code = |token: &str| {
        let call = Call {
            method: "GET".to_owned(),
            path: JOBS.to_owned(),
            ..Default::default()
        };
        let answer = call
            .header("Host", "x")
            .header("X-Auth-Token", token)
            .send(&mock.endpoint());
        (answer.status, answer.code())
    };
    assert_eq!(code(&token), (200, None));
    assert_eq!(code("MIIunknown"), (401, Some("APIGW.0301".to_owned())));
    mock.advance_clock(60);
    assert_eq!(code(&token), (401, Some("APIGW.0307".to_owned())));
    mock.revoke_iam_token(&token);
    assert_eq!(code(&token), (401, Some("APIGW.0301".to_owned())));
}

#[test]
fn a_wrong_parameter_is_refused() {
    let mock = mock().start_blocking().unwrap();
    let tencent = Signer::of(&mock, Provider::Tencent);
    for (body, code, name) in [
        (r#"{"Limit": 101}"#, "InvalidParameterValue", "Limit"),
        (r#"{"Limit": "10"}"#, "InvalidParameter", "Limit"),
        (r#"{"RepoName": 5}"#, "InvalidParameter", "RepoName"),
        (r#"{"Repo": "a/b"}"#, "UnknownParameter", "Repo"),
        ("[]", "InvalidParameter", "object"),
        ("{", "InvalidParameter", "JSON"),
    ] {
        let answer = tencent.tc3(TCR, body).send(&mock.endpoint());
        assert_eq!(answer.status, 200);
        assert_eq!(answer.code().as_deref(), Some(code), "{body}");
        assert!(answer.message().contains(name), "{answer}");
    }
    let mut nonce = 0;
    let mut qcloud = |action: &str, parameters: &[(&str, &str)]| {
        nonce += 1;
        let answer = tencent
            .clone()
            .nonce(nonce)
            .qcloud(action, parameters)
            .send(&mock.endpoint());
        (answer.code(), answer.message())
    };
    let (code, message) = qcloud("DescribeServiceEvent", &[("namespace", "x")]);
    assert_eq!(code.as_deref(), Some("4000"));
    assert!(
        message.contains("clusterId") && message.contains("serviceName"),
        "{message}"
    );
    assert_eq!(
        qcloud("ListTriggerLog", &[("reponame", "a"), ("limit", "ten")])
            .0
            .as_deref(),
        Some("4000")
    );
    assert_eq!(
        qcloud("ListTriggerLog", &[("reponame", "a"), ("unheard", "of")]).0,
        None
    );

    let alibaba = Signer::of(&mock, Provider::Alibaba);
    let answer = alibaba
        .clone()
        .nonce(1)
        .acs3(CR, &[("InstanceId", "i")])
        .send(&mock.endpoint());
    assert_eq!(
        (answer.status, answer.code().as_deref()),
        (400, Some("MissingParameter"))
    );
    let with_offset = [LOG, &[("Offset", "x")]].concat();
    let answer = alibaba
        .nonce(2)
        .acs3(CR, &with_offset)
        .send(&mock.endpoint());
    assert_eq!(
        (answer.status, answer.code().as_deref()),
        (400, Some("InvalidParameter"))
    );
}

#[test]
fn a_broken_rule_is_refused() {
    let mock = mock().start_blocking().unwrap();
    let huawei = Signer::of(&mock, Provider::Huawei);
    for (query, expected) in [
        ("limit=10&offset=15", Some("APIGW.0201")),
        ("offset=15", Some("APIGW.0201")),
        ("limit=5&offset=15", None),
        ("limit=101", Some("APIGW.0201")),
        ("offset=20", None),
    ] {
        let answer = huawei.huawei(JOBS, query).send(&mock.endpoint());
        assert_eq!(answer.code().as_deref(), expected, "{query}: {answer}");
    }
    let path = JOBS.replace("/16/", "/sixteen/");
    let answer = huawei.huawei(&path, "").send(&mock.endpoint());
    assert_eq!(
        (answer.status, answer.code().as_deref()),
        (400, Some("APIGW.0201"))
    );
}

#[test]
fn checks_can_be_left_out() {
    let strictness = Strictness::default().parameters(false).signatures(false);
    let mock = mock().strictness(strictness).start_blocking().unwrap();
    let call = Signer::of(&mock, Provider::Tencent).tc3(TCR, r#"{"Limit": 101, "Repo": 5}"#);
    let unsigned = Call {
        headers: call
            .headers
            .into_iter()
            .filter(|(name, _)| name != "Authorization")
            .collect(),
        ..call
    };
    assert_eq!(unsigned.send(&mock.endpoint()).code(), None);
}

#[test]
fn what_is_not_offered_is_refused() {
    let mock = mock().start_blocking().unwrap();
    let tencent = Signer::of(&mock, Provider::Tencent);
    let altered = |name: &str, value: &str| {
        let mut call = tencent.tc3(TCR, "{}");
        call.set(name, value);
        call.send(&mock.endpoint()).code()
    };
    assert_eq!(
        altered("X-TC-Action", "DescribeNothing").as_deref(),
        Some("InvalidAction")
    );
    assert_eq!(
        altered("X-TC-Version", "1999-01-01").as_deref(),
        Some("NoSuchVersion")
    );
    assert_eq!(
        altered("X-TC-Region", "ap-nowhere").as_deref(),
        Some("UnsupportedRegion")
    );
    let answer = tencent.qcloud("ListNothing", &[]).send(&mock.endpoint());
    assert_eq!(answer.code().as_deref(), Some("4000"));
    let answer = Signer::of(&mock, Provider::Alibaba)
        .acs3("ListNothing", &[])
        .send(&mock.endpoint());
    assert_eq!(
        (answer.status, answer.code().as_deref()),
        (404, Some("InvalidAction.NotFound"))
    );
    let answer = Signer::of(&mock, Provider::Huawei)
        .huawei("/v2/nothing", "")
        .send(&mock.endpoint());
    assert_eq!(
        (answer.status, answer.code().as_deref()),
        (404, Some("APIGW.0101"))
    );
}

#[test]
fn a_request_of_no_protocol_is_told_what_there_is() {
    let mock = mock().start_blocking().unwrap();
    // The second fits a template that is nothing but a name.
    for path in ["/no/such/path", "/favicon.ico"] {
        let call = Call {
            method: "GET".to_owned(),
            path: path.to_owned(),
            ..Default::default()
        };
        let answer = call.header("Host", "x").send(&mock.endpoint());
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            answer.json()["services"]
                .as_array()
                .unwrap()
                .contains(&"huawei-swr".into())
        );
    }
}

#[test]
fn missing_parts_of_a_signature_are_named() {
    let mock = mock().start_blocking().unwrap();
    let expected = [
        ("Authorization", "AuthFailure.InvalidAuthorization"),
        ("X-TC-Timestamp", "MissingParameter"),
        ("Content-Type", "AuthFailure.InvalidAuthorization"),
        ("X-TC-Version", "MissingParameter"),
    ];
    for (name, code) in expected {
        let mut call = Signer::of(&mock, Provider::Tencent).tc3(TCR, "{}");
        call.headers.retain(|(known, _)| known != name);
        assert_eq!(
            call.send(&mock.endpoint()).code().as_deref(),
            Some(code),
            "{name}"
        );
    }
    let mut call = Signer::of(&mock, Provider::Alibaba).acs3(CR, LOG);
    call.headers
        .push(("x-acs-unsigned".to_owned(), "1".to_owned()));
    let answer = call.send(&mock.endpoint());
    assert_eq!(answer.code().as_deref(), Some("IncompleteSignature"));
    let call = Signer::of(&mock, Provider::Alibaba).rpc(CR, LOG, Some("JSON"));
    for name in ["AccessKeyId", "SignatureNonce", "Timestamp"] {
        let mut call = call.clone();
        call.query = call
            .query
            .split('&')
            .filter(|pair| !pair.starts_with(name))
            .collect::<Vec<_>>()
            .join("&");
        let answer = call.send(&mock.endpoint());
        assert_eq!(answer.code().as_deref(), Some("MissingParameter"), "{name}");
    }
}

#[test]
fn a_mismatch_shows_both_sides_and_where_they_part() {
    let mock = mock().start_blocking().unwrap();
    let mut call = Signer::of(&mock, Provider::Tencent).tc3(TCR, "{}");
    call.set("Content-Type", "application/json; charset=utf-8");
    let host = &mock.endpoint()[7..];
    let client =
        format!("POST\n/\n\ncontent-type:application/json\nhost:{host}\n\ncontent-type;host\n");
    let call = call.header("x-mock-canonical", &percent_encode(&client));
    assert_eq!(
        call.send(&mock.endpoint()).code().as_deref(),
        Some("AuthFailure.SignatureFailure")
    );
    let received = mock.last_request().unwrap();
    let difference = received.difference.unwrap();
    assert_eq!((difference.line, difference.column), (4, 30));
    assert_eq!(
        difference.client.as_deref(),
        Some("content-type:application/json")
    );
    assert_eq!(
        difference.server.as_deref(),
        Some("content-type:application/json; charset=utf-8")
    );
    let proof = received.proof.unwrap();
    assert_ne!(proof.expected_signature.unwrap(), proof.received_signature);

    let mut call = Signer::of(&mock, Provider::Alibaba).acs3(CR, LOG);
    call.query += "&Offset=1";
    let message = call.send(&mock.endpoint()).message();
    let proof = mock.last_request().unwrap().proof.unwrap();
    assert!(message.contains(&proof.string_to_sign), "{message}");
}

#[test]
fn a_foreign_token_does_not_reach_the_log() {
    let mock = mock().start_blocking().unwrap();
    let secret = "a-real-token-sent-to-the-wrong-place";
    let mut signer = Signer::of(&mock, Provider::Tencent);
    signer.key.token = Some(secret.to_owned());
    assert!(
        signer
            .tc3(TCR, "{}")
            .send(&mock.endpoint())
            .code()
            .is_some()
    );
    assert!(
        signer
            .qcloud("ListTriggerLog", &[])
            .send(&mock.endpoint())
            .code()
            .is_some()
    );
    let log = serde_json::to_string(&mock.requests()).unwrap() + &format!("{:?}", mock.requests());
    assert!(log.contains("[redacted]") && !log.contains(secret), "{log}");
}

#[test]
fn what_is_named_like_a_secret_reaches_neither_log_nor_page_nor_control_address() {
    let mock = mock().start_blocking().unwrap();
    let secret = "hunter2/\"really\"";
    let body = serde_json::json!({
        "RepoName": "a/b",
        "Password": secret,
        "Deep": [{"AccessKeySecret": secret}],
        "Packed": serde_json::json!({"refresh_token": secret}).to_string(),
    });
    let signer = Signer::of(&mock, Provider::Tencent);
    signer.tc3(TCR, &body.to_string()).send(&mock.endpoint());
    signer
        .qcloud(
            "ListTriggerLog",
            &[("reponame", "a/b"), ("RegistryPasswd", secret)],
        )
        .send(&mock.endpoint());
    let call = signer.tc3(TCR, "{}");
    call.header("X-Auth-Extra-Token", secret)
        .send(&mock.endpoint());
    let log = mock.requests();
    assert!(log.len() == 3 && log.iter().any(|entry| !entry.parameters.is_null()));
    let get = |path: &str| {
        let call = Call {
            method: "GET".to_owned(),
            path: path.to_owned(),
            headers: vec![("host".to_owned(), "localhost".to_owned())],
            ..Call::default()
        };
        String::from_utf8(call.send(&mock.endpoint()).body).unwrap()
    };
    for shown in [
        format!("{log:?}"),
        format!("{:?}", mock.last_request()),
        get("/_mock/requests"),
        get("/_mock/log"),
    ] {
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    assert!(get("/_mock/requests").contains("[redacted]"));
}

#[test]
fn services_with_ports_of_their_own_are_apart() {
    let mock = mock().one_port_each(true).start_blocking().unwrap();
    let services = mock.services();
    let endpoints: std::collections::BTreeSet<String> =
        services.iter().map(|id| mock.endpoint_for(id)).collect();
    assert_eq!(endpoints.len(), services.len());
    for right in calls(&mock) {
        let answer = right.call.send(&mock.endpoint_for(&right.service));
        assert_eq!(answer.code(), None, "{}: {answer}", right.name());
        assert_eq!(mock.last_request().unwrap().service, Some(right.service));
    }
    let mut signer = Signer::of(&mock, Provider::Tencent);
    signer.host = mock.endpoint_for("tencent-ccs")[7..].to_owned();
    let call = signer.qcloud(
        "DescribeServiceEvent",
        &[("clusterId", "c"), ("serviceName", "s")],
    );
    assert_eq!(call.send(&mock.endpoint_for("tencent-ccs")).code(), None);
    assert_eq!(
        mock.last_request().unwrap().service.as_deref(),
        Some("tencent-ccs")
    );
}

#[test]
fn a_path_may_begin_with_the_service() {
    let mock = mock().start_blocking().unwrap();
    for right in calls(&mock) {
        let mut call = right.call.clone();
        let prefix = format!("/{}", right.service);
        if !call.path.starts_with(&prefix) {
            call.path.insert_str(0, &prefix);
        }
        let answer = call.send(&mock.endpoint());
        assert_eq!(answer.code(), None, "{}: {answer}", right.name());
        assert_eq!(mock.last_request().unwrap().service, Some(right.service));
    }
}

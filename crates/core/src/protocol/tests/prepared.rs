//! Requests made the way a program makes them.

use serde_json::json;

use super::*;
use crate::client::prepared::Prepared;
use crate::meta::{Kind, Parameter, Place};
use crate::testing::service::{ALIBABA, HUAWEI, QCLOUD, TENCENT, builder};
use crate::testing::{ManualClock, Script};

/// A request made the way a program makes it.
fn prepared(
    operation: &'static Operation,
    change: impl FnOnce(crate::ClientBuilder<crate::Client>) -> crate::ClientBuilder<crate::Client>,
    parameters: serde_json::Value,
) -> Result<Prepared, Error> {
    let clock = ManualClock::at(NEW_YEAR);
    let client = change(builder(operation.service, &Script::new(), &clock)).build()?;
    clock.run(client.call(operation).prepare_dynamic(parameters))
}

fn header<'a>(prepared: &'a Prepared, name: &str) -> Option<&'a str> {
    prepared.request().header(name)
}

#[test]
fn a_tc3_request_has_its_facts_in_headers_and_its_parameters_in_compact_json() {
    let credentials = Credentials::access_key("id", "secret").with_session_token("the-token");
    let request = prepared(
        &OPERATION,
        |builder| builder.credentials(credentials).language("en-US"),
        json!({"RepoName": "a b/ü", "Limit": 0}),
    )
    .unwrap();
    assert_eq!(request.url(), "https://tcr.tencentcloudapi.com/");
    assert_eq!(
        request.body(),
        r#"{"RepoName":"a b/ü","Limit":0}"#.as_bytes()
    );
    for (name, value) in [
        ("Host", "tcr.tencentcloudapi.com"),
        ("X-TC-Action", "ListThings"),
        ("X-TC-Version", "2019-09-24"),
        ("X-TC-Timestamp", "1735689600"),
        ("X-TC-Region", "ap-guangzhou"),
        ("X-TC-Token", "the-token"),
        ("X-TC-Language", "en-US"),
    ] {
        assert_eq!(header(&request, name), Some(value), "{name}");
    }
    let empty = prepared(&OPERATION, |builder| builder, json!({})).unwrap();
    assert_eq!(empty.body(), b"{}");
    assert_eq!(header(&empty, "X-TC-Language"), None);
}

#[test]
fn tc3_over_get_has_its_parameters_in_the_query() {
    let get = |builder: crate::ClientBuilder<_>| builder.http_method(crate::HttpMethod::Get);
    let request = prepared(&OPERATION, get, json!({"RepoName": "a/b", "Limit": 5})).unwrap();
    assert_eq!(
        request.url(),
        "https://tcr.tencentcloudapi.com/?RepoName=a%2Fb&Limit=5"
    );
    assert!(request.body().is_empty());
    assert_eq!(header(&request, "content-type"), Some(FORM));
}

#[test]
fn tencent_2_0_takes_get_and_post_and_needs_no_region() {
    let region = |request: &str| request.contains("Region=");
    let get = prepared(&TRIGGERS, |builder| builder, json!({"reponame": "a&b=c"})).unwrap();
    assert!(
        get.url()
            .starts_with("https://ccr.api.qcloud.com/v2/index.php?Action=ListTriggerLog")
    );
    assert!(get.url().contains("&reponame=a%26b%3Dc&") && region(get.url()));
    assert!(get.url().contains("SignatureMethod=HmacSHA256"));

    let client = |_| {
        crate::Client::builder(&QCLOUD)
            .access_key("id", "secret")
            .environment(|_| crate::testing::service::isolated())
            .clock(ManualClock::at(NEW_YEAR))
            .http_method(crate::HttpMethod::Post)
    };
    let post = prepared(&TRIGGERS, client, json!({"reponame": "x"})).unwrap();
    let body = String::from_utf8(post.body().to_vec()).unwrap();
    assert_eq!(post.url(), "https://ccr.api.qcloud.com/v2/index.php");
    assert!(body.contains("reponame=x") && body.contains("Signature=") && !region(&body));
    assert_eq!(header(&post, "content-type"), Some(FORM));
    assert!(
        post.string_to_sign()
            .unwrap()
            .starts_with("POSTccr.api.qcloud.com/v2/index.php?")
    );
}

#[test]
fn acs3_sorts_the_query_and_signs_every_header_of_its_own() {
    let credentials = Credentials::access_key("id", "secret").with_session_token("the-token");
    let request = prepared(
        &BUILD_LOG,
        |builder| builder.region("cn-hangzhou").credentials(credentials),
        json!({"InstanceId": "i *", "BuildRecordId": "", "Offset": -1}),
    )
    .unwrap();
    assert_eq!(
        request.url(),
        "https://cr.cn-hangzhou.aliyuncs.com/?BuildRecordId=&InstanceId=i%20%2A&Offset=-1"
    );
    let authorization = header(&request, "Authorization").unwrap();
    assert!(authorization.contains(
        "SignedHeaders=host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;\
         x-acs-security-token;x-acs-signature-nonce;x-acs-version,"
    ));
    assert_eq!(header(&request, "x-acs-signature-nonce").unwrap().len(), 32);
    assert_eq!(header(&request, "content-type"), None);
}

#[test]
fn huawei_signs_what_it_sends_and_fills_the_project() {
    let request = prepared(
        &JOBS,
        |builder| builder.region("cn-north-4").project_id("p1"),
        json!({"instance_id": "a/b c", "offset": 10, "limit": 10}),
    )
    .unwrap();
    assert_eq!(
        request.url(),
        "https://swr-api.cn-north-4.myhuaweicloud.com/v2/p1/instances/a%2Fb%20c/jobs?limit=10&offset=10"
    );
    let authorization = header(&request, "Authorization").unwrap();
    assert!(
        authorization.contains("SignedHeaders=host;x-project-id;x-sdk-date,"),
        "{authorization}"
    );
    assert_eq!(header(&request, "X-Sdk-Date"), Some("20250101T000000Z"));
    for value in [".", ".."] {
        let refused = prepared(
            &JOBS,
            |builder| builder.region("cn-north-4").project_id("p1"),
            json!({"instance_id": value}),
        );
        assert!(refused.unwrap_err().is_invalid_request());
    }
}

#[test]
fn a_project_that_a_call_gives_as_a_header_takes_the_place_of_the_client_s() {
    static IN_PROJECT: Operation =
        Operation::new(&HUAWEI, "ListThings", Access::Read, "GET", "/v2/things")
            .parameters(&[Parameter::new("x-project-id", Kind::String, Place::Header)]);
    let project_of = |parameters| {
        let here = |builder: crate::ClientBuilder<_>| builder.region("r").project_id("p1");
        let request = prepared(&IN_PROJECT, here, parameters).unwrap();
        let is_project = |(name, _): &(&str, &str)| name.eq_ignore_ascii_case("X-Project-Id");
        let mut projects = request.headers().filter(is_project);
        let project = projects.next().map(|(_, value)| value.to_owned());
        assert!(projects.next().is_none());
        project
    };
    assert_eq!(project_of(json!({})).as_deref(), Some("p1"));
    let other = project_of(json!({"x-project-id": "p2"}));
    assert_eq!(other.as_deref(), Some("p2"));
}

#[test]
fn a_token_is_sent_where_a_token_is_what_the_credentials_are() {
    let token = |builder: crate::ClientBuilder<_>| {
        let token = Credentials::token("iam-token").with_project_id("p2");
        builder.region("cn-north-4").credentials(token)
    };
    let request = prepared(&JOBS, token, json!({"instance_id": "i"})).unwrap();
    assert_eq!(request.protocol(), Protocol::HuaweiToken);
    assert_eq!(header(&request, "X-Auth-Token"), Some("iam-token"));
    assert_eq!(header(&request, "Authorization"), None);
    assert!(request.url().contains("/v2/p2/"));
    assert_eq!(
        header(&request.redacted(), "X-Auth-Token"),
        Some("[redacted]")
    );

    let misfit = prepared(&OPERATION, token, json!({})).unwrap_err();
    assert!(
        misfit.is_auth() && misfit.to_string().contains("access key"),
        "{misfit}"
    );
}

#[test]
fn a_redacted_request_keeps_its_signature_and_hides_its_token() {
    let credentials = Credentials::access_key("id", "secret").with_session_token("session/token+1");
    let query = prepared(
        &TRIGGERS,
        |builder| builder.credentials(credentials.clone()),
        json!({"reponame": "x"}),
    )
    .unwrap();
    assert!(query.url().contains("Token=session%2Ftoken%2B1"));
    let shown = query.redacted();
    assert!(shown.url().contains("Token=[redacted]") && shown.url().contains("Signature="));
    assert!(!shown.string_to_sign().unwrap().contains("session/token"));
    let canonical = prepared(
        &BUILD_LOG,
        |builder| builder.credentials(credentials),
        json!({"InstanceId": "i", "BuildRecordId": "b"}),
    )
    .unwrap()
    .redacted();
    assert!(
        canonical
            .canonical_request()
            .unwrap()
            .contains("x-acs-security-token:[redacted]")
    );
}

#[test]
fn a_header_of_the_program_cannot_stand_in_for_one_of_the_protocol() {
    let clock = ManualClock::at(NEW_YEAR);
    let client = builder(&TENCENT, &Script::new(), &clock).build().unwrap();
    let with = |name: &str, value: &str| {
        let call = client.call(&OPERATION).with_header(name, value);
        clock.run(call.prepare_dynamic(json!({})))
    };
    for (name, value) in [
        ("x-tc-action", "Other"),
        ("Host", "evil.example"),
        ("authorization", "x"),
        ("Content-Length", "0"),
        ("Transfer-Encoding", "chunked"),
        ("X-A", "b\r\nX-C: d"),
        ("X A", "b"),
        ("", "b"),
    ] {
        assert!(with(name, value).is_err(), "{name}: {value}");
    }
    assert_eq!(
        header(&with("X-TC-TraceId", "t").unwrap(), "x-tc-traceid"),
        Some("t")
    );
    assert_eq!(
        header(&with("User-Agent", "mine").unwrap(), "user-agent"),
        Some("mine")
    );
}

#[test]
fn the_credentials_choose_among_the_protocols_of_a_service() {
    let key = Credentials::access_key("id", "secret");
    let token = Credentials::token("token");
    for (service, asked, credentials, expected) in [
        (&HUAWEI, None, &key, Protocol::HuaweiAksk),
        (&HUAWEI, None, &token, Protocol::HuaweiToken),
        (&ALIBABA, None, &key, Protocol::AliyunAcs3),
        (
            &ALIBABA,
            Some(Protocol::AliyunRpcV1),
            &key,
            Protocol::AliyunRpcV1,
        ),
    ] {
        let signers = service.protocols.iter().copied().map(Signer::of);
        let signers: Vec<Signer> = signers.collect();
        let chosen = choose(&signers, asked, service, credentials).unwrap();
        assert_eq!(chosen.protocol, expected);
    }
}

#[test]
fn the_headers_that_a_protocol_adds_are_those_that_it_is_known_for() {
    let key = Credentials::access_key("id", "secret").with_session_token("the-token");
    let token = Credentials::token("the-token");
    let settings = Settings {
        language: Some("en-US".to_owned()),
        ..settings("1")
    };
    for protocol in Protocol::ALL {
        let operation = match protocol.provider() {
            Provider::Tencent => &OPERATION,
            Provider::Alibaba => &BUILD_LOG,
            Provider::Huawei => &JOBS,
        };
        let credentials = if protocol.needs(Need::Token) {
            &token
        } else {
            &key
        };
        let draft = Draft {
            method: http::Method::POST,
            body: Bytes::from_static(b"{}"),
            ..Draft::default()
        };
        let signer = Signer::of(*protocol);
        let made = signed(
            signer,
            operation,
            "a.example",
            credentials,
            &settings,
            &draft,
        );
        for (name, _) in &made.request.headers {
            let is_own = protocol.sets_header(name);
            assert!(is_own || name == "User-Agent", "{protocol}: {name}");
        }
        for own in protocol.own_headers() {
            assert!(made.request.header(own).is_some(), "{protocol}: {own}");
        }
    }
}

#[test]
fn no_method_is_chosen_where_each_action_has_its_own() {
    for protocol in Protocol::ALL {
        let provider = protocol.provider();
        let protocols: &[Protocol] = Box::leak(Box::new([*protocol]));
        let endpoints = Endpoints::new("a.example");
        let service = Service::new("x", provider, "x", "X", protocols, endpoints);
        let service: &'static Service = Box::leak(Box::new(service));
        let client = builder(service, &Script::new(), &ManualClock::at(NEW_YEAR))
            .http_method(crate::HttpMethod::Get)
            .build();
        assert_eq!(client.is_err(), protocol.is_rest(), "{protocol}");
    }
}

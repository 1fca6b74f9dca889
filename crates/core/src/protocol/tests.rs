//! Layouts and signatures against the vendors' own examples.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::json;

use super::*;
use crate::client::prepared::Prepared;
use crate::client::settings::{Settings, SignatureMethod};
use crate::machine::nonce::FixedNonce;
use crate::meta::{Access, Endpoints, Kind, Parameter, Place, Provider};
use crate::testing::service::{
    ALIBABA, BUILD_LOG, HUAWEI, JOBS, NEW_YEAR, OPERATION, QCLOUD, TENCENT, TRIGGERS, builder,
};
use crate::testing::{ManualClock, Script};

const TENCENT_ID: &str = "AKIDEXAMPLEexampleEXAMPLEexample00";
const TENCENT_SECRET: &str = "ExampleTencentSecretKeyEXAMPLE00";

fn signed(
    signer: Signer,
    operation: &'static Operation,
    host: &str,
    credentials: &Credentials,
    settings: &Settings,
    draft: &Draft,
) -> Signed {
    let signing = Signing {
        operation,
        user_agent: &settings.user_agent,
        language: settings.language.as_deref(),
        project_id: settings.project_id.as_deref(),
        signature_method: settings.signature_method,
        endpoint: &Endpoint::parse(host, false).unwrap(),
        region: Some("gz"),
        credentials,
        derived_keys: &KeyCache::new(),
        time: i64::try_from(NEW_YEAR).unwrap(),
        nonce: settings.nonce.next(),
        headers: Vec::new(),
    };
    (signer.sign)(draft, &signing).unwrap()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(owned).collect()
}

fn settings(nonce: &str) -> Settings {
    Settings {
        nonce: std::sync::Arc::new(FixedNonce(nonce.to_owned())),
        ..Settings::default()
    }
}

#[test]
fn tc3_signs_the_bytes_of_the_vendors_example_as_the_vendor_does() {
    let body = r#"{"RepoName": "ccs-dev/nginx", "Offset": 0, "Limit": 10, "Order": "desc", "OrderBy": "invoke_time"}"#;
    let draft = Draft {
        method: http::Method::POST,
        parts: Encoded {
            path: "/".to_owned(),
            ..Encoded::default()
        },
        body: Bytes::from_static(body.as_bytes()),
    };
    let signed = signed(
        Signer::TENCENT_TC3,
        &OPERATION,
        "tcr.tencentcloudapi.com",
        &Credentials::access_key(TENCENT_ID, TENCENT_SECRET),
        &settings("1"),
        &draft,
    );
    let authorization = signed.request.header("Authorization").unwrap();
    assert_eq!(
        authorization,
        "TC3-HMAC-SHA256 Credential=AKIDEXAMPLEexampleEXAMPLEexample00/2025-01-01/tcr/tc3_request, \
         SignedHeaders=content-type;host, \
         Signature=7fd7fa96d976b1e74d16b9158f83e2132464ca8e63b504c2aa08b85d1d59f7a8"
    );
    assert_eq!(
        signed.request.header("content-type"),
        Some("application/json")
    );
}

#[test]
fn qcloud_v2_signs_the_vendors_example_as_the_vendor_does() {
    let draft = Draft {
        parts: Encoded {
            path: "/v2/index.php".to_owned(),
            query: pairs(&[
                ("offset", "0"),
                ("limit", "20"),
                ("reponame", "test/kube_test"),
                ("RequestClient", "SDK_PYTHON_2.0.15"),
            ]),
            ..Encoded::default()
        },
        ..Draft::default()
    };
    let settings = Settings {
        signature_method: SignatureMethod::HmacSha1,
        ..settings("11886")
    };
    let signed = signed(
        Signer::TENCENT_QCLOUD_V2,
        &TRIGGERS,
        "ccr.api.qcloud.com",
        &Credentials::access_key(TENCENT_ID, TENCENT_SECRET),
        &settings,
        &draft,
    );
    let url = signed.request.url;
    assert!(url.contains("reponame=test%2Fkube_test"), "{url}");
    assert!(
        url.ends_with("&Signature=yyp9fmBZPygzDYnORpcYGOGQztQ%3D"),
        "{url}"
    );
}

#[test]
fn rpc_v1_signs_the_vendors_example_as_the_vendor_does() {
    let draft = Draft {
        method: http::Method::POST,
        parts: Encoded {
            path: "/".to_owned(),
            query: pairs(&[
                ("InstanceId", "cri-nmbv37dlv5d3abcd"),
                ("RepoId", "crr-z4dvahhku9wv4abcd"),
                ("BuildRecordId", "C5B4D5D7-A1C6-4E9B-ABD2-401361C4ABCD"),
                ("Offset", "0"),
            ]),
            ..Encoded::default()
        },
        ..Draft::default()
    };
    let signed = signed(
        Signer::ALIYUN_RPC_V1,
        &BUILD_LOG,
        "cr.cn-hangzhou.aliyuncs.com",
        &Credentials::access_key("LTAIExampleAccessKeyId00", "ExampleAlibabaAccessKeySecret0"),
        &settings("3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"),
        &draft,
    );
    let url = signed.request.url;
    assert!(
        url.ends_with("&Signature=%2FtkLU5jBdiEB9esxtRj1sLSvu4g%3D"),
        "{url}"
    );
}

#[test]
fn acs3_signs_the_published_example_as_published() {
    static ECS: Service = Service::new(
        "alibaba-ecs",
        Provider::Alibaba,
        "ecs",
        "ECS",
        &[Protocol::AliyunAcs3],
        Endpoints::new("ecs.{region}.aliyuncs.com"),
    )
    .version("2014-05-26");
    static RUN: Operation = Operation::new(&ECS, "RunInstances", Access::Write, "POST", "/");
    let draft = Draft {
        method: http::Method::POST,
        parts: Encoded {
            path: "/".to_owned(),
            query: pairs(&[
                ("RegionId", "cn-shanghai"),
                (
                    "ImageId",
                    "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
                ),
            ]),
            ..Encoded::default()
        },
        ..Draft::default()
    };
    let signing = Signing {
        operation: &RUN,
        user_agent: "test",
        language: None,
        project_id: None,
        signature_method: SignatureMethod::HmacSha256,
        endpoint: &Endpoint::parse("ecs.cn-shanghai.aliyuncs.com", false).unwrap(),
        region: None,
        credentials: &Credentials::access_key("YourAccessKeyId", "YourAccessKeySecret"),
        derived_keys: &KeyCache::new(),
        time: 1_698_315_752,
        nonce: Nonce::Text("3156853299f313e23d1673dc12e1703d".to_owned()),
        headers: Vec::new(),
    };
    let signed = (Signer::ALIYUN_ACS3.sign)(&draft, &signing).unwrap();
    let authorization = signed.request.header("Authorization").unwrap();
    assert!(
        authorization.ends_with(
            "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
        ),
        "{authorization}"
    );
}

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

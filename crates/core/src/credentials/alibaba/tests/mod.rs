//! Alibaba's places, against stand-ins of its metadata and token services.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cloudwright_sign::verify::Authorization;
use cloudwright_sign::{acs3, canonical_query, query_pairs, sha256_hex};
use serde_json::json;

mod logins;
mod profiles;

use super::*;
use crate::credentials::{Credentials, CredentialsErrorKind, ProvideCredentials};
use crate::testing::network::{START, ScriptedNetwork, assert_hidden, header, isolated, parts};
use crate::transport::HttpRequest;

const TOKEN: &str = "PUT http://100.100.100.200/latest/api/token";
const ROLES: &str = "GET http://100.100.100.200/latest/meta-data/ram/security-credentials/";
const STS: &str = "POST https://sts.aliyuncs.com/";

/// Keys as the metadata service and a credentials URI answer them.
fn keys() -> serde_json::Value {
    json!({
        "Code": "Success", "AccessKeyId": "tmp-id", "AccessKeySecret": "tmp-key",
        "SecurityToken": "tmp-token", "Expiration": "2025-01-01T01:00:00Z",
    })
}

fn sts_answer() -> String {
    json!({"RequestId": "r", "Credentials": keys()}).to_string()
}

fn query(request: &HttpRequest) -> Vec<(String, String)> {
    let query = request.url.split_once('?').map_or("", |(_, query)| query);
    query_pairs(query)
}

fn signature(request: &HttpRequest, secret: &str) -> String {
    let authorization = Authorization::parse(header(request, "Authorization")).unwrap();
    let headers: Vec<_> = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_ref(), value.as_str()))
        .collect();
    let pairs = query(request);
    let pairs = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let input = acs3::Input {
        method: "POST",
        path: "/",
        query: &canonical_query(pairs),
        headers: &authorization.select(&headers).unwrap(),
        body_hash: &sha256_hex(&request.body),
    };
    let key = cloudwright_sign::Key {
        id: authorization.id,
        secret,
    };
    acs3::sign(&input, &key).authorization().to_owned()
}

#[tokio::test]
async fn keys_are_read_under_all_names_of_the_vendors_tools_and_never_mixed() {
    let prefixes = ["ALICLOUD", "ALIBABACLOUD", "ALIBABA_CLOUD"];
    let mut environment = isolated(&ScriptedNetwork::new());
    for prefix in prefixes {
        for (part, value) in [("ID", prefix), ("SECRET", "k")] {
            environment = environment.with_variable(format!("{prefix}_ACCESS_KEY_{part}"), value);
        }
        let credentials = FromEnvironment.provide(&environment).await.unwrap();
        assert_eq!(parts(&credentials), (prefix, "k", None));
        environment = environment
            .with_variable(format!("{prefix}_SECURITY_TOKEN"), "t")
            .with_variable(format!("{prefix}_REGION_ID"), prefix);
        let credentials = FromEnvironment.provide(&environment).await.unwrap();
        assert_eq!(parts(&credentials), (prefix, "k", Some("t")));
        assert_eq!(region(&environment).as_deref(), Some(prefix));
    }
    let half = isolated(&ScriptedNetwork::new())
        .with_variable("ALIBABACLOUD_ACCESS_KEY_ID", "i")
        .with_variable("ALICLOUD_ACCESS_KEY_SECRET", "k");
    let error = FromEnvironment.provide(&half).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "environment: ALIBABACLOUD_ACCESS_KEY_ID is set but ALIBABACLOUD_ACCESS_KEY_SECRET is not"
    );
}

#[tokio::test]
async fn each_attempt_at_the_token_service_has_a_nonce_of_its_own() {
    let throttled = json!({"Code": "Throttling.User", "Message": "later"}).to_string();
    let cloud = ScriptedNetwork::new()
        .reset(STS)
        .answer(STS, 400, throttled)
        .answer(STS, 200, sts_answer());
    let role = AssumeRole::new(Credentials::access_key("id", "hush"), "role");
    role.provide(&isolated(&cloud)).await.unwrap();
    let requests = cloud.requests();
    let mut nonces: Vec<_> = requests
        .iter()
        .map(|request| header(request, "x-acs-signature-nonce"))
        .collect();
    nonces.sort_unstable();
    nonces.dedup();
    assert_eq!(nonces.len(), 3);
    for request in &requests {
        assert_eq!(header(request, "Authorization"), signature(request, "hush"));
    }
}

#[tokio::test]
async fn the_environment_gives_a_key_and_perhaps_a_session_token() {
    let environment = isolated(&ScriptedNetwork::new())
        .with_variable("ALIBABA_CLOUD_ACCESS_KEY_ID", "id")
        .with_variable("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "key");
    let credentials = FromEnvironment.provide(&environment).await.unwrap();
    assert_eq!(parts(&credentials), ("id", "key", None));
    let environment = environment.with_variable("ALIBABA_CLOUD_SECURITY_TOKEN", "token");
    let credentials = FromEnvironment.provide(&environment).await.unwrap();
    assert_eq!(parts(&credentials), ("id", "key", Some("token")));
}

#[tokio::test]
async fn a_role_is_assumed_with_a_signed_call() {
    let cloud = ScriptedNetwork::new().answer(STS, 200, sts_answer());
    let base = Credentials::access_key("id", "key").with_session_token("token");
    let role = AssumeRole::new(base, "acs:ram::1:role/r")
        .with_session_name("nightly")
        .with_duration_seconds(900)
        .with_policy("{}")
        .with_external_id("x y");
    let credentials = role.provide(&isolated(&cloud)).await.unwrap();
    assert_eq!(
        parts(&credentials),
        ("tmp-id", "tmp-key", Some("tmp-token"))
    );
    assert_eq!(credentials.expires_at(), Some(START + 3600));
    let request = &cloud.requests()[0];
    for (name, value) in [
        ("host", "sts.aliyuncs.com"),
        ("x-acs-action", "AssumeRole"),
        ("x-acs-version", "2015-04-01"),
        ("x-acs-date", "2025-01-01T00:00:00Z"),
        ("x-acs-security-token", "token"),
    ] {
        assert_eq!(header(request, name), value, "{name}");
    }
    let sent = query(request);
    for (name, value) in [
        ("RoleArn", "acs:ram::1:role/r"),
        ("RoleSessionName", "nightly"),
        ("DurationSeconds", "900"),
        ("Policy", "{}"),
        ("ExternalId", "x y"),
    ] {
        assert!(
            sent.contains(&(name.to_owned(), value.to_owned())),
            "{name} in {sent:?}"
        );
    }
    assert_eq!(header(request, "x-acs-signature-nonce").len(), 32);
    assert_eq!(header(request, "Authorization"), signature(request, "key"));
}

#[tokio::test]
async fn a_refusal_tells_the_code_but_neither_secret_nor_token() {
    let message = "canonical request: x-acs-security-token:quiet";
    let answer = json!({"Code": "SignatureDoesNotMatch", "Message": message, "RequestId": "r"});
    let cloud = ScriptedNetwork::new().answer(STS, 400, answer.to_string());
    let base = Credentials::access_key("id", "hush").with_session_token("quiet");
    let error = AssumeRole::new(base, "r")
        .provide(&isolated(&cloud))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "assume role: refused with SignatureDoesNotMatch (HTTP 400)"
    );
    assert_hidden(&error, &["hush", "quiet"]);
}

#[tokio::test]
async fn the_token_service_has_an_address_a_region_and_one_inside_a_vpc() {
    for (region, vpc, url) in [
        ("", "", "POST https://sts.aliyuncs.com/?"),
        (
            "cn-beijing",
            "",
            "POST https://sts.cn-beijing.aliyuncs.com/?",
        ),
        (
            "cn-beijing",
            "true",
            "POST https://sts-vpc.cn-beijing.aliyuncs.com/?",
        ),
        ("", "true", "POST https://sts.aliyuncs.com/?"),
    ] {
        let cloud = ScriptedNetwork::new().answer("POST ", 200, sts_answer());
        let environment = isolated(&cloud)
            .with_variable("ALIBABA_CLOUD_STS_REGION", region)
            .with_variable("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", vpc);
        let role = AssumeRole::new(Credentials::access_key("id", "key"), "r");
        role.provide(&environment).await.unwrap();
        assert!(cloud.asked()[0].starts_with(url), "{:?}", cloud.asked());
    }
}

#[tokio::test]
async fn a_region_cannot_name_another_host() {
    let cloud = ScriptedNetwork::new().answer("POST ", 200, sts_answer());
    for region in ["evil.com/", "evil.com#", "a.b", "é", "x@evil.com:1/"] {
        let environment = isolated(&cloud).with_variable("ALIBABA_CLOUD_STS_REGION", region);
        let role = AssumeRole::new(Credentials::access_key("id", "key"), "r");
        let error = role.provide(&environment).await.unwrap_err();
        assert_eq!(
            error.kind(),
            CredentialsErrorKind::Misconfigured,
            "{region}"
        );
    }
    assert!(cloud.asked().is_empty());
}

#[tokio::test]
async fn a_pods_token_is_exchanged_without_signature_and_in_the_body() {
    let cloud = ScriptedNetwork::new().answer(STS, 200, sts_answer());
    let environment = isolated(&cloud)
        .with_variable("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/r")
        .with_variable(
            "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
            "acs:ram::1:oidc-provider/p",
        )
        .with_variable("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "/token")
        .with_variable("ALIBABA_CLOUD_ROLE_SESSION_NAME", "pod")
        .with_file("/token", "jwt\n");
    let oidc = OidcRole::from_environment();
    let credentials = oidc.provide(&environment).await.unwrap();
    assert_eq!(
        parts(&credentials),
        ("tmp-id", "tmp-key", Some("tmp-token"))
    );
    let request = &cloud.requests()[0];
    assert!(request.header("Authorization").is_none());
    assert_eq!(
        request.url,
        "https://sts.aliyuncs.com/?Action=AssumeRoleWithOIDC&Format=JSON\
         &Timestamp=2025-01-01T00%3A00%3A00Z&Version=2015-04-01"
    );
    assert_eq!(
        std::str::from_utf8(&request.body).unwrap(),
        "DurationSeconds=3600&OIDCProviderArn=acs%3Aram%3A%3A1%3Aoidc-provider%2Fp&OIDCToken=jwt\
         &RoleArn=acs%3Aram%3A%3A1%3Arole%2Fr&RoleSessionName=pod"
    );
}

#[tokio::test]
async fn a_role_alone_asks_for_no_oidc_but_a_provider_without_token_is_a_mistake() {
    let role = isolated(&ScriptedNetwork::new()).with_variable("ALIBABA_CLOUD_ROLE_ARN", "r");
    let oidc = OidcRole::from_environment();
    assert!(oidc.provide(&role).await.unwrap_err().is_not_configured());
    let half = role.with_variable("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "p");
    let error = oidc.provide(&half).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "OIDC: ALIBABA_CLOUD_OIDC_TOKEN_FILE not set"
    );
    assert_eq!(error.kind(), CredentialsErrorKind::Misconfigured);
}

#[tokio::test]
async fn the_instance_role_is_asked_with_a_token() {
    let cloud = ScriptedNetwork::new()
        .answer(TOKEN, 200, "imds-token\n")
        .answer(ROLES, 200, "role-1")
        .answer(&format!("{ROLES}role-1"), 200, keys().to_string());
    let credentials = InstanceRole::new()
        .provide(&isolated(&cloud))
        .await
        .unwrap();
    assert_eq!(
        parts(&credentials),
        ("tmp-id", "tmp-key", Some("tmp-token"))
    );
    assert_eq!(credentials.source(), "instance role role-1");
    let requests = cloud.requests();
    assert_eq!(
        header(&requests[0], "X-aliyun-ecs-metadata-token-ttl-seconds"),
        "21600"
    );
    for request in &requests[1..] {
        assert_eq!(header(request, "X-aliyun-ecs-metadata-token"), "imds-token");
    }
}

#[tokio::test]
async fn without_a_token_the_old_flow_is_used_unless_it_is_forbidden() {
    for failing in [
        ScriptedNetwork::new().answer(TOKEN, 404, ""),
        ScriptedNetwork::new().answer(TOKEN, 200, ""),
        ScriptedNetwork::new().unreachable(TOKEN),
    ] {
        let cloud = failing.answer(&format!("{ROLES}r"), 200, keys().to_string());
        let environment = isolated(&cloud).with_variable("ALIBABA_CLOUD_ECS_METADATA", "r");
        let credentials = InstanceRole::new().provide(&environment).await.unwrap();
        assert_eq!(parts(&credentials).0, "tmp-id");
        assert!(
            cloud.requests()[1]
                .header("X-aliyun-ecs-metadata-token")
                .is_none()
        );
    }
    let cloud = ScriptedNetwork::new().answer(TOKEN, 404, "");
    let environment = isolated(&cloud).with_variable("ALIBABA_CLOUD_IMDSV1_DISABLED", "true");
    let error = InstanceRole::new().provide(&environment).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "instance role: no metadata token to be had (HTTP 404)"
    );
    assert_eq!(cloud.asked().len(), 1);
}

#[tokio::test]
async fn a_machine_elsewhere_is_not_configured_unless_a_role_was_named() {
    let nowhere = ScriptedNetwork::new();
    let environment = isolated(&nowhere);
    let error = InstanceRole::new().provide(&environment).await.unwrap_err();
    assert!(error.is_not_configured());
    let named = environment
        .clone()
        .with_variable("ALIBABA_CLOUD_ECS_METADATA", "r");
    let error = InstanceRole::new().provide(&named).await.unwrap_err();
    assert_eq!(error.kind(), CredentialsErrorKind::Unreachable);
    let asked = nowhere.asked().len();
    let disabled = named.with_variable("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
    let error = InstanceRole::new().provide(&disabled).await.unwrap_err();
    assert!(error.is_not_configured());
    assert_eq!(nowhere.asked().len(), asked);
}

#[tokio::test]
async fn a_metadata_token_that_is_no_header_is_refused_without_showing_it() {
    let cloud = ScriptedNetwork::new().answer(TOKEN, 200, "a\r\nX-Evil: hush");
    let error = InstanceRole::new()
        .provide(&isolated(&cloud))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), CredentialsErrorKind::Malformed);
    assert_hidden(&error, &["hush"]);
}

#[tokio::test]
async fn a_credentials_uri_answers_keys_from_nearby_only() {
    let cloud =
        ScriptedNetwork::new().answer("GET http://127.0.0.1:9/keys", 200, keys().to_string());
    let name = "ALIBABA_CLOUD_CREDENTIALS_URI";
    let environment = isolated(&cloud).with_variable(name, "http://127.0.0.1:9/keys");
    let credentials = CredentialsUri.provide(&environment).await.unwrap();
    assert_eq!(
        parts(&credentials),
        ("tmp-id", "tmp-key", Some("tmp-token"))
    );
    let far = environment.with_variable(name, "http://10.0.0.1/keys");
    let error = CredentialsUri.provide(&far).await.unwrap_err();
    assert_eq!(error.kind(), CredentialsErrorKind::Misconfigured);
    assert_eq!(cloud.asked().len(), 1);
}

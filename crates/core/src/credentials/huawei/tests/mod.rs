//! Huawei's places, against stand-ins of its metadata, token and identity services.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::{Value, json};

mod tokens;

use super::*;
use crate::credentials::{CredentialsErrorKind, ProvideCredentials};
use crate::testing::network::{
    START, ScriptedNetwork, assert_hidden, body, header, isolated, parts,
};
use crate::transport::HttpResponse;

const METADATA_TOKEN: &str = "PUT http://169.254.169.254/meta-data/latest/api/token";
const SECURITY_KEY: &str = "GET http://169.254.169.254/openstack/latest/securitykey";
const FILE: &str = "/home/alice/.huaweicloud/credentials";
const IAM: &str = "https://iam.cn-north-4.myhuaweicloud.com";

/// Keys as IAM and the metadata service answer them.
fn iam_keys() -> String {
    let credential = json!({
        "access": "tmp-id", "secret": "tmp-key", "securitytoken": "tmp-token",
        "expires_at": "2025-01-01T01:00:00.000000Z",
    });
    json!({ "credential": credential }).to_string()
}

const TEMPORARY: (&str, &str, Option<&str>) = ("tmp-id", "tmp-key", Some("tmp-token"));

/// An answer with a token in its header, as IAM gives it.
fn token_answer(token: &str, body: &Value) -> HttpResponse {
    HttpResponse::new(201, body.to_string()).with_header("X-Subject-Token", token)
}

#[tokio::test]
async fn the_command_lines_profile_gives_its_key_where_it_is_not_encrypted() {
    let config = |encrypted: serde_json::Value, mode: &str| {
        json!({
            "current": "p", "authEncrypt": encrypted,
            "profiles": [
                {"name": "other"},
                {"name": "p", "mode": mode, "accessKeyId": "i", "secretAccessKey": "hush",
                 "securityToken": "", "region": "cn-north-4", "projectId": "pr", "domainId": "d"},
            ],
        })
        .to_string()
    };
    let environment = |text: String| {
        isolated(&ScriptedNetwork::new()).with_file("/home/alice/.hcloud/config.json", text)
    };
    for plain in [json!("false"), json!(false)] {
        let environment = environment(format!("\u{feff}{}", config(plain, "AKSK")));
        let credentials = FromCliProfile.provide(&environment).await.unwrap();
        assert_eq!(parts(&credentials), ("i", "hush", None));
        assert_eq!(credentials.region(), Some("cn-north-4"));
        assert_eq!(credentials.project_id(), Some("pr"));
        assert_eq!(credentials.domain_id(), Some("d"));
        assert_eq!(region(&environment).as_deref(), Some("cn-north-4"));
    }
    for (text, message) in [
        (
            config(json!("true"), "AKSK"),
            "`hcloud configure set --cli-auth-encrypt=false`",
        ),
        (config(json!(null), "AKSK"), "encrypted"),
        (config(json!("false"), "SSO"), "is of mode SSO"),
    ] {
        let environment = environment(text);
        let error = FromCliProfile.provide(&environment).await.unwrap_err();
        assert!(error.is_not_configured(), "{error}");
        assert!(error.to_string().contains(message), "{error}");
        let asked = environment.with_profile("p");
        let error = FromCliProfile.provide(&asked).await.unwrap_err();
        assert_eq!(error.kind(), CredentialsErrorKind::Unsupported);
        assert_hidden(&error, &["hush"]);
    }
}

#[tokio::test]
async fn the_sdks_file_may_be_written_as_windows_and_careful_people_do() {
    let dressed = "\u{feff}[BASIC] ; mine\r\nAK: \"i\" # old\r\nSK = 'hush'\r\nproject_id = p\r\n";
    let environment = isolated(&ScriptedNetwork::new())
        .with_file("/home/alice/.huaweicloud/credentials", dressed);
    let credentials = FromProfile.provide(&environment).await.unwrap();
    assert_eq!(parts(&credentials), ("i", "hush", None));
    assert_eq!(credentials.project_id(), Some("p"));
}

#[tokio::test]
async fn a_given_token_comes_with_the_project_of_the_variables() {
    let environment = isolated(&ScriptedNetwork::new())
        .with_variable("CLOUDWRIGHT_HUAWEI_TOKEN", "tok")
        .with_variable("HUAWEICLOUD_SDK_PROJECT_ID", "p")
        .with_variable("HUAWEICLOUD_SDK_DOMAIN_ID", "d");
    let credentials = GivenToken.provide(&environment).await.unwrap();
    assert_eq!(credentials.as_token().unwrap().expose(), "tok");
    assert_eq!(
        (credentials.project_id(), credentials.domain_id()),
        (Some("p"), Some("d"))
    );
    assert!(!format!("{credentials:?}").contains("\"tok\""));
}

#[tokio::test]
async fn the_sdks_names_come_before_those_of_the_pages() {
    let pages = isolated(&ScriptedNetwork::new())
        .with_variable("CLOUD_SDK_AK", "page")
        .with_variable("CLOUD_SDK_SK", "k");
    let credentials = FromEnvironment.provide(&pages).await.unwrap();
    assert_eq!(parts(&credentials), ("page", "k", None));
    let sdk = pages
        .with_variable("HUAWEICLOUD_SDK_AK", "sdk")
        .with_variable("HUAWEICLOUD_SDK_SK", "k")
        .with_variable("HUAWEICLOUD_SDK_SECURITY_TOKEN", "t")
        .with_variable("HUAWEICLOUD_SDK_PROJECT_ID", "p");
    let credentials = FromEnvironment.provide(&sdk).await.unwrap();
    assert_eq!(parts(&credentials), ("sdk", "k", Some("t")));
    assert_eq!(credentials.project_id(), Some("p"));
}

#[tokio::test]
async fn half_a_key_is_a_mistake_even_where_the_other_names_have_one() {
    let environment = isolated(&ScriptedNetwork::new())
        .with_variable("HUAWEICLOUD_SDK_AK", "sdk")
        .with_variable("CLOUD_SDK_AK", "page")
        .with_variable("CLOUD_SDK_SK", "k");
    let error = FromEnvironment.provide(&environment).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "environment: HUAWEICLOUD_SDK_AK is set but HUAWEICLOUD_SDK_SK is not"
    );
}

#[tokio::test]
async fn an_identity_providers_token_is_exchanged_twice() {
    let unscoped = format!("POST {IAM}/v3.0/OS-AUTH/id-token/tokens");
    let keys = format!("POST {IAM}/v3.0/OS-CREDENTIAL/securitytokens");
    let cloud = ScriptedNetwork::new()
        .response(&unscoped, token_answer("iam-token", &json!({"token": {}})))
        .answer(&keys, 201, iam_keys());
    let environment = isolated(&cloud)
        .with_region("cn-north-4")
        .with_variable("HUAWEICLOUD_SDK_IDP_ID", "idp")
        .with_variable("HUAWEICLOUD_SDK_ID_TOKEN_FILE", "/token")
        .with_variable("HUAWEICLOUD_SDK_AK", "unused")
        .with_file("/token", "jwt\n");
    let credentials = FromEnvironment.provide(&environment).await.unwrap();
    assert_eq!(parts(&credentials), TEMPORARY);
    assert_eq!(credentials.expires_at(), Some(START + 3600));
    let requests = cloud.requests();
    assert_eq!(header(&requests[0], "X-Idp-Id"), "idp");
    assert_eq!(
        body(&requests[0]),
        json!({"auth": {"id_token": {"id": "jwt"}}})
    );
    let token = json!({"id": "iam-token", "duration_seconds": 21600});
    assert_eq!(
        body(&requests[1]),
        json!({"auth": {"identity": {"methods": ["token"], "token": token}}})
    );
}

#[tokio::test]
async fn the_profile_gives_keys_and_what_stands_beside_them() {
    let text = "[basic]\nak = a\nsk = k\nproject_id = p\ndomain_id = d\n[global]\nak=g\nsk=k\nsecurity_token=t";
    let environment = isolated(&ScriptedNetwork::new())
        .with_file(FILE, text)
        .with_variable("HUAWEICLOUD_SDK_PROJECT_ID", "other");
    let credentials = FromProfile.provide(&environment).await.unwrap();
    assert_eq!(parts(&credentials), ("a", "k", None));
    assert_eq!(
        (credentials.project_id(), credentials.domain_id()),
        (Some("p"), Some("d"))
    );
    let global = environment.clone().with_profile("global");
    let credentials = FromProfile.provide(&global).await.unwrap();
    assert_eq!(parts(&credentials), ("g", "k", Some("t")));
    let named = environment.with_variable("HUAWEICLOUD_SDK_CREDENTIALS_FILE", "/mine");
    let error = FromProfile.provide(&named).await.unwrap_err();
    assert_eq!(error.to_string(), "profile: /mine does not exist");
    assert_eq!(error.kind(), CredentialsErrorKind::Misconfigured);
}

#[tokio::test]
async fn a_profile_of_an_identity_provider_asks_the_identity_service_it_names() {
    let cloud = ScriptedNetwork::new()
        .response(
            "POST https://iam.example.com/v3.0/OS-AUTH",
            token_answer("t", &json!({})),
        )
        .answer(
            "POST https://iam.example.com/v3.0/OS-CREDENTIAL",
            201,
            iam_keys(),
        );
    let text = "[basic]\nidp_id = i\nid_token_file = /token\niam_endpoint = iam.example.com/";
    let environment = isolated(&cloud)
        .with_file(FILE, text)
        .with_file("/token", "jwt");
    let credentials = FromProfile.provide(&environment).await.unwrap();
    assert_eq!(parts(&credentials), TEMPORARY);
}

fn oidc(cloud: &ScriptedNetwork) -> Environment {
    isolated(cloud)
        .with_variable("HUAWEICLOUD_OIDC_PROVIDER_URN", "iam::1:oidcProvider:p")
        .with_variable("HUAWEICLOUD_OIDC_AGENCY_URN", "iam::1:agency:a")
}

#[tokio::test]
async fn an_agency_is_taken_on_with_an_oidc_token() {
    let keys = json!({
        "access_key_id": "tmp-id", "secret_access_key": "tmp-key",
        "security_token": "tmp-token", "expiration": "2025-01-01T01:00:00.084Z",
    });
    let answer = json!({ "assumed_agency": {}, "credentials": keys }).to_string();
    let cloud = ScriptedNetwork::new().answer("POST ", 200, answer);
    let by_file = oidc(&cloud)
        .with_variable("HUAWEICLOUD_OIDC_TOKEN_FILE", "/token")
        .with_file("/token", "from-file\n");
    let by_variable = by_file
        .clone()
        .with_region("eu-west-101")
        .with_variable("HUAWEICLOUD_OIDC_ID_TOKEN", "from-variable")
        .with_variable("HUAWEICLOUD_OIDC_SESSION_NAME", "nightly")
        .with_variable("HUAWEICLOUD_OIDC_DURATION_SECONDS", "900");
    let elsewhere = by_file
        .clone()
        .with_variable("HUAWEICLOUD_SDK_STS_ENDPOINT", "https://sts.example.com/");
    for (environment, host, token, session, duration) in [
        (
            by_file,
            "sts.cn-north-4.myhuaweicloud.com",
            "from-file",
            "cloudwright",
            3600,
        ),
        (
            by_variable,
            "sts.eu-west-101.myhuaweicloud.eu",
            "from-variable",
            "nightly",
            900,
        ),
        (
            elsewhere,
            "sts.example.com",
            "from-file",
            "cloudwright",
            3600,
        ),
    ] {
        let agency = OidcAgency::from_environment();
        let credentials = agency.provide(&environment).await.unwrap();
        assert_eq!(parts(&credentials), TEMPORARY);
        assert_eq!(credentials.expires_at(), Some(START + 3600));
        let request = cloud.requests().pop().unwrap();
        assert_eq!(
            request.url,
            format!("https://{host}/v5/agencies/assume-with-oidc")
        );
        assert!(request.header("Authorization").is_none());
        assert_eq!(
            body(&request),
            json!({
                "provider_urn": "iam::1:oidcProvider:p",
                "agency_urn": "iam::1:agency:a",
                "agency_session_name": session,
                "id_token": token,
                "duration_seconds": duration,
            })
        );
    }
}

#[tokio::test]
async fn half_of_oidc_is_a_mistake_that_names_what_is_missing() {
    let cloud = ScriptedNetwork::new();
    for (environment, missing) in [
        (oidc(&cloud), "HUAWEICLOUD_OIDC_TOKEN_FILE"),
        (
            oidc(&cloud).with_variable("HUAWEICLOUD_OIDC_AGENCY_URN", ""),
            "HUAWEICLOUD_OIDC_AGENCY_URN",
        ),
        (
            isolated(&cloud).with_variable("HUAWEICLOUD_OIDC_ID_TOKEN", "t"),
            "HUAWEICLOUD_OIDC_PROVIDER_URN",
        ),
    ] {
        let error = OidcAgency::from_environment()
            .provide(&environment)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), CredentialsErrorKind::Misconfigured);
        assert!(
            error
                .to_string()
                .starts_with(&format!("OIDC: {missing} is not set")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn the_instance_agency_is_asked_with_a_token_where_there_is_such_a_flow() {
    for (status, token) in [(200, "imds"), (404, ""), (405, ""), (503, "")] {
        let cloud = ScriptedNetwork::new()
            .answer(METADATA_TOKEN, status, "imds")
            .answer(SECURITY_KEY, 200, iam_keys());
        let credentials = InstanceAgency.provide(&isolated(&cloud)).await.unwrap();
        assert_eq!(parts(&credentials), TEMPORARY);
        assert_eq!(credentials.renewal_window().as_secs(), 2400);
        let requests = cloud.requests();
        assert_eq!(
            header(&requests[0], "X-Metadata-Token-Ttl-Seconds"),
            "21600"
        );
        assert_eq!(header(&requests[1], "X-Metadata-Token"), token, "{status}");
    }
}

#[tokio::test]
async fn other_machines_have_no_instance_agency() {
    let without = r#"{"error":"Please configure Cloud Service Agency first"}"#;
    let elsewhere = |token, key| {
        ScriptedNetwork::new()
            .answer(METADATA_TOKEN, token, "")
            .answer(SECURITY_KEY, key, "")
    };
    for (cloud, not_configured) in [
        (elsewhere(403, 403), true),
        (elsewhere(405, 401), true),
        (elsewhere(404, 400), true),
        (elsewhere(404, 500), false),
        (ScriptedNetwork::new(), true),
        (ScriptedNetwork::new().stall(METADATA_TOKEN), true),
        (
            ScriptedNetwork::new()
                .answer(METADATA_TOKEN, 404, "")
                .answer(SECURITY_KEY, 404, ""),
            true,
        ),
        (
            ScriptedNetwork::new()
                .answer(METADATA_TOKEN, 200, "t")
                .answer(SECURITY_KEY, 401, without),
            true,
        ),
        (
            ScriptedNetwork::new()
                .answer(METADATA_TOKEN, 200, "t")
                .answer(SECURITY_KEY, 401, "no"),
            false,
        ),
        (
            ScriptedNetwork::new()
                .answer(METADATA_TOKEN, 200, "t")
                .answer(SECURITY_KEY, 200, "no"),
            false,
        ),
        (
            ScriptedNetwork::new().answer(METADATA_TOKEN, 500, ""),
            false,
        ),
    ] {
        let error = InstanceAgency.provide(&isolated(&cloud)).await.unwrap_err();
        assert_eq!(error.is_not_configured(), not_configured, "{error}");
    }
}

#[tokio::test]
async fn a_pod_shows_its_token_to_an_agent_nearby_only() {
    let keys = json!({
        "accessKeyId": "tmp-id", "secretAccessKey": "tmp-key",
        "securityToken": "tmp-token", "expiration": "2025-01-01T01:00:00.574000Z",
    });
    let agent = "http://169.254.170.23/v1/credentials";
    let cloud = ScriptedNetwork::new().answer(
        &format!("POST {agent}"),
        200,
        json!({ "credentials": keys }).to_string(),
    );
    let uri = "HC_CONTAINER_CREDENTIALS_FULL_URI";
    let environment = isolated(&cloud)
        .with_variable(uri, agent)
        .with_variable("HC_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/token")
        .with_file("/token", "pod-token\n");
    let credentials = PodIdentity.provide(&environment).await.unwrap();
    assert_eq!(parts(&credentials), TEMPORARY);
    let request = &cloud.requests()[0];
    assert_eq!(header(request, "Authorization"), "pod-token");
    assert_eq!(request.body.as_ref(), b"{}");
    for far in [
        "http://10.0.0.1/v1/credentials",
        "http://evil.com/",
        "ftp://127.0.0.1/",
    ] {
        let environment = environment.clone().with_variable(uri, far);
        let error = PodIdentity.provide(&environment).await.unwrap_err();
        assert_eq!(error.kind(), CredentialsErrorKind::Misconfigured, "{far}");
        assert_hidden(&error, &["pod-token"]);
    }
    assert_eq!(cloud.requests().len(), 1);
    let split = environment.with_file("/token", "a\nX-Evil: hush");
    let error = PodIdentity.provide(&split).await.unwrap_err();
    assert_hidden(&error, &["hush"]);
}

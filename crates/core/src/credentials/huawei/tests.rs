//! Huawei's places, against stand-ins of its metadata, token and identity services.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cloudwright_sign::sdk_hmac;
use cloudwright_sign::verify::Authorization;
use serde_json::{Value, json};

use super::*;
use crate::credentials::stand_in::{Cloud, START, assert_hidden, body, header, isolated};
use crate::credentials::{CachedCredentials, CredentialsErrorKind, ProvideCredentials};
use crate::transport::{HttpRequest, HttpResponse};

const METADATA_TOKEN: &str = "PUT http://169.254.169.254/meta-data/latest/api/token";
const SECURITY_KEY: &str = "GET http://169.254.169.254/openstack/latest/securitykey";
const FILE: &str = "/home/alice/.huaweicloud/credentials";
const IAM: &str = "https://iam.cn-north-4.myhuaweicloud.com";

fn parts(credentials: &Credentials) -> (&str, &str, Option<&str>) {
    let key = credentials.as_access_key().unwrap();
    let token = key.session_token.as_ref().map(crate::Secret::expose);
    (&key.id, key.secret.expose(), token)
}

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
async fn a_given_token_comes_with_the_project_of_the_variables() {
    let environment = isolated(&Cloud::new())
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
    let pages = isolated(&Cloud::new())
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
    let environment = isolated(&Cloud::new())
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
    let cloud = Cloud::new()
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
    let environment = isolated(&Cloud::new())
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
    let cloud = Cloud::new()
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

fn oidc(cloud: &Cloud) -> Environment {
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
    let cloud = Cloud::new().answer("POST ", 200, answer);
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
    let cloud = Cloud::new();
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
        let cloud = Cloud::new().answer(METADATA_TOKEN, status, "imds").answer(
            SECURITY_KEY,
            200,
            iam_keys(),
        );
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
    for (cloud, not_configured) in [
        (Cloud::new(), true),
        (Cloud::new().stall(METADATA_TOKEN), true),
        (
            Cloud::new()
                .answer(METADATA_TOKEN, 404, "")
                .answer(SECURITY_KEY, 404, ""),
            true,
        ),
        (
            Cloud::new()
                .answer(METADATA_TOKEN, 200, "t")
                .answer(SECURITY_KEY, 401, without),
            true,
        ),
        (
            Cloud::new()
                .answer(METADATA_TOKEN, 200, "t")
                .answer(SECURITY_KEY, 401, "no"),
            false,
        ),
        (
            Cloud::new()
                .answer(METADATA_TOKEN, 200, "t")
                .answer(SECURITY_KEY, 200, "no"),
            false,
        ),
        (Cloud::new().answer(METADATA_TOKEN, 500, ""), false),
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
    let cloud = Cloud::new().answer(
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

/// The user of the vendor SDK's recorded request `KeystoneCreateUserTokenByPassword`.
fn alice() -> PasswordToken {
    PasswordToken::new("alice", "Example#Pass1", "example-account")
}

#[tokio::test]
async fn a_password_is_exchanged_as_the_vendors_sdk_does_it() {
    let tokens = format!("POST {IAM}/v3/auth/tokens?nocatalog=true");
    let told = json!({"token": {
        "expires_at": "2025-01-02T00:00:00.123000Z",
        "project": {"id": "project-1", "name": "cn-north-4"},
        "user": {"domain": {"id": "domain-1", "name": "example-account"}},
    }});
    let cloud = Cloud::new().response(&tokens, token_answer("iam-token", &told));
    let environment = isolated(&cloud).with_region("cn-north-4");
    let credentials = alice().provide(&environment).await.unwrap();
    assert_eq!(credentials.as_token().unwrap().expose(), "iam-token");
    assert_eq!(credentials.expires_at(), Some(START + 86_400));
    assert_eq!(credentials.project_id(), Some("project-1"));
    assert_eq!(credentials.domain_id(), Some("domain-1"));
    let request = &cloud.requests()[0];
    assert_eq!(
        header(request, "Content-Type"),
        "application/json;charset=utf-8"
    );
    let expected = r##"{"auth": {"identity": {"methods": ["password"], "password": {"user":
        {"domain": {"name": "example-account"}, "name": "alice", "password": "Example#Pass1"}}},
        "scope": {"project": {"name": "cn-north-4"}}}}"##;
    assert_eq!(
        body(request),
        serde_json::from_str::<Value>(expected).unwrap()
    );
}

#[tokio::test]
async fn a_token_has_the_scope_that_was_asked_for() {
    for (user, scope) in [
        (
            alice().with_project_name("n"),
            json!({"project": {"name": "n"}}),
        ),
        (
            alice().with_project_id("i"),
            json!({"project": {"id": "i"}}),
        ),
        (
            alice().with_account_scope(),
            json!({"domain": {"name": "example-account"}}),
        ),
    ] {
        let answer = token_answer("t", &json!({}));
        let cloud = Cloud::new().response("POST https://iam.myhuaweicloud.com/v3/auth", answer);
        let credentials = user.provide(&isolated(&cloud)).await.unwrap();
        assert_eq!(body(&cloud.requests()[0])["auth"]["scope"], scope);
        // IAM did not say when the token expires.
        assert_eq!(credentials.expires_at(), Some(START + 900));
    }
    let error = alice().provide(&isolated(&Cloud::new())).await.unwrap_err();
    assert_eq!(error.kind(), CredentialsErrorKind::Misconfigured);
}

#[tokio::test]
async fn a_refused_password_is_told_by_code_and_never_shown() {
    let message = "The username or password Example#Pass1 is wrong.";
    let answer = json!({"error": {"code": 401, "message": message, "title": "Unauthorized"}});
    let cloud = Cloud::new().answer("POST ", 401, answer.to_string());
    let user = alice().with_project_name("p");
    let error = user.provide(&isolated(&cloud)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "IAM password: refused with Unauthorized (HTTP 401)"
    );
    assert_hidden(&error, &["Example#Pass1"]);
    assert!(!format!("{user:?} {:?}", cloud.requests()).contains("Example#Pass1"));
}

#[tokio::test]
async fn a_token_is_renewed_forty_minutes_before_its_day_is_over() {
    let day = |token, date: &str| token_answer(token, &json!({"token": {"expires_at": date}}));
    let cloud = Cloud::new()
        .response("POST ", day("first", "2025-01-02T00:00:00.000000Z"))
        .response("POST ", day("second", "2025-01-03T00:00:00.000000Z"));
    let environment = isolated(&cloud).with_region("cn-north-4");
    let cached = CachedCredentials::new(alice(), environment);
    let token = |credentials: Credentials| credentials.as_token().unwrap().expose().to_owned();
    for (advance, expected) in [
        (0, "first"),
        (84_000 - 1, "first"),
        (1, "first"),
        (0, "second"),
    ] {
        cloud.advance(advance);
        assert_eq!(token(cached.get().await.unwrap()), expected);
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(cloud.asked().len(), 2);
}

fn signature(request: &HttpRequest, secret: &str) -> String {
    let authorization = Authorization::parse(header(request, "Authorization")).unwrap();
    let headers: Vec<_> = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_ref(), value.as_str()))
        .collect();
    let (_, query) = request.url.split_once('?').unwrap();
    let input = sdk_hmac::Input {
        method: "GET",
        path: "/v3/projects",
        query,
        headers: &authorization.select(&headers).unwrap(),
        body: b"",
    };
    let key = cloudwright_sign::Key {
        id: authorization.id,
        secret,
    };
    sdk_hmac::sign(&input, &key).authorization
}

#[tokio::test]
async fn a_project_is_looked_up_once_a_region_with_a_signed_call() {
    let projects = |id| json!({"projects": [{"id": id, "name": "n"}]}).to_string();
    let cloud = Cloud::new()
        .answer("GET https://iam.cn-north-4.", 200, projects("north"))
        .answer("GET https://iam.cn-east-3.", 200, projects("east"));
    let base = Credentials::access_key("id", "key").with_session_token("token");
    let cached = CachedCredentials::new(base, isolated(&cloud));
    for _ in 0..3 {
        assert_eq!(cached.project_id("cn-north-4").await.unwrap(), "north");
        assert_eq!(cached.project_id("cn-east-3").await.unwrap(), "east");
    }
    assert_eq!(
        cloud.asked(),
        [
            "GET https://iam.cn-north-4.myhuaweicloud.com/v3/projects?name=cn-north-4",
            "GET https://iam.cn-east-3.myhuaweicloud.com/v3/projects?name=cn-east-3",
        ]
    );
    let request = &cloud.requests()[0];
    assert_eq!(header(request, "X-Sdk-Date"), "20250101T000000Z");
    assert_eq!(header(request, "X-Security-Token"), "token");
    assert_eq!(header(request, "Authorization"), signature(request, "key"));
}

#[tokio::test]
async fn a_project_that_is_known_is_not_looked_up() {
    let cloud = Cloud::new();
    let own = Credentials::access_key("id", "key").with_project_id("own");
    let cached = CachedCredentials::new(own, isolated(&cloud));
    assert_eq!(cached.project_id("r").await.unwrap(), "own");
    let variable = isolated(&cloud).with_variable("HUAWEICLOUD_SDK_PROJECT_ID", "variable");
    let cached = CachedCredentials::new(Credentials::token("t"), variable);
    assert_eq!(cached.project_id("r").await.unwrap(), "variable");
    assert!(cloud.asked().is_empty());
}

#[tokio::test]
async fn no_project_and_several_are_an_error_that_says_what_to_set() {
    for (answer, count) in [
        (r#"{"projects": []}"#, 0),
        (r#"{"projects": null}"#, 0),
        ("{}", 0),
        (r#"{"projects": [{"id": "a"}, {"id": "b"}]}"#, 2),
    ] {
        let cloud = Cloud::new().answer("GET ", 200, answer);
        let environment = isolated(&cloud);
        let token = Credentials::token("tok");
        let error = look_up_project_id(&environment, &token, "cn-north-4")
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "project id: IAM knows {count} projects of the name cn-north-4: \
                 set HUAWEICLOUD_SDK_PROJECT_ID or give the project id"
            )
        );
        assert_eq!(header(&cloud.requests()[0], "X-Auth-Token"), "tok");
    }
}

#[tokio::test]
async fn a_region_cannot_name_another_host() {
    let cloud = Cloud::new().answer("GET ", 200, "{}");
    for region in ["evil.com/", "a.b", "", "x y"] {
        let token = Credentials::token("t");
        let outcome = look_up_project_id(&isolated(&cloud), &token, region).await;
        assert_eq!(
            outcome.unwrap_err().kind(),
            CredentialsErrorKind::Misconfigured
        );
    }
    assert!(cloud.asked().is_empty());
}

//! The identity service: tokens for passwords, and projects.

use cloudwright_sign::sdk_hmac;
use cloudwright_sign::verify::Authorization;

use super::*;
use crate::credentials::CachedCredentials;
use crate::transport::HttpRequest;

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
    let cloud = ScriptedNetwork::new().response(&tokens, token_answer("iam-token", &told));
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
    let expected = r#"{"auth": {"identity": {"methods": ["password"], "password": {"user":
        {"domain": {"name": "example-account"}, "name": "alice", "password": "Example#Pass1"}}},
        "scope": {"project": {"name": "cn-north-4"}}}}"#;
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
        let cloud =
            ScriptedNetwork::new().response("POST https://iam.myhuaweicloud.com/v3/auth", answer);
        let credentials = user.provide(&isolated(&cloud)).await.unwrap();
        assert_eq!(body(&cloud.requests()[0])["auth"]["scope"], scope);
        // IAM did not say when the token expires.
        assert_eq!(credentials.expires_at(), Some(START + 900));
    }
    let error = alice()
        .provide(&isolated(&ScriptedNetwork::new()))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), CredentialsErrorKind::Misconfigured);
}

#[tokio::test]
async fn a_refused_password_is_told_by_code_and_never_shown() {
    let message = "The username or password Example#Pass1 is wrong.";
    let answer = json!({"error": {"code": 401, "message": message, "title": "Unauthorized"}});
    let cloud = ScriptedNetwork::new().answer("POST ", 401, answer.to_string());
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
    let cloud = ScriptedNetwork::new()
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
    sdk_hmac::sign(&input, &key).authorization().to_owned()
}

#[tokio::test]
async fn a_project_is_looked_up_once_a_region_with_a_signed_call() {
    let projects = |id| json!({"projects": [{"id": id, "name": "n"}]}).to_string();
    let cloud = ScriptedNetwork::new()
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
    let cloud = ScriptedNetwork::new();
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
        let cloud = ScriptedNetwork::new().answer("GET ", 200, answer);
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
    let cloud = ScriptedNetwork::new().answer("GET ", 200, "{}");
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

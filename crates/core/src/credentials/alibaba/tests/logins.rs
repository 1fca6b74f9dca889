//! Profiles of the command line that are the log-in of a person, or a program.

use std::sync::Arc;

use super::*;
use crate::credentials::Environment;
use crate::testing::Script;
use crate::transport::HttpResponse;

const CONFIG: &str = "/home/alice/.aliyun/config.json";
const REFRESH: &str = "POST https://oauth.aliyun.com/v1/token";
const EXCHANGE: &str = "POST https://oauth.aliyun.com/v1/exchange";
const CLOUD_SSO: &str = "POST https://signin.example.com/cloud-credentials";

/// The command's file with one profile beside another.
fn config(profile: &serde_json::Value) -> String {
    let other = json!({"name": "other", "mode": "AK", "future": [1.50, null]});
    json!({"current": "p", "profiles": [other, profile], "meta_path": "x"}).to_string()
}

fn environment(cloud: &ScriptedNetwork, profile: &serde_json::Value) -> Environment {
    isolated(cloud).with_file(CONFIG, config(profile))
}

fn written(environment: &Environment) -> serde_json::Value {
    let text = environment.read_file("test", CONFIG.as_ref()).unwrap();
    serde_json::from_str(text.expose()).unwrap()
}

/// A log-in in a browser whose keys and access token expire in so many seconds.
fn oauth(keys: i64, token: i64) -> serde_json::Value {
    json!({
        "name": "p", "mode": "OAuth", "oauth_site_type": "CN", "unknown": {"kept": true},
        "access_key_id": "old-id", "access_key_secret": "old-hush", "sts_token": "old-sts",
        "sts_expiration": START + keys,
        "oauth_access_token": "access-hush", "oauth_access_token_expire": START + token,
        "oauth_refresh_token": "refresh-hush",
    })
}

fn exchanged() -> String {
    json!({"accessKeyId": "new-id", "accessKeySecret": "new-hush", "securityToken": "new-sts",
           "expiration": "2025-01-01T01:00:00Z"})
    .to_string()
}

fn refreshed() -> String {
    json!({"access_token": "access-2", "refresh_token": "refresh-2", "expires_in": 3600})
        .to_string()
}

#[tokio::test]
async fn keys_of_a_log_in_are_used_while_they_are_good_and_then_exchanged() {
    let cloud = ScriptedNetwork::new().answer(EXCHANGE, 200, exchanged());
    let good = environment(&cloud, &oauth(600, 600));
    let credentials = FromCliProfile.provide(&good).await.unwrap();
    assert_eq!(parts(&credentials), ("old-id", "old-hush", Some("old-sts")));
    assert_eq!(credentials.expires_at(), Some(START + 600));
    assert!(cloud.asked().is_empty());

    let due = environment(&cloud, &oauth(170, 600));
    let credentials = FromCliProfile.provide(&due).await.unwrap();
    assert_eq!(parts(&credentials), ("new-id", "new-hush", Some("new-sts")));
    assert_eq!(credentials.expires_at(), Some(START + 3600));
    let request = &cloud.requests()[0];
    assert_eq!(header(request, "Authorization"), "Bearer access-hush");
    assert!(request.body.is_empty());
    // Nothing was refreshed, so nothing is written.
    assert_eq!(
        written(&due),
        serde_json::from_str::<serde_json::Value>(&config(&oauth(170, 600))).unwrap()
    );
}

#[tokio::test]
async fn a_refresh_token_is_used_once_and_the_new_one_is_written_down() {
    let cloud = ScriptedNetwork::new()
        .answer(REFRESH, 200, refreshed())
        .answer(EXCHANGE, 200, exchanged());
    let environment = environment(&cloud, &oauth(-5, 30));
    let credentials = FromCliProfile.provide(&environment).await.unwrap();
    assert_eq!(parts(&credentials).0, "new-id");
    let [refresh, exchange] = &cloud.requests()[..] else {
        panic!("{:?}", cloud.asked())
    };
    assert_eq!(
        refresh.body,
        "client_id=4038181954557748008&grant_type=refresh_token&refresh_token=refresh-hush"
    );
    assert_eq!(header(exchange, "Authorization"), "Bearer access-2");
    let mut expected = oauth(-5, 3600);
    expected["oauth_access_token"] = "access-2".into();
    expected["oauth_refresh_token"] = "refresh-2".into();
    let expected: serde_json::Value = serde_json::from_str(&config(&expected)).unwrap();
    assert_eq!(written(&environment), expected);

    // The next renewal goes on from what was written.
    cloud.advance(3600);
    FromCliProfile.provide(&environment).await.unwrap();
    let body = cloud.requests()[2].body.clone();
    assert!(body.ends_with(b"refresh_token=refresh-2"), "{body:?}");
}

#[tokio::test]
async fn the_international_site_has_an_address_and_an_id_of_its_own() {
    let site = "POST https://oauth.alibabacloud.com/v1/";
    let cloud = ScriptedNetwork::new()
        .answer(&format!("{site}token"), 200, refreshed())
        .answer(&format!("{site}exchange"), 200, exchanged());
    let mut profile = oauth(-5, -5);
    profile["oauth_site_type"] = "intl".into();
    FromCliProfile
        .provide(&environment(&cloud, &profile))
        .await
        .unwrap();
    assert!(
        cloud.requests()[0]
            .body
            .starts_with(b"client_id=4103531455503354461&")
    );
}

#[tokio::test]
async fn a_refresh_token_that_another_program_used_first_is_no_failure() {
    let refused = json!({"error": "invalid_grant", "error_description": "used"}).to_string();
    let cloud = ScriptedNetwork::new().answer(REFRESH, 400, refused.as_str());
    let environment = environment(&cloud, &oauth(-5, -5));
    let error = FromCliProfile.provide(&environment).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "OAuth: profile p in ~/.aliyun/config.json needs to log in again (refused with invalid_grant \
         (HTTP 400): used): run `aliyun configure --mode OAuth --oauth-site-type CN --profile p`"
    );
    assert_hidden(&error, &["hush"]);

    // The other one writes what it got while this one asks.
    let mut theirs = oauth(-5, 3600);
    theirs["oauth_access_token"] = "theirs".into();
    theirs["oauth_refresh_token"] = "refresh-3".into();
    let disk = environment.clone();
    let script = Script::of(move |request| {
        if request.url.ends_with("/v1/token") {
            let file = disk.replace_file("test", CONFIG.as_ref()).unwrap();
            file.put(&config(&theirs)).unwrap();
            return Ok(HttpResponse::new(400, refused.clone()));
        }
        assert_eq!(header(request, "Authorization"), "Bearer theirs");
        Ok(HttpResponse::new(200, exchanged()))
    });
    let environment = environment.with_transport(Arc::new(script));
    let credentials = FromCliProfile.provide(&environment).await.unwrap();
    assert_eq!(parts(&credentials).0, "new-id");
}

#[tokio::test]
async fn a_log_in_that_cannot_be_reached_may_pass_and_one_that_is_over_says_what_to_do() {
    let cloud = ScriptedNetwork::new().reset(REFRESH);
    let error = FromCliProfile
        .provide(&environment(&cloud, &oauth(-5, -5)))
        .await
        .unwrap_err();
    assert!(error.is_transient(), "{error}");
    assert_eq!(cloud.requests().len(), 3);

    let mut without = oauth(-5, -5);
    without
        .as_object_mut()
        .unwrap()
        .remove("oauth_refresh_token");
    let error = FromCliProfile
        .provide(&environment(&ScriptedNetwork::new(), &without))
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("run `aliyun configure --mode OAuth"),
        "{error}"
    );
    assert!(!error.is_transient());
}

fn cloud_sso(keys: i64, token: i64) -> serde_json::Value {
    json!({
        "name": "p", "mode": "CloudSSO", "cloud_sso_sign_in_url": "https://signin.example.com/start/login?x",
        "cloud_sso_account_id": "1234", "cloud_sso_access_config": "ac-1",
        "access_token": "access-hush", "cloud_sso_access_token_expire": START + token,
        "access_key_id": "old-id", "access_key_secret": "old-hush", "sts_token": "old-sts",
        "sts_expiration": START + keys,
    })
}

#[tokio::test]
async fn keys_of_cloud_sso_are_renewed_while_its_log_in_lasts() {
    let cloud = ScriptedNetwork::new().answer(
        CLOUD_SSO,
        200,
        json!({"CloudCredential": keys()}).to_string(),
    );
    let good = environment(&cloud, &cloud_sso(600, -5));
    let credentials = FromCliProfile.provide(&good).await.unwrap();
    assert_eq!(parts(&credentials).0, "old-id");
    assert!(cloud.asked().is_empty());

    let due = environment(&cloud, &cloud_sso(60, 600));
    let credentials = FromCliProfile.provide(&due).await.unwrap();
    assert_eq!(
        parts(&credentials),
        ("tmp-id", "tmp-key", Some("tmp-token"))
    );
    let request = &cloud.requests()[0];
    assert_eq!(header(request, "Authorization"), "Bearer access-hush");
    assert_eq!(
        crate::testing::network::body(request),
        json!({"AccountId": "1234", "AccessConfigurationId": "ac-1"})
    );

    let refused = json!({"ErrorCode": "InvalidToken", "ErrorMessage": "access-hush is over", "RequestId": "r"});
    let refusing = ScriptedNetwork::new().answer(CLOUD_SSO, 401, refused.to_string());
    for (cloud, profile, why) in [
        (&cloud, cloud_sso(60, -5), "the log-in is over"),
        (
            &refusing,
            cloud_sso(60, 600),
            "refused with InvalidToken (HTTP 401)",
        ),
    ] {
        let error = FromCliProfile
            .provide(&environment(cloud, &profile))
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "CloudSSO: profile p in ~/.aliyun/config.json needs to log in again ({why}): run \
                 `aliyun configure --mode CloudSSO --profile p`"
            )
        );
        assert_hidden(&error, &["hush"]);
    }
}

#[tokio::test]
async fn a_token_goes_to_no_other_machine_in_the_clear() {
    let mut profile = cloud_sso(-5, 600);
    profile["cloud_sso_sign_in_url"] = "http://signin.example.com/start".into();
    let cloud = ScriptedNetwork::new();
    let error = FromCliProfile
        .provide(&environment(&cloud, &profile))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("plain http"), "{error}");
    assert!(cloud.asked().is_empty());
}

#[tokio::test]
async fn a_program_gives_keys_that_are_asked_for_again() {
    let profile = json!({"name": "p", "mode": "External", "process_command": "vault read 'a b'"});
    let given = environment(&ScriptedNetwork::new(), &profile);
    let printing = |text: &str| given.clone().with_program_output("vault read 'a b'", text);
    let temporary = json!({"mode": "StsToken", "access_key_id": "i", "access_key_secret": "hush",
                           "sts_token": "t", "expiration": "2025-01-01T02:00:00Z"});
    let lasting = json!({"mode": "AK", "access_key_id": "i", "access_key_secret": "hush"});
    for (printed, expected, expires_at) in [
        (&temporary, ("i", "hush", Some("t")), START + 7200),
        (&lasting, ("i", "hush", None), START + 900),
    ] {
        let environment = printing(&printed.to_string());
        let credentials = FromCliProfile.provide(&environment).await.unwrap();
        assert_eq!(parts(&credentials), expected);
        assert_eq!(credentials.expires_at(), Some(expires_at));
        assert_eq!(credentials.source(), "profile p in ~/.aliyun/config.json");
    }

    for (printed, message) in [
        (
            "hush",
            "external program: what the program printed is no JSON at line 1, column 1: expected a value",
        ),
        (
            r#"{"mode": "RamRoleArn"}"#,
            "external program: the program printed a mode that is neither AK nor StsToken",
        ),
        (
            r#"{"mode": "ak", "access_key_id": "hush"}"#,
            "external program: the program printed no access_key_secret",
        ),
        (
            r#"{"mode": "StsToken", "access_key_id": "i", "access_key_secret": "hush"}"#,
            "external program: the program printed no sts_token",
        ),
    ] {
        let error = FromCliProfile
            .provide(&printing(printed))
            .await
            .unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_hidden(&error, &["hush"]);
    }

    let forbidden = printing("{}").with_variable("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "1");
    for (environment, message) in [
        (forbidden, "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS forbids"),
        (given.clone(), "no program is run here"),
    ] {
        let error = FromCliProfile.provide(&environment).await.unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
}

//! Profiles of the command line that are the log-in of a person, or the machine's role.

use super::*;
use crate::credentials::Environment;

const FILE: &str = "/home/alice/.tccli/default.credential";
const CLI: &str = "POST https://cli.cloud.tencent.com";

fn environment(cloud: &ScriptedNetwork, credential: &serde_json::Value) -> Environment {
    isolated(cloud)
        .with_file(FILE, credential.to_string())
        .with_file(
            "/home/alice/.tccli/default.configure",
            r#"{"_sys_param": {"region": "ap-nanjing"}}"#,
        )
}

/// A log-in whose keys and access token expire in so many seconds.
fn oauth(keys: i64, token: i64) -> serde_json::Value {
    json!({
        "type": "oauth", "secretId": "old-id", "secretKey": "old-hush", "token": "old-token",
        "expiresAt": START + keys,
        "oauth": {"openId": "open", "accessToken": "access-hush", "refreshToken": "refresh-hush",
                  "expiresAt": START + token, "site": "intl"},
    })
}

fn sso(keys: i64, login: i64) -> serde_json::Value {
    json!({
        "type": "sso", "secretId": "old-id", "secretKey": "old-hush", "token": "old-token",
        "expiresAt": START + keys,
        "sso": {"token": "login-hush", "uin": 100_000_000_001_u64, "roleConfigurationId": "rc-1",
                "roleConfigurationName": "Reader", "zoneId": "z-1", "site": "cn",
                "authUrl": "https://tencentsso.com/x/login", "expiresAt": START + login},
    })
}

fn keys_of_oauth() -> String {
    json!({"SecretId": "new-id", "SecretKey": "new-hush", "Token": "new-token", "ExpiresAt": START + 7200})
        .to_string()
}

/// What a request holds beside its random id.
fn asked(request: &HttpRequest) -> serde_json::Value {
    let mut body = body(request);
    let trace = body.as_object_mut().unwrap().remove("TraceId").unwrap();
    let parts: Vec<usize> = trace.as_str().unwrap().split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12], "{trace}");
    body
}

#[tokio::test]
async fn keys_of_a_log_in_are_used_while_they_are_good() {
    for credential in [oauth(301, -5), sso(301, -5)] {
        let cloud = ScriptedNetwork::new();
        let credentials = FromCliProfile
            .provide(&environment(&cloud, &credential))
            .await
            .unwrap();
        assert_eq!(
            parts(&credentials),
            ("old-id", "old-hush", Some("old-token"))
        );
        assert_eq!(credentials.expires_at(), Some(START + 301));
        assert_eq!(credentials.region(), Some("ap-nanjing"));
        assert!(cloud.asked().is_empty());
    }
}

#[tokio::test]
async fn keys_of_oauth_are_renewed_as_the_command_line_does() {
    let token = json!({"AccessToken": "access-2", "ExpiresAt": START + 7200}).to_string();
    let cloud = ScriptedNetwork::new()
        .answer(&format!("{CLI}/refresh_user_token"), 200, token)
        .answer(&format!("{CLI}/get_temp_cred"), 200, keys_of_oauth());
    let due = environment(&cloud, &oauth(300, 600));
    let credentials = FromCliProfile.provide(&due).await.unwrap();
    assert_eq!(
        parts(&credentials),
        ("new-id", "new-hush", Some("new-token"))
    );
    assert_eq!(credentials.expires_at(), Some(START + 7200));
    assert_eq!(credentials.region(), Some("ap-nanjing"));
    assert_eq!(
        credentials.source(),
        "profile default in ~/.tccli/default.credential"
    );
    assert_eq!(
        asked(&cloud.requests()[0]),
        json!({"Site": "intl", "AccessToken": "access-hush"})
    );

    // An access token that is over is refreshed first.
    let over = environment(&cloud, &oauth(-9, 299));
    FromCliProfile.provide(&over).await.unwrap();
    let [_, refresh, exchange] = &cloud.requests()[..] else {
        panic!("{:?}", cloud.asked())
    };
    assert_eq!(
        asked(refresh),
        json!({"Site": "intl", "RefreshToken": "refresh-hush", "OpenId": "open"})
    );
    assert_eq!(
        asked(exchange),
        json!({"Site": "intl", "AccessToken": "access-2"})
    );
    // The file is the command line's.
    let text = over.read_file("test", FILE.as_ref()).unwrap();
    assert_eq!(text.expose(), oauth(-9, 299).to_string());
}

#[tokio::test]
async fn keys_of_sso_are_renewed_while_the_log_in_lasts() {
    let keys = json!({
        "Credentials": {"TmpSecretId": "new-id", "TmpSecretKey": "new-hush", "Token": "new-token"},
        "ExpiredTime": START + 5000,
    });
    let cloud = ScriptedNetwork::new()
        .answer(
            &format!("{CLI}/api/org/gen_saml_response"),
            200,
            r#"{"SAMLResponse": "saml"}"#,
        )
        .answer(
            &format!("{CLI}/api/sts/assume_role_with_saml"),
            200,
            keys.to_string(),
        );
    let credentials = FromCliProfile
        .provide(&environment(&cloud, &sso(-9, 5000)))
        .await
        .unwrap();
    assert_eq!(
        parts(&credentials),
        ("new-id", "new-hush", Some("new-token"))
    );
    assert_eq!(credentials.expires_at(), Some(START + 5000));
    let [saml, role] = &cloud.requests()[..] else {
        panic!("{:?}", cloud.asked())
    };
    assert_eq!(
        asked(saml),
        json!({
            "Site": "cn", "LoginToken": "login-hush", "LoginType": "RoleSAML",
            "TargetUin": "100000000001", "UserId": "", "RoleConfigurationId": "rc-1",
        })
    );
    let mut role = asked(role);
    let session = role
        .as_object_mut()
        .unwrap()
        .remove("RoleSessionName")
        .unwrap();
    assert!(session.as_str().unwrap().starts_with("ses-"), "{session}");
    assert_eq!(
        role,
        json!({
            "Site": "cn", "SAMLAssertion": "saml", "DurationSeconds": 5000,
            "PrincipalArn": "qcs::cam::uin/100000000001:saml-provider/TencentReservedSSO-z-1",
            "RoleArn": "qcs::cam::uin/100000000001:roleName/TencentCloudSSO-Reader",
        })
    );
}

#[tokio::test]
async fn a_log_in_that_is_over_says_which_command_begins_another() {
    let refused = json!({"Error": {"Code": "InvalidToken", "Message": "refresh-hush is over"}});
    let cloud = ScriptedNetwork::new().answer(CLI, 200, refused.to_string());
    let half = json!({"type": "oauth", "secretId": "old-id", "expiresAt": START - 9});
    let configured = json!({"sso": {"authUrl": "https://tencentsso.com/x/login"}});
    for (profile, credential, message) in [
        (
            "default",
            oauth(-9, -9),
            "needs to log in again (refused with InvalidToken (HTTP 200)): run `tccli auth login`",
        ),
        (
            "work",
            sso(-9, 299),
            "needs to log in again (the log-in is over): run `tccli sso login --profile work`",
        ),
        (
            "work",
            half,
            "needs to log in again (the log-in has no refreshToken): run `tccli auth login --profile work`",
        ),
        (
            "default",
            configured,
            "is not logged in: run `tccli sso login`",
        ),
    ] {
        let file = format!("/home/alice/.tccli/{profile}.credential");
        let environment = isolated(&cloud)
            .with_file(file, credential.to_string())
            .with_profile(profile);
        let error = FromCliProfile.provide(&environment).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("tccli profile: profile {profile} in ~/.tccli/{profile}.credential {message}")
        );
        assert_eq!(error.kind(), CredentialsErrorKind::Misconfigured);
        assert_hidden(&error, &["hush"]);
    }
}

#[tokio::test]
async fn keys_that_cannot_be_renewed_are_used_up_to_their_end() {
    let cloud = ScriptedNetwork::new().answer(CLI, 500, "");
    let last = environment(&cloud, &oauth(60, 600));
    let credentials = FromCliProfile.provide(&last).await.unwrap();
    assert_eq!(parts(&credentials).0, "old-id");
    // A failure that may pass is no end of the log-in.
    let over = environment(&cloud, &oauth(0, 600));
    let error = FromCliProfile.provide(&over).await.unwrap_err();
    assert!(error.is_transient(), "{error}");
    assert!(!error.to_string().contains("log in"), "{error}");
}

#[tokio::test]
async fn a_profile_may_name_the_machines_role_and_a_role_to_assume_with_it() {
    let keys =
        json!({"TmpSecretId": "i", "TmpSecretKey": "k", "Token": "t", "ExpiredTime": START + 600});
    let cloud = ScriptedNetwork::new()
        .answer(METADATA, 200, "role")
        .answer(&format!("{METADATA}role"), 200, keys.to_string())
        .answer(STS, 200, sts_answer());
    for (credential, id) in [
        (json!({"type": "cvm-role"}), "i"),
        (json!({"type": "cvm-role", "role-arn": "other"}), "tmp-id"),
    ] {
        let credentials = FromCliProfile
            .provide(&environment(&cloud, &credential))
            .await
            .unwrap();
        assert_eq!(parts(&credentials).0, id);
    }
    // Somebody said that there is a role: that there is none is a failure.
    let nobody = ScriptedNetwork::new().unreachable(METADATA);
    let error = FromCliProfile
        .provide(&environment(&nobody, &json!({"type": "cvm-role"})))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), CredentialsErrorKind::Unreachable);
}

#[tokio::test]
async fn a_kind_that_is_not_known_and_a_mistake_in_the_file_are_told() {
    let other = environment(
        &ScriptedNetwork::new(),
        &json!({"type": "face", "secretKey": "hush"}),
    );
    let broken = isolated(&ScriptedNetwork::new()).with_file(FILE, "{\n  \"secretKey\": hush\n}");
    for (environment, message) in [
        (
            other,
            "~/.tccli/default.credential is of type face, which is not supported here; supported \
             are default, cvm-role, oauth and sso",
        ),
        (
            broken,
            "~/.tccli/default.credential is no JSON at line 2, column 16: expected a value",
        ),
    ] {
        let error = FromCliProfile.provide(&environment).await.unwrap_err();
        assert_eq!(error.to_string(), format!("tccli profile: {message}"));
        assert_hidden(&error, &["hush"]);
    }
    let marked = format!(
        "\u{feff}{}",
        json!({"type": "Default", "secretId": "i", "secretKey": "k"})
    );
    let environment = isolated(&ScriptedNetwork::new()).with_file(FILE, marked);
    assert!(FromCliProfile.provide(&environment).await.is_ok());
}

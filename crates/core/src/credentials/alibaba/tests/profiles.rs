//! The profiles of the command line and of the SDKs' INI file.

use super::*;

const CONFIG: &str = "/home/alice/.aliyun/config.json";
const INI: &str = "/home/alice/.alibabacloud/credentials.ini";

const PROFILES: &str = r#"{
    "current": "ak",
    "profiles": [
        {"name": "ak", "mode": "AK", "access_key_id": "a", "access_key_secret": "k", "region_id": "cn-x"},
        {"name": "sts", "mode": "StsToken", "access_key_id": "s", "access_key_secret": "k", "sts_token": "t"},
        {"name": "arn", "mode": "RamRoleArn", "access_key_id": "b", "access_key_secret": "k",
         "ram_role_arn": "role", "ram_session_name": "n", "expired_seconds": 1000, "sts_region": "cn-y"},
        {"name": "chain", "mode": "ChainableRamRoleArn", "source_profile": "ak", "ram_role_arn": "role"},
        {"name": "circle", "mode": "ChainableRamRoleArn", "source_profile": "circle", "ram_role_arn": "role"},
        {"name": "ecs", "mode": "EcsRamRole", "ram_role_name": "r"},
        {"name": "oidc", "mode": "OIDC", "ram_role_arn": "role", "oidc_provider_arn": "p", "oidc_token_file": "/token"},
        {"name": "sso", "mode": "CloudSSO", "access_token": "hush"},
        {"name": "bearer", "mode": "BearerToken", "bearer_token": "hush"},
        {"name": "lower", "mode": "ak", "access_key_id": "l", "access_key_secret": "k"},
        {"name": "modeless", "access_key_id": "m", "access_key_secret": "k", "sts_token": "t"},
        {"name": "named role", "mode": "RamRoleArnWithRoleName", "ram_role_name": "r", "ram_role_arn": "role"},
        {"name": "uri", "mode": "CredentialsURI", "credentials_uri": "http://127.0.0.1:9/keys"},
        {"name": "host", "mode": "RamRoleArn", "access_key_id": "b", "access_key_secret": "k",
         "ram_role_arn": "role", "sts_endpoint": "sts.example.com"},
        {"name": "half", "mode": "AK", "access_key_id": "a"},
        {"name": "blank", "mode": "AK", "access_key_id": "", "access_key_secret": ""}
    ]
}"#;

#[tokio::test]
async fn every_mode_of_the_command_lines_profiles_gives_its_keys() {
    let temporary = ("tmp-id", "tmp-key", Some("tmp-token"));
    for (profile, expected, asked) in [
        ("ak", ("a", "k", None), vec![]),
        ("sts", ("s", "k", Some("t")), vec![]),
        (
            "arn",
            temporary,
            vec!["POST https://sts.cn-y.aliyuncs.com/?DurationSeconds=1000&"],
        ),
        (
            "chain",
            temporary,
            vec!["POST https://sts.aliyuncs.com/?DurationSeconds=3600&"],
        ),
        ("ecs", temporary, vec![TOKEN, ROLES]),
        ("lower", ("l", "k", None), vec![]),
        ("modeless", ("m", "k", Some("t")), vec![]),
        (
            "named role",
            temporary,
            vec![TOKEN, ROLES, "POST https://sts.aliyuncs.com/?"],
        ),
        ("uri", temporary, vec!["GET http://127.0.0.1:9/keys"]),
        ("host", temporary, vec!["POST https://sts.example.com/?"]),
        (
            "oidc",
            temporary,
            vec!["POST https://sts.aliyuncs.com/?Action=AssumeRoleWithOIDC&"],
        ),
    ] {
        let cloud = ScriptedNetwork::new()
            .answer("POST ", 200, sts_answer())
            .answer(TOKEN, 200, "imds")
            .answer("GET http://127.0.0.1:9/keys", 200, keys().to_string())
            .answer(&format!("{ROLES}r"), 200, keys().to_string());
        let environment = isolated(&cloud)
            .with_file(CONFIG, PROFILES)
            .with_file("/token", "jwt")
            .with_variable("ALIBABA_CLOUD_PROFILE", profile);
        let credentials = FromCliProfile.provide(&environment).await.unwrap();
        assert_eq!(parts(&credentials), expected, "{profile}");
        for (asked, begin) in cloud.asked().iter().zip(&asked) {
            assert!(asked.starts_with(begin), "{profile}: {asked}");
        }
        assert_eq!(cloud.asked().len(), asked.len(), "{profile}");
    }
}

#[tokio::test]
async fn the_current_profile_is_read_unless_another_is_asked_for() {
    let environment = isolated(&ScriptedNetwork::new()).with_file(CONFIG, PROFILES);
    let credentials = FromCliProfile.provide(&environment).await.unwrap();
    assert_eq!(
        (parts(&credentials).0, credentials.region()),
        ("a", Some("cn-x"))
    );
    let environment = environment.with_variable("ALIBABA_CLOUD_PROFILE", "ak");
    let asked = environment.with_profile("sts");
    let credentials = FromCliProfile.provide(&asked).await.unwrap();
    assert_eq!(parts(&credentials).0, "s");
}

#[tokio::test]
async fn profiles_that_cannot_be_used_say_why() {
    for (profile, kind, message) in [
        (
            "sso",
            CredentialsErrorKind::Misconfigured,
            "run `aliyun configure --mode CloudSSO --profile sso`",
        ),
        (
            "bearer",
            CredentialsErrorKind::Unsupported,
            "is of mode BearerToken, which is not supported here; supported are AK, ",
        ),
        (
            "circle",
            CredentialsErrorKind::Misconfigured,
            "circle of source profiles",
        ),
        (
            "half",
            CredentialsErrorKind::Misconfigured,
            "has no access_key_secret",
        ),
        (
            "blank",
            CredentialsErrorKind::Misconfigured,
            "has no access_key_id",
        ),
        (
            "absent",
            CredentialsErrorKind::NotConfigured,
            "has no profile absent",
        ),
    ] {
        let environment = isolated(&ScriptedNetwork::new())
            .with_file(CONFIG, PROFILES)
            .with_profile(profile);
        let error = FromCliProfile.provide(&environment).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(message), "{error}");
        assert_hidden(&error, &["hush"]);
    }
}

#[tokio::test]
async fn broken_disabled_and_blank_configurations_are_told_apart() {
    let blank =
        r#"{"current":"default","profiles":[{"name":"default","mode":"AK","access_key_id":""}]}"#;
    for (text, disabled, kind) in [
        ("{", "false", CredentialsErrorKind::Misconfigured),
        ("[]", "false", CredentialsErrorKind::Misconfigured),
        ("{", "true", CredentialsErrorKind::NotConfigured),
        ("{}", "false", CredentialsErrorKind::NotConfigured),
        (blank, "false", CredentialsErrorKind::NotConfigured),
    ] {
        let environment = isolated(&ScriptedNetwork::new())
            .with_file(CONFIG, text)
            .with_variable("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", disabled);
        let error = FromCliProfile.provide(&environment).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{text}: {error}");
    }
}

#[tokio::test]
async fn a_mistake_in_the_file_has_its_place_and_a_byte_order_mark_is_none() {
    let marked = format!("\u{feff}{PROFILES}");
    let environment = isolated(&ScriptedNetwork::new()).with_file(CONFIG, marked);
    assert!(FromCliProfile.provide(&environment).await.is_ok());

    let broken = PROFILES.replacen("\"mode\": \"AK\",", "\"mode\": \"AK\" hush", 1);
    let environment = isolated(&ScriptedNetwork::new()).with_file(CONFIG, broken);
    let error = FromCliProfile.provide(&environment).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "CLI profile: ~/.aliyun/config.json is no JSON at line 4, column 37: expected `,` or `}`"
    );
    assert_hidden(&error, &["hush"]);
}

#[tokio::test]
async fn the_file_may_be_another_and_may_be_switched_off() {
    let environment = isolated(&ScriptedNetwork::new())
        .with_file("/mine.json", PROFILES)
        .with_variable("ALIBABA_CLOUD_CONFIG_FILE", "/mine.json")
        .with_variable("ALICLOUD_PROFILE", "lower");
    let credentials = FromCliProfile.provide(&environment).await.unwrap();
    assert_eq!(credentials.source(), "profile lower in /mine.json");
    let off = environment
        .clone()
        .with_variable("ALIBABA_CLOUD_IGNORE_PROFILE", "TRUE");
    let error = FromCliProfile.provide(&off).await.unwrap_err();
    assert!(error.is_not_configured(), "{error}");
    let gone = environment.with_variable("ALIBABA_CLOUD_CONFIG_FILE", "/gone.json");
    let error = FromCliProfile.provide(&gone).await.unwrap_err();
    assert_eq!(error.to_string(), "CLI profile: /gone.json does not exist");
    assert!(!error.is_not_configured());
}

const SECTIONS: &str = "
[default]
enable = true
type = access_key
access_key_id = a
access_key_secret = k
[arn]
type = ram_role_arn
access_key_id = a
access_key_secret = k
role_arn = role
role_session_name = n
[oidc]
type = oidc_role_arn
role_arn = role
oidc_provider_arn = p
oidc_token_file_path = /token
[ecs]
type = ecs_ram_role
role_name = r
[rsa]
type = rsa_key_pair
private_key_file = /key
[off]
enable = false
type = access_key
[typeless]
access_key_id = a
";

#[tokio::test]
async fn every_type_of_the_ini_file_gives_its_keys() {
    let temporary = ("tmp-id", "tmp-key", Some("tmp-token"));
    for (profile, expected) in [
        ("default", ("a", "k", None)),
        ("arn", temporary),
        ("oidc", temporary),
        ("ecs", temporary),
    ] {
        let cloud = ScriptedNetwork::new()
            .answer(STS, 200, sts_answer())
            .answer(TOKEN, 200, "imds")
            .answer(&format!("{ROLES}r"), 200, keys().to_string());
        let environment = isolated(&cloud)
            .with_file(INI, SECTIONS)
            .with_file("/token", "jwt")
            .with_profile(profile);
        let credentials = FromProfile.provide(&environment).await.unwrap();
        assert_eq!(parts(&credentials), expected, "{profile}");
    }
}

#[tokio::test]
async fn sections_that_cannot_be_used_say_why() {
    for (profile, kind) in [
        ("rsa", CredentialsErrorKind::Unsupported),
        ("off", CredentialsErrorKind::NotConfigured),
        ("typeless", CredentialsErrorKind::Misconfigured),
        ("absent", CredentialsErrorKind::NotConfigured),
    ] {
        let environment = isolated(&ScriptedNetwork::new())
            .with_file(INI, SECTIONS)
            .with_profile(profile);
        let error = FromProfile.provide(&environment).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
}

#[tokio::test]
async fn the_ini_file_may_be_named_or_have_the_go_sdks_name() {
    let environment = isolated(&ScriptedNetwork::new())
        .with_file("/home/alice/.alibabacloud/credentials", SECTIONS);
    assert!(FromProfile.provide(&environment).await.is_ok());
    let environment = environment.with_variable("ALIBABA_CLOUD_CREDENTIALS_FILE", "/mine");
    let error = FromProfile.provide(&environment).await.unwrap_err();
    assert_eq!(error.kind(), CredentialsErrorKind::Misconfigured);
    let environment = environment.with_file("/mine", SECTIONS);
    assert!(FromProfile.provide(&environment).await.is_ok());
}

//! Tencent's places, against stand-ins of its metadata and token services.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cloudwright_sign::tc3;
use cloudwright_sign::verify::Authorization;
use serde_json::json;

mod logins;

use super::*;
use crate::credentials::{Credentials, CredentialsErrorKind, ProvideCredentials};
use crate::testing::network::{
    START, ScriptedNetwork, assert_hidden, body, header, isolated, parts,
};
use crate::transport::HttpRequest;

const METADATA: &str =
    "GET http://metadata.tencentyun.com/latest/meta-data/cam/security-credentials/";
const STS: &str = "POST https://sts.tencentcloudapi.com/";

fn sts_answer() -> String {
    let credentials =
        json!({"TmpSecretId": "tmp-id", "TmpSecretKey": "tmp-key", "Token": "tmp-token"});
    json!({"Response": {"Credentials": credentials, "ExpiredTime": START + 7200, "RequestId": "r"}})
        .to_string()
}

/// Signs what was sent again, with `secret`.
fn signature(request: &HttpRequest, secret: &str) -> String {
    let authorization = Authorization::parse(header(request, "Authorization")).unwrap();
    let headers: Vec<_> = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_ref(), value.as_str()))
        .collect();
    let input = tc3::Input {
        method: "POST",
        path: "/",
        query: "",
        headers: &authorization.select(&headers).unwrap(),
        body: &request.body,
        timestamp: header(request, "X-TC-Timestamp").parse().unwrap(),
        service: "sts",
    };
    let key = cloudwright_sign::Key {
        id: authorization.id,
        secret,
    };
    tc3::sign(&input, &key).authorization().to_owned()
}

#[tokio::test]
async fn the_environment_gives_a_key_and_perhaps_a_session_token() {
    let environment = isolated(&ScriptedNetwork::new())
        .with_variable("TENCENTCLOUD_SECRET_ID", "id")
        .with_variable("TENCENTCLOUD_SECRET_KEY", "key");
    let credentials = FromEnvironment.provide(&environment).await.unwrap();
    assert_eq!(parts(&credentials), ("id", "key", None));
    let environment = environment.with_variable("TENCENTCLOUD_TOKEN", "token");
    let credentials = FromEnvironment.provide(&environment).await.unwrap();
    assert_eq!(parts(&credentials), ("id", "key", Some("token")));
    assert_eq!(credentials.source(), "environment");
}

#[tokio::test]
async fn a_role_in_the_environment_is_assumed_with_a_signed_call() {
    let cloud = ScriptedNetwork::new().answer(STS, 200, sts_answer());
    let environment = isolated(&cloud)
        .with_variable("TENCENTCLOUD_SECRET_ID", "id")
        .with_variable("TENCENTCLOUD_SECRET_KEY", "key")
        .with_variable("TENCENTCLOUD_TOKEN", "token")
        .with_variable("TENCENTCLOUD_ROLE_ARN", "qcs::cam::uin/1:roleName/r")
        .with_variable("TENCENTCLOUD_ROLE_SESSION_NAME", "nightly");
    let credentials = FromEnvironment.provide(&environment).await.unwrap();
    assert_eq!(
        parts(&credentials),
        ("tmp-id", "tmp-key", Some("tmp-token"))
    );
    assert_eq!(credentials.expires_at(), Some(START + 7200));
    assert_eq!(
        credentials.source(),
        "role qcs::cam::uin/1:roleName/r assumed with environment"
    );

    let request = &cloud.requests()[0];
    for (name, value) in [
        ("Host", "sts.tencentcloudapi.com"),
        ("Content-Type", "application/json"),
        ("X-TC-Action", "AssumeRole"),
        ("X-TC-Version", "2018-08-13"),
        ("X-TC-Region", "ap-guangzhou"),
        ("X-TC-Timestamp", "1735689600"),
        ("X-TC-Token", "token"),
    ] {
        assert_eq!(header(request, name), value, "{name}");
    }
    assert_eq!(
        body(request),
        json!({
            "RoleArn": "qcs::cam::uin/1:roleName/r",
            "RoleSessionName": "nightly",
            "DurationSeconds": 7200,
        })
    );
    assert_eq!(header(request, "Authorization"), signature(request, "key"));
}

#[tokio::test]
async fn a_refused_role_tells_the_code_but_no_secret() {
    let error = json!({"Code": "AuthFailure.TokenFailure", "Message": "token quiet is invalid"});
    let answer = json!({"Response": {"Error": error, "RequestId": "r"}});
    let cloud = ScriptedNetwork::new().answer(STS, 200, answer.to_string());
    let base = Credentials::access_key("id", "hush").with_session_token("quiet");
    let role = AssumeRole::new(base, "role");
    let error = role.provide(&isolated(&cloud)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "assume role: refused with AuthFailure.TokenFailure (HTTP 200)"
    );
    assert_eq!(error.kind(), CredentialsErrorKind::Refused);
    assert_hidden(&error, &["hush", "quiet"]);
    assert!(!format!("{role:?} {:?}", cloud.requests()).contains("hush"));
}

#[tokio::test]
async fn hostile_answers_of_sts_are_errors() {
    for (status, answer, kind) in [
        (200, "", CredentialsErrorKind::Malformed),
        (200, "null", CredentialsErrorKind::Malformed),
        (200, "[]", CredentialsErrorKind::Malformed),
        (200, "{}", CredentialsErrorKind::Malformed),
        (200, r#"{"Response":null}"#, CredentialsErrorKind::Malformed),
        (
            200,
            r#"{"Response":{"Credentials":[]}}"#,
            CredentialsErrorKind::Malformed,
        ),
        (
            200,
            r#"{"Response":{"Credentials":{"TmpSecretId":1,"TmpSecretKey":"k","Token":"t"}}}"#,
            CredentialsErrorKind::Malformed,
        ),
        (
            200,
            r#"{"Response":{"Error":"text"}}"#,
            CredentialsErrorKind::Refused,
        ),
        (
            502,
            "<html>bad gateway</html>",
            CredentialsErrorKind::Refused,
        ),
        (503, "", CredentialsErrorKind::Refused),
        (307, "", CredentialsErrorKind::Malformed),
    ] {
        let cloud = ScriptedNetwork::new().answer(STS, status, answer);
        let role = AssumeRole::new(Credentials::access_key("id", "hush"), "role");
        let error = role.provide(&isolated(&cloud)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{status} {answer}: {error}");
        assert_eq!(error.is_transient(), status >= 500, "{status}");
        assert_hidden(&error, &["hush"]);
    }
}

#[tokio::test]
async fn what_the_token_service_says_of_itself_is_tried_again() {
    let busy = |code: &str| {
        let error = json!({"Code": code, "Message": "later"});
        json!({"Response": {"Error": error, "RequestId": "r"}}).to_string()
    };
    let cloud = ScriptedNetwork::new()
        .answer(STS, 200, busy("InternalError.System"))
        .answer(STS, 200, busy("RequestLimitExceeded"))
        .answer(STS, 200, sts_answer());
    let role = AssumeRole::new(Credentials::access_key("id", "hush"), "role");
    let credentials = role.provide(&isolated(&cloud)).await.unwrap();
    assert_eq!(parts(&credentials).0, "tmp-id");
    assert_eq!(cloud.requests().len(), 3);
}

#[tokio::test]
async fn a_token_cannot_assume_a_role() {
    let role = AssumeRole::new(Credentials::token("t"), "role");
    let error = role
        .provide(&isolated(&ScriptedNetwork::new()))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), CredentialsErrorKind::Misconfigured);
}

#[tokio::test]
async fn the_profile_in_the_home_comes_before_that_of_the_machine() {
    let environment = isolated(&ScriptedNetwork::new()).with_file(
        "/etc/tencentcloud/credentials",
        "[default]\nsecret_id=e\nsecret_key=k",
    );
    let credentials = FromProfile.provide(&environment).await.unwrap();
    assert_eq!(parts(&credentials).0, "e");
    let home = "[default]\nsecret_id = h\nsecret_key = k\n[other]\nsecret_id=o\nsecret_key=k";
    let environment = environment.with_file("/home/alice/.tencentcloud/credentials", home);
    let credentials = FromProfile.provide(&environment).await.unwrap();
    assert_eq!(parts(&credentials).0, "h");
    // As Windows and a careful person write it.
    let dressed = "\u{feff}[Default] ; mine\r\nSecret_Id: \"w\" # old\r\nSECRET_KEY='k'\r\n";
    let windows = environment
        .clone()
        .with_file("/home/alice/.tencentcloud/credentials", dressed);
    let credentials = FromProfile.provide(&windows).await.unwrap();
    assert_eq!(parts(&credentials), ("w", "k", None));
    let credentials = FromProfile
        .provide(&environment.with_profile("other"))
        .await
        .unwrap();
    assert_eq!(parts(&credentials).0, "o");
    assert_eq!(
        credentials.source(),
        "profile other in /home/alice/.tencentcloud/credentials"
    );
}

#[tokio::test]
async fn half_a_profile_is_an_error_and_a_role_in_it_is_assumed() {
    let file = "/home/alice/.tencentcloud/credentials";
    let half = isolated(&ScriptedNetwork::new()).with_file(file, "[default]\nsecret_id=h");
    let error = FromProfile.provide(&half).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "profile: [default] in /home/alice/.tencentcloud/credentials has no secret_key"
    );
    let cloud = ScriptedNetwork::new().answer(STS, 200, sts_answer());
    let role = isolated(&cloud).with_file(file, "[default]\nsecret_id=h\nsecret_key=k\nrole_arn=r");
    let credentials = FromProfile.provide(&role).await.unwrap();
    assert_eq!(parts(&credentials).0, "tmp-id");
}

#[tokio::test]
async fn the_command_lines_profile_is_chosen_by_variable_or_name() {
    let default = r#"{"secretId": "d", "secretKey": "k", "token": "t"}"#;
    let environment = isolated(&ScriptedNetwork::new())
        .with_file("/home/alice/.tccli/default.credential", default)
        .with_file(
            "/home/alice/.tccli/v.credential",
            r#"{"secretId": "v", "secretKey": "k"}"#,
        )
        .with_file(
            "/home/alice/.tccli/v.configure",
            r#"{"_sys_param": {"region": "r"}}"#,
        );
    let credentials = FromCliProfile.provide(&environment).await.unwrap();
    assert_eq!(parts(&credentials), ("d", "k", Some("t")));
    let environment = environment.with_variable("TCCLI_PROFILE", "v");
    let credentials = FromCliProfile.provide(&environment).await.unwrap();
    assert_eq!(
        (parts(&credentials).0, credentials.region()),
        ("v", Some("r"))
    );
    let named = environment.with_profile("default");
    let credentials = FromCliProfile.provide(&named).await.unwrap();
    assert_eq!(parts(&credentials).0, "d");
}

#[tokio::test]
async fn a_broken_profile_of_the_command_line_is_an_error_that_shows_nothing_of_it() {
    for text in [
        "{\"secretKey\": \"hush\"",
        "{\"secretKey\": \"hush\"}",
        "\"hush\"",
    ] {
        let environment = isolated(&ScriptedNetwork::new())
            .with_file("/home/alice/.tccli/default.credential", text);
        let error = FromCliProfile.provide(&environment).await.unwrap_err();
        assert!(!error.is_not_configured(), "{text}");
        assert_hidden(&error, &["hush"]);
    }
}

#[tokio::test]
async fn the_instance_role_is_asked_by_name() {
    let keys = json!({
        "Code": "Success", "TmpSecretId": "i", "TmpSecretKey": "k", "Token": "t",
        "ExpiredTime": START + 600,
    });
    let cloud = ScriptedNetwork::new()
        .answer(METADATA, 200, "CVM_QcsRole\n")
        .answer(&format!("{METADATA}CVM_QcsRole"), 200, keys.to_string());
    let credentials = InstanceRole::new()
        .provide(&isolated(&cloud))
        .await
        .unwrap();
    assert_eq!(parts(&credentials), ("i", "k", Some("t")));
    assert_eq!(credentials.expires_at(), Some(START + 600));
    assert_eq!(credentials.renewal_window().as_secs(), 300);
    assert_eq!(credentials.source(), "instance role CVM_QcsRole");
    assert_eq!(
        cloud.asked(),
        [METADATA.to_owned(), format!("{METADATA}CVM_QcsRole")]
    );
}

#[tokio::test]
async fn a_named_role_is_one_part_of_the_path_whatever_is_in_it() {
    let cloud = ScriptedNetwork::new().answer(METADATA, 404, "");
    let role = InstanceRole::new().with_role("../../x?y");
    let error = role.provide(&isolated(&cloud)).await.unwrap_err();
    assert_eq!(error.kind(), CredentialsErrorKind::Refused);
    assert_eq!(cloud.asked(), [format!("{METADATA}..%2F..%2Fx%3Fy")]);
}

#[tokio::test]
async fn a_machine_without_role_or_metadata_service_is_not_configured() {
    for cloud in [
        ScriptedNetwork::new().unreachable(METADATA),
        ScriptedNetwork::new().stall(METADATA),
        ScriptedNetwork::new().answer(METADATA, 404, "not found"),
        ScriptedNetwork::new().answer(METADATA, 302, "log in to the hotel's network"),
        ScriptedNetwork::new().answer(METADATA, 200, ""),
        ScriptedNetwork::new().answer(METADATA, 200, "<html>buy this domain</html>"),
    ] {
        let error = InstanceRole::new()
            .provide(&isolated(&cloud))
            .await
            .unwrap_err();
        assert!(error.is_not_configured(), "{error}");
    }
}

#[tokio::test]
async fn a_metadata_service_that_fails_is_a_failure() {
    let keys = format!("{METADATA}r");
    for (cloud, kind) in [
        (
            ScriptedNetwork::new().answer(METADATA, 500, ""),
            CredentialsErrorKind::Refused,
        ),
        (
            ScriptedNetwork::new()
                .answer(METADATA, 200, "r")
                .answer(&keys, 200, "<html>"),
            CredentialsErrorKind::Malformed,
        ),
        (
            ScriptedNetwork::new().answer(METADATA, 200, "r").answer(
                &keys,
                200,
                r#"{"Code":"Failed"}"#,
            ),
            CredentialsErrorKind::Refused,
        ),
        (
            ScriptedNetwork::new()
                .answer(METADATA, 200, "r")
                .unreachable(&keys),
            CredentialsErrorKind::Unreachable,
        ),
    ] {
        let error = InstanceRole::new()
            .provide(&isolated(&cloud))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
}

#[tokio::test]
async fn a_pods_token_is_exchanged_without_signature() {
    let cloud = ScriptedNetwork::new().answer(STS, 200, sts_answer());
    let environment = isolated(&cloud)
        .with_variable("TKE_REGION", "ap-nanjing")
        .with_variable("TKE_PROVIDER_ID", "cls-1")
        .with_variable("TKE_ROLE_ARN", "role")
        .with_variable("TKE_WEB_IDENTITY_TOKEN_FILE", "/token")
        .with_file("/token", "jwt\n");
    let credentials = WebIdentity.provide(&environment).await.unwrap();
    assert_eq!(
        parts(&credentials),
        ("tmp-id", "tmp-key", Some("tmp-token"))
    );
    let request = &cloud.requests()[0];
    assert_eq!(header(request, "Authorization"), "SKIP");
    assert_eq!(header(request, "X-TC-Action"), "AssumeRoleWithWebIdentity");
    assert_eq!(header(request, "X-TC-Region"), "ap-nanjing");
    assert_eq!(
        body(request),
        json!({
            "ProviderId": "cls-1",
            "WebIdentityToken": "jwt",
            "RoleArn": "role",
            "RoleSessionName": "cloudwright",
            "DurationSeconds": 7200,
        })
    );
}

#[tokio::test]
async fn a_pod_without_its_token_file_is_a_failure() {
    let environment = isolated(&ScriptedNetwork::new())
        .with_variable("TKE_REGION", "r")
        .with_variable("TKE_PROVIDER_ID", "p")
        .with_variable("TKE_ROLE_ARN", "a")
        .with_variable("TKE_WEB_IDENTITY_TOKEN_FILE", "/token");
    for (environment, message) in [
        (
            environment.clone(),
            "TKE web identity: /token does not exist",
        ),
        (
            environment.with_file("/token", " \n"),
            "TKE web identity: /token is empty",
        ),
    ] {
        let error = WebIdentity.provide(&environment).await.unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), CredentialsErrorKind::Misconfigured);
    }
}

#[tokio::test]
async fn stand_ins_take_the_place_of_the_services() {
    let cloud = ScriptedNetwork::new().answer("POST http://127.0.0.1:7/", 200, sts_answer());
    let environment = isolated(&cloud).with_sts_endpoint("http://127.0.0.1:7/");
    let role = AssumeRole::new(Credentials::access_key("id", "key"), "role");
    role.provide(&environment).await.unwrap();
    assert_eq!(header(&cloud.requests()[0], "Host"), "127.0.0.1:7");
}

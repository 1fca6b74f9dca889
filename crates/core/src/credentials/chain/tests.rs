//! Which link answers, and what is told when none does.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::*;
use crate::cloud::{default_chain, region_from_environment};
use crate::credentials::{Credentials, alibaba, tencent};
use crate::meta::Provider;
use crate::testing::network::{ScriptedNetwork, isolated};

#[test]
fn chains_ask_in_the_vendors_order() {
    for (provider, order) in [
        (
            Provider::Tencent,
            "environment, profile, tccli profile, instance role, TKE web identity",
        ),
        (
            Provider::Alibaba,
            "environment, OIDC, CLI profile, profile, instance role, credentials URI",
        ),
        (
            Provider::Huawei,
            "given token, OIDC, environment, profile, hcloud profile, instance agency, pod identity",
        ),
    ] {
        let chain = default_chain(provider);
        assert_eq!(chain.links().collect::<Vec<_>>().join(", "), order);
    }
}

#[tokio::test]
async fn who_names_a_profile_gets_no_other_key() {
    let cloud = ScriptedNetwork::new();
    let environment = isolated(&cloud).with_profile("prod");
    for (provider, order) in [
        (Provider::Tencent, "profile, tccli profile"),
        (Provider::Alibaba, "CLI profile, profile"),
        (Provider::Huawei, "profile, hcloud profile"),
    ] {
        let error = default_chain(provider)
            .provide(&environment)
            .await
            .unwrap_err();
        let tried: Vec<_> = error
            .tried()
            .iter()
            .map(CredentialsError::provider)
            .collect();
        assert_eq!(tried.join(", "), order);
    }
    assert!(cloud.asked().is_empty());
}

#[tokio::test]
async fn where_nothing_is_configured_every_link_is_named_with_its_reason() {
    let environment = isolated(&ScriptedNetwork::new());
    for (provider, expected) in [
        (
            Provider::Tencent,
            "Tencent Cloud: no credentials found; tried \
             environment (TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY are not set), \
             profile (~/.tencentcloud/credentials and /etc/tencentcloud/credentials have no such profile), \
             tccli profile (/home/alice/.tccli/default.credential does not exist), \
             instance role (metadata.tencentyun.com cannot be reached: no route to host), \
             TKE web identity (TKE_REGION, TKE_PROVIDER_ID, TKE_WEB_IDENTITY_TOKEN_FILE, TKE_ROLE_ARN not set)",
        ),
        (
            Provider::Alibaba,
            "Alibaba Cloud: no credentials found; tried \
             environment (ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET are not set), \
             OIDC (ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN, ALIBABA_CLOUD_OIDC_TOKEN_FILE not set), \
             CLI profile (/home/alice/.aliyun/config.json does not exist), \
             profile (/home/alice/.alibabacloud/credentials.ini does not exist), \
             instance role (100.100.100.200 cannot be reached: no route to host), \
             credentials URI (ALIBABA_CLOUD_CREDENTIALS_URI is not set)",
        ),
        (
            Provider::Huawei,
            "Huawei Cloud: no credentials found; tried \
             given token (CLOUDWRIGHT_HUAWEI_TOKEN is not set), \
             OIDC (HUAWEICLOUD_OIDC_PROVIDER_URN, HUAWEICLOUD_OIDC_AGENCY_URN and HUAWEICLOUD_OIDC_TOKEN_FILE are not set), \
             environment (HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK are not set), \
             profile (/home/alice/.huaweicloud/credentials does not exist), \
             hcloud profile (/home/alice/.hcloud/config.json does not exist), \
             instance agency (169.254.169.254 cannot be reached: no route to host), \
             pod identity (HC_CONTAINER_CREDENTIALS_FULL_URI is not set)",
        ),
    ] {
        let chain = default_chain(provider);
        let error = chain.provide(&environment).await.unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert!(error.is_not_configured());
        assert_eq!(error.tried().len(), chain.links().count());
    }
}

#[tokio::test]
async fn a_link_that_is_configured_and_broken_stops_the_chain() {
    let environment = isolated(&ScriptedNetwork::new())
        .with_variable("TENCENTCLOUD_SECRET_ID", "AKID")
        .with_file(
            "/home/alice/.tencentcloud/credentials",
            "[default]\nsecret_id=a\nsecret_key=b",
        );
    let chain = default_chain(Provider::Tencent);
    let error = chain.provide(&environment).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Tencent Cloud: environment: TENCENTCLOUD_SECRET_ID is set but TENCENTCLOUD_SECRET_KEY is not"
    );
    assert_eq!(error.kind(), CredentialsErrorKind::Misconfigured);
}

#[tokio::test]
async fn the_link_that_answered_is_asked_alone_so_that_a_failure_does_not_change_who_signs() {
    let uri = "http://127.0.0.1:9/keys";
    let keys = r#"{"AccessKeyId":"a","AccessKeySecret":"b","SecurityToken":"c"}"#;
    let cloud = ScriptedNetwork::new()
        .answer("GET http://127.0.0.1:9/keys", 200, keys)
        .unreachable("GET http://127.0.0.1:9/keys");
    let environment = isolated(&cloud).with_variable("ALIBABA_CLOUD_CREDENTIALS_URI", uri);
    let chain = Chain::new("test")
        .with_link(alibaba::CredentialsUri)
        .with_link(Credentials::access_key("other", "key"));
    let credentials = chain.provide(&environment).await.unwrap();
    assert_eq!(credentials.source(), "credentials URI");
    let error = chain.provide(&environment).await.unwrap_err();
    assert_eq!(error.kind(), CredentialsErrorKind::Unreachable);
    // Once that answers, and as often as any read that fails.
    assert_eq!(cloud.asked().len(), 1 + 3);
}

#[tokio::test]
async fn a_metadata_service_that_answered_and_is_gone_is_out_of_reach_not_unasked_for() {
    let keys = r#"{"TmpSecretId":"a","TmpSecretKey":"b","Token":"c"}"#;
    let roles = "GET http://metadata.tencentyun.com/latest/meta-data/cam/security-credentials/";
    let cloud = ScriptedNetwork::new()
        .answer(roles, 200, "role")
        .unreachable(roles)
        .answer(&format!("{roles}role"), 200, keys);
    let chain = Chain::new("test")
        .with_link(tencent::InstanceRole::new())
        .with_link(Credentials::access_key("other", "key"));
    let environment = isolated(&cloud);
    chain.provide(&environment).await.unwrap();
    let error = chain.provide(&environment).await.unwrap_err();
    assert_eq!(error.kind(), CredentialsErrorKind::Unreachable);
    assert!(error.is_transient());
}

#[tokio::test]
async fn a_link_whose_configuration_went_away_is_passed_over() {
    let chain = Chain::new("test")
        .with_link(tencent::FromEnvironment)
        .with_link(Credentials::access_key("other", "key"));
    let cloud = ScriptedNetwork::new();
    let set = isolated(&cloud)
        .with_variable("TENCENTCLOUD_SECRET_ID", "a")
        .with_variable("TENCENTCLOUD_SECRET_KEY", "b");
    assert_eq!(chain.provide(&set).await.unwrap().source(), "environment");
    assert_eq!(
        chain.provide(&isolated(&cloud)).await.unwrap().source(),
        "static"
    );
}

#[test]
fn regions_come_from_variables_then_profiles_and_the_callers_choice_comes_first() {
    let base = || isolated(&ScriptedNetwork::new());
    let tccli = r#"{"_sys_param": {"region": "ap-nanjing"}}"#;
    let aliyun =
        r#"{"current":"p","profiles":[{"name":"p","mode":"AK","region_id":"cn-beijing"}]}"#;
    for (provider, environment, region) in [
        (Provider::Tencent, base(), None),
        (
            Provider::Tencent,
            base().with_variable("TENCENTCLOUD_REGION", "r"),
            Some("r"),
        ),
        (
            Provider::Tencent,
            base().with_variable("TKE_REGION", "r"),
            Some("r"),
        ),
        (
            Provider::Tencent,
            base().with_file("/home/alice/.tccli/default.configure", tccli),
            Some("ap-nanjing"),
        ),
        (
            Provider::Alibaba,
            base().with_variable("ALIBABA_CLOUD_REGION", "r"),
            Some("r"),
        ),
        (
            Provider::Alibaba,
            base().with_variable("ALIBABA_CLOUD_REGION_ID", "r"),
            Some("r"),
        ),
        (
            Provider::Alibaba,
            base().with_file("/home/alice/.aliyun/config.json", aliyun),
            Some("cn-beijing"),
        ),
        (
            Provider::Huawei,
            base().with_variable("HUAWEICLOUD_SDK_REGION_ID", "r"),
            Some("r"),
        ),
        (
            Provider::Huawei,
            base().with_variable("HW_REGION_NAME", "r"),
            Some("r"),
        ),
        (
            Provider::Huawei,
            base()
                .with_variable("HW_REGION_NAME", "r")
                .with_region("mine"),
            Some("mine"),
        ),
    ] {
        assert_eq!(
            region_from_environment(provider, &environment).as_deref(),
            region
        );
    }
}

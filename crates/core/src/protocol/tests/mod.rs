//! Layouts and signatures against the vendors' own examples.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod prepared;

use super::*;
use crate::client::settings::{Settings, SignatureMethod};
use crate::machine::nonce::FixedNonce;
use crate::meta::{Access, Endpoints, Provider};
use crate::testing::service::{BUILD_LOG, JOBS, NEW_YEAR, OPERATION, TRIGGERS};

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

//! Asking a cloud whose keys they are: the one call that every key may make.
//!
//! The tables are those of the vendors' SDKs for their security token services (`GetCallerIdentity`
//! in tencentcloud-sdk-python-sts 3.0.1459, `alibabacloud_sts20150401` 1.2.0 and huaweicloudsdksts
//! 3.1.219): no spec of ours describes these services.

use std::sync::Arc;

use cloudwright_core::meta::{Access, Endpoints, Operation, Protocol, Provider, Service};
use cloudwright_core::{Client, Credentials, Transport};
use serde_json::{Map, Value, json};

use crate::failure::Stop;

static TENCENT_STS: Service = Service::new(
    "tencent-sts",
    Provider::Tencent,
    "sts",
    "Security Token Service",
    &[Protocol::TencentTc3],
    Endpoints::new("sts.tencentcloudapi.com"),
)
.version("2018-08-13")
.envelope("Response");

static ALIBABA_STS: Service = Service::new(
    "alibaba-sts",
    Provider::Alibaba,
    "Sts",
    "Security Token Service",
    &[Protocol::AliyunAcs3],
    Endpoints::new("sts.aliyuncs.com"),
)
.version("2015-04-01");

static HUAWEI_STS: Service = Service::new(
    "huawei-sts",
    Provider::Huawei,
    "sts",
    "Security Token Service",
    &[Protocol::HuaweiAksk, Protocol::HuaweiToken],
    Endpoints::new("sts.{region}.myhuaweicloud.com"),
);

static TENCENT: Operation =
    Operation::new(&TENCENT_STS, "GetCallerIdentity", Access::Read, "POST", "/");
static ALIBABA: Operation =
    Operation::new(&ALIBABA_STS, "GetCallerIdentity", Access::Read, "POST", "/");
static HUAWEI: Operation = Operation::new(
    &HUAWEI_STS,
    "GetCallerIdentity",
    Access::Read,
    "GET",
    "/v5/caller-identity",
);

/// Account and name of whom the keys belong to, as the cloud says.
pub(super) async fn ask(
    provider: Provider,
    credentials: Credentials,
    region: Option<String>,
    endpoint: Option<&str>,
    transport: Arc<dyn Transport>,
) -> Result<Map<String, Value>, Stop> {
    let (operation, account, name) = match provider {
        Provider::Tencent => (&TENCENT, "AccountId", "Arn"),
        Provider::Alibaba => (&ALIBABA, "AccountId", "Arn"),
        Provider::Huawei => (&HUAWEI, "account_id", "principal_urn"),
    };
    let usual = provider.example_region();
    let mut builder = Client::builder(operation.service)
        .credentials(credentials)
        .shared_transport(transport)
        .region(region.unwrap_or_else(|| usual.to_owned()))
        .user_agent(concat!("cloudwright-cli/", env!("CARGO_PKG_VERSION")));
    if let Some(endpoint) = endpoint {
        builder = builder.endpoint(endpoint);
    }
    let answer = builder
        .build()?
        .call(operation)
        .send_dynamic(json!({}))
        .await?;
    let answer = answer.into_inner().into_json();
    let member = |name: &str| answer.get(name).cloned().unwrap_or_default();
    Ok(Map::from_iter([
        ("account".to_owned(), member(account)),
        ("name".to_owned(), member(name)),
    ]))
}

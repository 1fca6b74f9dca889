//! What is different from cloud to cloud, as a value that is asked.
//!
//! A client brings the value of its cloud ([`ServiceClient::CLOUD`](crate::ServiceClient::CLOUD)), so that a
//! program has the functions of the clouds that it calls, and of no other. Where credentials are looked
//! for is not among them: a program that has its own ([`ClientBuilder::with`](crate::ClientBuilder::with))
//! needs no places.

use std::fmt;

use crate::credentials::{CachedCredentials, Chain, CredentialsError, Environment};
use crate::credentials::{alibaba, huawei, tencent};
use crate::error::Error;
use crate::meta::{Provider, Service};
use crate::protocol::endpoint::{Endpoint, Variable};
use crate::protocol::huawei::endpoint_of_variable;
use crate::transport::BoxFuture;

/// A cloud as the runtime deals with it: where its regions, projects and endpoints are looked for.
#[derive(Clone, Copy)]
pub struct Cloud {
    pub(crate) provider: Provider,
    region: fn(&Environment) -> Option<String>,
    /// Looks for the project of a region, where calls belong to one.
    pub(crate) project: Option<FindProject>,
    /// The endpoint that the environment names for a service in a region.
    pub(crate) endpoint: Option<FindEndpoint>,
}

/// Finds the endpoint of a service in a region.
pub(crate) type FindEndpoint = fn(&Service, &str, Variable<'_>) -> Result<Option<Endpoint>, Error>;

/// Finds the project of a region.
pub(crate) type FindProject =
    for<'a> fn(&'a CachedCredentials, &'a str) -> BoxFuture<'a, Result<String, CredentialsError>>;

/// The runtime's one list of providers: each one's cloud, and its places of credentials.
const fn known(provider: Provider) -> (Cloud, fn() -> Chain) {
    match provider {
        Provider::Tencent => (Cloud::TENCENT, tencent::chain),
        Provider::Alibaba => (Cloud::ALIBABA, alibaba::chain),
        Provider::Huawei => (Cloud::HUAWEI, huawei::chain),
    }
}

impl Cloud {
    /// Tencent Cloud.
    pub const TENCENT: Self = Self {
        provider: Provider::Tencent,
        region: tencent::region,
        project: None,
        endpoint: None,
    };

    /// Alibaba Cloud.
    pub const ALIBABA: Self = Self {
        provider: Provider::Alibaba,
        region: alibaba::region,
        project: None,
        endpoint: None,
    };

    /// Huawei Cloud.
    pub const HUAWEI: Self = Self {
        provider: Provider::Huawei,
        region: huawei::region,
        project: Some(|credentials, region| Box::pin(credentials.project_id(region))),
        endpoint: Some(endpoint_of_variable),
    };

    /// The cloud of a provider that is known only when the program runs: all of them are linked.
    pub const fn of(provider: Provider) -> Self {
        known(provider).0
    }

    /// The region that the environment, or what this cloud reads there, names.
    pub(crate) fn region(&self, environment: &Environment) -> Option<String> {
        match environment.region() {
            Some(region) => Some(region.to_owned()),
            None => (self.region)(environment),
        }
    }
}

impl fmt::Debug for Cloud {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.provider.fmt(formatter)
    }
}

/// The places of a cloud, in the order of the vendor's own SDK.
///
/// A program that calls this has the places of all clouds in it; a client has its own cloud's.
///
/// Where the environment names a profile ([`Environment::with_profile`]), only the vendor's profile
/// files are asked.
///
/// | cloud | order |
/// | --- | --- |
/// | Tencent | environment, `~/.tencentcloud/credentials`, `~/.tccli`, instance role, TKE web identity |
/// | Alibaba | environment, OIDC, `~/.aliyun/config.json`, `~/.alibabacloud/credentials.ini`, instance role, credentials URI |
/// | Huawei | given token, OIDC, environment, `~/.huaweicloud/credentials`, `~/.hcloud/config.json`, instance agency, pod identity |
pub fn default_chain(provider: Provider) -> Chain {
    known(provider).1()
}

/// The region that the environment or the selected profile names.
///
/// | cloud | looked for in |
/// | --- | --- |
/// | Tencent | `TENCENTCLOUD_REGION`, `TKE_REGION`, `_sys_param.region` of `~/.tccli/{profile}.configure` |
/// | Alibaba | `ALIBABA_CLOUD_REGION_ID` (also `ALIBABACLOUD_…`, `ALICLOUD_…`), `ALIBABA_CLOUD_REGION`, `region_id` of the profile in `~/.aliyun/config.json` |
/// | Huawei | `HUAWEICLOUD_SDK_REGION_ID`, `HUAWEICLOUD_REGION`, `HW_REGION_NAME`, `region` of the profile in `~/.hcloud/config.json` |
pub fn region_from_environment(provider: Provider, environment: &Environment) -> Option<String> {
    Cloud::of(provider).region(environment)
}

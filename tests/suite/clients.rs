//! Clients of the five services, pointed at a mock cloud.

use cloudwright::core::credentials::Environment;
use cloudwright::core::meta::Protocol;
use cloudwright::core::{ClientBuilder, Credentials, ServiceClient};
use cloudwright_mock::{Mock, Provider};

/// The mock's working key of a provider.
pub(crate) fn key(mock: &Mock, provider: Provider) -> Credentials {
    let key = mock.credentials(provider);
    Credentials::access_key(key.id, key.secret)
}

/// A builder for any service: the mock's address and key, a region, nothing from the machine.
pub(crate) fn builder<C: ServiceClient>(
    mock: &Mock,
    provider: Provider,
    region: &str,
) -> ClientBuilder<C> {
    ClientBuilder::with(key(mock, provider))
        .endpoint(mock.endpoint_for(C::SERVICE.id))
        .environment(Environment::closed)
        .region(region)
}

pub(crate) fn tcr(mock: &Mock) -> ClientBuilder<cloudwright::tencent_tcr::Client> {
    builder(mock, Provider::Tencent, "ap-guangzhou")
}

pub(crate) fn ccr(mock: &Mock) -> ClientBuilder<cloudwright::tencent_ccr::Client> {
    builder(mock, Provider::Tencent, "gz")
}

pub(crate) fn ccs(mock: &Mock) -> ClientBuilder<cloudwright::tencent_ccs::Client> {
    builder(mock, Provider::Tencent, "gz")
}

pub(crate) fn alibaba(mock: &Mock) -> ClientBuilder<cloudwright::alibaba_cr::Client> {
    builder(mock, Provider::Alibaba, "cn-hangzhou")
}

pub(crate) fn huawei(mock: &Mock) -> ClientBuilder<cloudwright::huawei_swr::Client> {
    builder(mock, Provider::Huawei, "cn-north-4").project_id(mock.project_id())
}

/// The same Huawei client with an IAM token in place of a key.
pub(crate) fn huawei_token(mock: &Mock) -> ClientBuilder<cloudwright::huawei_swr::Client> {
    let token = mock.iam_token(std::time::Duration::from_secs(3600));
    huawei(mock)
        .credentials(Credentials::token(token))
        .protocol(Protocol::HuaweiToken)
}

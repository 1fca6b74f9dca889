//! One call of each service, over each protocol it speaks, so that a table can go through them all.

use cloudwright::core::credentials::Environment;
use cloudwright::core::meta::{Operation, Protocol, Service};
use cloudwright::core::{Client, ClientBuilder, Credentials, RetryPolicy, ServiceClient};
use cloudwright::{Error, Response};
use cloudwright_mock::{Mock, Provider};
use std::time::Duration;

use crate::clients;

/// A service, and the protocol it is spoken to in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cloud {
    Tcr,
    Ccr,
    Ccs,
    Alibaba,
    AlibabaLegacy,
    Huawei,
    HuaweiToken,
}

use Cloud::{Alibaba, AlibabaLegacy, Ccr, Ccs, Huawei, HuaweiToken, Tcr};

pub(crate) const ALL: [Cloud; 7] = [Tcr, Ccr, Ccs, Alibaba, AlibabaLegacy, Huawei, HuaweiToken];

/// The region that calls go to.
const REGION: &str = "cn-north-4";

impl Cloud {
    pub(crate) fn provider(self) -> Provider {
        match self {
            Tcr | Ccr | Ccs => Provider::Tencent,
            Alibaba | AlibabaLegacy => Provider::Alibaba,
            Huawei | HuaweiToken => Provider::Huawei,
        }
    }

    pub(crate) fn protocol(self) -> Protocol {
        match self {
            Tcr => Protocol::TencentTc3,
            Ccr | Ccs => Protocol::TencentQcloudV2,
            Alibaba => Protocol::AliyunAcs3,
            AlibabaLegacy => Protocol::AliyunRpcV1,
            Huawei => Protocol::HuaweiAksk,
            HuaweiToken => Protocol::HuaweiToken,
        }
    }

    pub(crate) fn service(self) -> &'static Service {
        match self {
            Tcr => cloudwright::tencent_tcr::Client::SERVICE,
            Ccr => cloudwright::tencent_ccr::Client::SERVICE,
            Ccs => cloudwright::tencent_ccs::Client::SERVICE,
            Alibaba | AlibabaLegacy => cloudwright::alibaba_cr::Client::SERVICE,
            Huawei | HuaweiToken => cloudwright::huawei_swr::Client::SERVICE,
        }
    }

    /// The action that [`ask`](Self::ask) calls.
    pub(crate) fn operation(self) -> &'static Operation {
        let services = cloudwright::services().iter();
        let mut found = services.filter(|entry| entry.service.id == self.service().id);
        found.next().unwrap().operation(self.action()).unwrap()
    }

    pub(crate) fn action(self) -> &'static str {
        match self {
            Tcr => "DescribeApplicationTriggerLogPersonal",
            Ccr => "ListTriggerLog",
            Ccs => "DescribeServiceEvent",
            Alibaba | AlibabaLegacy => "ListRepoBuildRecordLog",
            Huawei | HuaweiToken => "ListInstanceWebhookJobs",
        }
    }

    /// A builder without credentials, with nothing from the machine.
    pub(crate) fn bare(self, endpoint: impl Into<String>) -> ClientBuilder<Client> {
        let region = if self == Tcr { "ap-guangzhou" } else { REGION };
        Client::builder(self.service())
            .endpoint(endpoint)
            .protocol(self.protocol())
            .environment(Environment::closed)
            .region(region)
    }

    /// A builder with the mock's address and working credentials, that retries quickly.
    pub(crate) fn builder(self, mock: &Mock) -> ClientBuilder<Client> {
        let credentials = match self {
            HuaweiToken => Credentials::token(mock.iam_token(Duration::from_secs(3600))),
            _ => clients::key(mock, self.provider()),
        };
        self.bare(mock.endpoint_for(self.service().id))
            .credentials(credentials)
            .project_id(mock.project_id())
            .retry(quickly())
    }

    /// A client that makes one attempt.
    pub(crate) fn client_that_tries_once(self, mock: &Mock) -> Client {
        let builder = self.builder(mock).retry(RetryPolicy::never());
        builder.build().unwrap()
    }

    /// Makes the service's call; what comes back typed is shown as `Debug` has it.
    pub(crate) async fn ask(self, client: &Client) -> Result<Response<String>, Error> {
        macro_rules! shown {
            ($call:expr) => {
                $call.await.map(|answer| answer.map(|it| format!("{it:?}")))
            };
        }
        let client = client.clone();
        match self {
            Tcr => {
                let tcr = cloudwright::tencent_tcr::Client::from_core(client);
                shown!(tcr.describe_application_trigger_log_personal().limit(10))
            }
            Ccr => {
                let ccr = cloudwright::tencent_ccr::Client::from_core(client);
                shown!(ccr.list_trigger_log().reponame("test/kube_test"))
            }
            Ccs => {
                let ccs = cloudwright::tencent_ccs::Client::from_core(client);
                shown!(
                    ccs.describe_service_event()
                        .cluster_id("c")
                        .service_name("s")
                )
            }
            Alibaba | AlibabaLegacy => {
                let cr = cloudwright::alibaba_cr::Client::from_core(client);
                let call = cr.list_repo_build_record_log().instance_id("i");
                shown!(call.build_record_id("b"))
            }
            Huawei | HuaweiToken => {
                let swr = cloudwright::huawei_swr::Client::from_core(client);
                let call = swr.list_instance_webhook_jobs().instance_id("i");
                shown!(call.namespace_name("n").policy_id(1))
            }
        }
    }
}

/// Three attempts with waits that a test does not notice.
pub(crate) fn quickly() -> RetryPolicy {
    RetryPolicy::standard()
        .with_delays(Duration::from_millis(2), Duration::from_millis(2))
        .with_max_delay(Duration::from_millis(20))
}

/// The names of the predicates that are true of an error.
pub(crate) fn predicates(error: &Error) -> String {
    let all = [
        ("auth", error.is_auth()),
        ("conflict", error.is_conflict()),
        ("connect", error.is_connect()),
        ("denied", error.is_denied()),
        ("invalid", error.is_invalid_request()),
        ("not-found", error.is_not_found()),
        ("retryable", error.is_retryable()),
        ("service", error.is_service()),
        ("throttling", error.is_throttling()),
        ("timeout", error.is_timeout()),
    ];
    let names = all.iter().filter(|(_, is)| *is).map(|(name, _)| *name);
    names.collect::<Vec<_>>().join(" ")
}

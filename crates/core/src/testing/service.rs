//! Tables for the tests of this crate.

use std::sync::Arc;

use crate::client::Client;
use crate::client::builder::ClientBuilder;
use crate::credentials::{Credentials, Environment};
use crate::meta::{
    Access, Endpoints, ErrorClass, ErrorCodeInfo, Kind, Operation, Paging, Parameter, Place,
    Protocol, Provider, Rule, Service,
};
use crate::testing::{ManualClock, Script};

pub(crate) static TENCENT: Service = Service::new(
    "tencent-tcr",
    Provider::Tencent,
    "tcr",
    "Container registry",
    &[Protocol::TencentTc3],
    Endpoints::new("tcr.tencentcloudapi.com"),
)
.version("2019-09-24")
.envelope("Response")
.regions(&["ap-guangzhou"])
.errors(&[ErrorCodeInfo::new("InternalError", ErrorClass::Internal).doc("The service failed.")]);

/// A paged read of 20 calls a second.
pub(crate) static OPERATION: Operation =
    Operation::new(&TENCENT, "ListThings", Access::Read, "POST", "/")
        .parameters(&[
            Parameter::new("RepoName", Kind::String, Place::Body),
            Parameter::new("Offset", Kind::Integer, Place::Body),
            Parameter::new("Limit", Kind::Integer, Place::Body)
                .default("20")
                .max(100),
            Parameter::new("Order", Kind::String, Place::Body),
            Parameter::new("OrderBy", Kind::String, Place::Body),
        ])
        .rate_limit(20, 1)
        .paging(Paging::Offset {
            offset: "Offset",
            limit: Some("Limit"),
            items: "Data.Rows",
            total: Some("Data.Total"),
        });

/// An action without a documented rate.
pub(crate) static UNLIMITED: Operation =
    Operation::new(&TENCENT, "Unlimited", Access::Read, "POST", "/");

/// An action that changes something.
pub(crate) static WRITE: Operation =
    Operation::new(&TENCENT, "DeleteThing", Access::Write, "POST", "/");

pub(crate) static QCLOUD: Service = Service::new(
    "tencent-ccr",
    Provider::Tencent,
    "ccr",
    "Container registry, API 2.0",
    &[Protocol::TencentQcloudV2],
    Endpoints::new("ccr.api.qcloud.com"),
)
.envelope("data");

pub(crate) static TRIGGERS: Operation = Operation::new(
    &QCLOUD,
    "ListTriggerLog",
    Access::Read,
    "GET",
    "/v2/index.php",
)
.parameters(&[
    Parameter::new("reponame", Kind::String, Place::Body).required(),
    Parameter::new("offset", Kind::Integer, Place::Body),
    Parameter::new("limit", Kind::Integer, Place::Body),
]);

pub(crate) static ALIBABA: Service = Service::new(
    "alibaba-cr",
    Provider::Alibaba,
    "cr",
    "Container registry",
    &[Protocol::AliyunAcs3, Protocol::AliyunRpcV1],
    Endpoints::new("cr.{region}.aliyuncs.com").variants(&[("vpc", "cr-vpc.{region}.aliyuncs.com")]),
)
.version("2018-12-01");

pub(crate) static BUILD_LOG: Operation = Operation::new(
    &ALIBABA,
    "ListRepoBuildRecordLog",
    Access::Read,
    "POST",
    "/",
)
.parameters(&[
    Parameter::new("InstanceId", Kind::String, Place::Query).required(),
    Parameter::new("RepoId", Kind::String, Place::Query),
    Parameter::new("BuildRecordId", Kind::String, Place::Query).required(),
    Parameter::new("Offset", Kind::Integer, Place::Query),
]);

pub(crate) static HUAWEI: Service = Service::new(
    "huawei-swr",
    Provider::Huawei,
    "swr",
    "SWR",
    &[Protocol::HuaweiAksk, Protocol::HuaweiToken],
    Endpoints::new("swr-api.{region}.myhuaweicloud.com"),
);

pub(crate) static JOBS: Operation = Operation::new(
    &HUAWEI,
    "ListInstanceWebhookJobs",
    Access::Read,
    "GET",
    "/v2/{project_id}/instances/{instance_id}/jobs",
)
.parameters(&[
    Parameter::new("project_id", Kind::String, Place::Path)
        .required()
        .implicit(),
    Parameter::new("instance_id", Kind::String, Place::Path).required(),
    Parameter::new("offset", Kind::Integer, Place::Query).default("0"),
    Parameter::new("limit", Kind::Integer, Place::Query)
        .default("10")
        .max(100),
])
.rules(&[Rule::MultipleOf("offset", "limit")])
.paging(Paging::Offset {
    offset: "offset",
    limit: Some("limit"),
    items: "jobs",
    total: Some("total"),
});

/// 2025-01-01T00:00:00Z.
pub(crate) const NEW_YEAR: u64 = 1_735_689_600;

/// A builder of a client over a script, with a clock that stands still and a key.
pub(crate) fn builder(
    service: &'static Service,
    script: &Script,
    clock: &ManualClock,
) -> ClientBuilder<Client> {
    Client::builder(service)
        .credentials(Credentials::access_key("AKIDtest", "secret-of-the-test"))
        .environment(|_| isolated())
        .region("ap-guangzhou")
        .transport(script.clone())
        .clock(clock.clone())
}

/// Nothing of the tester's own machine.
pub(crate) fn isolated() -> Environment {
    Environment::isolated(Arc::new(Script::new()), Arc::new(ManualClock::at(NEW_YEAR)))
}

/// A result of `OPERATION`.
pub(crate) fn rows(rows: &[i64], total: u64) -> String {
    let id = crate::machine::random::bits();
    format!(r#"{{"Response":{{"Data":{{"Rows":{rows:?},"Total":{total}}},"RequestId":"r-{id}"}}}}"#)
}

/// An error of Tencent's API 3.0.
pub(crate) fn tencent_error(code: &str) -> String {
    format!(r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"no"}},"RequestId":"r-e"}}}}"#)
}

//! Tencent Cloud.

use super::Facts;
use crate::error_code;
use crate::mock_key::MockKey;
use crate::protocol::Protocol;

pub(super) static FACTS: Facts = Facts {
    title: "Tencent Cloud",
    usual_protocol: Protocol::TencentTc3,
    usual_host: "{product}.tencentcloudapi.com",
    has_projects: false,
    key_variables: ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"],
    region_variable: "TENCENTCLOUD_REGION",
    rpc_system: "tencent-api",
    error_class: error_code::of_tencent,
    mock_key: MockKey {
        standing: "AKIDmockMOCKmockMOCKmockMOCKmockMOCK",
        session: "AKIDmocksession",
    },
};

//! Tencent Cloud.

use super::Properties;
use crate::error_code;
use crate::mock_key::MockKey;
use crate::protocol::Protocol;

pub(super) static PROPERTIES: Properties = Properties {
    title: "Tencent Cloud",
    usual_protocol: Protocol::TencentTc3,
    host_pattern: "{product}.tencentcloudapi.com",
    has_projects: false,
    key_variables: ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"],
    region_variable: "TENCENTCLOUD_REGION",
    rpc_system: "tencent-api",
    class_by_habit: error_code::of_tencent,
    mock_key: MockKey {
        standing: "AKIDmockMOCKmockMOCKmockMOCKmockMOCK",
        session: "AKIDmocksession",
    },
};

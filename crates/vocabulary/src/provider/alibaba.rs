//! Alibaba Cloud.

use super::Properties;
use crate::error_code;
use crate::mock_key::MockKey;
use crate::protocol::Protocol;

pub(super) static PROPERTIES: Properties = Properties {
    title: "Alibaba Cloud",
    usual_protocol: Protocol::AliyunAcs3,
    host_pattern: "{product}.{region}.aliyuncs.com",
    has_projects: false,
    key_variables: [
        "ALIBABA_CLOUD_ACCESS_KEY_ID",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    ],
    region_variable: "ALIBABA_CLOUD_REGION_ID",
    rpc_system: "alibaba-api",
    class_by_habit: error_code::of_alibaba,
    mock_key: MockKey {
        standing: "LTAImockMOCKmockMOCKmock",
        session: "STS.mock",
    },
};

//! Alibaba Cloud.

use super::Facts;
use crate::error_code;
use crate::mock_key::MockKey;
use crate::protocol::Protocol;

pub(super) static FACTS: Facts = Facts {
    title: "Alibaba Cloud",
    usual_protocol: Protocol::AliyunAcs3,
    usual_host: "{product}.{region}.aliyuncs.com",
    has_projects: false,
    key_variables: [
        "ALIBABA_CLOUD_ACCESS_KEY_ID",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    ],
    region_variable: "ALIBABA_CLOUD_REGION_ID",
    rpc_system: "alibaba-api",
    error_class: error_code::of_alibaba,
    mock_key: MockKey {
        standing: "LTAImockMOCKmockMOCKmock",
        session: "STS.mock",
    },
};

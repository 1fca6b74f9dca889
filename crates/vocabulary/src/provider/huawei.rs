//! Huawei Cloud.

use super::Properties;
use crate::error_code;
use crate::mock_key::MockKey;
use crate::protocol::Protocol;

pub(super) static PROPERTIES: Properties = Properties {
    title: "Huawei Cloud",
    usual_protocol: Protocol::HuaweiAksk,
    host_pattern: "{product}.{region}.myhuaweicloud.com",
    has_projects: true,
    key_variables: ["HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"],
    region_variable: "HUAWEICLOUD_SDK_REGION_ID",
    rpc_system: "huawei-api",
    class_by_habit: error_code::of_huawei,
    mock_key: MockKey {
        standing: "MOCKHUAWEIACCESSKEY0",
        session: "MOCK",
    },
};

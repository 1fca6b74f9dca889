//! Alibaba RPC with the legacy signature, which is a parameter, as is all else that it adds.

use super::{Properties, aliyun_acs3};

pub(super) static PROPERTIES: Properties = Properties {
    own_headers: &[],
    ..aliyun_acs3::PROPERTIES
};

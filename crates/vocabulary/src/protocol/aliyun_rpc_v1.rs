//! Alibaba RPC with the legacy signature, which is a parameter, as is all else that it adds.

use super::{Facts, aliyun_acs3};

pub(super) static FACTS: Facts = Facts {
    own_headers: &[],
    ..aliyun_acs3::FACTS
};

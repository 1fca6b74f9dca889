//! Alibaba RPC with the legacy signature, which is a parameter, as is all else that it adds.

use super::{Facts, aliyun_acs3};

pub(super) const FACTS: Facts = Facts {
    own_headers: &[],
    ..aliyun_acs3::FACTS
};

//! Huawei REST with an IAM token.

use super::{Facts, Need, huawei_aksk};

pub(super) static FACTS: Facts = Facts {
    own_headers: &["x-auth-token"],
    needs: &[Need::Token],
    ..huawei_aksk::FACTS
};

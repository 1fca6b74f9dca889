//! Huawei REST with an IAM token.

use super::{Need, Properties, huawei_aksk};

pub(super) static PROPERTIES: Properties = Properties {
    own_headers: &["x-auth-token"],
    all_needs: &[Need::Token],
    ..huawei_aksk::PROPERTIES
};

//! Alibaba ROA, laid out by resources, with the V3 signature.

use super::{FailureSign, Properties, UsualLocation, aliyun_acs3};
use crate::layout::{BodyStyle, Layout, ListStyle};

pub(super) static PROPERTIES: Properties = Properties {
    style: "ROA",
    is_rest: true,
    usual_method: "GET",
    usual_place: UsualLocation::ByMethod,
    layout: Layout::new(BodyStyle::Json, ListStyle::FromOne),
    is_form_over_get: false,
    failure_sign: FailureSign::Status,
    ..aliyun_acs3::PROPERTIES
};

//! Tencent API 3.0.

use super::{FailureSign, Need, Properties, UsualLocation};
use crate::layout::{BodyStyle, Envelope, Layout, ListStyle};
use crate::location::Location;
use crate::provider::Provider;

pub(super) static PROPERTIES: Properties = Properties {
    provider: Provider::Tencent,
    style: "3.0",
    is_rest: false,
    usual_method: "POST",
    usual_path: "/",
    usual_place: UsualLocation::Always(Location::Body),
    locations: &[Location::Body, Location::BodyRoot],
    layout: Layout::new(BodyStyle::Json, ListStyle::FromZero),
    is_form_over_get: true,
    is_one_set: false,
    empty_body: "{}",
    own_headers: &[
        "x-tc-action",
        "x-tc-language",
        "x-tc-region",
        "x-tc-timestamp",
        "x-tc-token",
        "x-tc-version",
    ],
    envelope: Envelope::Whole("Response"),
    failure_sign: FailureSign::ErrorMember,
    all_needs: &[Need::Version, Need::Region, Need::Product],
    example_region: "ap-guangzhou",
};

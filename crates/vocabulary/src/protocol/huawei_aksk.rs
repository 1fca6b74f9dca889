//! Huawei REST, signed with an access key.

use super::{FailureSign, Properties, UsualLocation};
use crate::layout::{BodyStyle, Envelope, Layout, ListStyle};
use crate::location::Location;
use crate::provider::Provider;

pub(super) static PROPERTIES: Properties = Properties {
    provider: Provider::Huawei,
    style: "REST",
    is_rest: true,
    usual_method: "GET",
    usual_path: "/",
    usual_place: UsualLocation::ByMethod,
    locations: &[
        Location::Body,
        Location::BodyRoot,
        Location::Query,
        Location::Path,
        Location::Header,
    ],
    layout: Layout::new(BodyStyle::Json, ListStyle::Repeated),
    is_form_over_get: false,
    is_one_set: false,
    empty_body: "",
    own_headers: &["x-sdk-date", "x-security-token"],
    envelope: Envelope::Flat,
    failure_sign: FailureSign::Status,
    all_needs: &[],
    example_region: "cn-north-4",
};

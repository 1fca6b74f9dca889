//! Tencent API 2.0.

use super::{FailureSign, Properties, UsualLocation};
use crate::layout::{BodyStyle, Envelope, Layout, ListStyle};
use crate::location::Location;
use crate::provider::Provider;

pub(super) static PROPERTIES: Properties = Properties {
    provider: Provider::Tencent,
    style: "2.0",
    is_rest: false,
    usual_method: "GET",
    usual_path: "/v2/index.php",
    usual_place: UsualLocation::Always(Location::Query),
    locations: &[Location::Body, Location::Query],
    layout: Layout::new(BodyStyle::Form, ListStyle::FromZero),
    is_form_over_get: true,
    is_one_set: true,
    empty_body: "",
    // All that it adds are parameters.
    own_headers: &[],
    envelope: Envelope::Part("data"),
    failure_sign: FailureSign::NonzeroCode,
    all_needs: &[],
    // Its pages have short names; the servers take the long ones too.
    example_region: "gz",
};

//! Alibaba RPC with the V3 signature.

use super::{FailureSign, Need, Properties, UsualLocation};
use crate::layout::{BodyStyle, Envelope, Layout, ListStyle};
use crate::location::Location;
use crate::provider::Provider;

pub(super) static PROPERTIES: Properties = Properties {
    provider: Provider::Alibaba,
    style: "RPC",
    is_rest: false,
    usual_method: "POST",
    usual_path: "/",
    usual_place: UsualLocation::Always(Location::Query),
    locations: Location::ALL,
    layout: Layout::new(BodyStyle::Form, ListStyle::FromOne),
    is_form_over_get: true,
    is_one_set: false,
    empty_body: "",
    own_headers: &[
        "x-acs-accesskey-id",
        "x-acs-action",
        "x-acs-content-sha256",
        "x-acs-date",
        "x-acs-security-token",
        "x-acs-signature-nonce",
        "x-acs-version",
    ],
    envelope: Envelope::Flat,
    failure_sign: FailureSign::StatusOrFlag,
    all_needs: &[Need::Version],
    example_region: "cn-hangzhou",
};

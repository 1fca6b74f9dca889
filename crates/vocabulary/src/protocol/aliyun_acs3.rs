//! Alibaba RPC with the V3 signature.

use super::{Facts, FailureSign, Need, UsualLocation};
use crate::layout::{BodyStyle, Envelope, Layout, ListStyle};
use crate::location::Location;
use crate::provider::Provider;

pub(super) static FACTS: Facts = Facts {
    provider: Provider::Alibaba,
    style: "RPC",
    is_rest: false,
    usual_method: "POST",
    usual_path: "/",
    usual_location: UsualLocation::Always(Location::Query),
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
    needs: &[Need::Version],
    example_region: "cn-hangzhou",
};

//! Whether what a request asks for is offered: product, version, action, method, region. The
//! refusals are those of each vendor's gateway.

use cloudwright_spec::LoadedService;

use crate::catalog::{ActionTypes, Index};
use crate::message::Request;
use crate::message::dialect::Dialect;
use crate::message::vendor_error::{Reason, VendorError};
use crate::route::Route;
use crate::script::Meant;
use crate::strictness::Strictness;

/// Refuses what is not offered.
pub(super) fn check(
    index: &Index,
    request: &Request,
    route: &Route,
    strictness: Strictness,
) -> Result<(), VendorError> {
    let refused = |reason, message: &str| VendorError::of(route.dialect, reason, message);
    let no_service = || refused(Reason::NoProduct, "no such product is served here");
    check_version(index, route.service.ok_or_else(no_service)?, route)?;
    let types = route
        .types
        .ok_or_else(|| no_action(index, request, route))?;
    // The RPC-like protocols know GET and POST only; elsewhere the method chose the action.
    if !route.protocol.is_rest() && !matches!(request.method.as_str(), "GET" | "POST") {
        let message = format!("the method {} is not supported", request.method);
        return Err(refused(Reason::NoMethod, &message));
    }
    if strictness.regions {
        check_region(types, route)?;
    }
    Ok(())
}

/// Tencent's API 3.0 and Alibaba's gateway want the version; the others have it in the path.
fn check_version(index: &Index, service: &LoadedService, route: &Route) -> Result<(), VendorError> {
    let expected = service.service.version.as_deref().unwrap_or_default();
    let given = route.version.as_deref().unwrap_or_default();
    if given == expected || matches!(route.dialect, Dialect::Qcloud | Dialect::Huawei) {
        return Ok(());
    }
    let (reason, message) = if !given.is_empty() {
        let versions = versions(index, service).join(", ");
        let message = format!("there is no version `{given}`; there is {versions}");
        (Reason::NoVersion, message)
    } else if route.dialect == Dialect::Tc3 {
        (
            Reason::MissingParameter,
            "the header `X-TC-Version` is missing".to_owned(),
        )
    } else {
        (
            Reason::MissingParameter,
            "the version is missing".to_owned(),
        )
    };
    Err(VendorError::of(route.dialect, reason, message))
}

/// The versions of a service's product.
fn versions<'i>(index: &'i Index, service: &LoadedService) -> Vec<&'i str> {
    let services = index.services().iter();
    let of_product = services.filter(|other| {
        other.service.provider == service.service.provider
            && other.service.product == service.service.product
    });
    of_product
        .filter_map(|other| other.service.version.as_deref())
        .collect()
}

pub(super) fn no_action(index: &Index, request: &Request, route: &Route) -> VendorError {
    let (name, dialect) = (&route.action_name, route.dialect);
    let (reason, message) = if dialect == Dialect::Huawei {
        let is_known = index.protocol_of_path(&request.path).is_some();
        let hint = if is_known { " with this method" } else { "" };
        let message = format!("there is no API {} {}{hint}", request.method, request.path);
        (Reason::NoAction, message)
    } else if name.is_empty() && dialect == Dialect::Tc3 {
        (
            Reason::MissingParameter,
            "the header `X-TC-Action` is missing".to_owned(),
        )
    } else if name.is_empty() && dialect.is_alibaba() {
        (Reason::MissingParameter, "the action is missing".to_owned())
    } else {
        let known = route.service.into_iter().flat_map(ActionTypes::all);
        let meant = Meant::by(name, known.map(ActionTypes::name));
        (
            Reason::NoAction,
            format!("there is no action `{name}`{meant}"),
        )
    };
    VendorError::of(dialect, reason, message)
}

/// Only Tencent's API 3.0 is told the region. The legacy API takes old and new spellings alike,
/// and the others have the region in their host.
fn check_region(types: ActionTypes, route: &Route) -> Result<(), VendorError> {
    let (Dialect::Tc3, Some(region)) = (route.dialect, &route.region) else {
        return Ok(());
    };
    let regions = types.regions();
    if regions.is_empty() || regions.contains(region) {
        return Ok(());
    }
    let message = format!("`{region}` is not among {}", regions.join(", "));
    Err(VendorError::of(Dialect::Tc3, Reason::NoRegion, message))
}

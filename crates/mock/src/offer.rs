//! Whether what a request asks for is offered: product, version, action, method, region. The
//! refusals are those of each vendor's gateway.

use cloudwright_spec::LoadedService;

use crate::dialect::{Dialect, Refusal};
use crate::flat::Types;
use crate::index::Index;
use crate::message::Request;
use crate::route::Route;
use crate::script::Meant;
use crate::strictness::Strictness;

/// Finds the action that a request is for, or the refusal.
pub(crate) fn check<'i>(
    index: &'i Index,
    request: &Request,
    route: &Route,
    strictness: Strictness,
) -> Result<Types<'i>, Refusal> {
    let service = route.service.and_then(|position| index.service(position));
    let service = service.ok_or_else(|| no_service(route))?;
    check_version(index, service, route)?;
    let (service, found) = route
        .loaded(index)
        .ok_or_else(|| no_action(index, service, request, route))?;
    check_method(request, route)?;
    let types = Types {
        service,
        action: &found.action,
    };
    if strictness.regions {
        check_region(types, route)?;
    }
    Ok(types)
}

fn no_service(route: &Route) -> Refusal {
    match route.dialect {
        Dialect::Tc3 => Refusal::new(200, "NoSuchProduct", "no such product is served here"),
        Dialect::Qcloud => {
            Refusal::qcloud(4000, "InvalidParameter", "no such product is served here")
        }
        Dialect::Alibaba | Dialect::AlibabaXml => Refusal::new(
            404,
            "InvalidProduct.NotFound",
            "no such product is served here",
        ),
        Dialect::Huawei => Refusal::new(404, "APIGW.0101", "no such product is served here"),
    }
}

/// Tencent's API 3.0 and Alibaba's gateway want the version; the others have it in the path.
fn check_version(index: &Index, service: &LoadedService, route: &Route) -> Result<(), Refusal> {
    let expected = service.service.version.as_deref().unwrap_or_default();
    let given = route.version.as_deref().unwrap_or_default();
    if given == expected {
        return Ok(());
    }
    let none = || {
        let versions = versions(index, service).join(", ");
        format!("there is no version `{given}`; there is {versions}")
    };
    match route.dialect {
        Dialect::Qcloud | Dialect::Huawei => Ok(()),
        Dialect::Tc3 if given.is_empty() => Err(Refusal::new(
            200,
            "MissingParameter",
            "the header `X-TC-Version` is missing",
        )),
        Dialect::Tc3 => Err(Refusal::new(200, "NoSuchVersion", none())),
        Dialect::Alibaba | Dialect::AlibabaXml if given.is_empty() => Err(Refusal::new(
            400,
            "MissingParameter",
            "the version is missing",
        )),
        Dialect::Alibaba | Dialect::AlibabaXml => Err(Refusal::new(400, "InvalidVersion", none())),
    }
}

/// The versions of a service's product.
fn versions<'i>(index: &'i Index, service: &LoadedService) -> Vec<&'i str> {
    let services = index.catalog.services.iter();
    let of_product = services.filter(|other| {
        other.service.provider == service.service.provider
            && other.service.product == service.service.product
    });
    of_product
        .filter_map(|other| other.service.version.as_deref())
        .collect()
}

pub(crate) fn no_action(
    index: &Index,
    service: &LoadedService,
    request: &Request,
    route: &Route,
) -> Refusal {
    let name = &route.action_name;
    let known = service
        .actions
        .iter()
        .map(|found| found.action.action.as_str());
    let message = format!("there is no action `{name}`{}", Meant::by(name, known));
    match route.dialect {
        Dialect::Tc3 if name.is_empty() => Refusal::new(
            200,
            "MissingParameter",
            "the header `X-TC-Action` is missing",
        ),
        Dialect::Tc3 => Refusal::new(200, "InvalidAction", message),
        Dialect::Qcloud => Refusal::qcloud(4000, "InvalidParameter", message),
        Dialect::Alibaba | Dialect::AlibabaXml if name.is_empty() => {
            Refusal::new(400, "MissingParameter", "the action is missing")
        }
        Dialect::Alibaba | Dialect::AlibabaXml => {
            Refusal::new(404, "InvalidAction.NotFound", message)
        }
        Dialect::Huawei => {
            let hint = if index.protocol_of_path(&request.path).is_some() {
                " with this method"
            } else {
                ""
            };
            let message = format!("there is no API {} {}{hint}", request.method, request.path);
            Refusal::new(404, "APIGW.0101", message)
        }
    }
}

/// The RPC-like protocols know GET and POST only; elsewhere the method chose the action.
fn check_method(request: &Request, route: &Route) -> Result<(), Refusal> {
    if route.protocol.is_rest() || matches!(request.method.as_str(), "GET" | "POST") {
        return Ok(());
    }
    let message = format!("the method {} is not supported", request.method);
    match route.dialect {
        Dialect::Tc3 => Err(Refusal::new(200, "UnsupportedProtocol", message)),
        Dialect::Qcloud => Err(Refusal::qcloud(4600, "UnsupportedProtocol", message)),
        Dialect::Alibaba | Dialect::AlibabaXml => {
            Err(Refusal::new(400, "UnsupportedHTTPMethod", message))
        }
        Dialect::Huawei => Ok(()),
    }
}

/// Only Tencent's API 3.0 is told the region. The legacy API takes old and new spellings alike,
/// and the others have the region in their host.
fn check_region(types: Types, route: &Route) -> Result<(), Refusal> {
    let (Dialect::Tc3, Some(region)) = (route.dialect, &route.region) else {
        return Ok(());
    };
    let regions = types.regions();
    if regions.is_empty() || regions.contains(region) {
        return Ok(());
    }
    let message = format!("`{region}` is not among {}", regions.join(", "));
    Err(Refusal::new(200, "UnsupportedRegion", message))
}

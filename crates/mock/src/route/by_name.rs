//! Requests that name their action, in a header or a parameter.

use cloudwright_spec::LoadedService;

use super::Route;
use super::candidates::is_version;
use super::lookup::Lookup;
use crate::message::dialect::Dialect;

pub(crate) fn tc3<'i>(lookup: &Lookup<'i, '_>) -> Vec<Route<'i>> {
    let owned = |name| lookup.header(name).map(str::to_owned);
    let name = owned("x-tc-action").unwrap_or_default();
    let version = owned("x-tc-version");
    let product = lookup.header("authorization").and_then(tc3_product);
    let is_hinted = lookup.hint.service().is_some();
    let is_told = |service: &LoadedService| {
        let version = version.as_deref();
        is_hinted || version.is_some_and(|version| is_version(service, version))
    };
    // Where nothing tells, the request is for something else: a stand-in, or nothing of these.
    let speaking = lookup.candidates();
    let told = speaking
        .only(|service| Some(service.service.product.as_str()) == product)
        .or_else(|| speaking.only(is_told));
    let told = told.map(|told| told.of_version(version.as_deref()));
    let (service, types) = told.map_or((None, None), |told| told.choose(&name));
    vec![Route {
        service,
        types,
        region: owned("x-tc-region").filter(|region| !region.is_empty()),
        version,
        action_name: name,
        ..lookup.unrouted()
    }]
}

/// The product in a TC3 credential scope: `Credential={id}/{date}/{product}/tc3_request`.
fn tc3_product(authorization: &str) -> Option<&str> {
    let (_, credential) = authorization.split_once("Credential=")?;
    let credential = credential.split([',', ' ']).next()?;
    credential.rsplit('/').nth(1)
}

pub(crate) fn qcloud<'i>(lookup: &Lookup<'i, '_>) -> Vec<Route<'i>> {
    let route = named(lookup, lookup.pair("Action"), lookup.pair("Version"));
    vec![Route {
        region: lookup.pair("Region"),
        ..route
    }]
}

pub(crate) fn acs3<'i>(lookup: &Lookup<'i, '_>) -> Vec<Route<'i>> {
    let owned = |name| lookup.header(name).map(str::to_owned);
    vec![named(lookup, owned("x-acs-action"), owned("x-acs-version"))]
}

pub(crate) fn rpc<'i>(lookup: &Lookup<'i, '_>) -> Vec<Route<'i>> {
    let route = named(lookup, lookup.pair("Action"), lookup.pair("Version"));
    let format = lookup.pair("Format").unwrap_or_default();
    let dialect = if format.eq_ignore_ascii_case("json") {
        Dialect::Alibaba
    } else {
        Dialect::AlibabaXml
    };
    vec![Route { dialect, ..route }]
}

/// The gateways tell services apart by host; behind one loopback port version and action must do.
fn named<'i>(lookup: &Lookup<'i, '_>, name: Option<String>, version: Option<String>) -> Route<'i> {
    let name = name.unwrap_or_default();
    let candidates = lookup.candidates().of_version(version.as_deref());
    let (service, types) = candidates.choose(&name);
    Route {
        service,
        types,
        action_name: name,
        version,
        ..lookup.unrouted()
    }
}

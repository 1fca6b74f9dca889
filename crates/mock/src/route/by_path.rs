//! Requests whose method and path tell their action.

use std::ptr;

use super::Route;
use super::lookup::Lookup;
use crate::catalog::PathMatch;

/// Two versions of a product may have the same paths.
pub(crate) fn roa<'i>(lookup: &Lookup<'i, '_>) -> Vec<Route<'i>> {
    let owned = |name| lookup.header(name).map(str::to_owned);
    let mut routes = ways(lookup, lookup.header("x-acs-version"));
    for route in &mut routes {
        route.version = owned("x-acs-version");
        if route.types.is_none() {
            route.action_name = owned("x-acs-action").unwrap_or_default();
        }
    }
    routes
}

pub(crate) fn huawei<'i>(lookup: &Lookup<'i, '_>) -> Vec<Route<'i>> {
    ways(lookup, None)
}

/// The ways to the actions of one service that fit best; several where method and path do not tell them apart.
fn ways<'i>(lookup: &Lookup<'i, '_>, version: Option<&str>) -> Vec<Route<'i>> {
    let (request, stated) = (lookup.request, lookup.hint.stated);
    // An access key and a token lead to the same services, whatever of them a spec names.
    let provider = lookup.protocol.provider();
    let matches: Vec<PathMatch> = lookup
        .index
        .by_path(&request.method, &request.path)
        .filter(|found| found.types.service.protocol().provider() == provider)
        .collect();
    let candidates = lookup.candidates().of_version(version);
    let is_likely = |found: &&PathMatch| candidates.has(found.types.service);
    let is_stated = |found: &&PathMatch| {
        is_likely(found) && stated.is_some_and(|stated| ptr::eq(stated, found.types.service))
    };
    let best = matches
        .iter()
        .find(is_stated)
        .or_else(|| matches.iter().find(is_likely))
        .or_else(|| matches.first().filter(|_| lookup.hint.service().is_none()));
    let Some(best) = best else {
        return vec![Route {
            service: candidates.first(),
            ..lookup.unrouted()
        }];
    };
    let twins = matches.iter().filter(|other| other.is_twin_of(best));
    let to = |found: &PathMatch<'i>| Route {
        service: Some(found.types.service),
        types: Some(found.types),
        action_name: found.types.name().to_owned(),
        path_values: found.values.clone(),
        ..lookup.unrouted()
    };
    twins.map(to).collect()
}

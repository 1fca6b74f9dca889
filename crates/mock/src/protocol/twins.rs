//! Actions of one service that method and path do not tell apart, as Huawei has some: `GET /v2/zones` lists the
//! public zones and the private ones, and a cluster is started and stopped by the same `POST`. What a request
//! gives tells which of them it is for.

use std::cmp::Reverse;

use crate::message::Request;
use crate::parameters;
use crate::parameters::check::{check, is_needed};
use crate::route::Route;
use crate::strictness::Strictness;

/// Of ways to such actions, the one whose action has least to complain of; of equals, the one that wants most of
/// what is given, and then the first. None of no ways.
pub(super) fn told_apart<'i>(request: &Request, mut routes: Vec<Route<'i>>) -> Option<Route<'i>> {
    if routes.len() < 2 {
        return routes.pop();
    }
    let routes = routes.into_iter();
    routes.min_by_key(|route| misfit(request, route).unwrap_or((usize::MAX, 0, Reverse(0))))
}

/// What is wrong with a request for a way's action, what the action does not know of it, and how much it wants.
/// `None` where its parameters cannot be read as that action's.
fn misfit(request: &Request, route: &Route) -> Option<(usize, usize, Reverse<usize>)> {
    let types = route.types?;
    let given = parameters::gather(types, request, route).ok()?;
    let problems = check(types, &given, route.dialect, Strictness::default());
    let members = types.action.request.iter();
    let needed = members.filter(|member| is_needed(member)).count();
    Some((problems.len(), given.unknown.len(), Reverse(needed)))
}

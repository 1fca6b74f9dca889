//! Actions of one service that method and path do not tell apart, as Huawei has some: `GET /v2/zones` lists the
//! public zones and the private ones, and a cluster is started and stopped by the same `POST`. What a request
//! gives tells which of them it is for.

use std::cmp::Reverse;

use crate::check;
use crate::flat::Types;
use crate::index::Index;
use crate::message::Request;
use crate::parameters;
use crate::route::Route;
use crate::strictness::Strictness;

/// Of ways to such actions, the one whose action has least to complain of; of equals, the one that wants most of
/// what is given, and then the first. None of no ways.
pub(crate) fn told_apart(
    index: &Index,
    request: &Request,
    mut routes: Vec<Route>,
) -> Option<Route> {
    if routes.len() < 2 {
        return routes.pop();
    }
    routes
        .into_iter()
        .min_by_key(|route| misfit(index, request, route))
}

/// What is wrong with a request for a way's action, what the action does not know of it, and how much it wants.
fn misfit(index: &Index, request: &Request, route: &Route) -> (usize, usize, Reverse<usize>) {
    const WORST: (usize, usize, Reverse<usize>) = (usize::MAX, 0, Reverse(0));
    let Some((service, loaded)) = route.loaded(index) else {
        return WORST;
    };
    let action = &loaded.action;
    let types = Types { service, action };
    let Ok(given) = parameters::gather(types, request, route) else {
        return WORST;
    };
    let problems = check::check(types, &given, route.dialect, Strictness::default());
    let needed = action
        .request
        .iter()
        .filter(|member| check::is_needed(member));
    (problems.len(), given.unknown.len(), Reverse(needed.count()))
}

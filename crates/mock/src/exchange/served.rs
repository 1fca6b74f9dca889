//! What a cloud would answer a request that has proved who sent it: refuse what is not offered or
//! not right, and serve the rest.

use serde_json::Value;

use super::outcome::{Admitted, LoggedAnswer};
use super::{identity, offer};
use crate::catalog::ActionTypes;
use crate::log::Received;
use crate::message::Answer;
use crate::message::vendor_error::VendorError;
use crate::parameters::check::check;
use crate::parameters::{Parameters, Problem};
use crate::route::Route;
use crate::state::idempotency::Once;
use crate::world::World;

/// What a cloud would do.
pub(super) fn answer(world: &World, admitted: &Admitted, entry: &Received) -> LoggedAnswer {
    let route = admitted.route;
    if let Some(answer) = identity::signed(world, admitted.request, route, &entry.request_id) {
        return answer;
    }
    let served = accepted(world, admitted).and_then(|(types, given)| {
        let once = applied(world, types, given, route, entry)?;
        Ok((types, once))
    });
    match served {
        Ok((types, once)) => {
            let mut answer = dressed(route, &once.body, &entry.request_id);
            answer.headers.extend(crate::answer::headers(types));
            LoggedAnswer {
                repeats: once.repeats,
                ..LoggedAnswer::success(answer)
            }
        }
        Err(error) => admitted.refused(&error, entry),
    }
}

/// Does what a call asks for, unless its idempotency token says that it was done, and what it is answered.
fn applied(
    world: &World,
    types: ActionTypes,
    given: &Parameters,
    route: &Route,
    entry: &Received,
) -> Result<Once, VendorError> {
    let (settings, dialect) = (world.settings(), route.dialect);
    let apply = || {
        let view = if settings.state {
            world
                .resources
                .act(&world.index, types, dialect, &given.tree)?
        } else {
            None
        };
        let (id, rows) = (&entry.request_id, settings.rows);
        Ok(crate::answer::body(
            types,
            dialect,
            given,
            id,
            rows,
            view.as_ref(),
        ))
    };
    let tokens = &world.tokens;
    tokens.once(types, dialect, entry.number, &given.tree, apply)
}

/// The action and the parameters of a request that a cloud would accept.
fn accepted<'a>(
    world: &World,
    admitted: &'a Admitted,
) -> Result<(ActionTypes<'a>, &'a Parameters), VendorError> {
    let (route, strictness) = (admitted.route, world.settings().strictness);
    offer::check(&world.index, admitted.request, route, strictness)?;
    let Some((types, given)) = &admitted.given else {
        return Err(offer::no_action(&world.index, admitted.request, route));
    };
    let wrong = |problem: &Problem| VendorError::of(route.dialect, problem.reason, &problem.detail);
    let given = given.as_ref().map_err(wrong)?;
    if strictness.parameters {
        let problems = check(*types, given, route.dialect, strictness);
        if let Some(error) = Problem::refusal(&problems, route.dialect) {
            return Err(error);
        }
    }
    Ok((*types, given))
}

/// A success with this result. Where no spec knows the action it is the whole body.
pub(super) fn with_result(admitted: &Admitted, entry: &Received, result: &Value) -> LoggedAnswer {
    let (route, id, result) = (admitted.route, &entry.request_id, result.clone());
    let body = match route.types {
        Some(types) => crate::answer::with_result(types, route.dialect, result, id),
        None => result,
    };
    LoggedAnswer::success(dressed(route, &body, id))
}

fn dressed(route: &Route, body: &Value, request_id: &str) -> Answer {
    let root = format!("{}Response", route.action_name);
    let answer = route.dialect.written(200, &root, body);
    route.dialect.with_request_id(answer, request_id)
}

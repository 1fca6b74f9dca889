//! What a cloud would answer a request that has proved who sent it: refuse what is not offered or
//! not right, and serve the rest.

use serde_json::Value;

use crate::answer;
use crate::check;
use crate::dialect::{Dialect, Refusal, with_request_id};
use crate::exchange::{Call, Outcome};
use crate::flat::Types;
use crate::identity;
use crate::log::Received;
use crate::message::Answer;
use crate::offer;
use crate::parameters::Parameters;
use crate::route::Route;
use crate::state::Seen;
use crate::world::World;
use crate::xml;

/// What a cloud would do.
pub(crate) fn outcome(world: &World, call: &Call, entry: &Received) -> Outcome {
    let (request, route) = (call.request, call.route);
    if let Some(outcome) = identity::signed(world, request, route, &entry.request_id) {
        return outcome;
    }
    let served = accepted(world, call).and_then(|(types, given)| {
        let (tokens, dialect, number) = (&world.tokens, route.dialect, entry.number);
        let apply = || applied(world, call, types, given, entry);
        let once = tokens.once(types, dialect, number, &given.tree, apply)?;
        Ok((types, once))
    });
    match served {
        Ok((types, once)) => {
            let mut answer = dressed(route, &once.body, &entry.request_id);
            answer.headers.extend(answer::headers(types));
            Outcome {
                repeats: once.repeats,
                ..Outcome::success(answer)
            }
        }
        Err(refusal) => Outcome::refused(&refusal, route.dialect, entry, request.host()),
    }
}

/// Does what a call asks for, and what it is answered.
fn applied(
    world: &World,
    call: &Call,
    types: Types,
    given: &Parameters,
    entry: &Received,
) -> Result<Value, Refusal> {
    let (settings, dialect) = (world.settings(), call.route.dialect);
    let seen = if settings.state {
        let (index, tree) = (&world.index, &given.tree);
        world.state.act(index, types, dialect, tree)?
    } else {
        Seen::Nothing
    };
    let (id, rows) = (&entry.request_id, settings.rows);
    Ok(answer::body(types, dialect, given, id, rows, &seen))
}

/// The action and the parameters of a request that a cloud would accept.
fn accepted<'a>(world: &'a World, call: &'a Call) -> Result<(Types<'a>, &'a Parameters), Refusal> {
    let (dialect, strictness) = (call.route.dialect, world.settings().strictness);
    let types = offer::check(&world.index, call.request, call.route, strictness)?;
    let given = match &call.given {
        Some(Ok(given)) => given,
        Some(Err(problem)) => {
            return Err(check::worded(problem.kind, problem.detail.clone(), dialect));
        }
        // What is offered has an action, whose parameters were gathered.
        None => {
            return Err(offer::no_action(
                &world.index,
                types.service,
                call.request,
                call.route,
            ));
        }
    };
    if strictness.parameters {
        let problems = check::check(types, given, dialect, strictness);
        if let Some(refusal) = check::refusal(&problems, dialect) {
            return Err(refusal);
        }
    }
    Ok((types, given))
}

/// The outcome of a success with this result. Where no spec knows the action it is the whole body.
pub(crate) fn result(world: &World, call: &Call, entry: &Received, result: &Value) -> Outcome {
    let (route, id) = (call.route, &entry.request_id);
    let body = match route.loaded(&world.index) {
        Some((service, found)) => {
            let action = &found.action;
            let types = Types { service, action };
            answer::with_result(types, route.dialect, result.clone(), id)
        }
        None => result.clone(),
    };
    Outcome::success(dressed(route, &body, id))
}

fn dressed(route: &Route, body: &Value, request_id: &str) -> Answer {
    let answer = match route.dialect {
        Dialect::AlibabaXml => {
            let name = format!("{}Response", route.action_name);
            Answer::new(200, "text/xml;charset=utf-8", xml::document(&name, body))
        }
        _ => Answer::json(200, body),
    };
    with_request_id(answer, route.dialect, request_id)
}

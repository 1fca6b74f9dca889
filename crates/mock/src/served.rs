//! What a cloud would answer a request that has proved who sent it: refuse what is not offered or
//! not right, and serve the rest.

use serde_json::Value;

use crate::answer;
use crate::check;
use crate::dialect::{Dialect, with_request_id};
use crate::exchange::Outcome;
use crate::identity;
use crate::log::Received;
use crate::message::{Answer, Request};
use crate::offer;
use crate::parameters;
use crate::route::Route;
use crate::world::World;
use crate::xml;

/// What a cloud would do.
pub(crate) fn outcome(
    world: &World,
    request: &Request,
    route: &Route,
    entry: &mut Received,
) -> Outcome {
    if let Some(outcome) = identity::signed(world, request, route, &entry.request_id) {
        return outcome;
    }
    let settings = world.settings();
    let served =
        offer::check(&world.index, request, route, settings.strictness).and_then(|types| {
            let parameters = parameters::gather(types, request, route)
                .map_err(|problem| check::worded(problem.kind, problem.detail, route.dialect))?;
            entry.parameters = Value::Object(parameters.tree.clone());
            if settings.strictness.parameters {
                let problems = check::check(types, &parameters, route.dialect, settings.strictness);
                if let Some(refusal) = check::refusal(&problems, route.dialect) {
                    return Err(refusal);
                }
            }
            Ok(answer::body(
                types,
                route.dialect,
                &parameters,
                &entry.request_id,
                settings.rows,
            ))
        });
    match served {
        Ok(body) => Outcome::success(dressed(route, &body, &entry.request_id)),
        Err(refusal) => Outcome::refused(&refusal, route.dialect, entry, request.host()),
    }
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

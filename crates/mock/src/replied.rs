//! Replies that were asked for or scripted, made into outcomes.

use std::time::Duration;

use cloudwright_spec::model::{ErrorCode, Provider};
use serde_json::Value;

use crate::dialect::{Dialect, Refusal};
use crate::exchange::Outcome;
use crate::fault::{Context, Fault, UnknownFault};
use crate::flat::Types;
use crate::log::Received;
use crate::message::{Answer, Request};
use crate::route::Route;
use crate::script::{Reply, ReplyKind};
use crate::served;
use crate::world::World;

/// What the request's own headers ask for, or else the script. A mistaken wish is an error, in words.
pub(crate) fn reply_for(
    world: &World,
    request: &Request,
    route: &Route,
) -> Result<Option<Reply>, String> {
    let asked = if let Some(code) = request.header("x-mock-error") {
        Some(Reply::error(code.trim()))
    } else if let Some(fault) = request.header("x-mock-fault") {
        let fault: Fault = fault
            .parse()
            .map_err(|error: UnknownFault| error.to_string())?;
        Some(Reply::fault(fault))
    } else {
        None
    };
    let reply = match asked {
        Some(mut reply) => {
            let wait = request
                .header("x-mock-retry-after")
                .and_then(|text| text.trim().parse().ok());
            reply.retry_after = wait.map(Duration::from_millis);
            Some(reply)
        }
        None => world.script.next(&route.action_name),
    };
    if let Some(Reply {
        kind: ReplyKind::Error(code),
        ..
    }) = &reply
        && documented(world, route, code).is_none()
    {
        return Err(undocumented(world, route, code));
    }
    Ok(reply)
}

pub(crate) fn asked_delay(request: &Request) -> Duration {
    let asked = request
        .header("x-mock-delay")
        .and_then(|text| text.trim().parse().ok());
    asked.map_or(Duration::ZERO, Duration::from_millis)
}

/// The errors that an action's page and its service document, the page's first.
fn documented_errors<'w>(world: &'w World, route: &Route) -> impl Iterator<Item = &'w ErrorCode> {
    let action = route
        .loaded(&world.index)
        .map(|(_, found)| &found.action.errors);
    let service = route
        .service
        .and_then(|position| world.index.service(position));
    let service = service.map(|loaded| &loaded.service.errors);
    action.into_iter().chain(service).flatten()
}

fn documented<'w>(world: &'w World, route: &Route, code: &str) -> Option<&'w ErrorCode> {
    documented_errors(world, route).find(|error| error.code == code)
}

fn undocumented(world: &World, route: &Route, code: &str) -> String {
    let known: Vec<&str> = documented_errors(world, route)
        .map(|error| error.code.as_str())
        .collect();
    let name = &route.action_name;
    format!(
        "`{code}` is no documented error of `{name}`; there are: {}",
        known.join(", ")
    )
}

/// The outcome of a reply.
pub(crate) fn replied(
    world: &World,
    request: &Request,
    route: &Route,
    reply: &Reply,
    entry: &mut Received,
) -> Outcome {
    let dialect = route.dialect;
    let refused = |refusal: &Refusal, entry: &Received| {
        Outcome::refused(refusal, dialect, entry, request.host())
    };
    let mut outcome = match &reply.kind {
        ReplyKind::Answer => served::outcome(world, request, route, entry),
        ReplyKind::Error(code) => {
            let refusal = documented(world, route, code).map_or_else(
                || Refusal::new(400, code, "not documented"),
                |error| Refusal::documented(dialect, error),
            );
            refused(&refusal, entry)
        }
        ReplyKind::Refusal {
            status,
            code,
            message,
        } => {
            let status = if dialect.provider() == Provider::Tencent {
                200
            } else {
                *status
            };
            refused(&Refusal::new(status, code, message), entry)
        }
        ReplyKind::Fault(fault) => spoilt(world, request, route, fault, entry),
        ReplyKind::Json { status, body } => Outcome::success(Answer::json(*status, body)),
        ReplyKind::Raw {
            status,
            headers,
            body,
        } => Outcome::success(Answer {
            status: *status,
            headers: headers.clone(),
            body: body.clone().into(),
            ..Answer::default()
        }),
    };
    outcome.delay = reply.delay;
    if let Some(wait) = reply.retry_after {
        let (name, value) = match dialect {
            Dialect::Alibaba | Dialect::AlibabaXml => {
                ("x-acs-retry-after", wait.as_millis().to_string())
            }
            _ => ("retry-after", wait.as_secs_f64().ceil().to_string()),
        };
        outcome.answer = outcome.answer.with_header(name, value);
    }
    outcome
}

/// The usual outcome, spoilt.
fn spoilt(
    world: &World,
    request: &Request,
    route: &Route,
    fault: &Fault,
    entry: &mut Received,
) -> Outcome {
    let mut outcome = served::outcome(world, request, route, entry);
    let body = serde_json::from_slice(&outcome.answer.body).unwrap_or(Value::Null);
    let port = world
        .endpoint(None)
        .rsplit(':')
        .next()
        .unwrap_or_default()
        .to_owned();
    let types = route.loaded(&world.index);
    let context = Context {
        types: types.map(|(service, found)| Types {
            service,
            action: &found.action,
        }),
        // Another name for the same machine: another host to a client, and one that tests can see.
        elsewhere: &format!("http://localhost:{port}/_mock/elsewhere"),
    };
    outcome.answer = fault.apply(outcome.answer, &body, &context);
    outcome
}

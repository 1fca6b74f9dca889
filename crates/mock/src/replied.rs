//! Replies that were asked for or scripted, made into outcomes.

use std::time::Duration;

use cloudwright_spec::closest;
use cloudwright_spec::model::ErrorCode;
use serde_json::Value;

use crate::check;
use crate::control::ELSEWHERE;
use crate::dialect::{Dialect, Refusal};
use crate::exchange::{Call, Outcome};
use crate::fault::{Context, Fault, UnknownFault};
use crate::flat::Types;
use crate::log::Received;
use crate::message::{Answer, Request};
use crate::route::Route;
use crate::script::{Next, Reply, ReplyKind, Responder};
use crate::served;
use crate::world::World;

/// What the request's own headers ask for, or else the script. What cannot be read is an error, in words.
pub(crate) fn reply_for(
    world: &World,
    call: &Call,
    entry: &Received,
) -> Result<Option<Reply>, String> {
    let reply = match asked(call.request)? {
        Some(reply) => Some(reply),
        None => match world.script.next(entry) {
            Some(Next::Reply(reply)) => Some(reply),
            Some(Next::Made(make)) => Some(made(&make, entry)?),
            None => world.player.next(&world.index, entry).transpose()?,
        },
    };
    match reply.as_ref().map(|reply| &reply.kind) {
        Some(ReplyKind::Error(code)) if documented(world, call.route, code).is_none() => {
            Err(undocumented(world, call.route, code))
        }
        Some(ReplyKind::Result(result)) => match problems(world, call.route, result) {
            problems if problems.is_empty() => Ok(reply),
            problems => Err(format!("this is no result: {}", problems.join("; "))),
        },
        _ => Ok(reply),
    }
}

/// What the headers of a request ask for.
fn asked(request: &Request) -> Result<Option<Reply>, String> {
    let mut reply = if let Some(code) = request.header("x-mock-error") {
        Reply::error(code.trim())
    } else if let Some(fault) = request.header("x-mock-fault") {
        let fault: Fault = fault
            .parse()
            .map_err(|error: UnknownFault| error.to_string())?;
        Reply::fault(fault)
    } else {
        return Ok(None);
    };
    let wait = request
        .header("x-mock-retry-after")
        .and_then(|text| text.trim().parse().ok());
    reply.retry_after = wait.map(Duration::from_millis);
    Ok(Some(reply))
}

/// The reply that a test's function makes. One that panics fails the request and not the mock.
pub(crate) fn made(make: &Responder, entry: &Received) -> Result<Reply, String> {
    let make = std::panic::AssertUnwindSafe(|| make(entry));
    std::panic::catch_unwind(make)
        .map_err(|_| "the function that makes replies panicked".to_owned())
}

/// What is wrong with a result that is not known before the request.
fn problems(world: &World, route: &Route, result: &Value) -> Vec<String> {
    let problems = route.loaded(&world.index).map(|(service, found)| {
        let action = &found.action;
        check::result(Types { service, action }, result)
    });
    let problems = problems.unwrap_or_default().into_iter().take(10);
    problems.map(|problem| problem.detail).collect()
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
    let meant = match closest(code, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are: {}", known.join(", ")),
    };
    format!("`{code}` is no documented error of `{name}`; {meant}")
}

/// The outcome of a reply.
pub(crate) fn replied(world: &World, call: &Call, reply: &Reply, entry: &Received) -> Outcome {
    let (request, route) = (call.request, call.route);
    let dialect = route.dialect;
    let refused = |refusal: &Refusal| Outcome::refused(refusal, dialect, entry, request.host());
    let mut outcome = match &reply.kind {
        ReplyKind::Answer => served::outcome(world, call, entry),
        ReplyKind::Result(result) => served::result(world, call, entry, result),
        ReplyKind::Error(code) => {
            let refusal = documented(world, route, code).map_or_else(
                || Refusal::new(400, code, "not documented"),
                |error| Refusal::documented(dialect, error),
            );
            refused(&refusal)
        }
        ReplyKind::Refusal {
            status,
            code,
            message,
        } => {
            let status = if dialect.is_always_ok() { 200 } else { *status };
            refused(&Refusal::new(status, code, message))
        }
        ReplyKind::Fault(fault) => spoilt(world, call, fault, entry),
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
fn spoilt(world: &World, call: &Call, fault: &Fault, entry: &Received) -> Outcome {
    // What is throttled or sent elsewhere was not done; after any other fault it was.
    let is_done = !matches!(fault, Fault::Status(429) | Fault::Redirect(_));
    let mut outcome = if is_done {
        served::outcome(world, call, entry)
    } else {
        Outcome::default()
    };
    let body = serde_json::from_slice(&outcome.answer.body).unwrap_or(Value::Null);
    let port = world
        .endpoint(None)
        .rsplit(':')
        .next()
        .unwrap_or_default()
        .to_owned();
    let types = call.route.loaded(&world.index);
    let context = Context {
        types: types.map(|(service, found)| Types {
            service,
            action: &found.action,
        }),
        // Another name for the same machine: another host to a client, and one that tests can see.
        elsewhere: &format!("http://localhost:{port}{ELSEWHERE}"),
    };
    outcome.answer = fault.apply(outcome.answer, &body, &context);
    outcome
}

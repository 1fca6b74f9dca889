//! Replies that were asked for or scripted, made into answers.

use std::time::Duration;

use cloudwright_spec::model::ErrorCode;

use super::outcome::{Admitted, LoggedAnswer};
use super::served;
use crate::fault::{Context, ELSEWHERE};
use crate::log::Received;
use crate::message::Request;
use crate::message::fault::{Fault, UnknownFault};
use crate::message::vendor_error::VendorError;
use crate::route::Route;
use crate::script::{Reply, ReplyKind, check_code, check_result};
use crate::world::World;

/// What the request's own headers ask for, or else the script. What cannot be read is an error, in words.
pub(super) fn reply_for(
    world: &World,
    admitted: &Admitted,
    entry: &Received,
) -> Result<Option<Reply>, String> {
    let reply = match asked(admitted.request)? {
        Some(reply) => Some(reply),
        None => match world.script.next(entry) {
            Some(source) => Some(source.reply(entry)?),
            None => world.player.next(&world.index, entry).transpose()?,
        },
    };
    let (route, action) = (admitted.route, &admitted.route.action_name);
    let checked = match reply.as_ref().map(|reply| &reply.kind) {
        Some(ReplyKind::Error(code)) => check_code(documented_errors(route), action, code),
        Some(ReplyKind::Result(result)) => check_result(route.types.as_slice(), action, result),
        _ => Ok(()),
    };
    checked.map(|()| reply).map_err(|error| error.to_string())
}

/// What the headers of a request ask for.
fn asked(request: &Request) -> Result<Option<Reply>, String> {
    let mut reply = if let Some(code) = request.header("x-mock-error") {
        Reply::error(code.trim())
    } else if let Some(fault) = request.header("x-mock-fault") {
        let told = |error: UnknownFault| error.to_string();
        Reply::fault(fault.parse().map_err(told)?)
    } else {
        return Ok(None);
    };
    reply.retry_after = millis(request, "x-mock-retry-after");
    Ok(Some(reply))
}

pub(super) fn asked_delay(request: &Request) -> Duration {
    millis(request, "x-mock-delay").unwrap_or_default()
}

/// The time in a header.
fn millis(request: &Request, name: &str) -> Option<Duration> {
    let millis = request.header(name)?.trim().parse().ok()?;
    Some(Duration::from_millis(millis))
}

/// The errors that an action's page and its service document, the page's first.
fn documented_errors<'i>(route: &Route<'i>) -> impl Iterator<Item = &'i ErrorCode> {
    let action = route.types.map(|types| &types.action.errors);
    let service = route.service.map(|loaded| &loaded.service.errors);
    action.into_iter().chain(service).flatten()
}

/// The answer that a reply makes.
pub(super) fn replied(
    world: &World,
    admitted: &Admitted,
    reply: &Reply,
    entry: &Received,
) -> LoggedAnswer {
    let dialect = admitted.route.dialect;
    let mut answer = match &reply.kind {
        ReplyKind::Answer => served::answer(world, admitted, entry),
        ReplyKind::Result(result) => served::with_result(admitted, entry, result),
        ReplyKind::Error(code) => {
            let error = documented_errors(admitted.route).find(|error| error.code == *code);
            let error = error.map_or_else(
                || VendorError::new(400, code, "not documented"),
                |error| VendorError::documented(dialect, error),
            );
            admitted.refused(&error, entry)
        }
        ReplyKind::Refusal(error) => {
            let mut error = error.clone();
            if dialect.is_always_ok() {
                error.status = 200;
            }
            admitted.refused(&error, entry)
        }
        ReplyKind::Fault(fault) => spoilt(world, admitted, fault, entry),
        ReplyKind::Own(answer) => LoggedAnswer::success(answer.clone()),
    };
    answer.delay = reply.delay;
    if let Some(wait) = reply.retry_after {
        let (name, value) = if dialect.is_alibaba() {
            ("x-acs-retry-after", wait.as_millis().to_string())
        } else {
            ("retry-after", wait.as_secs_f64().ceil().to_string())
        };
        answer.answer = answer.answer.with_header(name, value);
    }
    answer
}

/// The usual answer, spoilt.
fn spoilt(world: &World, admitted: &Admitted, fault: &Fault, entry: &Received) -> LoggedAnswer {
    // What is throttled or sent elsewhere was not done; after any other fault it was.
    let is_done = !matches!(fault, Fault::Status(429) | Fault::Redirect(_));
    let mut usual = if is_done {
        served::answer(world, admitted, entry)
    } else {
        LoggedAnswer::default()
    };
    let endpoint = world.endpoint(None);
    let port = endpoint.rsplit(':').next().unwrap_or_default();
    let context = Context {
        types: admitted.route.types,
        // Another name for the same machine: another host to a client, and one that tests can see.
        elsewhere: &format!("http://localhost:{port}{ELSEWHERE}"),
    };
    let body = usual.body();
    usual.answer = fault.apply(usual.answer, &body, &context);
    usual
}

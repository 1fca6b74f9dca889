//! Stand-ins for what gives out temporary credentials: instance metadata, STS, Huawei's IAM. They
//! answer in the vendors' shapes, and what they give out works at the mock until it expires.

mod control;
mod huawei_iam;
mod metadata;
mod sts;

use std::time::Duration;

use cloudwright_sign::time;
use serde_json::json;

use super::outcome::LoggedAnswer;
use crate::catalog::stand_ins;
use crate::fault::Context;
use crate::log::Received;
use crate::message::{Answer, Request};
use crate::route::Route;
use crate::script::{Reply, ReplyKind};
use crate::world::World;

pub use control::IdentityServices;
pub(crate) use sts::{needs_no_signature, service};

/// The role that the metadata stand-ins have.
const ROLE: &str = "mock-role";

/// Answers a request that no signature belongs to. `None` if it is not for one of these.
pub(super) fn unsigned(
    world: &World,
    request: &Request,
    entry: &mut Received,
) -> Option<LoggedAnswer> {
    let (name, answer) =
        metadata::answer(world, request).or_else(|| huawei_iam::unsigned(world, request))?;
    debug_assert!(
        stand_ins::ACTIONS.contains(&name),
        "{name} cannot be scripted"
    );
    entry.action = Some(name.to_owned());
    world.script.note(entry);
    let Some(source) = world.script.next_own(entry) else {
        return Some(LoggedAnswer::plain(answer));
    };
    Some(match source.reply(entry) {
        Ok(reply) => {
            entry.reply = Some(reply.to_string());
            replied(reply, LoggedAnswer::plain(answer))
        }
        Err(message) => LoggedAnswer::plain(Answer::of_the_mock(500, &message)),
    })
}

/// Answers a signed request to STS or IAM. `None` if it is not for one of these.
pub(super) fn signed(
    world: &World,
    request: &Request,
    route: &Route,
    request_id: &str,
) -> Option<LoggedAnswer> {
    sts::answer(world, request, route, request_id)
        .or_else(|| huawei_iam::signed(world, request))
        .map(LoggedAnswer::plain)
}

/// What a scripted reply makes of an answer. Codes have no vendor's shape here.
fn replied(reply: Reply, usual: LoggedAnswer) -> LoggedAnswer {
    let body = usual.body();
    let context = Context {
        types: None,
        elsewhere: "http://localhost/",
    };
    let answer = match reply.kind {
        ReplyKind::Answer => usual.answer,
        ReplyKind::Result(body) => Answer::json(200, &body),
        ReplyKind::Fault(fault) => fault.apply(usual.answer, &body, &context),
        ReplyKind::Error(code) => Answer::json(400, &json!({"code": code, "message": code})),
        ReplyKind::Refusal(error) => {
            let body = json!({"code": error.code, "message": error.message});
            Answer::json(error.status, &body)
        }
        ReplyKind::Own(answer) => answer,
    };
    LoggedAnswer {
        delay: reply.delay,
        ..LoggedAnswer::plain(answer)
    }
}

/// RFC 3339 with microseconds, as Huawei writes it.
fn with_microseconds(unix: i64) -> String {
    time::iso8601(unix).replace('Z', ".000000Z")
}

/// How long what is given out lasts: what was asked for, in seconds, unless the mock is told to give less.
fn lifetime(world: &World, asked: Option<u64>) -> Duration {
    let most = world.settings().session_lifetime;
    asked.map_or(most, |seconds| Duration::from_secs(seconds).min(most))
}

//! Stand-ins for what gives out temporary credentials: instance metadata, STS, Huawei's IAM. They
//! answer in the vendors' shapes, and what they give out works at the mock until it expires.

mod control;
mod huawei_iam;
mod metadata;
mod sts;

use std::time::Duration;

use cloudwright_sign::time;
use cloudwright_spec::model::Provider;
use serde_json::{Value, json};

use crate::exchange::Outcome;
use crate::keys::Credentials;
use crate::log::Received;
use crate::message::{Answer, Request};
use crate::provider::played;
use crate::replied::made;
use crate::request_id::unique;
use crate::route::Route;
use crate::script::{Next, Reply, ReplyKind};
use crate::world::World;

pub use control::Identity;
pub(crate) use sts::{needs_no_signature, service};

/// The stand-ins that are services of the log.
pub(crate) const SERVICES: &[&str] = &["alibaba-sts", "tencent-sts"];

/// The names under which replies can be scripted for stand-ins.
pub(crate) const STAND_INS: &[&str] = &[
    "AssumeRole",
    "AssumeRoleWithOIDC",
    "AssumeRoleWithWebIdentity",
    "alibaba-credentials-uri",
    "alibaba-metadata",
    "alibaba-metadata-token",
    "huawei-iam-token",
    "huawei-metadata",
    "huawei-metadata-token",
    "huawei-oidc",
    "huawei-pod-identity",
    "tencent-metadata",
];

/// The role that the metadata stand-ins have.
pub(crate) const ROLE: &str = "mock-role";

/// Temporary credentials that a stand-in gave out.
pub(crate) struct Issued {
    pub(crate) key: Credentials,
    pub(crate) expires_at: i64,
}

/// Makes temporary credentials that work until they expire.
pub(crate) fn issue(world: &World, provider: Provider, lifetime: Duration) -> Issued {
    let (number, _) = world.session_ids.next();
    let text = unique(&format!("{provider:?} session {number}")).replace('-', "");
    let digits = (played(provider).session_digits)(&text);
    let id = format!("{}{digits}", provider.mock_key().session);
    debug_assert!(Provider::has_mock_key(&id), "{id}");
    let key = Credentials::new(id, format!("secret{text}"))
        .with_token(format!("mock-session-token-{text}"));
    let expires_at = world.clock.now().saturating_add(seconds(lifetime));
    world.keys.add(provider, &key, Some(expires_at));
    Issued { key, expires_at }
}

/// Makes an IAM token that works until it expires.
pub(crate) fn issue_iam_token(world: &World, lifetime: Duration) -> (String, i64) {
    let (number, _) = world.session_ids.next();
    let text = unique(&format!("iam token {number}")).replace('-', "");
    let token = format!("MIImockIamToken{text}");
    let expires_at = world.clock.now().saturating_add(seconds(lifetime));
    world.keys.add_iam_token(&token, expires_at);
    (token, expires_at)
}

/// Answers a request that no signature belongs to. `None` if it is not for one of these.
pub(crate) fn unsigned(world: &World, request: &Request, entry: &mut Received) -> Option<Outcome> {
    let (name, answer) =
        metadata::answer(world, request).or_else(|| huawei_iam::unsigned(world, request))?;
    debug_assert!(STAND_INS.contains(&name), "{name} cannot be scripted");
    entry.action = Some(name.to_owned());
    world.script.note(entry);
    let reply = match world.script.next_own(name, entry) {
        Some(Next::Reply(reply)) => reply,
        Some(Next::Made(make)) => match made(&make, entry) {
            Ok(reply) => reply,
            Err(message) => return Some(plain(&Answer::json(500, &json!({ "mock": message })))),
        },
        None => return Some(plain(&answer)),
    };
    entry.reply = Some(reply.to_string());
    Some(replied(&reply, answer))
}

/// Answers a signed request to STS or IAM. `None` if it is not for one of these.
pub(crate) fn signed(
    world: &World,
    request: &Request,
    route: &Route,
    request_id: &str,
) -> Option<Outcome> {
    sts::answer(world, request, route, request_id)
        .or_else(|| huawei_iam::signed(world, request))
        .map(|answer| plain(&answer))
}

/// What a scripted reply makes of an answer. Codes have no vendor's shape here.
fn replied(reply: &Reply, answer: Answer) -> Outcome {
    let body = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    let context = crate::fault::Context {
        types: None,
        elsewhere: "http://localhost/",
    };
    let answer = match &reply.kind {
        ReplyKind::Answer => answer,
        ReplyKind::Result(body) => Answer::json(200, body),
        ReplyKind::Fault(fault) => fault.apply(answer, &body, &context),
        ReplyKind::Error(code) => Answer::json(400, &json!({"code": code, "message": code})),
        ReplyKind::Refusal {
            status,
            code,
            message,
        } => Answer::json(*status, &json!({"code": code, "message": message})),
        ReplyKind::Json { status, body } => Answer::json(*status, body),
        ReplyKind::Raw {
            status,
            headers,
            body,
        } => Answer {
            status: *status,
            headers: headers.clone(),
            body: body.clone().into(),
            ..Answer::default()
        },
    };
    Outcome {
        delay: reply.delay,
        ..plain(&answer)
    }
}

fn plain(answer: &Answer) -> Outcome {
    let is_refusal = answer.status >= 400;
    Outcome {
        code: is_refusal.then(|| answer.status.to_string()),
        ..Outcome::success(answer.clone())
    }
}

/// RFC 3339 with microseconds, as Huawei writes it.
fn with_microseconds(unix: i64) -> String {
    time::iso8601(unix).replace('Z', ".000000Z")
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

//! One request from arrival to answer: find its way, let it through the gate, do what was scripted
//! or else what a cloud would. The order is fixed: a request that is refused at the gate takes no
//! scripted reply, and one that is scripted to fail needs no right parameters.

use std::time::Duration;

use serde_json::Value;

use crate::check::Problem;
use crate::dialect::{Dialect, Refusal};
use crate::difference::{Difference, client_text};
use crate::flat::Types;
use crate::foreign;
use crate::identity;
use crate::log::Received;
use crate::message::{Answer, Request};
use crate::parameters::{self, Parameters};
use crate::replied::{asked_delay, replied, reply_for};
use crate::route::{Route, route};
use crate::served;
use crate::verify::Gate;
use crate::world::World;

/// A request that was let in: where it goes, and what it gives.
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    pub(crate) route: &'a Route,
    /// The parameters; absent where the action is unknown.
    pub(crate) given: Option<Result<Parameters, Problem>>,
}

/// An answer, and what to note of it.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) answer: Answer,
    pub(crate) delay: Duration,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    /// The first request with the same idempotency token, where this one changed nothing more.
    pub(crate) repeats: Option<u64>,
}

impl Outcome {
    pub(crate) fn success(answer: Answer) -> Self {
        Self {
            answer,
            ..Self::default()
        }
    }

    pub(crate) fn refused(
        refusal: &Refusal,
        dialect: Dialect,
        entry: &Received,
        host: &str,
    ) -> Self {
        Self {
            answer: refusal.answer(dialect, &entry.request_id, host),
            delay: Duration::ZERO,
            code: Some(refusal.code.clone()),
            message: Some(refusal.message.clone()),
            repeats: None,
        }
    }
}

/// Answers a request and writes it to the log. The pause that belongs before the answer is the
/// second part.
pub(crate) fn exchange(world: &World, request: &Request) -> (Answer, Duration, Received) {
    let mut entry = begin(world, request);
    let mut secrets = foreign::tokens(world, request);
    let outcome = settle(world, request, &mut entry, &mut secrets);
    entry.status = outcome.answer.status;
    entry.code = outcome.code;
    entry.message = outcome.message;
    entry.repeats = outcome.repeats;
    entry.redact(&secrets);
    world.log.push(entry.clone());
    let delay = outcome.delay + world.settings().latency + asked_delay(request);
    (outcome.answer, delay, entry)
}

fn begin(world: &World, request: &Request) -> Received {
    let (number, request_id) = world.ids.next();
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    Received {
        number,
        request_id,
        at: world.clock.now(),
        method: request.method.clone(),
        path: request.full_path.as_ref().unwrap_or(&request.path).clone(),
        query: request.query.clone(),
        headers: request.headers.iter().map(owned).collect(),
        body: String::from_utf8_lossy(&request.body).into_owned(),
        body_length: request.body.len(),
        client_canonical: request.header("x-mock-canonical").map(client_text),
        ..Received::default()
    }
}

/// Finds the answer, notes what is found on the way, and adds to `secrets` what the spec calls one.
fn settle(
    world: &World,
    request: &Request,
    entry: &mut Received,
    secrets: &mut Vec<String>,
) -> Outcome {
    if let Some(outcome) = identity::unsigned(world, request, entry) {
        return outcome;
    }
    let Some(route) = route(&world.index, request) else {
        return lost(world, entry);
    };
    note_route(world, &route, entry);
    let given = route.loaded(&world.index).map(|(service, found)| {
        let action = &found.action;
        let types = Types { service, action };
        let given = parameters::gather(types, request, &route);
        let read = given.as_ref().ok().map(|given| &given.tree);
        secrets.extend(foreign::sensitive(world, types, request, read));
        given
    });
    let gate = Gate {
        now: entry.at,
        keys: &world.keys,
        nonces: &world.nonces,
        strictness: world.settings().strictness,
    };
    let is_free = identity::needs_no_signature(request, &route);
    let verdict = if is_free {
        None
    } else {
        Some(gate.verify(request, &route))
    };
    let (proof, passed) = match verdict {
        Some(verdict) => (verdict.proof, verdict.outcome),
        None => (None, Ok(())),
    };
    entry.difference = proof
        .as_ref()
        .zip(entry.client_canonical.as_ref())
        .and_then(|(proof, client)| {
            let server = proof
                .canonical_request
                .as_ref()
                .unwrap_or(&proof.string_to_sign);
            Difference::between(server, client)
        });
    entry.proof = proof;
    if let Err(refusal) = passed {
        return Outcome::refused(&refusal, route.dialect, entry, request.host());
    }
    if let Some(Ok(given)) = &given {
        entry.parameters = Value::Object(given.tree.clone());
    }
    world.script.note(entry);
    let call = Call {
        request,
        route: &route,
        given,
    };
    match reply_for(world, &call, entry) {
        Ok(Some(reply)) => {
            entry.reply = Some(reply.to_string());
            replied(world, &call, &reply, entry)
        }
        Ok(None) => served::outcome(world, &call, entry),
        Err(message) => mistaken(message),
    }
}

/// No protocol recognises the request: the mock says so itself.
fn lost(world: &World, entry: &Received) -> Outcome {
    let services: Vec<&str> = world
        .index
        .catalog
        .services
        .iter()
        .map(|loaded| loaded.service.service.as_str())
        .collect();
    let body = serde_json::json!({
        "mock": "the request bears no mark of a protocol that is served here: no X-TC-Action, no \
            x-acs-action, no Action parameter, no path of an action, no known Host",
        "method": entry.method,
        "path": entry.path,
        "services": services,
        "more": "GET / with a browser shows what there is",
    });
    Outcome {
        answer: Answer::json(404, &body),
        code: Some("mock: no such service".to_owned()),
        ..Outcome::default()
    }
}

/// The mock was asked for something that it does not have.
fn mistaken(message: String) -> Outcome {
    Outcome {
        answer: Answer::json(400, &serde_json::json!({ "mock": message })),
        code: Some("mock: bad request".to_owned()),
        message: Some(message),
        ..Outcome::default()
    }
}

fn note_route(world: &World, route: &Route, entry: &mut Received) {
    let service = route
        .service
        .and_then(|position| world.index.service(position));
    entry.protocol = Some(route.protocol);
    entry.service = match identity::service(route) {
        Some(stand_in) => Some(stand_in.to_owned()),
        None => service.map(|loaded| loaded.service.service.clone()),
    };
    entry.action = Some(route.action_name.clone()).filter(|name| !name.is_empty());
    entry.region.clone_from(&route.region);
}

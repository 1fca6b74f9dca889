//! One request from arrival to answer: find its way, let it through the gate, do what was scripted
//! or else what a cloud would. The order is fixed: a request that is refused at the gate takes no
//! scripted reply, and one that is scripted to fail needs no right parameters.

pub(crate) mod identity;
mod offer;
mod outcome;
mod replied;
mod served;

use std::time::Duration;

use serde_json::Value;

use crate::log::{Received, secrets};
use crate::message::vendor_error::VendorError;
use crate::message::{Answer, Request};
use crate::route::Route;
use crate::verify::Gate;
use crate::verify::difference::{Difference, client_text};
use crate::world::World;
use crate::{parameters, protocol};
use outcome::{Admitted, LoggedAnswer};
use replied::{asked_delay, replied, reply_for};

/// Answers a request and writes it to the log. The pause that belongs before the answer is the
/// second part.
pub(crate) fn exchange(world: &World, request: &Request) -> (Answer, Duration, Received) {
    let mut entry = begin(world, request);
    let mut secrets = secrets::found(&world.keys, request, None, None);
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
    Received {
        number,
        request_id,
        at: world.clock.now(),
        method: request.method.clone(),
        path: request.full_path.as_ref().unwrap_or(&request.path).clone(),
        query: request.query.clone(),
        headers: request.headers.pairs().clone(),
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
) -> LoggedAnswer {
    if let Some(answer) = identity::unsigned(world, request, entry) {
        return answer;
    }
    let Some(route) = protocol::route(&world.index, request) else {
        let services = world.index.services().iter();
        let services: Vec<&str> = services.map(|it| it.service.service.as_str()).collect();
        return LoggedAnswer::lost(entry, &services);
    };
    note_route(&route, entry);
    let given = route.types.map(|types| {
        let given = parameters::gather(types, request, &route);
        let read = given.as_ref().ok().map(|given| &given.tree);
        secrets.extend(secrets::found(&world.keys, request, Some(types), read));
        (types, given)
    });
    let admitted = Admitted {
        request,
        route: &route,
        given,
    };
    if let Err(error) = let_in(world, request, &route, entry) {
        return admitted.refused(&error, entry);
    }
    if let Some((_, Ok(given))) = &admitted.given {
        entry.parameters = Value::Object(given.tree.clone());
    }
    world.script.note(entry);
    match reply_for(world, &admitted, entry) {
        Ok(Some(reply)) => {
            entry.reply = Some(reply.to_string());
            replied(world, &admitted, &reply, entry)
        }
        Ok(None) => served::answer(world, &admitted, entry),
        Err(message) => LoggedAnswer::mistaken(message),
    }
}

/// Checks who sent a request, and notes the signature that was computed for it.
fn let_in(
    world: &World,
    request: &Request,
    route: &Route,
    entry: &mut Received,
) -> Result<(), VendorError> {
    if identity::needs_no_signature(request, route) {
        return Ok(());
    }
    let mut gate = Gate {
        request,
        route,
        now: entry.at,
        keys: &world.keys,
        nonces: &world.nonces,
        strictness: world.settings().strictness,
        proof: None,
    };
    let passed = protocol::verify(&mut gate);
    entry.proof = gate.proof;
    let signed = entry.proof.as_ref().zip(entry.client_canonical.as_ref());
    entry.difference =
        signed.and_then(|(proof, client)| Difference::between(proof.signed_text(), client));
    passed
}

fn note_route(route: &Route, entry: &mut Received) {
    let service = route.service.map(|loaded| loaded.service.service.as_str());
    let service = identity::service(route).or(service);
    entry.protocol = Some(route.protocol);
    entry.service = service.map(str::to_owned);
    entry.action = Some(route.action_name.clone()).filter(|name| !name.is_empty());
    entry.region.clone_from(&route.region);
}

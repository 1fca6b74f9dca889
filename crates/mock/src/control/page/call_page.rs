//! A call made for a person: the request, what was signed, and the answer.

use std::fmt::Write as _;

use cloudwright_sign::percent_encode;
use cloudwright_spec::model::TypeRef;
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::action_page::heading;
use super::html::{block, frame};
use super::log_page::request_text;
use crate::catalog::ActionTypes;
use crate::exchange::exchange;
use crate::log::Received;
use crate::message::{Answer, Request, value_of};
use crate::parameters::flat::scalar_value;
use crate::world::World;

/// Most of an answer that is shown.
const MOST_SHOWN: usize = 100_000;

pub(super) fn page(
    world: &World,
    types: ActionTypes,
    host: &str,
    form: &[(String, String)],
) -> Markup {
    let chosen = |name: &str| value_of(form, name).filter(|value| !value.is_empty());
    let region = chosen("region");
    let regional = region.and_then(|region| host_of(types, region));
    let host = regional.as_deref().unwrap_or(host);
    let parameters = parameters(types, form);
    let signed = world.sign(types, &parameters, host, region);
    let mut request = signed.request;
    for (field, header) in [("error", "x-mock-error"), ("fault", "x-mock-fault")] {
        if let Some(value) = chosen(field) {
            request.headers.push(header, value);
        }
    }
    if !signed.canonical.is_empty() {
        let canonical = percent_encode(&signed.canonical);
        request.headers.push("x-mock-canonical", canonical);
    }
    if chosen("tamper").is_some() {
        tamper(&mut request);
    }
    let (answer, _, entry) = exchange(world, &request);
    let curl = world.signed(types, &parameters, region).curl();
    let curl = format!("# Signed anew, and good for one call.\n{curl}");
    let body = html! {
        (heading(types))
        p {
            a href={ "/_mock/actions/" (types.service_id()) "/" (types.name()) } {
                "← back to the form"
            }
        }
        (verdict(&answer, &entry))
        (block("Request", &request_text(&entry)))
        (signature(&entry))
        (block("Answer", &answer_text(&answer)))
        (block("The same with curl", &curl))
    };
    frame(&format!("{}: {}", types.name(), answer.status), None, &body)
}

/// The documented host of a region, where hosts say which region is meant.
fn host_of(types: ActionTypes, region: &str) -> Option<String> {
    let endpoints = &types.service.service.endpoints;
    let special = endpoints.by_region.get(region).cloned();
    let has_regions = endpoints.default.contains("{region}");
    special.or_else(|| has_regions.then(|| endpoints.default.replace("{region}", region)))
}

/// The form's fields that are filled in, typed as the spec says. What is typed beside a choice
/// counts.
fn parameters(types: ActionTypes, form: &[(String, String)]) -> Map<String, Value> {
    let given = types.action.request.iter().filter_map(|member| {
        let mut fields = ["o", "p"].into_iter();
        let text = fields.find_map(|kind| {
            let text = value_of(form, &format!("{kind}.{}", member.name));
            text.filter(|text| !text.is_empty())
        })?;
        let value = match &member.type_ref {
            TypeRef::Scalar(scalar) => scalar_value(*scalar, text),
            _ => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
        };
        Some((member.name.clone(), value))
    });
    given.collect()
}

/// Changes something that is signed.
fn tamper(request: &mut Request) {
    if request.body.is_empty() {
        let separator = if request.query.is_empty() { "" } else { "&" };
        request.query = format!("{}{separator}tampered=1", request.query);
    } else {
        request.body = [b" ", request.body.as_ref()].concat().into();
    }
}

fn verdict(answer: &Answer, entry: &Received) -> Markup {
    let (class, words) = if let Some(fault) = &answer.delivery {
        ("warn", format!("A client would see: {fault:?}"))
    } else if let Some(code) = &entry.code {
        let message = entry.message.as_deref().unwrap_or_default();
        ("bad", format!("{code}: {message}"))
    } else if (200..300).contains(&answer.status) {
        ("good", "Accepted".to_owned())
    } else {
        ("warn", entry.reply.clone().unwrap_or_default())
    };
    html! {
        p class={ "verdict " (class) } {
            strong { "HTTP " (answer.status) } " " (words.lines().next().unwrap_or_default())
        }
    }
}

/// What was signed, and where the client's text differs.
fn signature(entry: &Received) -> Markup {
    let difference = entry.difference.as_ref().map(ToString::to_string);
    html! {
        @if let Some(proof) = &entry.proof {
            (block(
                "Canonical request, as the server computes it",
                proof.canonical_request.as_deref().unwrap_or_default(),
            ))
            (block("String to sign", &proof.string_to_sign))
            (block("Signature", &format!(
                "expected {}\nreceived {}",
                proof.expected_signature.as_deref().unwrap_or("-"),
                proof.received_signature
            )))
        }
        (block("First difference to what the client signed", &difference.unwrap_or_default()))
    }
}

fn answer_text(answer: &Answer) -> String {
    let mut text = format!("HTTP/1.1 {}\n", answer.status);
    for (name, value) in &answer.headers {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{name}: {value}");
    }
    text.push('\n');
    let shown = answer.body.get(..MOST_SHOWN).unwrap_or(&answer.body);
    match serde_json::from_slice::<Value>(shown) {
        Ok(json) => text + &format!("{json:#}"),
        Err(_) => text + &String::from_utf8_lossy(shown),
    }
}

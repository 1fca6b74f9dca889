//! A call made for a person: the request, what was signed, and the answer.

use std::fmt::Write as _;

use cloudwright_sign::percent_encode;
use cloudwright_spec::model::TypeRef;
use serde_json::{Map, Value};

use super::action_page::heading;
use super::html::{block, escape, frame};
use crate::exchange::exchange;
use crate::flat::{Types, scalar_value};
use crate::index::Place;
use crate::log::Received;
use crate::message::{Answer, Delivery, Request};
use crate::world::World;

/// Most of an answer that is shown.
const MOST_SHOWN: usize = 100_000;

pub(super) fn html(world: &World, place: Place, host: &str, form: &[(String, String)]) -> String {
    let Some((service, found)) = world.index.action(place) else {
        return super::html::not_found("");
    };
    let types = Types {
        service,
        action: &found.action,
    };
    let chosen = |name: &str| {
        let found = form
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str());
        found.filter(|value| !value.is_empty())
    };
    let region = chosen("region");
    let regional = region.and_then(|region| host_of(types, region));
    let parameters = parameters(types, form);
    let signed = world.sign(
        types,
        &parameters,
        regional.as_deref().unwrap_or(host),
        region,
    );
    let mut request = signed.request;
    for (field, header) in [("error", "x-mock-error"), ("fault", "x-mock-fault")] {
        if let Some(value) = chosen(field) {
            request.headers.push(header, value);
        }
    }
    if !signed.canonical.is_empty() {
        request
            .headers
            .push("x-mock-canonical", percent_encode(&signed.canonical));
    }
    if chosen("tamper").is_some() {
        tamper(&mut request);
    }
    let (answer, _, entry) = exchange(world, &request);
    let back = format!(
        "<p><a href=\"/_mock/actions/{}/{}\">← back to the form</a></p>\n",
        escape(&service.service.service),
        escape(&found.action.action)
    );
    let curl = world.signed(types, &parameters, region).curl();
    let curl = "# Signed anew, and good for one call.\n".to_owned() + &curl;
    let body = heading(types)
        + &back
        + &verdict(&answer, &entry)
        + &texts(&request, &answer, &entry)
        + &block("The same with curl", &curl);
    frame(
        &format!("{}: {}", found.action.action, answer.status),
        &body,
    )
}

/// The documented host of a region, where hosts say which region is meant.
fn host_of(types: Types, region: &str) -> Option<String> {
    let endpoints = &types.service.service.endpoints;
    let special = endpoints.by_region.get(region).cloned();
    let has_regions = endpoints.default.contains("{region}");
    special.or_else(|| has_regions.then(|| endpoints.default.replace("{region}", region)))
}

/// The form's fields that are filled in, typed as the spec says. What is typed beside a choice
/// counts.
fn parameters(types: Types, form: &[(String, String)]) -> Map<String, Value> {
    let mut parameters = Map::new();
    for member in &types.action.request {
        let fields = ["o", "p"].map(|kind| format!("{kind}.{}", member.name));
        let given = |field: &String| {
            form.iter()
                .find(|(name, value)| name == field && !value.is_empty())
        };
        let Some((_, text)) = fields.iter().find_map(given) else {
            continue;
        };
        let value = match &member.type_ref {
            TypeRef::Scalar(scalar) => scalar_value(*scalar, text),
            _ => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone())),
        };
        parameters.insert(member.name.clone(), value);
    }
    parameters
}

/// Changes something that is signed.
fn tamper(request: &mut Request) {
    if request.body.is_empty() {
        let separator = if request.query.is_empty() { "" } else { "&" };
        let _ = write!(request.query, "{separator}tampered=1");
    } else {
        request.body = [b" ", request.body.as_ref()].concat().into();
    }
}

fn verdict(answer: &Answer, entry: &Received) -> String {
    let (class, words) = if answer.delivery != Delivery::Whole {
        ("warn", format!("A client would see: {:?}", answer.delivery))
    } else if let Some(code) = &entry.code {
        (
            "bad",
            format!("{code}: {}", entry.message.as_deref().unwrap_or_default()),
        )
    } else if (200..300).contains(&answer.status) {
        ("good", "Accepted".to_owned())
    } else {
        ("warn", entry.reply.clone().unwrap_or_default())
    };
    let words = escape(words.lines().next().unwrap_or_default());
    format!(
        "<p class=\"verdict {class}\"><strong>HTTP {}</strong> {words}</p>\n",
        answer.status
    )
}

fn texts(request: &Request, answer: &Answer, entry: &Received) -> String {
    let mut html = block("Request", &request_text(request));
    if let Some(proof) = &entry.proof {
        if let Some(canonical) = &proof.canonical_request {
            html.push_str(&block(
                "Canonical request, as the server computes it",
                canonical,
            ));
        }
        html.push_str(&block("String to sign", &proof.string_to_sign));
        let signatures = format!(
            "expected {}\nreceived {}",
            proof.expected_signature.as_deref().unwrap_or("-"),
            proof.received_signature
        );
        html.push_str(&block("Signature", &signatures));
    }
    if let Some(found) = &entry.difference {
        html.push_str(&block(
            "First difference to what the client signed",
            &found.to_string(),
        ));
    }
    html + &block("Answer", &answer_text(answer))
}

fn request_text(request: &Request) -> String {
    let query = if request.query.is_empty() {
        String::new()
    } else {
        format!("?{}", request.query)
    };
    let mut text = format!("{} {}{query} HTTP/1.1\n", request.method, request.path);
    let shown = request
        .headers
        .iter()
        .filter(|(name, _)| *name != "x-mock-canonical");
    for (name, value) in shown {
        let _ = writeln!(text, "{name}: {value}");
    }
    text + "\n" + &String::from_utf8_lossy(&request.body)
}

fn answer_text(answer: &Answer) -> String {
    let mut text = format!("HTTP/1.1 {}\n", answer.status);
    for (name, value) in &answer.headers {
        let _ = writeln!(text, "{name}: {value}");
    }
    text.push('\n');
    let shown = answer.body.get(..MOST_SHOWN).unwrap_or(&answer.body);
    let pretty = serde_json::from_slice::<Value>(shown)
        .ok()
        .and_then(|value| serde_json::to_string_pretty(&value).ok());
    text + &pretty.unwrap_or_else(|| String::from_utf8_lossy(shown).into_owned())
}

//! What is no call: pages for people, and what programs steer the mock with. Who may do so is
//! `guard`'s business, and what they say is `form`'s.

mod form;
mod guard;
mod page;
mod settings;

use guard::Wish;
use serde_json::{Map, Value, json};

use crate::fault::ELSEWHERE;
use crate::message::{Answer, Request};
use crate::script;
use crate::world::World;

/// Where everything but the first page is.
const BELOW: &str = "/_mock/";

/// Where signed calls are made for programs.
const EXAMPLE: &str = "/_mock/example/";

/// What has no spec.
const NO_EXAMPLE: &str = "there is no spec of it, and so no example";

/// What an address does.
type Control = fn(&World, &Request) -> Answer;

/// The addresses for programs, as the answer to an unknown one lists them.
const CONTROLS: &[(&str, &str, Control)] = &[
    ("GET", "/_mock/ca.pem", |world, _| {
        let pem = world.authority.pem().unwrap_or_default();
        Answer::new(200, "application/x-pem-file", pem.to_owned())
    }),
    ("GET", "/_mock/requests", |world, _| {
        Answer::json(200, &json!(world.log.all()))
    }),
    ("DELETE", "/_mock/requests", |world, _| {
        done(|| world.log.clear())
    }),
    ("GET", "/_mock/script", |world, _| {
        let waiting = world.script.waiting();
        Answer::json(200, &json!({"waiting": waiting, "unmet": world.unmet()}))
    }),
    ("POST", "/_mock/script", |world, request| {
        told(script(world, request))
    }),
    ("DELETE", "/_mock/script", |world, _| {
        done(|| world.script.clear())
    }),
    ("POST", "/_mock/replay", |world, request| {
        told(replay(world, request))
    }),
    ("DELETE", "/_mock/replay", |world, _| {
        done(|| world.player.eject())
    }),
    ("GET", "/_mock/verify", |world, _| verify(world)),
    ("GET", "/_mock/settings", |world, _| {
        Answer::json(200, &settings::shown(world))
    }),
    ("PATCH", "/_mock/settings", |world, request| {
        told(settings::change(world, &request.body))
    }),
    ("GET", "/_mock/example/SERVICE/ACTION", |world, request| {
        example(world, &request.path, None)
    }),
    (
        "POST",
        "/_mock/example/SERVICE/ACTION",
        |world, request| match serde_json::from_slice(&request.body) {
            Ok(parameters) => example(world, &request.path, Some(parameters)),
            Err(error) => Answer::of_the_mock(400, &format!("these are no parameters: {error}")),
        },
    ),
    ("GET", "/_mock/state", |world, _| {
        Answer::json(200, &Value::Array(world.resources.shown()))
    }),
    ("DELETE", "/_mock/state", |world, _| {
        done(|| world.resources.clear())
    }),
    ("POST", "/_mock/reset", |world, _| done(|| world.reset())),
];

/// What the pages' own forms do, which know neither DELETE nor an answer without a page.
const FORMS: &[(&str, &str, Control)] = &[
    ("POST", "/_mock/call", page::call),
    ("POST", "/_mock/log/clear", |world, _| {
        world.log.clear();
        Answer::text(303, "").with_header("location", "/_mock/log")
    }),
];

/// Answers what is no call. `None` leaves the request to the clouds.
pub(crate) fn answer(world: &World, request: &Request) -> Option<Answer> {
    let is_index = request.path == "/" && request.method == "GET" && page::is_visit(request);
    let is_below = request.path.starts_with(BELOW) && request.path != ELSEWHERE;
    if !is_index && !is_below {
        return None;
    }
    let is_page = request.method == "GET" && page::is_page(&request.path);
    let wish = if is_page { Wish::Page } else { Wish::Control };
    let answer = match guard::check(request, wish) {
        Err(refusal) => refusal,
        Ok(()) if is_page => page::page(world, request),
        Ok(()) => control(world, request),
    };
    // What a page from elsewhere cannot ask for it cannot have shown or run either.
    let answer = answer
        .with_header("x-content-type-options", "nosniff")
        .with_header("cross-origin-resource-policy", "same-origin")
        .with_header("cache-control", "no-store");
    Some(answer)
}

fn control(world: &World, request: &Request) -> Answer {
    let (method, path) = (request.method.as_str(), request.path.as_str());
    let is_it = |known: &str| {
        let example = known.strip_prefix(EXAMPLE);
        known == path || example.is_some() && path.starts_with(EXAMPLE)
    };
    let mut all = CONTROLS.iter().chain(FORMS);
    if let Some((.., control)) = all.find(|(known, at, _)| *known == method && is_it(at)) {
        return control(world, request);
    }
    let addresses = CONTROLS
        .iter()
        .map(|(method, path, _)| format!("{method} {path}"));
    let addresses: Vec<String> = addresses.collect();
    let told = format!("there is no {} {}", method, path.escape_debug());
    Answer::json(404, &json!({"mock": told, "addresses": addresses}))
}

/// Does what has nothing to tell.
fn done(act: impl FnOnce()) -> Answer {
    act();
    Answer {
        status: 204,
        ..Answer::default()
    }
}

/// The answer to a request that may have been wrong: its outcome, or what is wrong with it.
fn told(outcome: Result<Value, String>) -> Answer {
    match outcome {
        Ok(value) => Answer::json(200, &value),
        Err(message) => Answer::of_the_mock(400, &message),
    }
}

fn script(world: &World, request: &Request) -> Result<Value, String> {
    form::script(world, &request.body)?;
    Ok(json!({"waiting": world.script.waiting()}))
}

fn replay(world: &World, request: &Request) -> Result<Value, String> {
    let text = String::from_utf8_lossy(&request.body);
    let loaded = world.player.load(&world.index, &text);
    let count = loaded.map_err(|error| error.to_string())?;
    Ok(json!({ "exchanges": count }))
}

/// Whether everything that was scripted and expected has happened.
fn verify(world: &World) -> Answer {
    let unmet = world.unmet();
    let status = if unmet.is_empty() { 200 } else { 409 };
    Answer::json(status, &json!({ "unmet": unmet }))
}

/// A right call of an action, or one with the parameters that are given, as a program without a signer
/// would like to have it.
fn example(world: &World, path: &str, given: Option<Map<String, Value>>) -> Answer {
    let asked = path.trim_start_matches(EXAMPLE);
    let parts = asked.split_once('/');
    let types = parts.and_then(|(service, action)| world.index.action(service, action));
    let Some(types) = types else {
        let unknown = script::check(&world.index, &script::When::from(asked), &[]);
        // A stand-in can be scripted and has no example.
        let told = unknown.map_or_else(|error| error.to_string(), |()| NO_EXAMPLE.to_owned());
        return Answer::of_the_mock(404, &told);
    };
    let parameters = given.unwrap_or_else(|| world.example(types));
    let signed = world.signed(types, &parameters, None);
    let example = json!({"parameters": parameters, "curl": signed.curl(), "request": signed});
    Answer::json(200, &example)
}

//! What is no call: pages for people, and what programs steer the mock with. Who may do so is
//! `guard`'s business, and what they say is `form`'s.

mod form;
mod guard;
mod settings;

use guard::Wish;
use serde_json::{Map, Value, json};

use crate::browser;
use crate::flat::Types;
use crate::message::{Answer, Request};
use crate::script;
use crate::world::World;

/// Where everything but the first page is.
const BELOW: &str = "/_mock/";

/// Where signed calls are made for programs.
const EXAMPLE: &str = "/_mock/example/";

/// What has no spec.
const NO_EXAMPLE: &str = "there is no spec of it, and so no example";

/// Where a redirect of a fault leads: the log must show that a client followed it.
pub(crate) const ELSEWHERE: &str = "/_mock/elsewhere";

/// The addresses for programs, as the answer to an unknown one lists them.
const ADDRESSES: &[&str] = &[
    "GET /_mock/ca.pem",
    "GET /_mock/requests",
    "DELETE /_mock/requests",
    "GET /_mock/script",
    "POST /_mock/script",
    "DELETE /_mock/script",
    "POST /_mock/replay",
    "DELETE /_mock/replay",
    "GET /_mock/verify",
    "GET /_mock/settings",
    "PATCH /_mock/settings",
    "GET /_mock/example/SERVICE/ACTION",
    "POST /_mock/example/SERVICE/ACTION",
    "GET /_mock/state",
    "DELETE /_mock/state",
    "POST /_mock/reset",
];

/// Answers what is no call. `None` leaves the request to the clouds.
pub(crate) fn answer(world: &World, request: &Request) -> Option<Answer> {
    let is_index = request.path == "/" && request.method == "GET" && browser::is_visit(request);
    let is_below = request.path.starts_with(BELOW) && request.path != ELSEWHERE;
    if !is_index && !is_below {
        return None;
    }
    let is_page = request.method == "GET" && browser::is_page(&request.path);
    let wish = if is_page { Wish::Page } else { Wish::Control };
    let answer = match guard::check(request, wish) {
        Err(refusal) => refusal,
        Ok(()) if is_page => browser::page(world, request),
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
    match (request.method.as_str(), request.path.as_str()) {
        ("POST", "/_mock/call") => browser::call(world, request),
        ("GET", "/_mock/ca.pem") => {
            let pem = world.authority.pem().unwrap_or_default();
            Answer::new(200, "application/x-pem-file", pem.to_owned())
        }
        ("GET", "/_mock/requests") => Answer::json(200, &json!(world.log.all())),
        ("DELETE", "/_mock/requests") => {
            world.log.clear();
            done()
        }
        // The page's button: forms know neither DELETE nor an answer without a page.
        ("POST", "/_mock/log/clear") => {
            world.log.clear();
            Answer::new(303, "text/plain", "").with_header("location", "/_mock/log")
        }
        ("GET", "/_mock/script") => Answer::json(
            200,
            &json!({"waiting": world.script.waiting(), "unmet": world.unmet()}),
        ),
        ("POST", "/_mock/script") => told(script(world, request)),
        ("DELETE", "/_mock/script") => {
            world.script.clear();
            done()
        }
        ("POST", "/_mock/replay") => told(replay(world, request)),
        ("DELETE", "/_mock/replay") => {
            world.player.eject();
            done()
        }
        ("GET", "/_mock/verify") => verify(world),
        ("GET", "/_mock/settings") => Answer::json(200, &settings::shown(world)),
        ("PATCH", "/_mock/settings") => told(settings::change(world, &request.body)),
        ("GET", "/_mock/state") => Answer::json(200, &Value::Array(world.state.shown())),
        ("DELETE", "/_mock/state") => {
            world.state.clear();
            done()
        }
        ("POST", "/_mock/reset") => {
            world.reset();
            done()
        }
        ("GET", path) if path.starts_with(EXAMPLE) => example(world, path, None),
        ("POST", path) if path.starts_with(EXAMPLE) => {
            match serde_json::from_slice(&request.body) {
                Ok(parameters) => example(world, path, Some(parameters)),
                Err(error) => told(Err(format!("these are no parameters: {error}"))),
            }
        }
        (method, path) => Answer::json(
            404,
            &json!({
                "mock": format!("there is no {} {}", method, path.escape_debug()),
                "addresses": ADDRESSES,
            }),
        ),
    }
}

fn done() -> Answer {
    Answer {
        status: 204,
        ..Answer::default()
    }
}

/// The answer to a request that may have been wrong: its outcome, or what is wrong with it.
fn told(outcome: Result<Value, String>) -> Answer {
    match outcome {
        Ok(value) => Answer::json(200, &value),
        Err(message) => Answer::json(400, &json!({ "mock": message })),
    }
}

fn script(world: &World, request: &Request) -> Result<Value, String> {
    let form = form::ScriptForm::read(&request.body)?;
    let scripted = form.scripted()?;
    let all: Vec<script::Reply> = scripted.replies().cloned().collect();
    script::check(&world.index, &scripted.when, &all).map_err(|error| error.to_string())?;
    scripted
        .put(&world.script)
        .map_err(|error| error.to_string())?;
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
    let names = path.trim_start_matches(EXAMPLE);
    let place = names
        .split_once('/')
        .and_then(|(service, action)| world.index.place(service, action));
    let Some((service, found)) = place.and_then(|place| world.index.action(place)) else {
        let unknown = script::check(&world.index, &script::When::from(names), &[]);
        // A stand-in can be scripted and has no example.
        let told = unknown.map_or_else(|error| error.to_string(), |()| NO_EXAMPLE.to_owned());
        return Answer::json(404, &json!({ "mock": told }));
    };
    let action = &found.action;
    let types = Types { service, action };
    let parameters = given.unwrap_or_else(|| world.example(types));
    let signed = world.signed(types, &parameters, None);
    Answer::json(
        200,
        &json!({"parameters": parameters, "curl": signed.curl(), "request": signed}),
    )
}

//! What a person sees who opens the mock in a browser, and the log and script for programs. Plain
//! HTML that works without scripts; every text that is shown is escaped.

mod action_page;
mod call_page;
mod html;
mod index_page;
mod log_page;

use serde::Deserialize;
use serde_json::json;

use crate::index::{Place, position_of_action};
use crate::message::{Answer, Request};
use crate::script::Reply;
use crate::world::World;

/// Answers what is not a call. `None` leaves the request to the clouds.
pub(crate) fn answer(world: &World, request: &Request) -> Option<Answer> {
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/") if is_browser(request) => Some(page(index_page::html(world))),
        ("GET", "/_mock/requests") => Some(Answer::json(200, &json!(world.log.all()))),
        ("DELETE", "/_mock/requests") => {
            world.log.clear();
            Some(Answer {
                status: 204,
                ..Answer::default()
            })
        }
        ("GET", "/_mock/log") => Some(page(log_page::html(world))),
        ("POST", "/_mock/script") => Some(script(world, request)),
        ("POST", "/_mock/call") => Some(call(world, request)),
        ("GET", path) => {
            let (service, action) = path.strip_prefix("/_mock/actions/")?.split_once('/')?;
            Some(match find(world, service, action) {
                Some(place) => page(action_page::html(world, place)),
                None => Answer::new(404, "text/html; charset=utf-8", html::not_found(path)),
            })
        }
        _ => None,
    }
}

/// A person with a browser, rather than a program that calls an action at `/`.
fn is_browser(request: &Request) -> bool {
    let wants_html = request
        .header("accept")
        .is_some_and(|kinds| kinds.contains("text/html"));
    let bears_marks = [
        "authorization",
        "x-tc-action",
        "x-acs-action",
        "x-auth-token",
    ]
    .iter()
    .any(|name| request.header(name).is_some());
    let names_action = request
        .query_pairs()
        .iter()
        .any(|(name, _)| name == "Action");
    wants_html && !bears_marks && !names_action
}

fn find(world: &World, service: &str, action: &str) -> Option<Place> {
    let service = world.index.by_id(service)?;
    let action = position_of_action(world.index.service(service)?, action)?;
    Some(Place { service, action })
}

fn page(html: String) -> Answer {
    // Nothing from elsewhere is loaded or run, whatever a spec's text may hold.
    Answer::new(200, "text/html; charset=utf-8", html).with_header(
        "content-security-policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
    )
}

fn call(world: &World, request: &Request) -> Answer {
    let form = request.form_pairs();
    let value = |name: &str| {
        let found = form.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    match find(world, value("service"), value("action")) {
        Some(place) => page(call_page::html(world, place, request.host(), &form)),
        None => Answer::new(
            404,
            "text/html; charset=utf-8",
            html::not_found(value("action")),
        ),
    }
}

/// Replies for the next requests, from a program that is not in Rust.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptForm {
    /// Any action where absent.
    #[serde(default)]
    action: String,
    /// `answer`, `error=CODE` or the name of a fault.
    replies: Vec<String>,
}

fn script(world: &World, request: &Request) -> Answer {
    let form: ScriptForm = match serde_json::from_slice(&request.body) {
        Ok(form) => form,
        Err(error) => return Answer::json(400, &json!({"mock": error.to_string()})),
    };
    let replies: Result<Vec<Reply>, _> = form.replies.iter().map(|text| text.parse()).collect();
    match replies {
        Ok(replies) => {
            world.script.push(&form.action, replies);
            Answer::json(200, &json!({"waiting": world.script.waiting()}))
        }
        Err(error) => Answer::json(400, &json!({"mock": error.to_string()})),
    }
}

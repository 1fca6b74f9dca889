//! What a person sees who opens the mock in a browser. Plain HTML that works without scripts; every
//! text that is shown is escaped. Who may see it is `control`'s business.

mod action_page;
mod call_page;
mod fields;
mod html;
mod index_page;
mod log_page;

use crate::message::{Answer, Request};
use crate::world::World;

/// Whether a person with a browser asks for the first page, rather than a program for an action at `/`.
pub(crate) fn is_visit(request: &Request) -> bool {
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

/// Whether a path is one of a page.
pub(crate) fn is_page(path: &str) -> bool {
    path == "/" || path == "/_mock/log" || path.starts_with(ACTIONS)
}

/// Below it every action has a page.
const ACTIONS: &str = "/_mock/actions/";

/// The page of a path.
pub(crate) fn page(world: &World, request: &Request) -> Answer {
    match request.path.as_str() {
        "/" => shown(200, index_page::html(world, request)),
        "/_mock/log" => shown(200, log_page::html(world, request)),
        path => {
            let place = path
                .trim_start_matches(ACTIONS)
                .split_once('/')
                .and_then(|(service, action)| world.index.place(service, action));
            match place {
                Some(place) => shown(200, action_page::html(world, place)),
                None => shown(404, html::not_found(path)),
            }
        }
    }
}

/// Makes the call of a form, and shows it.
pub(crate) fn call(world: &World, request: &Request) -> Answer {
    let form = request.form_pairs();
    let value = |name: &str| {
        let found = form.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    match world.index.place(value("service"), value("action")) {
        Some(place) => shown(200, call_page::html(world, place, request.host(), &form)),
        None => shown(404, html::not_found(value("action"))),
    }
}

fn shown(status: u16, html: String) -> Answer {
    // Nothing from elsewhere is loaded or run, whatever a spec's text may hold, and nobody else's page
    // holds this one in a frame.
    Answer::new(status, "text/html; charset=utf-8", html).with_header(
        "content-security-policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    )
}

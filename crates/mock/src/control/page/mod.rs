//! What a person sees who opens the mock in a browser. Plain HTML that works without scripts; every
//! text that is shown is escaped. Who may see it is `control`'s business.

mod action_page;
mod call_page;
mod html;
mod index_page;
mod log_page;
mod members;

use maud::Markup;

use crate::message::{Answer, Request, value_of};
use crate::world::World;

/// Whether a person with a browser asks for the first page, rather than a program for an action at `/`.
pub(super) fn is_visit(request: &Request) -> bool {
    let marks = [
        "authorization",
        "x-tc-action",
        "x-acs-action",
        "x-auth-token",
    ];
    let accepted = request.header("accept").unwrap_or_default();
    let names_action = value_of(&request.query_pairs(), "Action").is_some();
    let mut marks = marks.iter();
    accepted.contains("text/html")
        && !names_action
        && !marks.any(|name| request.header(name).is_some())
}

/// Whether a path is one of a page.
pub(super) fn is_page(path: &str) -> bool {
    path == "/" || path == "/_mock/log" || path.starts_with(ACTIONS)
}

/// Below it every action has a page.
const ACTIONS: &str = "/_mock/actions/";

/// The page of a path.
pub(super) fn page(world: &World, request: &Request) -> Answer {
    match request.path.as_str() {
        "/" => shown(200, index_page::page(world, request)),
        "/_mock/log" => shown(200, log_page::page(world, request)),
        path => {
            let named = path.trim_start_matches(ACTIONS).split_once('/');
            match named.and_then(|(service, action)| world.index.action(service, action)) {
                Some(types) => shown(200, action_page::page(world, types)),
                None => shown(404, html::not_found(path)),
            }
        }
    }
}

/// Makes the call of a form, and shows it.
pub(super) fn call(world: &World, request: &Request) -> Answer {
    let form = request.form_pairs();
    let value = |name: &str| value_of(&form, name).unwrap_or_default();
    match world.index.action(value("service"), value("action")) {
        Some(types) => shown(200, call_page::page(world, types, request.host(), &form)),
        None => shown(404, html::not_found(value("action"))),
    }
}

fn shown(status: u16, page: Markup) -> Answer {
    // Nothing from elsewhere is loaded or run, whatever a spec's text may hold, and nobody else's page
    // holds this one in a frame.
    Answer::new(status, "text/html; charset=utf-8", page.into_string()).with_header(
        "content-security-policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    )
}

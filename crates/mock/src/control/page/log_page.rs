//! The log, the newest request first.

use cloudwright_sign::time;
use maud::{Markup, html};

use super::html::{block, frame};
use crate::log::Received;
use crate::message::{Request, value_of};
use crate::world::World;

/// Most requests on the page; the JSON has all that are kept.
const MOST_SHOWN: usize = 100;

/// Seconds between two looks of a page that renews itself.
const PAUSE: u32 = 2;

pub(super) fn page(world: &World, request: &Request) -> Markup {
    let renews = value_of(&request.query_pairs(), "renew").is_some();
    let entries = world.log.all();
    let (link, label) = if renews {
        ("/_mock/log", "Stop renewing")
    } else {
        ("/_mock/log?renew=1", "Renew by itself")
    };
    let body = html! {
        h1 { "Log" }
        p.lead { (world.ids.count()) " requests since the start." }
        div.tools {
            a href=(link) { (label) }
            form method="post" action="/_mock/log/clear" { button type="submit" { "Clear" } }
        }
        @if entries.is_empty() { p { "Nothing is in the log." } }
        @for entry in entries.iter().rev().take(MOST_SHOWN) { (row(entry)) }
    };
    frame("Log", renews.then_some(PAUSE), &body)
}

fn row(entry: &Received) -> Markup {
    let class = if entry.is_success() { "good" } else { "bad" };
    let outcome = entry.code.as_deref().or(entry.reply.as_deref());
    let difference = entry.difference.as_ref().map(ToString::to_string);
    html! {
        details.entry {
            summary {
                span class={ "tag " (class) } { (entry.status) } " " code { (entry.method) } " "
                strong { (entry.action.as_deref().unwrap_or(&entry.path)) } " "
                (outcome.unwrap_or("ok")) " "
                small { (time::iso8601(entry.at)) " · #" (entry.number) }
            }
            (block("Message", entry.message.as_deref().unwrap_or_default()))
            (block("Request", &request_text(entry)))
            @if let Some(proof) = &entry.proof {
                (block("What the server signed", proof.signed_text()))
            }
            (block(
                "What the client signed",
                entry.client_canonical.as_deref().unwrap_or_default(),
            ))
            (block("First difference", &difference.unwrap_or_default()))
        }
    }
}

/// A request as it came, without what the log hides.
pub(super) fn request_text(entry: &Received) -> String {
    let separator = if entry.query.is_empty() { "" } else { "?" };
    let mut text = format!(
        "{} {}{separator}{}\n",
        entry.method, entry.path, entry.query
    );
    let headers = entry.headers.iter();
    for (name, value) in headers.filter(|(name, _)| name != "x-mock-canonical") {
        text = text + name + ": " + value + "\n";
    }
    text + "\n" + &entry.body
}

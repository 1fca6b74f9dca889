//! The log, the newest request first.

use std::fmt::Write as _;

use cloudwright_sign::time;

use super::html::{block, escape, frame_that_renews};
use crate::log::Received;
use crate::message::Request;
use crate::world::World;

/// Most requests on the page; the JSON has all that are kept.
const MOST_SHOWN: usize = 100;

/// Seconds between two looks of a page that renews itself.
const PAUSE: u32 = 2;

pub(super) fn html(world: &World, request: &Request) -> String {
    let renews = request
        .query_pairs()
        .iter()
        .any(|(name, _)| name == "renew");
    let entries = world.log.all();
    let (link, label) = if renews {
        ("/_mock/log", "Stop renewing")
    } else {
        ("/_mock/log?renew=1", "Renew by itself")
    };
    let mut body = format!(
        "<h1>Log</h1>\n<p class=\"lead\">{} requests since the start.</p>\n\
         <div class=\"tools\"><a href=\"{link}\">{label}</a>\
         <form method=\"post\" action=\"/_mock/log/clear\"><button type=\"submit\">Clear</button></form>\
         </div>\n",
        world.ids.count()
    );
    if entries.is_empty() {
        body.push_str("<p>Nothing is in the log.</p>\n");
    }
    for entry in entries.iter().rev().take(MOST_SHOWN) {
        body.push_str(&row(entry));
    }
    frame_that_renews("Log", &body, renews.then_some(PAUSE))
}

fn row(entry: &Received) -> String {
    let class = if entry.is_success() { "good" } else { "bad" };
    let what = entry.action.as_deref().unwrap_or(&entry.path);
    let outcome = entry
        .code
        .as_deref()
        .or(entry.reply.as_deref())
        .unwrap_or("ok");
    let mut html = format!(
        "<details class=\"entry\"><summary><span class=\"tag {class}\">{}</span> <code>{}</code> \
         <strong>{}</strong> {} <small>{} · #{}</small></summary>\n",
        entry.status,
        escape(&entry.method),
        escape(what),
        escape(outcome),
        time::iso8601(entry.at),
        entry.number,
    );
    html.push_str(&block(
        "Message",
        entry.message.as_deref().unwrap_or_default(),
    ));
    html.push_str(&block("Request", &request_text(entry)));
    if let Some(proof) = &entry.proof {
        let server = proof
            .canonical_request
            .as_ref()
            .unwrap_or(&proof.string_to_sign);
        html.push_str(&block("What the server signed", server));
    }
    html.push_str(&block(
        "What the client signed",
        entry.client_canonical.as_deref().unwrap_or_default(),
    ));
    if let Some(found) = &entry.difference {
        html.push_str(&block("First difference", &found.to_string()));
    }
    html + "</details>\n"
}

fn request_text(entry: &Received) -> String {
    let query = if entry.query.is_empty() {
        String::new()
    } else {
        format!("?{}", entry.query)
    };
    let mut text = format!("{} {}{query}\n", entry.method, entry.path);
    for (name, value) in &entry.headers {
        let _ = writeln!(text, "{name}: {value}");
    }
    text + "\n" + &entry.body
}

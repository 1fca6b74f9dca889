//! The first page: services and their actions, and how to get here from a shell.

use std::fmt::Write as _;

use cloudwright_spec::LoadedService;
use cloudwright_spec::diagnostic::counted;
use cloudwright_spec::model::Action;

use super::html::{block, escape, frame, prose};
use crate::environment;
use crate::message::Request;
use crate::world::World;

/// Services with more actions than this have them folded away until they are searched.
const MOST_OPEN: usize = 30;

pub(super) fn html(world: &World, request: &Request) -> String {
    let query = request.query_pairs();
    let sought = query.iter().find(|(name, _)| name == "q");
    let sought = sought.map(|(_, text)| text.trim()).unwrap_or_default();
    let mut body = String::new();
    let catalog = &world.index.catalog;
    // Writing to a `String` cannot fail.
    let _ = write!(
        body,
        "<h1>Mock cloud</h1>\n<p class=\"lead\">{} with {} at \
         <code>{}</code>. Signatures are checked, samples are answered, faults come on demand.</p>\n\
         <form method=\"get\" action=\"/\" class=\"search\" role=\"search\">\
         <input type=\"text\" name=\"q\" value=\"{}\" placeholder=\"Search actions\" \
         aria-label=\"Search actions\" spellcheck=\"false\" autocapitalize=\"off\">\
         <button type=\"submit\">Search</button></form>\n",
        counted(catalog.services.len(), "service"),
        counted(catalog.action_count(), "action"),
        escape(&world.endpoint(None)),
        escape(sought),
    );
    let words: Vec<String> = sought.split_whitespace().map(str::to_lowercase).collect();
    let mut cards = String::new();
    for service in &catalog.services {
        card(world, service, &words, &mut cards);
    }
    if cards.is_empty() {
        cards.push_str("<p>No action is like that.</p>\n");
    }
    let _ = write!(body, "<div class=\"cards\">\n{cards}</div>\n");
    let script = environment::script(&environment::variables(world));
    body.push_str(&block("Environment for a shell", &script));
    frame("cloudwright mock cloud", &body)
}

fn card(world: &World, service: &LoadedService, words: &[String], body: &mut String) {
    let about = &service.service;
    let is_sought = |action: &Action| {
        let text = format!("{} {} {}", about.service, action.action, action.summary);
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let actions = service.actions.iter().map(|found| &found.action);
    let actions: Vec<&Action> = actions.filter(|action| is_sought(action)).collect();
    if actions.is_empty() && !words.is_empty() {
        return;
    }
    let id = escape(&about.service);
    let protocols: Vec<&str> = about
        .protocols
        .iter()
        .map(|protocol| protocol.as_str())
        .collect();
    let open = if words.is_empty() && actions.len() > MOST_OPEN {
        ""
    } else {
        " open"
    };
    let _ = write!(
        body,
        "<article class=\"card\"><h2>{}</h2>\n<p class=\"facts\"><code>{id}</code> · {} · {}<br>\
         <code>{}</code></p>\n<details{open}><summary>{}</summary>\n<ul class=\"actions\">\n",
        escape(&about.title),
        escape(about.version.as_deref().unwrap_or("no version")),
        escape(&protocols.join(", ")),
        escape(&world.endpoint(Some(&about.service))),
        counted(actions.len(), "action"),
    );
    for action in actions {
        let gone = if about.deprecated.is_some() || action.deprecated.is_some() {
            " <span class=\"tag warn\">deprecated</span>"
        } else {
            ""
        };
        let _ = writeln!(
            body,
            "<li><a href=\"/_mock/actions/{id}/{name}\">{name}</a>{gone}<br><small>{}</small></li>",
            prose(&action.summary),
            name = escape(&action.action),
        );
    }
    body.push_str("</ul></details></article>\n");
}

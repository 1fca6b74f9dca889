//! The first page: services and their actions, and how to get here from a shell.

use std::fmt::Write as _;

use cloudwright_spec::LoadedService;

use super::html::{block, escape, frame, prose};
use crate::environment;
use crate::world::World;

pub(super) fn html(world: &World) -> String {
    let mut body = String::new();
    let catalog = &world.index.catalog;
    let (services, actions) = (catalog.services.len(), catalog.action_count());
    // Writing to a `String` cannot fail.
    let _ = write!(
        body,
        "<h1>Mock cloud</h1>\n<p class=\"lead\">{services} services with {actions} actions at \
         <code>{}</code>. Signatures are checked, samples are answered, faults come on demand.</p>\n",
        escape(&world.endpoint(None))
    );
    body.push_str("<div class=\"cards\">\n");
    for service in &catalog.services {
        card(world, service, &mut body);
    }
    body.push_str("</div>\n");
    let script = environment::script(&environment::variables(world));
    body.push_str(&block("Environment for a shell", &script));
    frame("cloudwright mock cloud", &body)
}

fn card(world: &World, service: &LoadedService, body: &mut String) {
    let about = &service.service;
    let id = escape(&about.service);
    let protocols: Vec<String> = about
        .protocols
        .iter()
        .map(|protocol| kebab(&format!("{protocol:?}")))
        .collect();
    let _ = write!(
        body,
        "<article class=\"card\"><h2>{}</h2>\n<p class=\"facts\"><code>{id}</code> · {} · {}<br>\
         <code>{}</code></p>\n<ul class=\"actions\">\n",
        escape(&about.title),
        escape(about.version.as_deref().unwrap_or("no version")),
        escape(&protocols.join(", ")),
        escape(&world.endpoint(Some(&about.service))),
    );
    for found in &service.actions {
        let action = &found.action;
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
    body.push_str("</ul></article>\n");
}

/// `TencentTc3` as the specs write it: `tencent-tc3`.
pub(super) fn kebab(name: &str) -> String {
    let mut text = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.push(character.to_ascii_lowercase());
    }
    text
}

//! One action: its parameters as a form that makes a signed call, its errors, its sample.

use std::fmt::Write as _;

use cloudwright_spec::model::{Location, Member, Required};
use serde_json::Value;

use super::html::{block, escape, frame, prose};
use crate::fault::Fault;
use crate::flat::Types;
use crate::index::Place;
use crate::world::World;

pub(super) fn html(world: &World, place: Place) -> String {
    let Some((service, found)) = world.index.action(place) else {
        return super::html::not_found("");
    };
    let types = Types {
        service,
        action: &found.action,
    };
    let mut body = heading(types);
    body.push_str(&form(world, types));
    body.push_str(&errors(types));
    for sample in &types.action.samples {
        let name = sample.name.as_deref().unwrap_or("Sample");
        let text = serde_json::to_string_pretty(&sample.response).unwrap_or_default();
        body.push_str(&block(&format!("Sample answer: {name}"), &text));
    }
    frame(&types.action.action, &body)
}

pub(super) fn heading(types: Types) -> String {
    let action = types.action;
    let mut facts = vec![
        format!("<code>{}</code>", escape(&types.service.service.service)),
        format!(
            "{} <code>{}</code>",
            escape(types.service.method(action)),
            escape(types.service.path(action))
        ),
    ];
    facts.extend(action.rate_limit.map(|rate| escape(&String::from(rate))));
    let page = escape(&action.source.title);
    facts.push(match &action.source.url {
        Some(url) if url.starts_with("https://") => {
            format!("<a href=\"{}\" rel=\"noreferrer\">{page}</a>", escape(url))
        }
        _ => page,
    });
    facts.extend(action.source.updated.as_deref().map(escape));
    format!(
        "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<p class=\"facts\">{}</p>\n",
        escape(&action.action),
        prose(&action.summary),
        facts.join(" · ")
    )
}

fn form(world: &World, types: Types) -> String {
    let mut html = format!(
        "<form method=\"post\" action=\"/_mock/call\" class=\"call\">\n\
         <input type=\"hidden\" name=\"service\" value=\"{}\">\n\
         <input type=\"hidden\" name=\"action\" value=\"{}\">\n<h3>Parameters</h3>\n",
        escape(&types.service.service.service),
        escape(&types.action.action),
    );
    let shown = types
        .action
        .request
        .iter()
        .filter(|member| types.service.location(types.action, member) != Location::Host);
    for member in shown {
        field(world, types, member, &mut html);
    }
    html.push_str("<fieldset><legend>What should go wrong</legend>\n<div class=\"pair\">");
    let codes = types
        .action
        .errors
        .iter()
        .chain(&types.service.service.errors);
    let codes = codes.map(|error| (error.code.clone(), error.doc.clone()));
    html.push_str(&choice("error", "Documented error", codes));
    let faults = Fault::names()
        .into_iter()
        .filter(|name| !name.contains("CODE"));
    let faults = faults.map(|name| (name.split('[').next().unwrap_or_default().to_owned(), None));
    html.push_str(&choice("fault", "Fault", faults));
    html.push_str(
        "</div><label class=\"check\"><input type=\"checkbox\" name=\"tamper\" value=\"1\"> \
         change a byte after signing</label></fieldset>\n\
         <button type=\"submit\">Sign and call</button>\n</form>\n",
    );
    html
}

fn field(world: &World, types: Types, member: &Member, html: &mut String) {
    let name = escape(&member.name);
    let is_required = member.required == Required::Yes;
    let mut facts = vec![escape(&member.type_ref.to_string())];
    if is_required {
        facts.push("<strong>required</strong>".to_owned());
    }
    for (label, bound) in [("min", member.min), ("max", member.max)] {
        facts.extend(bound.map(|bound| format!("{label} {bound}")));
    }
    facts.extend(
        member
            .default
            .as_ref()
            .map(|default| format!("default {}", escape(&text_of(default)))),
    );
    let _ = write!(
        html,
        "<label class=\"field\"><span class=\"name\"><code>{name}</code> <small>{}</small></span>\n\
         <input type=\"text\" name=\"p.{name}\" value=\"{}\" list=\"l.{name}\" spellcheck=\"false\">\n",
        facts.join(" · "),
        escape(&suggestion(world, types, member)),
    );
    let values = types.values(member);
    if !values.is_empty() {
        let options = values
            .iter()
            .map(|value| format!("<option value=\"{}\">", escape(value)));
        let _ = write!(
            html,
            "<datalist id=\"l.{name}\">{}</datalist>",
            options.collect::<String>()
        );
    }
    let doc = member.doc.as_deref().map(prose).unwrap_or_default();
    let _ = writeln!(html, "<small class=\"doc\">{doc}</small></label>");
}

/// What the form starts with: the sample's value, or the example, or something for a path.
fn suggestion(world: &World, types: Types, member: &Member) -> String {
    let sampled = types
        .action
        .samples
        .first()
        .and_then(|sample| sample.request.as_ref());
    let sampled = sampled.and_then(|request| request.get(&member.name));
    if let Some(known) = sampled.or(member.example.as_ref()) {
        return text_of(known);
    }
    if member.required != Required::Yes {
        return String::new();
    }
    match member.type_ref.to_string().as_str() {
        "string" if member.name == "project_id" => world.account.project_id.clone(),
        "string" => format!("mock-{}", member.name.to_lowercase().replace('_', "-")),
        _ => "1".to_owned(),
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn choice(
    name: &str,
    label: &str,
    options: impl Iterator<Item = (String, Option<String>)>,
) -> String {
    let mut html = format!(
        "<label class=\"field\"><span class=\"name\">{label}</span>\
         <select name=\"{name}\"><option value=\"\">none</option>"
    );
    for (value, doc) in options {
        let value = escape(&value);
        let doc = doc
            .map(|doc| format!(": {}", escape(&doc)))
            .unwrap_or_default();
        let _ = write!(html, "<option value=\"{value}\">{value}{doc}</option>");
    }
    html + "</select></label>"
}

fn errors(types: Types) -> String {
    let own = &types.action.errors;
    if own.is_empty() {
        return String::new();
    }
    let mut html = String::from("<section class=\"block\"><h3>Errors of the page</h3><table>\n");
    for error in own {
        let _ = writeln!(
            html,
            "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
            escape(&error.code),
            error
                .status
                .map(|status| status.to_string())
                .unwrap_or_default(),
            error.doc.as_deref().map(prose).unwrap_or_default(),
        );
    }
    html + "</table></section>\n"
}

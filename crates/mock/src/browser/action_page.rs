//! One action: its parameters as a form that makes a signed call, what it answers, its errors, its
//! sample.

use std::fmt::Write as _;

use cloudwright_spec::model::{Location, Member, Scalar, TypeRef, value_text};
use serde_json::{Map, Value};

use super::fields::{answer, facts, inside};
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
    body.push_str(&answer(types));
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
    let explorer = types.service.explorer(action);
    facts.extend(explorer.map(|address| {
        format!(
            "<a href=\"{}\" rel=\"noreferrer\">API explorer</a>",
            escape(&address)
        )
    }));
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
    let example = world.example(types);
    for member in shown {
        field(types, member, &example, &mut html);
    }
    html.push_str(&regions(types));
    html.push_str("<fieldset><legend>What should go wrong</legend>\n<div class=\"pair\">");
    let codes = types.errors();
    let codes = codes.map(|error| (error.code.clone(), error.doc.clone()));
    html.push_str(&choice("error", "Documented error", "none", codes));
    let faults = Fault::names()
        .into_iter()
        .filter(|name| !name.contains("CODE"));
    let faults = faults.map(|name| (name.split('[').next().unwrap_or_default().to_owned(), None));
    html.push_str(&choice("fault", "Fault", "none", faults));
    html.push_str(
        "</div><label class=\"check\"><input type=\"checkbox\" name=\"tamper\" value=\"1\"> \
         change a byte after signing</label></fieldset>\n\
         <button type=\"submit\">Sign and call</button>\n</form>\n",
    );
    html
}

/// A choice of regions, where the page names some.
fn regions(types: Types) -> String {
    let regions = types.regions();
    if regions.is_empty() {
        return String::new();
    }
    let regions = regions.iter().map(|region| (region.clone(), None));
    choice("region", "Region", "the usual one", regions)
}

fn field(types: Types, member: &Member, example: &Map<String, Value>, html: &mut String) {
    let name = escape(&member.name);
    let mut notes = vec![escape(&member.type_ref.to_string())];
    notes.extend(facts(types, member));
    let value = example.get(&member.name).or(member.example.as_ref());
    let value = value.map(value_text).unwrap_or_default();
    let doc = member.doc.as_deref().map(prose).unwrap_or_default();
    // Writing to a `String` cannot fail.
    let _ = write!(
        html,
        "<div class=\"field\"><label class=\"name\" for=\"p.{name}\"><code>{name}</code> \
         <small>{}</small></label>\n{}<small class=\"doc\">{doc}</small>{}</div>\n",
        notes.join(" · "),
        input(types, member, &value),
        inside(types, member),
    );
}

/// What a value is typed into or chosen from. Enums are open, so that another value can be typed.
fn input(types: Types, member: &Member, value: &str) -> String {
    let name = escape(&member.name);
    let text_field = |name: &str, id: &str, value: &str, hint: &str| {
        format!(
            "<input type=\"text\" name=\"{name}\"{id} value=\"{}\"{hint} spellcheck=\"false\" \
             autocapitalize=\"off\" autocomplete=\"off\">\n",
            escape(value)
        )
    };
    let id = format!(" id=\"p.{name}\"");
    if member.type_ref == TypeRef::Scalar(Scalar::Boolean) {
        let options = ["true", "false"].map(|value| (value.to_owned(), None));
        return select(
            &format!("p.{name}"),
            &id,
            value,
            "not given",
            options.into_iter(),
        );
    }
    let is_single = matches!(member.type_ref, TypeRef::Named(_) | TypeRef::Scalar(_));
    let values = types.enum_values(member);
    if values.is_empty() || !is_single {
        let is_structure = types.fields(member).is_some()
            || matches!(member.type_ref, TypeRef::List(_) | TypeRef::Map(_));
        if is_structure {
            return json_field(&name, &id, value);
        }
        return text_field(&format!("p.{name}"), &id, value, "");
    }
    let is_documented = values.iter().any(|known| known.value == value);
    let other = if is_documented { "" } else { value };
    let options = values
        .iter()
        .map(|value| (value.value.clone(), value.doc.clone()));
    let chosen = select(&format!("p.{name}"), &id, value, "not given", options);
    let hint = " placeholder=\"or another value\" aria-label=\"another value\"";
    format!(
        "<div class=\"pair\">{chosen}{}</div>",
        text_field(&format!("o.{name}"), "", other, hint)
    )
}

/// A field of several lines for a value that is written in JSON, laid out where it is some.
fn json_field(name: &str, id: &str, value: &str) -> String {
    let parsed = serde_json::from_str::<Value>(value);
    let laid_out = parsed.map_or_else(|_| value.to_owned(), |value| format!("{value:#}"));
    let lines = laid_out.lines().count().clamp(1, 12);
    format!(
        "<textarea name=\"p.{name}\"{id} rows=\"{lines}\" placeholder=\"JSON\" spellcheck=\"false\" \
         autocapitalize=\"off\" autocomplete=\"off\">\n{}</textarea>\n",
        escape(&laid_out)
    )
}

fn choice(
    name: &str,
    label: &str,
    none: &str,
    options: impl Iterator<Item = (String, Option<String>)>,
) -> String {
    let select = select(name, "", "", none, options);
    format!("<label class=\"field\"><span class=\"name\">{label}</span>{select}</label>")
}

fn select(
    name: &str,
    id: &str,
    chosen: &str,
    none: &str,
    options: impl Iterator<Item = (String, Option<String>)>,
) -> String {
    let mut html = format!("<select name=\"{name}\"{id}><option value=\"\">{none}</option>");
    for (value, doc) in options {
        let selected = if value == chosen { " selected" } else { "" };
        let value = escape(&value);
        let doc = doc
            .map(|doc| format!(": {}", escape(&doc)))
            .unwrap_or_default();
        let _ = write!(
            html,
            "<option value=\"{value}\"{selected}>{value}{doc}</option>"
        );
    }
    html + "</select>\n"
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

//! One action: its parameters as a form that makes a signed call, what it answers, its errors, its
//! sample.

use cloudwright_spec::model::{Location, Member, Scalar, TypeRef, value_text};
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::html::{block, frame, joined, prose};
use super::members::{answer, doc, facts, inside};
use crate::catalog::ActionTypes;
use crate::message::fault::Fault;
use crate::world::World;

pub(super) fn page(world: &World, types: ActionTypes) -> Markup {
    let body = html! {
        (heading(types))
        (form(world, types))
        (answer(types))
        (errors(types))
        @for sample in &types.action.samples {
            (block(
                &format!("Sample answer: {}", sample.name.as_deref().unwrap_or("Sample")),
                &format!("{:#}", sample.response),
            ))
        }
    };
    frame(types.name(), None, &body)
}

pub(super) fn heading(types: ActionTypes) -> Markup {
    let (action, source) = (types.action, &types.action.source);
    let mut facts = vec![
        html! { code { (types.service_id()) } },
        html! { (types.method()) " " code { (types.path()) } },
    ];
    facts.extend(action.rate_limit.map(|rate| html! { (String::from(rate)) }));
    let is_secure = |url: &&str| url.starts_with("https://");
    facts.push(html! {
        @if let Some(url) = source.url.as_deref().filter(is_secure) {
            a href=(url) rel="noreferrer" { (source.title) }
        } @else {
            (source.title)
        }
    });
    facts.extend(source.updated.as_deref().map(|updated| html! { (updated) }));
    let explorer = types.service.explorer(action);
    facts.extend(explorer.map(|url| html! { a href=(url) rel="noreferrer" { "API explorer" } }));
    html! {
        h1 { (types.name()) }
        p.lead { (prose(&action.summary)) }
        p.facts { (joined(&facts)) }
    }
}

fn form(world: &World, types: ActionTypes) -> Markup {
    let members = types.action.request.iter();
    let shown = members.filter(|member| types.location(member) != Location::Host);
    let example = world.example(types);
    let regions = types.regions().iter().map(|region| (region.as_str(), None));
    let regions: Vec<Choice> = regions.collect();
    let codes = types.errors();
    let codes: Vec<Choice> = codes
        .map(|error| (error.code.as_str(), error.doc.as_deref()))
        .collect();
    let faults = Fault::names();
    let faults = faults.iter().filter(|name| !name.contains("CODE"));
    let faults = faults.filter_map(|name| Some((name.split('[').next()?, None)));
    let faults: Vec<Choice> = faults.collect();
    html! {
        form method="post" action="/_mock/call" class="call" {
            input type="hidden" name="service" value=(types.service_id());
            input type="hidden" name="action" value=(types.name());
            h3 { "Parameters" }
            @for member in shown { (field(types, member, &example)) }
            @if !regions.is_empty() { (choice("region", "Region", "the usual one", &regions)) }
            fieldset {
                legend { "What should go wrong" }
                div.pair {
                    (choice("error", "Documented error", "none", &codes))
                    (choice("fault", "Fault", "none", &faults))
                }
                label.check {
                    input type="checkbox" name="tamper" value="1";
                    " change a byte after signing"
                }
            }
            button type="submit" { "Sign and call" }
        }
    }
}

fn field(types: ActionTypes, member: &Member, example: &Map<String, Value>) -> Markup {
    let mut notes = vec![html! { (member.type_ref) }];
    notes.extend(facts(types, member));
    let value = example.get(&member.name).or(member.example.as_ref());
    let value = value.map(value_text).unwrap_or_default();
    html! {
        div.field {
            label.name for={ "p." (member.name) } {
                code { (member.name) } " " small { (joined(&notes)) }
            }
            (input(types, member, &value))
            small.doc { (doc(member)) }
            (inside(types, member))
        }
    }
}

/// What a value is typed into or chosen from. Enums are open, so that another value can be typed.
fn input(types: ActionTypes, member: &Member, value: &str) -> Markup {
    let name = format!("p.{}", member.name);
    if member.type_ref == TypeRef::Scalar(Scalar::Boolean) {
        return select(
            &name,
            value,
            "not given",
            &[("true", None), ("false", None)],
        );
    }
    let values = types.values(member);
    let is_list = matches!(member.type_ref, TypeRef::List(_) | TypeRef::Map(_));
    if is_list || types.fields(member).is_some() {
        return json_field(&name, value);
    }
    if values.is_empty() || member.type_ref == TypeRef::Object {
        return html! {
            input type="text" name=(name) id=(name) value=(value) spellcheck="false"
                autocapitalize="off" autocomplete="off";
        };
    }
    let is_documented = values.iter().any(|known| known.value == value);
    let other = if is_documented { "" } else { value };
    let options = values
        .iter()
        .map(|value| (value.value.as_str(), value.doc.as_deref()));
    let options: Vec<Choice> = options.collect();
    html! {
        div.pair {
            (select(&name, value, "not given", &options))
            input type="text" name={ "o." (member.name) } value=(other)
                placeholder="or another value" aria-label="another value" spellcheck="false"
                autocapitalize="off" autocomplete="off";
        }
    }
}

/// A field of several lines for a value that is written in JSON, laid out where it is some.
fn json_field(name: &str, value: &str) -> Markup {
    let parsed = serde_json::from_str::<Value>(value);
    let laid_out = parsed.map_or_else(|_| value.to_owned(), |value| format!("{value:#}"));
    let lines = laid_out.lines().count().clamp(1, 12);
    // Of a text area's text the first line break is none.
    html! {
        textarea name=(name) id=(name) rows=(lines) placeholder="JSON" spellcheck="false"
            autocapitalize="off" autocomplete="off" { "\n" (laid_out) }
    }
}

/// A value that can be chosen, and what it means.
type Choice<'a> = (&'a str, Option<&'a str>);

fn choice(name: &str, label: &str, none: &str, options: &[Choice]) -> Markup {
    html! {
        label.field { span.name { (label) } (select(name, "", none, options)) }
    }
}

fn select(name: &str, chosen: &str, none: &str, options: &[Choice]) -> Markup {
    html! {
        select name=(name) id=(name) {
            option value="" { (none) }
            @for (value, doc) in options {
                option value=(value) selected[*value == chosen] {
                    (value)
                    @if let Some(doc) = doc { ": " (doc) }
                }
            }
        }
    }
}

fn errors(types: ActionTypes) -> Markup {
    html! {
        @if !types.action.errors.is_empty() {
            section.block {
                h3 { "Errors of the page" }
                table {
                    @for error in &types.action.errors {
                        tr {
                            td { code { (error.code) } }
                            td { @if let Some(status) = error.status { (status) } }
                            td { (prose(error.doc.as_deref().unwrap_or_default())) }
                        }
                    }
                }
            }
        }
    }
}

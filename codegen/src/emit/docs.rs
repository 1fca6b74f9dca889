//! What rustdoc says of members, types and actions.

use cloudwright_spec::model::{
    Evidence, Member, Required, Serialize, TimeStyle, TypeRef, value_text,
};
use proc_macro2::TokenStream;
use quote::quote;

use crate::doc::{after_colon, code, inline, lines, wrapped};
use crate::model::{MemberModel, TypeModel, Usage};

/// Documentation lines as attributes, which print as `///`.
pub(crate) fn outer(lines: &[String]) -> TokenStream {
    let lines = texts(lines);
    quote!(#(#[doc = #lines])*)
}

/// Documentation lines of the item around them, which print as `//!`.
pub(crate) fn inner(lines: &[String]) -> TokenStream {
    let lines = texts(lines);
    quote!(#(#![doc = #lines])*)
}

/// Lines as the texts of their attributes, which a comment begins with a space.
fn texts(lines: &[String]) -> Vec<String> {
    let mut lines = wrapped(lines);
    for line in lines.iter_mut().filter(|line| !line.is_empty()) {
        line.insert(0, ' ');
    }
    lines
}

/// A member: its wire name, what it is, and every fact the page gives.
pub(crate) fn member(member: &MemberModel<'_>, usage: Usage) -> Vec<String> {
    let spec = member.spec;
    let mut text = named(&spec.name, spec.doc.as_deref());
    let facts = facts(member, usage);
    match (facts.as_slice(), text.last_mut()) {
        // A word about it needs no line of its own.
        ([fact], Some(last)) if fact.len() <= "Required.".len() => {
            last.push(' ');
            last.push_str(fact);
        }
        ([], _) => {}
        _ => text.push(facts.join(" ")),
    }
    text
}

/// `` `Name`: what it is. ``, where the wire name leads.
pub(crate) fn named(wire: &str, doc: Option<&str>) -> Vec<String> {
    let mut text = doc.map(lines).unwrap_or_default();
    let name = code(wire);
    match text.first_mut() {
        Some(first) => *first = format!("{name}: {}", after_colon(first)),
        None => text.push(format!("{name}.")),
    }
    text
}

/// A type: what the spec says of it, or where it stands in the documentation.
pub(crate) fn of_type(model: &TypeModel<'_>) -> Vec<String> {
    let mut text = model.doc.map(lines).unwrap_or_default();
    let place = place(&model.wire);
    if text.is_empty() {
        text.push(format!("{place}."));
    } else if model.wire != model.name {
        text.push(String::new());
        text.push(format!("In the documentation: {place}."));
    }
    text
}

/// A type's name or, of one without a name, the members that lead to it and where they begin.
fn place(wire: &str) -> String {
    let Some((top, members)) = wire.split_once('.') else {
        return code(wire);
    };
    let whole = match top {
        "request" => "the call".to_owned(),
        "response" => "the answer".to_owned(),
        name => code(name),
    };
    format!("{} of {whole}", code(members))
}

fn facts(member: &MemberModel<'_>, usage: Usage) -> Vec<String> {
    let spec = member.spec;
    let mut facts = Vec::new();
    if spec.removed.is_some() {
        let unsent = if usage.request {
            "; it is not sent"
        } else {
            ""
        };
        facts.push(format!("No longer documented{unsent}."));
    } else if usage.request {
        let required = match spec.required {
            Required::Yes => "Required.",
            Required::No => "Optional.",
            Required::Unknown => "Whether it is required is not documented.",
        };
        facts.push(required.to_owned());
    }
    if let Some(default) = &spec.default {
        facts.push(format!("Default: {}.", code(&value_text(default))));
    }
    facts.extend(range(spec.min, spec.max).map(|range| format!("{range}.")));
    let unit = match spec.type_ref {
        TypeRef::List(_) | TypeRef::Map(_) => "items",
        _ => "characters",
    };
    facts.extend(range(spec.min_length, spec.max_length).map(|range| format!("{range} {unit}.")));
    facts.extend(time(spec));
    if let Some(pattern) = &spec.pattern {
        facts.push(format!("Pattern: {}.", code(pattern)));
    }
    if !spec.values.is_empty() && member.rust.target().is_none() {
        facts.push(format!("One of {}.", values(member)));
    }
    if let Some(example) = &spec.example {
        facts.push(format!("Example: {}.", code(&value_text(example))));
    }
    facts.extend(remarks(member).map(str::to_owned));
    for conflict in &spec.conflict {
        facts.push(format!(
            "Documented inconsistently: {}",
            after_colon(&inline(&conflict.doc))
        ));
    }
    facts
}

/// How a time is written.
fn time(spec: &Member) -> Option<String> {
    let pattern = code(spec.format?.pattern());
    Some(match spec.zone.as_deref() {
        Some("Z") => format!("Written {pattern}, in UTC."),
        Some(zone) => format!("Written {pattern}, in UTC{zone}."),
        None if spec.format.is_some_and(TimeStyle::is_count) => {
            format!("In {}.", spec.format?.pattern())
        }
        None => format!("Written {pattern}."),
    })
}

fn remarks(member: &MemberModel<'_>) -> impl Iterator<Item = &'static str> {
    let spec = member.spec;
    let evidence = match spec.evidence {
        Evidence::Page => None,
        Evidence::Sample => Some("Seen in the page's sample only."),
        Evidence::Metadata => Some("Seen in the vendor's metadata only."),
        Evidence::Inferred => Some("Inferred."),
    };
    let serialize = match spec.serialize {
        None => None,
        Some(Serialize::Json) => Some("On the wire it is JSON in a text."),
        Some(Serialize::Comma) => Some("On the wire it is one text with commas."),
    };
    let implicit = spec
        .implicit
        .then_some("Taken from the client's project id where it is not given.");
    let token = spec
        .idempotency_token
        .then_some("Filled with a new UUID once a call where it is not given, so that the call can be retried.");
    let secret = member
        .is_secret()
        .then_some("A secret: `Debug` does not show it.");
    [evidence, serialize, implicit, token, secret]
        .into_iter()
        .flatten()
}

fn range<N: std::fmt::Display>(min: Option<N>, max: Option<N>) -> Option<String> {
    match (min, max) {
        (None, None) => None,
        (Some(min), None) => Some(format!("At least {min}")),
        (None, Some(max)) => Some(format!("At most {max}")),
        (Some(min), Some(max)) => Some(format!("{min} to {max}")),
    }
}

fn values(member: &MemberModel<'_>) -> String {
    let values = member.spec.values.iter();
    let listed: Vec<String> = values
        .map(|value| {
            let doc = value
                .doc
                .as_deref()
                .map(|doc| inline(doc.trim_end_matches('.')));
            let doc = doc.map(|doc| format!(" ({doc})")).unwrap_or_default();
            code(&value.value) + &doc
        })
        .collect();
    listed.join(", ")
}

//! Members as a person reads them: names, types, bounds, docs, and what is inside of structures.

use cloudwright_spec::model::{Location, Member, Required, value_text};
use maud::{Markup, html};

use super::html::{joined, prose};
use crate::catalog::ActionTypes;

/// How deep structures are shown; types that hold themselves end here.
const DEEPEST: usize = 6;

/// Most members that one table shows.
const MOST: usize = 2000;

/// The section that tells of the answer: its fields, at any depth.
pub(super) fn answer(types: ActionTypes) -> Markup {
    let members = &types.action.response;
    html! {
        section.block {
            h3 { "Answer" }
            @if members.is_empty() {
                p { "The page documents no members." }
            } @else {
                @if let Some(name) = &types.service.service.envelope {
                    p.facts { "The result is in the member " code { (name) } "." }
                }
                (table(types, members))
            }
        }
    }
}

/// What is inside of a parameter, folded away. Nothing where there is nothing.
pub(super) fn inside(types: ActionTypes, member: &Member) -> Markup {
    html! {
        @if let Some(fields) = types.fields(member).filter(|fields| !fields.is_empty()) {
            details.inside { summary { "fields" } (table(types, fields)) }
        }
    }
}

fn table(types: ActionTypes, members: &[Member]) -> Markup {
    let mut rows = Vec::new();
    add_rows(types, members, &mut Vec::new(), &mut rows);
    html! {
        table.members {
            thead { tr { th { "Name" } th { "Type" } th { "What it is" } } }
            tbody {
                @for row in &rows { (row) }
                @if rows.len() == MOST { tr { td colspan="3" { "… and more" } } }
            }
        }
    }
}

/// Rows for members, and below each for what is inside of it. `above` has the names of the types
/// that lead here.
fn add_rows(
    types: ActionTypes,
    members: &[Member],
    above: &mut Vec<String>,
    rows: &mut Vec<Markup>,
) {
    for member in members {
        if rows.len() == MOST {
            return;
        }
        rows.push(row(types, member, above.len()));
        let leaf = member.type_ref.leaf().to_string();
        let is_again = leaf != "object" && above.contains(&leaf);
        if above.len() < DEEPEST
            && !is_again
            && let Some(fields) = types.fields(member)
        {
            above.push(leaf);
            add_rows(types, fields, above, rows);
            above.pop();
        }
    }
}

fn row(types: ActionTypes, member: &Member, depth: usize) -> Markup {
    let mut notes = facts(types, member);
    if member.location == Some(Location::Header) {
        notes.push(html! { "a header" });
    }
    html! {
        tr {
            td { code class={ "depth" (depth) } { (member.name) } }
            td { code { (member.type_ref) } }
            td {
                (doc(member))
                @if !notes.is_empty() { br; small { (joined(&notes)) } }
            }
        }
    }
}

/// What a page says of a member.
pub(super) fn doc(member: &Member) -> Markup {
    prose(member.doc.as_deref().unwrap_or_default())
}

/// Bounds, default, values and what else a page states of a member beside its type.
pub(super) fn facts(types: ActionTypes, member: &Member) -> Vec<Markup> {
    let mut facts = Vec::new();
    if member.required == Required::Yes {
        facts.push(html! { strong { "required" } });
    }
    for (label, bound) in [
        ("min", member.min.map(|bound| bound.to_string())),
        ("max", member.max.map(|bound| bound.to_string())),
        (
            "shortest",
            member.min_length.map(|length| length.to_string()),
        ),
        (
            "longest",
            member.max_length.map(|length| length.to_string()),
        ),
    ] {
        facts.extend(bound.map(|bound| html! { (label) " " (bound) }));
    }
    for (label, value) in [("default", &member.default), ("example", &member.example)] {
        let value = value.as_ref().map(value_text);
        facts.extend(value.map(|value| html! { (label) " " code { (value) } }));
    }
    let values = types.values(member);
    if !values.is_empty() {
        facts.push(html! {
            "one of "
            @for (number, value) in values.iter().enumerate() {
                @if number > 0 { ", " }
                code { (value.value) }
            }
        });
    }
    facts.extend(
        member
            .deprecated
            .as_deref()
            .map(|why| html! { "deprecated: " (prose(why)) }),
    );
    facts
}

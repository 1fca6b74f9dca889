//! Members as a person reads them: names, types, bounds, docs, and what is inside of structures.

use std::fmt::Write as _;

use cloudwright_spec::model::{Location, Member, Required, value_text};

use super::html::{escape, prose};
use crate::flat::Types;

/// How deep structures are shown; types that hold themselves end here.
const DEEPEST: usize = 6;

/// Most members that one table shows.
const MOST: usize = 2000;

/// The section that tells of the answer: its fields, at any depth.
pub(super) fn answer(types: Types) -> String {
    let members = &types.action.response;
    if members.is_empty() {
        return "<section class=\"block\"><h3>Answer</h3><p>The page documents no members.</p></section>\n"
            .to_owned();
    }
    let envelope = types.service.service.envelope.as_deref();
    let envelope = envelope
        .map(|name| {
            format!(
                "<p class=\"facts\">The result is in the member <code>{}</code>.</p>\n",
                escape(name)
            )
        })
        .unwrap_or_default();
    format!(
        "<section class=\"block\"><h3>Answer</h3>\n{envelope}{}</section>\n",
        table(types, members)
    )
}

/// What is inside of a parameter, folded away. Nothing where there is nothing.
pub(super) fn inside(types: Types, member: &Member) -> String {
    match types.fields(member) {
        Some(fields) if !fields.is_empty() => format!(
            "<details class=\"inside\"><summary>fields</summary>{}</details>",
            table(types, fields)
        ),
        _ => String::new(),
    }
}

fn table(types: Types, members: &[Member]) -> String {
    let mut table = Table {
        types,
        rows: String::new(),
        left: MOST,
    };
    table.members(members, &mut Vec::new());
    if table.left == 0 {
        table
            .rows
            .push_str("<tr><td colspan=\"3\">… and more</td></tr>\n");
    }
    format!(
        "<table class=\"members\"><thead><tr><th>Name</th><th>Type</th><th>What it is</th></tr></thead>\n\
         <tbody>\n{}</tbody></table>\n",
        table.rows
    )
}

struct Table<'a> {
    types: Types<'a>,
    rows: String,
    left: usize,
}

impl<'a> Table<'a> {
    /// Rows for members, and below each for what is inside of it. `above` has the names of the types
    /// that lead here.
    fn members(&mut self, members: &'a [Member], above: &mut Vec<String>) {
        for member in members {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            self.row(member, above.len());
            let leaf = member.type_ref.leaf().to_string();
            let is_again = leaf != "object" && above.contains(&leaf);
            if above.len() < DEEPEST
                && !is_again
                && let Some(fields) = self.types.fields(member)
            {
                above.push(leaf);
                self.members(fields, above);
                above.pop();
            }
        }
    }

    fn row(&mut self, member: &Member, depth: usize) {
        let doc = member.doc.as_deref().map(prose).unwrap_or_default();
        let mut notes = facts(self.types, member);
        if member.location == Some(Location::Header) {
            notes.push("a header".to_owned());
        }
        let notes = if notes.is_empty() {
            String::new()
        } else {
            format!("<br><small>{}</small>", notes.join(" · "))
        };
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            self.rows,
            "<tr><td><code class=\"depth{depth}\">{}</code></td><td><code>{}</code></td>\
             <td>{doc}{notes}</td></tr>",
            escape(&member.name),
            escape(&member.type_ref.to_string()),
        );
    }
}

/// Bounds, default, values and what else a page states of a member beside its type.
pub(super) fn facts(types: Types, member: &Member) -> Vec<String> {
    let mut facts = Vec::new();
    if member.required == Required::Yes {
        facts.push("<strong>required</strong>".to_owned());
    }
    for (label, bound) in [("min", member.min), ("max", member.max)] {
        facts.extend(bound.map(|bound| format!("{label} {bound}")));
    }
    for (label, bound) in [
        ("shortest", member.min_length),
        ("longest", member.max_length),
    ] {
        facts.extend(bound.map(|bound| format!("{label} {bound}")));
    }
    for (label, value) in [("default", &member.default), ("example", &member.example)] {
        let value = value.as_ref().map(value_text);
        facts.extend(value.map(|value| format!("{label} <code>{}</code>", escape(&value))));
    }
    let values = types.values(member);
    if !values.is_empty() {
        let values = values
            .iter()
            .map(|value| format!("<code>{}</code>", escape(value)));
        facts.push(format!("one of {}", values.collect::<Vec<_>>().join(", ")));
    }
    if let Some(why) = &member.deprecated {
        facts.push(format!("deprecated: {}", prose(why)));
    }
    facts
}

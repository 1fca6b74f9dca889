//! What was asked for: services and actions of the catalogue, by the names that people give them.

use cloudwright_catalog::{Catalog, Entry};
use cloudwright_spec::closest;
use cloudwright_spec::model::Provider;
use cloudwright_vocabulary::printable;

use crate::places::Done;

/// A service, and which of its actions.
#[derive(Debug)]
pub(super) struct WantedProduct<'c> {
    pub(super) entry: &'c Entry,
    /// All of them, if none is named.
    pub(super) actions: Vec<String>,
}

impl WantedProduct<'_> {
    /// Whether an action is one of those.
    pub(super) fn has(&self, action: &str) -> bool {
        self.actions.is_empty() || self.actions.iter().any(|wanted| wanted == action)
    }
}

/// How many names are listed at most.
const LISTED: usize = 8;

/// Finds all that was asked for, or says what there is not.
pub(super) fn read<'c>(
    catalogue: &'c Catalog,
    services: &[String],
    actions: &[String],
) -> Done<Vec<WantedProduct<'c>>> {
    let mut wanted: Vec<WantedProduct<'c>> = Vec::new();
    for name in services {
        let entry = catalogue
            .find(name)
            .ok_or_else(|| unknown_service(catalogue, name))?;
        if wanted.iter().all(|known| known.entry.id != entry.id) {
            wanted.push(WantedProduct {
                entry,
                actions: Vec::new(),
            });
        }
    }
    for action in actions {
        assign(catalogue, action, &mut wanted)?;
    }
    let idle = wanted.iter().find(|one| one.actions.is_empty());
    match idle.filter(|_| !actions.is_empty()) {
        Some(idle) => Err(format!(
            "{} has none of the actions; leave it to an `add` of its own",
            idle.entry.id
        )
        .into()),
        None => Ok(wanted),
    }
}

/// Gives an action to the services that have it.
fn assign(catalogue: &Catalog, action: &str, wanted: &mut [WantedProduct<'_>]) -> Done<()> {
    let mut known = Vec::new();
    let mut is_found = false;
    for one in wanted.iter_mut() {
        let names = catalogue.action_names(&one.entry.id)?;
        match names.iter().find(|name| name.eq_ignore_ascii_case(action)) {
            Some(name) => {
                is_found = true;
                one.actions.push(name.clone());
            }
            None => known.extend(names),
        }
    }
    if is_found {
        return Ok(());
    }
    let ids: Vec<&str> = wanted.iter().map(|one| one.entry.id.as_str()).collect();
    Err(unknown_action(&ids.join(", "), &known, action).into())
}

/// What there is in place of a service that there is not.
fn unknown_service(catalogue: &Catalog, name: &str) -> String {
    let shown = printable::text(name);
    if Provider::WORDS.contains(&&*name.to_ascii_lowercase()) {
        return format!(
            "{shown} is a cloud: name one of its products; `cloudwright services {shown}` \
             lists them"
        );
    }
    let instead = catalogue.instead_of(name);
    let names: Vec<&str> = instead.iter().map(|entry| entry.id.as_str()).collect();
    match names.as_slice() {
        [] => format!("there is no service {shown}; `cloudwright services WORD` looks in all"),
        names => format!(
            "there is no service {shown}; did you mean {}?",
            any_of(names)
        ),
    }
}

/// What there is in place of an action that there is not: one that is spelt like it, or those that have the word.
fn unknown_action(ids: &str, known: &[String], action: &str) -> String {
    let shown = printable::text(action);
    let near = closest(action, known.iter().map(String::as_str));
    let lower = action.to_ascii_lowercase();
    let holds = |name: &&str| !lower.is_empty() && name.to_ascii_lowercase().contains(&lower);
    let holding = known.iter().map(String::as_str).filter(holds);
    let meant: Vec<&str> = near.map_or_else(|| holding.take(LISTED).collect(), |near| vec![near]);
    if meant.is_empty() {
        let some: Vec<&str> = known.iter().map(String::as_str).take(LISTED).collect();
        return format!(
            "{ids} has no action {shown}; there are {}, …",
            some.join(", ")
        );
    }
    format!(
        "{ids} has no action {shown}; did you mean {}?",
        any_of(&meant)
    )
}

/// `a`, `a or b`, `a, b or c`.
fn any_of(names: &[&str]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        names => names.concat(),
    }
}

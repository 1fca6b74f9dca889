//! Changes of a service: of what its actions share, and of each of them.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Claim, Topic, Verdicts};
use super::changes::{Changes, TEXT};
use super::matched::{Matched, by_name, come, gone, pairs};
use super::reach::Reach;
use super::side::Side;
use super::{action, declared, errors};
use crate::catalog::{LoadedAction, LoadedService};
use crate::model::{Endpoints, Member, Protocol, Service};

pub(super) fn compare(changes: &mut Changes, old: &LoadedService, new: &LoadedService) {
    let sides = (&Side::of(old), &Side::of(new));
    changes.within("service", |changes| own(changes, sides));
    let direction = |name: &str| {
        let now = sides.1.reach.direction(None, name);
        now.or(sides.0.reach.direction(None, name))
    };
    declared::types(changes, &old.service.types, &new.service.types, direction);
    let matched = by_name(&old.actions, &new.actions, |loaded| &loaded.action.action);
    for (name, one) in &matched {
        changes.in_action(name, |changes| action(changes, sides, one));
    }
    for (gone, come) in pairs(&matched, |_, loaded| contents(loaded)) {
        changes.same(gone, come, "renamed");
    }
    belonging(
        changes,
        &gone(&matched).collect(),
        &sides.0.reach,
        "removed",
    );
    belonging(changes, &come(&matched).collect(), &sides.1.reach, "added");
}

fn action(
    changes: &mut Changes,
    sides: (&Side<'_>, &Side<'_>),
    matched: &Matched<'_, LoadedAction>,
) {
    match matched {
        Matched::Kept(before, after) => {
            action::compare(changes, sides, &before.action, &after.action);
        }
        Matched::Come(_) => {
            changes.push("added", Verdicts::NEW, "added", "a new function");
        }
        Matched::Gone(before) => {
            let (kind, why) = if before.action.removed.is_some() {
                ("stub-removed", "the stub of what went earlier")
            } else {
                ("removed", "its function is gone")
            };
            let change = changes.push(kind, Verdicts::WIRE, "removed", why);
            change.claims(Claim::Subject);
        }
    }
}

/// What an action takes and answers, in words that tell actions apart.
fn contents(loaded: &LoadedAction) -> Option<Vec<String>> {
    let action = &loaded.action;
    let of = |members: &[Member], way: &str| -> Vec<String> {
        let words = members.iter().flat_map(|member| declared::shape(member, 0));
        words.map(|word| format!("{way} {word}")).collect()
    };
    let mut words = of(&action.request, ">");
    // One that takes nothing and answers nothing of its own is like all others.
    let has_much = words.len() + action.response.len() > 3;
    words.extend(of(&action.response, "<"));
    words.sort();
    has_much.then_some(words)
}

/// Types that come and go with actions, because no other action reaches them.
fn belonging(changes: &mut Changes, actions: &BTreeSet<&str>, reach: &Reach<'_>, kind: &str) {
    for change in &mut changes.list {
        let is_shared_type = change.id.topic == Topic::Type && change.action.is_none();
        if is_shared_type
            && change.id.kind == kind
            && let [_, name, ..] = &*change.path
            && let by @ [first, ..] = reach.by(name)
            && by.iter().all(|action| actions.contains(action))
        {
            change.part_of = Some((*first).to_owned());
        }
    }
}

fn own(changes: &mut Changes, sides: (&Side<'_>, &Side<'_>)) {
    let new = &sides.1.service.service;
    // Taken apart, so that a key that is added to the language is not forgotten here.
    let Service {
        service: _,
        provider: _,
        product,
        title,
        version,
        protocols,
        package,
        endpoints: old_endpoints,
        path,
        envelope,
        regions,
        deprecated,
        explorer,
        errors: old_errors,
        // Told where members have its words.
        glossary: _,
        types: _,
    } = &sides.0.service.service;
    let signed = "requests are signed for it; old programs sign for the other";
    let meant = "calls mean what that version means";
    let depend = "programs depend on it by name";
    let read = "answers are read accordingly; old programs find nothing in them";
    let products = (Some(product), Some(&new.product));
    changes.changed("product-changed", Verdicts::WIRE, signed, products);
    let versions = (version.as_ref(), new.version.as_ref());
    changes.changed("version-changed", Verdicts::REFUSED, meant, versions);
    let names = (Some(&package.name), Some(&new.package.name));
    changes.shown("crate-renamed", Verdicts::GONE, "crate", depend, names);
    let paths = (path.as_ref(), new.path.as_ref());
    changes.changed("path-changed", Verdicts::WIRE, SENT_THERE, paths);
    let envelopes = (envelope.as_ref(), new.envelope.as_ref());
    changes.changed("envelope-changed", Verdicts::WIRE, read, envelopes);
    changes.set("region-changed", regions, &new.regions);
    self::protocols(changes, protocols, &new.protocols);
    endpoints(changes, old_endpoints, &new.endpoints);
    changes.deprecation(deprecated.as_ref(), new.deprecated.as_ref());
    let address = "only an address in the docs";
    changes.all_told([
        ("title-changed", TEXT, *title != new.title),
        ("explorer-changed", address, *explorer != new.explorer),
    ]);
    errors::list(changes, sides, old_errors, &new.errors);
}

fn protocols(changes: &mut Changes, old: &[Protocol], new: &[Protocol]) {
    let is_same_default = old.first() == new.first();
    if !is_same_default {
        let what = "default protocol changed";
        let why = "other credentials may be needed";
        changes.push("default-protocol-changed", Verdicts::UNEXPECTED, what, why);
    }
    for gone in old.iter().filter(|protocol| !new.contains(protocol)) {
        let what = format!("protocol {gone} removed");
        let why = "it cannot be asked for";
        changes.push("protocol-removed", Verdicts::REFUSED, what, why);
    }
    for added in new.iter().filter(|protocol| !old.contains(protocol)) {
        let what = format!("protocol {added} added");
        changes.push("protocol-added", Verdicts::NEW, what, "it can be asked for");
    }
    let is_same_set = old.len() == new.len() && old.iter().all(|known| new.contains(known));
    if is_same_set && is_same_default && old != new {
        let what = "order of protocols changed";
        let why = "only the first one matters";
        changes.push("protocols-reordered", Verdicts::NONE, what, why);
    }
}

const SENT_THERE: &str = "requests are sent there; old programs send them elsewhere";

fn endpoints(changes: &mut Changes, old: &Endpoints, new: &Endpoints) {
    let Endpoints {
        default,
        by_region,
        variants,
    } = old;
    let defaults = (Some(default), Some(&new.default));
    changes.changed("endpoint-changed", Verdicts::WIRE, SENT_THERE, defaults);
    hosts(changes, "host of region", by_region, &new.by_region);
    let (kept, gone) = variants
        .clone()
        .into_iter()
        .partition::<BTreeMap<_, _>, _>(|(name, _)| new.variants.contains_key(name));
    for name in gone.keys() {
        let what = format!("endpoint variant {name} removed");
        let why = "it cannot be asked for";
        changes.push("endpoint-removed", Verdicts::UNEXPECTED, what, why);
    }
    hosts(changes, "endpoint variant", &kept, &new.variants);
}

fn hosts(
    changes: &mut Changes,
    what: &str,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) {
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for name in names {
        let pair = (old.get(name), new.get(name));
        let verdicts = if pair.0.is_some() {
            Verdicts::WIRE
        } else {
            Verdicts::NEW
        };
        let what = format!("{what} {name}:");
        changes.shown("endpoint-changed", verdicts, &what, SENT_THERE, pair);
    }
}

//! Changes of what actions share.

use std::collections::{BTreeMap, BTreeSet};

use super::action::{self, Side};
use super::change::{Claim, Direction, Effect, Thing, Verdicts};
use super::collect::{Changes, Row, TEXT, id, matched, pairs};
use super::reach::Reach;
use super::{declared, errors};
use crate::catalog::{LoadedAction, LoadedService};
use crate::model::{Endpoints, Protocol, Service};

pub(super) fn compare(changes: &mut Changes, old: &LoadedService, new: &LoadedService) {
    let reaches = (Reach::of(old), Reach::of(new));
    let codes = (errors::codes(old), errors::codes(new));
    own(changes, &old.service, &new.service, (&codes.0, &codes.1));
    let direction = |name: &str| match reaches.1.direction(None, name) {
        Direction::None => reaches.0.direction(None, name),
        known => known,
    };
    declared::types(changes, &old.service.types, &new.service.types, direction);
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    let actions = matched(&old.actions, &new.actions, |loaded| &loaded.action.action);
    for (name, before, after) in actions {
        changes.in_action(name, |changes| match (before, after) {
            (Some(before), Some(after)) => action::compare(
                changes,
                &Side {
                    service: old,
                    action: &before.action,
                    reach: &reaches.0,
                    codes: &codes.0,
                },
                &Side {
                    service: new,
                    action: &after.action,
                    reach: &reaches.1,
                    codes: &codes.1,
                },
            ),
            (None, Some(after)) => {
                come.push((name, after));
                let id = id(Thing::Action, "added");
                changes.push(Row::new(id, Verdicts::NEW, "added", "a new function"));
            }
            (Some(before), None) => {
                gone.push((name, before));
                let (kind, why) = if before.action.removed.is_some() {
                    ("stub-removed", "the stub of what went earlier")
                } else {
                    ("removed", "its function is gone")
                };
                let row = Row::new(id(Thing::Action, kind), Verdicts::WIRE, "removed", why);
                changes.push(row.claims(Claim::Subject));
            }
            (None, None) => {}
        });
    }
    for (gone, come) in pairs(&gone, &come, |_, one| contents(one)) {
        changes.same(gone, come, "renamed");
    }
    belonging(changes, &gone, &reaches.0, "removed");
    belonging(changes, &come, &reaches.1, "added");
}

/// What an action takes and answers, in words that tell actions apart.
fn contents(loaded: &LoadedAction) -> Option<Vec<String>> {
    let action = &loaded.action;
    let of = |members: &[crate::model::Member], way: &str| -> Vec<String> {
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
fn belonging(
    changes: &mut Changes,
    actions: &[(&str, &LoadedAction)],
    reach: &Reach<'_>,
    kind: &str,
) {
    let names: BTreeSet<&str> = actions.iter().map(|(name, _)| *name).collect();
    for change in &mut changes.list {
        let is_type = change.id.thing == Thing::Type && change.action.is_none();
        let (true, Some(name)) = (is_type && change.id.kind == kind, change.path.get(1)) else {
            continue;
        };
        let by = reach.by(name);
        if let Some(first) = by.first()
            && by.iter().all(|action| names.contains(action))
        {
            change.part_of = Some((*first).to_owned());
        }
    }
}

fn own(
    changes: &mut Changes,
    old: &Service,
    new: &Service,
    codes: (&errors::Codes<'_>, &errors::Codes<'_>),
) {
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
    } = old;
    changes.within("service", |changes| {
        let thing = |kind| id(Thing::Service, kind);
        changes.shown(
            thing("product-changed"),
            Verdicts::WIRE,
            "product",
            "requests are signed for it; old programs sign for the other",
            (Some(product), Some(&new.product)),
        );
        let verdicts = Verdicts::REFUSED;
        let meant = "calls mean what that version means";
        let versions = (version.as_ref(), new.version.as_ref());
        changes.shown(
            thing("version-changed"),
            verdicts,
            "version",
            meant,
            versions,
        );
        let verdicts = Verdicts {
            source: Effect::Breaking,
            ..Verdicts::NONE
        };
        let names = (Some(&package.name), Some(&new.package.name));
        let depend = "programs depend on it by name";
        changes.shown(thing("crate-renamed"), verdicts, "crate", depend, names);
        for (kind, what, why, pair) in [
            (
                "path-changed",
                "path",
                "requests are sent there; old programs send them elsewhere",
                (path.as_ref(), new.path.as_ref()),
            ),
            (
                "envelope-changed",
                "envelope",
                "answers are read accordingly; old programs find nothing in them",
                (envelope.as_ref(), new.envelope.as_ref()),
            ),
        ] {
            changes.shown(thing(kind), Verdicts::WIRE, what, why, pair);
        }
        changes.set(Thing::Service, "region", regions, &new.regions);
        protocol(changes, protocols, &new.protocols);
        endpoints(changes, old_endpoints, &new.endpoints);
        changes.deprecation(Thing::Service, deprecated.as_ref(), new.deprecated.as_ref());
        let address = "only an address in the docs";
        changes.all_told(
            Thing::Service,
            [
                ("title-changed", TEXT, *title != new.title),
                ("explorer-changed", address, *explorer != new.explorer),
            ],
        );
        errors::list(changes, old_errors, &new.errors, codes);
    });
}

fn protocol(changes: &mut Changes, old: &[Protocol], new: &[Protocol]) {
    let thing = |kind| id(Thing::Service, kind);
    if old.first() != new.first() {
        let what = "default protocol changed";
        let why = "other credentials may be needed";
        let id = thing("default-protocol-changed");
        changes.push(Row::new(id, Verdicts::UNEXPECTED, what, why));
    }
    for gone in old.iter().filter(|protocol| !new.contains(protocol)) {
        let what = format!("protocol {} removed", gone.as_str());
        let why = "it cannot be asked for";
        changes.push(Row::new(
            thing("protocol-removed"),
            Verdicts::REFUSED,
            what,
            why,
        ));
    }
    for added in new.iter().filter(|protocol| !old.contains(protocol)) {
        let what = format!("protocol {} added", added.as_str());
        changes.push(Row::new(
            thing("protocol-added"),
            Verdicts::NEW,
            what,
            "it can be asked for",
        ));
    }
    let is_same_set = old.len() == new.len() && old.iter().all(|known| new.contains(known));
    if is_same_set && old.first() == new.first() && old != new {
        let what = "order of protocols changed";
        let why = "only the first one matters";
        changes.push(Row::new(
            thing("protocols-reordered"),
            Verdicts::NONE,
            what,
            why,
        ));
    }
}

fn endpoints(changes: &mut Changes, old: &Endpoints, new: &Endpoints) {
    let Endpoints {
        default,
        by_region,
        variants,
    } = old;
    changes.shown(
        id(Thing::Service, "endpoint-changed"),
        Verdicts::WIRE,
        "endpoint",
        SENT_THERE,
        (Some(default), Some(&new.default)),
    );
    hosts(changes, "host of region", by_region, &new.by_region);
    let is_kept = |name: &str| new.variants.contains_key(name);
    for gone in variants.keys().filter(|name| !is_kept(name)) {
        let what = format!("endpoint variant {gone} removed");
        let id = id(Thing::Service, "endpoint-removed");
        changes.push(Row::new(
            id,
            Verdicts::UNEXPECTED,
            what,
            "it cannot be asked for",
        ));
    }
    let kept = variants.iter().filter(|(name, _)| is_kept(name));
    let kept = kept
        .map(|(name, host)| (name.clone(), host.clone()))
        .collect();
    hosts(changes, "endpoint variant", &kept, &new.variants);
}

const SENT_THERE: &str = "requests are sent there; old programs send them elsewhere";

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
        let id = id(Thing::Service, "endpoint-changed");
        changes.shown(id, verdicts, &format!("{what} {name}:"), SENT_THERE, pair);
    }
}

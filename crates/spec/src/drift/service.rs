//! Changes of what actions share.

use std::collections::{BTreeMap, BTreeSet};

use super::action::{self, Side};
use super::change::{Direction, Effect, Thing, Verdicts};
use super::collect::{Changes, Row, id, matched, pairs};
use super::reach::Reach;
use super::surface::Claim;
use super::{declared, member};
use crate::catalog::{LoadedAction, LoadedService};
use crate::model::{Deprecation, Endpoints, ErrorClass, ErrorCode, Protocol, Service};
use crate::naming::{self, Wire};

/// The error codes that something of a service documents, or keeps as stubs.
pub(super) type Codes<'a> = BTreeSet<&'a str>;

fn codes(service: &LoadedService) -> Codes<'_> {
    let of_actions = service.actions.iter().flat_map(|one| &one.action.errors);
    let all = service.service.errors.iter().chain(of_actions);
    all.map(|error| error.code.as_str()).collect()
}

pub(super) fn compare(changes: &mut Changes, old: &LoadedService, new: &LoadedService) {
    let reaches = (Reach::of(old), Reach::of(new));
    let codes = (codes(old), codes(new));
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

fn own(changes: &mut Changes, old: &Service, new: &Service, codes: (&Codes<'_>, &Codes<'_>)) {
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
        changes.told(
            thing("title-changed"),
            "title",
            "only a text",
            (title, &new.title),
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
        set(changes, Thing::Service, "region", regions, &new.regions);
        protocol(changes, protocols, &new.protocols);
        endpoints(changes, old_endpoints, &new.endpoints);
        deprecation(
            changes,
            Thing::Service,
            deprecated.as_ref(),
            new.deprecated.as_ref(),
        );
        changes.told(
            thing("explorer-changed"),
            "explorer",
            "only an address in the docs",
            (explorer, &new.explorer),
        );
        errors(changes, old_errors, &new.errors, codes);
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

/// Words of which there is a set: regions, permissions.
pub(super) fn set(
    changes: &mut Changes,
    thing: Thing,
    what: &'static str,
    old: &[String],
    new: &[String],
) {
    let lists = [(old, new, "removed"), (new, old, "added")];
    for (these, others, how) in lists {
        for word in these.iter().filter(|word| !others.contains(word)) {
            let kind = match what {
                "region" => "region-changed",
                _ => "permission-changed",
            };
            let what = format!("{what} {word} {how}");
            let why = "documented, not enforced";
            changes.push(Row::new(id(thing, kind), Verdicts::NONE, what, why));
        }
    }
}

pub(super) fn deprecation(
    changes: &mut Changes,
    thing: Thing,
    old: Option<&Deprecation>,
    new: Option<&Deprecation>,
) {
    deprecated(changes, thing, old.is_some(), new.is_some(), old != new);
}

pub(super) fn deprecated(changes: &mut Changes, thing: Thing, old: bool, new: bool, differ: bool) {
    let row = match (old, new) {
        (false, true) => Row::new(
            id(thing, "deprecated"),
            Verdicts::NEW,
            "deprecated",
            "the compiler warns of its use",
        ),
        (true, false) => Row::new(
            id(thing, "deprecated-no-more"),
            Verdicts::NEW,
            "no longer deprecated",
            "the compiler warns no more",
        ),
        (true, true) if differ => Row::new(
            id(thing, "deprecation-changed"),
            Verdicts::NONE,
            "deprecation changed",
            "only a text",
        ),
        _ => return,
    };
    changes.push(row);
}

pub(super) fn errors(
    changes: &mut Changes,
    old: &[ErrorCode],
    new: &[ErrorCode],
    codes: (&Codes<'_>, &Codes<'_>),
) {
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for (code, before, after) in matched(old, new, |error| &error.code) {
        match (before, after) {
            (Some(before), Some(after)) => {
                changes.within(&format!("error {code}"), |changes| {
                    error(changes, before, after);
                });
            }
            (None, Some(after)) => {
                come.push((code, after));
                let is_known = codes.0.contains(code);
                let (verdicts, why) = if is_known {
                    (Verdicts::NONE, "its variant was there before")
                } else {
                    (Verdicts::NEW, "a new variant")
                };
                let what = format!("error {code} added");
                changes.push(Row::new(id(Thing::Error, "added"), verdicts, what, why));
            }
            (Some(before), None) => {
                gone.push((code, before));
                changes.push(error_removed(code, codes.1.contains(code)));
            }
            (None, None) => {}
        }
    }
    gone.retain(|(code, _)| !codes.1.contains(code));
    come.retain(|(code, _)| !codes.0.contains(code));
    for (old, new) in renamed_codes(&gone, &come) {
        let what = format!("error {old} removed");
        let here = changes.subject();
        let is_it = |change: &&mut super::Change| change.what == what && change.subject() == here;
        if let Some(change) = changes.list.iter_mut().find(is_it) {
            change.renamed = Some(format!("{here} error {new}"));
            change.verdicts.wire = Effect::Breaking;
            change.why = format!("renamed `{new}`; comparisons with it never hold again");
        }
    }
}

fn error_removed(code: &str, is_elsewhere: bool) -> Row {
    let what = format!("error {code} removed");
    let id = id(Thing::Error, "removed");
    if is_elsewhere {
        let why = "its variant stays: it is documented elsewhere in the service";
        return Row::new(id, Verdicts::NONE, what, why);
    }
    let row = Row::new(id, Verdicts::NONE, what, "its variant is gone");
    row.claims(Claim::ErrorCode(code.to_owned()))
}

/// Codes of which one is the other with more said, and no third is.
fn renamed_codes<'a>(
    gone: &[(&'a str, &ErrorCode)],
    come: &[(&'a str, &ErrorCode)],
) -> Vec<(&'a str, &'a str)> {
    let is_alike = |old: &str, new: &str| {
        let longer = |short: &str, long: &str| {
            long.strip_prefix(short)
                .is_some_and(|rest| rest.starts_with('.'))
        };
        longer(old, new) || longer(new, old) || old.eq_ignore_ascii_case(new)
    };
    let mut found = Vec::new();
    for (old, _) in gone {
        let mut alike = come.iter().filter(|(new, _)| is_alike(old, new));
        if let (Some((new, _)), None) = (alike.next(), alike.next())
            && gone
                .iter()
                .filter(|(other, _)| is_alike(other, new))
                .count()
                == 1
        {
            found.push((*old, *new));
        }
    }
    found
}

fn error(changes: &mut Changes, old: &ErrorCode, new: &ErrorCode) {
    let ErrorCode {
        code,
        rename: _,
        status,
        doc,
        message,
        class,
        removed,
    } = old;
    if member::stub(
        changes,
        Thing::Error,
        removed.is_some(),
        new.removed.is_some(),
    ) {
        return;
    }
    if *class != new.class {
        let why = format!(
            "{} → {}: predicates and retries go by it",
            word(*class),
            word(new.class)
        );
        let id = id(Thing::Error, "class-changed");
        changes.push(Row::new(id, Verdicts::OTHERWISE, "class changed", why));
    }
    let pair = (status.as_ref(), new.status.as_ref());
    changes.shown(
        id(Thing::Error, "status-changed"),
        Verdicts::NONE,
        "status",
        "only told",
        pair,
    );
    for (kind, what, pair) in [
        ("doc-changed", "doc", (doc, &new.doc)),
        ("message-changed", "message", (message, &new.message)),
    ] {
        changes.told(id(Thing::Error, kind), what, "only a text", pair);
    }
    let variant =
        |error: &ErrorCode| naming::error_variant(Wire::new(code, error.rename.as_deref()));
    let claim = Claim::ErrorCode(code.clone());
    let names = (&*variant(old), &*variant(new));
    changes.renamed(id(Thing::Error, "renamed"), "variant", claim, names);
}

fn word(class: ErrorClass) -> String {
    let word = serde_json::to_value(class).ok();
    let word = word.as_ref().and_then(serde_json::Value::as_str);
    word.unwrap_or_default().to_owned()
}

//! Changes of what actions share.

use std::collections::BTreeMap;

use super::Changes;
use super::Level::{Breaking, Compatible, Docs};
use super::{action, matched, member};
use crate::catalog::LoadedService;
use crate::model::{Deprecation, Endpoints, ErrorCode, Protocol, Service};
use crate::naming::{self, Wire};

pub(super) fn compare(changes: &mut Changes, old: &LoadedService, new: &LoadedService) {
    own(changes, &old.service, &new.service);
    let actions = matched(&old.actions, &new.actions, |loaded| &loaded.action.action);
    for (name, old_action, new_action) in actions {
        match (old_action, new_action) {
            (Some(before), Some(after)) => changes.within(name, |changes| {
                action::compare(changes, (old, &before.action), (new, &after.action));
            }),
            (None, _) => changes.compatible(name, "added", "a new function"),
            (_, None) => changes.breaking(name, "removed", "its function is gone"),
        }
    }
}

fn own(changes: &mut Changes, old: &Service, new: &Service) {
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
        errors: old_errors,
        types,
    } = old;
    changes.within("service", |changes| {
        let signed = "requests are signed for it";
        changes.shown(
            Compatible,
            "product",
            signed,
            (Some(product), Some(&new.product)),
        );
        changes.differ(Docs, "title", "only a text", (title, &new.title));
        let meant = "calls mean what that version means";
        changes.shown(
            Breaking,
            "version",
            meant,
            (version.as_ref(), new.version.as_ref()),
        );
        let crate_names = (Some(&package.name), Some(&new.package.name));
        changes.shown(
            Breaking,
            "crate",
            "programs depend on it by name",
            crate_names,
        );
        let sent = "requests are sent there";
        changes.shown(Compatible, "path", sent, (path.as_ref(), new.path.as_ref()));
        let read = "answers are read accordingly";
        changes.shown(
            Compatible,
            "envelope",
            read,
            (envelope.as_ref(), new.envelope.as_ref()),
        );
        set(changes, "region", regions, &new.regions);
        protocol(changes, protocols, &new.protocols);
        endpoints(changes, old_endpoints, &new.endpoints);
        deprecation(changes, deprecated.as_ref(), new.deprecated.as_ref());
        errors(changes, old_errors, &new.errors);
    });
    member::types(changes, types, &new.types);
}

fn protocol(changes: &mut Changes, old: &[Protocol], new: &[Protocol]) {
    if old.first() != new.first() {
        let what = "default protocol changed";
        changes.breaking("", what, "other credentials may be needed");
    }
    for gone in old.iter().filter(|protocol| !new.contains(protocol)) {
        changes.breaking(
            "",
            format!("protocol {gone:?} removed"),
            "it cannot be asked for",
        );
    }
    for added in new.iter().filter(|protocol| !old.contains(protocol)) {
        changes.compatible(
            "",
            format!("protocol {added:?} added"),
            "it can be asked for",
        );
    }
    let is_same_set = old.len() == new.len() && old.iter().all(|known| new.contains(known));
    if is_same_set && old.first() == new.first() && old != new {
        changes.docs(
            "",
            "order of protocols changed",
            "only the first one matters",
        );
    }
}

fn endpoints(changes: &mut Changes, old: &Endpoints, new: &Endpoints) {
    let Endpoints {
        default,
        by_region,
        variants,
    } = old;
    let sent = "requests are sent there";
    changes.shown(
        Compatible,
        "endpoint",
        sent,
        (Some(default), Some(&new.default)),
    );
    hosts(changes, "host of region", by_region, &new.by_region, sent);
    for gone in variants
        .keys()
        .filter(|name| !new.variants.contains_key(*name))
    {
        let what = format!("endpoint variant {gone} removed");
        changes.breaking("", what, "it cannot be asked for");
    }
    let kept: BTreeMap<_, _> = variants
        .iter()
        .filter(|(name, _)| new.variants.contains_key(*name))
        .map(|(name, host)| (name.clone(), host.clone()))
        .collect();
    hosts(changes, "endpoint variant", &kept, &new.variants, sent);
}

fn hosts(
    changes: &mut Changes,
    what: &str,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
    why: &'static str,
) {
    let names = old
        .keys()
        .chain(new.keys().filter(|name| !old.contains_key(*name)));
    for name in names {
        let pair = (old.get(name), new.get(name));
        changes.shown(Compatible, &format!("{what} {name}:"), why, pair);
    }
}

/// Words of which there is a set: regions, permissions.
pub(super) fn set(changes: &mut Changes, what: &str, old: &[String], new: &[String]) {
    for gone in old.iter().filter(|word| !new.contains(word)) {
        changes.docs(
            "",
            format!("{what} {gone} removed"),
            "documented, not enforced",
        );
    }
    for added in new.iter().filter(|word| !old.contains(word)) {
        changes.docs(
            "",
            format!("{what} {added} added"),
            "documented, not enforced",
        );
    }
}

pub(super) fn deprecation(
    changes: &mut Changes,
    old: Option<&Deprecation>,
    new: Option<&Deprecation>,
) {
    match (old, new) {
        (None, Some(_)) => changes.compatible("", "deprecated", "the compiler warns of its use"),
        (Some(_), None) => {
            changes.compatible("", "no longer deprecated", "the compiler warns no more");
        }
        (Some(old), Some(new)) if old != new => {
            changes.docs("", "deprecation changed", "only a text");
        }
        _ => {}
    }
}

pub(super) fn errors(changes: &mut Changes, old: &[ErrorCode], new: &[ErrorCode]) {
    let constant =
        |error: &ErrorCode| naming::constant(Wire::new(&error.code, error.rename.as_deref()));
    for (code, before, after) in matched(old, new, |error| &error.code) {
        let (before, after) = match (before, after) {
            (Some(before), Some(after)) => (before, after),
            (None, _) => {
                changes.compatible("", format!("error {code} added"), "a new constant");
                continue;
            }
            (_, None) => {
                let what = format!("error {code} removed");
                changes.breaking("", what, "its constant is gone");
                continue;
            }
        };
        changes.within(format!("error {code}"), |changes| {
            let ErrorCode {
                code: _,
                rename: _,
                status,
                doc,
                message,
                class,
            } = before;
            let retried = "predicates and retries go by it";
            changes.differ(Compatible, "class", retried, (class, &after.class));
            let told = "only told";
            changes.shown(
                Docs,
                "status",
                told,
                (status.as_ref(), after.status.as_ref()),
            );
            changes.differ(Docs, "doc", "only a text", (doc, &after.doc));
            changes.differ(Docs, "message", "only a text", (message, &after.message));
            let names = (constant(before), constant(after));
            let names = (Some(&names.0), Some(&names.1));
            changes.shown(Breaking, "constant", "programs name it", names);
        });
    }
}

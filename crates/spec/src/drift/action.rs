//! Changes of one action.

use super::Changes;
use super::Level::{Breaking, Compatible, Docs};
use super::member::{self, Direction};
use super::service::{deprecation, errors, set};
use crate::catalog::LoadedService;
use crate::model::{Action, Pagination, RateLimit, Rule, RuleKind, Source};
use crate::naming::{self, Wire};

pub(super) fn compare(
    changes: &mut Changes,
    (old_service, old): (&LoadedService, &Action),
    (new_service, new): (&LoadedService, &Action),
) {
    // Taken apart, so that a key that is added to the language is not forgotten here.
    let Action {
        action,
        rename,
        summary,
        doc,
        source: old_source,
        access,
        permissions,
        rate_limit,
        regions,
        method: _,
        path: _,
        deprecated,
        request,
        response,
        types,
        rules: old_rules,
        pagination,
        errors: old_errors,
        samples,
    } = old;
    let function = |rename: Option<&str>| naming::method(Wire::new(action, rename));
    let (before, after) = (function(rename.as_deref()), function(new.rename.as_deref()));
    changes.shown(
        Breaking,
        "function",
        "programs call it",
        (Some(&before), Some(&after)),
    );
    changes.differ(Docs, "summary", "only a text", (summary, &new.summary));
    changes.differ(Docs, "doc", "only a text", (doc, &new.doc));
    source(changes, old_source, &new.source);
    changes.differ(
        Compatible,
        "access",
        "retries go by it",
        (access, &new.access),
    );
    set(changes, "permission", permissions, &new.permissions);
    let text = |rate: &RateLimit| String::from(*rate);
    let rates = (
        rate_limit.as_ref().map(text),
        new.rate_limit.as_ref().map(text),
    );
    let paced = "calls can be paced by it";
    changes.shown(
        Compatible,
        "rate limit",
        paced,
        (rates.0.as_ref(), rates.1.as_ref()),
    );
    set(changes, "region", regions, &new.regions);
    let sent = "requests are sent so";
    let methods = (old_service.method(old), new_service.method(new));
    changes.shown(
        Compatible,
        "method",
        sent,
        (Some(&methods.0), Some(&methods.1)),
    );
    let paths = (old_service.path(old), new_service.path(new));
    changes.shown(Compatible, "path", sent, (Some(&paths.0), Some(&paths.1)));
    deprecation(changes, deprecated.as_ref(), new.deprecated.as_ref());
    changes.within("request", |changes| {
        member::list(changes, request, &new.request, Direction::Request);
        locations(changes, (old_service, old), (new_service, new));
    });
    changes.within("response", |changes| {
        member::list(changes, response, &new.response, Direction::Response);
    });
    member::types(changes, types, &new.types);
    rules(changes, old_rules, &new.rules);
    paging(changes, pagination.as_ref(), new.pagination.as_ref());
    errors(changes, old_errors, &new.errors);
    changes.differ(
        Docs,
        "samples",
        "shown and served, not compiled",
        (samples, &new.samples),
    );
}

fn source(changes: &mut Changes, old: &Source, new: &Source) {
    let Source {
        url,
        title,
        updated,
    } = old;
    changes.differ(Docs, "page's address", "only a text", (url, &new.url));
    changes.differ(Docs, "page's title", "only a text", (title, &new.title));
    let pair = (updated.as_ref(), new.updated.as_ref());
    changes.shown(Docs, "page's date", "only a text", pair);
}

/// Parameters that travel elsewhere now, whatever made them.
fn locations(
    changes: &mut Changes,
    (old_service, old): (&LoadedService, &Action),
    (new_service, new): (&LoadedService, &Action),
) {
    for (name, before, after) in super::matched(&old.request, &new.request, |member| &member.name) {
        let (Some(before), Some(after)) = (before, after) else {
            continue;
        };
        let before = old_service.location(old, before);
        let after = new_service.location(new, after);
        if before != after {
            let what = format!("place {before:?} → {after:?}");
            changes.compatible(name, what, "requests are sent so");
        }
    }
}

fn rules(changes: &mut Changes, old: &[Rule], new: &[Rule]) {
    let enforced = |rules: &[Rule], kind: &RuleKind| {
        rules
            .iter()
            .find(|rule| rule.kind == *kind)
            .map(|rule| rule.enforced)
    };
    for rule in new {
        match (enforced(old, &rule.kind), rule.enforced) {
            (None, true) => {
                let what = format!("rule {} added", told(&rule.kind));
                changes.breaking("", what, "calls that break it are refused");
            }
            (Some(false), true) => {
                let what = format!("rule {} enforced now", told(&rule.kind));
                changes.breaking("", what, "calls that break it are refused");
            }
            (None, false) => {
                let what = format!("rule {} added", told(&rule.kind));
                changes.docs("", what, "documented, not enforced");
            }
            (Some(true), false) => {
                let what = format!("rule {} no longer enforced", told(&rule.kind));
                changes.compatible("", what, "fewer calls are refused");
            }
            (Some(_), _) => {}
        }
    }
    for rule in old {
        match new.iter().find(|found| found.kind == rule.kind) {
            None => {
                let what = format!("rule {} removed", told(&rule.kind));
                changes.compatible("", what, "fewer calls are refused");
            }
            Some(found) => {
                let what = format!("doc of rule {}", told(&rule.kind));
                changes.differ(Docs, &what, "only a text", (&rule.doc, &found.doc));
            }
        }
    }
}

fn told(kind: &RuleKind) -> String {
    let (word, members) = match kind {
        RuleKind::MultipleOf { member, of } => return format!("{member} multiple-of {of}"),
        RuleKind::Together { members } => ("together", members),
        RuleKind::OneOf { members } => ("one-of", members),
        RuleKind::AtMostOne { members } => ("at-most-one", members),
        RuleKind::AtLeastOne { members } => ("at-least-one", members),
    };
    format!("{word} {}", members.join("+"))
}

fn paging(changes: &mut Changes, old: Option<&Pagination>, new: Option<&Pagination>) {
    match (old, new) {
        (None, Some(_)) => changes.compatible("", "paging added", "pages() and items() are new"),
        (Some(_), None) => changes.breaking("", "paging removed", "pages() and items() are gone"),
        (Some(old), Some(new)) if items(old) != items(new) => {
            let what = format!("rows {} → {}", items(old), items(new));
            changes.breaking("", what, "items() yields other things");
        }
        (Some(old), Some(new)) if old != new => {
            changes.compatible("", "paging changed", "pages are asked for so");
        }
        _ => {}
    }
}

fn items(paging: &Pagination) -> &str {
    match paging {
        Pagination::Offset { items, .. }
        | Pagination::Page { items, .. }
        | Pagination::Token { items, .. } => items,
    }
}

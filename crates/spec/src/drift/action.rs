//! Changes of one action.

use super::change::{Claim, Direction, Effect, Thing, Verdicts};
use super::collect::{ADVICE, Changes, Row, TEXT, id, matched};
use super::reach::Reach;
use super::{declared, errors, member, wait};
use crate::catalog::LoadedService;
use crate::model::{Access, Action, Pagination, RateLimit, Rule, RuleKind, Source};
use crate::naming::{self, Wire};

/// One side of a comparison.
pub(super) struct Side<'a> {
    pub(super) service: &'a LoadedService,
    pub(super) action: &'a Action,
    pub(super) reach: &'a Reach<'a>,
    /// Codes that something of the service documents.
    pub(super) codes: &'a errors::Codes<'a>,
}

pub(super) fn compare(changes: &mut Changes, old: &Side<'_>, new: &Side<'_>) {
    // Taken apart, so that a key that is added to the language is not forgotten here.
    let Action {
        action,
        removed,
        // Compared by `own`.
        rename: _,
        summary: _,
        doc: _,
        source: _,
        access: _,
        permissions: _,
        rate_limit: _,
        regions: _,
        method: _,
        path: _,
        deprecated: _,
        request,
        response,
        types,
        rules: old_rules,
        pagination,
        wait,
        errors: old_errors,
        samples,
    } = old.action;
    let after = new.action;
    if member::stub(
        changes,
        Thing::Action,
        removed.is_some(),
        after.removed.is_some(),
    ) {
        return;
    }
    own(changes, old, new);
    changes.travelling(Direction::Request, |changes| {
        changes.within("request", |changes| {
            member::list(changes, request, &after.request, Thing::Parameter);
            locations(changes, old, new);
        });
    });
    changes.travelling(Direction::Response, |changes| {
        changes.within("response", |changes| {
            member::list(changes, response, &after.response, Thing::Answer);
        });
    });
    let direction = |name: &str| match new.reach.direction(Some(action), name) {
        Direction::None => old.reach.direction(Some(action), name),
        known => known,
    };
    declared::types(changes, types, &after.types, direction);
    rules(changes, old_rules, &after.rules);
    paging(changes, pagination.as_ref(), after.pagination.as_ref());
    wait::list(changes, wait, &after.wait);
    errors::list(changes, old_errors, &after.errors, (old.codes, new.codes));
    let shown = "shown and served, not compiled";
    let differ = *samples != after.samples;
    changes.told(
        id(Thing::Action, "samples-changed"),
        "samples",
        shown,
        differ,
    );
}

/// What is said of the action as a whole.
fn own(changes: &mut Changes, old: &Side<'_>, new: &Side<'_>) {
    let (before, after) = (old.action, new.action);
    let function = |rename: Option<&str>| naming::method(Wire::new(&before.action, rename));
    let functions = (
        &*function(before.rename.as_deref()),
        &*function(after.rename.as_deref()),
    );
    changes.renamed(
        id(Thing::Action, "renamed"),
        "function",
        Claim::Subject,
        functions,
    );
    changes.all_told(
        Thing::Action,
        [
            ("summary-changed", TEXT, before.summary != after.summary),
            ("doc-changed", TEXT, before.doc != after.doc),
        ],
    );
    source(changes, &before.source, &after.source);
    access(changes, before.access, after.access);
    changes.set(
        Thing::Action,
        "permission",
        &before.permissions,
        &after.permissions,
    );
    let text = |rate: &RateLimit| String::from(*rate);
    let rates = (
        before.rate_limit.as_ref().map(text),
        after.rate_limit.as_ref().map(text),
    );
    changes.shown(
        id(Thing::Action, "rate-limit-changed"),
        Verdicts::OTHERWISE,
        "rate limit",
        "calls can be paced by it",
        (rates.0.as_ref(), rates.1.as_ref()),
    );
    changes.set(Thing::Action, "region", &before.regions, &after.regions);
    let sent = "requests are sent so; old programs send them otherwise";
    for (kind, what, pair) in [
        (
            "method-changed",
            "method",
            (old.service.method(old.action), new.service.method(after)),
        ),
        (
            "path-changed",
            "path",
            (old.service.path(old.action), new.service.path(after)),
        ),
    ] {
        let pair = (Some(&pair.0), Some(&pair.1));
        changes.shown(id(Thing::Action, kind), Verdicts::WIRE, what, sent, pair);
    }
    changes.deprecation(
        Thing::Action,
        before.deprecated.as_ref(),
        after.deprecated.as_ref(),
    );
}

fn source(changes: &mut Changes, old: &Source, new: &Source) {
    let Source {
        url,
        title,
        updated,
    } = old;
    let id = id(Thing::Action, "page-changed");
    changes.told(id, "page's address", TEXT, *url != new.url);
    changes.told(id, "page's title", TEXT, *title != new.title);
    let pair = (updated.as_ref(), new.updated.as_ref());
    changes.shown(id, Verdicts::NONE, "page's date", TEXT, pair);
}

fn access(changes: &mut Changes, old: Access, new: Access) {
    let why = match (old, new) {
        (Access::Read, Access::Write) => {
            "read → write: a call that failed is repeated only if it cannot have been applied"
        }
        (Access::Write, Access::Read) => "write → read: a call that failed is repeated",
        _ => return,
    };
    let id = id(Thing::Action, "access-changed");
    changes.push(Row::new(id, Verdicts::OTHERWISE, "access changed", why));
}

/// Parameters that travel elsewhere now, whatever made them.
fn locations(changes: &mut Changes, old: &Side<'_>, new: &Side<'_>) {
    let (before, after) = (&old.action.request, &new.action.request);
    for (name, before, after) in matched(before, after, |member| &member.name) {
        let (Some(before), Some(after)) = (before, after) else {
            continue;
        };
        let before = old.service.location(old.action, before);
        let after = new.service.location(new.action, after);
        if before != after {
            let what = format!("place {} → {}", before.as_str(), after.as_str());
            let why = "requests are sent so; old programs send it elsewhere";
            let id = id(Thing::Parameter, "place-changed");
            changes.push_of(name, Row::new(id, Verdicts::WIRE, what, why));
        }
    }
}

fn rules(changes: &mut Changes, old: &[Rule], new: &[Rule]) {
    let enforced = |rules: &[Rule], kind: &RuleKind| {
        let found = rules.iter().find(|rule| rule.kind == *kind);
        found.map(|rule| rule.enforced)
    };
    let refused = "calls that break it are refused";
    let fewer = "fewer calls are refused";
    for rule in new {
        let (kind, verdicts, how, why) = match (enforced(old, &rule.kind), rule.enforced) {
            (None, true) => ("added", Verdicts::REFUSED, "added", refused),
            (Some(false), true) => ("enforced", Verdicts::REFUSED, "enforced now", refused),
            (None, false) => ("advice-added", Verdicts::NONE, "added", ADVICE),
            (Some(true), false) => (
                "enforced-no-more",
                Verdicts::OTHERWISE,
                "no longer enforced",
                fewer,
            ),
            (Some(_), _) => continue,
        };
        let what = format!("rule {} {how}", told(&rule.kind));
        changes.push(Row::new(id(Thing::Rule, kind), verdicts, what, why));
    }
    for rule in old {
        match new.iter().find(|found| found.kind == rule.kind) {
            None => {
                let what = format!("rule {} removed", told(&rule.kind));
                let (verdicts, why) = if rule.enforced {
                    (Verdicts::OTHERWISE, fewer)
                } else {
                    (Verdicts::NONE, ADVICE)
                };
                changes.push(Row::new(id(Thing::Rule, "removed"), verdicts, what, why));
            }
            Some(found) => {
                let what = format!("doc of rule {}", told(&rule.kind));
                let differ = rule.doc != found.doc;
                changes.told(id(Thing::Rule, "doc-changed"), &what, TEXT, differ);
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
    let row = match (old, new) {
        (None, Some(_)) => {
            let why = "pages() and items() are new";
            Row::new(
                id(Thing::Paging, "added"),
                Verdicts::NEW,
                "paging added",
                why,
            )
        }
        (Some(_), None) => {
            let why = "pages() and items() are gone";
            Row::new(
                id(Thing::Paging, "removed"),
                Verdicts::NONE,
                "paging removed",
                why,
            )
            .claims(Claim::Paging)
        }
        (Some(old), Some(new)) if items(old) != items(new) => {
            let what = format!("rows {} → {}", items(old), items(new));
            let verdicts = Verdicts::UNEXPECTED;
            let why = "items() yields other things";
            Row::new(id(Thing::Paging, "rows-changed"), verdicts, what, why).claims(Claim::Paging)
        }
        (Some(old), Some(new)) if old != new => {
            let verdicts = Verdicts {
                wire: Effect::Changed,
                ..Verdicts::OTHERWISE
            };
            let why = "pages are asked for so";
            Row::new(
                id(Thing::Paging, "changed"),
                verdicts,
                "paging changed",
                why,
            )
        }
        _ => return,
    };
    changes.push(row);
}

fn items(paging: &Pagination) -> &str {
    match paging {
        Pagination::Offset { items, .. }
        | Pagination::Page { items, .. }
        | Pagination::Token { items, .. } => items,
    }
}

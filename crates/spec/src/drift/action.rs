//! Changes of one action.

use super::change::{Claim, Direction, Effect, Topic, Verdicts};
use super::changes::{ADVICE, Changes, TEXT};
use super::matched::{Matched, by_name};
use super::side::Side;
use super::{declared, errors, member, wait};
use crate::model::{Access, Action, Pagination, Rule, RuleKind, Source};
use crate::naming::{self, Wire};

/// Compares an action, which stands in its service on each side.
pub(super) fn compare(
    changes: &mut Changes,
    (old, new): (&Side<'_>, &Side<'_>),
    before: &Action,
    after: &Action,
) {
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
        deprecated: _,
        // Compared by `sending`.
        method: _,
        path: _,
        request,
        response,
        types,
        rules: old_rules,
        pagination,
        wait,
        errors: old_errors,
        samples,
    } = before;
    if changes.stub(removed.is_some(), after.removed.is_some()) {
        return;
    }
    own(changes, before, after);
    sending(changes, (old, new), before, after);
    changes.travelling(Direction::Request, |changes| {
        changes.within("request", |changes| {
            member::list(changes, Topic::Parameter, request, &after.request);
            changes.about(Topic::Parameter, |changes| {
                places(changes, (old, new), before, after);
            });
        });
    });
    changes.travelling(Direction::Response, |changes| {
        changes.within("response", |changes| {
            member::list(changes, Topic::Answer, response, &after.response);
        });
    });
    let direction = |name: &str| {
        let now = new.reach.direction(Some(action), name);
        now.or(old.reach.direction(Some(action), name))
    };
    declared::types(changes, types, &after.types, direction);
    changes.about(Topic::Rule, |changes| {
        rules(changes, old_rules, &after.rules);
    });
    changes.about(Topic::Paging, |changes| {
        paging(changes, pagination.as_ref(), after.pagination.as_ref());
    });
    wait::list(changes, wait, &after.wait);
    errors::list(changes, (old, new), old_errors, &after.errors);
    let shown = "shown and served, not compiled";
    let differ = *samples != after.samples;
    changes.told("samples-changed", "samples", shown, differ);
}

/// What is said of the action as a whole.
fn own(changes: &mut Changes, old: &Action, new: &Action) {
    let function =
        |action: &Action| naming::method(Wire::new(&old.action, action.rename.as_deref()));
    changes.renamed("function", Claim::Subject, &function(old), &function(new));
    changes.all_told([
        ("summary-changed", TEXT, old.summary != new.summary),
        ("doc-changed", TEXT, old.doc != new.doc),
    ]);
    source(changes, &old.source, &new.source);
    access(changes, old.access, new.access);
    changes.set("permission-changed", &old.permissions, &new.permissions);
    let [old_rate, new_rate] = [old, new].map(|action| action.rate_limit.map(String::from));
    let (rates, why) = ((old_rate, new_rate), "calls can be paced by it");
    changes.changed("rate-limit-changed", Verdicts::OTHERWISE, why, rates);
    changes.set("region-changed", &old.regions, &new.regions);
    changes.deprecation(old.deprecated.as_ref(), new.deprecated.as_ref());
}

fn source(changes: &mut Changes, old: &Source, new: &Source) {
    let Source {
        url,
        title,
        updated,
    } = old;
    changes.told("page-changed", "page's address", TEXT, *url != new.url);
    changes.told("page-changed", "page's title", TEXT, *title != new.title);
    let dates = (updated.as_ref(), new.updated.as_ref());
    changes.shown("page-changed", Verdicts::NONE, "page's date", TEXT, dates);
}

fn access(changes: &mut Changes, old: Access, new: Access) {
    let why = match (old, new) {
        (Access::Read, Access::Write) => {
            "read → write: a call that failed is repeated only if it cannot have been applied"
        }
        (Access::Write, Access::Read) => "write → read: a call that failed is repeated",
        _ => return,
    };
    changes.push("access-changed", Verdicts::OTHERWISE, "access changed", why);
}

/// How and where the action is sent, whatever says so.
fn sending(
    changes: &mut Changes,
    (old, new): (&Side<'_>, &Side<'_>),
    before: &Action,
    after: &Action,
) {
    let (was, is) = (old.service, new.service);
    let methods = (Some(was.method(before)), Some(is.method(after)));
    let paths = (Some(was.path(before)), Some(is.path(after)));
    let why = "requests are sent so; old programs send them otherwise";
    changes.changed("method-changed", Verdicts::WIRE, why, methods);
    changes.changed("path-changed", Verdicts::WIRE, why, paths);
}

/// Parameters that travel elsewhere now, whatever made them.
fn places(
    changes: &mut Changes,
    (old, new): (&Side<'_>, &Side<'_>),
    before: &Action,
    after: &Action,
) {
    let why = "requests are sent so; old programs send it elsewhere";
    for (name, matched) in by_name(&before.request, &after.request, |member| &member.name) {
        if let Matched::Kept(one, other) = matched {
            let place = old.service.location(before, one);
            let places = (Some(place), Some(new.service.location(after, other)));
            changes.within(name, |changes| {
                changes.changed("place-changed", Verdicts::WIRE, why, places);
            });
        }
    }
}

fn rules(changes: &mut Changes, old: &[Rule], new: &[Rule]) {
    let fewer = "fewer calls are refused";
    for rule in new {
        let refused = "calls that break it are refused";
        let enforced = same(old, rule).map(|rule| rule.enforced);
        let (kind, verdicts, how, why) = match (enforced, rule.enforced) {
            (None, true) => ("added", Verdicts::REFUSED, "added", refused),
            (Some(false), true) => ("enforced", Verdicts::REFUSED, "enforced now", refused),
            (None, false) => ("advice-added", Verdicts::NONE, "added", ADVICE),
            (Some(true), false) => {
                let how = "no longer enforced";
                ("enforced-no-more", Verdicts::OTHERWISE, how, fewer)
            }
            (Some(_), _) => continue,
        };
        let what = format!("rule {} {how}", told(&rule.kind));
        changes.push(kind, verdicts, what, why);
    }
    for rule in old {
        let name = told(&rule.kind);
        if let Some(found) = same(new, rule) {
            let what = format!("doc of rule {name}");
            changes.told("doc-changed", &what, TEXT, rule.doc != found.doc);
            continue;
        }
        let (verdicts, why) = if rule.enforced {
            (Verdicts::OTHERWISE, fewer)
        } else {
            (Verdicts::NONE, ADVICE)
        };
        changes.push("removed", verdicts, format!("rule {name} removed"), why);
    }
}

/// The rule of a list that holds the same as another one.
fn same<'r>(rules: &'r [Rule], rule: &Rule) -> Option<&'r Rule> {
    rules.iter().find(|found| found.kind == rule.kind)
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
        (None, Some(_)) => {
            let why = "pages() and items() are new";
            changes.push("added", Verdicts::NEW, "paging added", why);
        }
        (Some(_), None) => {
            let why = "pages() and items() are gone";
            let change = changes.push("removed", Verdicts::NONE, "paging removed", why);
            change.claims(Claim::Paging);
        }
        (Some(old), Some(new)) if old.items() != new.items() => {
            let what = format!("rows {} → {}", old.items(), new.items());
            let why = "items() yields other things";
            let change = changes.push("rows-changed", Verdicts::UNEXPECTED, what, why);
            change.claims(Claim::Paging);
        }
        (Some(old), Some(new)) if old != new => {
            let verdicts = Verdicts::OTHERWISE.on_wire(Effect::Changed);
            let why = "pages are asked for so";
            changes.push("changed", verdicts, "paging changed", why);
        }
        _ => {}
    }
}

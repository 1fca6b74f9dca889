//! Changes of waits: each is a method of the action's request.

use super::change::{Claim, Topic, Verdicts};
use super::changes::{Changes, TEXT};
use super::matched::{Matched, by_name};
use crate::model::Wait;

/// Compares the waits of an action.
pub(super) fn list(changes: &mut Changes, old: &[Wait], new: &[Wait]) {
    changes.about(Topic::Wait, |changes| {
        changes.within("wait", |changes| {
            for (name, matched) in by_name(old, new, |wait| &wait.name) {
                changes.within(name, |changes| compare(changes, &matched));
            }
        });
    });
}

fn compare(changes: &mut Changes, matched: &Matched<'_, Wait>) {
    match matched {
        Matched::Kept(before, after) => one(changes, before, after),
        Matched::Come(_) => {
            changes.push("added", Verdicts::NEW, "added", "programs need not know it");
        }
        Matched::Gone(_) => {
            let why = "programs may wait for it";
            let change = changes.push("removed", Verdicts::NONE, "removed", why);
            change.claims(Claim::Subject);
        }
    }
}

fn one(changes: &mut Changes, old: &Wait, new: &Wait) {
    // Taken apart, so that a key that is added to the language is not forgotten here.
    let Wait {
        name: _,
        doc,
        path,
        success,
        failure,
        pending,
        absent,
        delay,
    } = old;
    changes.told("doc-changed", "doc", TEXT, *doc != new.doc);
    let absents = (absent.as_ref(), new.absent.as_ref());
    let paths = (Some(path), Some(&new.path));
    let delays = (delay.as_ref(), new.delay.as_ref());
    let otherwise = Verdicts::OTHERWISE;
    let ends = "it ends at other answers";
    changes.shown("end-changed", otherwise, "path", ends, paths);
    changes.shown("end-changed", otherwise, "absent", ends, absents);
    let known = "only waits for known states end at others";
    for (kind, what, why, old, new) in [
        ("end-changed", "success", ends, success, &new.success),
        ("end-changed", "failure", ends, failure, &new.failure),
        ("pending-changed", "pending", known, pending, &new.pending),
    ] {
        changes.shown(kind, otherwise, what, why, (states(old), states(new)));
    }
    let pace = "calls come at another pace";
    changes.changed("delay-changed", otherwise, pace, delays);
}

/// States in any order; none, where there are none.
fn states(states: &[String]) -> Option<String> {
    let mut sorted: Vec<&str> = states.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    (!sorted.is_empty()).then(|| sorted.join("+"))
}

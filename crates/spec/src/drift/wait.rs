//! Changes of waits: each is a method of the action's request.

use super::change::{Claim, Thing, Verdicts};
use super::collect::{Changes, Row, id, matched};
use crate::model::Wait;

/// Compares the waits of an action.
pub(super) fn list(changes: &mut Changes, old: &[Wait], new: &[Wait]) {
    changes.within("wait", |changes| {
        for (name, before, after) in matched(old, new, |wait| &wait.name) {
            match (before, after) {
                (Some(before), Some(after)) => {
                    changes.within(name, |changes| one(changes, before, after));
                }
                (_, Some(_)) => {
                    let why = "programs need not know it";
                    let row = Row::new(id(Thing::Wait, "added"), Verdicts::NEW, "added", why);
                    changes.push_of(name, row);
                }
                (Some(_), None) => {
                    let why = "programs may wait for it";
                    let row = Row::new(id(Thing::Wait, "removed"), Verdicts::NONE, "removed", why);
                    changes.push_of(name, row.claims(Claim::Subject));
                }
                (None, None) => {}
            }
        }
    });
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
    changes.told(
        id(Thing::Wait, "doc-changed"),
        "doc",
        "only a text",
        (doc, &new.doc),
    );
    let why = "it ends at other answers";
    let ends = id(Thing::Wait, "end-changed");
    changes.shown(
        ends,
        Verdicts::OTHERWISE,
        "path",
        why,
        (Some(path), Some(&new.path)),
    );
    for (key, old, new) in [
        ("success", success, &new.success),
        ("failure", failure, &new.failure),
    ] {
        let pair = (states(old), states(new));
        changes.shown(
            ends,
            Verdicts::OTHERWISE,
            key,
            why,
            (pair.0.as_ref(), pair.1.as_ref()),
        );
    }
    changes.shown(
        ends,
        Verdicts::OTHERWISE,
        "absent",
        why,
        (absent.as_ref(), new.absent.as_ref()),
    );
    let pair = (states(pending), states(&new.pending));
    let known = id(Thing::Wait, "pending-changed");
    let why = "only waits for known states end at others";
    changes.shown(
        known,
        Verdicts::OTHERWISE,
        "pending",
        why,
        (pair.0.as_ref(), pair.1.as_ref()),
    );
    let why = "calls come at another pace";
    let pace = id(Thing::Wait, "delay-changed");
    changes.shown(
        pace,
        Verdicts::OTHERWISE,
        "delay",
        why,
        (delay.as_ref(), new.delay.as_ref()),
    );
}

/// States in any order; none, where there are none.
fn states(states: &[String]) -> Option<String> {
    let mut sorted: Vec<&str> = states.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    (!sorted.is_empty()).then(|| sorted.join("+"))
}

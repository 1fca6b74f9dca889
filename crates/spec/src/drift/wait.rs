//! Changes of waits: each is a method of the action's request.

use super::change::{Claim, Thing, Verdicts};
use super::collect::{Changes, Row, TEXT, id, matched};
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
    let differ = *doc != new.doc;
    changes.told(id(Thing::Wait, "doc-changed"), "doc", TEXT, differ);
    let ends = ("end-changed", "it ends at other answers");
    let known = (
        "pending-changed",
        "only waits for known states end at others",
    );
    let pace = ("delay-changed", "calls come at another pace");
    let absents = [absent, &new.absent].map(|one| one.as_ref().map(ToString::to_string));
    let delays = [delay, &new.delay].map(|one| one.as_ref().map(ToString::to_string));
    for ((kind, why), what, pair) in [
        (
            ends,
            "path",
            [path, &new.path].map(|path| Some(path.clone())),
        ),
        (
            ends,
            "success",
            [success, &new.success].map(|it| states(it)),
        ),
        (
            ends,
            "failure",
            [failure, &new.failure].map(|it| states(it)),
        ),
        (ends, "absent", absents),
        (
            known,
            "pending",
            [pending, &new.pending].map(|it| states(it)),
        ),
        (pace, "delay", delays),
    ] {
        let pair = (pair[0].as_ref(), pair[1].as_ref());
        changes.shown(id(Thing::Wait, kind), Verdicts::OTHERWISE, what, why, pair);
    }
}

/// States in any order; none, where there are none.
fn states(states: &[String]) -> Option<String> {
    let mut sorted: Vec<&str> = states.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    (!sorted.is_empty()).then(|| sorted.join("+"))
}

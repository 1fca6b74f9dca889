//! Changes of error codes.

use super::change::{Claim, Topic, Verdicts};
use super::changes::{Changes, TEXT};
use super::matched::{Matched, by_name, come, gone};
use super::side::Side;
use crate::model::ErrorCode;
use crate::naming::{self, Wire};

/// Compares the codes of an action or of a service, which stands on these sides.
pub(super) fn list(
    changes: &mut Changes,
    (old_side, new_side): (&Side<'_>, &Side<'_>),
    old: &[ErrorCode],
    new: &[ErrorCode],
) {
    changes.about(Topic::Error, |changes| {
        let matched = by_name(old, new, |error| &error.code);
        for (code, one) in &matched {
            match one {
                Matched::Kept(before, after) => {
                    let part = format!("error {code}");
                    changes.within(&part, |changes| error(changes, before, after));
                }
                Matched::Come(_) => added(changes, code, old_side.codes.contains(code)),
                Matched::Gone(_) => removed(changes, code, new_side.codes.contains(code)),
            }
        }
        let gone = gone(&matched).filter(|code| !new_side.codes.contains(code));
        let come = come(&matched).filter(|code| !old_side.codes.contains(code));
        for (old, new) in renamed_codes(&gone.collect::<Vec<_>>(), &come.collect::<Vec<_>>()) {
            let what = format!("error {old} removed");
            let why = format!("renamed `{new}`; comparisons with it never hold again");
            changes.respelled(&what, &format!("error {new}"), why);
        }
    });
}

fn added(changes: &mut Changes, code: &str, is_elsewhere: bool) {
    let (verdicts, why) = if is_elsewhere {
        (Verdicts::NONE, "its variant was there before")
    } else {
        (Verdicts::NEW, "a new variant")
    };
    changes.push("added", verdicts, format!("error {code} added"), why);
}

fn removed(changes: &mut Changes, code: &str, is_elsewhere: bool) {
    let what = format!("error {code} removed");
    if is_elsewhere {
        let why = "its variant stays: it is documented elsewhere in the service";
        changes.push("removed", Verdicts::NONE, what, why);
    } else {
        let change = changes.push("removed", Verdicts::NONE, what, "its variant is gone");
        change.claims(Claim::ErrorCode(code.to_owned()));
    }
}

/// Codes of which one is the other with more said, and no third is.
fn renamed_codes<'a>(gone: &[&'a str], come: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let longer = |short: &str, long: &str| {
        long.strip_prefix(short)
            .is_some_and(|rest| rest.starts_with('.'))
    };
    let is_alike = |old: &str, new: &str| {
        longer(old, new) || longer(new, old) || old.eq_ignore_ascii_case(new)
    };
    let mut found = Vec::new();
    for old in gone {
        let mut alike = come.iter().filter(|new| is_alike(old, new));
        if let (Some(new), None) = (alike.next(), alike.next())
            && gone.iter().filter(|other| is_alike(other, new)).count() == 1
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
    if changes.stub(removed.is_some(), new.removed.is_some()) {
        return;
    }
    if *class != new.class {
        let why = format!("{class} → {}: predicates and retries go by it", new.class);
        changes.push("class-changed", Verdicts::OTHERWISE, "class changed", why);
    }
    let statuses = (status.as_ref(), new.status.as_ref());
    changes.changed("status-changed", Verdicts::NONE, "only told", statuses);
    changes.all_told([
        ("doc-changed", TEXT, *doc != new.doc),
        ("message-changed", TEXT, *message != new.message),
    ]);
    let variant =
        |error: &ErrorCode| naming::error_variant(Wire::new(code, error.rename.as_deref()));
    let claim = Claim::ErrorCode(code.clone());
    changes.renamed("variant", claim, &variant(old), &variant(new));
}

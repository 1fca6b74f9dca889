//! Changes of error codes.

use std::collections::BTreeSet;

use super::change::{Claim, Effect, Thing, Verdicts};
use super::collect::{Changes, Row, TEXT, id, matched};
use super::member;
use crate::catalog::LoadedService;
use crate::model::{ErrorClass, ErrorCode};
use crate::naming::{self, Wire};

/// The error codes that something of a service documents, or keeps as stubs.
pub(super) type Codes<'a> = BTreeSet<&'a str>;

pub(super) fn codes(service: &LoadedService) -> Codes<'_> {
    let of_actions = service.actions.iter().flat_map(|one| &one.action.errors);
    let all = service.service.errors.iter().chain(of_actions);
    all.map(|error| error.code.as_str()).collect()
}

/// Compares the codes of an action or of a service; `codes` are those of either side's whole service.
pub(super) fn list(
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
        let is_it =
            |change: &&mut super::change::Change| change.what == what && change.subject() == here;
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
    changes.all_told(
        Thing::Error,
        [
            ("doc-changed", TEXT, *doc != new.doc),
            ("message-changed", TEXT, *message != new.message),
        ],
    );
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

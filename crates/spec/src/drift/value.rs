//! Changes of documented values: of enums, and of numbers.

use super::change::{Claim, Effect, Topic, Verdicts};
use super::changes::{ADVICE, Changes, TEXT};
use super::matched::{Matched, by_name, pairs, spelling};
use crate::model::{EnumValue, Scalar, TypeRef};
use crate::naming::{self, Wire};

/// Compares the values that a member itself documents.
pub(super) fn of_member(changes: &mut Changes, old: &[EnumValue], new: &[EnumValue], of: &TypeRef) {
    let is_enum = matches!(of.leaf(), TypeRef::Scalar(Scalar::String));
    let (kind, what, why) = match (old.is_empty(), new.is_empty()) {
        _ if !is_enum => return of_number(changes, old, new),
        (true, false) => ("values-added", "values added", "the text is an enum now"),
        (false, true) => ("values-removed", "values removed", "the enum is a text now"),
        _ => return of_enum(changes, old, new),
    };
    let change = changes.push(kind, Verdicts::NONE, what, why);
    change.claims(Claim::Subject);
}

fn of_number(changes: &mut Changes, old: &[EnumValue], new: &[EnumValue]) {
    changes.about(Topic::Value, |changes| {
        for (value, matched) in by_name(old, new, |value| &value.value) {
            let how = match matched {
                Matched::Come(_) => "added",
                Matched::Gone(_) => "removed",
                Matched::Kept(before, after) if before != after => "changed",
                Matched::Kept(..) => continue,
            };
            let what = format!("value {value} {how}");
            changes.push("documented", Verdicts::NONE, what, ADVICE);
        }
    });
}

/// Compares the values of two open enums.
pub(super) fn of_enum(changes: &mut Changes, old: &[EnumValue], new: &[EnumValue]) {
    changes.about(Topic::Value, |changes| {
        let matched = by_name(old, new, |value| &value.value);
        for (text, one) in &matched {
            match one {
                Matched::Kept(before, after) => value(changes, text, before, after),
                Matched::Come(_) => {
                    let why = "enums are open; there is a variant for it now";
                    changes.push("added", Verdicts::NEW, format!("value {text:?} added"), why);
                }
                Matched::Gone(before) => value_removed(changes, text, before),
            }
        }
        for (gone, come) in pairs(&matched, |text, _| spelling(text)) {
            let what = format!("value {gone:?} removed");
            let why = format!("respelled {come:?}; comparisons with it never hold again");
            changes.respelled(&what, &format!("{come:?}"), why);
        }
    });
}

fn value_removed(changes: &mut Changes, text: &str, old: &EnumValue) {
    let what = format!("value {text:?} removed");
    let (kind, why) = if old.removed.is_some() {
        ("stub-removed", "the stub of what went earlier")
    } else {
        ("removed", "programs may name its variant")
    };
    let verdicts = Verdicts::NONE.on_wire(Effect::Changed);
    let change = changes.push(kind, verdicts, what, why);
    change.claims(Claim::Variant(text.to_owned()));
}

fn value(changes: &mut Changes, text: &str, old: &EnumValue, new: &EnumValue) {
    match (old.removed.is_some(), new.removed.is_some()) {
        (false, true) => {
            let what = format!("value {text:?} removed");
            let verdicts = Verdicts::NEW.on_wire(Effect::Changed);
            changes.push("removed", verdicts, what, "its variant stays, deprecated");
        }
        (true, false) => {
            let what = format!("value {text:?} added");
            changes.push("added", Verdicts::NEW, what, "it is documented again");
        }
        _ => {}
    }
    let name = |value: &EnumValue| naming::variant(Wire::new(text, value.rename.as_deref()));
    let what = format!("variant of {text:?}:");
    let claim = Claim::Variant(text.to_owned());
    changes.renamed(&what, claim, &name(old), &name(new));
    let what = format!("doc of {text:?}");
    changes.told("doc-changed", &what, TEXT, old.doc != new.doc);
}

//! Changes of documented values: of enums, and of numbers.

use super::change::{Change, Claim, Effect, Thing, Verdicts};
use super::collect::{ADVICE, Changes, Row, TEXT, id, matched, pairs, spelling};
use crate::model::{EnumValue, Scalar, TypeRef};
use crate::naming::{self, Wire};

/// Compares the values that a member itself documents.
pub(super) fn of_member(
    changes: &mut Changes,
    thing: Thing,
    old: &[EnumValue],
    new: &[EnumValue],
    of: &TypeRef,
) {
    let is_enum = matches!(of.leaf(), TypeRef::Scalar(Scalar::String));
    match (old.is_empty(), new.is_empty()) {
        _ if !is_enum => {
            for (value, before, after) in matched(old, new, |value| &value.value) {
                let what = match (before, after) {
                    (None, _) => "added",
                    (_, None) => "removed",
                    (Some(before), Some(after)) if before != after => "changed",
                    _ => continue,
                };
                let what = format!("value {value} {what}");
                let id = id(Thing::Value, "documented");
                changes.push(Row::new(id, Verdicts::NONE, what, ADVICE));
            }
        }
        (true, false) => changes.push(
            Row::new(
                id(thing, "values-added"),
                Verdicts::NONE,
                "values added",
                "the text is an enum now",
            )
            .claims(Claim::Subject),
        ),
        (false, true) => changes.push(
            Row::new(
                id(thing, "values-removed"),
                Verdicts::NONE,
                "values removed",
                "the enum is a text now",
            )
            .claims(Claim::Subject),
        ),
        _ => of_enum(changes, old, new),
    }
}

/// Compares the values of two open enums.
pub(super) fn of_enum(changes: &mut Changes, old: &[EnumValue], new: &[EnumValue]) {
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for (text, before, after) in matched(old, new, |value| &value.value) {
        match (before, after) {
            (Some(before), Some(after)) => value(changes, text, before, after),
            (None, Some(after)) => {
                come.push((text, after));
                let what = format!("value {text:?} added");
                let why = "enums are open; there is a variant for it now";
                changes.push(Row::new(
                    id(Thing::Value, "added"),
                    Verdicts::NEW,
                    what,
                    why,
                ));
            }
            (Some(before), None) => {
                gone.push((text, before));
                value_removed(changes, text, before);
            }
            (None, None) => {}
        }
    }
    for (gone, come) in pairs(&gone, &come, |text, _: &EnumValue| spelling(text)) {
        let what = format!("value {gone:?} removed");
        let here = changes.subject();
        let is_it = |change: &&mut Change| change.what == what && change.subject() == here;
        if let Some(change) = changes.list.iter_mut().find(is_it) {
            change.verdicts.wire = Effect::Breaking;
            change.renamed = Some(format!("{here} {come:?}"));
            change.why = format!("respelled {come:?}; comparisons with it never hold again");
        }
    }
}

fn value_removed(changes: &mut Changes, text: &str, old: &EnumValue) {
    let what = format!("value {text:?} removed");
    let (kind, why) = if old.removed.is_some() {
        ("stub-removed", "the stub of what went earlier")
    } else {
        ("removed", "programs may name its variant")
    };
    let verdicts = Verdicts {
        wire: Effect::Changed,
        ..Verdicts::NONE
    };
    let row = Row::new(id(Thing::Value, kind), verdicts, what, why);
    changes.push(row.claims(Claim::Variant(text.to_owned())));
}

fn value(changes: &mut Changes, text: &str, old: &EnumValue, new: &EnumValue) {
    let name = |value: &EnumValue| naming::variant(Wire::new(text, value.rename.as_deref()));
    match (old.removed.is_some(), new.removed.is_some()) {
        (false, true) => {
            let what = format!("value {text:?} removed");
            let verdicts = Verdicts {
                source: Effect::Changed,
                wire: Effect::Changed,
                ..Verdicts::NONE
            };
            let why = "its variant stays, deprecated";
            changes.push(Row::new(id(Thing::Value, "removed"), verdicts, what, why));
        }
        (true, false) => {
            let what = format!("value {text:?} added");
            let why = "it is documented again";
            changes.push(Row::new(
                id(Thing::Value, "added"),
                Verdicts::NEW,
                what,
                why,
            ));
        }
        _ => {}
    }
    let what = format!("variant of {text:?}:");
    let claim = Claim::Variant(text.to_owned());
    changes.renamed(
        id(Thing::Value, "renamed"),
        &what,
        claim,
        (&name(old), &name(new)),
    );
    let what = format!("doc of {text:?}");
    let differ = old.doc != new.doc;
    changes.told(id(Thing::Value, "doc-changed"), &what, TEXT, differ);
}

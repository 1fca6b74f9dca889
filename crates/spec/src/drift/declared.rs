//! Changes of declared types.

use super::change::{Claim, Direction, Topic, Verdicts};
use super::changes::{ADVICE, Changes, TEXT};
use super::matched::{Matched, by_name, pairs};
use super::{member, value};
use crate::model::{Member, TypeDef};
use crate::naming::{self, Wire};

/// Compares the types of a file. `direction` is which way one of them travels.
pub(super) fn types(
    changes: &mut Changes,
    old: &[TypeDef],
    new: &[TypeDef],
    direction: impl Fn(&str) -> Direction,
) {
    let here = changes.subject();
    let of = |name: &str| format!("{here} type {name}").trim_start().to_owned();
    let matched = by_name(old, new, |declared| &declared.name);
    changes.about(Topic::Type, |changes| {
        changes.within("type", |changes| {
            for (name, declared) in &matched {
                changes.travelling(direction(name), |changes| {
                    changes.within(name, |changes| one(changes, declared));
                });
            }
        });
    });
    for (gone, come) in pairs(&matched, |_, declared| contents(declared)) {
        changes.same(&of(gone), &of(come), "renamed");
    }
}

fn one(changes: &mut Changes, matched: &Matched<'_, TypeDef>) {
    match matched {
        Matched::Kept(before, after) => declared(changes, before, after),
        Matched::Come(_) => {
            changes.push("added", Verdicts::NEW, "added", "a new type");
        }
        Matched::Gone(before) => {
            let kind = if before.removed.is_some() {
                "stub-removed"
            } else {
                "removed"
            };
            let change = changes.push(kind, Verdicts::NONE, "removed", "programs may name it");
            change.claims(Claim::Subject);
        }
    }
}

/// What a type holds, in words that tell types apart; nothing for one that holds nothing.
fn contents(declared: &TypeDef) -> Option<Vec<String>> {
    let fields = declared.fields.iter().flatten();
    let values = declared.values.iter().flatten();
    let mut words: Vec<String> = fields.flat_map(|field| shape(field, 0)).collect();
    words.extend(values.map(|value| format!("= {}", value.value)));
    words.sort();
    (!words.is_empty()).then_some(words)
}

/// Name and type of a member, and of what is inside.
pub(super) fn shape(member: &Member, depth: usize) -> Vec<String> {
    let mut words = vec![format!("{depth} {}: {}", member.name, member.type_ref)];
    let fields = member.fields.iter().flatten();
    words.extend(fields.flat_map(|field| shape(field, depth + 1)));
    words
}

fn declared(changes: &mut Changes, old: &TypeDef, new: &TypeDef) {
    let TypeDef {
        name,
        // Seen in the Rust name.
        rename: _,
        doc,
        evidence,
        fields,
        values: old_values,
        conflict,
        removed,
    } = old;
    if changes.stub(removed.is_some(), new.removed.is_some()) {
        return;
    }
    let rust = |declared: &TypeDef| naming::type_name(Wire::new(name, declared.rename.as_deref()));
    changes.renamed("Rust name", Claim::Subject, &rust(old), &rust(new));
    let other_kind = match (fields, old_values, &new.fields, &new.values) {
        (Some(old), _, Some(new), _) => {
            member::list(changes, Topic::Field, old, new);
            None
        }
        (None, Some(old), None, Some(new)) => {
            value::of_enum(changes, old, new);
            None
        }
        (Some(_), _, None, _) => Some("object → values"),
        (None, _, Some(_), _) => Some("values → object"),
        _ => None,
    };
    if let Some(what) = other_kind {
        let why = "another kind of type";
        let change = changes.push("kind-changed", Verdicts::WIRE, what, why);
        change.claims(Claim::Subject);
    }
    changes.all_told([
        ("doc-changed", TEXT, *doc != new.doc),
        ("evidence-changed", ADVICE, *evidence != new.evidence),
        ("conflict-changed", ADVICE, *conflict != new.conflict),
    ]);
}

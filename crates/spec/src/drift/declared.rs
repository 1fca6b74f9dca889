//! Changes of declared types.

use super::change::{Claim, Direction, Thing, Verdicts};
use super::collect::{ADVICE, Changes, Row, TEXT, id, matched, pairs};
use super::{member, value};
use crate::model::{Member, TypeDef};
use crate::naming::{self, Wire};

/// Compares the types of a file. `direction` is which way one of them travels.
pub(super) fn types<'a>(
    changes: &mut Changes,
    old: &'a [TypeDef],
    new: &'a [TypeDef],
    direction: impl Fn(&str) -> Direction,
) {
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for (name, before, after) in matched(old, new, |declared| &declared.name) {
        changes.travelling(direction(name), |changes| {
            changes.within("type", |changes| {
                changes.within(name, |changes| match (before, after) {
                    (Some(before), Some(after)) => declared(changes, before, after),
                    (None, Some(after)) => {
                        come.push((name, after));
                        let id = id(Thing::Type, "added");
                        changes.push(Row::new(id, Verdicts::NEW, "added", "a new type"));
                    }
                    (Some(before), None) => {
                        gone.push((name, before));
                        let kind = if before.removed.is_some() {
                            "stub-removed"
                        } else {
                            "removed"
                        };
                        let why = "programs may name it";
                        let row = Row::new(id(Thing::Type, kind), Verdicts::NONE, "removed", why);
                        changes.push(row.claims(Claim::Subject));
                    }
                    (None, None) => {}
                });
            });
        });
    }
    let here = changes.subject();
    let of = |name: &str| format!("{here} type {name}").trim_start().to_owned();
    for (gone, come) in pairs(&gone, &come, |_, declared| contents(declared)) {
        changes.same(&of(gone), &of(come), "renamed");
    }
}

/// What a type holds, in words that tell types apart; nothing for one that holds nothing.
fn contents(declared: &TypeDef) -> Option<Vec<String>> {
    let mut words: Vec<String> = match (&declared.fields, &declared.values) {
        (Some(fields), _) => fields.iter().flat_map(|field| shape(field, 0)).collect(),
        (None, Some(values)) => values
            .iter()
            .map(|value| format!("= {}", value.value))
            .collect(),
        (None, None) => Vec::new(),
    };
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
        rename,
        doc,
        evidence,
        fields,
        values: old_values,
        conflict,
        removed,
    } = old;
    if member::stub(
        changes,
        Thing::Type,
        removed.is_some(),
        new.removed.is_some(),
    ) {
        return;
    }
    let rust = |rename: Option<&str>| naming::type_name(Wire::new(name, rename));
    let names = (&*rust(rename.as_deref()), &*rust(new.rename.as_deref()));
    changes.renamed(
        id(Thing::Type, "renamed"),
        "Rust name",
        Claim::Subject,
        names,
    );
    let mut another_kind = |what: &str| {
        let row = Row::new(
            id(Thing::Type, "kind-changed"),
            Verdicts::WIRE,
            what,
            "another kind of type",
        );
        changes.push(row.claims(Claim::Subject));
    };
    match (fields, old_values, &new.fields, &new.values) {
        (Some(old), _, Some(new), _) => member::list(changes, old, new, Thing::Field),
        (None, Some(old), None, Some(new)) => value::of_enum(changes, old, new),
        (Some(_), _, None, _) => another_kind("object → values"),
        (None, _, Some(_), _) => another_kind("values → object"),
        _ => {}
    }
    changes.all_told(
        Thing::Type,
        [
            ("doc-changed", TEXT, *doc != new.doc),
            ("evidence-changed", ADVICE, *evidence != new.evidence),
            ("conflict-changed", ADVICE, *conflict != new.conflict),
        ],
    );
}

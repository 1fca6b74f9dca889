//! Changes of members, types and values.

use std::collections::BTreeMap;

use super::Level::{Breaking, Compatible, Docs};
use super::{Changes, matched};
use crate::model::{EnumValue, Member, Required, Scalar, TypeDef, TypeRef};
use crate::naming::{self, Owner, Wire};

/// Which way members travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Response,
    /// Fields of a type, which may travel either way.
    Either,
}

impl Direction {
    fn owner(self) -> Owner {
        match self {
            Self::Request => Owner::Call,
            Self::Response => Owner::Response,
            Self::Either => Owner::Type,
        }
    }
}

/// Compares two lists of members.
pub(super) fn list(changes: &mut Changes, old: &[Member], new: &[Member], direction: Direction) {
    let (old_names, new_names) = (names(old, direction), names(new, direction));
    for (name, before, after) in matched(old, new, |member| &member.name) {
        match (before, after) {
            (Some(before), Some(after)) => changes.within(name, |changes| {
                let pair = (old_names.get(name), new_names.get(name));
                changes.shown(Breaking, "Rust name", "programs use it", pair);
                one(changes, before, after, direction);
            }),
            (_, Some(after)) if after.required == Required::Yes && !after.implicit => {
                let why = "calls without it are refused";
                changes.breaking(name, "required, added", why);
            }
            (_, Some(_)) => changes.compatible(name, "added", "programs need not know it"),
            (_, None) => changes.breaking(
                name,
                "removed",
                "programs may use it; keep it as `deprecated:` until the next major version",
            ),
        }
    }
}

fn names(list: &[Member], direction: Direction) -> BTreeMap<&str, String> {
    let wires: Vec<_> = list
        .iter()
        .map(|member| Wire::new(&member.name, member.rename.as_deref()))
        .collect();
    let name = |wire: &Wire<'_>| naming::member(*wire, direction.owner());
    wires
        .iter()
        .map(|wire| wire.name)
        .zip(wires.iter().map(name))
        .collect()
}

fn one(changes: &mut Changes, old: &Member, new: &Member, direction: Direction) {
    // Taken apart, so that a key that is added to the language is not forgotten here.
    let Member {
        name: _,
        // Seen in the Rust name.
        rename: _,
        rename_type: _,
        type_ref,
        // Compared where the protocol's usual place is known.
        location,
        required,
        required_source,
        default,
        min,
        max,
        min_length,
        max_length,
        pattern,
        values: old_values,
        fields,
        doc,
        example,
        evidence,
        sensitive,
        always,
        nullable,
        deprecated,
        implicit,
        serialize,
        conflict,
    } = old;
    types_of(changes, type_ref, &new.type_ref);
    if direction != Direction::Request {
        let sent = "it is read and sent so";
        changes.differ(Compatible, "place", sent, (location, &new.location));
    }
    requirement(changes, *required, new.required);
    // Nothing is less than everything, so an added lower bound is a narrower one too.
    bound(changes, "min", (*min, new.min), new.min > *min);
    bound(changes, "max", (*max, new.max), narrower(*max, new.max));
    let min_lengths = (*min_length, new.min_length);
    let is_narrower = new.min_length > *min_length;
    bound(changes, "min_length", min_lengths, is_narrower);
    let max_lengths = (*max_length, new.max_length);
    let is_narrower = narrower(*max_length, new.max_length);
    bound(changes, "max_length", max_lengths, is_narrower);
    inline_values(changes, old_values, &new.values, &new.type_ref);
    if let (Some(old), Some(new)) = (fields, &new.fields) {
        list(changes, old, new, Direction::Either);
    }
    let hidden = "it is shown or hidden accordingly";
    changes.differ(Compatible, "sensitive", hidden, (sensitive, &new.sensitive));
    let sent = "requests are sent so";
    changes.differ(Compatible, "serialize", sent, (serialize, &new.serialize));
    deprecation(changes, deprecated.as_ref(), new.deprecated.as_ref());
    match (implicit, new.implicit) {
        (false, true) => changes.compatible("", "implicit", "calls need not give it"),
        (true, false) => changes.breaking("", "no longer implicit", "calls must give it"),
        _ => {}
    }
    changes.differ(
        Docs,
        "default",
        "the service's affair",
        (default, &new.default),
    );
    for (what, pair) in [
        ("doc", (doc, &new.doc)),
        ("pattern", (pattern, &new.pattern)),
        ("required_source", (required_source, &new.required_source)),
    ] {
        changes.differ(Docs, what, "only a text", pair);
    }
    let told = "documented, not enforced";
    changes.differ(Docs, "example", "only a text", (example, &new.example));
    changes.differ(Docs, "evidence", told, (evidence, &new.evidence));
    changes.differ(Docs, "always", told, (always, &new.always));
    changes.differ(Docs, "nullable", told, (nullable, &new.nullable));
    changes.differ(Docs, "conflict", told, (conflict, &new.conflict));
}

fn types_of(changes: &mut Changes, old: &TypeRef, new: &TypeRef) {
    if old == new {
        return;
    }
    let what = format!("type {old} → {new}");
    if same_in_rust(old, new) {
        changes.docs("", what, "the same type in Rust");
    } else {
        changes.breaking("", what, "another type in Rust");
    }
}

/// Whether two type expressions become one Rust type: widths do not matter there.
fn same_in_rust(old: &TypeRef, new: &TypeRef) -> bool {
    let kind = |scalar: Scalar| match scalar {
        Scalar::Integer | Scalar::Int32 | Scalar::Int64 => Scalar::Integer,
        Scalar::Number | Scalar::Float32 | Scalar::Float64 => Scalar::Number,
        Scalar::String | Scalar::Binary | Scalar::Datetime | Scalar::Date => Scalar::String,
        other => other,
    };
    match (old, new) {
        (TypeRef::Scalar(old), TypeRef::Scalar(new)) => kind(*old) == kind(*new),
        (TypeRef::List(old), TypeRef::List(new)) | (TypeRef::Map(old), TypeRef::Map(new)) => {
            same_in_rust(old, new)
        }
        (old, new) => old == new,
    }
}

fn requirement(changes: &mut Changes, old: Required, new: Required) {
    match (old, new) {
        (Required::Yes, Required::No | Required::Unknown) => {
            changes.compatible("", "no longer required", "fewer calls are refused");
        }
        (Required::No | Required::Unknown, Required::Yes) => {
            changes.breaking("", "required now", "calls without it are refused");
        }
        (Required::No, Required::Unknown) | (Required::Unknown, Required::No) => {
            let what = format!("required: {old:?} → {new:?}").to_lowercase();
            changes.docs("", what, "neither blocks a call");
        }
        _ => {}
    }
}

/// Whether an upper bound lets less through than before.
fn narrower<T: PartialOrd>(old: Option<T>, new: Option<T>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => new < old,
        (old, new) => old.is_none() && new.is_some(),
    }
}

fn bound<T: PartialEq + std::fmt::Display>(
    changes: &mut Changes,
    what: &str,
    (old, new): (Option<T>, Option<T>),
    is_narrower: bool,
) {
    let (level, why) = if is_narrower {
        (Breaking, "calls beyond it are refused")
    } else {
        (Compatible, "fewer calls are refused")
    };
    changes.shown(level, what, why, (old.as_ref(), new.as_ref()));
}

fn inline_values(changes: &mut Changes, old: &[EnumValue], new: &[EnumValue], of: &TypeRef) {
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
                changes.docs(
                    "",
                    format!("value {value} {what}"),
                    "documented, not enforced",
                );
            }
        }
        (true, false) => changes.breaking("", "values added", "the text is an enum now"),
        (false, true) => changes.breaking("", "values removed", "the enum is a text now"),
        _ => values(changes, old, new),
    }
}

fn values(changes: &mut Changes, old: &[EnumValue], new: &[EnumValue]) {
    let variants = |list: &[EnumValue]| -> BTreeMap<String, String> {
        let wires: Vec<_> = list
            .iter()
            .map(|value| Wire::new(&value.value, value.rename.as_deref()))
            .collect();
        let names = wires.iter().map(|wire| naming::variant(*wire));
        let texts = list.iter().map(|value| value.value.clone());
        texts.zip(names).collect()
    };
    let (old_names, new_names) = (variants(old), variants(new));
    for (text, before, after) in matched(old, new, |value| &value.value) {
        match (before, after) {
            (None, _) => changes.compatible(
                "",
                format!("value {text:?} added"),
                "enums are open; there is a variant for it now",
            ),
            (_, None) => {
                let what = format!("value {text:?} removed");
                changes.breaking("", what, "its variant is gone");
            }
            (Some(before), Some(after)) => {
                let pair = (old_names.get(text), new_names.get(text));
                let what = format!("variant of {text:?}:");
                changes.shown(Breaking, &what, "programs name it", pair);
                let what = format!("doc of {text:?}");
                changes.differ(Docs, &what, "only a text", (&before.doc, &after.doc));
            }
        }
    }
}

fn deprecation(changes: &mut Changes, old: Option<&String>, new: Option<&String>) {
    match (old, new) {
        (None, Some(_)) => changes.compatible("", "deprecated", "the compiler warns of its use"),
        (Some(_), None) => {
            changes.compatible("", "no longer deprecated", "the compiler warns no more");
        }
        (Some(old), Some(new)) if old != new => {
            changes.docs("", "deprecation changed", "only a text");
        }
        _ => {}
    }
}

/// Compares the types of a file.
pub(super) fn types(changes: &mut Changes, old: &[TypeDef], new: &[TypeDef]) {
    for (name, before, after) in matched(old, new, |declared| &declared.name) {
        let subject = format!("type {name}");
        match (before, after) {
            (Some(before), Some(after)) => {
                changes.within(subject, |changes| declared(changes, before, after));
            }
            (None, _) => changes.compatible(&subject, "added", "a new type"),
            (_, None) => changes.breaking(&subject, "removed", "programs may name it"),
        }
    }
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
    } = old;
    let rust = |rename: Option<&str>| naming::type_name(Wire::new(name, rename));
    let (before, after) = (rust(rename.as_deref()), rust(new.rename.as_deref()));
    changes.shown(
        Breaking,
        "Rust name",
        "programs use it",
        (Some(&before), Some(&after)),
    );
    match (fields, old_values, &new.fields, &new.values) {
        (Some(old), _, Some(new), _) => list(changes, old, new, Direction::Either),
        (None, Some(old), None, Some(new)) => values(changes, old, new),
        (Some(_), _, None, _) => changes.breaking("", "object → values", "another kind of type"),
        (None, _, Some(_), _) => changes.breaking("", "values → object", "another kind of type"),
        _ => {}
    }
    let told = "documented, not enforced";
    changes.differ(Docs, "doc", "only a text", (doc, &new.doc));
    changes.differ(Docs, "evidence", told, (evidence, &new.evidence));
    changes.differ(Docs, "conflict", told, (conflict, &new.conflict));
}

//! Changes of what a member may hold: its type, whether it must be there, its bounds.

use super::change::{Claim, Effect, Verdicts};
use super::changes::Changes;
use crate::model::{Member, Required, Scalar, TypeRef};

/// Type expressions, as programs and the wire see them.
pub(super) fn types(changes: &mut Changes, old: &TypeRef, new: &TypeRef) {
    if old == new {
        return;
    }
    let what = format!("type {old} → {new}");
    let is_sent = changes.is_sent();
    if !same_text(old, new) {
        // Numbers and flags that are texts are read all the same.
        let is_read_alike = !is_sent && is_plain(old) && is_plain(new);
        let wire = if is_read_alike {
            Effect::Changed
        } else {
            Effect::Breaking
        };
        let verdicts = Verdicts::NONE.on_wire(wire);
        let change = changes.push("type-changed", verdicts, what, "another type in Rust");
        return change.claims(Claim::Subject);
    }
    let is_time = |type_ref: &TypeRef| *type_ref.leaf() == TypeRef::Scalar(Scalar::Datetime);
    let is_another_type = is_time(old) != is_time(new);
    let (verdicts, why) = match (old.is_int32(), new.is_int32()) {
        (false, true) if is_sent => (Verdicts::REFUSED, "calls beyond 32 bits are refused"),
        (true, false) if is_sent => (Verdicts::OTHERWISE, "fewer calls are refused"),
        _ if is_another_type => {
            let why = "the same text; in Rust times have a type of their own";
            (Verdicts::NONE, why)
        }
        _ => (Verdicts::NONE, "the same type in Rust"),
    };
    let change = changes.push("type-changed", verdicts, what, why);
    if is_another_type {
        change.claims(Claim::Subject);
    }
}

fn is_plain(type_ref: &TypeRef) -> bool {
    matches!(type_ref, TypeRef::Scalar(scalar) if *scalar != Scalar::Any)
}

/// Whether values of two type expressions are written alike: widths do not matter, and times are texts.
fn same_text(old: &TypeRef, new: &TypeRef) -> bool {
    let kind = |scalar: Scalar| match scalar {
        Scalar::Integer | Scalar::Int32 | Scalar::Int64 => Scalar::Integer,
        Scalar::Number | Scalar::Float32 | Scalar::Float64 => Scalar::Number,
        Scalar::String | Scalar::Binary | Scalar::Datetime | Scalar::Date => Scalar::String,
        other => other,
    };
    match (old, new) {
        (TypeRef::Scalar(old), TypeRef::Scalar(new)) => kind(*old) == kind(*new),
        (TypeRef::List(old), TypeRef::List(new)) | (TypeRef::Map(old), TypeRef::Map(new)) => {
            same_text(old, new)
        }
        (old, new) => old == new,
    }
}

/// Whether it must be given.
pub(super) fn requirement(changes: &mut Changes, old: Required, new: Required) {
    let (kind, verdicts, what, why) = match (old == Required::Yes, new == Required::Yes) {
        (true, false) => {
            let (what, why) = ("no longer required", "fewer calls are refused");
            ("required-no-more", Verdicts::OTHERWISE, what, why)
        }
        (false, true) => {
            let why = "calls without it are refused";
            ("required", Verdicts::REFUSED, "required now", why)
        }
        (false, false) if old != new => {
            let what = format!("required: {old} → {new}");
            let why = "neither blocks a call";
            changes.push("requirement-evidence", Verdicts::NONE, what, why);
            return;
        }
        _ => return,
    };
    let (verdicts, why) = if_sent(changes, verdicts, why);
    changes.push(kind, verdicts, what, why);
}

/// What something does to calls; nothing, where none sends it.
pub(super) fn if_sent<'w>(
    changes: &Changes,
    verdicts: Verdicts,
    why: &'w str,
) -> (Verdicts, &'w str) {
    if changes.is_sent() {
        (verdicts, why)
    } else {
        (Verdicts::NONE, "no call sends it")
    }
}

/// Bounds of numbers and lengths.
pub(super) fn bounds(changes: &mut Changes, old: &Member, new: &Member) {
    bound(changes, "min", (old.min, new.min), |old, new| new > old);
    bound(changes, "max", (old.max, new.max), |old, new| new < old);
    let lengths = (old.min_length, new.min_length);
    bound(changes, "min_length", lengths, |old, new| new > old);
    let lengths = (old.max_length, new.max_length);
    bound(changes, "max_length", lengths, |old, new| new < old);
}

fn bound<T: Copy + PartialEq + std::fmt::Display>(
    changes: &mut Changes,
    what: &str,
    pair: (Option<T>, Option<T>),
    is_closer: fn(T, T) -> bool,
) {
    let is_narrower = match pair {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => is_closer(old, new),
    };
    let (kind, verdicts, why) = if !changes.is_sent() {
        ("bound-changed", Verdicts::NONE, "no call sends it")
    } else if is_narrower {
        let why = "calls beyond it are refused";
        ("bound-narrowed", Verdicts::REFUSED, why)
    } else {
        let why = "fewer calls are refused";
        ("bound-widened", Verdicts::OTHERWISE, why)
    };
    changes.shown(kind, verdicts, what, why, pair);
}

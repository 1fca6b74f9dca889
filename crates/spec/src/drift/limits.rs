//! Changes of what a member may hold: its type, whether it must be there, its bounds.

use super::change::{Claim, Effect, Thing, Verdicts};
use super::collect::{Changes, Row, id};
use crate::model::{Required, Scalar, TypeRef};

/// Type expressions, as programs and the wire see them.
pub(super) fn types(changes: &mut Changes, thing: Thing, old: &TypeRef, new: &TypeRef) {
    if old == new {
        return;
    }
    let what = format!("type {old} → {new}");
    if same_text(old, new) {
        let is_time = |type_ref: &TypeRef| *type_ref.leaf() == TypeRef::Scalar(Scalar::Datetime);
        let row = |verdicts, why| Row::new(id(thing, "type-changed"), verdicts, what, why);
        let is_sent = changes.direction().is_sent();
        changes.push(match (old.is_int32(), new.is_int32()) {
            (false, true) if is_sent => row(Verdicts::REFUSED, "calls beyond 32 bits are refused"),
            (true, false) if is_sent => row(Verdicts::OTHERWISE, "fewer calls are refused"),
            _ if is_time(old) == is_time(new) => row(Verdicts::NONE, "the same type in Rust"),
            _ => row(
                Verdicts::NONE,
                "the same text; in Rust times have a type of their own",
            )
            .claims(Claim::Subject),
        });
        return;
    }
    let is_plain =
        |type_ref: &TypeRef| matches!(type_ref, TypeRef::Scalar(scalar) if *scalar != Scalar::Any);
    // Numbers and flags that are texts are read all the same.
    let is_read_alike = is_plain(old) && is_plain(new) && !changes.direction().is_sent();
    let verdicts = Verdicts {
        wire: if is_read_alike {
            Effect::Changed
        } else {
            Effect::Breaking
        },
        ..Verdicts::NONE
    };
    let why = "another type in Rust";
    changes.push(Row::new(id(thing, "type-changed"), verdicts, what, why).claims(Claim::Subject));
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
pub(super) fn requirement(changes: &mut Changes, thing: Thing, old: Required, new: Required) {
    let is_sent = changes.direction().is_sent();
    let unasked = "no call sends it";
    let row = match (old, new) {
        (Required::Yes, Required::No | Required::Unknown) => {
            let (verdicts, why) = if is_sent {
                (Verdicts::OTHERWISE, "fewer calls are refused")
            } else {
                (Verdicts::NONE, unasked)
            };
            Row::new(
                id(thing, "required-no-more"),
                verdicts,
                "no longer required",
                why,
            )
        }
        (Required::No | Required::Unknown, Required::Yes) => {
            let (verdicts, why) = if is_sent {
                (Verdicts::REFUSED, "calls without it are refused")
            } else {
                (Verdicts::NONE, unasked)
            };
            Row::new(id(thing, "required"), verdicts, "required now", why)
        }
        (Required::No, Required::Unknown) | (Required::Unknown, Required::No) => {
            let what = format!("required: {old:?} → {new:?}").to_lowercase();
            let id = id(thing, "requirement-evidence");
            Row::new(id, Verdicts::NONE, what, "neither blocks a call")
        }
        _ => return,
    };
    changes.push(row);
}

/// A bound: a lower one, under which nothing is let through, or an upper one.
pub(super) fn bounds<T: PartialOrd + std::fmt::Display>(
    changes: &mut Changes,
    thing: Thing,
    (what, old, new): (&'static str, Option<T>, Option<T>),
    is_lower: bool,
) {
    let is_narrower = match (&old, &new) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) if is_lower => new > old,
        (Some(old), Some(new)) => new < old,
    };
    let (kind, verdicts, why) = if !changes.direction().is_sent() {
        ("bound-changed", Verdicts::NONE, "no call sends it")
    } else if is_narrower {
        (
            "bound-narrowed",
            Verdicts::REFUSED,
            "calls beyond it are refused",
        )
    } else {
        (
            "bound-widened",
            Verdicts::OTHERWISE,
            "fewer calls are refused",
        )
    };
    changes.shown(
        id(thing, kind),
        verdicts,
        what,
        why,
        (old.as_ref(), new.as_ref()),
    );
}

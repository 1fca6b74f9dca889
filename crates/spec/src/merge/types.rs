//! Whether two sources mean the same type: a vaguer word is no other word.

use crate::model::{Scalar, TypeRef};

/// What a named type is, for whoever declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// An object with fields.
    Fields,
    /// A list of words.
    Values,
    /// Declared nowhere: only its name is known.
    Unknown,
}

/// Whether a source that says `fact` denies what a spec says.
pub(super) fn agree(
    spec: &TypeRef,
    fact: &TypeRef,
    spec_named: &dyn Fn(&str) -> Named,
    fact_named: &dyn Fn(&str) -> Named,
) -> bool {
    let is_any = |found: &TypeRef| matches!(found, TypeRef::Scalar(Scalar::Any));
    match (spec, fact) {
        (_, found) if is_any(found) => true,
        (TypeRef::List(spec), TypeRef::List(fact)) | (TypeRef::Map(spec), TypeRef::Map(fact)) => {
            agree(spec, fact, spec_named, fact_named)
        }
        (found, TypeRef::Object | TypeRef::Map(_)) => is_any(found) || is_object(found, spec_named),
        (found, TypeRef::Named(name)) => match fact_named(name) {
            Named::Values => is_text(found, spec_named),
            Named::Fields | Named::Unknown => is_any(found) || is_object(found, spec_named),
        },
        (TypeRef::Scalar(spec), TypeRef::Scalar(fact)) => is_same_or_vaguer(*fact, *spec),
        (TypeRef::Named(name), TypeRef::Scalar(Scalar::String)) => {
            spec_named(name) == Named::Values
        }
        _ => false,
    }
}

fn is_object(found: &TypeRef, named: &dyn Fn(&str) -> Named) -> bool {
    match found {
        TypeRef::Object | TypeRef::Map(_) => true,
        TypeRef::Named(name) => named(name) != Named::Values,
        _ => false,
    }
}

fn is_text(found: &TypeRef, named: &dyn Fn(&str) -> Named) -> bool {
    match found {
        TypeRef::Scalar(Scalar::String) => true,
        TypeRef::Named(name) => named(name) == Named::Values,
        _ => false,
    }
}

/// Whether a built-in type says less than another one of its kind.
pub(super) fn is_vaguer(vague: &TypeRef, exact: &TypeRef) -> bool {
    matches!((vague, exact), (TypeRef::Scalar(vague), TypeRef::Scalar(exact)) if is_same_or_vaguer(*vague, *exact))
}

/// Whether the first word says no more than the second one allows.
fn is_same_or_vaguer(vague: Scalar, exact: Scalar) -> bool {
    use Scalar::{
        Any, Binary, Date, Datetime, Float32, Float64, Int32, Int64, Integer, Number, String,
        Uint64,
    };
    vague == exact
        || match vague {
            Integer => matches!(exact, Int32 | Int64 | Uint64),
            Number => matches!(exact, Float32 | Float64 | Integer | Int32 | Int64 | Uint64),
            String => matches!(exact, Datetime | Date | Binary),
            Any => true,
            _ => false,
        }
}

/// What the spec is to say: the source's lists around the spec's own name for what is in them, if that is
/// still the same.
pub(super) fn rewrapped(spec: &TypeRef, fact: &TypeRef, leaves_agree: bool) -> TypeRef {
    if !leaves_agree {
        return fact.clone();
    }
    match fact {
        TypeRef::List(inner) => TypeRef::List(Box::new(rewrapped(spec, inner, true))),
        TypeRef::Map(inner) if !matches!(spec, TypeRef::Map(_)) => {
            TypeRef::Map(Box::new(rewrapped(spec, inner, true)))
        }
        _ => spec.leaf().clone(),
    }
}

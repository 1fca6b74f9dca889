//! Whether two sources mean the same type: a vaguer word is no other word.

use crate::model::{Scalar, TypeRef};

/// Whether a name stands for a list of words, for whoever declares it. A name that is declared nowhere is an
/// object's.
type IsWords<'w> = &'w dyn Fn(&str) -> bool;

/// Whether a source that says `fact` denies what a spec says.
pub(super) fn agree(
    spec: &TypeRef,
    fact: &TypeRef,
    spec_words: IsWords<'_>,
    fact_words: IsWords<'_>,
) -> bool {
    let is_any = |found: &TypeRef| matches!(found, TypeRef::Scalar(Scalar::Any));
    match (spec, fact) {
        (_, found) if is_any(found) => true,
        (TypeRef::List(spec), TypeRef::List(fact)) | (TypeRef::Map(spec), TypeRef::Map(fact)) => {
            agree(spec, fact, spec_words, fact_words)
        }
        (found, TypeRef::Named(name)) if fact_words(name) => is_text(found, spec_words),
        (found, TypeRef::Object | TypeRef::Map(_) | TypeRef::Named(_)) => {
            is_any(found) || is_object(found, spec_words)
        }
        (TypeRef::Scalar(spec), TypeRef::Scalar(fact)) => is_same_or_vaguer(*fact, *spec),
        (TypeRef::Named(name), TypeRef::Scalar(Scalar::String)) => spec_words(name),
        _ => false,
    }
}

fn is_object(found: &TypeRef, is_words: IsWords<'_>) -> bool {
    match found {
        TypeRef::Object | TypeRef::Map(_) => true,
        TypeRef::Named(name) => !is_words(name),
        _ => false,
    }
}

fn is_text(found: &TypeRef, is_words: IsWords<'_>) -> bool {
    match found {
        TypeRef::Scalar(Scalar::String) => true,
        TypeRef::Named(name) => is_words(name),
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

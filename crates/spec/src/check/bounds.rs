//! Checks of bounds, and of values against bounds.

use serde_json::Value;

use crate::check::checker::Checker;
use crate::diagnostic::{Code, Place};
use crate::model::{Member, TypeRef};

/// Checks that the bounds of a member go with its type and leave something within.
pub(super) fn check(checker: &mut Checker<'_>, member: &Member, place: &Place<'_>) {
    if !checker.is_known(&member.type_ref) {
        return;
    }
    let is_number = matches!(&member.type_ref, TypeRef::Scalar(scalar) if scalar.is_number());
    for (key, is_there) in [("min", member.min.is_some()), ("max", member.max.is_some())] {
        if is_there && !is_number {
            let message = format!("`{key}` of a member that is `{}`", member.type_ref);
            checker.say(Code::Inapplicable, place.key(key).name(), message);
        }
    }
    let has_length = match &member.type_ref {
        TypeRef::Scalar(scalar) => scalar.is_text(),
        TypeRef::List(_) | TypeRef::Map(_) => true,
        TypeRef::Object | TypeRef::Named(_) => false,
    };
    let lengths = [
        ("min_length", member.min_length),
        ("max_length", member.max_length),
    ];
    for (key, length) in lengths {
        if length.is_some() && !has_length {
            let message = format!("`{key}` of a member that is `{}`", member.type_ref);
            checker.say(Code::Inapplicable, place.key(key).name(), message);
        }
    }
    if member.pattern.is_some()
        && !matches!(member.type_ref.leaf(), TypeRef::Scalar(leaf) if leaf.is_text())
    {
        let message = format!("`pattern` of a member that is `{}`", member.type_ref);
        checker.say(Code::Inapplicable, place.key("pattern").name(), message);
    }
    inverted(checker, member, place);
    widths(checker, member, place);
}

fn inverted(checker: &mut Checker<'_>, member: &Member, place: &Place<'_>) {
    let pairs = [
        (
            "min",
            "max",
            matches!((member.min, member.max), (Some(min), Some(max)) if min > max),
        ),
        (
            "min_length",
            "max_length",
            matches!((member.min_length, member.max_length), (Some(min), Some(max)) if min > max),
        ),
    ];
    for (low, high, _) in pairs.into_iter().filter(|(.., is_inverted)| *is_inverted) {
        checker
            .say(
                Code::BadBounds,
                place.key(high),
                format!("`{high}` is less than `{low}`"),
            )
            .beside(place.key(low), "more than that");
    }
}

fn widths(checker: &mut Checker<'_>, member: &Member, place: &Place<'_>) {
    let TypeRef::Scalar(scalar) = member.type_ref else {
        return;
    };
    let Some(integers) = scalar.integers() else {
        return;
    };
    for (key, bound) in [("min", member.min), ("max", member.max)] {
        if bound.is_some_and(|bound| !integers.contains(&bound.into())) {
            let message = format!("no `{}` can be that", scalar.name());
            checker.say(Code::BadBounds, place.key(key), message);
        }
    }
}

/// What is wrong with a value of the member's type by the member's bounds.
pub(crate) fn broken(member: &Member, value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => {
            let number = number.as_f64()?;
            // Bounds are told apart from their neighbours only below 2^53; so are the pages'.
            #[allow(clippy::cast_precision_loss, reason = "documented bounds are small")]
            let (min, max) = (member.min.map(|n| n as f64), member.max.map(|n| n as f64));
            if let Some(min) = min.filter(|min| number < *min) {
                return Some(format!("{value} is less than the least, {min}"));
            }
            let max = max.filter(|max| number > *max)?;
            Some(format!("{value} is more than the most, {max}"))
        }
        Value::String(text) => broken_length(member, text.chars().count(), "characters"),
        Value::Array(items) => broken_length(member, items.len(), "items"),
        Value::Object(map) => broken_length(member, map.len(), "items"),
        Value::Bool(_) | Value::Null => None,
    }
}

fn broken_length(member: &Member, length: usize, of: &str) -> Option<String> {
    let length = length as u64;
    if let Some(min) = member.min_length.filter(|min| length < *min) {
        return Some(format!("{length} {of} are less than the least, {min}"));
    }
    let max = member.max_length.filter(|max| length > *max)?;
    Some(format!("{length} {of} are more than the most, {max}"))
}

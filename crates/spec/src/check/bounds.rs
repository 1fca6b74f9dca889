//! Checks of bounds, and of values against bounds.

use std::fmt::Display;

use serde_json::Value;

use crate::check::checker::Checker;
use crate::diagnostic::{Code, Place};
use crate::model::{Member, TypeRef};

/// Checks that the bounds of a member go with its type and leave something within.
pub(super) fn check(checker: &mut Checker<'_>, member: &Member, place: &Place<'_>) {
    if !checker.is_known(&member.type_ref) {
        return;
    }
    let of = &member.type_ref;
    let is_number = matches!(of, TypeRef::Scalar(scalar) if scalar.is_number());
    let is_text = |of: &TypeRef| matches!(of, TypeRef::Scalar(scalar) if scalar.is_text());
    let has_length = is_text(of) || matches!(of, TypeRef::List(_) | TypeRef::Map(_));
    for (key, is_there, has_it) in [
        ("min", member.min.is_some(), is_number),
        ("max", member.max.is_some(), is_number),
        ("min_length", member.min_length.is_some(), has_length),
        ("max_length", member.max_length.is_some(), has_length),
        ("pattern", member.pattern.is_some(), is_text(of.leaf())),
    ] {
        if is_there && !has_it {
            let message = format!("`{key}` of a member that is `{of}`");
            checker.inapplicable(place, key, message);
        }
    }
    inverted(checker, "min", member.min, "max", member.max, place);
    let (min, max) = (member.min_length, member.max_length);
    inverted(checker, "min_length", min, "max_length", max, place);
    widths(checker, member, place);
}

fn inverted<T: PartialOrd>(
    checker: &mut Checker<'_>,
    low: &str,
    min: Option<T>,
    high: &str,
    max: Option<T>,
    place: &Place<'_>,
) {
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        let message = format!("`{high}` is less than `{low}`");
        let finding = checker.say(Code::BadBounds, place.key(high), message);
        finding.beside(place.key(low), "more than that");
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
            beyond(number, &format!("{value} is"), min, max)
        }
        Value::String(text) => length_beyond(member, text.chars().count(), "characters"),
        Value::Array(items) => length_beyond(member, items.len(), "items"),
        Value::Object(map) => length_beyond(member, map.len(), "items"),
        Value::Bool(_) | Value::Null => None,
    }
}

fn length_beyond(member: &Member, length: usize, of: &str) -> Option<String> {
    let it_is = format!("{length} {of} are");
    beyond(length as u64, &it_is, member.min_length, member.max_length)
}

fn beyond<T: Copy + PartialOrd + Display>(
    value: T,
    it_is: &str,
    min: Option<T>,
    max: Option<T>,
) -> Option<String> {
    if let Some(min) = min.filter(|min| value < *min) {
        return Some(format!("{it_is} less than the least, {min}"));
    }
    let max = max.filter(|max| value > *max)?;
    Some(format!("{it_is} more than the most, {max}"))
}

//! The bounds of one parameter.

use crate::codec::tape::Event;
use crate::codec::violation::ViolationKind;
use crate::meta::{Parameter, Place};

pub(super) type Found = Option<(ViolationKind, String)>;

/// What is wrong with a text, a number or a boolean.
pub(super) fn of_scalar(parameter: &Parameter, value: Event<&str>, is_item: bool) -> Found {
    match value {
        Event::Text("") if parameter.place == Place::Path => {
            let message = "is a part of the path and cannot be empty";
            Some((ViolationKind::Path, message.to_owned()))
        }
        // The length of a list is in items, and says nothing of their own.
        Event::Text(_) if is_item => None,
        Event::Text(text) => length(parameter, text.chars().count(), "characters"),
        _ => number(parameter, value),
    }
}

/// What is wrong with the number of items of a list.
pub(super) fn of_list(parameter: &Parameter, items: usize) -> Found {
    length(parameter, items, "items")
}

#[expect(
    clippy::cast_precision_loss,
    reason = "bounds are small, and the nearest value will do"
)]
fn number(parameter: &Parameter, value: Event<&str>) -> Found {
    let is_below = |min: &i64| match value {
        Event::Number(number) => number.value < *min as f64,
        _ => value.integer().is_some_and(|number| number < (*min).into()),
    };
    let is_above = |max: &i64| match value {
        Event::Number(number) => number.value > *max as f64,
        _ => value.integer().is_some_and(|number| number > (*max).into()),
    };
    let (limit, bound) = match (parameter.min, parameter.max) {
        (Some(min), _) if is_below(&min) => ("at least", min),
        (_, Some(max)) if is_above(&max) => ("at most", max),
        _ => return None,
    };
    let but = match value.text().filter(|_| !parameter.sensitive) {
        Some(number) => format!(", and is {number}"),
        None => String::new(),
    };
    let message = format!("must be {limit} {bound}{but}");
    Some((ViolationKind::Bound, message))
}

fn length(parameter: &Parameter, length: usize, unit: &str) -> Found {
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    let (limit, bound) = match (parameter.min_length, parameter.max_length) {
        (Some(min), _) if length < min => ("at least", min),
        (_, Some(max)) if length > max => ("at most", max),
        _ => return None,
    };
    let message = format!("must have {limit} {bound} {unit}, and has {length}");
    Some((ViolationKind::Length, message))
}

//! The bounds of one parameter.

use crate::codec::tape::Event;
use crate::codec::violation::ViolationKind;
use crate::meta::{Parameter, Place};

/// Is told what is wrong.
type Tell<'a> = dyn FnMut(ViolationKind, &[&str]) + 'a;

/// Tells what is wrong with a text, a number or a boolean.
pub(super) fn of_scalar(
    parameter: &Parameter,
    value: Event<&str>,
    is_item: bool,
    tell: &mut Tell<'_>,
) {
    match value {
        Event::Text("") if parameter.place == Place::Path => {
            let message = "is a part of the path and cannot be empty";
            tell(ViolationKind::Path, &[message]);
        }
        // The length of a list is in items, and says nothing of their own.
        Event::Text(_) if is_item => {}
        Event::Text(text) => length(parameter, text.chars().count(), " characters", tell),
        _ => number(parameter, value, tell),
    }
}

/// Tells what is wrong with the number of items of a list.
pub(super) fn of_list(parameter: &Parameter, items: usize, tell: &mut Tell<'_>) {
    length(parameter, items, " items", tell);
}

#[expect(
    clippy::cast_precision_loss,
    reason = "bounds are small, and the nearest value will do"
)]
fn number(parameter: &Parameter, value: Event<&str>, tell: &mut Tell<'_>) {
    let is_below = |min: i64| match value {
        Event::Number(number) => number.value < min as f64,
        _ => value.integer().is_some_and(|number| number < min.into()),
    };
    let is_above = |max: i64| match value {
        Event::Number(number) => number.value > max as f64,
        _ => value.integer().is_some_and(|number| number > max.into()),
    };
    let (limit, bound) = match (parameter.min, parameter.max) {
        (Some(min), _) if is_below(min) => ("must be at least ", min),
        (_, Some(max)) if is_above(max) => ("must be at most ", max),
        _ => return,
    };
    let message = match value.text() {
        Some(number) if !parameter.sensitive => format!("{limit}{bound}, and is {number}"),
        _ => format!("{limit}{bound}"),
    };
    tell(ViolationKind::Bound, &[&message]);
}

fn length(parameter: &Parameter, length: usize, unit: &str, tell: &mut Tell<'_>) {
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    let (limit, bound) = match (parameter.min_length, parameter.max_length) {
        (Some(min), _) if length < min => ("must have at least ", min),
        (_, Some(max)) if length > max => ("must have at most ", max),
        _ => return,
    };
    let message = format!("{limit}{bound}{unit}, and has {length}");
    tell(ViolationKind::Length, &[&message]);
}

//! The bounds of one parameter.

use crate::codec::tape::Event;
use crate::codec::violation::ViolationKind;
use crate::meta::{Parameter, Place};

/// What is wrong with a value, and how that is told.
pub(super) type Fault = (ViolationKind, String);

/// What is wrong with a text, a number or a boolean.
pub(super) fn of_scalar(parameter: &Parameter, value: Event<&str>, is_item: bool) -> Option<Fault> {
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
pub(super) fn of_list(parameter: &Parameter, items: usize) -> Option<Fault> {
    length(parameter, items, "items")
}

fn number(parameter: &Parameter, value: Event<&str>) -> Option<Fault> {
    let limit = broken_bound(parameter, value)?;
    let message = match value.text() {
        Some(number) if !parameter.sensitive => format!("{limit}, and is {number}"),
        _ => limit,
    };
    Some((ViolationKind::Bound, message))
}

/// What the number must be and is not. A range is told whole; the ends of 64 bits are not.
#[expect(
    clippy::cast_precision_loss,
    reason = "bounds are small, and the nearest value will do"
)]
fn broken_bound(parameter: &Parameter, value: Event<&str>) -> Option<String> {
    let integers = parameter.integers().filter(|_| parameter.int32);
    let (min, max) = match integers {
        Some((min, max)) => (Some(min), Some(max)),
        None => (parameter.min.map(i128::from), parameter.max.map(i128::from)),
    };
    let is_below = |min: &i128| match value {
        Event::Number(number) => number.value < *min as f64,
        _ => value.integer().is_some_and(|number| number < *min),
    };
    let is_above = |max: &i128| match value {
        Event::Number(number) => number.value > *max as f64,
        _ => value.integer().is_some_and(|number| number > *max),
    };
    if !min.as_ref().is_some_and(is_below) && !max.as_ref().is_some_and(is_above) {
        return None;
    }
    let what = match parameter.integers() {
        Some(_) => "an integer",
        None => "a number",
    };
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("must be {what} from {min} to {max}")),
        (Some(min), None) => Some(format!("must be at least {min}")),
        (None, Some(max)) => Some(format!("must be at most {max}")),
        (None, None) => None,
    }
}

fn length(parameter: &Parameter, length: usize, unit: &str) -> Option<Fault> {
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    let (limit, bound) = match (parameter.min_length, parameter.max_length) {
        (Some(min), _) if length < min => ("least", min),
        (_, Some(max)) if length > max => ("most", max),
        _ => return None,
    };
    let message = format!("must have at {limit} {bound} {unit}, and has {length}");
    Some((ViolationKind::Length, message))
}

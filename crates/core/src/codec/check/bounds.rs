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

fn number(parameter: &Parameter, value: Event<&str>, tell: &mut Tell<'_>) {
    let Some(limit) = broken_bound(parameter, value) else {
        return;
    };
    let message = match value.text() {
        Some(number) if !parameter.sensitive => format!("{limit}, and is {number}"),
        _ => limit,
    };
    tell(ViolationKind::Bound, &[&message]);
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

//! The bounds of one parameter.

use crate::codec::sink::{Number, Scalar};
use crate::codec::violation::ViolationKind;
use crate::meta::{Parameter, Place};

type Found = Option<(ViolationKind, String)>;

/// What is wrong with a text, a number or a boolean.
pub(super) fn of_scalar(parameter: &Parameter, value: Scalar<'_>, is_item: bool) -> Found {
    match value {
        Scalar::Text(text) if text.is_empty() && parameter.place == Place::Path => {
            let message = "is a part of the path and cannot be empty";
            Some((ViolationKind::Path, message.to_owned()))
        }
        // The length of a list is in items, and says nothing of their own.
        Scalar::Text(_) if is_item => None,
        Scalar::Text(text) => {
            let characters = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
            length(parameter, characters, "characters")
        }
        Scalar::Number(number) => of_number(parameter, number),
        _ => of_integer(parameter, integer_of(value)?),
    }
}

/// What is wrong with the number of items of a list.
pub(super) fn of_list(parameter: &Parameter, items: u64) -> Found {
    length(parameter, items, "items")
}

/// The value as a number that no 64 bits bound.
pub(super) fn integer_of(value: Scalar<'_>) -> Option<i128> {
    match value {
        Scalar::Integer(number) => Some(number.into()),
        Scalar::Unsigned(number) => Some(number.into()),
        _ => None,
    }
}

/// The number as text; it is one of 64 bits, signed or unsigned.
pub(super) fn digits(number: i128) -> String {
    match u64::try_from(number) {
        Ok(number) => number.to_string(),
        Err(_) => i64::try_from(number).unwrap_or(i64::MIN).to_string(),
    }
}

fn of_integer(parameter: &Parameter, number: i128) -> Found {
    let below = parameter.min.filter(|min| number < i128::from(*min));
    let above = parameter.max.filter(|max| number > i128::from(*max));
    bound(parameter, below, above, || digits(number))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "bounds are small, and the nearest value will do"
)]
fn of_number(parameter: &Parameter, number: Number) -> Found {
    let value = number.value;
    let below = parameter.min.filter(|min| value < *min as f64);
    let above = parameter.max.filter(|max| value > *max as f64);
    bound(parameter, below, above, || number.text())
}

fn bound(
    parameter: &Parameter,
    below: Option<i64>,
    above: Option<i64>,
    number: impl Fn() -> String,
) -> Found {
    let (limit, bound) = match (below, above) {
        (Some(min), _) => ("at least", min),
        (_, Some(max)) => ("at most", max),
        (None, None) => return None,
    };
    let but = if parameter.sensitive {
        String::new()
    } else {
        format!(", and is {}", number())
    };
    let message = format!("must be {limit} {bound}{but}");
    Some((ViolationKind::Bound, message))
}

fn length(parameter: &Parameter, length: u64, unit: &str) -> Found {
    let below = parameter.min_length.filter(|min| length < *min);
    let above = parameter.max_length.filter(|max| length > *max);
    let (limit, bound) = match (below, above) {
        (Some(min), _) => ("at least", min),
        (_, Some(max)) => ("at most", max),
        (None, None) => return None,
    };
    let message = format!("must have {limit} {bound} {unit}, and has {length}");
    Some((ViolationKind::Length, message))
}

//! Checks of documented values, of types and of members.

use crate::check::checker::Checker;
use crate::check::rename::{self, Case};
use crate::check::word::{MAX_NAME_BYTES, is_visible};
use crate::check::{removal, rust_name};
use crate::diagnostic::{Code, Place};
use crate::model::EnumValue;
use crate::naming::{self, Wire};

/// Checks documented values; `is_text` if they are texts and make an open enum.
pub(super) fn check(
    checker: &mut Checker<'_>,
    values: &[EnumValue],
    is_text: bool,
    place: &Place<'_>,
) {
    if values.is_empty() {
        checker.say(Code::BadValues, place.name(), "the list of values is empty");
    }
    for (index, value) in values.iter().enumerate() {
        let at = place.index(index);
        checker.text(value.doc.as_deref(), &at.key("doc"));
        removal::check(checker, value.removed.as_ref(), &at);
        if value.value.len() > MAX_NAME_BYTES || !is_visible(&value.value) {
            let message = "a value is at most 256 bytes, all of them visible";
            checker.say(Code::BadValues, at.key("value"), message);
        }
        let number = value.value.parse::<f64>();
        if !is_text && !number.is_ok_and(f64::is_finite) {
            let message = format!("`{}` is no number, and the member is", value.value);
            checker.say(Code::BadValues, at.key("value"), message);
        }
        if !is_text && value.rename.is_some() {
            let message = "values of a number get no Rust names";
            checker.say(Code::Inapplicable, at.key("rename").name(), message);
        } else {
            rename::check(checker, value.rename.as_deref(), Case::Variant, &at);
        }
    }
    let names = values.iter().map(|value| value.value.as_str());
    checker.no_twice(names, "the value", place, Some("value"));
    if is_text {
        let variants = values.iter().map(|value| {
            let wire = Wire::new(&value.value, value.rename.as_deref());
            (&*value.value, naming::variant(wire))
        });
        let at = |index| place.index(index).key("value").value();
        rust_name::apart(checker, variants, "", &at);
    }
}

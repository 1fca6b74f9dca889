//! Checks of names that a spec gives to Rust.

use crate::check::checker::Checker;
use crate::diagnostic::{Code, Place};
use crate::naming;

/// The case of a Rust name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Snake,
    /// Of types.
    Camel,
    /// Of variants: in every open enum `Other` keeps what the spec does not know.
    Variant,
}

/// Checks a `rename:`, which must be a name of Rust in the right case.
pub(super) fn check(
    checker: &mut Checker<'_>,
    rename: Option<&str>,
    case: Case,
    place: &Place<'_>,
) {
    key(checker, rename, case, place, "rename");
}

/// The same of another key that gives a name.
pub(super) fn key(
    checker: &mut Checker<'_>,
    rename: Option<&str>,
    case: Case,
    place: &Place<'_>,
    key: &str,
) {
    let Some(rename) = rename else { return };
    let is_camel = rename.starts_with(|first: char| first.is_ascii_uppercase()) && rename != "Self";
    let is_right = match case {
        Case::Snake => !rename.bytes().any(|byte| byte.is_ascii_uppercase()),
        Case::Camel => is_camel,
        Case::Variant => is_camel && rename != "Other",
    };
    if is_right && naming::is_identifier(rename) && rename.len() <= 128 {
        return;
    }
    let wanted = match case {
        Case::Snake => "snake_case",
        Case::Camel | Case::Variant => "UpperCamelCase",
    };
    let rename: String = rename.chars().take(80).collect();
    let message = format!("`{rename}` is no Rust name in {wanted}");
    checker.say(Code::BadRename, place.key(key), message);
}

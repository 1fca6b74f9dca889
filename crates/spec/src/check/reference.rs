//! Checks of the names in type expressions.

use crate::check::checker::Checker;
use crate::diagnostic::{Code, Place};
use crate::model::{TypeRef, vendor_words};

/// Checks that the names in a type expression are known, and notes that they are used.
pub(super) fn check<'a>(checker: &mut Checker<'a>, type_ref: &'a TypeRef, place: &Place<'_>) {
    let TypeRef::Named(name) = type_ref.leaf() else {
        return;
    };
    if let Some((scope, declared)) = checker.type_of(name) {
        checker.used.insert((scope, declared.name.as_str()));
        return;
    }
    if !checker.has_service {
        return;
    }
    let message = format!("the type `{name}` is declared nowhere");
    let names = checker.type_names();
    let finding = checker.say(Code::UnknownType, place, message);
    match vendor_words::help(&type_ref.to_string()) {
        Some(help) => finding.help(help),
        None => finding.did_you_mean(name, names),
    };
}

//! Checks of `types:`, of documented values, and of the names of types.

use crate::catalog::Scope;
use crate::check::member::{self, Case, Owner};
use crate::check::word::{MAX_NAME_BYTES, is_visible};
use crate::check::{Checker, removal, rust_name};
use crate::diagnostic::Code;
use crate::finding::{Finding, Place};
use crate::model::{ConflictKind, EnumValue, TypeDef, TypeRef, vendor_words};
use crate::naming::{self, Wire};

/// Checks the types of a file.
pub(super) fn check<'a>(checker: &mut Checker<'a>, types: &'a [TypeDef], place: &Place<'_>) {
    for (index, declared) in types.iter().enumerate() {
        let at = place.index(index);
        name(checker, declared, &at);
        removal::check(checker, declared.removed.as_ref(), &at);
        checker.text(declared.doc.as_deref(), &at.key("doc"));
        match (&declared.fields, &declared.values) {
            (Some(fields), None) => {
                member::list(checker, fields, Owner::Type, &at.key("fields"));
            }
            (None, Some(list)) => values(checker, list, true, &at.key("values")),
            (Some(_), Some(_)) => {
                let message = "a type has either `fields` or `values`";
                checker.say(Code::BadType, at.key("values").name(), message);
            }
            (None, None) => {
                let message = format!("the type `{}` says nothing", declared.name);
                let finding = checker.error(Code::BadType, at.key("name").value(), message);
                checker.push(finding.help("give it `fields` or `values`; `fields: []` if empty"));
            }
        }
        for (index, conflict) in declared.conflict.iter().enumerate() {
            if conflict.kind != ConflictKind::Values || declared.values.is_none() {
                let at = at.key("conflict");
                let message = "a type can only have a conflict about its values";
                checker.say(
                    Code::Inapplicable,
                    at.index(index).key("kind").value(),
                    message,
                );
            }
        }
    }
    let names = types.iter().map(|declared| declared.name.as_str());
    checker.no_twice(names, "the type", place, Some("name"));
}

fn name(checker: &mut Checker<'_>, declared: &TypeDef, place: &Place<'_>) {
    let name = place.key("name");
    let is_reference = TypeRef::parse(&declared.name)
        .is_ok_and(|parsed| parsed == TypeRef::Named(declared.name.clone()));
    if !is_reference || declared.name.len() > MAX_NAME_BYTES || !is_visible(&declared.name) {
        let message = format!(
            "`{}` cannot be a type's name",
            declared.name.chars().take(80).collect::<String>()
        );
        checker.say(Code::BadName, name.value(), message);
    }
    member::rename(checker, declared.rename.as_deref(), Case::Camel, place);
}

/// Checks documented values; `is_text` if they are texts and make an open enum.
pub(super) fn values(
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
            checker.say(Code::BadValues, at.key("value").value(), message);
        }
        let number = value.value.parse::<f64>();
        if !is_text && !number.is_ok_and(f64::is_finite) {
            let message = format!("`{}` is no number, and the member is", value.value);
            checker.say(Code::BadValues, at.key("value").value(), message);
        }
        if !is_text && value.rename.is_some() {
            let message = "values of a number get no Rust names";
            checker.say(Code::Inapplicable, at.key("rename").name(), message);
        } else {
            member::rename(checker, value.rename.as_deref(), Case::Variant, &at);
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

/// Warns of types that nothing refers to, unless a misspelt reference may be what is missing.
pub(super) fn unused(checker: &mut Checker<'_>, types: &[TypeDef]) {
    if !checker.is_whole || checker.has_found(&[Code::UnknownType]) {
        return;
    }
    let scope = match checker.action {
        Some(_) => Scope::Action,
        None => Scope::Service,
    };
    let place = &Place::ROOT.key("types");
    for (index, declared) in types.iter().enumerate() {
        let is_used = checker.used.contains(&(scope, declared.name.as_str()));
        if !is_used && declared.removed.is_none() {
            checker.push(Finding::warning(
                Code::UnusedType,
                checker.file,
                place.index(index).key("name").value(),
                format!("nothing uses the type `{}`", declared.name),
            ));
        }
    }
}

/// Checks that the names in a type expression are known, and notes that they are used.
pub(super) fn reference<'a>(checker: &mut Checker<'a>, type_ref: &'a TypeRef, place: &Place<'_>) {
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
    let finding = checker.error(Code::UnknownType, place.value(), message);
    let finding = match vendor_words::help(&type_ref.to_string()) {
        Some(help) => finding.help(help),
        None => finding.did_you_mean(name, checker.type_names()),
    };
    checker.push(finding);
}

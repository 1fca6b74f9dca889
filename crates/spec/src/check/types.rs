//! Checks of `types:`.

use crate::catalog::Scope;
use crate::check::checker::Checker;
use crate::check::member;
use crate::check::rename::{self, Case};
use crate::check::word::{MAX_NAME_BYTES, is_visible};
use crate::check::{documented_values, removal};
use crate::diagnostic::{Code, Place};
use crate::model::{ConflictKind, TypeDef, TypeRef};
use crate::naming::Owner;

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
            (None, Some(list)) => documented_values::check(checker, list, true, &at.key("values")),
            (Some(_), Some(_)) => {
                let message = "a type has either `fields` or `values`";
                checker.say(Code::BadType, at.key("values").name(), message);
            }
            (None, None) => {
                let message = format!("the type `{}` says nothing", declared.name);
                let finding = checker.say(Code::BadType, at.key("name"), message);
                finding.help("give it `fields` or `values`; `fields: []` if empty");
            }
        }
        for (index, conflict) in declared.conflict.iter().enumerate() {
            if conflict.kind != ConflictKind::Values || declared.values.is_none() {
                let at = at.key("conflict");
                let message = "a type can only have a conflict about its values";
                checker.say(Code::Inapplicable, at.index(index).key("kind"), message);
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
        checker.say(Code::BadName, &name, message);
    }
    rename::check(checker, declared.rename.as_deref(), Case::Camel, place);
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
            let message = format!("nothing uses the type `{}`", declared.name);
            checker.warn(Code::UnusedType, place.index(index).key("name"), message);
        }
    }
}

//! Checks of members: names, types, and the keys that go with a type and a place.

use std::collections::HashSet;

use crate::check::checker::Checker;
use crate::check::rename::{self, Case};
use crate::check::value::Fit;
use crate::check::{bounds, conflict, documented_values, reference, removal, rust_name, time};
use crate::diagnostic::{Code, Place};
use crate::model::{Location, Member, Required, Scalar, Serialize, TypeRef};
use crate::naming::{self, Owner, Wire};

/// How deep inline objects may nest; the deepest real one nests 19 levels.
const MAX_FIELDS_DEPTH: usize = 32;

/// How many members one list may have; the longest real one has 192.
const MAX_MEMBERS: usize = 4096;

/// Checks a list of members.
pub(super) fn list<'a>(
    checker: &mut Checker<'a>,
    members: &'a [Member],
    owner: Owner,
    place: &Place<'_>,
) {
    nested(checker, members, owner, place, MAX_FIELDS_DEPTH);
}

fn nested<'a>(
    checker: &mut Checker<'a>,
    members: &'a [Member],
    owner: Owner,
    place: &Place<'_>,
    depth: usize,
) {
    if depth == 0 {
        let message = format!("inline objects nest deeper than {MAX_FIELDS_DEPTH} levels");
        checker.say(Code::TooMuch, place.name(), message);
        return;
    }
    if members.len() > MAX_MEMBERS {
        let message = format!("a list has at most {MAX_MEMBERS} members");
        checker.say(Code::TooMuch, place.name(), message);
    }
    for (index, member) in members.iter().enumerate() {
        let at = place.index(index);
        one(checker, member, owner, &at);
        if let Some(fields) = &member.fields {
            nested(checker, fields, Owner::Type, &at.key("fields"), depth - 1);
        }
    }
    let names = members.iter().map(|member| member.name.as_str());
    checker.no_twice(names, "the member", place, Some("name"));
    aliases(checker, members, place);
    one_name_each(checker, members, owner, place);
}

/// Other spellings are nobody's name.
fn aliases(checker: &mut Checker<'_>, members: &[Member], place: &Place<'_>) {
    if members.iter().all(|member| member.alias.is_empty()) {
        return;
    }
    let mut taken: HashSet<&str> = members.iter().map(|member| member.name.as_str()).collect();
    for (index, member) in members.iter().enumerate() {
        let at = place.index(index);
        let at = at.key("alias");
        for (number, alias) in member.alias.iter().enumerate() {
            let at = at.index(number);
            checker.wire_name(alias, &at);
            if !taken.insert(alias) {
                let message = format!("`{alias}` is another member, or the same one twice");
                checker.say(Code::DuplicateName, &at, message);
            }
        }
    }
}

fn one<'a>(checker: &mut Checker<'a>, member: &'a Member, owner: Owner, place: &Place<'_>) {
    checker.wire_name(&member.name, &place.key("name"));
    rename::check(checker, member.rename.as_deref(), Case::Snake, place);
    rename_type(checker, member, place);
    reference::check(checker, &member.type_ref, &place.key("type"));
    fields(checker, member, place);
    texts(checker, member, place);
    removal::check(checker, member.removed.as_ref(), place);
    values(checker, member, place);
    bounds::check(checker, member, place);
    time::check(checker, member, place);
    applicable(checker, member, owner, place);
    conflict::check_sides(checker, &member.conflict, place);
    for (key, value) in [("default", &member.default), ("example", &member.example)] {
        if let Some(value) = value {
            Fit::example(checker).member(member, value, &place.key(key));
        }
    }
}

fn texts(checker: &mut Checker<'_>, member: &Member, place: &Place<'_>) {
    for (key, text) in [
        ("doc", &member.doc),
        ("deprecated", &member.deprecated),
        ("required_source", &member.required_source),
        ("pattern", &member.pattern),
    ] {
        checker.text(text.as_deref(), &place.key(key));
    }
}

fn fields(checker: &mut Checker<'_>, member: &Member, place: &Place<'_>) {
    match (member.type_ref.leaf(), &member.fields) {
        (TypeRef::Object, None) => {
            let message = format!("the object `{}` has no `fields`", member.name);
            let finding = checker.say(Code::BadType, place.key("type"), message);
            finding.help("declare its fields, or a type; an object with any keys is `map<any>`");
        }
        (TypeRef::Object, Some(_)) | (_, None) => {}
        (_, Some(_)) => {
            let message = format!("`fields` of a member that is `{}`", member.type_ref);
            let finding = checker.inapplicable(place, "fields", message);
            finding.help("`fields` go with `object`, `list<object>`, `map<object>`");
        }
    }
}

fn values(checker: &mut Checker<'_>, member: &Member, place: &Place<'_>) {
    if member.values.is_empty() {
        return;
    }
    let at = place.key("values");
    match member.type_ref.leaf() {
        TypeRef::Scalar(Scalar::String) => {
            documented_values::check(checker, &member.values, true, &at);
        }
        TypeRef::Scalar(scalar) if scalar.is_number() => {
            documented_values::check(checker, &member.values, false, &at);
        }
        other => {
            let message = format!("`values` of a member that is `{other}`");
            let finding = checker.inapplicable(place, "values", message);
            finding.help("values go with texts and numbers, or into the type");
        }
    }
}

/// Keys that mean nothing in this place.
fn applicable(checker: &mut Checker<'_>, member: &Member, owner: Owner, place: &Place<'_>) {
    let is_required = member.required != Required::Unknown;
    let called = match owner {
        Owner::Call => "a parameter",
        Owner::Response => "a member of an answer",
        Owner::Type => "a field of a type",
    };
    for (key, is_there, owners) in [
        ("always", member.always.is_some(), &[Owner::Call][..]),
        ("nullable", member.nullable.is_some(), &[Owner::Call]),
        ("required", is_required, &[Owner::Response]),
        ("default", member.default.is_some(), &[Owner::Response]),
        ("in", member.location.is_some(), &[Owner::Type]),
        ("implicit", member.implicit, &[Owner::Response, Owner::Type]),
        (
            "idempotency_token",
            member.idempotency_token,
            &[Owner::Response, Owner::Type],
        ),
    ] {
        if is_there && owners.contains(&owner) {
            checker.inapplicable(place, key, format!("`{key}` means nothing for {called}"));
        }
    }
    if member.required_source.is_some() && !is_required {
        let message = "`required_source` without a word on whether the member is required";
        checker.inapplicable(place, "required_source", message);
    }
    serialize(checker, member, place);
}

fn serialize(checker: &mut Checker<'_>, member: &Member, place: &Place<'_>) {
    let is_plain = |type_ref: &TypeRef| match type_ref {
        TypeRef::Scalar(_) => true,
        TypeRef::Named(_) => checker
            .declared(type_ref)
            .is_some_and(|it| it.values.is_some()),
        _ => false,
    };
    let is_list_of_scalars =
        |type_ref: &TypeRef| matches!(type_ref, TypeRef::List(item) if is_plain(item));
    let problem = match member.serialize {
        Some(_) if member.location == Some(Location::BodyRoot) => {
            "the whole body is JSON as it is, and not in a text"
        }
        Some(Serialize::Comma) if !is_list_of_scalars(&member.type_ref) => {
            "only a list of texts or numbers can be joined by commas"
        }
        Some(Serialize::Json) if is_plain(&member.type_ref) => {
            "only a list, an object or a map is put into JSON"
        }
        _ => return,
    };
    checker.say(Code::Inapplicable, place.key("serialize"), problem);
}

/// A name for the type that a member declares, which it must do then.
fn rename_type(checker: &mut Checker<'_>, member: &Member, place: &Place<'_>) {
    if member.rename_type.is_some() && !naming::declares_type(member) {
        let message = "`rename_type` of a member that declares no type of its own";
        let finding = checker.inapplicable(place, "rename_type", message);
        finding.help("it goes with `fields`, or with the `values` of a text");
    }
    let rename = member.rename_type.as_deref();
    rename::key(checker, rename, Case::Camel, place, "rename_type");
}

/// No two members of a list may become one Rust name: which of them kept it would depend on what
/// else is there, and what is added could rename what programs use.
fn one_name_each(checker: &mut Checker<'_>, members: &[Member], owner: Owner, place: &Place<'_>) {
    let names = members.iter().map(|member| {
        let wire = Wire::new(&member.name, member.rename.as_deref());
        (wire.name, naming::member(wire, owner))
    });
    let at = |index| place.index(index).key("name").value();
    rust_name::apart(checker, names, "_", &at);
}

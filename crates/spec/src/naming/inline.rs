//! The names of a file's types: those that it declares, and those that its members declare inline.
//!
//! An inline type is called after the members that lead to it, so its name follows from where it
//! stands and from nothing beside it. `rename_type:` gives another one.

use super::{Wire, action_type, camel, type_name};
use crate::diagnostic::Place;
use crate::model::{Action, Member, Scalar, TypeDef, TypeRef};

/// Names of inline types that would be longer than this begin at their owner, not at the root.
/// Catalogues nest 19 deep, and rustdoc makes a file of every name.
const LONGEST_PATH_NAME: usize = 80;

/// What surrounds a list of members, as far as the names of inline types in it depend on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inside {
    /// What names begin with.
    prefix: String,
    /// The same where names would become too long: only what the last member on the way is called.
    short_prefix: String,
}

impl Inside {
    /// In a request or a response, which lends no name.
    pub fn action() -> Self {
        Self::default()
    }

    /// In a declared type of this Rust name.
    pub fn declared(name: &str) -> Self {
        Self {
            prefix: name.to_owned(),
            short_prefix: name.to_owned(),
        }
    }

    /// The name of the type that a member declares inline, and what that lends to those inside.
    pub fn inline(&self, member: &Member) -> (String, Self) {
        let own = camel(member.rename.as_deref().unwrap_or(&member.name));
        let mut wanted = match &member.rename_type {
            Some(rename) => rename.clone(),
            None => format!("{}{own}", self.prefix),
        };
        if member.rename_type.is_none() && wanted.len() > LONGEST_PATH_NAME {
            wanted = format!("{}{own}", self.short_prefix);
        }
        let name = type_name(Wire::new("", Some(&wanted)));
        let inside = Self {
            prefix: name.clone(),
            short_prefix: member.rename_type.clone().unwrap_or(own),
        };
        (name, inside)
    }
}

/// A type of a file with its Rust name.
pub(crate) struct NamedType<'p> {
    pub(crate) name: String,
    /// The key that would give it another name; absent for what the action's own name decides.
    pub(crate) key: Option<&'static str>,
    /// Where it is declared: a declared type, a member, or the action.
    pub(crate) place: &'p Place<'p>,
}

/// What goes through the types of a file, and hands each to a function.
pub(crate) type EachType<'e> = dyn Fn(&mut dyn FnMut(NamedType<'_>)) + 'e;

/// Every type of an action's file, in the order in which a name is kept that several want: the call
/// and its answer, declared types, inline types.
pub(crate) fn types_of_action(action: &Action, found: &mut dyn FnMut(NamedType<'_>)) {
    let builder = action_type(Wire::new(&action.action, action.rename.as_deref()));
    let answer = format!("{builder}Response");
    for name in [builder, answer] {
        found(NamedType {
            name,
            key: None,
            place: &Place::ROOT,
        });
    }
    types_of_file(&action.types, found);
    for (key, members) in [("request", &action.request), ("response", &action.response)] {
        inline(members, &Inside::action(), &Place::ROOT.key(key), found);
    }
}

/// Every type that `types:` of a file declares, in the same order.
pub(crate) fn types_of_file(types: &[TypeDef], found: &mut dyn FnMut(NamedType<'_>)) {
    let list = Place::ROOT.key("types");
    let name =
        |declared: &TypeDef| type_name(Wire::new(&declared.name, declared.rename.as_deref()));
    for (index, declared) in types.iter().enumerate() {
        found(NamedType {
            name: name(declared),
            key: Some("rename"),
            place: &list.index(index),
        });
    }
    for (index, declared) in types.iter().enumerate() {
        let fields = declared.fields.as_deref().unwrap_or_default();
        let at = list.index(index);
        inline(
            fields,
            &Inside::declared(&name(declared)),
            &at.key("fields"),
            found,
        );
    }
}

fn inline(
    members: &[Member],
    inside: &Inside,
    place: &Place<'_>,
    found: &mut dyn FnMut(NamedType<'_>),
) {
    for (index, member) in members.iter().enumerate() {
        if !declares_type(member) {
            continue;
        }
        let (name, inside) = inside.inline(member);
        let at = place.index(index);
        found(NamedType {
            name,
            key: Some("rename_type"),
            place: &at,
        });
        let fields = member.fields.as_deref().unwrap_or_default();
        inline(fields, &inside, &at.key("fields"), found);
    }
}

/// Whether a member declares a type where it stands: an object, or an open enum.
pub fn declares_type(member: &Member) -> bool {
    match member.type_ref.leaf() {
        TypeRef::Object => true,
        TypeRef::Scalar(Scalar::String) => !member.values.is_empty(),
        _ => false,
    }
}

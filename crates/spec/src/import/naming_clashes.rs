//! Names that become the same Rust name get a `rename:`.
//!
//! The checks refuse such twins, so that what is added never renames what is there; an importer
//! cannot ask, so it writes the `rename:` itself. Names are told apart in their wire order, whatever
//! the order of the inventory.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{Action, EnumValue, Member, TypeDef};
use crate::naming::{self, EachType, Owner, Wire};

/// For each name that must give way, the name it asks for in its `rename:`.
///
/// `claims` are the Rust names that a wire name takes, the one that a number is put behind first;
/// no two wire names may share any. Of twins the one that is spelled canonically (or else the
/// first) keeps its names.
pub(super) fn renames<'a>(
    names: impl IntoIterator<Item = &'a str>,
    claims: impl Fn(Wire<'_>) -> Vec<String>,
    canonical: impl Fn(&str) -> bool,
    separator: &str,
) -> BTreeMap<String, String> {
    let names: BTreeSet<&str> = names.into_iter().collect();
    let mut queue: Vec<(bool, &str, Vec<String>)> = names
        .into_iter()
        .map(|name| (!canonical(name), name, claims(Wire::new(name, None))))
        .collect();
    queue.sort();
    // What anybody would like to be called is nobody's second name.
    let mut reserved: BTreeSet<String> = queue.iter().flat_map(|claim| claim.2.clone()).collect();
    let mut taken = BTreeSet::new();
    let mut renames = BTreeMap::new();
    for (_, name, wanted) in queue {
        if wanted.iter().all(|rust| !taken.contains(rust)) {
            taken.extend(wanted);
            continue;
        }
        let stem = wanted.first().map_or(name, String::as_str);
        let free = (2..=u32::MAX)
            .map(|number| naming::numbered(stem, separator, number))
            .find(|rename| {
                let claimed = claims(Wire::new(name, Some(rename)));
                claimed.iter().all(|rust| !reserved.contains(rust))
            });
        if let Some(rename) = free {
            reserved.extend(claims(Wire::new(name, Some(&rename))));
            renames.insert(name.to_owned(), rename);
        }
    }
    renames
}

/// Tells apart everything in an action's file.
pub(super) fn in_action(action: &mut Action) {
    members(&mut action.request, Owner::Call);
    members(&mut action.response, Owner::Response);
    while let Some((number, name)) = first_twin(&|found| naming::types_of_action(action, found)) {
        let lists = [&mut action.request, &mut action.response];
        // The call and its answer are the first two.
        rename_type(lists.into_iter(), number - 2, &name);
    }
}

/// Tells apart everything in the types of a service, whose own names are apart already.
pub(super) fn in_types(types: &mut [TypeDef]) {
    for declared in types.iter_mut() {
        if let Some(fields) = &mut declared.fields {
            members(fields, Owner::Type);
        }
        values(declared.values.as_deref_mut().unwrap_or_default());
    }
    while let Some((number, name)) = first_twin(&|found| naming::types_of_file(types, found)) {
        let number = number - types.len();
        let lists = types
            .iter_mut()
            .filter_map(|declared| declared.fields.as_mut());
        rename_type(lists, number, &name);
    }
}

fn members(list: &mut [Member], owner: Owner) {
    let claims = |wire: Wire<'_>| vec![naming::member(wire, owner)];
    let canonical = |name: &str| {
        let snake = naming::snake(name);
        naming::camel(&snake) == name || snake == name
    };
    let names: Vec<String> = list.iter().map(|member| member.name.clone()).collect();
    let mut renames = renames(names.iter().map(String::as_str), claims, canonical, "_");
    for member in list {
        member.rename = renames.remove(&member.name);
        if naming::declares_type(member) {
            values(&mut member.values);
        }
        members(
            member.fields.as_deref_mut().unwrap_or_default(),
            Owner::Type,
        );
    }
}

fn values(list: &mut [EnumValue]) {
    let claims = |wire: Wire<'_>| vec![naming::variant(wire)];
    let names: Vec<String> = list.iter().map(|value| value.value.clone()).collect();
    let canonical = |name: &str| naming::camel(name) == name;
    let mut renames = renames(names.iter().map(String::as_str), claims, canonical, "");
    for value in list {
        value.rename = renames.remove(&value.value);
    }
}

/// The first type of a file whose name another has, by its number, and a name that nobody has.
fn first_twin(each: &EachType<'_>) -> Option<(usize, String)> {
    let mut names = HashMap::new();
    let mut twin = None;
    let mut number = 0;
    each(&mut |found| {
        let name = found.name;
        if twin.is_none() && names.contains_key(&name) {
            twin = Some((number, name));
        } else {
            names.insert(name, number);
        }
        number += 1;
    });
    let (number, name) = twin?;
    let numbered = (2..=u32::MAX).map(|number| naming::numbered(&name, "", number));
    let mut free = numbered.filter(|name| !names.contains_key(name));
    Some((number, free.next()?))
}

/// Gives the inline type of this number, of all in these lists, a name.
fn rename_type<'m>(lists: impl Iterator<Item = &'m mut Vec<Member>>, number: usize, name: &str) {
    let mut left = number;
    for list in lists {
        if rename_in(list, &mut left, name) {
            return;
        }
    }
}

fn rename_in(list: &mut [Member], left: &mut usize, name: &str) -> bool {
    list.iter_mut()
        .filter(|member| naming::declares_type(member))
        .any(|member| {
            if *left == 0 {
                member.rename_type = Some(name.to_owned());
                return true;
            }
            *left -= 1;
            rename_in(member.fields.as_deref_mut().unwrap_or_default(), left, name)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naming;

    fn lower(wire: Wire<'_>) -> Vec<String> {
        vec![wire.rename.unwrap_or(wire.name).to_lowercase()]
    }

    fn is_lower(name: &str) -> bool {
        name.to_lowercase() == name
    }

    #[test]
    fn the_canonical_twin_keeps_the_name_and_the_others_are_numbered() {
        let found = renames(["ABC", "Abc", "abc", "other"], lower, is_lower, "_");
        let expected = [("ABC", "abc_2"), ("Abc", "abc_3")];
        assert_eq!(
            found,
            expected.map(|(a, b)| (a.to_owned(), b.to_owned())).into()
        );
    }

    #[test]
    fn the_order_of_names_changes_nothing() {
        let there = renames(["B", "b", "a", "A"], lower, |_| false, "_");
        let back = renames(["A", "a", "b", "B"], lower, |_| false, "_");
        assert_eq!(there, back);
    }

    #[test]
    fn a_number_that_somebody_has_is_passed_over() {
        let found = renames(["X", "x", "x_2"], lower, is_lower, "_");
        assert_eq!(found.get("X").map(String::as_str), Some("x_3"));
    }

    #[test]
    fn names_that_share_one_of_several_rust_names_are_told_apart_in_all() {
        let is_mixed = |name: &str| name.chars().any(char::is_lowercase);
        let action = |wire: Wire<'_>| vec![naming::module(wire), naming::action_type(wire)];
        for (names, expected) in [
            // The modules differ, the types do not.
            (
                &["Option", "OptionType"][..],
                &[("OptionType", "option_type_2")][..],
            ),
            // `list_2` would be the type `List2`, which somebody has.
            (&["List", "LIST", "List2"], &[("LIST", "list_3")]),
            // A name that ends in `_` gets no second one.
            (&["Mod", "MOD"], &[("MOD", "mod_2")]),
        ] {
            let found = renames(names.iter().copied(), action, is_mixed, "_");
            let found: Vec<_> = found
                .iter()
                .map(|(a, b)| (a.as_str(), b.as_str()))
                .collect();
            assert_eq!(found, expected, "{names:?}");
        }
    }
}

//! Names that become the same Rust name get a `rename:`.
//!
//! The checks refuse such twins, so that adding a file never renames what another file generates;
//! an importer cannot ask, so it writes the `rename:` itself. Names are told apart in their wire
//! order, whatever the order of the inventory.

use std::collections::{BTreeMap, BTreeSet};

use crate::naming::Wire;

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
        let stem = stem.trim_end_matches('_');
        let free = (2..=u32::MAX)
            .map(|number| format!("{stem}{separator}{number}"))
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

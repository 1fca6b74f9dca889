//! Names that become the same Rust name get a `rename:`.
//!
//! The checks refuse such twins, so that adding a file never renames what another file generates;
//! an importer cannot ask, so it writes the `rename:` itself. Names are told apart in their wire
//! order, whatever the order of the inventory.

use std::collections::{BTreeMap, BTreeSet};

/// For each name that must give way, the Rust name it gets.
///
/// `plain` is the Rust name without a clash; of twins the one that is spelled canonically (or else
/// the first) keeps it.
pub(super) fn renames<'a>(
    names: impl IntoIterator<Item = &'a str>,
    plain: impl Fn(&str) -> String,
    canonical: impl Fn(&str, &str) -> bool,
    separator: &str,
) -> BTreeMap<String, String> {
    let names: BTreeSet<&str> = names.into_iter().collect();
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in names {
        groups.entry(plain(name)).or_default().push(name);
    }
    let mut taken: BTreeSet<String> = groups.keys().cloned().collect();
    let mut renames = BTreeMap::new();
    for (rust, mut twins) in groups {
        let keeper = twins
            .iter()
            .position(|name| canonical(name, &rust))
            .unwrap_or(0);
        twins.remove(keeper);
        for twin in twins {
            let free = first_free(&rust, separator, &taken);
            taken.insert(free.clone());
            renames.insert(twin.to_owned(), free);
        }
    }
    renames
}

fn first_free(rust: &str, separator: &str, taken: &BTreeSet<String>) -> String {
    let mut number = 2_u32;
    loop {
        let candidate = format!("{rust}{separator}{number}");
        if !taken.contains(&candidate) {
            return candidate;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lower(name: &str) -> String {
        name.to_lowercase()
    }

    #[test]
    fn the_canonical_twin_keeps_the_name_and_the_others_are_numbered() {
        let found = renames(
            ["ABC", "Abc", "abc", "other"],
            lower,
            |name, rust| name == rust,
            "_",
        );
        let expected = [("ABC", "abc_2"), ("Abc", "abc_3")];
        assert_eq!(
            found,
            expected.map(|(a, b)| (a.to_owned(), b.to_owned())).into()
        );
    }

    #[test]
    fn the_order_of_names_changes_nothing() {
        let there = renames(["B", "b", "a", "A"], lower, |_, _| false, "_");
        let back = renames(["A", "a", "b", "B"], lower, |_, _| false, "_");
        assert_eq!(there, back);
    }

    #[test]
    fn a_number_that_somebody_has_is_passed_over() {
        let found = renames(["X", "x", "x_2"], lower, |name, rust| name == rust, "_");
        assert_eq!(found.get("X").map(String::as_str), Some("x_3"));
    }
}

//! The type names of one file: who keeps a name that several want.

use std::collections::{BTreeMap, BTreeSet};

/// Somebody who wants a name.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    /// The name it would have alone.
    pub wanted: String,
    /// Smaller ranks keep their names: the builder, the response, declared types, inline types.
    pub rank: u8,
    /// What tells claims of one rank apart, whatever their order in the file: the wire path.
    pub path: String,
}

/// The names that claims get, in their order. The first by rank and path keeps a name; the others
/// are numbered from 2.
pub(crate) fn settle(claims: &[Claim]) -> Vec<String> {
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        holders.entry(&claim.wanted).or_default().push(index);
    }
    let mut names: Vec<String> = claims.iter().map(|claim| claim.wanted.clone()).collect();
    if holders.len() == claims.len() {
        return names;
    }
    let mut taken: BTreeSet<String> = names.iter().cloned().collect();
    for (wanted, mut rivals) in holders {
        rivals.sort_by_key(|index| (claims[*index].rank, &claims[*index].path));
        let mut number = 1;
        for index in rivals.into_iter().skip(1) {
            names[index] = loop {
                number += 1;
                let name = format!("{wanted}{number}");
                if taken.insert(name.clone()) {
                    break name;
                }
            };
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(wanted: &str, rank: u8, path: &str) -> Claim {
        Claim {
            wanted: wanted.to_owned(),
            rank,
            path: path.to_owned(),
        }
    }

    #[test]
    fn the_smallest_rank_keeps_the_name_and_order_does_not_matter() {
        let mut claims = vec![
            claim("A", 3, "response.A"),
            claim("A", 3, "request.A"),
            claim("A", 0, "A"),
            claim("A2", 2, "A2"),
            claim("B", 2, "B"),
        ];
        assert_eq!(settle(&claims), ["A4", "A3", "A", "A2", "B"]);
        claims.reverse();
        assert_eq!(settle(&claims), ["B", "A2", "A", "A3", "A4"]);
    }
}

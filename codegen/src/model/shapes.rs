//! The names of the statics that hold the tables of a file's structures. No program sees them, so
//! where two types want one, numbers tell them apart.

use std::collections::{BTreeSet, HashMap};

use cloudwright_spec::naming;

/// A name for each type of a file, in their order; which types there are decides it, and not their
/// order.
pub(super) fn names(types: &[&str]) -> Vec<String> {
    let sorted: BTreeSet<&str> = types.iter().copied().collect();
    let mut taken = BTreeSet::new();
    let mut shapes = HashMap::new();
    for name in sorted {
        let stem = naming::snake(name).to_ascii_uppercase();
        let numbered = (2_u32..).map(|number| format!("{stem}_{number}_SHAPE"));
        let free = std::iter::once(format!("{stem}_SHAPE"))
            .chain(numbered)
            .find(|shape| taken.insert(shape.clone()));
        shapes.insert(name, free.unwrap_or_default());
    }
    types.iter().map(|name| shapes[name].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn types_that_are_one_in_upper_case_have_tables_of_their_own_whatever_their_order() {
        let there = names(&["AB_1", "AB1", "Row"]);
        assert_eq!(there, ["AB_1_SHAPE", "AB1_SHAPE", "ROW_SHAPE"]);
        assert_eq!(
            names(&["HTTPPort", "HttpPort"]),
            ["HTTP_PORT_SHAPE", "HTTP_PORT_2_SHAPE"]
        );
        assert_eq!(
            names(&["HttpPort", "HTTPPort"]),
            ["HTTP_PORT_2_SHAPE", "HTTP_PORT_SHAPE"]
        );
    }
}

//! Names and values in order: the one sort of all protocols.

use std::cmp::Ordering;

/// A name and a value.
pub(crate) type Pair<'a> = (&'a str, &'a str);

/// Which of two pairs comes first.
pub(crate) type Order = fn(&Pair, &Pair) -> Ordering;

/// By name and, within a name, by value. By bytes is by code points: UTF-8 sorts alike.
pub(crate) fn by_bytes(left: &Pair, right: &Pair) -> Ordering {
    left.cmp(right)
}

/// Sorts pairs; what `order` finds equal ends up in any order.
///
/// This is a heap sort: never quadratic, whoever chose the pairs, and in a tenth of the machine code that each
/// use of the standard library's sort brings. Lists are too short for the difference in time to show.
#[inline(never)] // Otherwise there is a copy for every order.
pub(crate) fn sort(pairs: &mut [Pair], order: Order) {
    for root in (0..pairs.len() / 2).rev() {
        sift_down(pairs, root, order);
    }
    for end in (1..pairs.len()).rev() {
        pairs.swap(0, end);
        sift_down(&mut pairs[..end], 0, order);
    }
}

/// Lets the pair at `root` sink until neither child comes after it.
fn sift_down(heap: &mut [Pair], mut root: usize, order: Order) {
    while let Some(child) = last_child(heap, root, order) {
        if order(&heap[root], &heap[child]).is_ge() {
            return;
        }
        heap.swap(root, child);
        root = child;
    }
}

/// The child that comes after the other, if there is any.
fn last_child(heap: &[Pair], root: usize, order: Order) -> Option<usize> {
    let (left, right) = (2 * root + 1, 2 * root + 2);
    let first = heap.get(left)?;
    let is_right = heap
        .get(right)
        .is_some_and(|second| order(first, second).is_lt());
    Some(if is_right { right } else { left })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pairs_end_up_in_order(pairs in prop::collection::vec(("[a-c]{0,2}", "[a-c]{0,1}"), 0..40)) {
            let mut sorted: Vec<Pair> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
            let mut expected = sorted.clone();
            sort(&mut sorted, by_bytes);
            expected.sort_unstable();
            prop_assert_eq!(sorted, expected);
        }
    }

    #[test]
    fn the_number_of_comparisons_is_never_quadratic() {
        let texts: Vec<String> = (0..10_000).map(|number| format!("{number:05}")).collect();
        let ascending: Vec<Pair> = texts.iter().map(|text| (&**text, "")).collect();
        let descending: Vec<Pair> = ascending.iter().rev().copied().collect();
        let equal = vec![("", ""); texts.len()];
        for mut pairs in [ascending, descending, equal] {
            COMPARISONS.set(0);
            sort(&mut pairs, counted);
            assert!(pairs.is_sorted());
            // Twice the logarithm for each pair.
            assert!(COMPARISONS.get() < texts.len() * 28);
        }
    }

    thread_local! {
        static COMPARISONS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    }

    fn counted(left: &Pair, right: &Pair) -> Ordering {
        COMPARISONS.set(COMPARISONS.get() + 1);
        by_bytes(left, right)
    }
}

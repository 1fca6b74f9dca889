//! Who reaches a type, and which types hold themselves.

use super::types::{MemberModel, RustType, TypeId, TypeKind, TypeModel, TypePlace, Usage};

/// Spreads usages from `roots` over the types of one file. What they reach in the service's
/// own types is returned, for the service to spread further.
pub(super) fn spread(
    place: TypePlace,
    types: &mut [TypeModel<'_>],
    roots: impl IntoIterator<Item = (TypeId, Usage)>,
) -> Vec<(usize, Usage)> {
    let mut outside = Vec::new();
    let mut open: Vec<(TypeId, Usage)> = roots.into_iter().collect();
    while let Some((id, usage)) = open.pop() {
        if id.place != place {
            outside.push((id.index, usage));
            continue;
        }
        let reached = &mut types[id.index];
        if reached.usage.join(usage) {
            open.extend(targets(reached.members(), reached.usage));
        }
    }
    outside
}

/// Types that nothing reaches are still facts: they are generated as if an answer held them. A stub
/// of a type keeps whatever it had, and who reached it is no longer known.
pub(super) fn adopt_unreached(
    place: TypePlace,
    types: &mut [TypeModel<'_>],
) -> Vec<(usize, Usage)> {
    let adopted = types.iter().enumerate().filter_map(|(index, model)| {
        let usage = if model.removed.is_some() {
            Usage::STUB
        } else if model.usage == Usage::default() {
            Usage::RESPONSE
        } else {
            return None;
        };
        Some((TypeId { place, index }, usage))
    });
    let roots: Vec<_> = adopted.collect();
    spread(place, types, roots)
}

/// The types that the members of something refer to, which are used the way it is.
pub(super) fn targets(
    members: &[MemberModel<'_>],
    owner: Usage,
) -> impl Iterator<Item = (TypeId, Usage)> {
    members.iter().filter_map(move |member| {
        let tabled = owner.tabled && member.spec.removed.is_none();
        Some((member.rust.target()?, Usage { tabled, ..owner }))
    })
}

/// Marks the members by which a structure would hold itself by value. Lists and maps break such
/// a circle on their own.
pub(super) fn box_circles(place: TypePlace, types: &mut [TypeModel<'_>]) {
    let held: Vec<Vec<usize>> = types
        .iter()
        .map(|owner| {
            owner
                .members()
                .iter()
                .filter_map(|member| held_by_value(place, &member.rust))
                .collect()
        })
        .collect();
    let circles = circles(&held);
    for (index, owner) in types.iter_mut().enumerate() {
        if let TypeKind::Struct(members) = &mut owner.kind {
            for member in members {
                member.boxed = held_by_value(place, &member.rust)
                    .is_some_and(|target| circles[target] == circles[index]);
            }
        }
    }
}

fn held_by_value(place: TypePlace, rust: &RustType) -> Option<usize> {
    match rust {
        RustType::Struct(id) if id.place == place => Some(id.index),
        _ => None,
    }
}

/// For every node the number of its strongly connected component (Kosaraju's two passes, without
/// recursion because specs may nest as deep as they like).
fn circles(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut back: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for to in targets {
            back[*to].push(from);
        }
    }
    let mut order = Vec::with_capacity(edges.len());
    let mut seen = vec![false; edges.len()];
    for start in 0..edges.len() {
        finish_order(start, edges, &mut seen, &mut order);
    }
    let mut component = vec![usize::MAX; edges.len()];
    for (number, start) in order.into_iter().rev().enumerate() {
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            if component[node] == usize::MAX {
                component[node] = number;
                open.extend(&back[node]);
            }
        }
    }
    component
}

fn finish_order(start: usize, edges: &[Vec<usize>], seen: &mut [bool], order: &mut Vec<usize>) {
    let mut open = vec![(start, false)];
    while let Some((node, done)) = open.pop() {
        if done {
            order.push(node);
        } else if !std::mem::replace(&mut seen[node], true) {
            open.push((node, true));
            open.extend(edges[node].iter().map(|target| (*target, false)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn only_nodes_that_hold_each_other_share_a_circle() {
        // 0 -> 1 <-> 2 -> 3, 4 -> 4
        let found = circles(&[vec![1], vec![2], vec![1, 3], vec![], vec![4]]);
        assert_eq!(found[1], found[2]);
        for (left, right) in [(0, 1), (2, 3), (3, 4), (0, 4)] {
            assert_ne!(found[left], found[right], "{left} {right}");
        }
    }
}

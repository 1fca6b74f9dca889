//! Who reaches a type, and which types hold themselves.

use super::types::{Direction, MemberModel, RustType, TypeId, TypeKind, TypeModel, TypePlace};

/// Spreads directions from `roots` over the types of one file. What they reach in the service's
/// own types is returned, for the service to spread further.
pub(super) fn spread(
    place: TypePlace,
    types: &mut [TypeModel<'_>],
    roots: impl IntoIterator<Item = (TypeId, Direction)>,
) -> Vec<(usize, Direction)> {
    let mut outside = Vec::new();
    let mut open: Vec<(TypeId, Direction)> = roots.into_iter().collect();
    while let Some((id, direction)) = open.pop() {
        if id.place != place {
            outside.push((id.index, direction));
            continue;
        }
        let reached = &mut types[id.index];
        if reached.direction.join(direction) {
            open.extend(targets(reached.members(), reached.direction));
        }
    }
    outside
}

/// Types that nothing reaches are still facts: they are generated as if an answer held them. A stub
/// of a type keeps whatever it had, and who reached it is no longer known.
pub(super) fn adopt_unreached(
    place: TypePlace,
    types: &mut [TypeModel<'_>],
) -> Vec<(usize, Direction)> {
    let unreached: Vec<usize> = (0..types.len())
        .filter(|index| types[*index].direction == Direction::default())
        .collect();
    let roots = unreached
        .into_iter()
        .map(|index| (TypeId { place, index }, Direction::RESPONSE));
    let stubs = (0..types.len()).filter(|index| types[*index].removed.is_some());
    let stubs = stubs.map(|index| (TypeId { place, index }, Direction::ANY));
    let roots: Vec<_> = roots.chain(stubs).collect();
    spread(place, types, roots)
}

/// The types that the members of something refer to, which travel the way it does.
pub(super) fn targets(
    members: &[MemberModel<'_>],
    owner: Direction,
) -> impl Iterator<Item = (TypeId, Direction)> {
    members.iter().filter_map(move |member| {
        let item = matches!(member.rust, RustType::List(_) | RustType::Map(_));
        let tabled = owner.tabled && member.spec.removed.is_none();
        let direction = Direction {
            item,
            tabled,
            ..owner
        };
        Some((member.rust.target()?, direction))
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

//! The things of two lists, matched by name: what stayed, what went, and what came.

use std::collections::BTreeMap;

/// What became of a thing that has a name.
pub(super) enum Matched<'a, T> {
    Kept(&'a T, &'a T),
    Gone(&'a T),
    Come(&'a T),
}

/// The things of two lists, matched by name, in the order of names.
pub(super) type ByName<'a, T> = Vec<(&'a str, Matched<'a, T>)>;

/// Matches the things of two lists by name.
pub(super) fn by_name<'a, T>(
    old: &'a [T],
    new: &'a [T],
    name: impl Fn(&T) -> &str,
) -> ByName<'a, T> {
    let mut matched = BTreeMap::new();
    for thing in old {
        matched.insert(name(thing), Matched::Gone(thing));
    }
    for thing in new {
        let name = name(thing);
        let now = match matched.remove(name) {
            Some(Matched::Gone(old) | Matched::Kept(old, _)) => Matched::Kept(old, thing),
            _ => Matched::Come(thing),
        };
        matched.insert(name, now);
    }
    matched.into_iter().collect()
}

/// The names of what went.
pub(super) fn gone<'a, T>(matched: &ByName<'a, T>) -> impl Iterator<Item = &'a str> {
    let gone = matched
        .iter()
        .filter(|(_, one)| matches!(one, Matched::Gone(_)));
    gone.map(|(name, _)| *name)
}

/// The names of what came.
pub(super) fn come<'a, T>(matched: &ByName<'a, T>) -> impl Iterator<Item = &'a str> {
    let come = matched
        .iter()
        .filter(|(_, one)| matches!(one, Matched::Come(_)));
    come.map(|(name, _)| *name)
}

/// Pairs of what went and what came that are alike and like nothing else.
pub(super) fn pairs<'a, T, K: Ord>(
    matched: &ByName<'a, T>,
    likeness: impl Fn(&'a str, &'a T) -> Option<K>,
) -> Vec<(&'a str, &'a str)> {
    let mut alike: BTreeMap<K, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
    for (name, matched) in matched {
        let (thing, is_gone) = match matched {
            Matched::Gone(old) => (old, true),
            Matched::Come(new) => (new, false),
            Matched::Kept(..) => continue,
        };
        if let Some(key) = likeness(name, thing) {
            let (gone, come) = alike.entry(key).or_default();
            if is_gone { gone } else { come }.push(name);
        }
    }
    let mut pairs = Vec::new();
    for (gone, come) in alike.into_values() {
        if let ([gone], [come]) = (&*gone, &*come) {
            pairs.push((*gone, *come));
        }
    }
    pairs
}

/// A name as one may spell it otherwise: letters and digits only.
pub(super) fn spelling(name: &str) -> Option<String> {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let spelling: String = letters.flat_map(char::to_lowercase).collect();
    (!spelling.is_empty()).then_some(spelling)
}

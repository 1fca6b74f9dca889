//! The changes so far, and where in the specs one is.

use std::collections::BTreeMap;
use std::fmt;

use super::change::{Change, Claim, Direction, Id, Thing, Verdicts};

/// Why a change of a text does not matter.
pub(super) const TEXT: &str = "only a text";

/// Why a change of what clients do not hold anyone to does not matter.
pub(super) const ADVICE: &str = "documented, not enforced";

/// Collects changes.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) list: Vec<Change>,
    action: Option<String>,
    path: Vec<String>,
    direction: Direction,
}

/// A change without its place.
pub(super) struct Row {
    pub(super) id: Id,
    pub(super) what: String,
    pub(super) why: String,
    pub(super) verdicts: Verdicts,
    pub(super) claim: Claim,
}

pub(super) fn id(thing: Thing, kind: &'static str) -> Id {
    Id { thing, kind }
}

impl Row {
    pub(super) fn new(
        id: Id,
        verdicts: Verdicts,
        what: impl Into<String>,
        why: impl Into<String>,
    ) -> Self {
        Self {
            id,
            what: what.into(),
            why: why.into(),
            verdicts,
            claim: Claim::None,
        }
    }

    /// Whether its source breaks is for the generated crates to say.
    pub(super) fn claims(mut self, claim: Claim) -> Self {
        self.claim = claim;
        self
    }
}

/// What a value was and is, for a text.
pub(super) struct Both<'a, T: ?Sized>(pub(super) Option<&'a T>, pub(super) Option<&'a T>);

impl<T: fmt::Display + ?Sized> fmt::Display for Both<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0, self.1) {
            (Some(old), Some(new)) => write!(f, "{old} → {new}"),
            (None, Some(new)) => write!(f, "{new} added"),
            (Some(old), None) => write!(f, "{old} removed"),
            (None, None) => Ok(()),
        }
    }
}

impl Changes {
    /// Compares what is in an action's file.
    pub(super) fn in_action(&mut self, action: &str, compare: impl FnOnce(&mut Self)) {
        self.action = Some(action.to_owned());
        compare(self);
        self.action = None;
    }

    /// Compares what is within something.
    pub(super) fn within(&mut self, part: &str, compare: impl FnOnce(&mut Self)) {
        self.path.push(part.to_owned());
        compare(self);
        self.path.pop();
    }

    /// Compares what travels some way.
    pub(super) fn travelling(&mut self, direction: Direction, compare: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.direction, direction);
        compare(self);
        self.direction = before;
    }

    pub(super) fn direction(&self) -> Direction {
        self.direction
    }

    /// The subject of what is being compared.
    pub(super) fn subject(&self) -> String {
        let words = self.action.iter().chain(&self.path);
        words.map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn push(&mut self, row: Row) {
        self.list.push(Change {
            id: row.id,
            action: self.action.clone(),
            path: self.path.clone(),
            what: row.what,
            why: row.why,
            direction: self.direction,
            verdicts: row.verdicts,
            renamed: None,
            accepted: None,
            part_of: None,
            claim: row.claim,
        });
    }

    /// The same of something within.
    pub(super) fn push_of(&mut self, part: &str, row: Row) {
        self.within(part, |changes| changes.push(row));
    }

    /// A text or another thing that is told and nothing more, if it differs.
    pub(super) fn told(&mut self, id: Id, what: &str, why: &str, differs: bool) {
        if differs {
            self.push(Row::new(id, Verdicts::NONE, format!("{what} changed"), why));
        }
    }

    /// The same of several, each by its kind, why it does not matter, and whether it differs. A kind says what
    /// changed: `required-source-changed` is about `required_source`.
    pub(super) fn all_told<const N: usize>(
        &mut self,
        thing: Thing,
        facts: [(&'static str, &str, bool); N],
    ) {
        for (kind, why, differs) in facts {
            let what = kind.trim_end_matches("-changed").replace('-', "_");
            self.told(id(thing, kind), &what, why, differs);
        }
    }

    /// Something of which both sides are shown, where they differ.
    pub(super) fn shown<T: PartialEq + fmt::Display>(
        &mut self,
        id: Id,
        verdicts: Verdicts,
        what: &str,
        why: &str,
        pair: (Option<&T>, Option<&T>),
    ) {
        if pair.0 != pair.1 {
            let what = format!("{what} {}", Both(pair.0, pair.1));
            self.push(Row::new(id, verdicts, what, why));
        }
    }

    /// A Rust name that is another one.
    pub(super) fn renamed(&mut self, id: Id, what: &str, claim: Claim, pair: (&str, &str)) {
        if pair.0 != pair.1 {
            let what = format!("{what} {} → {}", pair.0, pair.1);
            let row = Row::new(id, Verdicts::NONE, what, "programs use it");
            self.push(row.claims(claim));
        }
    }

    /// That something is deprecated, or no longer is, and what is said of it.
    pub(super) fn deprecation<T: PartialEq>(
        &mut self,
        thing: Thing,
        old: Option<&T>,
        new: Option<&T>,
    ) {
        let row = match (old, new) {
            (None, Some(_)) => Row::new(
                id(thing, "deprecated"),
                Verdicts::NEW,
                "deprecated",
                "the compiler warns of its use",
            ),
            (Some(_), None) => Row::new(
                id(thing, "deprecated-no-more"),
                Verdicts::NEW,
                "no longer deprecated",
                "the compiler warns no more",
            ),
            (Some(_), Some(_)) if old != new => Row::new(
                id(thing, "deprecation-changed"),
                Verdicts::NONE,
                "deprecation changed",
                "only a text",
            ),
            _ => return,
        };
        self.push(row);
    }

    /// Words of which there is a set: regions, permissions.
    pub(super) fn set(&mut self, thing: Thing, what: &'static str, old: &[String], new: &[String]) {
        let lists = [(old, new, "removed"), (new, old, "added")];
        for (these, others, how) in lists {
            for word in these.iter().filter(|word| !others.contains(word)) {
                let kind = match what {
                    "region" => "region-changed",
                    _ => "permission-changed",
                };
                let what = format!("{what} {word} {how}");
                self.push(Row::new(id(thing, kind), Verdicts::NONE, what, ADVICE));
            }
        }
    }

    /// Notes of two that came and went that they are one under two names.
    pub(super) fn same(&mut self, gone: &str, come: &str, note: &str) {
        for (subject, other, is_gone) in [(gone, come, true), (come, gone, false)] {
            let is_it = |change: &&mut Change| {
                let kind = change.id.kind;
                change.subject() == subject && kind == if is_gone { "removed" } else { "added" }
            };
            if let Some(change) = self.list.iter_mut().find(is_it) {
                change.renamed = Some(other.to_owned());
                change.why = if is_gone {
                    format!("{note} `{}`; {}", last_word(come, gone), change.why)
                } else {
                    format!("the new name of `{}`", last_word(gone, come))
                };
            }
        }
    }
}

/// What of a subject is not the other's: the name without what both are in.
fn last_word<'s>(subject: &'s str, other: &str) -> &'s str {
    let shared = subject
        .split_inclusive(' ')
        .zip(other.split_inclusive(' '))
        .take_while(|(left, right)| left == right);
    let length: usize = shared.map(|(word, _)| word.len()).sum();
    &subject[length..]
}

/// Things of two lists by name: in both, only in the old one, only in the new one; by name.
pub(super) fn matched<'a, T>(
    old: &'a [T],
    new: &'a [T],
    name: impl Fn(&T) -> &str,
) -> Vec<(&'a str, Option<&'a T>, Option<&'a T>)> {
    let mut pairs: BTreeMap<&str, (Option<&T>, Option<&T>)> = BTreeMap::new();
    for thing in old {
        pairs.entry(name(thing)).or_default().0 = Some(thing);
    }
    for thing in new {
        pairs.entry(name(thing)).or_default().1 = Some(thing);
    }
    pairs
        .into_iter()
        .map(|(name, (old, new))| (name, old, new))
        .collect()
}

/// Pairs of what went and what came that are alike and like nothing else.
pub(super) fn pairs<'a, T: ?Sized, K: Ord>(
    gone: &[(&'a str, &'a T)],
    come: &[(&'a str, &'a T)],
    likeness: impl Fn(&'a str, &'a T) -> Option<K>,
) -> Vec<(&'a str, &'a str)> {
    let mut alike: BTreeMap<K, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
    for (list, is_gone) in [(gone, true), (come, false)] {
        for (name, thing) in list {
            let Some(key) = likeness(name, thing) else {
                continue;
            };
            let sides = alike.entry(key).or_default();
            let side = if is_gone { &mut sides.0 } else { &mut sides.1 };
            side.push(name);
        }
    }
    let single = alike
        .into_values()
        .filter_map(|(gone, come)| match (&*gone, &*come) {
            ([gone], [come]) => Some((*gone, *come)),
            _ => None,
        });
    single.collect()
}

/// A name as one may spell it otherwise: letters and digits only.
pub(super) fn spelling(name: &str) -> Option<String> {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let spelling: String = letters.flat_map(char::to_lowercase).collect();
    (!spelling.is_empty()).then_some(spelling)
}

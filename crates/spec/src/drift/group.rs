//! Changes as a reviewer reads them: the same change in many places is one, and what comes and goes
//! with an action is a part of it.

use std::collections::BTreeMap;

use super::ServiceDrift;
use super::change::{Change, Level, Topic};

/// Changes that are one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Group<'c> {
    /// The first of them, which stands for all.
    pub change: &'c Change,
    /// All of them, in their order.
    pub all: Vec<&'c Change>,
    /// What is a part of them: types of an action, the other side of a rename.
    pub parts: Vec<&'c Change>,
}

impl ServiceDrift {
    /// The groups that a report of the changes from this level on tells of, in their order.
    pub(super) fn shown(&self, level: Level) -> Vec<Group<'_>> {
        let mut groups = Group::of(&self.changes);
        groups.retain(|group| is_shown(group.change, level));
        groups
    }
}

/// Whether a change is told of in a report of the changes from this level on. What breaks is told of always.
pub(super) fn is_shown(change: &Change, level: Level) -> bool {
    change.level() >= level || change.verdicts.is_breaking()
}

impl<'c> Group<'c> {
    /// The groups of a list of changes, in the order of the list.
    pub fn of(changes: &'c [Change]) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut owners: BTreeMap<(String, &str), usize> = BTreeMap::new();
        let mut parts: Vec<(&Change, &str, &str)> = Vec::new();
        for change in changes {
            if let Some((owner, kind)) = owner(change) {
                parts.push((change, owner, kind));
                continue;
            }
            let index = *known.entry(likeness(change)).or_insert(groups.len());
            owners.insert((change.subject(), change.id.kind), index);
            match groups.get_mut(index) {
                Some(group) => group.all.push(change),
                None => groups.push(Self::alone(change)),
            }
        }
        for (part, owner, kind) in parts {
            match owners.get(&(owner.to_owned(), kind)) {
                Some(index) => groups[*index].parts.push(part),
                None => groups.push(Self::alone(part)),
            }
        }
        groups
    }

    fn alone(change: &'c Change) -> Self {
        Self {
            change,
            all: vec![change],
            parts: Vec::new(),
        }
    }

    /// What the group is about: the subject, or how many.
    pub fn subject(&self) -> String {
        if let [one] = &*self.all {
            return one.subject();
        }
        let subject = format!("{} actions {}", self.all.len(), self.change.path.join(" "));
        subject.trim_end().to_owned()
    }

    /// How it changed, with what came or went with it.
    pub fn what(&self) -> String {
        let what = &self.change.what;
        let types = self.parts.iter().filter(|part| part.part_of.is_some());
        match types.count() {
            0 => what.clone(),
            1 => format!("{what}, with a type of its own"),
            many => format!("{what}, with {many} types of its own"),
        }
    }
}

/// The change that another one is a part of, by subject and kind: of an action, of a rename.
fn owner(change: &Change) -> Option<(&str, &str)> {
    if let Some(owner) = &change.part_of {
        return Some((owner, change.id.kind));
    }
    let renamed = change.renamed.as_deref()?;
    (change.id.kind == "added").then_some((renamed, "removed"))
}

/// Changes of several actions that are alike have one text; any other change has its own.
fn likeness(change: &Change) -> String {
    let Change { id, what, why, .. } = change;
    let is_whole = id.topic == Topic::Action && matches!(id.kind, "added" | "removed");
    let subject = if change.action.is_none() || is_whole {
        change.subject()
    } else {
        change.path.join("\u{1}")
    };
    let verdicts = change.verdicts;
    format!("{subject}\u{0}{id}\u{0}{what}\u{0}{why}\u{0}{verdicts:?}")
}

//! A file that is merged into: its edits, and what has been met of its lists.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::edit::Edits;
use super::holder::{Holder, KeyPlace, MemberList};
use super::yaml::Yaml;
use crate::model::{EnumValue, Evidence};
use crate::source::{LineIndex, Node};

/// A file that is merged into.
pub(super) struct Doc<'a> {
    pub(super) path: &'a str,
    /// The whole of it.
    pub(super) whole: Holder<'a>,
    pub(super) edits: Edits<'a>,
    /// Where its lines begin, once a difference is told.
    lines: OnceCell<LineIndex<'a>>,
    /// Types that have been added.
    pub(super) new_types: BTreeSet<String>,
    /// What they are, until they are written at the end of the list.
    pub(super) pending_types: Vec<Yaml>,
    /// Lists of members that facts lead to, each by its place.
    pub(super) met: BTreeMap<KeyPlace, MetMembers<'a>>,
    /// Lists of values that facts lead to.
    pub(super) met_values: BTreeMap<usize, MetValues<'a>>,
    /// Lists that have been gone through, each with the address of the facts that it was held against.
    pub(super) visited: HashSet<(KeyPlace, usize)>,
    /// Keys that the source has stated: of several statements of one thing the first counts.
    pub(super) stated_keys: HashSet<KeyPlace>,
}

/// What has been met of a list of members, which several members may lead to.
pub(super) struct MetMembers<'a> {
    pub(super) list: MemberList<'a>,
    pub(super) path: String,
    pub(super) members: HashSet<usize>,
    pub(super) added: HashSet<String>,
}

/// What sources say of a list of values that several members may share.
pub(super) struct MetValues<'a> {
    pub(super) holder: Holder<'a>,
    pub(super) values: &'a [EnumValue],
    pub(super) evidence: Evidence,
    pub(super) excused: BTreeSet<String>,
    pub(super) path: String,
    /// The type that has the list.
    pub(super) type_name: Option<&'a str>,
    pub(super) stated: Vec<EnumValue>,
    pub(super) prose: String,
}

impl<'a> Doc<'a> {
    pub(super) fn new(path: &'a str, text: &'a str, whole: Holder<'a>) -> Self {
        Self {
            path,
            whole,
            edits: Edits::new(text, whole.node),
            lines: OnceCell::new(),
            new_types: BTreeSet::new(),
            pending_types: Vec::new(),
            met: BTreeMap::new(),
            met_values: BTreeMap::new(),
            visited: HashSet::new(),
            stated_keys: HashSet::new(),
        }
    }

    /// The line of a node, from 1.
    pub(super) fn line_of(&self, node: &Node) -> usize {
        let text = self.edits.text();
        let lines = self.lines.get_or_init(|| LineIndex::new(text));
        lines.span(&node.head()).line
    }

    /// Adds items behind all others of an object's list, which may not be there yet.
    pub(super) fn append(&mut self, holder: Holder<'_>, key: &str, written: Vec<Yaml>) {
        let last = holder.node.items(key).len().checked_sub(1);
        self.add_items(holder, key, last, written);
    }

    /// Adds items behind one of an object's list, which may not be there yet.
    pub(super) fn add_items(
        &mut self,
        holder: Holder<'_>,
        key: &str,
        after: Option<usize>,
        written: Vec<Yaml>,
    ) {
        if written.is_empty() {
            return;
        }
        match holder.node.entry(key) {
            Some(list) => self.edits.add_items(list, after, &written),
            None => self.add_key(holder, key, &Yaml::Sequence(written)),
        }
    }

    /// Adds a key that an object lacks.
    pub(super) fn add_key(&mut self, holder: Holder<'_>, key: &str, value: &Yaml) {
        let order = holder.outline.names();
        self.edits.add_key(holder.node, &order, key, value);
    }

    /// Gives a key of an object this value, be it there or not.
    pub(super) fn set(&mut self, holder: Holder<'_>, key: &str, value: &Yaml) {
        match holder.node.entry(key) {
            Some((_, old)) if old.text().is_some() => self.edits.set(old, key, value),
            Some(found) => self.edits.set_entry(found, key, value),
            None => self.add_key(holder, key, value),
        }
    }

    /// Writes the types that were added, and takes the text with all edits; `None` if there are none.
    pub(super) fn finish(mut self) -> Option<String> {
        let types = std::mem::take(&mut self.pending_types);
        self.append(self.whole, "types", types);
        (!self.edits.is_empty()).then(|| self.edits.apply())
    }
}

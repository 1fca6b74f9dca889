//! The fields of an answer. Its rows stand in pre-order and nothing marks what stands in what: samples
//! tell, and where they lack a member, the order of the rows and their types.

mod parent;

use std::collections::{HashMap, HashSet};

use crate::dialect::alibaba::row::TableRow;
use crate::facts::{Fact, Member};
use crate::nesting::{DEEPEST, is_singular, join};
use crate::shape::{NodeId, SampleShape};
use crate::types::Ours;

/// Puts the rows of an answer's table into each other.
pub(super) fn nest(rows: &[TableRow], shape: &SampleShape) -> Vec<Member> {
    let mut nest = Nest {
        rows,
        shape,
        frames: vec![Frame {
            node: Some(SampleShape::ROOT),
            ..Frame::default()
        }],
        sorted: parent::is_sorted(rows),
        found: Vec::new(),
        places: HashMap::new(),
        tables: rows
            .iter()
            .enumerate()
            .filter_map(|(index, row)| Some((row.under?, index)))
            .collect(),
        floor: 0,
        in_headers: false,
        started: false,
        named: None,
    };
    for (index, row) in rows.iter().enumerate() {
        nest.row(index);
        if !row.name().is_empty() {
            nest.named = Some(index);
        }
    }
    nest.found
}

/// An object, or a list of objects, that the next rows may stand in.
#[derive(Default)]
struct Frame<'a> {
    /// The row that opened it; none for the root.
    row: Option<usize>,
    /// What samples show of it.
    node: Option<NodeId>,
    /// The members that it has had.
    seen: HashSet<&'a str>,
    /// The last of them.
    last: Option<&'a str>,
    /// How many of them samples show too.
    shown: usize,
    /// What stands before a member's name.
    prefix: String,
    /// How many `└` its members' rows have, if they are marked so.
    depth: usize,
    /// Whether they are.
    marked: bool,
}

struct Nest<'a> {
    rows: &'a [TableRow],
    shape: &'a SampleShape,
    /// Whether the members of each object stand in the order of the alphabet.
    sorted: bool,
    /// From the root inwards; never empty.
    frames: Vec<Frame<'a>>,
    found: Vec<Member>,
    /// What the members of each container have before their names, and what samples show of it.
    places: HashMap<usize, (String, Option<NodeId>)>,
    /// The first rows of the tables that belong to a container, by its row.
    tables: HashMap<usize, usize>,
    /// The outermost frame that rows may stand in: the root, or what the table belongs to.
    floor: usize,
    /// Whether the rows are headers of the answer, up to the row without a name that starts its body.
    in_headers: bool,
    /// Whether a member of the body was found.
    started: bool,
    /// The last row that has a name.
    named: Option<usize>,
}

impl Nest<'_> {
    fn row(&mut self, index: usize) {
        let rows = self.rows;
        let row = &rows[index];
        if let Some(owner) = row.under {
            self.reopen(owner);
        }
        // Where marks say what stands in an object, a row with fewer of them does not.
        let left = |frame: &Frame<'_>| frame.marked && frame.depth > row.depth;
        while self.frames.pop_if(|frame| left(frame)).is_some() {}
        if row.name().is_empty() {
            self.nameless(index);
            return;
        }
        if self.in_headers {
            self.found.push(row.header());
            return;
        }
        if self.opens_headers(index) {
            self.in_headers = true;
            return;
        }
        if self.is_item(index) {
            return;
        }
        let (frame, certainty) = self.parent(index);
        self.frames.truncate(frame.max(self.floor) + 1);
        let Some(parent) = self.frames.last_mut() else {
            return;
        };
        let new = parent.seen.insert(row.name());
        parent.last = Some(row.name());
        let path = join(&parent.prefix, row.name());
        let node = parent
            .node
            .and_then(|node| self.shape.child(node, row.name()));
        parent.shown += usize::from(new && node.is_some());
        let mut member = row.member.clone();
        member.path = Fact {
            value: path.clone(),
            lines: row.member.path.lines,
            certainty,
        };
        self.found.push(member);
        self.started = true;
        let opens = self.opens(index) || node.is_some_and(|node| self.shape.has_children(node));
        if opens && self.frames.len() < DEEPEST {
            let prefix = path + &self.step(index, node);
            let (prefix, node) = self.within_wrapper(index, prefix, node);
            self.places.insert(index, (prefix.clone(), node));
            self.open(index, prefix, node);
        }
    }

    fn open(&mut self, index: usize, prefix: String, node: Option<NodeId>) {
        self.frames.push(Frame {
            row: Some(index),
            node,
            prefix,
            depth: self.rows[index].depth + 1,
            marked: self
                .rows
                .get(index + 1)
                .is_some_and(|next| next.depth > self.rows[index].depth),
            ..Frame::default()
        });
    }

    /// Opens a container again whose members stand in a table of their own.
    fn reopen(&mut self, owner: usize) {
        self.frames.truncate(1);
        self.floor = 0;
        if let Some((prefix, node)) = self.places.get(&owner).cloned() {
            self.open(owner, prefix, node);
            self.floor = 1;
            self.named = Some(owner);
        }
    }

    /// Where the members of a list stand that samples show in an object of its own (`{"Users": {"User":
    /// [{…}]}}`), if no row speaks of that object and the rows that follow stand in it.
    fn within_wrapper(
        &self,
        index: usize,
        prefix: String,
        node: Option<NodeId>,
    ) -> (String, Option<NodeId>) {
        let wrapper = node
            .filter(|&node| self.shape.lists(node) == 0)
            .and_then(|node| self.shape.only_child(node))
            .filter(|&(name, item)| {
                self.shape.lists(item) > 0 && self.follows_in(index, name, item)
            });
        match wrapper {
            Some((name, item)) => {
                let path = join(
                    self.found.last().map_or("", |member| &member.path.value),
                    name,
                );
                (path + &"[]".repeat(self.shape.lists(item)), Some(item))
            }
            None => (prefix, node),
        }
    }

    /// Whether the members of a table for the row, or the next row, stand in the sample's node.
    fn follows_in(&self, index: usize, wrapper: &str, node: NodeId) -> bool {
        let shows =
            |row: &TableRow| row.name() != wrapper && self.shape.child(node, row.name()).is_some();
        let own = self.tables.get(&index).map(|&first| &self.rows[first]);
        let next = self.rows[index + 1..]
            .iter()
            .find(|row| !row.name().is_empty());
        own.or(next).is_some_and(shows)
    }

    /// What stands between a container's path and its members' names.
    fn step(&self, index: usize, node: Option<NodeId>) -> String {
        let row = &self.rows[index];
        if let Some(node) =
            node.filter(|&node| self.shape.is_object(node) || self.shape.lists(node) > 0)
        {
            let lists = self.shape.lists(node);
            // A sample may show an object where the type says list, and XML shows a list of one so. The type
            // counts, unless the list's items have a row.
            let untyped = !row.is_typed() && self.shape.has_xml();
            let list = row.member.ours().is_some_and(Ours::is_list) || untyped;
            return match lists {
                0 if list && !self.has_item_row(index) => "[]".to_owned(),
                lists => "[]".repeat(lists),
            };
        }
        if self.has_item_row(index) {
            return String::new();
        }
        match row.member.ours() {
            Some(ours) => ours.step(),
            None => "[]".to_owned(),
        }
    }

    /// Whether the next row is the name alone of the items of a list.
    fn has_item_row(&self, index: usize) -> bool {
        self.rows
            .get(index + 1)
            .is_some_and(|next| !next.is_typed() && self.rows[index].has_item(next.name()))
    }

    /// A row without a name: the root, the start of the body behind headers, or the items of a list.
    fn nameless(&mut self, index: usize) {
        let row = &self.rows[index];
        self.in_headers = false;
        let before = index.checked_sub(1).map(|before| &self.rows[before]);
        let in_list = self.frames.len() > 1
            && before.is_some_and(|before| before.is_list() || before.name().is_empty());
        if self.started {
            if !in_list && !before.is_some_and(TableRow::is_container) {
                self.frames.truncate(1);
            }
            return;
        }
        // A list at the root is a member of its own, as its items have no name.
        if row.member.ours().is_some_and(Ours::is_list) && self.frames[0].prefix.is_empty() {
            let mut member = row.member.clone();
            "[]".clone_into(&mut member.path.value);
            self.found.push(member);
            "[]".clone_into(&mut self.frames[0].prefix);
        }
    }

    /// `headers`, an object that no sample shows in the body: the headers of the answer follow.
    fn opens_headers(&self, index: usize) -> bool {
        let row = &self.rows[index];
        !self.started
            && row.name().eq_ignore_ascii_case("headers")
            && row.is_container()
            && self.shape.child(SampleShape::ROOT, row.name()).is_none()
            && self.rows[index..].iter().any(|row| row.name().is_empty())
    }

    /// A typed row right below a list that only says what its items are.
    fn is_item(&self, index: usize) -> bool {
        let row = &self.rows[index];
        let Some(frame) = self.frames.last() else {
            return false;
        };
        let above = frame.row.filter(|&above| above + 1 == index);
        let above = above.map(|above| &self.rows[above]);
        let shown = self.shows(frame, row.name());
        let leaf_above = || {
            let before = index.checked_sub(1).map(|before| &self.rows[before]);
            // `Tag` below `Tags`, a list of texts.
            before.is_some_and(|before| {
                before.member.ours().is_some_and(Ours::is_list)
                    && words_match(before, row)
                    && !self
                        .frames
                        .iter()
                        .any(|frame| self.shows(frame, row.name()))
            })
        };
        let list_above = above.is_some_and(|above| above.has_item(row.name()) && row.is_typed());
        !shown
            && ((list_above && row.member.ours().is_none_or(|ours| !ours.is_list()))
                || leaf_above())
    }

    /// Whether samples show a member in a frame.
    fn shows(&self, frame: &Frame<'_>, name: &str) -> bool {
        let shown = |node| self.shape.child(node, name);
        frame.node.and_then(shown).is_some()
    }
}

/// Whether a row says what the items of the list of plain values above it are.
fn words_match(list: &TableRow, item: &TableRow) -> bool {
    let Some(Ours::List(of)) = list.member.ours() else {
        return false;
    };
    is_singular(item.name(), list.name())
        && item.member.ours().is_some_and(|ours| ours == of.as_ref())
}

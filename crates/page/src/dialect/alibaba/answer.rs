//! The fields of an answer. Its rows stand in pre-order and nothing marks what stands in what: samples
//! tell, and where they lack a member, the order of the rows and their types.

use std::collections::{HashMap, HashSet};

use crate::dialect::alibaba::rows::Row;
use crate::facts::{Certainty, Fact, Member, Place};
use crate::nesting::join;
use crate::shape::{NodeId, Shape};
use crate::types::Ours;

/// How many rows ahead are looked at for one that a sample shows.
const AHEAD: usize = 40;

/// How deep fields nest.
const DEEPEST: usize = 24;

/// Members that answers have at their root, whatever stands before them.
const OF_ROOT: &[&str] = &[
    "requestid",
    "request_id",
    "code",
    "message",
    "success",
    "httpstatuscode",
    "errorcode",
    "traceid",
    "hostid",
    "pagenumber",
    "pageno",
    "pagesize",
    "totalcount",
    "nexttoken",
    "maxresults",
    "issuccess",
    "dynamiccode",
    "dynamicmessage",
    "errormessage",
    "accessdenieddetail",
];

/// Puts the rows of an answer's table into each other.
pub(super) fn nest(rows: &[Row], shape: &Shape) -> Vec<Member> {
    let mut nest = Nest {
        rows,
        shape,
        frames: vec![Frame {
            row: None,
            node: Some(Shape::ROOT),
            seen: HashSet::new(),
            shown: 0,
            last: None,
            prefix: String::new(),
            depth: 0,
            marked: false,
        }],
        sorted: is_sorted(rows),
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
        if !row.name.is_empty() {
            nest.named = Some(index);
        }
    }
    nest.found
}

/// An object, or a list of objects, that the next rows may stand in.
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
    rows: &'a [Row],
    shape: &'a Shape,
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
        if row.name.is_empty() {
            self.nameless(index);
            return;
        }
        if self.in_headers {
            let mut member = row.member();
            member.place = Some(Fact::stated(Place::Header, row.lines));
            self.found.push(member);
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
        let new = parent.seen.insert(row.name.as_str());
        parent.last = Some(row.name.as_str());
        let path = join(&parent.prefix, &row.name);
        let node = parent
            .node
            .and_then(|node| self.shape.child(node, &row.name));
        parent.shown += usize::from(new && node.is_some());
        let mut member = row.member();
        member.path = Fact {
            value: path.clone(),
            lines: row.lines,
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
            seen: HashSet::new(),
            last: None,
            shown: 0,
            prefix,
            depth: self.rows[index].depth + 1,
            marked: self
                .rows
                .get(index + 1)
                .is_some_and(|next| next.depth > self.rows[index].depth),
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
        let shows = |row: &Row| row.name != wrapper && self.shape.child(node, &row.name).is_some();
        let own = self.tables.get(&index).map(|&first| &self.rows[first]);
        let next = self.rows[index + 1..]
            .iter()
            .find(|row| !row.name.is_empty());
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
            let untyped = row.r#type.is_none() && self.shape.has_xml();
            let list = row.ours().is_some_and(Ours::is_list) || untyped;
            return match lists {
                0 if list && !self.has_item_row(index) => "[]".to_owned(),
                lists => "[]".repeat(lists),
            };
        }
        if self.has_item_row(index) {
            return String::new();
        }
        match row.ours() {
            Some(ours) => ours.step(),
            None => "[]".to_owned(),
        }
    }

    /// Whether the next row is the name alone of the items of a list.
    fn has_item_row(&self, index: usize) -> bool {
        self.rows
            .get(index + 1)
            .is_some_and(|next| next.r#type.is_none() && self.rows[index].has_item(&next.name))
    }

    /// A row without a name: the root, the start of the body behind headers, or the items of a list.
    fn nameless(&mut self, index: usize) {
        let row = &self.rows[index];
        self.in_headers = false;
        let before = index.checked_sub(1).map(|before| &self.rows[before]);
        let in_list = self.frames.len() > 1
            && before.is_some_and(|before| before.is_list() || before.name.is_empty());
        if self.started {
            if !in_list && !before.is_some_and(Row::is_container) {
                self.frames.truncate(1);
            }
            return;
        }
        // A list at the root is a member of its own, as its items have no name.
        if row.ours().is_some_and(Ours::is_list) && self.frames[0].prefix.is_empty() {
            let mut member = row.member();
            "[]".clone_into(&mut member.path.value);
            self.found.push(member);
            "[]".clone_into(&mut self.frames[0].prefix);
        }
    }

    /// `headers`, an object that no sample shows in the body: the headers of the answer follow.
    fn opens_headers(&self, index: usize) -> bool {
        let row = &self.rows[index];
        !self.started
            && row.name.eq_ignore_ascii_case("headers")
            && row.is_container()
            && self.shape.child(Shape::ROOT, &row.name).is_none()
            && self.rows[index..].iter().any(|row| row.name.is_empty())
    }

    /// A typed row right below a list that only says what its items are.
    fn is_item(&self, index: usize) -> bool {
        let row = &self.rows[index];
        let Some(frame) = self.frames.last() else {
            return false;
        };
        let above = frame
            .row
            .filter(|&above| above + 1 == index)
            .map(|above| &self.rows[above]);
        let shown = frame
            .node
            .is_some_and(|node| self.shape.child(node, &row.name).is_some());
        let leaf_above = || {
            let before = index.checked_sub(1).map(|before| &self.rows[before]);
            // `Tag` below `Tags`, a list of texts.
            before.is_some_and(|before| {
                before.ours().is_some_and(Ours::is_list)
                    && words_match(before, row)
                    && !self.shown_anywhere(&row.name)
            })
        };
        let list_above =
            above.is_some_and(|above| above.has_item(&row.name) && row.r#type.is_some());
        !shown && ((list_above && row.ours().is_none_or(|ours| !ours.is_list())) || leaf_above())
    }

    fn shown_anywhere(&self, name: &str) -> bool {
        self.frames.iter().any(|frame| {
            frame
                .node
                .is_some_and(|node| self.shape.child(node, name).is_some())
        })
    }

    /// The frame that a row stands in, and how sure that is.
    fn parent(&self, index: usize) -> (usize, Certainty) {
        let row = &self.rows[index];
        if row.depth > 0 {
            let frame = self
                .frames
                .iter()
                .rposition(|frame| frame.depth == row.depth);
            return (frame.unwrap_or(self.frames.len() - 1), Certainty::Stated);
        }
        if let Some(frame) = self.shown(&row.name) {
            let certainty = if frame == 0 && self.frames.len() == 1 {
                Certainty::Stated
            } else {
                Certainty::Sample
            };
            return (frame, certainty);
        }
        let certainty = if self.frames.len() == 1 {
            Certainty::Stated
        } else {
            Certainty::Inferred
        };
        (self.by_order(index).min(self.by_alphabet(index)), certainty)
    }

    /// The innermost frame that a row can stand in by the alphabet: one whose last member's name does not
    /// stand behind its own. The items of a list alone stand in it, and nothing else in a pair of key and
    /// value.
    fn by_alphabet(&self, index: usize) -> usize {
        let top = self.frames.len() - 1;
        let is_item = index > 0 && self.has_item_row(index - 1);
        if !self.sorted || is_item {
            return top;
        }
        let name = self.rows[index].name.as_str();
        let fits = |frame: &Frame<'_>| {
            frame.last.is_none_or(|last| ascends(last, name))
                && !is_pair(&frame.seen)
                && frame.row.is_none_or(|row| !self.has_item_row(row))
        };
        (self.floor..=top)
            .rev()
            .find(|&frame| fits(&self.frames[frame]))
            .unwrap_or(top)
    }

    /// The innermost open frame that a sample shows the name in and that has not had it yet.
    fn shown(&self, name: &str) -> Option<usize> {
        let shows = |frame: &&(usize, &Frame<'_>)| {
            frame
                .1
                .node
                .is_some_and(|node| self.shape.child(node, name).is_some())
        };
        let frames = || self.frames.iter().enumerate().rev();
        let open = |text_too: bool| {
            frames()
                .filter(|(_, frame)| text_too || frame.row.is_none_or(|row| self.opens(row)))
                .filter(|frame| shows(&frame))
                .find(|(_, frame)| !frame.seen.contains(name))
        };
        open(false)
            .or_else(|| open(true))
            .or_else(|| frames().find(|frame| shows(&frame)))
            .map(|(index, _)| index)
    }

    /// Whether a row's type says that it has members: not if rows without a name say that its items, or
    /// the values of its items, are plain.
    fn opens(&self, row: usize) -> bool {
        let item = self.rows[row + 1..]
            .iter()
            .take_while(|row| row.name.is_empty())
            .take(DEEPEST)
            .last();
        let plain = item.is_some_and(|item| !item.is_container());
        !plain && (self.rows[row].is_container() || self.rows[row].r#type.is_none())
    }

    /// The frame of a row that no sample shows: that of its neighbours.
    fn by_order(&self, index: usize) -> usize {
        let top = self.frames.len() - 1;
        let frame = &self.frames[top];
        let just_opened = frame.row.is_some_and(|row| Some(row) == self.named);
        let empty = frame.node.is_none_or(|node| !self.shape.has_children(node));
        if just_opened && empty && frame.row.is_some_and(|row| self.opens(row)) {
            return if self.of_root(index) && frame.node.is_some() {
                0
            } else {
                top
            };
        }
        // Where the row before stands: beside the container that was just opened, else in the top frame.
        let beside = if just_opened {
            top.saturating_sub(1)
        } else {
            top
        };
        let next = self.rows[index + 1..]
            .iter()
            .take(AHEAD)
            .filter(|row| !row.name.is_empty())
            .find_map(|row| self.shown(&row.name));
        match next {
            Some(next) if next == top => top,
            Some(0) | None if self.of_root(index) => 0,
            // Everything that samples show of the object was there: what follows stands beside it.
            Some(next)
                if next < beside && self.complete(beside) && !self.goes_on(beside, index) =>
            {
                next
            }
            _ => beside,
        }
    }

    /// Whether a row goes on in a frame by the alphabet.
    fn goes_on(&self, frame: usize, index: usize) -> bool {
        let last = self.frames[frame].last;
        self.sorted && last.is_some_and(|last| ascends(last, &self.rows[index].name))
    }

    /// Whether every member that samples show of a frame had its row.
    fn complete(&self, frame: usize) -> bool {
        let frame = &self.frames[frame];
        frame.node.is_some_and(|node| {
            self.shape.has_children(node) && self.shape.members(node) == frame.shown
        })
    }

    fn of_root(&self, index: usize) -> bool {
        let name = self.rows[index].name.to_ascii_lowercase();
        OF_ROOT.contains(&name.as_str())
            && !self.frames[0].seen.contains(self.rows[index].name.as_str())
    }
}

/// Whether an object has its key and its value: `TagKey` and `TagValue`.
fn is_pair(members: &HashSet<&str>) -> bool {
    let stem = |end: &str| members.iter().find_map(|name| name.strip_suffix(end));
    members.len() == 2 && stem("Key").is_some() && stem("Key") == stem("Value")
}

/// Whether one name stands before the other in the alphabet, with capitals or without.
fn ascends(one: &str, other: &str) -> bool {
    one <= other || one.to_ascii_lowercase() <= other.to_ascii_lowercase()
}

/// Whether the members of each object stand in the order of the alphabet: behind a leaf, a name that stands
/// before it ends an object, and there are only so many objects.
fn is_sorted(rows: &[Row]) -> bool {
    let named: Vec<&Row> = rows.iter().filter(|row| !row.name.is_empty()).collect();
    let containers = named.iter().filter(|row| row.is_container()).count();
    let leaves = named
        .windows(2)
        .filter(|pair| !pair[0].is_container() && pair[0].r#type.is_some());
    let (mut up, mut down) = (0, 0);
    for pair in leaves {
        if ascends(&pair[0].name, &pair[1].name) {
            up += 1;
        } else {
            down += 1;
        }
    }
    down <= containers && up >= 2 * down + 3
}

/// Whether a row says what the items of the list of plain values above it are.
fn words_match(list: &Row, item: &Row) -> bool {
    let Some(Ours::List(of)) = list.ours() else {
        return false;
    };
    crate::nesting::is_singular(&item.name, &list.name)
        && item.ours().is_some_and(|ours| ours == of.as_ref())
}

//! Which object a row stands in: the one that marks or samples tell, or the neighbours and the alphabet.

use std::collections::HashSet;

use super::{Frame, Nest};
use crate::dialect::alibaba::row::TableRow;
use crate::facts::Certainty;
use crate::nesting::DEEPEST;
use crate::words;

/// How many rows ahead are looked at for one that a sample shows.
const AHEAD: usize = 40;

/// Members that answers have at their root, whatever stands before them.
const OF_ROOT: &str = "requestid | request_id | code | message | success | httpstatuscode | errorcode | traceid | \
     hostid | pagenumber | pageno | pagesize | totalcount | nexttoken | maxresults | issuccess | \
     dynamiccode | dynamicmessage | errormessage | accessdenieddetail";

impl Nest<'_> {
    /// The frame that a row stands in, and how sure that is.
    pub(super) fn parent(&self, index: usize) -> (usize, Certainty) {
        let row = &self.rows[index];
        if row.depth > 0 {
            let frame = self
                .frames
                .iter()
                .rposition(|frame| frame.depth == row.depth);
            return (frame.unwrap_or(self.frames.len() - 1), Certainty::Stated);
        }
        if let Some(frame) = self.shown(row.name()) {
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
        let name = self.rows[index].name();
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
        let frames = || {
            let frames = self.frames.iter().enumerate().rev();
            frames.filter(|(_, frame)| self.shows(frame, name))
        };
        let open = |text_too: bool| {
            frames()
                .filter(|(_, frame)| text_too || frame.row.is_none_or(|row| self.opens(row)))
                .find(|(_, frame)| !frame.seen.contains(name))
        };
        open(false)
            .or_else(|| open(true))
            .or_else(|| frames().next())
            .map(|(index, _)| index)
    }

    /// Whether a row's type says that it has members: not if rows without a name say that its items, or
    /// the values of its items, are plain.
    pub(super) fn opens(&self, row: usize) -> bool {
        let item = self.rows[row + 1..]
            .iter()
            .take_while(|row| row.name().is_empty())
            .take(DEEPEST)
            .last();
        let plain = item.is_some_and(|item| !item.is_container());
        !plain && (self.rows[row].is_container() || !self.rows[row].is_typed())
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
            .filter(|row| !row.name().is_empty())
            .find_map(|row| self.shown(row.name()));
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
        self.sorted && last.is_some_and(|last| ascends(last, self.rows[index].name()))
    }

    /// Whether every member that samples show of a frame had its row.
    fn complete(&self, frame: usize) -> bool {
        let frame = &self.frames[frame];
        frame.node.is_some_and(|node| {
            self.shape.has_children(node) && self.shape.members(node) == frame.shown
        })
    }

    fn of_root(&self, index: usize) -> bool {
        let name = self.rows[index].name().to_ascii_lowercase();
        words::has(OF_ROOT, &name) && !self.frames[0].seen.contains(self.rows[index].name())
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
pub(super) fn is_sorted(rows: &[TableRow]) -> bool {
    let named: Vec<&TableRow> = rows.iter().filter(|row| !row.name().is_empty()).collect();
    let containers = named.iter().filter(|row| row.is_container()).count();
    let leaves = named
        .windows(2)
        .filter(|pair| !pair[0].is_container() && pair[0].is_typed());
    let (mut up, mut down) = (0, 0);
    for pair in leaves {
        if ascends(pair[0].name(), pair[1].name()) {
            up += 1;
        } else {
            down += 1;
        }
    }
    down <= containers && up >= 2 * down + 3
}

//! Objects of a spec that a merge changes: where they stand, and which keys they can have.

use super::facts::Direction;
use crate::load::shape::{self, Object};
use crate::model::Member;
use crate::source::Node;

/// Where something stands in a file, and which of its keys is meant.
pub(super) type KeyPlace = (usize, &'static str);

/// In which of two files something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// The action's.
    Action,
    /// `service.yaml`.
    Service,
}

/// An object of a spec: where it stands, and which keys it can have.
#[derive(Clone, Copy)]
pub(super) struct Holder<'a> {
    pub(super) home: Home,
    pub(super) node: &'a Node,
    pub(super) outline: &'static Object,
}

impl<'a> Holder<'a> {
    pub(super) fn new(home: Home, node: &'a Node, outline: &'static Object) -> Self {
        Self {
            home,
            node,
            outline,
        }
    }

    /// A member.
    pub(super) fn member(home: Home, node: &'a Node) -> Self {
        Self::new(home, node, &shape::MEMBER)
    }

    /// Where the value of a key stands, or where the object does that lacks it.
    pub(super) fn value_of(self, key: &str) -> &'a Node {
        self.node.entry(key).map_or(self.node, |(_, value)| value)
    }

    /// Which of its keys is meant.
    pub(super) fn place(self, key: &'static str) -> KeyPlace {
        (self.node.bytes.start, key)
    }
}

/// A list of members in a spec.
#[derive(Clone, Copy)]
pub(super) struct MemberList<'a> {
    /// The object that has the list.
    pub(super) holder: Holder<'a>,
    /// The key of the list.
    pub(super) key: &'static str,
    pub(super) members: &'a [Member],
    pub(super) direction: Direction,
    /// Whether the source gives the list whole.
    pub(super) is_whole: bool,
}

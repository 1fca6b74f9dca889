//! A table of members with what its caption and place say. Reading one, and what it belongs to, are
//! elsewhere.

use crate::dialect::huawei::caption::Holds;
use crate::facts::{Fact, Member, Span};
use crate::heading::Topic;

/// A table of members.
#[derive(Debug)]
pub(super) struct CaptionedTable {
    /// What the section is about that it stands in.
    pub(super) topic: Topic,
    pub(super) holds: Holds,
    /// The number in its caption.
    pub(super) number: Option<u32>,
    pub(super) caption: Option<Fact<String>>,
    pub(super) status: Option<Fact<String>>,
    pub(super) members: Vec<Member>,
}

impl CaptionedTable {
    pub(super) fn is_of_response(&self) -> bool {
        self.topic == Topic::Response
    }

    /// The line of its caption, or else another.
    pub(super) fn lines_or(&self, other: Span) -> Span {
        self.caption.as_ref().map_or(other, |caption| caption.lines)
    }
}

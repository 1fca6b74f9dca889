//! How parameters and results are laid out: the body, lists in flat pairs, the envelope of an answer.
//!
//! Which protocol has which layout is said by [`Protocol`](crate::protocol::Protocol).

use crate::word::words;

/// How a protocol lays out parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Layout {
    /// What the parameters of the body become.
    pub body: BodyStyle,
    /// What a list in a query or a form becomes.
    pub lists: ListStyle,
}

impl Layout {
    /// A layout.
    pub const fn new(body: BodyStyle, lists: ListStyle) -> Self {
        Self { body, lists }
    }
}

words! {
    /// What the parameters of the body become.
    pub enum BodyStyle as "style of bodies" {
        /// Members of a JSON object.
        Json = "json",
        /// Flat pairs: a form, or a part of the query.
        Form = "form",
    }
}

words! {
    /// What a list in a query or a form becomes.
    pub enum ListStyle as "style of lists" {
        /// The name is given once for every item.
        Repeated = "repeated",
        /// Every item has its own name, numbered from zero: `Name.0`.
        FromZero = "from-zero",
        /// Every item has its own name, numbered from one: `Name.1`.
        FromOne = "from-one",
    }
}

impl ListStyle {
    /// The number of the first item, where items are numbered.
    pub const fn first(self) -> Option<usize> {
        match self {
            Self::Repeated => None,
            Self::FromZero => Some(0),
            Self::FromOne => Some(1),
        }
    }
}

/// Where in the answer the result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Envelope {
    /// The answer is the result.
    Flat,
    /// Everything is inside this member, also the request id and an error: Tencent's `Response`.
    Whole(&'static str),
    /// The result is inside this member, while code and message stand beside it: Tencent 2.0's
    /// `data`.
    Part(&'static str),
}

impl Envelope {
    /// The same with a member of another name, where a service has one of its own.
    #[must_use]
    pub const fn named(self, member: Option<&'static str>) -> Self {
        match (self, member) {
            (Self::Whole(_), Some(member)) => Self::Whole(member),
            (Self::Part(_) | Self::Flat, Some(member)) => Self::Part(member),
            (usual, None) => usual,
        }
    }
}

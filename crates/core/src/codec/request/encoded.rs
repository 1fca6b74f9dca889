//! What a call's parameters become.

use crate::codec::flat::Pairs;

/// A request's parts, before the protocol adds its own and signs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Encoded {
    /// The path with its values, percent-encoded.
    pub path: String,
    /// The query's pairs, unencoded, in the order they were given.
    pub query: Pairs,
    /// The pairs of a form, unencoded; only for [`BodyStyle::Form`](crate::codec::BodyStyle::Form).
    pub form: Pairs,
    /// The headers.
    pub headers: Pairs,
    /// The JSON of the body; `None` where no parameter of the body was given.
    pub body: Option<Vec<u8>>,
    /// What chooses the host.
    pub host: Pairs,
}

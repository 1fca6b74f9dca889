//! A call's parameters, each put where its action's table says: path, query, header, body.

mod null;
mod packed;
mod placement;

use super::Layout;
use super::Parameters;
use super::check::check;
use super::flat::Pairs;
use super::violation::Violations;
use crate::meta::Operation;
use placement::Placement;

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

/// Puts a request's parameters where they belong.
///
/// With `checked`, everything the table says of them is checked before, and everything that is
/// wrong is told at once. What cannot be sent at all is refused in any case: a path with a part
/// missing or with `.` or `..` as a part, a header of other characters than visible ASCII, space
/// and tab, a number that is infinite or none, and `null` where the value does not travel as JSON.
///
/// # Errors
///
/// Everything that is wrong with the parameters.
pub fn encode_request(
    operation: &'static Operation,
    parameters: &Parameters,
    layout: Layout,
    checked: bool,
) -> Result<Encoded, Violations> {
    let mut violations = Violations::default();
    if checked {
        check(operation, parameters, layout, &mut violations);
    }
    let encoded = Placement::new(operation, layout).encode(parameters, &mut violations);
    violations.into_result()?;
    Ok(encoded)
}

#[cfg(test)]
mod tests;

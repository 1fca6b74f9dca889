//! A call's parameters, each put where its action's table says: path, query, header, body.

mod encoded;
mod null;
mod packed;
mod placement;

use super::Layout;
use super::Parameters;
use super::check::check;
use super::violation::Violations;
use crate::meta::Operation;
pub use encoded::Encoded;
use placement::Placement;

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
    let mut encoded = Encoded::default();
    Placement::new(operation, layout, &mut encoded).encode(parameters, &mut violations);
    violations.into_result()?;
    Ok(encoded)
}

#[cfg(test)]
mod tests;

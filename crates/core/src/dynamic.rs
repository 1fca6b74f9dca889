//! Parameters by name, for programs that know an action only by its table.

use crate::codec::{Json, Parameters, Violations};
use crate::meta::Operation;

/// Takes an object's members, each converted to its parameter's kind; `null` has none.
///
/// Without checks, parameters of another kind are sent as they are. One that the table does not know
/// is refused all the same when the request is laid out: it has no place.
pub(crate) fn parameters(
    operation: &'static Operation,
    parameters: Json,
    checked: bool,
) -> Result<Parameters, Violations> {
    let members = match parameters {
        Json::Object(members) => members,
        Json::Null => serde_json::Map::new(),
        other => return Err(Violations::no_object(&other)),
    };
    if checked {
        return Parameters::from_json(operation, members);
    }
    Ok(
        Parameters::from_json(operation, members.clone()).unwrap_or_else(|_| {
            let mut given = Parameters::new(operation.parameters);
            for (name, value) in members {
                given.any(name, &value);
            }
            given
        }),
    )
}

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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::service::OPERATION;

    #[test]
    fn what_is_no_object_is_told_and_null_is_none() {
        for checked in [true, false] {
            let none = parameters(&OPERATION, json!(null), checked);
            assert_eq!(none.map(|given| format!("{given:?}")), Ok("{}".to_owned()));
            for (given, kind) in [(json!([1]), "a list"), (json!(5), "another number")] {
                let told = parameters(&OPERATION, given, checked).map(|given| format!("{given:?}"));
                let line = format!("`parameters` must be an object, and is {kind}");
                assert_eq!(told.map_err(|told| told.to_string()), Err(line));
            }
        }
    }
}

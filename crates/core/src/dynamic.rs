//! Requests of parameters by name, for programs that know an action only by its table.

use std::sync::Arc;

use crate::call::Request;
use crate::codec::{Dynamic, Encode, Json, Violations, Writer};
use crate::meta::Operation;

/// Makes a request of an object's members, each converted to its parameter's kind.
///
/// Without checks, parameters of another kind are sent as they are. One that the table does not know
/// is refused all the same when the request is laid out: it has no place.
pub(crate) fn request(
    operation: &'static Operation,
    parameters: Json,
    checked: bool,
) -> Result<Request, Violations> {
    let members = match parameters {
        Json::Object(members) => members,
        _ => serde_json::Map::new(),
    };
    if checked {
        return Ok(Arc::new(Dynamic::new(operation, members)?));
    }
    Ok(match Dynamic::new(operation, members.clone()) {
        Ok(request) => Arc::new(request),
        Err(_) => Arc::new(Unchecked {
            members: members
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name, Some(value)))
                .collect(),
        }),
    })
}

struct Unchecked {
    members: Vec<(String, Option<Json>)>,
}

impl Encode for Unchecked {
    fn encode(&self, to: &mut Writer<'_>) {
        for (name, value) in &self.members {
            to.any(name, value);
        }
    }
}

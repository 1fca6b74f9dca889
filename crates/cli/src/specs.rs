//! What the pages say and the tables do not hold, out of the mock cloud's specs: the samples of an
//! action, and the members of its answer.

use cloudwright_core::meta::Operation;
use cloudwright_mock::Mock;
use serde_json::{Map, Value, json};

/// The part of a page that the tables do not hold, as the spec writes it.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    /// Each with its name, request and answer as far as the page has them.
    pub(crate) samples: Vec<Value>,
    /// The members of the result.
    pub(crate) response: Vec<Value>,
    /// The types that members name, by their names.
    pub(crate) types: Map<String, Value>,
}

/// The rest of an action's page. Nothing where the mock cannot be started.
pub(crate) fn of(operation: &Operation) -> Rest {
    let id = operation.service.id;
    let Ok(mock) = Mock::builder().services([id]).start_blocking() else {
        return Rest::default();
    };
    let Some(service) = mock.catalog().service(id) else {
        return Rest::default();
    };
    let Some(loaded) = service.action(operation.name) else {
        return Rest::default();
    };
    let action = &loaded.action;
    let samples = action.samples.iter().map(|sample| {
        json!({ "name": sample.name, "request": sample.request, "response": sample.response })
    });
    // The action's own types come before the service's of the same name.
    let types = service.service.types.iter().chain(&action.types);
    let types = types.filter_map(|known| Some((known.name.clone(), value(known)?)));
    Rest {
        samples: samples.collect(),
        response: action.response.iter().filter_map(value).collect(),
        types: types.collect(),
    }
}

fn value(of: impl serde::Serialize) -> Option<Value> {
    serde_json::to_value(of).ok()
}

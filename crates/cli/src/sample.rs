//! The samples of an action's page, out of the mock cloud's specs: the tables do not hold them.

use cloudwright_core::meta::Operation;
use cloudwright_mock::Mock;
use serde_json::{Value, json};

/// The samples, each with its name, request and answer as far as the page has them. None where the
/// mock cannot be started.
pub(crate) fn of(operation: &Operation) -> Vec<Value> {
    let id = operation.service.id;
    let Ok(mock) = Mock::builder().services([id]).start_blocking() else {
        return Vec::new();
    };
    let services = mock.catalog().services.iter();
    let actions = services
        .filter(|loaded| loaded.service.service == id)
        .flat_map(|loaded| &loaded.actions);
    let samples = actions
        .filter(|loaded| loaded.action.action == operation.name)
        .flat_map(|loaded| &loaded.action.samples);
    let shown = samples.map(|sample| {
        json!({ "name": sample.name, "request": sample.request, "response": sample.response })
    });
    shown.collect()
}

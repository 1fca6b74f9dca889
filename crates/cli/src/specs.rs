//! What the catalogue says and the tables do not hold: the samples of an action, the members of its
//! answer, where it can be tried, and what is known by habit only.

use cloudwright_catalog::Inferred;
use serde_json::{Map, Value, json};

use crate::catalog::Action;

/// The part of what is known of an action that the tables do not hold, as the spec writes it.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    /// Each with its name, request and answer as far as the page has them.
    pub(crate) samples: Vec<Value>,
    /// The members of the result.
    pub(crate) response: Vec<Value>,
    /// The types that members name, by their names.
    pub(crate) types: Map<String, Value>,
    /// Facts that no source states.
    pub(crate) inferred: Vec<&'static str>,
    /// Where the vendor lets people try the action in a browser.
    pub(crate) explorer: Option<String>,
}

/// The rest of an action.
pub(crate) fn of(action: &Action) -> Rest {
    let described = &action.described;
    let spec = &described.action.action;
    let samples = spec.samples.iter().map(|sample| {
        json!({ "name": sample.name, "request": sample.request, "response": sample.response })
    });
    // The action's own types come before the service's of the same name.
    let types = described.service.service.types.iter().chain(&spec.types);
    let types = types.filter_map(|known| Some((known.name.clone(), value(known)?)));
    let inferred = described
        .inferred
        .iter()
        .filter_map(|inferred| match inferred {
            Inferred::Access => Some("access"),
            Inferred::Paging => Some("paging"),
            Inferred::IdempotencyToken => Some("idempotency_token"),
            _ => None,
        });
    Rest {
        samples: samples.collect(),
        response: spec.response.iter().filter_map(value).collect(),
        types: types.collect(),
        inferred: inferred.collect(),
        explorer: described.service.explorer(spec),
    }
}

fn value(of: impl serde::Serialize) -> Option<Value> {
    serde_json::to_value(of).ok()
}

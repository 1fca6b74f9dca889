//! What an accepted request is answered: the page's sample, or generated rows in its shape, or,
//! where the page has no sample, an answer made up from the types.

mod from_types;
mod rows;
mod templates;
mod window;

use serde_json::{Map, Value};

use crate::catalog::ActionTypes;
use crate::message::dialect::Dialect;
use crate::parameters::{Parameters, packing};
use crate::state::View;

pub(crate) use from_types::headers;

/// The body of an answer. What the call found or changed is shown, where it is kept.
pub(crate) fn body(
    types: ActionTypes,
    dialect: Dialect,
    parameters: &Parameters,
    request_id: &str,
    row_count: Option<u64>,
    view: Option<&View>,
) -> Value {
    let samples = &types.action.samples;
    let is_of_sample = |request: &Option<Value>| {
        request.as_ref().and_then(Value::as_object) == Some(&parameters.tree)
    };
    let exact = samples.iter().find(|sample| is_of_sample(&sample.request));
    let mut body = match exact.or(samples.first()) {
        Some(sample) => sample.response.clone(),
        None => from_types::body(types, dialect),
    };
    let result = result_mut(types, &mut body);
    let pagination = types.action.pagination.as_ref();
    match (view, pagination, row_count) {
        (Some(view), pagination, _) => view.put(types, result, |result| {
            if let Some(pagination) = pagination {
                rows::cut(types, pagination, parameters, result);
            }
        }),
        (None, Some(pagination), Some(count)) => {
            rows::put(types, pagination, parameters, count, result);
        }
        // The sample of this very request is its answer as it stands.
        (None, Some(pagination), None) if exact.is_none() => {
            rows::cut(types, pagination, parameters, result);
        }
        (None, ..) => {}
    }
    put_request_id(types, dialect, &mut body, request_id);
    body
}

/// A body that holds a result of a test's own.
pub(crate) fn with_result(
    types: ActionTypes,
    dialect: Dialect,
    mut result: Value,
    request_id: &str,
) -> Value {
    if let Some(members) = result.as_object_mut() {
        packing::pack(types, &types.action.response, members);
    }
    let mut body = from_types::enveloped(types, dialect, result);
    put_request_id(types, dialect, &mut body, request_id);
    body
}

/// The part of a body that holds the result: what is in the envelope, if there is one.
fn result_mut<'v>(types: ActionTypes, body: &'v mut Value) -> &'v mut Value {
    let envelope = types.service.service.envelope.as_deref();
    match envelope {
        Some(name) if body.get(name).is_some_and(Value::is_object) => &mut body[name],
        _ => body,
    }
}

fn put_request_id(types: ActionTypes, dialect: Dialect, body: &mut Value, request_id: &str) {
    let place = match dialect {
        Dialect::Tc3 => result_mut(types, body),
        // Neither of them documents an id in the body of a success.
        Dialect::Qcloud | Dialect::Huawei => return,
        Dialect::Alibaba | Dialect::AlibabaXml => body,
    };
    if let Some(object) = place.as_object_mut() {
        object.insert("RequestId".to_owned(), Value::String(request_id.to_owned()));
    }
}

/// The object's member whatever its case.
fn member_mut<'o>(object: &'o mut Map<String, Value>, name: &str) -> Option<&'o mut Value> {
    let mut members = object.iter_mut();
    let found = members.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

//! What an accepted request is answered: the page's sample, or generated rows in its shape, or,
//! where the page has no sample, an answer made up from the types.

mod invent;
mod rows;

use serde_json::{Map, Value};

use crate::dialect::Dialect;
use crate::flat::Types;
use crate::packing;
use crate::parameters::Parameters;
use crate::state::Seen;

pub(crate) use invent::headers;

/// The body of an answer.
pub(crate) fn body(
    types: Types,
    dialect: Dialect,
    parameters: &Parameters,
    request_id: &str,
    row_count: Option<u64>,
    seen: &Seen,
) -> Value {
    let numbered = |mut body: Value| {
        put_request_id(types, dialect, &mut body, request_id);
        body
    };
    let mut body = match sample(types, parameters) {
        Some(Sampled::Asked(body)) if row_count.is_none() && matches!(seen, Seen::Nothing) => {
            return numbered(body);
        }
        Some(Sampled::Asked(body) | Sampled::First(body)) => body,
        None => invent::body(types, dialect),
    };
    let result = result_mut(types, &mut body);
    match (seen, &types.action.pagination, row_count) {
        (Seen::Things(view), pagination, _) => view.put(types, result, |result| {
            if let Some(pagination) = pagination {
                rows::cut(types, pagination, parameters, result);
            }
        }),
        (Seen::Nothing, Some(pagination), Some(count)) => {
            rows::put(types, pagination, parameters, count, result);
        }
        (Seen::Nothing, Some(pagination), None) => rows::cut(types, pagination, parameters, result),
        (Seen::Nothing, None, _) => {}
    }
    numbered(body)
}

/// A body that holds a result of a test's own.
pub(crate) fn with_result(
    types: Types,
    dialect: Dialect,
    mut result: Value,
    request_id: &str,
) -> Value {
    if let Some(members) = result.as_object_mut() {
        packing::pack(types, &types.action.response, members);
    }
    let mut body = invent::enveloped(types, dialect, result);
    put_request_id(types, dialect, &mut body, request_id);
    body
}

/// A sample's answer.
enum Sampled {
    /// Of the sample whose request is this one.
    Asked(Value),
    /// Of the first one.
    First(Value),
}

/// The sample whose request is this one, or else the first.
fn sample(types: Types, parameters: &Parameters) -> Option<Sampled> {
    let samples = &types.action.samples;
    let is_asked_for = |request: &Option<Value>| {
        request.as_ref().and_then(Value::as_object) == Some(&parameters.tree)
    };
    let exact = samples.iter().find(|sample| is_asked_for(&sample.request));
    if let Some(sample) = exact {
        return Some(Sampled::Asked(sample.response.clone()));
    }
    let first = samples.first()?;
    Some(Sampled::First(first.response.clone()))
}

/// The part of a body that holds the result: what is in the envelope, if there is one.
fn result_mut<'v>(types: Types, body: &'v mut Value) -> &'v mut Value {
    let envelope = types.service.service.envelope.as_deref();
    match envelope {
        Some(name) if body.get(name).is_some_and(Value::is_object) => &mut body[name],
        _ => body,
    }
}

fn put_request_id(types: Types, dialect: Dialect, body: &mut Value, request_id: &str) {
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
    let found = object
        .iter_mut()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

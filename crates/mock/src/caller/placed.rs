//! Parameters in the places of a request where they travel.

use cloudwright_sign::{canonical_query, percent_encode};
use cloudwright_spec::model::{Location, value_text};
use serde_json::{Map, Value};

use crate::catalog::ActionTypes;
use crate::message::Pairs;
use crate::verify::borrowed;

/// The parts of a REST request that hold parameters.
#[derive(Default)]
pub(super) struct Placed {
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: Pairs,
    pub(super) body: String,
}

impl Placed {
    pub(super) fn of(types: ActionTypes, parameters: &Map<String, Value>) -> Self {
        let given = |location: Location| {
            let members = types.members_in(location);
            members.filter_map(|member| Some((&member.name, parameters.get(&member.name)?)))
        };
        let mut path = types.path().to_owned();
        for (name, value) in given(Location::Path) {
            path = path.replace(&format!("{{{name}}}"), &percent_encode(&text_of(value)));
        }
        let members = given(Location::Body).map(|(name, value)| (name.clone(), value.clone()));
        let members: Map<String, Value> = members.collect();
        let body = match given(Location::BodyRoot).next() {
            Some((_, root)) => root.to_string(),
            None if members.is_empty() => String::new(),
            None => Value::Object(members).to_string(),
        };
        let mut in_query = Vec::new();
        for (name, value) in given(Location::Query) {
            place_in_query(types, name, value, &mut in_query);
        }
        let headers = given(Location::Header);
        Self {
            path,
            query: query_of(&in_query),
            headers: headers
                .map(|(name, value)| (name.clone(), text_of(value)))
                .collect(),
            body,
        }
    }
}

/// A parameter in the query of a service by resources: Huawei repeats the name of a list, Alibaba
/// numbers it.
fn place_in_query(types: ActionTypes, name: &str, value: &Value, pairs: &mut Pairs) {
    match (types.service.protocol().layout().lists.first(), value) {
        (Some(first), _) => flatten(name, value, first, pairs),
        (_, Value::Array(items)) => {
            pairs.extend(items.iter().map(|item| (name.to_owned(), text_of(item))));
        }
        _ => pairs.push((name.to_owned(), text_of(value))),
    }
}

pub(super) fn query_of(pairs: &[(String, String)]) -> String {
    canonical_query(borrowed(pairs))
}

/// Parameters as flat names, lists counted from `first`.
pub(super) fn flattened(parameters: &Map<String, Value>, first: usize) -> Pairs {
    let mut pairs = Vec::new();
    for (name, value) in parameters {
        flatten(name, value, first, &mut pairs);
    }
    pairs
}

fn flatten(name: &str, value: &Value, first: usize, pairs: &mut Pairs) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                flatten(&format!("{name}.{}", index + first), item, first, pairs);
            }
        }
        Value::Object(members) => {
            for (key, value) in members {
                flatten(&format!("{name}.{key}"), value, first, pairs);
            }
        }
        plain => pairs.push((name.to_owned(), text_of(plain))),
    }
}

/// A value as a text is sent: nothing where it is null.
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        other => value_text(other),
    }
}

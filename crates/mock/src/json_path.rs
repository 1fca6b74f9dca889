//! Values inside of a JSON value, by the names that lead to them.

use serde_json::{Value, json};

/// The names of a dotted path; none, where it is the whole value.
pub(crate) fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').filter(|part| !part.is_empty())
}

/// The value to which names lead.
pub(crate) fn at<'v, 'p>(
    value: &'v Value,
    path: impl IntoIterator<Item = &'p str>,
) -> Option<&'v Value> {
    let mut path = path.into_iter();
    path.try_fold(value, |value, part| value.get(part))
}

/// Sets the value to which names lead; objects on the way are made.
pub(crate) fn set<'p>(value: &mut Value, path: impl IntoIterator<Item = &'p str>, new: Value) {
    let mut place = value;
    for part in path {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[part];
    }
    *place = new;
}

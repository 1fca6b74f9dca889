//! How many rows there are, wherever an answer tells it: at the path that its page documents, and under the usual
//! names in the objects around the rows.

use cloudwright_spec::model::Pagination;
use serde_json::{Map, Value, json};

use super::names::Noun;
use crate::catalog::ActionTypes;
use crate::json_path::at;

/// Names of the count of all rows.
const ALL: &[&str] = &[
    "total",
    "totalcount",
    "totalnum",
    "totalnumber",
    "totalsize",
    "totalrecord",
    "totalrecords",
    "totalrecordcount",
    "totalitemcount",
];

/// Names of the count of those on the page.
const HERE: &[&str] = &["currentcount", "pagerecordcount"];

/// A name that counts all rows where nothing else does.
const COUNT: &str = "count";

/// Puts the counts into a result of which `path` leads to the rows of its page.
pub(super) fn put(types: ActionTypes, noun: &Noun, path: &[&str], all: usize, result: &mut Value) {
    let rows = at(result, path.iter().copied());
    let here = rows.and_then(Value::as_array).map_or(0, Vec::len);
    put_usual(noun, all, here, result);
    if let Some(Pagination::Offset { total, .. } | Pagination::Page { total, .. }) =
        &types.action.pagination
        && let Some(total) = total
    {
        let shown = total
            .split('.')
            .try_fold(result, |value, part| value.get_mut(part));
        if let Some(shown) = shown {
            set(shown, all);
        }
    }
}

fn put_usual(noun: &Noun, all: usize, here: usize, value: &mut Value) {
    let Some(object) = value.as_object_mut() else {
        return;
    };
    let is_one_of = |name: &str, names: &[&str]| names.contains(&noun.attribute(name).as_str());
    let has_total = |object: &Map<String, Value>| object.keys().any(|name| is_one_of(name, ALL));
    let count = if has_total(object) { here } else { all };
    for (name, shown) in object {
        if is_one_of(name, ALL) {
            set(shown, all);
        } else if is_one_of(name, HERE) {
            set(shown, here);
        } else if is_one_of(name, &[COUNT]) {
            set(shown, count);
        } else {
            put_usual(noun, all, here, shown);
        }
    }
}

/// A number, or a text that is one.
fn set(shown: &mut Value, count: usize) {
    if shown.is_string() {
        *shown = json!(count.to_string());
    } else if shown.is_number() {
        *shown = json!(count);
    }
}

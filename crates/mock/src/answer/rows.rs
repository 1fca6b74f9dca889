//! Rows for paged actions: as many as asked for, shaped like the sample's.
//!
//! The first rows are the sample's own. Later ones repeat them with other ids and times, so that
//! no two rows are equal. A row's member that bears the name of a given parameter shows its value,
//! as it would in a filtered list.

use cloudwright_spec::model::{Member, Pagination, Scalar, TypeRef};
use serde_json::{Value, json};

use super::member_mut;
use super::templates::Templates;
use super::window::{self, Window};
use crate::catalog::ActionTypes;
use crate::json_path::{at, parts, set};
use crate::parameters::Parameters;

/// Puts one page of `count` rows into a result.
pub(super) fn put(
    types: ActionTypes,
    pagination: &Pagination,
    parameters: &Parameters,
    count: u64,
    result: &mut Value,
) {
    let window = Window::of(types, pagination, parameters, result);
    let items = types.action.rows_path().unwrap_or_default();
    let templates = Templates::of(result, items);
    let rows = window.range(count);
    let rows = rows.map(|number| templates.row(number, parameters));
    set(result, parts(items), rows.collect());
    if let Pagination::Offset { total, .. } | Pagination::Page { total, .. } = pagination
        && let Some(total) = total
    {
        put_total(types, result, total, count);
    }
    put_next(types, pagination, &window, count, result);
    put_page_numbers(result, &window);
}

/// Leaves of the rows that a result holds the page that is asked for, as if these were all there are.
/// Where a request says neither where to begin nor how many to return, they stay as they are.
pub(super) fn cut(
    types: ActionTypes,
    pagination: &Pagination,
    parameters: &Parameters,
    result: &mut Value,
) {
    if !window::is_asked_for(pagination, parameters) {
        return;
    }
    let window = Window::of(types, pagination, parameters, result);
    let items = types.action.rows_path().unwrap_or_default();
    let Some(rows) = at(result, parts(items)).and_then(Value::as_array) else {
        return;
    };
    let (count, wanted) = (rows.len() as u64, window.range(rows.len() as u64));
    let kept = rows
        .iter()
        .zip(0..)
        .filter(|(_, number)| wanted.contains(number));
    let kept: Value = kept.map(|(row, _)| row.clone()).collect();
    set(result, parts(items), kept);
    put_next(types, pagination, &window, count, result);
    put_page_numbers(result, &window);
}

/// What asks for the next page, where there is one: a number, if the answer's member is one.
fn put_next(
    types: ActionTypes,
    pagination: &Pagination,
    window: &Window,
    count: u64,
    result: &mut Value,
) {
    let Pagination::Token { next, .. } = pagination else {
        return;
    };
    let end = window.end(count);
    let is_number = is_of(types, result, next, Value::is_number, Scalar::is_integer);
    let token = match (is_number, end >= count) {
        (true, true) => json!(0),
        (true, false) => json!(end),
        (false, true) => json!(""),
        (false, false) => json!(end.to_string()),
    };
    set(result, parts(next), token);
}

/// The total, as text where the sample or the spec has text.
fn put_total(types: ActionTypes, result: &mut Value, path: &str, count: u64) {
    let is_text = is_of(types, result, path, Value::is_string, Scalar::is_text);
    let total = if is_text {
        json!(count.to_string())
    } else {
        json!(count)
    };
    set(result, parts(path), total);
}

/// Whether what a result has at a path is of some kind, or else the member of the answer.
fn is_of(
    types: ActionTypes,
    result: &Value,
    path: &str,
    is_value: fn(&Value) -> bool,
    is_scalar: fn(Scalar) -> bool,
) -> bool {
    match at(result, parts(path)) {
        Some(shown) => is_value(shown),
        None => member_at(types, path).is_some_and(
            |member| matches!(member.type_ref, TypeRef::Scalar(scalar) if is_scalar(scalar)),
        ),
    }
}

/// The member of an answer at a dotted path.
fn member_at<'s>(types: ActionTypes<'s>, path: &str) -> Option<&'s Member> {
    let mut members = types.action.response.as_slice();
    let mut found = None;
    for part in path.split('.') {
        let member = members.iter().find(|member| member.name == part)?;
        members = types.fields(member).unwrap_or_default();
        found = Some(member);
    }
    found
}

/// Some answers also tell which page they are.
fn put_page_numbers(result: &mut Value, window: &Window) {
    let Some(object) = result.as_object_mut() else {
        return;
    };
    let (number, size) = window.page();
    for (name, value) in [
        ("PageNo", number),
        ("PageNumber", number),
        ("PageSize", size),
    ] {
        if let Some(shown) = member_mut(object, name).filter(|shown| shown.is_number()) {
            *shown = json!(value);
        }
    }
}

//! Rows for paged actions: as many as asked for, the same in every run, shaped like the sample's.
//!
//! The first rows are the sample's own. Later ones repeat them with other ids and times, so that
//! no two rows are equal. A row's member that bears the name of a given parameter shows its value,
//! as it would in a filtered list.

use std::collections::BTreeMap;

use cloudwright_sign::time;
use cloudwright_spec::model::{Member, Pagination, TypeRef};
use serde_json::{Map, Value, json};

use super::member_mut;
use crate::flat::Types;
use crate::parameters::Parameters;

/// Rows on a page where neither the request nor the spec nor the sample says how many.
const USUAL_SIZE: u64 = 20;

/// Most rows on a page where the spec has no bound.
const MOST: u64 = 1000;

/// Puts one page of `count` rows into a result.
pub(super) fn put(
    types: Types,
    pagination: &Pagination,
    parameters: &Parameters,
    count: u64,
    result: &mut Value,
) {
    let page = Page::of(types, pagination, parameters, result);
    let templates = Templates::of(result, page.items);
    let rows = page
        .range(count)
        .map(|number| templates.row(number, parameters));
    set(result, page.items, Value::Array(rows.collect()));
    if let Some(total) = page.total {
        put_total(types, result, total, count);
    }
    put_next(types, pagination, &page, count, result);
    put_page_numbers(result, &page);
}

/// Leaves of the rows that a result holds the page that is asked for, as if these were all there are.
/// Where a request says neither where to begin nor how many to return, they stay as they are.
pub(super) fn cut(
    types: Types,
    pagination: &Pagination,
    parameters: &Parameters,
    result: &mut Value,
) {
    let (place, size) = match pagination {
        Pagination::Offset { offset, limit, .. } => (offset, limit),
        Pagination::Page { page, size, .. } => (page, size),
        Pagination::Token { token, limit, .. } => (token, limit),
    };
    let is_asked = |name: &String| parameters.tree.contains_key(name);
    let is_numbered = || numbered(types, parameters).is_some();
    if !is_asked(place) && !size.as_ref().is_some_and(is_asked) && !is_numbered() {
        return;
    }
    let page = Page::of(types, pagination, parameters, result);
    let Some(rows) = at(result, page.items).and_then(Value::as_array) else {
        return;
    };
    let count = rows.len() as u64;
    let index = |row: u64| usize::try_from(row).unwrap_or(usize::MAX);
    let wanted = index(page.offset.min(count))..index(page.end(count));
    let kept = rows.get(wanted).map(<[Value]>::to_vec).unwrap_or_default();
    set(result, page.items, Value::Array(kept));
    put_next(types, pagination, &page, count, result);
    put_page_numbers(result, &page);
}

/// What asks for the next page, where there is one: a number, if the answer's member is one.
fn put_next(types: Types, pagination: &Pagination, page: &Page, count: u64, result: &mut Value) {
    let Pagination::Token { next, .. } = pagination else {
        return;
    };
    let end = page.end(count);
    let is_last = end >= count;
    let is_number = match at(result, next) {
        Some(shown) => shown.is_number(),
        None => member_at(types, next).is_some_and(
            |member| matches!(&member.type_ref, TypeRef::Scalar(scalar) if scalar.is_integer()),
        ),
    };
    let token = match (is_number, is_last) {
        (true, true) => json!(0),
        (true, false) => json!(end),
        (false, true) => json!(""),
        (false, false) => json!(end.to_string()),
    };
    set(result, next, token);
}

/// The member of an answer at a dotted path.
fn member_at<'s>(types: Types<'s>, path: &str) -> Option<&'s Member> {
    let mut members = types.action.response.as_slice();
    let mut found = None;
    for part in path.split('.') {
        let member = members.iter().find(|member| member.name == part)?;
        members = types.fields(member).unwrap_or_default();
        found = Some(member);
    }
    found
}

/// The names of a dotted path; none, where it is the whole answer.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').filter(|part| !part.is_empty())
}

/// The value at a dotted path.
fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    parts(path).try_fold(value, |value, part| value.get(part))
}

/// Which rows are asked for.
struct Page<'p> {
    offset: u64,
    size: u64,
    items: &'p str,
    total: Option<&'p str>,
}

impl<'p> Page<'p> {
    fn of(
        types: Types<'p>,
        pagination: &'p Pagination,
        parameters: &Parameters,
        result: &Value,
    ) -> Self {
        let members = &types.action.request;
        let number = |name: &str| {
            parameters
                .integer(members, name)
                .and_then(|number| u64::try_from(number).ok())
        };
        // What an answer was made up of is no page's size.
        let sample = Some(result).filter(|_| !types.action.samples.is_empty());
        let size_of = |name: &Option<String>| size(name.as_deref(), members, parameters, sample);
        let items = types.action.rows_path().unwrap_or_default();
        match pagination {
            Pagination::Offset {
                offset,
                limit,
                total,
                ..
            } => Self {
                offset: number(offset).unwrap_or(0),
                size: size_of(limit),
                items,
                total: total.as_deref(),
            },
            Pagination::Page {
                page, size, total, ..
            } => {
                let size = size_of(size);
                let before = number(page).unwrap_or(1).saturating_sub(1);
                Self {
                    offset: before.saturating_mul(size),
                    size,
                    items,
                    total: total.as_deref(),
                }
            }
            Pagination::Token { token, limit, .. } => {
                if let (None, Some((offset, size))) =
                    (parameters.tree.get(token), numbered(types, parameters))
                {
                    return Self {
                        offset,
                        size,
                        items,
                        total: None,
                    };
                }
                let given = match parameters.tree.get(token) {
                    Some(Value::Number(number)) => number.to_string(),
                    Some(Value::String(text)) => text.clone(),
                    _ => String::new(),
                };
                Self {
                    // A token that was not made here, such as the sample's own, leads to the end.
                    offset: match given.as_str() {
                        "" => 0,
                        text => text.parse().unwrap_or(u64::MAX),
                    },
                    size: size_of(limit),
                    items,
                    total: None,
                }
            }
        }
    }

    fn end(&self, count: u64) -> u64 {
        self.offset.saturating_add(self.size).min(count)
    }

    fn range(&self, count: u64) -> std::ops::Range<u64> {
        self.offset..self.end(count)
    }
}

/// Names of parameters that number pages and size them, beside the token that is documented first: many of
/// Alibaba's lists take either.
const NUMBERS: &[(&str, &str)] = &[("PageNumber", "PageSize"), ("PageNo", "PageSize")];

/// Where a page begins that is asked for by its number, and how large it is.
fn numbered(types: Types, parameters: &Parameters) -> Option<(u64, u64)> {
    let members = &types.action.request;
    let is_given = |name: &&str| parameters.tree.contains_key(*name);
    let mut names = NUMBERS.iter();
    let (page, size_name) = names.find(|(page, size)| [page, size].into_iter().any(is_given))?;
    let number = parameters.integer(members, page).unwrap_or(1);
    let before = u64::try_from(number).unwrap_or(1).saturating_sub(1);
    let size = size(Some(size_name), members, parameters, None);
    Some((before.saturating_mul(size), size))
}

fn size(
    name: Option<&str>,
    members: &[Member],
    parameters: &Parameters,
    sample: Option<&Value>,
) -> u64 {
    let limit = name.and_then(|name| members.iter().find(|member| member.name == name));
    let positive = |number: i64| u64::try_from(number).ok().filter(|number| *number > 0);
    let given = name
        .and_then(|name| parameters.integer(members, name))
        .and_then(positive);
    let of_sample = || sample?.as_object()?.get("PageSize")?.as_u64();
    let most = limit
        .and_then(|limit| limit.max)
        .and_then(positive)
        .unwrap_or(MOST);
    given.or_else(of_sample).unwrap_or(USUAL_SIZE).min(most)
}

/// The sample's rows, and where their ids and times end.
struct Templates {
    rows: Vec<Value>,
    /// By path in the row: the greatest id, or the earliest time.
    ends: BTreeMap<String, i64>,
}

impl Templates {
    fn of(result: &Value, items: &str) -> Self {
        let rows = at(result, items)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let mut ends = BTreeMap::new();
        for row in &rows {
            note_ends(row, "", &mut ends);
        }
        Self { rows, ends }
    }

    /// The row with a number, which begins with 0.
    fn row(&self, number: u64, parameters: &Parameters) -> Value {
        let length = self.rows.len().max(1) as u64;
        let template = usize::try_from(number % length).unwrap_or(0);
        let mut row = self.rows.get(template).cloned().unwrap_or(json!({}));
        if number >= length {
            let distance = i64::try_from(number - length + 1).unwrap_or(0);
            if !vary(&mut row, "", distance, &self.ends) {
                mark(&mut row, number);
            }
        }
        if let Some(object) = row.as_object_mut() {
            echo(object, parameters);
        }
        row
    }
}

fn note_ends(value: &Value, path: &str, ends: &mut BTreeMap<String, i64>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                note_ends(value, &format!("{path}.{name}"), ends);
            }
        }
        Value::Number(number) if is_identity(path) => {
            let number = number.as_i64().unwrap_or(0);
            ends.entry(path.to_owned())
                .and_modify(|end| *end = number.max(*end))
                .or_insert(number);
        }
        Value::String(text) => {
            if let Some(moment) = Moment::read(text) {
                ends.entry(path.to_owned())
                    .and_modify(|end| *end = moment.unix.min(*end))
                    .or_insert(moment.unix);
            }
        }
        _ => {}
    }
}

/// Moves ids and times beyond those of the sample: a minute earlier and one up for each row. Says
/// whether something changed.
fn vary(value: &mut Value, path: &str, distance: i64, ends: &BTreeMap<String, i64>) -> bool {
    match value {
        Value::Object(members) => {
            let changed = members
                .iter_mut()
                .map(|(name, value)| vary(value, &format!("{path}.{name}"), distance, ends));
            changed.fold(false, |any, changed| any | changed)
        }
        Value::Number(_) => ends.get(path).is_some_and(|end| {
            *value = json!(end.saturating_add(distance));
            true
        }),
        Value::String(text) => {
            let moment = Moment::read(text).zip(ends.get(path));
            moment.is_some_and(|(moment, end)| {
                let unix = end.saturating_sub(distance.saturating_mul(60));
                *text = Moment { unix, ..moment }.text();
                true
            })
        }
        _ => false,
    }
}

/// Whether a number tells rows apart, by the last name of its path.
fn is_identity(path: &str) -> bool {
    let name = path.rsplit('.').next().unwrap_or(path).to_ascii_lowercase();
    name == "id" || name.ends_with("number") || name.ends_with("index")
}

/// A time in the vendors' usual forms: `2025-01-01 00:00:00` or `2025-01-01T00:00:00`, and what
/// follows the seconds.
struct Moment {
    unix: i64,
    has_space: bool,
    rest: String,
}

impl Moment {
    fn read(text: &str) -> Option<Self> {
        let (moment, rest) = text.split_at_checked("2025-01-01T00:00:00".len())?;
        let has_space = moment.as_bytes().get(10) == Some(&b' ');
        let unix = time::parse_iso8601(&format!("{}Z", moment.replacen(' ', "T", 1)))?;
        Some(Self {
            unix,
            has_space,
            rest: rest.to_owned(),
        })
    }

    fn text(&self) -> String {
        let text = time::iso8601(self.unix);
        let text = text.trim_end_matches('Z');
        let text = if self.has_space {
            text.replacen('T', " ", 1)
        } else {
            text.to_owned()
        };
        text + &self.rest
    }
}

/// Makes a row that has neither an id nor a time differ from the others.
fn mark(row: &mut Value, number: u64) {
    match row {
        Value::String(text) => *text = format!("{text}-{number}"),
        Value::Number(_) => *row = json!(number),
        Value::Object(members) => {
            let text = members.values_mut().find(|value| value.is_string());
            if let Some(Value::String(text)) = text {
                *text = format!("{text}-{number}");
            }
        }
        _ => {}
    }
}

fn echo(row: &mut Map<String, Value>, parameters: &Parameters) {
    for (name, given) in &parameters.tree {
        let is_plain = given.is_string() || given.is_number();
        if let Some(shown) = member_mut(row, name).filter(|_| is_plain)
            && shown.is_string() == given.is_string()
        {
            shown.clone_from(given);
        }
    }
}

/// Sets a value by its dotted path; objects on the way are made.
fn set(result: &mut Value, path: &str, value: Value) {
    let mut place = result;
    for part in parts(path) {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[part];
    }
    *place = value;
}

/// The total, as text where the sample or the spec has text.
fn put_total(types: Types, result: &mut Value, path: &str, count: u64) {
    let is_text = match at(result, path) {
        Some(value) => value.is_string(),
        None => types.action.response.iter().any(|member| {
            member.name == path
                && matches!(&member.type_ref, TypeRef::Scalar(scalar) if scalar.name() == "string")
        }),
    };
    let total = if is_text {
        json!(count.to_string())
    } else {
        json!(count)
    };
    set(result, path, total);
}

/// Some answers also tell which page they are.
fn put_page_numbers(result: &mut Value, page: &Page) {
    let Some(object) = result.as_object_mut() else {
        return;
    };
    let number = (page.offset / page.size.max(1)).saturating_add(1);
    for (name, value) in [
        ("PageNo", number),
        ("PageNumber", number),
        ("PageSize", page.size),
    ] {
        if let Some(shown) = member_mut(object, name).filter(|shown| shown.is_number()) {
            *shown = json!(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_keep_the_form_they_have() {
        for (text, expected) in [
            ("2020-02-08 00:12:36", Some("2020-02-08 00:11:36")),
            (
                "2020-12-02T00:28:06.145239Z",
                Some("2020-12-02T00:27:06.145239Z"),
            ),
            (
                "2020-12-02T00:28:06+08:00",
                Some("2020-12-02T00:27:06+08:00"),
            ),
            ("latest", None),
            ("仓库仓库仓库仓库仓库仓库", None),
        ] {
            let earlier = Moment::read(text).map(|moment| {
                Moment {
                    unix: moment.unix - 60,
                    ..moment
                }
                .text()
            });
            assert_eq!(earlier.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn no_two_rows_are_equal() {
        for template in [
            json!({"LineNumber": 2, "Message": "x"}),
            json!({"InvokeTime": "2020-02-08 00:12:36"}),
            json!({"Name": "a"}),
            json!("a"),
            json!(1),
        ] {
            let result = json!({"Rows": [template, template]});
            let templates = Templates::of(&result, "Rows");
            let row = |number| templates.row(number, &Parameters::default()).to_string();
            let mut rows: Vec<String> = (1..50).map(row).collect();
            rows.sort();
            rows.dedup();
            // The sample's own two rows are equal here, and stay as they are.
            assert_eq!(rows.len(), 49, "{rows:?}");
        }
    }

    #[test]
    fn ids_stay_unique_whatever_order_the_sample_has() {
        let result = json!({"Rows": [{"id": 1}, {"id": 100}, {"id": 50}]});
        let templates = Templates::of(&result, "Rows");
        let ids: std::collections::BTreeSet<String> = (0..200)
            .map(|number| templates.row(number, &Parameters::default())["id"].to_string())
            .collect();
        assert_eq!(ids.len(), 200);
    }
}

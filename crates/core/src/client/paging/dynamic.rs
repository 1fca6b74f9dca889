//! Pages of an action that is known by its table only.

use super::Paged;
use super::pager::PageFacts;
use crate::codec::{Document, Json};
use crate::meta::{Operation, Paging};

/// The pages of [`Call::pages_dynamic`](crate::Call::pages_dynamic): documents of JSON entries, which
/// the table of the action leads to.
impl Paged for Document {
    type Item = Json;

    fn items(_: Document) -> Vec<Json> {
        Vec::new()
    }

    fn count(_: &Document) -> usize {
        0
    }

    fn items_of(operation: &Operation, page: Document) -> Vec<Json> {
        let mut page = page.into_json();
        match page_rows_mut(operation, &mut page).map(Json::take) {
            Some(Json::Array(rows)) => rows,
            Some(Json::Object(rows)) => rows.into_iter().map(|(_, row)| row).collect(),
            _ => Vec::new(),
        }
    }

    fn facts(operation: &Operation, page: &Document) -> PageFacts {
        let find = |path| found(operation, path, |path| member(page, path));
        let items = path(operation);
        let whole = page.other().filter(|_| items == Some(""));
        let next = match operation.paging {
            Some(Paging::Token { next, .. }) => find(next),
            _ => None,
        };
        PageFacts {
            rows: whole.or_else(|| find(items?)).map_or(0, length),
            total: total(operation).and_then(find).and_then(number),
            next: next.and_then(|next| match next {
                Json::String(text) => Some(text.clone()),
                // What would ask for the first page once more is no next one.
                Json::Number(number) if number.as_u64() != Some(0) => Some(number.to_string()),
                _ => None,
            }),
        }
    }
}

/// How many entries a value holds.
fn length(value: &Json) -> usize {
    match value {
        Json::Array(entries) => entries.len(),
        Json::Object(entries) => entries.len(),
        _ => 0,
    }
}

/// Joins the pages of an action into one result: the first page, with the entries of all, and its
/// total as it is.
///
/// ```
/// use cloudwright_core::meta::{Access, Operation, Paging};
/// use cloudwright_core::merge_pages;
/// use serde_json::json;
/// # use cloudwright_core::meta::{Endpoints, Protocol, Provider, Service};
/// # static SERVICE: Service = Service::new("s", Provider::Tencent, "s", "S", &[Protocol::TencentTc3], Endpoints::new("h"));
/// static LIST: Operation = Operation::new(&SERVICE, "List", Access::Read, "POST", "/")
///     .paging(Paging::Offset { offset: "Offset", limit: None, items: "Rows", total: Some("Total") });
///
/// let pages = [json!({"Rows": [1, 2], "Total": 3}), json!({"Rows": [3], "Total": 3})];
/// assert_eq!(merge_pages(&LIST, pages), json!({"Rows": [1, 2, 3], "Total": 3}));
/// ```
pub fn merge_pages(operation: &Operation, pages: impl IntoIterator<Item = Json>) -> Json {
    let mut pages = pages.into_iter();
    let Some(mut merged) = pages.next() else {
        return Json::Null;
    };
    for mut page in pages {
        let more = page_rows_mut(operation, &mut page).map(Json::take);
        match (page_rows_mut(operation, &mut merged), more) {
            (Some(Json::Array(rows)), Some(Json::Array(more))) => rows.extend(more),
            (Some(Json::Object(rows)), Some(Json::Object(more))) => rows.extend(more),
            (Some(place @ Json::Null), Some(more)) => *place = more,
            _ => {}
        }
    }
    merged
}

fn path(operation: &Operation) -> Option<&'static str> {
    match operation.paging? {
        Paging::Offset { items, .. } | Paging::Page { items, .. } | Paging::Token { items, .. } => {
            Some(items)
        }
    }
}

/// The entries of a page as its table says where they are: a list or an object, the whole page perhaps.
pub fn page_rows<'a>(operation: &Operation, page: &'a Json) -> Option<&'a Json> {
    found(operation, path(operation)?, |path| at(page, path))
}

/// The same to change them.
pub fn page_rows_mut<'a>(operation: &Operation, page: &'a mut Json) -> Option<&'a mut Json> {
    let path = found(operation, path(operation)?, |path| {
        at(page, path).map(|_| path)
    })?;
    names(path).try_fold(page, |json, name| json.get_mut(name))
}

/// How many entries there are on all pages, where a page says so.
pub fn page_total(operation: &Operation, page: &Json) -> Option<u64> {
    number(found(operation, total(operation)?, |path| at(page, path))?)
}

fn total(operation: &Operation) -> Option<&'static str> {
    match operation.paging? {
        Paging::Offset { total, .. } | Paging::Page { total, .. } => total,
        Paging::Token { .. } => None,
    }
}

fn number(value: &Json) -> Option<u64> {
    match value {
        Json::Number(number) => number.as_u64(),
        Json::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// What is found at a path, or else at another spelling of it.
fn found<T>(
    operation: &Operation,
    path: &'static str,
    find: impl Fn(&'static str) -> Option<T>,
) -> Option<T> {
    let others = operation.page_spellings.iter();
    let mut others = others
        .filter(|(of, _)| *of == path)
        .map(|(_, other)| *other);
    find(path).or_else(|| others.find_map(find))
}

fn at<'a>(page: &'a Json, path: &str) -> Option<&'a Json> {
    names(path).try_fold(page, |json, name| json.get(name))
}

fn member<'a>(page: &'a Document, path: &str) -> Option<&'a Json> {
    let mut names = names(path);
    let first = page.get(names.next()?)?;
    names.try_fold(first, |json, name| json.get(name))
}

fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codec::{Envelope, decode_body};
    use crate::testing::service::TENCENT;

    static LIST: Operation = Operation::read(&TENCENT, "List")
        .paging(Paging::Offset {
            offset: "Offset",
            limit: None,
            items: "Data.Rows",
            total: Some("Total"),
        })
        .page_spellings(&[("Data.Rows", "data.rows"), ("Total", "Count")]);

    fn document(json: &Json) -> Document {
        let (mut document, mut beside) = (Document::default(), Document::default());
        let text = json.to_string();
        let _ = decode_body(text.as_bytes(), Envelope::Flat, &mut document, &mut beside);
        document
    }

    #[test]
    fn pages_are_read_in_whatever_spelling_they_have() {
        let pages = [
            json!({"Data": {"Rows": [1, 2]}, "Total": 4}),
            json!({"data": {"rows": [3]}, "Count": "4"}),
            json!({"Data": {}, "data": {"rows": [4]}}),
        ];
        let seen = pages.each_ref().map(|page| {
            let document = document(page);
            let facts = Document::facts(&LIST, &document);
            let (count, total) = (facts.rows, facts.total);
            assert_eq!(total, page_total(&LIST, page));
            assert_eq!(Some(count), page_rows(&LIST, page).map(length));
            (count, total, Document::items_of(&LIST, document))
        });
        let items = |numbers: &[i32]| numbers.iter().map(|number| json!(number)).collect();
        assert_eq!(seen[0], (2, Some(4), items(&[1, 2])));
        assert_eq!(seen[1], (1, Some(4), items(&[3])));
        assert_eq!(seen[2], (1, None, items(&[4])));
        let merged = merge_pages(&LIST, pages);
        assert_eq!(merged["Data"]["Rows"], json!([1, 2, 3, 4]));
    }
}

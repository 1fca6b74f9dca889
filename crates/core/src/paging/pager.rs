//! Which page comes next, and whether one does. Not generic, and without any waiting.

use std::hash::{DefaultHasher, Hasher as _};

use bytes::Bytes;

use crate::codec::{Document, Envelope, Json, Parameters, decode_body};
use crate::meta::{Operation, Paging, Rule};
use crate::redact::find;

/// Rows to ask for where the page's rule needs a number and documents none.
const SOME_ROWS: u64 = 100;

/// Why there are no more pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum End {
    /// A page was empty.
    Empty,
    /// As many entries came as the service says there are.
    Total,
    /// The service named no further page.
    NoNext,
    /// The service answered the page before once more: it ignores what asks for the next one. If
    /// it told a total, entries are missing.
    Repeated,
    /// A page could not be fetched.
    Failed,
}

/// What is looked at of a page.
pub(super) struct Page<'a> {
    pub(super) body: &'a Bytes,
    pub(super) request_id: Option<&'a str>,
    pub(super) total: Option<u64>,
    pub(super) next: Option<String>,
}

/// Where the reading of pages stands.
#[derive(Debug)]
pub(super) struct Pager {
    operation: &'static Operation,
    paging: Option<Paging>,
    /// The number (of rows, or of the page) that asks for the page after the last one that came.
    position: u64,
    /// Rows a page, where they are known.
    limit: Option<u64>,
    /// Whether the position has to be a multiple of the limit.
    aligned: bool,
    token: Option<String>,
    /// Rows that came, counted from the first page asked for.
    rows: u64,
    total: Option<u64>,
    last: Option<u64>,
    /// The page whose rows have not been counted.
    uncounted: Option<Bytes>,
    asked: bool,
    end: Option<End>,
}

impl Pager {
    pub(super) fn new(operation: &'static Operation, given: &Parameters) -> Self {
        let paging = operation.paging;
        let number = |name: Option<&'static str>| -> Option<u64> {
            let name = name?;
            let default = || operation.parameter(name)?.default.map(str::to_owned);
            given.text(name).or_else(default)?.parse().ok()
        };
        let (position, limit) = match paging {
            Some(Paging::Offset { offset, limit, .. }) => {
                (number(Some(offset)).unwrap_or(0), limit)
            }
            Some(Paging::Page { page, size, .. }) => (number(Some(page)).unwrap_or(1), size),
            Some(Paging::Token { limit, .. }) => (0, limit),
            None => (0, None),
        };
        let aligned = operation.rules.iter().any(|rule| match (rule, paging) {
            (Rule::MultipleOf(first, _), Some(Paging::Offset { offset, .. })) => *first == offset,
            _ => false,
        });
        let known = number(limit).filter(|rows| *rows > 0);
        let limit = if aligned {
            known.or_else(|| Some(some_rows(operation, limit)))
        } else {
            known
        };
        Self {
            operation,
            paging,
            position,
            limit,
            aligned,
            token: None,
            rows: 0,
            total: None,
            last: None,
            uncounted: None,
            asked: false,
            end: None,
        }
    }

    /// Why there are no more pages.
    pub(super) fn end(&self) -> Option<End> {
        self.end
    }

    /// Has the parameters ask for the next page; tells whether there may be one.
    pub(super) fn ask(&mut self, parameters: &mut Parameters) -> bool {
        if let Some(body) = self.uncounted.take() {
            let rows = self.count(&body);
            self.advance(rows);
        }
        if self.end.is_some() {
            return false;
        }
        let position = i64::try_from(self.position).unwrap_or(i64::MAX);
        match self.paging {
            // The first page is asked for as the program wrote it.
            _ if !self.asked && !self.aligned => {}
            Some(Paging::Offset { offset, limit, .. }) => {
                parameters.number_or_text(offset, position);
                if let (true, Some(name), Some(rows)) = (self.aligned, limit, self.limit) {
                    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
                    parameters.number_or_text(name, rows);
                }
            }
            Some(Paging::Page { page, .. }) => parameters.number_or_text(page, position),
            Some(Paging::Token { token, .. }) => {
                if let Some(text) = &self.token {
                    parameters.text_or_number(token, text);
                }
            }
            None => {}
        }
        self.asked = true;
        true
    }

    /// Takes a page in. `false` if it is the one before once more.
    pub(super) fn arrived(&mut self, page: Page<'_>) -> bool {
        let print = fingerprint(page.body, page.request_id);
        if self.last == Some(print) {
            self.end = Some(End::Repeated);
            return false;
        }
        self.last = Some(print);
        self.total = page.total;
        if let Some(Paging::Token { .. }) = self.paging {
            let next = page.next.filter(|token| !token.is_empty());
            if next.is_none() {
                self.end = Some(End::NoNext);
            } else if next == self.token {
                self.end = Some(End::Repeated);
            }
            self.token = next;
        } else if self.paging.is_none() {
            self.end = Some(End::NoNext);
        } else {
            self.uncounted = Some(page.body.clone());
        }
        true
    }

    /// The rows of the page that arrived, where the reader has counted them.
    pub(super) fn counted(&mut self, rows: usize) {
        if self.uncounted.take().is_some() {
            self.advance(u64::try_from(rows).unwrap_or(u64::MAX));
        }
    }

    /// A page could not be fetched.
    pub(super) fn failed(&mut self) {
        self.end = Some(End::Failed);
    }

    fn advance(&mut self, rows: u64) {
        if rows == 0 {
            self.end = Some(End::Empty);
            return;
        }
        self.rows = self.rows.saturating_add(rows);
        let reached = if let Some(Paging::Page { .. }) = self.paging {
            let before = self.position.saturating_sub(1);
            self.position = self.position.saturating_add(1);
            // Pages before the first one asked for count as full.
            self.limit.map_or(self.rows, |limit| {
                before.saturating_mul(limit).saturating_add(rows)
            })
        } else {
            let step = self.limit.filter(|_| self.aligned).unwrap_or(rows);
            self.position = self.position.saturating_add(step);
            self.position
        };
        // A total of nothing beside rows is a total that is not filled in.
        if self
            .total
            .is_some_and(|total| total > 0 && reached >= total)
        {
            self.end = Some(End::Total);
        }
    }

    /// The rows of a page whose type was given away.
    fn count(&self, body: &[u8]) -> u64 {
        let envelope = self.operation.service.envelope;
        let (mut document, mut beside) = (Document::default(), Document::default());
        let envelope = envelope.map_or(Envelope::Flat, Envelope::Part);
        if decode_body(body, envelope, &mut document, &mut beside).is_err() {
            return 0;
        }
        match super::dynamic::rows(self.operation, &document.into_json()) {
            Some(Json::Array(rows)) => rows.len() as u64,
            Some(Json::Object(rows)) => rows.len() as u64,
            _ => 0,
        }
    }
}

fn some_rows(operation: &Operation, limit: Option<&str>) -> u64 {
    let bound = limit.and_then(|name| operation.parameter(name)?.max);
    bound
        .and_then(|max| u64::try_from(max).ok())
        .map_or(SOME_ROWS, |max| max.clamp(1, SOME_ROWS))
}

/// What tells one page from another: all of it but the id of the request.
fn fingerprint(body: &[u8], request_id: Option<&str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut rest = body;
    let id = request_id.unwrap_or_default().as_bytes();
    if !id.is_empty() {
        while let Some(at) = find(rest, id) {
            hasher.write(&rest[..at]);
            rest = &rest[at + id.len()..];
        }
    }
    hasher.write(rest);
    hasher.finish()
}

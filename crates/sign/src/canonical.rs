//! The canonical request, which the three protocols that sign headers share in shape:
//! method, path, query, header lines, names of the signed headers, hash of the body.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

/// A header's name and value.
type Header<'a> = (&'a str, &'a str);

/// What a canonical request is made of.
pub(crate) struct Parts<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a [Header<'a>],
    pub(crate) values: Values,
    pub(crate) body_hash: &'a str,
}

/// What becomes of header values besides trimming.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Values {
    Kept,
    LowerCase,
}

/// A canonical request and where in it the names of the signed headers stand.
pub(crate) struct Canonical {
    pub(crate) text: String,
    signed_headers: Range<usize>,
}

impl Canonical {
    pub(crate) fn signed_headers(&self) -> &str {
        // The range was taken at ends of texts that were pushed whole.
        &self.text[self.signed_headers.clone()]
    }
}

/// The names of the signed headers in the text of a canonical request: the last line but one.
pub(crate) fn signed_headers(canonical_request: &str) -> &str {
    canonical_request.rsplit('\n').nth(1).unwrap_or_default()
}

/// Writes the canonical request of `parts`.
pub(crate) fn request(parts: &Parts) -> Canonical {
    let headers = sorted(parts.headers);
    let mut text = String::with_capacity(capacity(parts));
    for line in [parts.method, parts.path, parts.query] {
        text.push_str(line);
        text.push('\n');
    }
    for (name, value) in headers.iter() {
        push_header(name, value, parts.values, &mut text);
    }
    text.push('\n');
    let start = text.len();
    push_names(&headers, &mut text);
    let signed_headers = start..text.len();
    text.push('\n');
    text.push_str(parts.body_hash);
    Canonical {
        text,
        signed_headers,
    }
}

/// Enough for the whole text, so that it is allocated once.
fn capacity(parts: &Parts) -> usize {
    let fixed = parts.method.len() + parts.path.len() + parts.query.len() + parts.body_hash.len();
    let headers: usize = parts
        .headers
        .iter()
        .map(|(name, value)| 2 * name.len() + value.len() + 3)
        .sum();
    fixed + headers + 5
}

/// The headers by lower-case name and, within a repeated name, by value. Borrowed where they
/// already are in order, as those of a client usually are.
fn sorted<'h, 'a>(headers: &'h [Header<'a>]) -> Cow<'h, [Header<'a>]> {
    if headers.is_sorted_by(|left, right| order(left, right).is_le()) {
        return Cow::Borrowed(headers);
    }
    let mut headers = headers.to_vec();
    headers.sort_unstable_by(order);
    Cow::Owned(headers)
}

fn order(left: &Header, right: &Header) -> Ordering {
    let names = Iterator::cmp(lower_case(left.0), lower_case(right.0));
    names.then_with(|| left.1.trim_ascii().cmp(right.1.trim_ascii()))
}

fn lower_case(name: &str) -> impl Iterator<Item = u8> {
    name.trim_ascii()
        .bytes()
        .map(|byte| byte.to_ascii_lowercase())
}

fn push_header(name: &str, value: &str, values: Values, text: &mut String) {
    push_lower_case(name.trim_ascii(), text);
    text.push(':');
    match values {
        Values::Kept => text.push_str(value.trim_ascii()),
        Values::LowerCase => push_lower_case(value.trim_ascii(), text),
    }
    text.push('\n');
}

/// The names joined by `;`. A name that is repeated is signed line by line and named once.
fn push_names(headers: &[Header], text: &mut String) {
    let mut previous: Option<&str> = None;
    for (name, _) in headers {
        let name = name.trim_ascii();
        if previous.is_some_and(|previous| previous.eq_ignore_ascii_case(name)) {
            continue;
        }
        if previous.is_some() {
            text.push(';');
        }
        push_lower_case(name, text);
        previous = Some(name);
    }
}

fn push_lower_case(part: &str, text: &mut String) {
    let start = text.len();
    text.push_str(part);
    text[start..].make_ascii_lowercase();
}

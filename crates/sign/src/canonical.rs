//! The canonical request, which the three protocols that sign headers share in shape:
//! method, path, query, header lines, names of the signed headers, hash of the body.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use crate::encode::Pair;

/// What a canonical request is made of.
pub(crate) struct CanonicalParts<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a [Pair<'a>],
    pub(crate) value_case: ValueCase,
    pub(crate) body_hash: &'a str,
}

/// What becomes of header values besides trimming.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum ValueCase {
    Kept,
    LowerCase,
}

/// A canonical request and where in it the names of the signed headers stand.
pub(crate) struct Canonical {
    pub(crate) text: String,
    pub(crate) signed_headers: Range<usize>,
}

/// Writes the canonical request of `parts`.
pub(crate) fn request(parts: &CanonicalParts) -> Canonical {
    let headers = sorted(parts.headers);
    let mut text = String::with_capacity(capacity(parts));
    for line in [parts.method, parts.path, parts.query] {
        text.push_str(line);
        text.push('\n');
    }
    let lines = text.len();
    push_lines(&headers, parts.value_case, &mut text);
    text.push('\n');
    let names = text.len();
    push_names(&headers, &mut text);
    // Names are lower case anyhow. Where values are, too, it is done all at once: that takes a vector of
    // bytes at a time, where short texts go byte by byte.
    let start = if parts.value_case == ValueCase::LowerCase {
        lines
    } else {
        names
    };
    lower_case_from(start, &mut text);
    let signed_headers = names..text.len();
    text.push('\n');
    text.push_str(parts.body_hash);
    Canonical {
        text,
        signed_headers,
    }
}

/// Room for what the signature adds to the names of the headers: two hashes, words of the protocol, a
/// time, an id and scopes of the usual lengths.
const ADDED: usize = 400;

/// Enough for the whole text and what the signature adds to it, so that it is allocated once.
fn capacity(parts: &CanonicalParts) -> usize {
    let fixed = parts.method.len() + parts.path.len() + parts.query.len() + parts.body_hash.len();
    let headers: usize = parts
        .headers
        .iter()
        .map(|(name, value)| 3 * name.len() + value.len() + 4)
        .sum();
    fixed + headers + ADDED
}

/// The headers by lower-case name and, within a repeated name, by value. Borrowed where they
/// already are in order, as those of a client usually are.
fn sorted<'h, 'a>(headers: &'h [Pair<'a>]) -> Cow<'h, [Pair<'a>]> {
    if headers.is_sorted_by(|left, right| order(left, right).is_le()) {
        return Cow::Borrowed(headers);
    }
    let mut headers = headers.to_vec();
    headers.sort_unstable_by(order);
    Cow::Owned(headers)
}

fn order(left: &Pair, right: &Pair) -> Ordering {
    let lower_case = |byte: u8| byte.to_ascii_lowercase();
    let names = left.0.trim_ascii().bytes().map(lower_case);
    names
        .cmp(right.0.trim_ascii().bytes().map(lower_case))
        .then_with(|| left.1.trim_ascii().cmp(right.1.trim_ascii()))
}

/// A line for each name. The values of a repeated name share its line, separated by commas, which is
/// what such headers mean (RFC 9110, section 5.3) and what Alibaba's SDK signs.
fn push_lines(headers: &[Pair], value_case: ValueCase, text: &mut String) {
    let mut previous = None;
    for (name, value) in headers {
        let name = name.trim_ascii();
        if is_same(previous, name) {
            text.pop();
            text.push(',');
        } else {
            let start = text.len();
            text.push_str(name);
            if value_case == ValueCase::Kept {
                lower_case_from(start, text);
            }
            text.push(':');
        }
        text.push_str(value.trim_ascii());
        text.push('\n');
        previous = Some(name);
    }
}

/// The names joined by `;`, each once.
fn push_names(headers: &[Pair], text: &mut String) {
    let mut previous = None;
    for (name, _) in headers {
        let name = name.trim_ascii();
        if is_same(previous, name) {
            continue;
        }
        if previous.is_some() {
            text.push(';');
        }
        text.push_str(name);
        previous = Some(name);
    }
}

fn is_same(previous: Option<&str>, name: &str) -> bool {
    previous.is_some_and(|previous| previous.eq_ignore_ascii_case(name))
}

fn lower_case_from(start: usize, text: &mut str) {
    // `start` is where the text ended before something was pushed.
    text[start..].make_ascii_lowercase();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_headers(headers: &[Pair], value_case: ValueCase) -> Canonical {
        let (method, path, query, body_hash) = ("GET", "/", "", "hash");
        request(&CanonicalParts {
            method,
            path,
            query,
            headers,
            value_case,
            body_hash,
        })
    }

    #[test]
    fn order_case_and_blanks_of_headers_do_not_matter() {
        let tidy = of_headers(&[("a-b", "1"), ("host", "h")], ValueCase::Kept);
        let untidy = of_headers(&[(" Host ", "\th "), ("A-B", "  1")], ValueCase::Kept);
        assert_eq!(tidy.text, "GET\n/\n\na-b:1\nhost:h\n\na-b;host\nhash");
        assert_eq!(untidy.text, tidy.text);
    }

    #[test]
    fn values_are_lower_case_only_where_the_protocol_says_so() {
        let headers = [("Content-Type", "Text/Plain")];
        assert!(
            of_headers(&headers, ValueCase::LowerCase)
                .text
                .contains("content-type:text/plain\n")
        );
        assert!(
            of_headers(&headers, ValueCase::Kept)
                .text
                .contains("content-type:Text/Plain\n")
        );
    }

    #[test]
    fn a_repeated_header_has_one_line_and_is_named_once() {
        let canonical = of_headers(&[("x", "b"), ("a", ""), ("X", "a")], ValueCase::Kept);
        assert_eq!(canonical.text, "GET\n/\n\na:\nx:a,b\n\na;x\nhash");
        assert_eq!(&canonical.text[canonical.signed_headers.clone()], "a;x");
    }

    #[test]
    fn the_signed_headers_are_the_last_line_but_one() {
        for (headers, names) in [
            (&[][..], ""),
            (&[("host", "h")], "host"),
            (&[("b", "2"), ("a", "1")], "a;b"),
        ] {
            let canonical = of_headers(headers, ValueCase::Kept);
            assert_eq!(canonical.text.rsplit('\n').nth(1), Some(names));
            assert_eq!(&canonical.text[canonical.signed_headers.clone()], names);
        }
    }
}

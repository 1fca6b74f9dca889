//! Texts as they travel in a URL: percent encoding, its reverse, and the canonical query.
//! Not for headers (`canonical`) and not for digests (`digest`).

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// A name and a value.
pub(crate) type Pair<'a> = (&'a str, &'a str);

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The same in a path, whose slashes stay what they are.
const RESERVED_IN_PATH: &AsciiSet = &RESERVED.remove(b'/');

/// Encodes everything but the unreserved characters of RFC 3986, section 2.3.
///
/// Letters, digits, `-`, `_`, `.` and `~` stay; every other UTF-8 byte becomes `%XX` in upper case.
/// A space is `%20` and `*` is `%2A`, which is where form encoders of standard libraries differ.
///
/// ```
/// assert_eq!(cloudwright_sign::percent_encode("a b/c*~é"), "a%20b%2Fc%2A~%C3%A9");
/// ```
pub fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Does what [`percent_encode`] does and appends the outcome to `out`.
///
/// ```
/// let mut url = String::from("/v2/");
/// cloudwright_sign::percent_encode_into("team/a", &mut url);
/// assert_eq!(url, "/v2/team%2Fa");
/// ```
pub fn percent_encode_into(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, RESERVED));
}

/// Encodes a path: as [`percent_encode_into`], but a `/` stays what it is.
pub(crate) fn encode_path_into(path: &str, out: &mut String) {
    out.extend(utf8_percent_encode(path, RESERVED_IN_PATH));
}

/// Undoes percent encoding. A `%` that no two hex digits follow stays, a `+` is a `+`, and bytes
/// that are no UTF-8 become U+FFFD, so that hostile text is never an error here: it merely differs
/// from what was signed.
///
/// ```
/// assert_eq!(cloudwright_sign::percent_decode("a%20b+%zz"), "a b+%zz");
/// ```
pub fn percent_decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// Takes a query or a form body apart into decoded names and values, in the order they were sent.
///
/// A `+` is a space here, as servers read forms. A piece without `=` has an empty value; empty pieces are
/// skipped.
///
/// ```
/// let pairs = cloudwright_sign::query_pairs("a=1+2&b=%2F&c");
/// assert_eq!(pairs, [("a", "1 2"), ("b", "/"), ("c", "")].map(|(n, v)| (n.into(), v.into())));
/// ```
pub fn query_pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|piece| !piece.is_empty())
        .map(query_pair)
        .collect()
}

fn query_pair(piece: &str) -> (String, String) {
    let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
    (form_decode(name), form_decode(value))
}

fn form_decode(text: &str) -> String {
    percent_decode(&text.replace('+', " ")).into_owned()
}

/// Joins parameters as `name=value` with `&`, both encoded, sorted by name and, within a name, by value.
///
/// Sorting is by code point of the unencoded text: upper case comes before lower case. An empty
/// value gives `name=`. The outcome can be signed and can be sent.
///
/// ```
/// let query = cloudwright_sign::canonical_query([("b", "x y"), ("a", ""), ("B", "1")]);
/// assert_eq!(query, "B=1&a=&b=x%20y");
/// ```
pub fn canonical_query<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut pairs: Vec<Pair> = pairs.into_iter().collect();
    // By bytes is by code points: UTF-8 sorts alike.
    pairs.sort_unstable();
    encode_pairs(pairs)
}

/// Joins parameters as [`canonical_query`] does, in the order they are given.
///
/// ```
/// assert_eq!(cloudwright_sign::encode_pairs([("b", "x y"), ("a", "")]), "b=x%20y&a=");
/// ```
pub fn encode_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        percent_encode_into(name, &mut text);
        text.push('=');
        percent_encode_into(value, &mut text);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_unreserved_characters_stay() {
        let cases = [
            ("", ""),
            ("AZaz09-_.~", "AZaz09-_.~"),
            ("+ /%&=*", "%2B%20%2F%25%26%3D%2A"),
            ("!'()[]@:;,?#$", "%21%27%28%29%5B%5D%40%3A%3B%2C%3F%23%24"),
            ("中🦀é", "%E4%B8%AD%F0%9F%A6%80%C3%A9"),
            ("\0\n\u{7f}", "%00%0A%7F"),
        ];
        for (text, encoded) in cases {
            assert_eq!(percent_encode(text), encoded);
        }
    }

    #[test]
    fn decoding_takes_malformed_escapes_literally() {
        let cases = [
            ("%", "%"),
            ("%4", "%4"),
            ("%zz%41", "%zzA"),
            ("%%41", "%A"),
            ("%c3%A9", "é"),
            ("%ff", "\u{fffd}"),
        ];
        for (text, decoded) in cases {
            assert_eq!(percent_decode(text), decoded);
        }
    }

    #[test]
    fn a_query_is_sorted_by_code_point_and_empty_values_stay() {
        let pairs = [
            ("ids.2", "c"),
            ("ids.10", "b"),
            ("a", ""),
            ("Z", "z"),
            ("é", "1"),
            ("a", "2"),
            ("a", "1"),
        ];
        assert_eq!(
            canonical_query(pairs),
            "Z=z&a=&a=1&a=2&ids.10=b&ids.2=c&%C3%A9=1"
        );
        assert_eq!(canonical_query([]), "");
    }

    #[test]
    fn a_query_is_taken_apart_as_servers_do() {
        let cases: [(&str, &[(&str, &str)]); 5] = [
            ("", &[]),
            ("&&", &[]),
            ("=", &[("", "")]),
            ("a=b=c", &[("a", "b=c")]),
            ("%2B=+%2B&b", &[("+", " +"), ("b", "")]),
        ];
        for (query, pairs) in cases {
            let expected: Vec<_> = pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            assert_eq!(query_pairs(query), expected, "{query}");
        }
    }

    proptest! {
        #[test]
        fn encoded_text_is_plain_and_decodes_to_itself(text: String) {
            let encoded = percent_encode(&text);
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"%-_.~".contains(&byte);
            prop_assert!(encoded.bytes().all(is_plain));
            prop_assert_eq!(percent_decode(&encoded), text);
        }

        #[test]
        fn encoding_appends_and_goes_character_by_character(left: String, right: String) {
            let mut out = percent_encode(&left);
            percent_encode_into(&right, &mut out);
            prop_assert_eq!(out, percent_encode(&[left, right].concat()));
        }

        #[test]
        fn a_canonical_query_is_sorted_and_keeps_every_pair(
            pairs in prop::collection::vec(("[a-c%=&+ ]{0,2}|.{0,5}", "[a-c%=&+ ]{0,2}|.{0,5}"), 0..8),
        ) {
            let query = canonical_query(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            let mut sorted = pairs;
            sorted.sort();
            prop_assert_eq!(query_pairs(&query), sorted);
        }

        #[test]
        fn any_text_can_be_decoded(text: String, escapes in "[%+=&a-fA-F0-9é]{0,40}") {
            for text in [text, escapes] {
                query_pairs(&text);
                prop_assert!(percent_decode(&text).len() <= 3 * text.len());
            }
        }
    }
}

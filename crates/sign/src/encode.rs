//! Texts as they travel in a URL: percent encoding, its reverse, and the canonical query.
//! Not for headers (`canonical`) and not for digests (`digest`).

use std::borrow::Cow;

/// A name and a value.
pub(crate) type Pair<'a> = (&'a str, &'a str);

const UPPER_HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Encodes everything but the unreserved characters of RFC 3986, section 2.3.
///
/// Letters, digits, `-`, `_`, `.` and `~` stay; every other UTF-8 byte becomes `%XX` in upper case.
/// A space is `%20` and `*` is `%2A`, which is where form encoders of standard libraries differ.
///
/// ```
/// assert_eq!(cloudwright_sign::percent_encode("a b/c*~é"), "a%20b%2Fc%2A~%C3%A9");
/// ```
pub fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    percent_encode_into(text, &mut encoded);
    encoded
}

/// Does what [`percent_encode`] does and appends the outcome to `out`.
///
/// ```
/// let mut url = String::from("/v2/");
/// cloudwright_sign::percent_encode_into("team/a", &mut url);
/// assert_eq!(url, "/v2/team%2Fa");
/// ```
pub fn percent_encode_into(text: &str, out: &mut String) {
    // Unreserved anyway.
    encode_except(text, b'-', out);
}

/// Encodes a path: as [`percent_encode_into`], but a `/` stays what it is.
pub(crate) fn encode_path_into(path: &str, out: &mut String) {
    encode_except(path, b'/', out);
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~')
}

/// Encodes all but unreserved characters and one more, which is ASCII. Runs that stay as they are get copied at
/// once: most values need no encoding at all.
fn encode_except(text: &str, spared: u8, out: &mut String) {
    let changes = |byte| !is_unreserved(byte) && byte != spared;
    let mut rest = text;
    while let Some(position) = rest.bytes().position(changes) {
        // What precedes is ASCII, so `position` is a character boundary, and a whole character
        // begins there.
        let (plain, from_special) = rest.split_at(position);
        out.push_str(plain);
        let mut characters = from_special.chars();
        if let Some(special) = characters.next() {
            push_encoded(special, out);
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
}

fn push_encoded(character: char, out: &mut String) {
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        out.push('%');
        out.push(char::from(UPPER_HEX[usize::from(byte >> 4)]));
        out.push(char::from(UPPER_HEX[usize::from(byte & 15)]));
    }
}

/// Undoes percent encoding. A `%` that no two hex digits follow stays, a `+` is a `+`, and bytes
/// that are no UTF-8 become U+FFFD, so that hostile text is never an error here: it merely differs
/// from what was signed.
///
/// ```
/// assert_eq!(cloudwright_sign::percent_decode("a%20b+%zz"), "a b+%zz");
/// ```
pub fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let (byte, after) = escaped_byte(rest).unwrap_or((*first, tail));
        decoded.push(byte);
        rest = after;
    }
    Cow::Owned(String::from_utf8_lossy(&decoded).into_owned())
}

/// The byte that an escape at the front of `bytes` stands for, and what follows the escape.
fn escaped_byte(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let [b'%', high, low, after @ ..] = bytes else {
        return None;
    };
    Some((hex_value(*high)? << 4 | hex_value(*low)?, after))
}

fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
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
    if text.contains('+') {
        percent_decode(&text.replace('+', " ")).into_owned()
    } else {
        percent_decode(text).into_owned()
    }
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
    query_of(pairs.into_iter().collect())
}

/// Apart, because it is the same whatever the pairs come from.
fn query_of(mut pairs: Vec<Pair>) -> String {
    // By bytes is by code points: UTF-8 sorts alike.
    pairs.sort_unstable();
    let mut length = 0;
    for (name, value) in &pairs {
        length += name.len() + value.len() + 2;
    }
    let mut query = String::with_capacity(length);
    for (name, value) in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        percent_encode_into(name, &mut query);
        query.push('=');
        percent_encode_into(value, &mut query);
    }
    query
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
            prop_assert!(encoded.bytes().all(|byte| byte == b'%' || is_unreserved(byte)));
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

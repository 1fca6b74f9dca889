//! The words that Alibaba has for types, found at the start of a text to which more is glued.

use std::sync::LazyLock;

use crate::types::Ours;
use crate::words;

/// How sure a word is a type and not the end of a name or the start of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Usual {
    /// Pages have it, and sentences and names have it more often: `Map` in `ConfigMap`.
    Seldom,
    /// Most rows have one of these.
    Often,
}

/// The words, by how usual they are.
static WORDS: LazyLock<Vec<(&str, Usual)>> = LazyLock::new(|| {
    words::table(&[
        (
            Usual::Often,
            "String | Integer | Long | Boolean | Float | Double | Number | Object | Struct | \
             RepeatList | List | Array | string | integer | long | boolean | float | double | \
             number | object | array",
        ),
        (
            Usual::Seldom,
            "Map | Json | JSON | JSONObject | JSONArray | Date | DateTime | Datetime | Any | \
             File | Binary | Bool | Int | Short | Byte | BigDecimal | Timestamp | map | any | \
             file | binary",
        ),
    ])
});

/// The longest name of a type behind `Array of`, and the longest `<…>`.
const LONGEST: usize = 80;

/// The types that a text may start with: the length of each, and how usual it is. There are few.
pub(super) fn prefixes(text: &str) -> Vec<(usize, Usual)> {
    let mut found = Vec::new();
    for &(word, usual) in WORDS.iter() {
        let Some(rest) = text.strip_prefix(word) else {
            continue;
        };
        found.push((word.len(), usual));
        if let Some(end) = angle(rest) {
            found.push((word.len() + end, Usual::Often));
        }
        for brackets in [" []", "[]"] {
            if rest.starts_with(brackets) {
                found.push((word.len() + brackets.len(), Usual::Often));
            }
        }
        if let ("Array" | "List" | "array", Some(item)) = (word, rest.strip_prefix(" of ")) {
            let before = word.len() + " of ".len();
            found.extend(
                items(item)
                    .into_iter()
                    .map(|end| (before + end, Usual::Often)),
            );
        }
    }
    found
}

/// Where the item of `Array of …` may end: behind a plain type, before a glued Yes or No, or behind the word.
fn items(text: &str) -> Vec<usize> {
    let word = text
        .bytes()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
        .count();
    let mut ends: Vec<usize> = WORDS
        .iter()
        .filter(|(plain, usual)| *usual == Usual::Often && text.starts_with(plain))
        .map(|(plain, _)| plain.len())
        .collect();
    let run = text.get(..word).unwrap_or("");
    ends.extend(
        ["Yes", "No"]
            .iter()
            .flat_map(|answer| run.match_indices(answer))
            .map(|(at, _)| at),
    );
    ends.push(word);
    ends.retain(|&end| end > 0);
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// The length of `<…>` or `(…)` at the start of a text.
fn angle(text: &str) -> Option<usize> {
    if let Some(inner) = text.strip_prefix('(') {
        let word = inner
            .bytes()
            .take(LONGEST)
            .take_while(u8::is_ascii_alphanumeric)
            .count();
        return (word > 0 && inner[word..].starts_with(')')).then_some(word + "()".len());
    }
    if !text.starts_with('<') {
        return None;
    }
    let mut depth = 0usize;
    for (at, c) in text.char_indices().take(LONGEST) {
        match c {
            '<' => depth += 1,
            '>' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            // A backslash is left from the source of the page: `List<String\\>`.
            c if c.is_ascii_alphanumeric() || matches!(c, ',' | ' ' | '_' | '.' | '\\') => {}
            _ => return None,
        }
    }
    None
}

/// The length of `Name[]` at the start of a text, a list of a type that has a name on the page.
pub(super) fn list_of_named(text: &str) -> Option<usize> {
    let name = text
        .bytes()
        .take(LONGEST)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    (name > 0 && text.starts_with(|c: char| c.is_ascii_uppercase()))
        .then_some(name + "[]".len())
        .filter(|_| text[name..].starts_with("[]"))
}

/// The length of a plain type that no list above has, `int64`, at the start of a text: the word ends there, or
/// before a glued Yes or No.
pub(super) fn plain(text: &str) -> Option<usize> {
    let (word, _) = words::split(text, |c| c.is_ascii_alphanumeric());
    let answer = ["Yes", "No"].iter().filter_map(|answer| word.find(answer));
    let end = answer.min().unwrap_or(word.len());
    Ours::plain(&word[..end]).map(|_| end)
}

/// Whether a text is a type and nothing else.
pub(super) fn is_type(text: &str) -> bool {
    text.len() <= 2 * LONGEST
        && prefixes(text)
            .iter()
            .chain(&list_of_named(text).map(|length| (length, Usual::Often)))
            .any(|&(length, _)| length == text.len())
}

/// Whether a value can be an example of a type: a number of a number, nothing or JSON of an object.
pub(super) fn fits(words: &str, example: &str) -> bool {
    let example = example.trim();
    if example.is_empty() {
        return true;
    }
    let start = |starts: &[char]| example.starts_with(starts);
    let word = words.to_ascii_lowercase();
    match word.as_str() {
        "integer" | "long" | "float" | "double" | "number" | "int" | "short" | "byte"
        | "bigdecimal" => {
            example.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | '*'))
        }
        "boolean" | "bool" => {
            let example = example.to_ascii_lowercase();
            ["true", "false", "0", "1", "yes", "no"]
                .iter()
                .any(|value| example.starts_with(value))
        }
        // A list that is sent item by item shows one item.
        "string" | "date" | "timestamp" | "any" | "file" | "binary" | "repeatlist" => true,
        "list" if example.bytes().all(|byte| byte.is_ascii_graphic()) => {
            start(&['{', '[', '"', '*']) || example.starts_with(|c: char| c.is_ascii_alphanumeric())
        }
        _ if word.starts_with("array of ") || word.contains('<') || word.ends_with("[]") => true,
        _ => start(&['{', '[', '-', '"', '\'']),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_found_before_what_is_glued_to_them() {
        fn lengths(text: &str) -> Vec<&str> {
            let mut found: Vec<_> = prefixes(text)
                .into_iter()
                .map(|(length, _)| &text[..length])
                .collect();
            found.sort_unstable();
            found
        }
        assert_eq!(lengths("Stringabc"), ["String"]);
        assert_eq!(lengths("array<object>"), ["array", "array<object>"]);
        assert_eq!(lengths("string []"), ["string", "string []"]);
        assert_eq!(
            lengths("Array of Stringx"),
            ["Array", "Array of String", "Array of Stringx"]
        );
        assert_eq!(
            lengths("Array of tagNo"),
            ["Array", "Array of tag", "Array of tagNo"]
        );
        assert_eq!(
            lengths("Map<String,Array<X>>"),
            ["Map", "Map<String,Array<X>>"]
        );
        assert_eq!(lengths("List<String\\>[1]"), ["List", "List<String\\>"]);
        assert!(lengths("Arrow").is_empty());
    }

    #[test]
    fn numbers_need_digits_and_objects_brackets() {
        assert!(fits("Long", "-1") && !fits("Long", "TermString"));
        assert!(fits("Object", "") && !fits("Object", "Name"));
        assert!(fits("String", "anything"));
    }
}

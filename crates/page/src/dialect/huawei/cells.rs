//! What a cell may be: a name, the words of a type. Pure functions of one text.

use crate::dialect::huawei::caption::is_item;
use crate::types::{self, Ours};
use crate::words::{self, in_name, starts_with_any, strip_any, strip_any_end};

/// Whether a text can be the name of a member: one word, no sentence, no bullet.
pub(super) fn is_member_name(text: &str) -> bool {
    if is_item(text) {
        return true;
    }
    text.len() <= 128
        && text.starts_with(|c| in_name(c) || "${[*@".contains(c))
        && text
            .chars()
            .all(|c| in_name(c) || "-./{}[]$:@*#".contains(c))
        && !text.ends_with([':', '.'])
}

/// Plain words for types that sentences and names have too.
const OF_SENTENCES: &str =
    "text | time | date | num | file | char | any | mixed | Text | Any | list | lists";

/// Whether a text is a type and nothing else.
pub(super) fn is_type(text: &str) -> bool {
    if text.is_empty() || text.len() > 160 {
        return false;
    }
    let plain = |word: &str| {
        let first = word.chars().next().unwrap_or(' ');
        (first.is_ascii_uppercase() || word == word.to_ascii_lowercase())
            && Ours::plain(word).is_some()
    };
    if plain(text) {
        // Words that sentences have too are types only as the vendor writes types.
        return !words::has(OF_SENTENCES, text);
    }
    if let Some(item) = strip_any(text, &["Array of ", "List of "]) {
        return plain(item) || is_type_name(item) || is_type(item);
    }
    if text.contains('/') {
        return text.split('/').all(plain);
    }
    // `[]string`, as Go writes it, `String[]`, `String array`.
    let item = strip_any_end(text, &["[]", " array", " Array"]);
    let item = item.or_else(|| text.strip_prefix("[]"));
    is_type_name(text)
        || is_map(text)
        || item.is_some_and(plain)
        || types::of_chinese(text).is_some()
        || text.starts_with(|c: char| c.is_ascii_uppercase()) && types::formatted(text).is_some()
}

/// `X object`, `X objects`.
fn is_type_name(text: &str) -> bool {
    strip_any_end(text, &[" objects", " object", " Object"])
        .is_some_and(|name| types::is_name(name) || is_item(name) || name.starts_with("Map<"))
}

/// `Map<String,X>`, `Array<X>`, `List<X>`, `Array(X)`.
fn is_map(text: &str) -> bool {
    const STARTS: &[&str] = &["Map<", "map<", "Array<", "array<", "List<", "list<", "Set<"];
    starts_with_any(text, STARTS) && text.ends_with('>')
        || text.starts_with("Array(") && text.ends_with(')')
}

/// Whether a text may be a type that we do not know: short, no sentence.
pub(super) fn is_type_like(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.split(' ').count() <= 5
        && text.chars().all(|c| in_name(c) || "-<>[](), /".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_a_type_holds_no_sentence() {
        for words in [
            "String",
            "Integer(int64)",
            "String(36)",
            "String/Integer",
            "String[]",
            "String array",
            "Set<String>",
            "Array(String)",
            "Array of NodeItem objects",
        ] {
            assert!(is_type(words), "{words}");
        }
        for words in ["Specifies the name.", "date (UTC)", "The array", "and/or"] {
            assert!(!is_type(words), "{words}");
        }
    }
}

//! Words: lists of them as the tables of the dialects have them, and cutting one from the start of a text.

use std::collections::HashSet;

/// The words of a list, which are parted by ` | `.
pub(crate) fn each(list: &str) -> impl Iterator<Item = &str> {
    // Bars are cheaper to find than bars with their spaces.
    list.split('|').map(|word| word.trim_matches(' '))
}

/// Whether such a list has a word.
pub(crate) fn has(list: &str, word: &str) -> bool {
    each(list).any(|known| known == word)
}

/// The words of several lists, each with what its list means; to be collected once. No word stands twice.
pub(crate) fn table<T: Clone, C: FromIterator<(&'static str, T)>>(
    lists: &[(T, &'static str)],
) -> C {
    let mut words = lists.iter().flat_map(|(_, list)| each(list));
    let mut seen = HashSet::new();
    debug_assert!(
        words.all(|word| seen.insert(word)),
        "a word has one meaning"
    );
    lists
        .iter()
        .flat_map(|(meaning, list)| each(list).map(|word| (word, meaning.clone())))
        .collect()
}

/// Whether a text has one of some words.
pub(crate) fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether a text starts with one of some words.
pub(crate) fn starts_with_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// What stands behind one of some words at the start of a text.
pub(crate) fn strip_any<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| text.strip_prefix(word))
}

/// The same at its end.
pub(crate) fn strip_any_end<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| text.strip_suffix(word))
}

/// Cuts a text behind the characters at its start of which something is true.
pub(crate) fn split(text: &str, is: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !is(c)).unwrap_or(text.len()))
}

/// Whether there is something and nothing but ASCII digits.
pub(crate) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is an HTTP status.
pub(crate) fn is_status(text: &str) -> bool {
    text.len() == 3 && is_number(text)
}

/// Whether a character can stand in a name.
pub(crate) fn in_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

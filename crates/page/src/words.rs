//! Words: lists of them as the tables of the dialects have them, and cutting one from the start of a text.

/// Whether a list, words parted by ` | `, has a word.
pub(crate) fn has(list: &str, word: &str) -> bool {
    // The bars are cheaper to find than the bars with their spaces.
    list.split('|').any(|known| known.trim_matches(' ') == word)
}

/// The words of such a list.
pub(crate) fn each(list: &str) -> impl Iterator<Item = &str> {
    list.split('|').map(|word| word.trim_matches(' '))
}

/// What a table says of a word.
pub(crate) fn find<'a, T>(table: &'a [(T, &str)], word: &str) -> Option<&'a T> {
    let row = table.iter().find(|(_, list)| has(list, word));
    row.map(|(meaning, _)| meaning)
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

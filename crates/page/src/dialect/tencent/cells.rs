//! The cells of a row: a name, the words of a type, a required flag, cut from either end of a line.

use crate::table;
use crate::text::is_han;
use crate::types::{self, Ours};
use crate::words::{self, in_name, starts_with_any};

/// How many bytes the name at the start of a line takes, marks included.
pub(super) fn name_length(line: &str) -> usize {
    let rest = name(line).map_or("", |(_, rest)| rest);
    line.len() - rest.len()
}

/// The name at the start of a row, and what stands behind it. `parent :: member` is one name; marks of
/// depth before a name count as `::` without a parent.
pub(super) fn name(line: &str) -> Option<(String, &str)> {
    let marked = line.trim_start_matches(['└', '├', '─', '│', '∟', '»', ' ']);
    let depth = marked.len() < line.trim_start().len();
    let is_part = |c| in_name(c) || matches!(c, '.' | '-' | ':' | '[' | ']' | '$' | '/');
    let (mut word, mut rest) = words::split(marked, is_part);
    let mut joined = word.to_owned();
    if let Some(behind) = rest
        .trim_start()
        .strip_prefix("::")
        .or_else(|| word.strip_suffix("::").map(|_| rest))
    {
        let is_part = |c| in_name(c) || matches!(c, '.' | '-');
        let (member, behind) = words::split(behind.trim_start(), is_part);
        joined = format!("{}::{member}", word.trim_end_matches("::"));
        rest = behind;
        word = &joined;
    }
    let valid = word.len() <= 128
        && word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && !word.ends_with(['.', ':', '-', '/'])
        && !word.contains("//")
        && word.replace("::", "").find(':').is_none()
        && (rest.is_empty() || rest.starts_with([' ', '\t']));
    let name = if depth { format!("::{joined}") } else { joined };
    valid.then(|| (name, rest.trim_start()))
}

/// A cell that is a name and nothing else.
pub(super) fn whole_name(cell: &str) -> Option<String> {
    let (name, rest) = name(cell)?;
    rest.is_empty().then_some(name)
}

/// What a cell of the required column says.
pub(super) fn required(cell: &str) -> Option<bool> {
    let cell = cell.trim();
    table::required(cell).or_else(|| match cell.to_ascii_lowercase().as_str() {
        "y" | "true" | "required" | "mandatory" => Some(true),
        "n" | "false" | "optional" => Some(false),
        _ => None,
    })
}

/// The required cell where it stands behind the type although the header has it before: cells that a
/// vendor swapped. Only the words that no description starts with in lower case.
pub(super) fn swapped_required(rest: &str) -> Option<(bool, &str)> {
    required_word(rest).filter(|_| starts_with_any(rest, &["Yes ", "No ", "是 ", "否 "]))
}

pub(super) fn required_word(rest: &str) -> Option<(bool, &str)> {
    let (word, behind) = rest.split_once(' ').unwrap_or((rest, ""));
    // `The optional range` is the start of a sentence.
    let sentence = matches!(
        word,
        "optional" | "required" | "mandatory" | "true" | "false" | "y" | "n"
    );
    // `If no parameter is passed` too; behind a cell stands a type.
    let small = matches!(word, "yes" | "no")
        && type_from_left(behind).is_none_or(|(words, _)| !is_type(words, false));
    if word.len() > 16 || sentence || small {
        return None;
    }
    required(word).map(|flag| (flag, behind.trim_start()))
}

/// The words of a type at the start of a text.
pub(super) fn type_from_left(rest: &str) -> Option<(&str, &str)> {
    let mut ends = Vec::new();
    let mut from = 0;
    // No type has more than five words: `Array of Array of String`.
    while ends.len() < 5 {
        let end = rest[from..].find(' ').map_or(rest.len(), |at| from + at);
        if end - from > 128 {
            break;
        }
        ends.push(end);
        if end == rest.len() {
            break;
        }
        from = end + 1;
    }
    // `String Array of names`: the list's items are described, they are no part of the type.
    // `Integer List size`, too, where the description goes on.
    let cut = |end: usize| {
        let behind = &rest[end..];
        behind.starts_with(" of ")
            || rest[..end].ends_with(" List")
                && behind
                    .trim_start()
                    .starts_with(|c: char| c.is_ascii_lowercase())
    };
    let longest = ends
        .iter()
        .rev()
        .find(|&&end| is_type(&rest[..end], true) && !cut(end));
    let end = *longest.or_else(|| ends.first())?;
    let words = &rest[..end];
    let single =
        words.chars().all(|c| !is_han(c)) && (types::is_name(words) || is_type(words, true));
    single.then(|| (words, rest[end..].trim_start()))
}

/// The words of a type at the end of a text, and what stands before them.
pub(super) fn type_from_right(text: &str) -> Option<(&str, &str)> {
    let mut starts = Vec::new();
    let mut to = text.len();
    while starts.len() < 5 && to > 0 {
        let start = text[..to].rfind(' ').map_or(0, |at| at + 1);
        if to - start > 128 {
            break;
        }
        starts.push(start);
        to = start.saturating_sub(1);
    }
    let start = *starts
        .iter()
        .rev()
        .find(|&&start| is_type(&text[start..], false))?;
    Some((text[..start].trim_end(), &text[start..]))
}

/// Whether words are a type's and not a name's: a plain word, a list, a map, alternatives with a slash.
/// `names` allows a list of a type that has a name.
fn is_type(words: &str, names: bool) -> bool {
    let plain = Ours::plain(words).is_some() || types::formatted(words).is_some();
    if plain || words.eq_ignore_ascii_case("map") {
        return true;
    }
    // `Array of String ["a"]`: the description starts with an example.
    let of_types = |c: char| c.is_ascii_alphanumeric() || " _.-,/\\<>[]()".contains(c);
    if !words.chars().all(of_types) {
        return false;
    }
    if words.contains('/') {
        return words
            .split('/')
            .all(|word| Ours::plain(word.trim()).is_some());
    }
    let lower = words.to_ascii_lowercase();
    let of = lower.contains(" of ") || words.contains(['<', '[']);
    let item = lower.rsplit(" of ").next().unwrap_or(&lower);
    if of && (item.ends_with(" array") || item.ends_with(" list")) {
        // `Array of Filter Array …`: the description starts with the last word.
        return false;
    }
    match Ours::of(words) {
        Ours::List(item) | Ours::Map(item) => match *item {
            // `Array Array` is a type and the start of a description.
            Ours::List(_) | Ours::Map(_) => of,
            Ours::Any => words.ends_with(['>', ']']),
            item => item.name().is_none() || names || of,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_found_from_both_ends() {
        assert_eq!(
            type_from_left("Array of Filter Filters to apply"),
            Some(("Array of Filter", "Filters to apply"))
        );
        assert_eq!(
            type_from_left("Timestamp ISO8601 When"),
            Some(("Timestamp ISO8601", "When"))
        );
        assert_eq!(
            type_from_left("Array of Point Array of points"),
            Some(("Array of Point", "Array of points"))
        );
        assert_eq!(
            type_from_left("Array Array of orders"),
            Some(("Array", "Array of orders"))
        );
        assert_eq!(
            type_from_left("Integer List size of a page"),
            Some(("Integer", "List size of a page"))
        );
        assert_eq!(
            type_from_left("Array of String [\"a\"]"),
            Some(("Array of String", "[\"a\"]"))
        );
        assert_eq!(
            type_from_left("List of Array Keys"),
            Some(("List of Array", "Keys"))
        );
        assert_eq!(
            type_from_left("Array of Array of String Rows of cells"),
            Some(("Array of Array of String", "Rows of cells"))
        );
        assert_eq!(
            type_from_left("Integer (MB) of the disk"),
            Some(("Integer", "(MB) of the disk"))
        );
        assert_eq!(
            type_from_left("Integer(int64) Size"),
            Some(("Integer(int64)", "Size"))
        );
        assert_eq!(
            type_from_left("String Set the name"),
            Some(("String", "Set the name"))
        );
        assert_eq!(type_from_left("String"), Some(("String", "")));
        assert_eq!(
            type_from_left("EsAcl 访问控制"),
            Some(("EsAcl", "访问控制"))
        );
        assert_eq!(type_from_left("访问 控制"), None);
        assert_eq!(
            type_from_right("All the rows Object Array"),
            Some(("All the rows", "Object Array"))
        );
        assert_eq!(
            type_from_right("Rows List of Arrays"),
            Some(("Rows", "List of Arrays"))
        );
        assert_eq!(
            type_from_right("Labels String Map"),
            Some(("Labels", "String Map"))
        );
        assert_eq!(type_from_right("Int"), Some(("", "Int")));
        assert_eq!(type_from_right("the name"), None);
    }

    #[test]
    fn a_name_may_be_joined_or_marked() {
        assert_eq!(
            name("rows :: id Int x"),
            Some(("rows::id".to_owned(), "Int x"))
        );
        assert_eq!(name("rows::id Int"), Some(("rows::id".to_owned(), "Int")));
        assert_eq!(name("└ id Int"), Some(("::id".to_owned(), "Int")));
        assert_eq!(
            name("Filters.N Array"),
            Some(("Filters.N".to_owned(), "Array"))
        );
        for line in [
            "all: All",
            "https://x.example.com y",
            "名称 String",
            "a,b String",
            "1: one",
        ] {
            assert_eq!(name(line), None, "{line}");
        }
    }
}

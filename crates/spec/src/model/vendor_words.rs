//! What vendors' words for a type are in the language: `Array of Filter objects` is `list<Filter>`.
//!
//! The words themselves are those that pages are read with.

use cloudwright_page::types::Ours;

use crate::diagnostic::closest;

use super::TypeRef;

/// What programming languages call lists, before the brackets with what they hold.
const LISTS: &[&str] = &[
    "array",
    "arraylist",
    "collection",
    "hashset",
    "iterable",
    "linkedlist",
    "list",
    "sequence",
    "set",
    "slice",
    "vec",
    "vector",
];

/// The same of maps, whose last part is what they hold.
const MAPS: &[&str] = &[
    "dict",
    "dictionary",
    "hashmap",
    "hashtable",
    "linkedhashmap",
    "map",
    "record",
    "treemap",
];

/// What to write in place of a vendor's words, as help; `None` for what is none of them.
pub(crate) fn help(written: &str) -> Option<String> {
    let written = written.trim();
    let ours = Ours::of(&spelled(written, TypeRef::MAX_DEPTH));
    let spec = TypeRef::parse(&ours.to_string()).ok()?;
    // Words that mean nothing are anything to a page; a name is a name here as well.
    let says_nothing = ours == Ours::Any && Ours::plain(written).is_none();
    if says_nothing || spec.to_string() == written {
        return None;
    }
    let more = match innermost(&ours) {
        Ours::Object => ", with its `fields:` beside it",
        Ours::Any if ours != Ours::Any => ", or what it holds in place of `any`",
        _ => "",
    };
    Some(format!("in specs it is `{spec}`{more}"))
}

/// The same with `list<…>` and `map<…>` for what programming languages have in their place, and for misspelt ones.
fn spelled(written: &str, depth: usize) -> String {
    let parts = written
        .split_once('<')
        .and_then(|(word, rest)| Some((word, rest.strip_suffix('>')?)));
    let Some((word, inside)) = parts.filter(|_| depth > 0) else {
        return written.to_owned();
    };
    let word = word.trim().to_ascii_lowercase();
    let known = closest(&word, LISTS.iter().chain(MAPS).copied());
    let held = |inside: &str| spelled(inside.trim(), depth - 1);
    match known {
        Some(list) if LISTS.contains(&list) => format!("list<{}>", held(inside)),
        Some(_) => {
            let values = inside.split_once(',').map_or(inside, |(_, values)| values);
            format!("map<{}>", held(values))
        }
        None => written.to_owned(),
    }
}

fn innermost(ours: &Ours) -> &Ours {
    match ours {
        Ours::List(inner) | Ours::Map(inner) => innermost(inner),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_vendors_are_translated_and_others_are_not() {
        for (written, expected) in [
            ("Integer", Some("`integer`")),
            ("Int64", Some("`int64`")),
            ("int", Some("`integer`")),
            ("Long", Some("`int64`")),
            ("Bool", Some("`boolean`")),
            ("Timestamp", Some("`datetime`")),
            ("Timestamp ISO8601", Some("`datetime`")),
            ("Double", Some("`float64`")),
            ("Any", Some("`any`")),
            ("Struct", Some("`object`, with its `fields:` beside it")),
            (
                "Object Array",
                Some("`list<object>`, with its `fields:` beside it"),
            ),
            (
                "array<object>",
                Some("`list<object>`, with its `fields:` beside it"),
            ),
            ("Array of String", Some("`list<string>`")),
            ("Array of Filter objects", Some("`list<Filter>`")),
            ("Array of Filter", Some("`list<Filter>`")),
            ("Filter object", Some("`Filter`")),
            ("string[]", Some("`list<string>`")),
            ("Filter[]", Some("`list<Filter>`")),
            ("list<Integer>", Some("`list<integer>`")),
            ("List<Map<String,Integer>>", Some("`list<map<integer>>`")),
            ("Map<String,Filter>", Some("`map<Filter>`")),
            ("map<Integer>", Some("`map<integer>`")),
            ("Set<String>", Some("`list<string>`")),
            ("ArrayList<Filter>", Some("`list<Filter>`")),
            ("HashSet<Long>", Some("`list<int64>`")),
            ("Vec<Vec<Bool>>", Some("`list<list<boolean>>`")),
            ("lst<string>", Some("`list<string>`")),
            ("Arry<Filter>", Some("`list<Filter>`")),
            (
                "HashMap<String, Set<Integer>>",
                Some("`map<list<integer>>`"),
            ),
            ("dict<str, Filter>", Some("`map<Filter>`")),
            ("Mpa<string>", Some("`map<string>`")),
            ("Optional<string>", None),
            ("Set<", None),
            (
                "Set<>",
                Some("`list<any>`, or what it holds in place of `any`"),
            ),
            ("map<Filtr>", None),
            ("map<list<Filtr>>", None),
            (
                "List",
                Some("`list<any>`, or what it holds in place of `any`"),
            ),
            (
                "Map",
                Some("`map<any>`, or what it holds in place of `any`"),
            ),
            ("Filtr", None),
            ("Uint/Float", None),
            ("list<Filter", None),
            ("", None),
        ] {
            let expected = expected.map(|expected| format!("in specs it is {expected}"));
            assert_eq!(help(written), expected, "{written}");
        }
    }
}

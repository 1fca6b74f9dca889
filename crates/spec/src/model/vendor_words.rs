//! What vendors' words for a type are in the language: `Array of Filter objects` is `list<Filter>`.
//!
//! The words themselves are those that pages are read with.

use cloudwright_page::types::Ours;

use super::TypeRef;

/// What to write in place of a vendor's words, as help; `None` for what is none of them.
pub(crate) fn help(written: &str) -> Option<String> {
    let written = written.trim();
    let ours = Ours::of(written);
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

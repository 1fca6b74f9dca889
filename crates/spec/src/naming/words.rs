//! The words of a name: `GetWsTokenReq_Label` is made of get, ws, token, req and label.
//!
//! They end where heck has them end, which a test holds this to. Names are turned many times in a
//! run, and of theirs only ASCII is kept: that takes one pass over bytes and no formatter.

/// The words of a text in small letters, with `_` between them. Everything but ASCII letters and
/// digits is a gap.
pub(super) fn snake(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut name = String::with_capacity(bytes.len() + 8);
    let mut case = Case::None;
    for (at, &byte) in bytes.iter().enumerate() {
        if !byte.is_ascii_alphanumeric() {
            case = Case::None;
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let is_first = before.is_none_or(|before| !before.is_ascii_alphanumeric());
        let begins = match case {
            Case::Small => byte.is_ascii_uppercase(),
            // Of several capitals the last belongs to the small letters behind it.
            Case::Capital => {
                byte.is_ascii_uppercase() && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase)
            }
            Case::None => false,
        };
        if (is_first || begins) && !name.is_empty() {
            name.push('_');
        }
        if begins {
            case = Case::None;
        }
        if byte.is_ascii_lowercase() {
            case = Case::Small;
        } else if byte.is_ascii_uppercase() {
            case = Case::Capital;
        }
        name.push(char::from(byte.to_ascii_lowercase()));
    }
    name
}

/// The last letter of the word so far.
#[derive(Clone, Copy)]
enum Case {
    /// There is none, only digits or nothing.
    None,
    Small,
    Capital,
}

/// A word of [`snake`], with a capital.
pub(super) fn push_capitalized(name: &mut String, word: &str) {
    let mut chars = word.chars();
    name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
    name.push_str(chars.as_str());
}

/// The words of [`snake`], each with a capital and nothing between them.
pub(super) fn upper_camel(snake: &str) -> String {
    let mut name = String::with_capacity(snake.len());
    for word in snake.split('_') {
        push_capitalized(&mut name, word);
    }
    name
}

#[cfg(test)]
mod tests {
    use heck::{ToSnakeCase, ToUpperCamelCase};
    use proptest::proptest;

    use super::*;

    fn check(text: &str) {
        let ascii: String = text
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .collect();
        let words = snake(text);
        assert_eq!(words, ascii.to_snake_case(), "{text}");
        let camel = words.to_upper_camel_case();
        assert_eq!(upper_camel(&words), camel, "{text}");
    }

    #[test]
    fn words_end_where_heck_has_them_end() {
        for text in [
            "",
            "_",
            "a",
            "A",
            "1",
            "aB",
            "AB",
            "ABc",
            "aBC",
            "A1B",
            "a1B",
            "A1b",
            "1aB",
            "1AB",
            "1ABc",
            "AB1c",
            "AB1Cd",
            "IPv6Address",
            "PublicIP",
            "x-Y__z",
            "_a_",
            "3DModel",
            "HTTPSProxy2Go",
            "äB",
            "aäB",
            "éAb",
            "\u{130}A",
        ] {
            check(text);
        }
    }

    proptest! {
        #[test]
        fn words_end_where_heck_has_them_end_in_any_text(text in "[aBcD1_é-]{0,12}") {
            check(&text);
        }
    }
}

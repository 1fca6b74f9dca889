//! Words of commands that people are told to run.

use std::borrow::Cow;

/// A name as a word of a command that a person is told to run: profiles are named as people like.
pub(super) fn shell_word(name: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-@".contains(&byte);
    if !name.is_empty() && name.bytes().all(is_plain) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(format!("'{}'", name.replace('\'', r"'\''")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_word_of_a_shell_whatever_is_in_it() {
        for (name, word) in [
            ("prod-1.a_b@c", "prod-1.a_b@c"),
            ("my profile", "'my profile'"),
            ("x; rm -r ~", "'x; rm -r ~'"),
            ("it's", r"'it'\''s'"),
            ("", "''"),
        ] {
            assert_eq!(shell_word(name), word);
        }
    }
}

//! Which characters must not reach a terminal, a message or generated source as they are.
//!
//! The one list of the house: control characters (C0, DEL, C1), and what is not seen or turns the
//! text around (Unicode's general category Cf, and the line and paragraph separators).

use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// Whether a terminal would act on the character, not show it, or show what follows in another
/// order.
pub const fn is_unprintable(character: char) -> bool {
    matches!(
        character,
        '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0001}'
            | '\u{e0020}'..='\u{e007f}'
    )
}

/// The text with each unprintable character written as Rust escapes it (`\n`, `\u{1b}`).
pub fn text(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_unprintable) {
        Cow::Owned(Printable(text).to_string())
    } else {
        Cow::Borrowed(text)
    }
}

/// JSON with each unprintable character inside its texts as JSON escapes it (`\u001b`; a pair of them
/// beyond U+FFFF): the same value. Line ends stay, for JSON that is indented has them between values.
pub fn json(json: &str) -> Cow<'_, str> {
    let is_escaped = |character: char| character != '\n' && is_unprintable(character);
    if !json.chars().any(is_escaped) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if is_escaped(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// Shows a text as [`text`] does, without a copy.
#[derive(Clone, Copy, Debug)]
pub struct Printable<'a>(pub &'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '\t' | '\n' | '\r' => write!(formatter, "{}", character.escape_default())?,
                _ if is_unprintable(character) => {
                    write!(formatter, "{}", character.escape_unicode())?;
                }
                _ => formatter.write_char(character)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_act_on_is_written_out() {
        for (given, shown) in [
            ("plain 仓库 é", "plain 仓库 é"),
            ("a\u{1b}[2J\tb\n", "a\\u{1b}[2J\\tb\\n"),
            ("\u{9b}31m\u{7f}", "\\u{9b}31m\\u{7f}"),
            ("\u{202e}x\u{2066}", "\\u{202e}x\\u{2066}"),
            ("\u{200b}\u{feff}\u{e0041}", "\\u{200b}\\u{feff}\\u{e0041}"),
        ] {
            assert_eq!(text(given), shown);
        }
    }

    #[test]
    fn json_says_the_same_in_characters_that_are_seen() {
        for (given, shown) in [
            ("{\n  \"a\": \"仓 é\"\n}", "{\n  \"a\": \"仓 é\"\n}"),
            ("[\"\u{9b}31m\u{7f}\"]", "[\"\\u009b31m\\u007f\"]"),
            ("\"\u{202e}\u{feff}\"", "\"\\u202e\\ufeff\""),
            ("\"\u{e0041}\"", "\"\\udb40\\udc41\""),
        ] {
            assert_eq!(json(given), shown);
        }
    }

    #[test]
    fn every_control_character_is_unprintable() {
        let controls = (0..=0x10_ffff).filter_map(char::from_u32);
        assert!(controls.filter(|c| c.is_control()).all(is_unprintable));
    }
}

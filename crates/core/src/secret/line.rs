//! Foreign text on one line of ours, and not too much of it.

use std::fmt::{self, Write};

use cloudwright_vocabulary::printable::is_unprintable;

/// Longest message in a line; services put whole requests into theirs.
const LONGEST: usize = 400;

/// The text on one line and not too long: an answer cannot forge a second line of a log, or move
/// a terminal's cursor.
pub(crate) fn one_line(text: &str) -> Line<'_> {
    Line(text, LONGEST)
}

/// A text on one line, and about how many bytes of it are shown.
pub(crate) struct Line<'t>(&'t str, usize);

impl<'t> Line<'t> {
    /// A line of about so many bytes.
    pub(crate) fn of(text: &'t str, longest: usize) -> Self {
        Self(text, longest)
    }
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text, longest) = *self;
        if text.len() <= longest && !text.chars().any(is_unprintable) {
            return to.write_str(text);
        }
        let mut written = 0;
        let mut after_space = false;
        for letter in text.trim().chars() {
            if written >= longest {
                return to.write_char('…');
            }
            let letter = if is_unprintable(letter) { ' ' } else { letter };
            if letter != ' ' || !after_space {
                to.write_char(letter)?;
                written += letter.len_utf8();
            }
            after_space = letter == ' ';
        }
        Ok(())
    }
}

/// So many characters of a text that has more.
#[cold]
pub(crate) fn beginning(text: &str, characters: usize) -> Option<&str> {
    let (end, _) = text.char_indices().nth(characters)?;
    text.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_is_cut_at_a_character() {
        let line = one_line(&"说".repeat(1000)).to_string();
        assert!(line.len() < LONGEST + 8 && line.ends_with('…'));
    }
}

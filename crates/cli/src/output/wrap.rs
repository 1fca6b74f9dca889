//! Texts in lines of a given width, broken where it hurts least.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr};

/// Letters that a text may be broken behind: identifiers, paths and pairs are full of them.
const MARKS: &str = "-_/.,:;=&?|";

/// The text in lines of at most this many columns: broken at spaces; within a word that is wider
/// than a line, behind a mark or where a name in camel case goes on; or else where it must be.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = LineFiller {
        width: width.max(2),
        ..LineFiller::default()
    };
    for word in text.split_inclusive(' ') {
        let word_width = word.trim_end().width();
        if word_width <= lines.width {
            lines.add(word, word_width);
            continue;
        }
        for piece in pieces(word) {
            lines.add(piece, piece.trim_end().width());
        }
    }
    lines.end();
    lines.done
}

/// Lines that are being filled.
#[derive(Default)]
struct LineFiller {
    width: usize,
    done: Vec<String>,
    line: String,
    filled: usize,
}

impl LineFiller {
    /// Adds a part, on a new line where it does not fit, and broken where no line could hold it.
    fn add(&mut self, part: &str, part_width: usize) {
        if self.filled + part_width > self.width && !self.line.is_empty() {
            self.end();
        }
        for letter in part.chars() {
            let letter_width = letter.width().unwrap_or(0);
            if self.filled + letter_width > self.width && letter != ' ' {
                self.end();
            }
            self.line.push(letter);
            self.filled += letter_width;
        }
    }

    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.done.push(line.trim_end().to_owned());
        self.filled = 0;
    }
}

/// The same in at most so many lines; the last one shows that there is more.
pub(super) fn cut(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines = wrapped(text, width);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while last.width() + 1 > width {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

/// The least width in which a text can be read: words stay whole up to a width, longer ones are
/// broken where they allow it.
pub(super) fn least(text: &str, whole: usize) -> usize {
    let words = text.split(' ').map(|word| match word.width() {
        width if width <= whole => width,
        _ => pieces(word)
            .map(UnicodeWidthStr::width)
            .max()
            .unwrap_or(0)
            .max(whole),
    });
    words.max().unwrap_or(0)
}

/// The text's parts, each up to and with a space or a mark, or up to the next word of a name in
/// camel case. Chinese is broken between any letters.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = first_piece(rest)?;
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

/// Where the first part of a text ends; `None` if there is no text.
fn first_piece(text: &str) -> Option<usize> {
    let mut letters = text.char_indices().peekable();
    while let Some((_, letter)) = letters.next() {
        let Some((place, next)) = letters.peek() else {
            break;
        };
        let is_wide = letter.width().unwrap_or(0) > 1 || next.width().unwrap_or(0) > 1;
        // Marks in a row stay together.
        let is_mark = MARKS.contains(letter) && !MARKS.contains(*next);
        let is_camel = letter.is_lowercase() && next.is_uppercase();
        if (letter == ' ' && *next != ' ') || is_wide || is_mark || is_camel {
            return Some(*place);
        }
    }
    (!text.is_empty()).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_break_at_spaces_then_behind_marks_then_anywhere() {
        for (text, width, expected) in [
            ("one two three", 8, &["one two", "three"][..]),
            ("SERVICE_UPDATE", 12, &["SERVICE_", "UPDATE"]),
            ("ccs-dev/nginx", 9, &["ccs-dev/", "nginx"]),
            ("ListTriggerLog", 12, &["ListTrigger", "Log"]),
            ("the SoftWare", 10, &["the", "SoftWare"]),
            ("abcdefgh", 3, &["abc", "def", "gh"]),
            ("镜像仓库", 5, &["镜像", "仓库"]),
            ("pod启动失败", 7, &["pod启动", "失败"]),
            ("", 5, &[""]),
        ] {
            assert_eq!(wrapped(text, width), expected, "{text}");
        }
    }

    #[test]
    fn what_is_cut_shows_it() {
        assert_eq!(cut("one two three four", 5, 2), ["one", "two…"]);
        assert_eq!(cut("仓库仓库仓库", 4, 1), ["仓…"]);
        assert_eq!(cut("one", 5, 2), ["one"]);
    }
}

//! Texts in lines of a given width, broken where it hurts least.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Letters that a text may be broken behind: identifiers, paths and pairs are full of them.
const MARKS: &str = "-_/.,:;=&?|";

/// The text in lines of at most this many columns: broken at spaces, or else behind a mark, or else
/// where it must be.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut wide = 0;
    for piece in pieces(text) {
        if wide + piece.trim_end().width() > width && !line.is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            wide = 0;
        }
        for letter in piece.chars() {
            let letter_width = letter.width().unwrap_or(0);
            if wide + letter_width > width && letter != ' ' {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                wide = 0;
            }
            line.push(letter);
            wide += letter_width;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
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

/// The widest part of a text that is not broken willingly.
pub(super) fn widest_piece(text: &str) -> usize {
    pieces(text)
        .map(|piece| piece.trim_end().width())
        .max()
        .unwrap_or(0)
}

/// The text's parts, each up to and with a space or a mark. Chinese is broken between any letters.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(|letter: char| {
        letter == ' ' || MARKS.contains(letter) || letter.width().unwrap_or(0) > 1
    })
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

//! How texts look on a terminal: colours, width, and what must not reach it.
//!
//! Colours are used on a terminal only, and never where `NO_COLOR` is set.

use std::fmt::Write as _;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

/// Whether a stream takes colours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    coloured: bool,
}

impl Look {
    /// Without colours.
    pub(crate) const fn plain() -> Self {
        Self { coloured: false }
    }

    /// As standard output takes it.
    pub(crate) fn of_stdout() -> Self {
        Self::of(AutoStream::choice(&std::io::stdout()))
    }

    /// As standard error takes it.
    pub(crate) fn of_stderr() -> Self {
        Self::of(AutoStream::choice(&std::io::stderr()))
    }

    fn of(choice: ColorChoice) -> Self {
        Self {
            coloured: choice != ColorChoice::Never,
        }
    }

    pub(crate) fn is_coloured(self) -> bool {
        self.coloured
    }

    pub(crate) fn heading(self, text: &str) -> String {
        self.styled(Style::new().bold(), text)
    }

    pub(crate) fn name(self, text: &str) -> String {
        self.styled(AnsiColor::Cyan.on_default(), text)
    }

    pub(crate) fn value(self, text: &str) -> String {
        self.styled(AnsiColor::Green.on_default(), text)
    }

    pub(crate) fn faint(self, text: &str) -> String {
        self.styled(Style::new().dimmed(), text)
    }

    pub(crate) fn hint(self, text: &str) -> String {
        self.styled(AnsiColor::Green.on_default().bold(), text)
    }

    pub(crate) fn warning(self, text: &str) -> String {
        self.styled(AnsiColor::Yellow.on_default().bold(), text)
    }

    pub(crate) fn error(self, text: &str) -> String {
        self.styled(AnsiColor::Red.on_default().bold(), text)
    }

    fn styled(self, style: Style, text: &str) -> String {
        if self.coloured {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

/// Columns of the output: what `COLUMNS` says, or the terminal; `None` where it goes elsewhere.
pub(crate) fn width() -> Option<usize> {
    let said = std::env::var("COLUMNS")
        .ok()
        .and_then(|text| text.parse().ok());
    said.filter(|columns| *columns > 0).or_else(|| {
        let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
        Some(usize::from(width.0))
    })
}

/// Columns of standard error; no end where it goes elsewhere.
pub(crate) fn stderr_width() -> usize {
    let size = terminal_size::terminal_size_of(std::io::stderr());
    size.map_or(usize::MAX, |(width, _)| usize::from(width.0))
}

/// The text without what could move a terminal's cursor or turn its writing around. Lines are
/// kept apart by the caller.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            letter if letter.is_control() || turns(letter) => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(letter));
            }
            letter => shown.push(letter),
        }
    }
    shown
}

/// Characters that change the line or the direction of what follows.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_the_cursor_is_shown_instead() {
        assert_eq!(
            printable("a\u{1b}[2J\tb\n\u{202e}仓库"),
            "a\\u{1b}[2J\\tb\\n\\u{202e}仓库"
        );
    }

    #[test]
    fn a_plain_look_adds_nothing() {
        assert_eq!(Look::plain().heading("x"), "x");
        assert!(Look { coloured: true }.heading("x").starts_with('\u{1b}'));
    }
}

//! How texts look on a terminal: colours and width.
//!
//! Colours are used on a terminal only, and never where `NO_COLOR` is set. Which characters must not
//! reach a terminal is for `cloudwright_vocabulary::printable`.

use std::io::IsTerminal;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

/// Whether a stream is read by a person, and takes colours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    coloured: bool,
    is_terminal: bool,
}

impl Look {
    /// Without colours.
    pub(crate) const fn plain() -> Self {
        Self {
            coloured: false,
            is_terminal: false,
        }
    }

    /// A terminal without colours.
    #[cfg(test)]
    pub(crate) fn terminal() -> Self {
        Self::plain().printable()
    }

    /// As standard output takes it.
    pub(crate) fn of_stdout() -> Self {
        let stdout = std::io::stdout();
        Self::of(AutoStream::choice(&stdout), &stdout)
    }

    /// As standard error takes it.
    pub(crate) fn of_stderr() -> Self {
        let stderr = std::io::stderr();
        Self::of(AutoStream::choice(&stderr), &stderr)
    }

    fn of(choice: ColorChoice, stream: &impl IsTerminal) -> Self {
        Self {
            coloured: choice != ColorChoice::Never,
            is_terminal: stream.is_terminal(),
        }
    }

    /// Whether a terminal shows it; elsewhere a program reads it, exactly.
    pub(crate) fn is_terminal(self) -> bool {
        self.is_terminal
    }

    /// The same for texts that are meant for people wherever they go.
    pub(crate) fn printable(self) -> Self {
        Self {
            is_terminal: true,
            ..self
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
        if self.coloured && !text.is_empty() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_look_adds_nothing() {
        assert_eq!(Look::plain().heading("x"), "x");
        let coloured = Look {
            coloured: true,
            is_terminal: true,
        };
        assert!(coloured.heading("x").starts_with('\u{1b}'));
    }
}

//! The text as it grows: where a line stands, and what still fits on it.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::LayoutError;
use crate::limits::{INDENT, LINE_WIDTH};
use crate::tokens::{TokenKind, Tokens};

/// Whether something could be printed.
pub(crate) type Printed = Result<(), LayoutError>;

pub(crate) struct Printer<'t> {
    pub(crate) tokens: &'t Tokens,
    text: String,
    /// How far lines are set in.
    indent: usize,
    /// How much of the last line is taken.
    column: usize,
    /// Where this line ends; the next one ends where lines do.
    margin: usize,
}

/// A text to come back to.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    text: usize,
    column: usize,
    margin: usize,
}

/// What was printed behind a mark.
pub(crate) struct TakenBack {
    pub(crate) text: String,
    column: usize,
}

impl<'t> Printer<'t> {
    pub(crate) fn new(tokens: &'t Tokens) -> Self {
        Self {
            tokens,
            text: String::new(),
            indent: 0,
            column: 0,
            margin: LINE_WIDTH,
        }
    }

    pub(crate) fn finish(mut self) -> String {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }

    pub(crate) fn error(&self, what: &'static str, range: &Range<usize>) -> LayoutError {
        let mut near = Printer::new(self.tokens);
        near.flat(&(range.start..range.end.min(range.start + 20)));
        LayoutError::new(what, &near.text)
    }

    /// Adds text that is plain ASCII.
    pub(crate) fn word(&mut self, word: &str) {
        self.text.push_str(word);
        self.column += word.len();
    }

    /// Adds a text to the end of a line.
    pub(crate) fn rest_of_line(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Starts a line.
    pub(crate) fn line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', self.indent));
        self.column = self.indent;
        self.margin = LINE_WIDTH;
    }

    /// Leaves a line empty, if a line goes before this place. The next line is yet to be started.
    pub(crate) fn empty_line(&mut self) {
        self.text.push('\n');
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Prints what is set in.
    pub(crate) fn indented<R>(&mut self, print: impl FnOnce(&mut Self) -> R) -> R {
        self.indent += INDENT;
        let printed = print(self);
        self.indent -= INDENT;
        printed
    }

    /// Prints a stretch on a line of its own, set in.
    pub(crate) fn own_line(&mut self, range: &Range<usize>) {
        self.indented(|printer| {
            printer.line();
            printer.flat(range);
        });
    }

    /// Prints the bracket that opens here, what is in it on lines of their own.
    pub(crate) fn enclosed(
        &mut self,
        open: usize,
        print: impl FnOnce(&mut Self) -> Printed,
    ) -> Printed {
        let end = self.tokens.next(open);
        self.flat(&(open..open + 1));
        if !self.tokens.inside(open).is_empty() {
            self.indented(print)?;
            self.line();
        }
        self.flat(&(end - 1..end));
        Ok(())
    }

    /// Prints the items in a bracket, a line each.
    pub(crate) fn one_a_line(
        &mut self,
        open: usize,
        print: impl Fn(&mut Self, &Range<usize>) -> Printed,
    ) -> Printed {
        let items = self.tokens.split(&self.tokens.inside(open), ",");
        self.enclosed(open, |printer| {
            for item in &items {
                printer.line();
                let start = printer.attributes(item)?;
                print(printer, &(start..item.end))?;
                // Nothing may follow the rest of a structure.
                if !printer.tokens.is(start, "..") {
                    printer.word(",");
                }
            }
            Ok(())
        })
    }

    /// How far the line has gone beyond its indent.
    pub(crate) fn offset(&self) -> usize {
        self.column.saturating_sub(self.indent)
    }

    /// Whether so much more fits on the line.
    pub(crate) fn has_room(&self, width: usize) -> bool {
        self.column + width <= self.margin
    }

    /// Gives the rest of this line no more than so much room.
    pub(crate) fn narrow(&mut self, width: usize) {
        self.margin = self.margin.min(self.column + width);
    }

    /// Whether so much would fit on a line of its own, set in.
    pub(crate) fn next_line_has_room(&self, width: usize) -> bool {
        self.indent + INDENT + width <= LINE_WIDTH
    }

    /// Whether a stretch may stand on this line, with so much behind it.
    pub(crate) fn fits(&self, range: &Range<usize>, tail: usize) -> bool {
        !self.tokens.breaks(range) && self.has_room(self.tokens.width(range) + tail)
    }

    /// Whether a stretch may stand on a line of its own, set in, with so much behind it.
    pub(crate) fn fits_next_line(&self, range: &Range<usize>, tail: usize) -> bool {
        !self.tokens.breaks(range) && self.next_line_has_room(self.tokens.width(range) + tail)
    }

    /// Prints a stretch on the line, whether it fits or not.
    pub(crate) fn flat(&mut self, range: &Range<usize>) {
        for at in range.clone() {
            if self.tokens.kind(at) == Some(TokenKind::LastComma) {
                continue;
            }
            if at > range.start && self.tokens.has_gap(at) {
                self.text.push(' ');
            }
            self.text.push_str(self.tokens.text(at));
        }
        self.column += self.tokens.width(range);
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark {
            text: self.text.len(),
            column: self.column,
            margin: self.margin,
        }
    }

    /// Takes back what was printed since; gives it.
    pub(crate) fn take_back(&mut self, mark: Mark) -> TakenBack {
        let column = std::mem::replace(&mut self.column, mark.column);
        self.margin = mark.margin;
        let text = self.text.split_off(mark.text);
        TakenBack { text, column }
    }

    /// What was printed since.
    pub(crate) fn since(&self, mark: Mark) -> &str {
        &self.text[mark.text..]
    }

    /// Prints again what was taken back to a mark, in place of what was printed since.
    pub(crate) fn put_back(&mut self, mark: Mark, taken: &TakenBack) {
        self.text.truncate(mark.text);
        self.text.push_str(&taken.text);
        self.column = taken.column;
        self.margin = mark.margin;
    }

    /// Whether the line that goes on at a mark is no longer than it may be, with so much spared.
    pub(crate) fn line_fits(&self, mark: Mark, spared: usize) -> bool {
        mark.column + self.first_line(mark) + spared <= mark.margin
    }

    /// How much the line that goes on at a mark has from there.
    pub(crate) fn first_line(&self, mark: Mark) -> usize {
        self.since(mark)
            .lines()
            .next()
            .map_or(0, UnicodeWidthStr::width)
    }

    pub(crate) fn indent(&self) -> usize {
        self.indent
    }

    pub(crate) fn column(&self) -> usize {
        self.column
    }
}

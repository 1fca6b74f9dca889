//! Values in brackets: on one line, around their only value, filled, or one a line.

use std::ops::Range;

use crate::LayoutError;
use crate::limits::{CALL_WIDTH, INDENT, LINE_WIDTH, SHORT_VALUE};
use crate::printer::{Printed, Printer};
use crate::tokens::TokenKind;

impl Printer<'_> {
    /// Prints the bracket that opens here, with so much behind it on its last line.
    pub(crate) fn list(&mut self, open: usize, tail: usize) -> Printed {
        let whole = open..self.tokens.next(open);
        let inside = self.tokens.inside(open);
        if inside.is_empty() || self.fits(&whole, tail) || self.tokens.find(&inside, ";").is_some()
        {
            self.flat(&whole);
            return Ok(());
        }
        self.broken_list(open, tail)
    }

    fn broken_list(&mut self, open: usize, tail: usize) -> Printed {
        let whole = open..self.tokens.next(open);
        let items = self.tokens.split(&self.tokens.inside(open), ",");
        if self.around_last(&whole, &items, tail)? {
            return Ok(());
        }
        if items.iter().all(|item| self.is_short(item)) {
            self.filled(open, &items)
        } else {
            self.one_a_line(open, Self::value)
        }
    }

    /// Prints brackets that open and close on the lines of the last value, if it may stand so; says
    /// whether it did.
    fn around_last(
        &mut self,
        whole: &Range<usize>,
        items: &[Range<usize>],
        tail: usize,
    ) -> Result<bool, LayoutError> {
        let may_break = |printer: &Self, only| {
            let is_short = || printer.is_short_name(whole.start);
            printer.stays_open(only) || (printer.is_chain(only) && is_short())
        };
        let last = match items {
            [only] if self.is_chain(only) || may_break(self, only) => only,
            [first @ .., last] if !first.is_empty() && self.is_opened_by(first, last) => last,
            _ => return Ok(false),
        };
        let mark = self.mark();
        self.flat(&(whole.start..last.start));
        if items.len() > 1 {
            self.word(" ");
        }
        let inside = self.mark();
        let is_printed = match self.tokens.call(last) {
            // Nothing is in it that could have a line of its own.
            Some(open) if self.tokens.inside(open).is_empty() => false,
            Some(open) => {
                // A call that is the only argument is given less room than others.
                self.narrow(CALL_WIDTH + tail + 1);
                self.flat(&(last.start..open));
                self.broken_list(open, tail + 1)?;
                true
            }
            None if items.len() > 1 || may_break(self, last) => {
                self.expression(last, tail + 1)?;
                true
            }
            None => self.overhanging_chain(last, tail + 1)?,
        };
        if !is_printed || self.first_line(inside) > CALL_WIDTH || !self.line_fits(mark, tail + 1) {
            self.take_back(mark);
            return Ok(false);
        }
        // An only value is not broken over two lines for its brackets if it can have one for itself.
        let is_in_two = self.since(inside).matches('\n').count() == 1;
        if items.len() == 1 && is_in_two && self.fits_next_line(last, 0) {
            self.take_back(mark);
            // rustfmt puts no comma behind it then.
            self.enclosed(whole.start, |printer| {
                printer.line();
                printer.flat(last);
                Ok(())
            })?;
            return Ok(true);
        }
        self.flat(&(whole.end - 1..whole.end));
        Ok(true)
    }

    /// Prints an element of a list, or a field of a structure with its value.
    fn value(&mut self, item: &Range<usize>) -> Printed {
        let is_field = self.tokens.is_word(item.start) && self.tokens.is(item.start + 1, ":");
        if self.tokens.is(item.start, "..") {
            self.word("..");
            return self.expression(&(item.start + 1..item.end), 1);
        }
        if !is_field {
            return self.expression(item, 1);
        }
        self.flat(&(item.start..item.start + 2));
        self.word(" ");
        self.expression(&(item.start + 2..item.end), 1)
    }

    /// Prints values of which several stand on a line, or the names of an import.
    pub(crate) fn filled(&mut self, open: usize, items: &[Range<usize>]) -> Printed {
        self.enclosed(open, |printer| {
            printer.line();
            for (number, item) in items.iter().enumerate() {
                if number > 0 {
                    // A space before it and a comma behind it.
                    if printer.column() + printer.tokens.width(item) + 2 > LINE_WIDTH {
                        printer.line();
                    } else {
                        printer.word(" ");
                    }
                }
                printer.flat(item);
                printer.word(",");
            }
            Ok(())
        })
    }

    /// Whether a value is a name or literal of so few letters that several stand on a line.
    fn is_short(&self, item: &Range<usize>) -> bool {
        let is_one = |at: usize| {
            at + 1 == item.end
                && matches!(
                    self.tokens.kind(at),
                    Some(TokenKind::Word | TokenKind::Literal)
                )
        };
        let operand = self.tokens.behind_prefix(item);
        is_one(operand) && self.tokens.width(item) <= SHORT_VALUE
    }

    /// Whether brackets around this only value open and close on the value's own lines.
    fn stays_open(&self, item: &Range<usize>) -> bool {
        let start = self.tokens.behind_prefix(item);
        let tokens = self.tokens;
        match tokens.kind(start) {
            Some(TokenKind::Open) => tokens.next(start) == item.end,
            Some(TokenKind::Pipe | TokenKind::PipeEnd) => true,
            Some(TokenKind::Word) if matches!(tokens.text(start), "match" | "move") => true,
            Some(TokenKind::Word) => {
                let name = tokens.operand_end(&(start..item.end));
                let is_literal = tokens.opens(name, "{") && tokens.next(name) == item.end;
                is_literal || tokens.call(item).is_some()
            }
            _ => false,
        }
    }

    /// Whether what stands before a bracket is so short that a chain in it begins on its line.
    fn is_short_name(&self, open: usize) -> bool {
        let mut start = open;
        while start > 0
            && (self.tokens.is_word(start - 1) || matches!(self.tokens.text(start - 1), "::" | "!"))
        {
            start -= 1;
        }
        // The dot of a method is a letter of its name.
        if start > 0 && self.tokens.is(start - 1, ".") {
            start -= 1;
        }
        self.tokens.width(&(start..open)) < INDENT
    }

    /// Whether the last of several values is a closure or block whose lines follow the others.
    fn is_opened_by(&self, first: &[Range<usize>], last: &Range<usize>) -> bool {
        let (Some(begin), tokens) = (first.first().map(|item| item.start), self.tokens) else {
            return false;
        };
        let is_closure = matches!(
            tokens.kind(last.start),
            Some(TokenKind::Pipe | TokenKind::PipeEnd)
        );
        let body = if is_closure {
            tokens.next(last.start)
        } else {
            last.start
        };
        let others = begin..last.start - 1;
        let header = tokens.width(&(begin..body + 1));
        tokens.opens(body, "{")
            && tokens.next(body) == last.end
            && !tokens.breaks(&others)
            && header <= CALL_WIDTH
            && self.has_room(header + 1)
    }
}

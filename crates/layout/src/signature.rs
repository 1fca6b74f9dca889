//! Signatures of functions, conditions, and types that do not fit on a line.

use std::ops::Range;

use crate::printer::{Printed, Printer};
use crate::tokens::TokenKind;

impl Printer<'_> {
    pub(crate) fn function(&mut self, range: &Range<usize>, keyword: usize) -> Printed {
        let tokens = self.tokens;
        let last = self.last_group(range);
        let header = range.start..last.unwrap_or(range.end - 1);
        let clause = tokens.find(&header, "where");
        let signature = header.start..clause.unwrap_or(header.end);
        // `;` or ` {`.
        let tail = match last {
            _ if clause.is_some() => 0,
            None => 1,
            Some(_) => 2,
        };
        let parameters = (keyword..signature.end).find(|at| tokens.opens(*at, "("));
        let breaks = parameters.filter(|_| !self.has_room(tokens.width(&signature) + tail));
        match breaks {
            Some(open) if tokens.inside(open).is_empty() => {
                let what = "a function without parameters that does not fit on a line";
                return Err(self.error(what, range));
            }
            Some(open) => {
                self.flat(&(signature.start..open));
                self.one_a_line(open, |printer, parameter| printer.ty(parameter, 1))?;
                let answer = tokens.next(open)..signature.end;
                self.word(if answer.is_empty() { "" } else { " " });
                self.flat(&answer);
            }
            None => self.flat(&signature),
        }
        if let Some(clause) = clause {
            self.clause(&(clause..header.end));
        }
        match last {
            None => self.word(";"),
            Some(open) => {
                // Behind parameters on lines of their own rustfmt counts the indent twice.
                let indent = breaks.map_or(0, |_| self.indent());
                let is_apart = clause.is_some() || !self.has_room(2 + indent);
                self.before_body(is_apart);
                let is_empty = tokens.inside(open).is_empty();
                if is_empty && !is_apart && (breaks.is_some() || !self.has_room(2)) {
                    self.word("{");
                    self.line();
                    self.word("}");
                } else {
                    self.block(open)?;
                }
            }
        }
        Ok(())
    }

    /// Prints the conditions of an item.
    pub(crate) fn clause(&mut self, range: &Range<usize>) {
        self.line();
        self.word("where");
        let conditions = self.tokens.split(&(range.start + 1..range.end), ",");
        self.indented(|printer| {
            for condition in &conditions {
                printer.line();
                printer.flat(condition);
                printer.word(",");
            }
        });
    }

    /// A brace stands on the line of what it belongs to, but not on that of a condition.
    pub(crate) fn before_body(&mut self, has_clause: bool) {
        if has_clause {
            self.line();
        } else {
            self.word(" ");
        }
    }

    /// Prints a type; the arguments of a long one stand on lines of their own.
    pub(crate) fn ty(&mut self, range: &Range<usize>, tail: usize) -> Printed {
        let tokens = self.tokens;
        let list = range.clone().find(|at| {
            let opens = tokens.kind(*at) == Some(TokenKind::Angle) || tokens.opens(*at, "(");
            opens && tokens.next(*at) == range.end
        });
        // rustfmt does not count the word `impl` of a parameter.
        let uncounted = tokens.find(range, "impl").map_or(0, |_| "impl ".len());
        let fits = !tokens.breaks(range)
            && self.has_room((tokens.width(range) + tail).saturating_sub(uncounted));
        let Some(open) = list.filter(|_| !fits) else {
            self.flat(range);
            return Ok(());
        };
        self.flat(&(range.start..open));
        self.one_a_line(open, |printer, argument| {
            // What an associated type is.
            let start = match tokens.find(argument, "=") {
                Some(equals) => {
                    printer.flat(&(argument.start..equals + 1));
                    printer.word(" ");
                    equals + 1
                }
                None => argument.start,
            };
            printer.ty(&(start..argument.end), 1)
        })
    }
}

//! Signatures of functions, conditions, and types that do not fit on a line.

use std::ops::Range;

use crate::printer::{Printed, Printer};
use crate::tokens::Kind;

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
            Some(open) => self.parameters(&signature, open)?,
            None => self.flat(&signature),
        }
        if let Some(clause) = clause {
            self.clause(&(clause..header.end))?;
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

    pub(crate) fn parameters(&mut self, signature: &Range<usize>, open: usize) -> Printed {
        let tokens = self.tokens;
        let items = tokens.split(&tokens.inside(open), ",");
        let close = tokens.next(open) - 1;
        self.flat(&(signature.start..open + 1));
        if items.is_empty() {
            self.word(")");
            self.line();
            self.flat(&(close + 1..signature.end));
            return Ok(());
        }
        self.indented(|printer| {
            for item in &items {
                printer.line();
                let start = printer.attributes(item)?;
                printer.kind(&(start..item.end), 1);
                printer.word(",");
            }
            Ok(())
        })?;
        self.line();
        self.flat(&(close..signature.end));
        Ok(())
    }

    /// Prints the conditions of an item.
    pub(crate) fn clause(&mut self, range: &Range<usize>) -> Printed {
        self.line();
        self.word("where");
        let conditions = self.tokens.split(&(range.start + 1..range.end), ",");
        self.indented(|printer| {
            for condition in &conditions {
                printer.line();
                printer.flat(condition);
                printer.word(",");
            }
            Ok(())
        })
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
    pub(crate) fn kind(&mut self, range: &Range<usize>, tail: usize) {
        let tokens = self.tokens;
        let is_list = |at: &usize| {
            let opens = tokens.kind(*at) == Some(Kind::Angle) || tokens.opens(*at, "(");
            opens && tokens.next(*at) == range.end
        };
        let list = range.clone().find(is_list);
        // rustfmt does not count the word `impl` of a parameter.
        let uncounted = match tokens.find(range, "impl") {
            Some(_) => "impl ".len(),
            None => 0,
        };
        let fits = !tokens.breaks(range)
            && self.has_room((tokens.width(range) + tail).saturating_sub(uncounted));
        let Some(open) = list.filter(|_| !fits) else {
            self.flat(range);
            return;
        };
        self.flat(&(range.start..open + 1));
        let arguments = tokens.split(&tokens.inside(open), ",");
        // A list of types has no error.
        let _ = self.indented(|printer| {
            for argument in &arguments {
                printer.line();
                printer.argument(argument);
                printer.word(",");
            }
            Ok(())
        });
        self.line();
        self.flat(&(range.end - 1..range.end));
    }

    /// Prints a type among others, or what an associated type is.
    pub(crate) fn argument(&mut self, range: &Range<usize>) {
        match self.tokens.find(range, "=") {
            Some(equals) => {
                self.flat(&(range.start..equals + 1));
                self.word(" ");
                self.kind(&(equals + 1..range.end), 1);
            }
            None => self.kind(range, 1),
        }
    }
}

//! Items, and the empty lines between them.

use std::ops::Range;

use crate::LayoutError;
use crate::printer::{Printed, Printer};
use crate::tokens::TokenKind;

impl Printer<'_> {
    /// Prints everything.
    pub(crate) fn file(&mut self) -> Printed {
        let all = 0..self.tokens.len();
        let start = self.inner_attributes(&all)?;
        self.items(&(start..all.end))
    }

    /// Prints the attributes of what is around them.
    fn inner_attributes(&mut self, range: &Range<usize>) -> Result<usize, LayoutError> {
        let mut at = range.start;
        while self.tokens.is(at, "#") && self.tokens.is(at + 1, "!") && at < range.end {
            if !self.is_empty() {
                self.line();
            }
            self.attribute(at + 2, "//!", "#![")?;
            at = self.tokens.next(at + 2);
        }
        if at > range.start && at < range.end {
            self.empty_line();
        }
        Ok(at)
    }

    fn items(&mut self, range: &Range<usize>) -> Printed {
        let mut at = range.start;
        let mut before: Option<Range<usize>> = None;
        while at < range.end {
            let end = self.item_end(&(at..range.end))?;
            if before.is_some_and(|before| !self.stand_together(&before, &(at..end))) {
                self.empty_line();
            }
            if !self.is_empty() {
                self.line();
            }
            self.item(&(at..end))?;
            before = Some(at..end);
            at = end;
        }
        Ok(())
    }

    /// Whether no empty line stands between two items: modules, aliases, and imports
    /// from the same side (the standard library, other crates, this one), none of them with attributes.
    pub(crate) fn stand_together(&self, first: &Range<usize>, second: &Range<usize>) -> bool {
        let kind = |range: &Range<usize>| {
            let start = self.behind_visibility(range.start);
            let keyword = self.tokens.text(start);
            let is_short =
                matches!(keyword, "use" | "mod" | "type") && self.tokens.is(range.end - 1, ";");
            let is_import = keyword == "use";
            let origin = match self.tokens.text(start + 1) {
                "std" | "core" | "alloc" => 0,
                "crate" | "self" | "super" => 1,
                _ => 2,
            };
            let is_public = start > range.start;
            is_short.then_some((keyword, is_import.then_some((origin, is_public))))
        };
        kind(first).is_some_and(|first| kind(second) == Some(first))
    }

    fn behind_visibility(&self, at: usize) -> usize {
        if !self.tokens.is(at, "pub") {
            return at;
        }
        if self.tokens.opens(at + 1, "(") {
            self.tokens.next(at + 1)
        } else {
            at + 1
        }
    }

    /// Where the item ends that a stretch begins with.
    pub(crate) fn item_end(&self, range: &Range<usize>) -> Result<usize, LayoutError> {
        let tokens = self.tokens;
        let start = self.behind_attributes(range);
        let keyword = self.behind_visibility(start);
        let has_value = match tokens.text(keyword) {
            "use" | "static" | "type" => true,
            "const" => !matches!(
                tokens.text(keyword + 1),
                "fn" | "unsafe" | "async" | "extern"
            ),
            _ => false,
        };
        let is_end = |at: &usize| tokens.is(*at, ";") || (!has_value && tokens.opens(*at, "{"));
        let end = tokens.top(&(keyword..range.end)).find(is_end);
        end.map(|at| tokens.next(at))
            .ok_or_else(|| self.error("an item that does not end", range))
    }

    pub(crate) fn item(&mut self, range: &Range<usize>) -> Printed {
        let tokens = self.tokens;
        let start = self.attributes(range)?;
        let keyword = self.keyword(start);
        let rest = start..range.end;
        match tokens.text(keyword) {
            "use" => self.import(&rest),
            "static" | "const" => self.definition(&rest),
            "type" => self.alias(&rest),
            "fn" => self.function(&rest, keyword),
            "impl" | "trait" | "mod" => self.container(&rest),
            "struct" | "enum" | "union" => self.data(&rest),
            _ => self.macro_call(&rest),
        }
    }

    /// The word that says what kind of item begins here.
    fn keyword(&self, start: usize) -> usize {
        let tokens = self.tokens;
        let mut at = self.behind_visibility(start);
        loop {
            let goes_on = matches!(
                tokens.text(at + 1),
                "fn" | "async" | "unsafe" | "extern" | "impl" | "trait"
            );
            at += match tokens.text(at) {
                "const" | "async" | "unsafe" if goes_on => 1,
                "extern" if tokens.kind(at + 1) == Some(TokenKind::Literal) => 2,
                _ => return at,
            };
        }
    }

    fn import(&mut self, range: &Range<usize>) -> Printed {
        let tokens = self.tokens;
        let open = range.clone().find(|at| tokens.opens(*at, "{"));
        match open {
            // rustfmt gives the last column but one to nobody.
            Some(open) if !self.fits(range, 2) => {
                self.flat(&(range.start..open));
                self.names(open)?;
                self.flat(&(tokens.next(open)..range.end));
                Ok(())
            }
            _ => {
                self.flat(range);
                Ok(())
            }
        }
    }

    /// Prints the names of an import that do not fit on a line: filled, or one a line where some are
    /// lists themselves.
    fn names(&mut self, open: usize) -> Printed {
        let tokens = self.tokens;
        let items = tokens.split(&tokens.inside(open), ",");
        let list = |item: &Range<usize>| item.clone().find(|at| tokens.opens(*at, "{"));
        if !items.iter().any(|item| list(item).is_some()) {
            return self.filled(open, &items);
        }
        self.one_a_line(open, |printer, item| match list(item) {
            Some(open) if !printer.fits(item, 1) => {
                printer.flat(&(item.start..open));
                printer.names(open)
            }
            _ => {
                printer.flat(item);
                Ok(())
            }
        })
    }

    /// Prints an alias.
    fn alias(&mut self, range: &Range<usize>) -> Printed {
        let Some(equals) = self.tokens.find(range, "=") else {
            self.flat(range);
            return Ok(());
        };
        self.ty(&(range.start..equals), 2)?;
        self.word(" =");
        self.type_behind(&(equals + 1..range.end - 1))?;
        self.word(";");
        Ok(())
    }

    /// Prints a type behind `=` or a colon: on the line, on the next one, or begun on the line.
    fn type_behind(&mut self, range: &Range<usize>) -> Printed {
        if !self.fits(range, 2) && self.fits_next_line(range, 1) {
            self.own_line(range);
            return Ok(());
        }
        self.word(" ");
        self.ty(range, 1)
    }

    /// Prints a constant.
    fn definition(&mut self, range: &Range<usize>) -> Printed {
        let end = range.end - 1;
        let Some(equals) = self.tokens.find(range, "=") else {
            self.flat(range);
            return Ok(());
        };
        // The type of a constant whose name is long has a line of its own.
        let colon = self.tokens.find(&(range.start..equals), ":");
        match colon {
            Some(colon) if !self.has_room(self.tokens.width(&(range.start..equals + 1))) => {
                self.flat(&(range.start..colon + 1));
                self.own_line(&(colon + 1..equals + 1));
            }
            _ => self.flat(&(range.start..equals + 1)),
        }
        self.right_hand_side(&(equals + 1..end), 1)?;
        self.word(";");
        Ok(())
    }

    /// The body that an item ends with.
    pub(crate) fn last_group(&self, range: &Range<usize>) -> Option<usize> {
        let tokens = self.tokens;
        let is_last = |at: &usize| tokens.opens(*at, "{") && tokens.next(*at) == range.end;
        tokens.top(range).find(is_last)
    }

    /// Prints an item that holds others.
    fn container(&mut self, range: &Range<usize>) -> Printed {
        let tokens = self.tokens;
        let Some(open) = self.last_group(range) else {
            self.flat(range);
            return Ok(());
        };
        let clause = tokens.find(&(range.start..open), "where");
        let header = range.start..clause.unwrap_or(open);
        let inside = tokens.inside(open);
        let tail = if inside.is_empty() { 3 } else { 2 };
        let mut is_apart = clause.is_some();
        // Behind `impl` and its parameters, a long header breaks once.
        let parameters = tokens.next(header.start + 1);
        let is_generic = tokens.kind(header.start + 1) == Some(TokenKind::Angle);
        let place = tokens.find(&(header.start + 1..header.end), "for");
        match place.or_else(|| is_generic.then_some(parameters)) {
            Some(at) if !self.has_room(tokens.width(&header) + tail) => {
                self.flat(&(header.start..at));
                self.indented(|printer| {
                    printer.line();
                    printer.ty(&(at..header.end), 0)
                })?;
                is_apart = true;
            }
            _ => self.flat(&header),
        }
        if let Some(clause) = clause {
            self.clause(&(clause..open));
        }
        self.before_body(is_apart);
        self.enclosed(open, |printer| {
            let start = printer.inner_attributes(&inside)?;
            printer.items(&(start..inside.end))
        })
    }

    /// Prints a structure or an enum.
    fn data(&mut self, range: &Range<usize>) -> Printed {
        let tokens = self.tokens;
        let Some(open) = self.last_group(range) else {
            if !self.fits(range, 0) {
                return Err(self.error(
                    "a structure of this kind that does not fit on a line",
                    range,
                ));
            }
            self.flat(range);
            return Ok(());
        };
        let clause = tokens.find(&(range.start..open), "where");
        self.flat(&(range.start..clause.unwrap_or(open)));
        if let Some(clause) = clause {
            self.clause(&(clause..open));
        }
        self.before_body(clause.is_some());
        self.one_a_line(open, Self::member)
    }

    /// Prints a field with its type, or a variant.
    fn member(&mut self, range: &Range<usize>) -> Printed {
        let tokens = self.tokens;
        if let Some(colon) = tokens.find(range, ":") {
            self.flat(&(range.start..colon + 1));
            return self.type_behind(&(colon + 1..range.end));
        }
        let Some(open) = self.last_group(range) else {
            self.flat(range);
            return Ok(());
        };
        self.flat(&(range.start..open));
        self.word(" ");
        self.one_a_line(open, Self::member)
    }
}

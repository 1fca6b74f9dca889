//! Types, generic parameters and patterns.

use super::layout::INDENT;
use super::printer::{Printed, Printer};
use super::tokens::Kind;

impl Printer<'_> {
    pub(super) fn kind_of_value(&mut self) -> Printed {
        if self.took('&') {
            self.out.word("&");
            if self.lifetime()? {
                self.out.word(" ");
            }
            if self.took_word("mut") {
                self.out.word("mut ");
            }
            return self.kind_of_value();
        }
        if self.took_word("impl") {
            self.out.word("impl ");
            return self.path_of_type();
        }
        if self.is_word("dyn") || self.is_word("fn") || self.is_word("for") {
            return None;
        }
        match self.kind() {
            Kind::Open('[', end) => {
                self.at += 1;
                self.out.word("[");
                self.kind_of_value()?;
                self.out.word("]");
                self.leave(end)
            }
            Kind::Open('(', end) => {
                self.at += 1;
                self.tuple_of_kinds(end)?;
                self.leave(end)
            }
            _ => self.path_of_type(),
        }
    }

    fn tuple_of_kinds(&mut self, end: usize) -> Printed {
        let start = self.at;
        self.out.word("(");
        self.list(end, Self::kind_of_value)?;
        // One type in parentheses is no tuple.
        let is_tuple = (start..end).any(|at| self.tokens.is_sign(at, ','));
        self.out.word(")");
        (is_tuple || start == end).then_some(())
    }

    /// `'a`, if it is here.
    fn lifetime(&mut self) -> Option<bool> {
        if !self.took('\'') {
            return Some(false);
        }
        self.out.word("'");
        self.name()?;
        Some(true)
    }

    /// A path with arguments in angle brackets.
    pub(super) fn path_of_type(&mut self) -> Printed {
        if self.took_pair([':', ':']) {
            return None;
        }
        loop {
            self.name()?;
            if self.took('<') {
                self.arguments()?;
            }
            if !self.took_pair([':', ':']) {
                return Some(());
            }
            self.out.word("::");
        }
    }

    /// What stands in angle brackets, behind the first of them.
    pub(super) fn arguments(&mut self) -> Printed {
        self.out.word("<");
        self.out.consistent(INDENT);
        self.out.zero();
        let mut had_kinds = false;
        loop {
            if self.lifetime()? {
                // They are printed first, so they have to be first.
                if had_kinds {
                    return None;
                }
            } else {
                had_kinds = true;
                let is_named = self.kind() == Kind::Word && self.tokens.is_sign(self.at + 1, '=');
                if is_named {
                    self.name()?;
                    self.take('=')?;
                    self.out.word(" = ");
                }
                self.kind_of_value()?;
            }
            let is_last = !self.took(',') || self.is_sign('>');
            self.out.comma(is_last);
            if is_last {
                break;
            }
        }
        self.take('>')?;
        self.out.offset(-INDENT);
        self.out.end();
        self.out.word(">");
        Some(())
    }

    /// Generic parameters of a definition, if it has any.
    pub(super) fn generics(&mut self) -> Printed {
        if !self.took('<') {
            return Some(());
        }
        self.out.word("<");
        self.out.consistent(0);
        self.out.zero();
        loop {
            // Anything but one type with a bound and a default is not made.
            self.name()?;
            self.out.inconsistent(INDENT);
            if self.took(':') {
                self.out.word(": ");
                self.path_of_type()?;
            }
            if self.took('=') {
                self.out.space();
                self.out.word("= ");
                self.kind_of_value()?;
            }
            self.out.end();
            let is_last = !self.took(',') || self.is_sign('>');
            self.out.comma(is_last);
            if is_last {
                break;
            }
        }
        self.take('>')?;
        self.out.offset(-INDENT);
        self.out.end();
        self.out.word(">");
        Some(())
    }

    /// A name, a path, a literal, `_`, or a tuple of them with or without a path.
    pub(super) fn pattern(&mut self) -> Printed {
        match self.kind() {
            Kind::Literal => return self.literal(),
            Kind::Open('(', _) => {}
            _ => {
                self.name()?;
                while self.took_pair([':', ':']) {
                    self.out.word("::");
                    self.name()?;
                }
            }
        }
        let Some(end) = self.enter('(') else {
            return Some(());
        };
        self.out.word("(");
        self.list(end, Self::pattern)?;
        self.out.word(")");
        self.leave(end)
    }
}

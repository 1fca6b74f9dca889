//! Statements, and what holds some: blocks and matches.

use super::chain::Step;
use super::expression::Stand;
use super::layout::INDENT;
use super::printer::{Printed, Printer};
use super::tokens::Kind;

impl Printer<'_> {
    pub(super) fn answer(&mut self) -> Printed {
        self.at += 1;
        self.out.word("return");
        if matches!(self.kind(), Kind::Close | Kind::Sign(',' | ';', _)) {
            return Some(());
        }
        self.out.word(" ");
        self.expression(Stand::Elsewhere)
    }

    pub(super) fn choice(&mut self) -> Printed {
        self.at += 1;
        self.out.inconsistent(0);
        self.out.word("match ");
        self.out.consistent(0);
        let has_steps = {
            let chain = self.find_chain(false)?;
            let last = chain
                .steps
                .iter()
                .rev()
                .find(|step| !matches!(step, Step::Call(_) | Step::Try));
            last.is_some()
        };
        self.chain(false, Stand::Elsewhere)?;
        if has_steps {
            self.out.space();
        } else {
            self.out.word(" ");
        }
        self.out.end();
        self.out.word("{");
        self.out.never();
        self.out.consistent(INDENT);
        self.out.line_if_nonempty();
        let end = self.enter('{')?;
        while self.at < end {
            self.arm(end)?;
            self.out.line();
        }
        self.out.offset(-INDENT);
        self.out.end();
        self.out.word("}");
        self.out.end();
        self.leave(end)
    }

    fn arm(&mut self, end: usize) -> Printed {
        self.out.inconsistent(0);
        self.pattern()?;
        if !self.took_pair(['=', '>']) {
            return None;
        }
        self.out.word(" => ");
        // An expression in braces of its own is one without them.
        let braces = self.enter('{');
        let is_plain = match self.kind() {
            Kind::Open('{' | '(', _) | Kind::Close => false,
            Kind::Word => !self.is_word("match"),
            _ => true,
        };
        is_plain.then_some(())?;
        self.out.never();
        self.in_braces('}', Some(','), Stand::LineStart)?;
        self.out.end();
        if let Some(end) = braces {
            self.leave(end)?;
            self.took(',');
        } else {
            self.is_last(end)?;
        }
        Some(())
    }

    /// A block, of which one expression may stay on the line.
    pub(super) fn block(&mut self, end: usize) -> Printed {
        self.at += 1;
        self.out.word("{");
        if self.at < end {
            self.out.space();
            // One expression alone is laid out otherwise, and is not made.
            let has_more = (self.at..end).any(|at| self.tokens.is_sign(at, ';'));
            has_more.then_some(())?;
            self.statements(end)?;
            self.out.offset(-INDENT);
        }
        self.out.word("}");
        self.leave(end)
    }

    /// The statements of a body, up to its end.
    pub(super) fn statements(&mut self, end: usize) -> Printed {
        while self.at < end {
            if self.is_word("use") {
                self.item()?;
            } else {
                self.statement()?;
            }
        }
        Some(())
    }

    fn statement(&mut self) -> Printed {
        self.out.inconsistent(0);
        if self.took_word("let") {
            self.out.word("let ");
            self.pattern()?;
            self.take('=')?;
            self.out.word(" = ");
            self.out.never();
            self.expression(Stand::Elsewhere)?;
            self.out.end();
            self.take(';')?;
            self.out.word(";");
            self.out.line();
            return Some(());
        }
        let is_assignment = self.is_assignment();
        let needs_semicolon = is_assignment || self.is_word("return");
        if is_assignment {
            self.out.inconsistent(0);
            self.chain(true, Stand::Elsewhere)?;
            self.take('=')?;
            self.out.word(" = ");
            self.out.never();
            self.expression(Stand::Elsewhere)?;
            self.out.end();
        } else {
            self.expression(Stand::LineStart)?;
        }
        if self.took(';') || needs_semicolon {
            self.out.word(";");
        }
        self.out.end();
        self.out.line();
        Some(())
    }

    fn is_assignment(&self) -> bool {
        self.kind() == Kind::Word
            && !self.starts_a_statement()
            && self
                .find_chain(true)
                .is_some_and(|chain| self.tokens.kind(chain.end) == Kind::Sign('=', false))
    }
}

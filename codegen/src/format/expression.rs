//! Expressions: which kind is here, and those with brackets or bars of their own.

use super::chain::Step;
use super::layout::{Break, INDENT};
use super::printer::{Printed, Printer};
use super::tokens::Kind;

/// Wider structures are broken.
const STRUCTURE: i64 = 34;

/// Where an expression stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    LineStart,
    Elsewhere,
}

impl Printer<'_> {
    pub(super) fn expression(&mut self, stand: Stand) -> Printed {
        match self.kind() {
            Kind::Sign('&', false) => {
                self.at += 1;
                self.out.word("&");
                if self.took_word("mut") {
                    self.out.word("mut ");
                }
                self.expression(Stand::Elsewhere)
            }
            Kind::Sign('-', false) => {
                self.at += 1;
                self.out.word("-");
                self.expression(Stand::Elsewhere)
            }
            Kind::Sign('|', _) => self.closure(),
            Kind::Word => match self.tokens.text(self.at) {
                "match" => self.choice(),
                "return" => self.answer(),
                "if" | "for" | "while" | "loop" | "unsafe" | "async" | "move" | "let" | "break"
                | "continue" | "const" | "static" | "yield" => None,
                _ => self.chain(true, stand),
            },
            _ => self.chain(true, stand),
        }
    }

    pub(super) fn array(&mut self, end: usize) -> Printed {
        self.at += 1;
        self.out.word("[");
        if self.at < end {
            // Numbers alone are filled into lines; none are made.
            let is_text =
                self.kind() != Kind::Literal || self.tokens.text(self.at).starts_with('"');
            is_text.then_some(())?;
            self.list(end, |printer| printer.expression(Stand::Elsewhere))?;
        }
        self.out.word("]");
        self.leave(end)
    }

    pub(super) fn tuple(&mut self, end: usize) -> Printed {
        self.at += 1;
        self.out.word("(");
        let start = self.at;
        self.list(end, |printer| printer.expression(Stand::Elsewhere))?;
        // Parentheses and tuples of one are not made.
        let is_several = (start..end).any(|at| self.tokens.is_sign(at, ',') && at + 1 < end);
        (is_several || start == end).then_some(())?;
        self.out.word(")");
        self.leave(end)
    }

    pub(super) fn structure(&mut self) -> Printed {
        self.out.consistent(INDENT);
        self.out.inconsistent(-INDENT);
        self.path()?;
        self.out.end();
        self.out.word(" {");
        let end = self.enter('{')?;
        self.out.space_if_nonempty();
        while self.at < end {
            self.name()?;
            if self.took(':') {
                self.out.word(": ");
                self.out.inconsistent(0);
                self.expression(Stand::Elsewhere)?;
                self.out.end();
            }
            let is_last = self.is_last(end)?;
            self.out.comma_or_space(is_last);
        }
        self.out.offset(-INDENT);
        self.out.end_with_width(STRUCTURE);
        self.out.word("}");
        self.leave(end)
    }

    fn closure(&mut self) -> Printed {
        self.take('|')?;
        self.out.inconsistent(0);
        self.out.consistent(INDENT);
        self.out.word("|");
        let mut is_first = true;
        while !self.took('|') {
            if is_first {
                self.out.zero();
            } else {
                self.take(',')?;
                self.out.word(",");
                self.out.space();
            }
            is_first = false;
            self.pattern()?;
        }
        self.out.word("|");
        self.out.space();
        self.out.offset(-INDENT);
        self.out.end();
        self.out.never();
        if self.is_bare_body()? {
            self.expression(Stand::Elsewhere)?;
        } else {
            self.in_braces('}', None, Stand::Elsewhere)?;
        }
        self.out.end();
        Some(())
    }

    /// Whether a closure's body never gets braces: a call, a match, or something with brackets.
    fn is_bare_body(&self) -> Option<bool> {
        match self.kind() {
            Kind::Sign('|', _) => Some(true),
            Kind::Sign(..) => Some(false),
            Kind::Word if self.starts_a_statement() => Some(self.is_word("match")),
            _ => {
                let chain = self.find_chain(true)?;
                Some(match chain.steps.last() {
                    None => self.tokens.kind(chain.operand.1 - 1) == Kind::Close,
                    Some(last) => matches!(last, Step::Call(_)),
                })
            }
        }
    }

    /// An expression that gets braces if it does not fit on the line.
    pub(super) fn in_braces(
        &mut self,
        close: char,
        instead: Option<char>,
        stand: Stand,
    ) -> Printed {
        let needs_semicolon = self.is_word("return");
        self.out.consistent(INDENT);
        self.out.place(Break {
            before: Some('{'),
            ..Break::default()
        });
        self.expression(stand)?;
        self.out.place(Break {
            offset: -INDENT,
            before: needs_semicolon.then_some(';'),
            after: Some(close),
            instead,
            ..Break::default()
        });
        self.out.end();
        Some(())
    }
}

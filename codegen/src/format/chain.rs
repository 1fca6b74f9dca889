//! An operand and what follows it: fields, methods, calls and `?`.

use super::expression::Stand;
use super::layout::INDENT;
use super::printer::{Printed, Printer};
use super::tokens::Kind;

/// A name this long may stand before a method on the same line.
const SHORT: usize = 4;

/// What follows an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// `.name`
    Field(usize),
    /// `.name(…)`
    Method(usize),
    /// `(…)`
    Call(usize),
    /// `?`
    Try,
}

/// An operand and what follows it.
#[derive(Debug)]
pub(super) struct Chain {
    /// Its beginning and its end.
    pub operand: (usize, usize),
    pub steps: Vec<Step>,
    /// The end of all.
    pub end: usize,
}

impl Chain {
    /// A field that is called stands in parentheses, which are not made.
    fn may_be_called(&self, count: usize) -> Printed {
        let is_field = count > 0 && matches!(self.steps[count - 1], Step::Field(_));
        (!is_field).then_some(())
    }
}

impl Printer<'_> {
    /// An operand with everything that follows it, if that is where the expression ends.
    pub(super) fn chain(&mut self, structures: bool, stand: Stand) -> Printed {
        let chain = self.find_chain(structures)?;
        let is_end = match self.tokens.kind(chain.end) {
            Kind::End | Kind::Close | Kind::Sign(',' | ';', _) => true,
            // The caller prints both sides of an assignment, and what a match is about.
            Kind::Sign('=', is_joint) => !is_joint,
            Kind::Open('{', _) => !structures,
            _ => false,
        };
        if !is_end {
            return None;
        }
        self.steps(&chain, chain.steps.len(), stand)?;
        self.at = chain.end;
        Some(())
    }

    pub(super) fn find_chain(&self, structures: bool) -> Option<Chain> {
        let end = self.end_of_operand(structures)?;
        let mut chain = Chain {
            operand: (self.at, end),
            steps: Vec::new(),
            end,
        };
        loop {
            let at = chain.end;
            match self.tokens.kind(at) {
                Kind::Sign('.', false) if self.tokens.kind(at + 1) == Kind::Word => {
                    let behind = self.end_of_turbofish(at + 2)?;
                    if let Kind::Open('(', end) = self.tokens.kind(behind) {
                        chain.steps.push(Step::Method(at + 1));
                        chain.end = end + 1;
                    } else {
                        chain.steps.push(Step::Field(at + 1));
                        chain.end = at + 2;
                    }
                }
                Kind::Open('(', end) => {
                    chain.steps.push(Step::Call(at));
                    chain.end = end + 1;
                }
                Kind::Sign('?', _) => {
                    chain.steps.push(Step::Try);
                    chain.end = at + 1;
                }
                _ => return Some(chain),
            }
        }
    }

    /// The place behind `::<…>`, or the place itself where none is here.
    fn end_of_turbofish(&self, mut at: usize) -> Option<usize> {
        if !self.tokens.is_pair(at, [':', ':']) {
            return Some(at);
        }
        at += 2;
        let mut depth = 0_usize;
        loop {
            match self.tokens.kind(at) {
                Kind::Sign('<', _) => depth += 1,
                Kind::Sign('>', _) => depth = depth.checked_sub(1)?,
                Kind::End => return None,
                _ => {}
            }
            at += 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }

    fn end_of_operand(&self, structures: bool) -> Option<usize> {
        match self.kind() {
            Kind::Literal => Some(self.at + 1),
            Kind::Open(_, end) => Some(end + 1),
            Kind::Sign('<', _) | Kind::Word => {
                let mut at = self.at + if self.is_qualified() { 5 } else { 1 };
                while self.tokens.is_pair(at, [':', ':']) {
                    if self.tokens.kind(at + 2) != Kind::Word {
                        return None;
                    }
                    at += 3;
                }
                match self.tokens.kind(at) {
                    Kind::Sign('!', _) => None,
                    Kind::Open('{', end) if structures => Some(end + 1),
                    _ => Some(at),
                }
            }
            _ => None,
        }
    }

    fn steps(&mut self, chain: &Chain, count: usize, stand: Stand) -> Printed {
        let Some(last) = count.checked_sub(1).map(|last| chain.steps[last]) else {
            return self.operand(chain);
        };
        match last {
            Step::Field(_) | Step::Method(_) => {
                self.out.consistent(INDENT);
                let unindent =
                    count == 1 && stand == Stand::LineStart && self.is_short(chain, count - 1);
                self.dot(chain, count, stand, unindent)?;
                self.out.end();
                Some(())
            }
            Step::Call(at) => {
                chain.may_be_called(count - 1)?;
                self.steps(chain, count - 1, Stand::Elsewhere)?;
                self.call(at)
            }
            Step::Try => {
                self.steps(chain, count - 1, stand)?;
                self.out.word("?");
                Some(())
            }
        }
    }

    /// The left part of a step, without a box of its own.
    fn left(&mut self, chain: &Chain, count: usize, stand: Stand) -> Printed {
        let Some(last) = count.checked_sub(1).map(|last| chain.steps[last]) else {
            self.out.consistent(-INDENT);
            self.operand(chain)?;
            self.out.end();
            return Some(());
        };
        match last {
            Step::Field(_) | Step::Method(_) => self.dot(chain, count, stand, false),
            Step::Call(at) => {
                chain.may_be_called(count - 1)?;
                self.left(chain, count - 1, Stand::Elsewhere)?;
                self.call(at)
            }
            Step::Try => {
                self.left(chain, count - 1, stand)?;
                self.out.word("?");
                Some(())
            }
        }
    }

    fn dot(&mut self, chain: &Chain, count: usize, stand: Stand, unindent: bool) -> Printed {
        self.left(chain, count - 1, stand)?;
        if !(stand == Stand::LineStart && self.is_short(chain, count - 1)) {
            self.out.zero();
        }
        self.out.word(".");
        match chain.steps[count - 1] {
            Step::Method(at) => {
                self.at = at;
                self.name()?;
                if self.took_pair([':', ':']) {
                    self.out.word("::");
                    self.take('<')?;
                    self.arguments()?;
                }
                self.out.consistent(if unindent { -INDENT } else { 0 });
                self.call(self.at)?;
                self.out.end();
                Some(())
            }
            Step::Field(at) => {
                self.at = at;
                self.name()
            }
            Step::Call(_) | Step::Try => None,
        }
    }

    /// Whether the part before a step is one short name.
    fn is_short(&self, chain: &Chain, count: usize) -> bool {
        let (start, end) = chain.operand;
        count == 0
            && end == start + 1
            && self.tokens.kind(start) == Kind::Word
            && self.tokens.text(start).len() <= SHORT
    }

    fn operand(&mut self, chain: &Chain) -> Printed {
        let (start, end) = chain.operand;
        self.at = start;
        match self.kind() {
            Kind::Literal => self.literal(),
            Kind::Open('[', end) => self.array(end),
            Kind::Open('{', end) => {
                self.out.consistent(INDENT);
                self.block(end)?;
                self.out.end();
                Some(())
            }
            Kind::Open(_, end) => self.tuple(end),
            _ => match self.tokens.kind(end - 1) {
                Kind::Close => self.structure(),
                _ => self.path(),
            },
        }
    }

    /// `<Type as Trait>`
    fn is_qualified(&self) -> bool {
        self.is_sign('<')
            && self.tokens.is_word(self.at + 2, "as")
            && self.tokens.is_sign(self.at + 4, '>')
    }

    pub(super) fn path(&mut self) -> Printed {
        if self.is_qualified() {
            self.take('<')?;
            self.out.word("<");
            self.name()?;
            self.took_word("as");
            self.out.word(" as ");
            self.name()?;
            self.take('>')?;
            self.out.word(">");
        } else {
            self.name()?;
        }
        while self.took_pair([':', ':']) {
            self.out.word("::");
            self.name()?;
        }
        Some(())
    }

    fn call(&mut self, at: usize) -> Printed {
        self.at = at;
        let end = self.enter('(')?;
        self.out.word("(");
        if self.is_one_block(end)? {
            self.expression(Stand::Elsewhere)?;
            self.took(',');
        } else {
            self.list(end, |printer| printer.expression(Stand::Elsewhere))?;
        }
        self.out.word(")");
        self.leave(end)
    }

    /// Whether one argument is all there is, and brings its own brackets.
    fn is_one_block(&self, end: usize) -> Option<bool> {
        if self.at == end {
            return Some(false);
        }
        let (is_block, after) = match self.kind() {
            // A closure's end is not looked for: alone or last, it takes all that follows.
            Kind::Sign('|', _) => (true, end),
            Kind::Open(..) | Kind::Word => {
                if self.kind() == Kind::Word && self.starts_a_statement() {
                    return Some(false);
                }
                let chain = self.find_chain(true)?;
                let closes = self.tokens.kind(chain.operand.1 - 1) == Kind::Close;
                (chain.steps.is_empty() && closes, chain.end)
            }
            _ => return Some(false),
        };
        let is_alone = after == end || (self.tokens.is_sign(after, ',') && after + 1 == end);
        Some(is_block && is_alone)
    }

    pub(super) fn starts_a_statement(&self) -> bool {
        matches!(self.tokens.text(self.at), "match" | "return")
    }
}

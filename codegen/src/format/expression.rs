//! Expressions and statements.

use super::layout::{Break, INDENT};
use super::printer::{Printed, Printer};
use super::tokens::Kind;

/// A name this long may stand before a method on the same line.
const SHORT: usize = 4;
/// Wider structures are broken.
const STRUCTURE: i64 = 34;

/// What follows an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
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
struct Chain {
    operand: (usize, usize),
    steps: Vec<Step>,
    end: usize,
}

impl Chain {
    /// A field that is called stands in parentheses, which are not made.
    fn may_be_called(&self, count: usize) -> Printed {
        let is_field = count > 0 && matches!(self.steps[count - 1], Step::Field(_));
        (!is_field).then_some(())
    }
}

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

    /// An operand with everything that follows it, if that is where the expression ends.
    fn chain(&mut self, structures: bool, stand: Stand) -> Printed {
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

    fn find_chain(&self, structures: bool) -> Option<Chain> {
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

    fn path(&mut self) -> Printed {
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

    fn starts_a_statement(&self) -> bool {
        matches!(self.tokens.text(self.at), "match" | "return")
    }

    fn array(&mut self, end: usize) -> Printed {
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

    fn tuple(&mut self, end: usize) -> Printed {
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

    fn structure(&mut self) -> Printed {
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
    fn in_braces(&mut self, close: char, instead: Option<char>, stand: Stand) -> Printed {
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

    fn answer(&mut self) -> Printed {
        self.at += 1;
        self.out.word("return");
        if matches!(self.kind(), Kind::Close | Kind::Sign(',' | ';', _)) {
            return Some(());
        }
        self.out.word(" ");
        self.expression(Stand::Elsewhere)
    }

    fn choice(&mut self) -> Printed {
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
    fn block(&mut self, end: usize) -> Printed {
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
        let needs_semicolon = self.is_word("return") || self.is_assignment();
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
        if self.is_assignment() {
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

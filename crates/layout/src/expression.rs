//! Expressions that do not fit on a line: what leads, what follows it, and where it breaks.

use std::ops::Range;

use crate::LayoutError;
use crate::limits::{CHAIN_WIDTH, INDENT, TALL_STEP};
use crate::printer::{Printed, Printer};
use crate::tokens::TokenKind;

/// An operand and the `.name(…)` behind it.
struct MethodChain {
    operand: Range<usize>,
    steps: Vec<Range<usize>>,
}

impl Printer<'_> {
    /// Prints an expression, with so much behind it on its last line.
    pub(crate) fn expression(&mut self, range: &Range<usize>, tail: usize) -> Printed {
        let tokens = self.tokens;
        let (start, end) = (range.start, range.end);
        if start >= end {
            return Err(self.error(
                "nothing where a value belongs",
                &(start.saturating_sub(3)..end + 1),
            ));
        }
        if self.fits(range, tail) {
            self.flat(range);
            return Ok(());
        }
        let operand = tokens.behind_prefix(range);
        if operand > start {
            self.flat(&(start..operand));
            if tokens.has_gap(operand) {
                self.word(" ");
            }
            return self.expression(&(operand..end), tail);
        }
        match tokens.kind(start) {
            Some(TokenKind::Pipe | TokenKind::PipeEnd) => self.closure(range, tail),
            Some(TokenKind::Word) => match tokens.text(start) {
                "move" => self.closure(range, tail),
                "match" => self.decision(range),
                "return" | "break" => {
                    self.flat(&(start..start + 1));
                    self.word(" ");
                    self.expression(&(start + 1..end), tail)
                }
                "unsafe" if tokens.next(start + 1) == end => {
                    self.word("unsafe ");
                    self.block(start + 1)
                }
                _ => self.chain(range, tail),
            },
            Some(TokenKind::Open) if tokens.opens(start, "{") && tokens.next(start) == end => {
                self.block(start)
            }
            _ => self.chain(range, tail),
        }
    }

    /// Prints what stands behind `=` or a field's colon: on the line, on the next one, or begun on
    /// the line.
    pub(crate) fn right_hand_side(&mut self, range: &Range<usize>, tail: usize) -> Printed {
        if !self.fits(range, tail + 1) && self.fits_next_line(range, tail) {
            self.own_line(range);
            return Ok(());
        }
        let is_flat = self.fits(range, tail + 1);
        let mark = self.mark();
        self.word(" ");
        self.expression(range, tail)?;
        // A block has nothing to gain on another line.
        if is_flat || self.tokens.opens(range.start, "{") {
            return Ok(());
        }
        let fits = self.line_fits(mark, 0);
        let begun = self.take_back(mark);
        self.indented(|printer| {
            printer.line();
            printer.expression(range, tail)
        })?;
        if fits && !is_better(self.since(mark).trim_start(), &begun.text) {
            self.put_back(mark, &begun);
        }
        Ok(())
    }

    fn closure(&mut self, range: &Range<usize>, tail: usize) -> Printed {
        let tokens = self.tokens;
        let mut at = range.start;
        if tokens.is(at, "move") {
            at += 1;
        }
        let body = tokens.next(at)..range.end;
        self.flat(&(range.start..body.start));
        self.word(" ");
        let body = self.without_braces(body);
        let start = tokens.behind_prefix(&body);
        let may_follow =
            tokens.opens(start, "{") || tokens.is(start, "match") || self.is_literal(&body);
        if may_follow || self.fits(&body, tail) {
            return self.expression(&body, tail);
        }
        self.braced(&body)
    }

    /// Whether an expression is a structure that is made.
    fn is_literal(&self, range: &Range<usize>) -> bool {
        let end = self.tokens.operand_end(range);
        self.tokens.opens(end, "{") && self.tokens.next(end) == range.end
    }

    /// Prints a value as a block of its own.
    fn braced(&mut self, body: &Range<usize>) -> Printed {
        self.word("{");
        self.indented(|printer| {
            printer.line();
            printer.expression(body, 0)
        })?;
        self.line();
        self.word("}");
        Ok(())
    }

    /// The value that is all a block holds: rustfmt takes such braces away where they are not needed.
    fn without_braces(&self, body: Range<usize>) -> Range<usize> {
        let tokens = self.tokens;
        let inside = tokens.inside(body.start);
        let is_block = tokens.opens(body.start, "{") && tokens.next(body.start) == body.end;
        let is_value = !inside.is_empty()
            && tokens.find(&inside, ";").is_none()
            && !tokens.is(inside.start, "#")
            && (!tokens.breaks(&inside) || self.chain_of(&inside).is_some());
        if is_block && is_value { inside } else { body }
    }

    /// Prints a `match`.
    fn decision(&mut self, range: &Range<usize>) -> Printed {
        let tokens = self.tokens;
        let open = range.clone().find(|at| tokens.opens(*at, "{"));
        let Some(open) = open.filter(|open| tokens.next(*open) == range.end) else {
            return Err(self.error("a `match` in the middle of something", range));
        };
        self.flat(&(range.start..open));
        self.word(" ");
        let inside = tokens.inside(open);
        self.enclosed(open, |printer| {
            let mut at = inside.start;
            while at < inside.end {
                printer.line();
                let start = printer.attributes(&(at..inside.end))?;
                let Some(arrow) = tokens.find(&(start..inside.end), "=>") else {
                    return Err(printer.error("an arm without `=>`", &(start..inside.end)));
                };
                let body = printer.body_of_arm(arrow + 1, inside.end);
                printer.flat(&(start..arrow + 1));
                printer.word(" ");
                at = body.end + usize::from(tokens.is(body.end, ","));
                printer.arm(body)?;
            }
            Ok(())
        })
    }

    fn body_of_arm(&self, start: usize, end: usize) -> Range<usize> {
        let behind = self.tokens.next(start);
        if self.tokens.opens(start, "{") && !matches!(self.tokens.text(behind), "." | "?") {
            return start..behind;
        }
        start..self.tokens.find(&(start..end), ",").unwrap_or(end)
    }

    fn arm(&mut self, body: Range<usize>) -> Printed {
        let tokens = self.tokens;
        let body = self.without_braces(body);
        if tokens.opens(body.start, "{") {
            return self.block(body.start);
        }
        if !self.fits(&body, 1) && self.fits_next_line(&body, 0) {
            return self.braced(&body);
        }
        let is_flat = self.fits(&body, 1);
        let mark = self.mark();
        self.expression(&body, 1)?;
        if is_flat || tokens.is(body.start, "match") {
            self.word(",");
            return Ok(());
        }
        let fits = self.line_fits(mark, 1);
        self.word(",");
        let begun = self.take_back(mark);
        self.braced(&body)?;
        let braced = self.since(mark);
        let inside = braced.trim_start_matches('{').trim_end_matches('}').trim();
        if fits && !is_better(inside, &begun.text) {
            self.put_back(mark, &begun);
        }
        Ok(())
    }

    fn chain_of(&self, range: &Range<usize>) -> Option<MethodChain> {
        let tokens = self.tokens;
        let mut at = self.behind_groups(self.tokens.operand_end(range), range.end);
        if at == range.start {
            return None;
        }
        let operand = range.start..at;
        let mut steps = Vec::new();
        while at < range.end && tokens.is(at, ".") {
            let start = at;
            at += 2;
            if tokens.is(at, "::") {
                at = tokens.next(at + 1);
            }
            at = self.behind_groups(at, range.end);
            steps.push(start..at);
        }
        (at == range.end).then_some(MethodChain { operand, steps })
    }

    /// Where calls, fields of a structure, indices and `?` end.
    fn behind_groups(&self, start: usize, end: usize) -> usize {
        let tokens = self.tokens;
        let mut at = start;
        while at < end {
            match tokens.kind(at) {
                Some(TokenKind::Open) => at = tokens.next(at),
                Some(TokenKind::Sign) if matches!(tokens.text(at), "?" | "!") => at += 1,
                _ => break,
            }
        }
        at
    }

    /// Whether a value is a name or literal with steps behind it.
    pub(crate) fn is_chain(&self, range: &Range<usize>) -> bool {
        self.chain_of(range)
            .is_some_and(|chain| !chain.steps.is_empty())
    }

    /// Prints a chain on one line but for its last step, if it may stand so; says whether it did.
    pub(crate) fn overhanging_chain(
        &mut self,
        range: &Range<usize>,
        tail: usize,
    ) -> Result<bool, LayoutError> {
        match self.chain_of(range) {
            Some(chain) => self.last_step_overhangs(&chain, tail),
            None => Ok(false),
        }
    }

    fn chain(&mut self, range: &Range<usize>, tail: usize) -> Printed {
        let Some(chain) = self.chain_of(range) else {
            return Err(self.error(
                "an expression of this kind that does not fit on a line",
                range,
            ));
        };
        if chain.steps.is_empty() {
            return self.groups(range, tail);
        }
        if self.last_step_overhangs(&chain, tail)? {
            return Ok(());
        }
        let mut steps = chain.steps.as_slice();
        let (mark, offset) = (self.mark(), self.offset());
        self.groups(&chain.operand, tail)?;
        // What is no longer than a step to the right takes the next step on its line.
        while let [next, rest @ ..] = steps {
            let taken = self.since(mark);
            if taken.contains('\n') || taken.len() > INDENT.saturating_sub(offset) {
                break;
            }
            steps = rest;
            self.groups(next, if rest.is_empty() { tail } else { 0 })?;
        }
        let is_block = self.since(mark).contains('\n');
        let print = |printer: &mut Self| {
            let Some((last, others)) = steps.split_last() else {
                return Ok(());
            };
            for step in others {
                printer.line();
                printer.groups(step, 0)?;
            }
            printer.line();
            printer.groups(last, tail)
        };
        if is_block {
            print(self)
        } else {
            self.indented(print)
        }
    }

    /// Prints a chain on one line but for its last step, if that is no longer than each step on a
    /// line of its own; says whether it did.
    fn last_step_overhangs(
        &mut self,
        chain: &MethodChain,
        tail: usize,
    ) -> Result<bool, LayoutError> {
        let Some(last) = chain.steps.last() else {
            return Ok(false);
        };
        let before = chain.operand.start..last.start;
        let before_width = self.tokens.width(&before);
        if self.tokens.breaks_inside(&before) || !self.has_room(before_width) {
            return Ok(false);
        }
        let mark = self.mark();
        self.flat(&before);
        let step = self.mark();
        self.groups(last, tail)?;
        let first_line = self.first_line(step);
        let lines = self.since(step).lines().count();
        let is_narrow = chain.steps.len() == 1 || before_width + first_line <= CHAIN_WIDTH;
        let fits = is_narrow && lines > 1 && self.line_fits(mark, tail);
        if fits && lines >= TALL_STEP {
            return Ok(true);
        }
        let overhanging = self.take_back(mark);
        if !fits {
            return Ok(false);
        }
        let own_lines = self.indented(|printer| {
            printer.line();
            let own = printer.mark();
            printer.groups(last, tail)?;
            Ok(printer.since(own).lines().count())
        })?;
        self.take_back(mark);
        if own_lines < lines {
            return Ok(false);
        }
        self.put_back(mark, &overhanging);
        Ok(true)
    }

    /// Prints a name with the calls, fields and indices behind it.
    fn groups(&mut self, range: &Range<usize>, tail: usize) -> Printed {
        if self.fits(range, tail) {
            self.flat(range);
            return Ok(());
        }
        let tokens = self.tokens;
        for at in tokens.top(range) {
            let is_last = tokens.next(at) == range.end;
            if at > range.start && tokens.has_gap(at) {
                self.word(" ");
            }
            match tokens.kind(at) {
                Some(TokenKind::Open) if at == range.start && tokens.opens(at, "{") => {
                    self.block(at)?;
                }
                Some(TokenKind::Open) => self.list(at, if is_last { tail } else { 0 })?,
                _ => self.flat(&(at..tokens.next(at))),
            }
        }
        Ok(())
    }
}

/// Whether a value on lines of its own is better than one that is begun on the line before.
fn is_better(own: &str, begun: &str) -> bool {
    let first = |text: &str| {
        text.lines()
            .next()
            .and_then(|line| line.chars().next_back())
    };
    let (own_lines, begun_lines) = (own.lines().count(), begun.lines().count());
    let is_open = matches!(first(begun), Some('(' | '[' | '{')) && first(begun) != first(own);
    own_lines < 2 || begun_lines > own_lines + 1 || is_open
}

//! Blocks and the statements in them.

use std::ops::Range;

use crate::printer::{Printed, Printer};
use crate::tokens::TokenKind;

impl Printer<'_> {
    /// Prints the block that opens here.
    pub(crate) fn block(&mut self, open: usize) -> Printed {
        let inside = self.tokens.inside(open);
        self.enclosed(open, |printer| printer.statements(&inside))
    }

    fn statements(&mut self, range: &Range<usize>) -> Printed {
        let mut at = range.start;
        let mut before: Option<Range<usize>> = None;
        while at < range.end {
            let start = self.behind_attributes(&(at..range.end));
            let is_item = self.is_item(start);
            let end = if is_item {
                self.item_end(&(at..range.end))?
            } else {
                self.statement_end(start, range.end)
            };
            if before.is_some_and(|before| !(is_item && self.stand_together(&before, &(at..end)))) {
                self.empty_line();
            }
            self.line();
            if is_item {
                self.item(&(at..end))?;
            } else {
                let start = self.attributes(&(at..end))?;
                self.statement(&(start..end))?;
            }
            before = is_item.then_some(at..end);
            at = end;
        }
        Ok(())
    }

    fn is_item(&self, at: usize) -> bool {
        matches!(
            self.tokens.text(at),
            "use" | "fn" | "struct" | "enum" | "impl" | "static" | "const" | "mod" | "type" | "pub"
        ) && self.tokens.is_word(at)
    }

    /// Where a statement ends: behind its semicolon, or behind the block that it is.
    fn statement_end(&self, start: usize, end: usize) -> usize {
        let tokens = self.tokens;
        let is_block = match tokens.text(start) {
            "match" | "unsafe" => true,
            "{" => tokens.opens(start, "{"),
            _ => false,
        };
        if is_block
            && let Some(open) = (start..end).find(|at| tokens.opens(*at, "{"))
            && !matches!(tokens.text(tokens.next(open)), "." | "?" | ";")
        {
            return tokens.next(open);
        }
        tokens.find(&(start..end), ";").map_or(end, |at| at + 1)
    }

    fn statement(&mut self, range: &Range<usize>) -> Printed {
        let tokens = self.tokens;
        let has_end = tokens.is(range.end - 1, ";");
        let (start, end) = (range.start, range.end - usize::from(has_end));
        let tail = usize::from(has_end);
        if start == end {
            return Err(self.error("a statement that is empty", range));
        }
        if let Some(at) = self.assignment(&(start..end)) {
            self.flat(&(start..at + 1));
            self.right_hand_side(&(at + 1..end), tail)?;
        } else {
            self.expression(&(start..end), tail)?;
        }
        if has_end {
            self.word(";");
        }
        Ok(())
    }

    fn assignment(&self, range: &Range<usize>) -> Option<usize> {
        let tokens = self.tokens;
        let end = |at: &usize| match tokens.kind(*at) {
            Some(TokenKind::Pipe | TokenKind::PipeEnd) => true,
            Some(TokenKind::Word) => tokens.is(*at, "match"),
            Some(TokenKind::Sign) => matches!(
                tokens.text(*at),
                "=" | "+=" | "-=" | "*=" | "/=" | "%=" | "^=" | "&=" | "|="
            ),
            _ => false,
        };
        let found = tokens.top(range).find(end)?;
        (tokens.kind(found) == Some(TokenKind::Sign)).then_some(found)
    }
}

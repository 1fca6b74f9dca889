//! The tokens of a file in a row, with what one must know to set them: which ends belong together,
//! where a space goes, how wide a stretch of them is on one line, and whether it may stay on one.
//!
//! Where lines break is decided elsewhere.

mod read;

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A name or keyword.
    Word,
    /// A lifetime, with its quote.
    Lifetime,
    Literal,
    /// An operator between operands, or a separator.
    Sign,
    /// An operator in front of its operand.
    Prefix,
    /// A comma before a closing end, which a single line has not.
    LastComma,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// `<` of generic arguments.
    Angle,
    /// `>` of generic arguments.
    AngleEnd,
    /// `|` before the parameters of a closure.
    Pipe,
    /// `|` behind them; `||` where there are none.
    PipeEnd,
}

/// One token.
#[derive(Clone, Debug)]
struct Token {
    kind: TokenKind,
    text: Range<usize>,
    /// Whether a space stands in front of it, if it begins no line.
    gap: bool,
    /// Where the next one is that does not belong to this one: behind the end of a bracket, of
    /// generic arguments or of a closure's parameters.
    next: usize,
    /// Where it would begin and end if everything stood on one line.
    place: Range<usize>,
    /// Whether what begins here must not stand on one line.
    breaks: bool,
    /// How many of those there are before it.
    breaks_before: usize,
}

/// The tokens of a file.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    row: Vec<Token>,
    text: String,
}

impl Tokens {
    pub(crate) fn len(&self) -> usize {
        self.row.len()
    }

    /// The text of a token; nothing behind the last one.
    pub(crate) fn text(&self, at: usize) -> &str {
        match self.row.get(at) {
            Some(token) => &self.text[token.text.clone()],
            None => "",
        }
    }

    pub(crate) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.row.get(at).map(|token| token.kind)
    }

    /// Whether this is that keyword, operator or bracket.
    pub(crate) fn is(&self, at: usize, text: &str) -> bool {
        self.text(at) == text
    }

    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Word)
    }

    /// Whether a bracket opens here, and which.
    pub(crate) fn opens(&self, at: usize, bracket: &str) -> bool {
        self.kind(at) == Some(TokenKind::Open) && self.is(at, bracket)
    }

    pub(crate) fn has_gap(&self, at: usize) -> bool {
        self.row.get(at).is_some_and(|token| token.gap)
    }

    /// The token behind this one and what belongs to it.
    pub(crate) fn next(&self, at: usize) -> usize {
        self.row.get(at).map_or(at + 1, |token| token.next)
    }

    /// What stands in the bracket that opens here.
    pub(crate) fn inside(&self, open: usize) -> Range<usize> {
        open + 1..(self.next(open) - 1).max(open + 1)
    }

    /// How wide a stretch is on one line.
    pub(crate) fn width(&self, range: &Range<usize>) -> usize {
        match (
            self.row.get(range.start),
            range.end.checked_sub(1).and_then(|at| self.row.get(at)),
        ) {
            (Some(first), Some(last)) if range.start < range.end => {
                last.place.end.saturating_sub(first.place.start)
            }
            _ => 0,
        }
    }

    /// Whether a stretch must not stand on one line.
    pub(crate) fn breaks(&self, range: &Range<usize>) -> bool {
        let before = |at: usize| match self.row.get(at) {
            Some(token) => token.breaks_before,
            None => self
                .row
                .last()
                .map_or(0, |last| last.breaks_before + usize::from(last.breaks)),
        };
        before(range.end) > before(range.start)
    }

    /// The same, but for the whole that begins where the stretch does: a chain may be too long for a
    /// line, and its first steps not.
    pub(crate) fn breaks_inside(&self, range: &Range<usize>) -> bool {
        self.breaks(&(range.start + 1..range.end))
    }

    /// The tokens of a stretch that do not belong to brackets within it.
    pub(crate) fn top(&self, range: &Range<usize>) -> impl Iterator<Item = usize> {
        let end = range.end;
        let each = std::iter::successors(Some(range.start), |at| Some(self.next(*at)));
        each.take_while(move |at| *at < end)
    }

    /// The parts of a stretch between separators that do not belong to brackets within it.
    pub(crate) fn split(&self, range: &Range<usize>, separator: &str) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = range.start;
        for at in self.top(range).filter(|at| self.is(*at, separator)) {
            parts.push(start..at);
            start = at + 1;
        }
        if start < range.end {
            parts.push(start..range.end);
        }
        parts
    }

    /// The first such token of a stretch that does not belong to brackets within it.
    pub(crate) fn find(&self, range: &Range<usize>, text: &str) -> Option<usize> {
        self.top(range).find(|at| self.is(*at, text))
    }

    /// Where the operand of operators that stand in front begins.
    pub(crate) fn behind_prefix(&self, range: &Range<usize>) -> usize {
        let mut at = range.start;
        while at < range.end && self.kind(at) == Some(TokenKind::Prefix) {
            at += 1;
            if self.is(at, "mut") {
                at += 1;
            }
        }
        at
    }

    /// Where a name, literal or bracket ends that an expression begins with.
    pub(crate) fn operand_end(&self, range: &Range<usize>) -> usize {
        let start = range.start;
        match self.kind(start) {
            Some(TokenKind::Literal) => return start + 1,
            Some(TokenKind::Open) if !self.opens(start, "{") => return self.next(start),
            _ => {}
        }
        let mut at = start;
        loop {
            let is_part = match self.kind(at) {
                Some(TokenKind::Word | TokenKind::Angle) => at == start || self.is(at - 1, "::"),
                Some(TokenKind::Sign) => self.is(at, "::"),
                _ => false,
            };
            if at >= range.end || !is_part {
                return at;
            }
            at = self.next(at);
        }
    }

    /// The arguments of the call that a value is, if it is one and nothing follows it.
    pub(crate) fn call(&self, range: &Range<usize>) -> Option<usize> {
        let name = self.behind_prefix(range);
        let end = self.operand_end(&(name..range.end));
        let open = end + usize::from(self.is(end, "!"));
        let is_call =
            end > name && self.is_word(end - 1) && self.kind(open) == Some(TokenKind::Open);
        (is_call && !self.opens(open, "{") && self.next(open) == range.end).then_some(open)
    }
}

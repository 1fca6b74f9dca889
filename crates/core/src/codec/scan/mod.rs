//! A pull scanner over JSON text: the next value's kind, its text, or past it.
//!
//! It checks the grammar of RFC 8259 and nothing else: converting, and what a value means, is the
//! reader's. It borrows from the input, keeps no state but its place, and never recurses.
//!
//! It is our own because a general parser either turns numbers into `f64` before a text field sees
//! them, or costs a third more for what is not used here. Its tests hold it against `serde_json`.

mod text;

use std::borrow::Cow;

/// The deepest nesting that is read, and skipped.
///
/// Vendors' own deepest answers nest below 20; the limit keeps a hostile one from using up the stack.
pub(super) const MAX_DEPTH: u32 = 128;

/// The text is not JSON at this place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) at: usize,
    pub(super) expected: &'static str,
}

/// What a broken text should have held where the nesting is too deep.
pub(super) const TOO_DEEP: &str = "at most 128 levels of nesting";

pub(super) type Scanned<T> = Result<T, Broken>;

/// The line and the character in it, from 1, of what comes after this text.
pub(super) fn line_and_column(before: &str) -> (usize, usize) {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let lines = before.matches('\n').count();
    (lines + 1, line.chars().count() + 1)
}

/// A number as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WrittenNumber<'b> {
    pub(super) text: &'b str,
    /// Written without fraction and exponent.
    pub(super) is_integer: bool,
}

/// A text, without its quotes and escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ScannedText<'b> {
    pub(super) value: Cow<'b, str>,
    /// An escape stood for half a character, and U+FFFD was put there.
    pub(super) replaced: bool,
}

/// A place in JSON text.
#[derive(Clone, Debug)]
pub(super) struct Scanner<'b> {
    text: &'b str,
    at: usize,
}

impl<'b> Scanner<'b> {
    pub(super) fn new(text: &'b str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes back to a place that [`Self::at`] gave.
    pub(super) fn rewind(&mut self, at: usize) {
        self.at = at;
    }

    /// The text from a place to here.
    pub(super) fn since(&self, start: usize) -> &'b str {
        self.slice(start, self.at)
    }

    /// The first byte after white space, which tells the kind of what follows.
    pub(super) fn peek(&mut self) -> Option<u8> {
        match self.byte() {
            Some(b' ' | b'\n' | b'\t' | b'\r') => self.past_space(),
            byte => byte,
        }
    }

    /// Most answers have no white space: what goes past it is not copied to where there may be some.
    fn past_space(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    /// Goes past the byte if it is the next.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Nothing but white space may follow.
    pub(super) fn end(&mut self) -> Scanned<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.broken("the end of the answer")),
        }
    }

    /// After an item or member: whether another one follows. Goes past the comma or the bracket.
    pub(super) fn more(&mut self, close: u8) -> Scanned<bool> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            _ if close == b']' => Err(self.broken("`,` or `]`")),
            _ => Err(self.broken("`,` or `}`")),
        }
    }

    /// A member's name and its colon, if they come next in their usual form: no escape, no space.
    #[inline]
    pub(super) fn quick_name(&mut self) -> Option<&'b str> {
        let start = self.at;
        let name = self.quick_string()?;
        if self.byte() != Some(b':') {
            self.at = start;
            return None;
        }
        self.at += 1;
        Some(name)
    }

    /// A member's name and its colon.
    pub(super) fn name(&mut self) -> Scanned<ScannedText<'b>> {
        if self.peek() != Some(b'"') {
            return Err(self.broken("a member's name in quotes"));
        }
        let name = self.string()?;
        if self.take(b':') {
            Ok(name)
        } else {
            Err(self.broken("`:`"))
        }
    }

    /// `true`, `false` or `null`, of which the first letter has been seen.
    pub(super) fn literal(&mut self, literal: &'static str) -> Scanned<()> {
        let end = self.at + literal.len();
        if self.text.as_bytes().get(self.at..end) == Some(literal.as_bytes()) {
            self.at = end;
            Ok(())
        } else {
            Err(self.broken(literal))
        }
    }

    /// A number, of which the first byte has been seen.
    pub(super) fn number(&mut self) -> Scanned<WrittenNumber<'b>> {
        let start = self.at;
        let mut is_integer = true;
        self.at += usize::from(self.byte() == Some(b'-'));
        if self.byte() == Some(b'0') {
            self.at += 1;
            if self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
                return Err(self.broken("a number without a leading zero"));
            }
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            is_integer = false;
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            is_integer = false;
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(WrittenNumber {
            text: self.since(start),
            is_integer,
        })
    }

    /// Goes past a value without parts.
    pub(super) fn skip_scalar(&mut self) -> Scanned<()> {
        let literal = match self.peek() {
            Some(b'"') => return self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => return self.number().map(drop),
            Some(b't') => "true",
            Some(b'f') => "false",
            Some(b'n') => "null",
            _ => return Err(self.broken("a value")),
        };
        self.literal(literal)
    }

    fn digits(&mut self) -> Scanned<()> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start {
            Err(self.broken("a digit"))
        } else {
            Ok(())
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Both ends are next to ASCII bytes that were seen, so the slice is there.
    fn slice(&self, start: usize, end: usize) -> &'b str {
        self.text.get(start..end).unwrap_or_default()
    }

    pub(super) fn broken(&self, expected: &'static str) -> Broken {
        Broken {
            at: self.at,
            expected,
        }
    }
}

#[cfg(test)]
mod tests;

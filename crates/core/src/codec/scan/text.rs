//! Texts in quotes: their end, their escapes.

use std::borrow::Cow;

use super::{Broken, Scanned, ScannedText, Scanner};

impl<'b> Scanner<'b> {
    /// A text, if one comes next in its usual form: no escape, no space before. It is for speed, as
    /// [`Self::quick_name`] is: without both a call answered with 100 entries takes 15 % more instructions.
    #[inline]
    pub(in super::super) fn quick_string(&mut self) -> Option<&'b str> {
        if self.byte() != Some(b'"') {
            return None;
        }
        let start = self.at + 1;
        let end = self.plain(start);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        Some(self.slice(start, end))
    }

    /// A text, of which the opening quote has been seen. It borrows unless it holds an escape.
    pub(in super::super) fn string(&mut self) -> Scanned<ScannedText<'b>> {
        let start = self.at + 1;
        self.at = self.plain(start);
        match self.byte() {
            Some(b'"') => {
                let value = self.slice(start, self.at);
                self.at += 1;
                Ok(ScannedText {
                    value: Cow::Borrowed(value),
                    replaced: false,
                })
            }
            Some(b'\\') => self.escaped(start),
            _ => Err(self.unfinished()),
        }
    }

    /// The rest of a text that holds an escape.
    fn escaped(&mut self, start: usize) -> Scanned<ScannedText<'b>> {
        let mut value = String::with_capacity(self.at - start + 16);
        let mut replaced = false;
        let mut from = start;
        loop {
            value.push_str(self.slice(from, self.at));
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(ScannedText {
                        value: Cow::Owned(value),
                        replaced,
                    });
                }
                Some(b'\\') => {
                    let character = self.escape()?;
                    replaced |= character.is_none();
                    value.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                _ => return Err(self.unfinished()),
            }
            from = self.at;
            self.at = self.plain(from);
        }
    }

    /// The character of an escape, of which the backslash has been seen; `None` for half a character.
    fn escape(&mut self) -> Scanned<Option<char>> {
        self.at += 1;
        let character = match self.byte() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode_escape();
            }
            _ => return Err(self.broken("an escape that JSON has")),
        };
        self.at += 1;
        Ok(Some(character))
    }

    /// A character of four digits, or of eight in two halves. A lone half is none, and U+FFFD will
    /// stand for it: vendors cut texts in the middle of a character, and the rest of the answer is as
    /// good as before.
    fn unicode_escape(&mut self) -> Scanned<Option<char>> {
        let unit = self.hex()?;
        if (0xD800..0xDC00).contains(&unit) && self.next_is_unicode_escape() {
            let end = self.at;
            self.at += 2;
            let low = self.hex()?;
            if (0xDC00..0xE000).contains(&low) {
                let whole = 0x1_0000 + ((unit - 0xD800) << 10 | (low - 0xDC00));
                return Ok(char::from_u32(whole));
            }
            self.at = end;
        }
        Ok(char::from_u32(unit))
    }

    fn next_is_unicode_escape(&self) -> bool {
        self.text.as_bytes().get(self.at..self.at + 2) == Some(b"\\u")
    }

    fn hex(&mut self) -> Scanned<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.byte().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.broken("four hexadecimal digits"));
            };
            unit = unit << 4 | digit;
            self.at += 1;
        }
        Ok(unit)
    }

    fn unfinished(&self) -> Broken {
        match self.byte() {
            None => self.broken("the closing quote of a text"),
            Some(_) => self.broken("a text with its control characters escaped"),
        }
    }

    /// The first place from `at` on that ends a run of plain characters: a quote, a backslash, a
    /// control character, or the end. Eight bytes at a time.
    pub(super) fn plain(&self, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
            let found = special_bytes(u64::from_le_bytes(*chunk));
            if found != 0 {
                return at + (found.trailing_zeros() / 8) as usize;
            }
            at += 8;
        }
        while let Some(byte) = bytes.get(at) {
            if matches!(byte, b'"' | b'\\' | 0..0x20) {
                break;
            }
            at += 1;
        }
        at
    }
}

/// Marks with its high bit each byte that is a quote, a backslash or a control character.
///
/// A borrow may mark bytes above a marked one as well, so only the lowest mark is to be trusted.
fn special_bytes(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    // Exchanges the quote, 0x22, with the space, 0x20: now it is just above the control characters.
    let exchanged = word ^ (ONES * 0x02);
    let up_to_quote = exchanged.wrapping_sub(ONES * 0x21) & !exchanged;
    let backslash = word ^ (ONES * 0x5C);
    let is_backslash = backslash.wrapping_sub(ONES) & !backslash;
    (up_to_quote | is_backslash) & HIGH
}

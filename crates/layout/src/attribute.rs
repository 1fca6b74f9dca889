//! Attributes, and documentation, which is one.

use std::borrow::Cow;
use std::ops::Range;

use crate::limits::ATTRIBUTE_WIDTH;
use crate::printer::{Printed, Printer};
use crate::tokens::TokenKind;

impl Printer<'_> {
    /// Prints the outer attributes that a stretch begins with, each on a line of its own; says where
    /// what they are about begins.
    pub(crate) fn attributes(&mut self, range: &Range<usize>) -> Result<usize, crate::LayoutError> {
        let (tokens, end) = (self.tokens, self.behind_attributes(range));
        let all = range.start..end;
        for open in tokens.top(&all).filter(|at| tokens.opens(*at, "[")) {
            self.attribute(open, "///", "#[")?;
            self.line();
        }
        Ok(end)
    }

    /// Where the outer attributes of a stretch end.
    pub(crate) fn behind_attributes(&self, range: &Range<usize>) -> usize {
        let mut at = range.start;
        while at < range.end && self.tokens.is(at, "#") && self.tokens.opens(at + 1, "[") {
            at = self.tokens.next(at + 1);
        }
        at
    }

    /// Prints the attribute whose bracket opens here.
    pub(crate) fn attribute(&mut self, open: usize, comment: &str, bracket: &str) -> Printed {
        let inside = self.tokens.inside(open);
        if let Some(text) = self.documentation(&inside) {
            let text = text.into_owned();
            self.rest_of_line(comment);
            self.rest_of_line(&text);
            return Ok(());
        }
        self.word(bracket);
        self.meta(&inside)?;
        self.word("]");
        Ok(())
    }

    /// The text of a line of documentation, where a comment can hold it as it is.
    fn documentation(&self, inside: &Range<usize>) -> Option<Cow<'_, str>> {
        let is_doc = inside.len() == 3
            && self.tokens.is(inside.start, "doc")
            && self.tokens.is(inside.start + 1, "=")
            && self.tokens.kind(inside.start + 2) == Some(TokenKind::Literal);
        let text = unescaped(is_doc.then(|| self.tokens.text(inside.start + 2))?)?;
        let is_comment = !text.starts_with('/') && !text.ends_with(char::is_whitespace);
        is_comment.then_some(text)
    }

    fn meta(&mut self, inside: &Range<usize>) -> Printed {
        let list = inside.clone().find(|at| self.tokens.opens(*at, "("));
        let Some(open) = list.filter(|open| self.tokens.next(*open) == inside.end) else {
            self.flat(inside);
            return Ok(());
        };
        let arguments = self.tokens.inside(open);
        let items = self.tokens.split(&arguments, ",");
        let is_derive = self.tokens.is(inside.start, "derive");
        let is_short =
            is_derive || items.len() < 2 || self.tokens.width(&arguments) <= ATTRIBUTE_WIDTH;
        if is_short && self.has_room(self.tokens.width(inside) + 1) {
            self.flat(inside);
            return Ok(());
        }
        self.flat(&(inside.start..open));
        let lines = if is_derive && self.next_line_has_room(self.tokens.width(&arguments) + 1) {
            vec![arguments]
        } else {
            items
        };
        self.enclosed(open, |printer| {
            for (number, line) in lines.iter().enumerate() {
                printer.line();
                printer.flat(line);
                let has_comma = is_derive
                    || number + 1 < lines.len()
                    || printer.tokens.kind(line.end) == Some(TokenKind::LastComma);
                if has_comma {
                    printer.word(",");
                }
            }
            Ok(())
        })
    }
}

/// What a string literal says, if it is all of characters that a comment can hold.
fn unescaped(literal: &str) -> Option<Cow<'_, str>> {
    let (inner, is_raw) = match literal.strip_prefix("r\"") {
        Some(raw) => (raw, true),
        None => (literal.strip_prefix('"')?, false),
    };
    let inner = inner.strip_suffix('"')?;
    if is_raw || !inner.contains('\\') {
        return Some(Cow::Borrowed(inner));
    }
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        text.push(match c {
            '\\' => chars.next().filter(|c| matches!(c, '"' | '\'' | '\\'))?,
            c => c,
        });
    }
    Some(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_say_what_they_escape_and_a_comment_can_hold() {
        for (literal, expected) in [
            (r#""""#, Some("")),
            (r#""plain""#, Some("plain")),
            (r#""a \"b\" \\""#, Some("a \"b\" \\")),
            (r#""a\n""#, None),
            (r#""\u{202e}""#, None),
            (r#"r"raw \n""#, Some("raw \\n")),
            (r##"r#"raw"#"##, None),
            (r#"b"bytes""#, None),
            ("12", None),
        ] {
            assert_eq!(unescaped(literal).as_deref(), expected, "{literal}");
        }
    }
}

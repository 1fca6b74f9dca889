//! Attributes, and documentation, which is one.

use std::borrow::Cow;

use super::layout::INDENT;
use super::printer::{Printed, Printer};
use super::tokens::Kind;

impl Printer<'_> {
    /// Prints the outer attributes of what follows.
    pub(super) fn attributes(&mut self) -> Printed {
        while self.attribute(false)? {}
        Some(())
    }

    /// Prints an attribute if one is here.
    pub(super) fn attribute(&mut self, is_inner: bool) -> Option<bool> {
        let open = self.at + if is_inner { 2 } else { 1 };
        let is_here = self.is_sign('#')
            && (!is_inner || self.tokens.is_sign(self.at + 1, '!'))
            && self.tokens.group(open, '[').is_some();
        if !is_here {
            return Some(false);
        }
        self.at = open;
        let end = self.enter('[')?;
        let is_doc = self.is_word("doc") && self.tokens.is_sign(self.at + 1, '=');
        if is_doc {
            self.at += 2;
            self.documentation(is_inner, end)?;
        } else {
            self.out.word(if is_inner { "#![" } else { "#[" });
            self.meta(end)?;
            self.out.word("]");
            self.out.space();
        }
        self.leave(end)?;
        Some(true)
    }

    fn documentation(&mut self, is_inner: bool, end: usize) -> Printed {
        if self.kind() != Kind::Literal || self.at + 1 != end {
            return None;
        }
        let text = unescaped(self.tokens.text(self.at))?;
        if text.contains('\n') || (!is_inner && text.starts_with('/')) {
            return None;
        }
        self.at += 1;
        self.out.word(if is_inner { "//!" } else { "///" });
        self.out.word(text.trim_end_matches(' '));
        self.out.line();
        Some(())
    }

    fn meta(&mut self, end: usize) -> Printed {
        self.name()?;
        while self.took_pair([':', ':']) {
            self.out.word("::");
            self.name()?;
        }
        if self.took('=') {
            self.out.word(" = ");
            return self.literal();
        }
        if self.at == end {
            return Some(());
        }
        let end = self.enter('(')?;
        self.out.word("(");
        self.out.consistent(INDENT);
        self.out.zero();
        self.meta_list(end)?;
        self.out.offset(-INDENT);
        self.out.end();
        self.out.word(")");
        self.leave(end)
    }

    /// Any tokens but groups: `name`, `name = "…"`, `lint::name`, with commas.
    fn meta_list(&mut self, end: usize) -> Printed {
        let mut after_word = false;
        let mut had_last_comma = false;
        while self.at < end {
            match self.kind() {
                Kind::Word | Kind::Literal => {
                    if after_word {
                        self.out.space();
                    }
                    self.out.word(self.tokens.text(self.at));
                    self.at += 1;
                    after_word = true;
                }
                Kind::Sign(',', _) => {
                    self.at += 1;
                    had_last_comma = self.at == end;
                    self.out.comma(had_last_comma);
                    after_word = false;
                }
                Kind::Sign('=', _) => {
                    self.at += 1;
                    self.out.word(if after_word { " = " } else { "= " });
                    after_word = false;
                }
                Kind::Sign(':', _) => {
                    self.at += 1;
                    self.out.word(":");
                    after_word = false;
                }
                _ => return None,
            }
        }
        if !had_last_comma {
            self.out.zero();
        }
        Some(())
    }
}

/// What a string literal says.
fn unescaped(literal: &str) -> Option<Cow<'_, str>> {
    if let Some(raw) = literal.strip_prefix("r\"") {
        return raw.strip_suffix('"').map(Cow::Borrowed);
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    if !inner.contains('\\') {
        return Some(Cow::Borrowed(inner));
    }
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        text.push(match chars.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            c @ ('"' | '\'' | '\\') => c,
            // `\u{…}` and whatever else there is goes the long way.
            _ => return None,
        });
    }
    Some(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_say_what_they_escape() {
        for (literal, expected) in [
            (r#""""#, Some("")),
            (r#""plain""#, Some("plain")),
            (r#""a \"b\" \\ \n""#, Some("a \"b\" \\ \n")),
            (r#""\u{202e}""#, None),
            (r#"r"raw \n""#, Some("raw \\n")),
            (r##"r#"raw"#"##, None),
            ("12", None),
        ] {
            assert_eq!(unescaped(literal).as_deref(), expected, "{literal}");
        }
    }
}

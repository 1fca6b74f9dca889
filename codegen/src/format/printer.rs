//! Tokens of the shapes that the emitters make, printed as prettyplease would print them.
//!
//! Parsing a file into a syntax tree costs more than all else that makes it. The emitters use a small
//! part of Rust, for which the tokens can be laid out as they are read. Whatever is outside of that
//! part is no error: the printer gives up (`None`), and the file takes the way through the tree.

use super::layout::{INDENT, Layout};
use super::tokens::{Kind, Tokens};

/// Reads tokens and lays them out.
pub(super) struct Printer<'t> {
    pub(super) tokens: &'t Tokens,
    pub(super) at: usize,
    pub(super) out: &'t mut Layout,
}

/// `None` where the printer gives up.
pub(super) type Printed = Option<()>;

impl<'t> Printer<'t> {
    /// The text of a file, which lies on the layout.
    pub(super) fn print(tokens: &'t Tokens, out: &'t mut Layout) -> Option<&'t str> {
        out.clear();
        let mut printer = Self { tokens, at: 0, out };
        printer.out.consistent(0);
        while printer.attribute(true)? {}
        while printer.at < tokens.len() {
            printer.item()?;
        }
        printer.out.end();
        Some(printer.out.finish())
    }

    pub(super) fn kind(&self) -> Kind {
        self.tokens.kind(self.at)
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        self.tokens.is_word(self.at, word)
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.tokens.is_sign(self.at, sign)
    }

    /// Takes a sign if it is here.
    pub(super) fn took(&mut self, sign: char) -> bool {
        let is_here = self.is_sign(sign);
        self.at += usize::from(is_here);
        is_here
    }

    pub(super) fn take(&mut self, sign: char) -> Printed {
        self.took(sign).then_some(())
    }

    /// Takes `::`, `->` or `=>` if it is here.
    pub(super) fn took_pair(&mut self, pair: [char; 2]) -> bool {
        let is_here = self.tokens.is_pair(self.at, pair);
        self.at += if is_here { 2 } else { 0 };
        is_here
    }

    pub(super) fn took_word(&mut self, word: &str) -> bool {
        let is_here = self.is_word(word);
        self.at += usize::from(is_here);
        is_here
    }

    /// Prints a word: a name, or one of the words that stand for names.
    pub(super) fn name(&mut self) -> Printed {
        if self.kind() != Kind::Word {
            return None;
        }
        self.out.word(self.tokens.text(self.at));
        self.at += 1;
        Some(())
    }

    pub(super) fn literal(&mut self) -> Printed {
        if self.kind() != Kind::Literal {
            return None;
        }
        self.out.word(self.tokens.text(self.at));
        self.at += 1;
        Some(())
    }

    /// Enters a group; where it ends.
    pub(super) fn enter(&mut self, open: char) -> Option<usize> {
        let end = self.tokens.group(self.at, open)?;
        self.at += 1;
        Some(end)
    }

    /// Leaves a group, which must have been read to its end.
    pub(super) fn leave(&mut self, end: usize) -> Printed {
        if self.at != end {
            return None;
        }
        self.at += 1;
        Some(())
    }

    /// A list of a group's items, with commas; `one` prints an item.
    pub(super) fn list(&mut self, end: usize, one: impl Fn(&mut Self) -> Printed) -> Printed {
        self.out.consistent(INDENT);
        self.out.zero();
        self.rest_of_list(end, one)?;
        self.out.offset(-INDENT);
        self.out.end();
        Some(())
    }

    /// The items of a list whose box has begun.
    pub(super) fn rest_of_list(
        &mut self,
        end: usize,
        one: impl Fn(&mut Self) -> Printed,
    ) -> Printed {
        while self.at < end {
            one(self)?;
            let is_last = self.is_last(end)?;
            self.out.comma(is_last);
        }
        Some(())
    }

    /// Takes a comma; whether nothing follows before the end.
    pub(super) fn is_last(&mut self, end: usize) -> Option<bool> {
        let had_comma = self.took(',');
        let is_last = self.at == end;
        (is_last || had_comma).then_some(is_last)
    }
}

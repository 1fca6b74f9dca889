//! Calls of macros in place of items.

use std::ops::Range;

use crate::printer::{Printed, Printer};
use crate::tokens::TokenKind;

impl Printer<'_> {
    /// Prints a call of a macro. What it holds in braces is the macro's own: entries that end with
    /// `,`, `;` or braces have a line each.
    pub(crate) fn macro_call(&mut self, range: &Range<usize>) -> Printed {
        let tokens = self.tokens;
        if tokens.find(range, "!").is_none() {
            return Err(self.error("an item of this kind", range));
        }
        let Some(open) = self.last_group(range) else {
            let end = range.end - 1;
            self.expression(&(range.start..end), 1)?;
            self.word(";");
            return Ok(());
        };
        self.flat(&(range.start..open));
        self.word(" ");
        self.entries(open)
    }

    fn entries(&mut self, open: usize) -> Printed {
        let inside = self.tokens.inside(open);
        self.enclosed(open, |printer| {
            let mut at = inside.start;
            while at < inside.end {
                printer.line();
                let start = printer.attributes(&(at..inside.end))?;
                at = printer.entry(&(start..inside.end))?;
            }
            Ok(())
        })
    }

    /// Prints the entry that a stretch begins with; says where the next one begins.
    fn entry(&mut self, range: &Range<usize>) -> Result<usize, crate::LayoutError> {
        let tokens = self.tokens;
        for at in tokens.top(range) {
            let next = tokens.next(at);
            if tokens.opens(at, "{") && tokens.breaks(&(at..next)) {
                self.flat(&(range.start..at));
                self.word(if at > range.start { " " } else { "" });
                self.entries(at)?;
                let has_end = matches!(tokens.text(next), "," | ";");
                self.word(if has_end { tokens.text(next) } else { "" });
                return Ok(next + usize::from(has_end));
            }
            if matches!(tokens.text(at), "," | ";") {
                self.flat(&(range.start..next));
                if tokens.kind(at) == Some(TokenKind::LastComma) {
                    self.word(",");
                }
                return Ok(next);
            }
        }
        self.flat(range);
        Ok(range.end)
    }
}

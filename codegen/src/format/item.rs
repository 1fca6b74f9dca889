//! Items: what a file and an `impl` hold.

use super::expression::Stand;
use super::layout::INDENT;
use super::printer::{Printed, Printer};
use super::tokens::Kind;

impl<'t> Printer<'t> {
    pub(super) fn item(&mut self) -> Printed {
        self.attributes()?;
        let start = self.at;
        // The box of an item begins before its visibility, so the keyword is looked for first.
        let keyword = self.keyword();
        self.at = start;
        match keyword {
            "use" => self.import(),
            "mod" => self.module(),
            "static" | "const" => self.constant(),
            "struct" => self.structure_item(),
            "enum" => self.enumeration(),
            "fn" => self.function(),
            "type" => self.alias(),
            "impl" => self.implementation(),
            _ => self.macro_call(),
        }
    }

    /// The word that says what an item is.
    fn keyword(&mut self) -> &'t str {
        if self.took_word("pub") && matches!(self.kind(), Kind::Open('(', _)) {
            self.at = self
                .tokens
                .group(self.at, '(')
                .map_or(self.at, |end| end + 1);
        }
        let is_function = self.is_word("const") && self.tokens.is_word(self.at + 1, "fn");
        match self.kind() {
            Kind::Word if !is_function => self.tokens.text(self.at),
            _ => "",
        }
    }

    fn visibility(&mut self) -> Printed {
        if !self.took_word("pub") {
            return Some(());
        }
        let Some(end) = self.enter('(') else {
            self.out.word("pub ");
            return Some(());
        };
        if !self.is_word("crate") {
            return None;
        }
        self.out.word("pub(");
        self.name()?;
        self.out.word(") ");
        self.leave(end)
    }

    fn import(&mut self) -> Printed {
        self.visibility()?;
        self.took_word("use");
        self.out.word("use ");
        self.tree()?;
        self.take(';')?;
        self.out.word(";");
        self.out.line();
        Some(())
    }

    fn tree(&mut self) -> Printed {
        if let Some(end) = self.enter('{') {
            self.out.consistent(INDENT);
            self.out.word("{");
            self.out.zero();
            self.out.inconsistent(0);
            let mut count = 0;
            while self.at < end {
                self.name()?;
                if self.took_word("as") {
                    self.out.word(" as ");
                    self.name()?;
                }
                count += 1;
                if !self.is_last(end)? {
                    self.out.word(",");
                    self.out.space();
                }
            }
            self.out.end();
            self.out.comma(true);
            self.out.offset(-INDENT);
            self.out.word("}");
            self.out.end();
            // One name loses its braces.
            (count > 1).then_some(())?;
            return self.leave(end);
        }
        self.name()?;
        if self.took_pair([':', ':']) {
            self.out.word("::");
            return self.tree();
        }
        if self.took_word("as") {
            self.out.word(" as ");
            self.name()?;
        }
        Some(())
    }

    fn module(&mut self) -> Printed {
        self.out.consistent(INDENT);
        self.visibility()?;
        self.took_word("mod");
        self.out.word("mod ");
        self.name()?;
        self.take(';')?;
        self.out.word(";");
        self.out.end();
        self.out.line();
        Some(())
    }

    fn constant(&mut self) -> Printed {
        self.out.consistent(0);
        self.visibility()?;
        let is_static = self.took_word("static");
        if !is_static && !self.took_word("const") {
            return None;
        }
        self.out.word(if is_static { "static " } else { "const " });
        if self.is_word("mut") {
            return None;
        }
        self.name()?;
        self.take(':')?;
        self.out.word(": ");
        self.kind_of_value()?;
        self.take('=')?;
        self.out.word(" = ");
        self.out.never();
        self.expression(Stand::Elsewhere)?;
        self.take(';')?;
        self.out.word(";");
        self.out.end();
        self.out.line();
        Some(())
    }

    fn alias(&mut self) -> Printed {
        self.out.consistent(INDENT);
        self.visibility()?;
        self.took_word("type");
        self.out.word("type ");
        self.name()?;
        self.generics()?;
        self.take('=')?;
        self.out.word(" = ");
        self.out.never();
        self.out.inconsistent(-INDENT);
        self.kind_of_value()?;
        self.out.end();
        self.take(';')?;
        self.out.word(";");
        self.out.end();
        self.out.line();
        Some(())
    }

    fn structure_item(&mut self) -> Printed {
        self.out.consistent(INDENT);
        self.visibility()?;
        self.took_word("struct");
        self.out.word("struct ");
        self.name()?;
        self.generics()?;
        let end = self.enter('{')?;
        self.out.word(" {");
        self.members(end, |printer| {
            printer.attributes()?;
            printer.visibility()?;
            printer.name()?;
            printer.take(':')?;
            printer.out.word(": ");
            printer.kind_of_value()
        })
    }

    fn enumeration(&mut self) -> Printed {
        self.out.consistent(INDENT);
        self.visibility()?;
        self.took_word("enum");
        self.out.word("enum ");
        self.name()?;
        self.generics()?;
        let end = self.enter('{')?;
        self.out.word(" {");
        self.members(end, |printer| {
            printer.attributes()?;
            printer.name()?;
            let Some(end) = printer.enter('(') else {
                return Some(());
            };
            printer.out.consistent(INDENT);
            printer.out.word("(");
            printer.out.zero();
            printer.rest_of_list(end, Self::kind_of_value)?;
            printer.out.offset(-INDENT);
            printer.out.word(")");
            printer.out.end();
            printer.leave(end)
        })
    }

    /// Fields or variants, a line each, and the end of the item.
    fn members(&mut self, end: usize, one: impl Fn(&mut Self) -> Printed) -> Printed {
        self.out.line_if_nonempty();
        while self.at < end {
            one(self)?;
            self.is_last(end)?;
            self.out.word(",");
            self.out.line();
        }
        self.close(end)
    }

    /// The end of an item's body.
    fn close(&mut self, end: usize) -> Printed {
        self.out.offset(-INDENT);
        self.out.end();
        self.out.word("}");
        self.out.line();
        self.leave(end)
    }

    fn function(&mut self) -> Printed {
        self.out.consistent(INDENT);
        self.visibility()?;
        self.took_word("fn");
        self.out.word("fn ");
        self.name()?;
        self.generics()?;
        let end = self.enter('(')?;
        self.out.word("(");
        self.out.never();
        self.out.consistent(0);
        self.out.zero();
        self.rest_of_list(end, Self::argument)?;
        self.out.offset(-INDENT);
        self.out.end();
        self.out.word(")");
        self.leave(end)?;
        self.out.consistent(-INDENT);
        if self.took_pair(['-', '>']) {
            self.out.word(" -> ");
            self.kind_of_value()?;
        }
        self.out.end();
        let end = self.enter('{')?;
        self.out.word(" ");
        self.out.word("{");
        self.out.line_if_nonempty();
        self.statements(end)?;
        self.close(end)
    }

    fn argument(&mut self) -> Printed {
        let is_shared = self.took('&');
        if is_shared {
            self.out.word("&");
        }
        let is_mutable = self.took_word("mut");
        if is_mutable {
            self.out.word("mut ");
        }
        if self.took_word("self") {
            self.out.word("self");
            return Some(());
        }
        if is_shared {
            return None;
        }
        self.name()?;
        self.take(':')?;
        self.out.word(": ");
        self.kind_of_value()
    }

    fn implementation(&mut self) -> Printed {
        self.took_word("impl");
        self.out.consistent(INDENT);
        self.out.inconsistent(-INDENT);
        self.out.consistent(INDENT);
        self.out.word("impl");
        self.generics()?;
        self.out.end();
        self.out.word(" ");
        self.kind_of_value()?;
        if self.took_word("for") {
            self.out.space();
            self.out.word("for ");
            self.kind_of_value()?;
        }
        self.out.end();
        let end = self.enter('{')?;
        self.out.word(" ");
        self.out.word("{");
        self.out.line_if_nonempty();
        while self.at < end {
            self.item()?;
        }
        self.close(end)
    }

    /// `path!();` or `path!(Name);`.
    fn macro_call(&mut self) -> Printed {
        self.name()?;
        while self.took_pair([':', ':']) {
            self.out.word("::");
            self.name()?;
        }
        self.take('!')?;
        self.out.word("!");
        let end = self.enter('(')?;
        self.out.word("(");
        if self.at < end {
            self.out.consistent(INDENT);
            self.out.zero();
            self.out.inconsistent(0);
            self.name()?;
            self.out.end();
            self.out.zero();
            self.out.offset(-INDENT);
            self.out.end();
        }
        self.out.word(")");
        self.leave(end)?;
        self.take(';')?;
        self.out.word(";");
        self.out.line();
        Some(())
    }
}

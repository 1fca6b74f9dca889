//! From a token stream to the row: once through, each token as it comes.

use std::fmt::Write as _;
use std::ops::Range;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use unicode_width::UnicodeWidthStr as _;

use super::{Token, TokenKind, Tokens};
use crate::LayoutError;
use crate::limits::{ARRAY_WIDTH, CALL_WIDTH, CHAIN_WIDTH, LITERAL_WIDTH};

/// Operators of several characters, longer ones first. `>>` is left apart: it may close two lists.
const OPERATORS: &[&str] = &[
    "..=", "...", "::", "->", "=>", "..", "&&", "||", "==", "!=", "<=", ">=", "+=", "-=", "*=",
    "/=", "%=", "^=", "&=", "|=",
];

/// How deep brackets may nest: whether a call opens on its callee's line is tried out, level by level.
const DEEPEST: usize = 32;

/// Keywords behind which an operand begins, and no operator stands.
const KEYWORDS: &[&str] = &[
    "as", "async", "break", "const", "continue", "dyn", "else", "enum", "extern", "fn", "for",
    "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return",
    "static", "struct", "trait", "type", "unsafe", "use", "where", "while",
];

/// A bracket that has opened and not closed.
struct OpenBracket {
    open: usize,
    /// The operand that is being read, and how many `.` it had.
    operand: Option<(usize, usize)>,
    commas: usize,
    has_semicolon: bool,
    /// Whether something in it must not stand on one line.
    is_broken: bool,
}

impl OpenBracket {
    fn new(open: usize) -> Self {
        Self {
            open,
            operand: None,
            commas: 0,
            has_semicolon: false,
            is_broken: false,
        }
    }
}

struct TokenReader {
    tokens: Tokens,
    brackets: Vec<OpenBracket>,
    column: usize,
    /// Whether the bracket that closes next holds the names of an import.
    closing_is_tight: bool,
}

impl Tokens {
    /// Reads a stream.
    pub(crate) fn read(stream: TokenStream) -> Result<Self, LayoutError> {
        let mut reader = TokenReader {
            tokens: Self::default(),
            brackets: vec![OpenBracket::new(0)],
            column: 0,
            closing_is_tight: false,
        };
        reader.stream(stream)?;
        if let Some(bracket) = reader.brackets.get(1) {
            let text = reader.tokens.text(bracket.open);
            return Err(LayoutError::new("a list that does not end", text));
        }
        reader.operand_ends();
        let mut tokens = reader.tokens;
        let mut breaks = 0;
        for token in &mut tokens.row {
            token.breaks_before = breaks;
            breaks += usize::from(token.breaks);
        }
        Ok(tokens)
    }

    /// Whether something ends here that an operator can follow.
    fn is_operand_end(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(TokenKind::Word) => !KEYWORDS.contains(&self.text(at)),
            Some(TokenKind::Literal | TokenKind::AngleEnd) => true,
            // Behind a block another statement begins.
            Some(TokenKind::Close) => !self.row[at].breaks,
            Some(TokenKind::Sign) => self.is(at, "?"),
            _ => false,
        }
    }
}

impl TokenReader {
    fn stream(&mut self, stream: TokenStream) -> Result<(), LayoutError> {
        let mut trees = stream.into_iter().peekable();
        let mut sign = String::new();
        while let Some(tree) = trees.next() {
            match tree {
                TokenTree::Ident(ident) => {
                    let kind = if sign == "'" {
                        TokenKind::Lifetime
                    } else {
                        TokenKind::Word
                    };
                    let start = self.tokens.text.len();
                    self.tokens.text.push_str(&std::mem::take(&mut sign));
                    // Writing to a text does not fail.
                    let _ = write!(self.tokens.text, "{ident}");
                    self.push(kind, start);
                }
                TokenTree::Literal(literal) => {
                    let start = self.tokens.text.len();
                    let _ = write!(self.tokens.text, "{literal}");
                    if self.tokens.text[start..].contains('\n') {
                        return Err(LayoutError::new(
                            "a literal of several lines",
                            &self.tokens.text[start..],
                        ));
                    }
                    self.push(TokenKind::Literal, start);
                }
                TokenTree::Punct(punct) => {
                    sign.push(punct.as_char());
                    let goes_on = punct.spacing() == Spacing::Joint
                        && matches!(
                            trees.peek(),
                            Some(TokenTree::Punct(_) | TokenTree::Ident(_))
                        );
                    if goes_on && sign == "'" {
                        continue;
                    }
                    let next = match trees.peek() {
                        Some(TokenTree::Punct(next)) if goes_on => next.as_char(),
                        _ => '\0',
                    };
                    if OPERATORS.iter().any(|operator| {
                        operator
                            .strip_prefix(sign.as_str())
                            .is_some_and(|rest| rest.starts_with(next))
                    }) && !self.closes_angle(&sign)
                    {
                        continue;
                    }
                    self.sign(&std::mem::take(&mut sign));
                }
                TokenTree::Group(group) => self.group(group.delimiter(), group.stream())?,
            }
        }
        Ok(())
    }

    fn closes_angle(&self, sign: &str) -> bool {
        sign == ">" && self.innermost_is(TokenKind::Angle)
    }

    fn innermost_is(&self, kind: TokenKind) -> bool {
        self.brackets.len() > 1 && self.tokens.kind(self.innermost().open) == Some(kind)
    }

    fn innermost(&self) -> &OpenBracket {
        self.brackets
            .last()
            .unwrap_or_else(|| unreachable!("what is around the whole file stays"))
    }

    fn innermost_mut(&mut self) -> &mut OpenBracket {
        self.brackets
            .last_mut()
            .unwrap_or_else(|| unreachable!("what is around the whole file stays"))
    }

    /// An operator or separator, of all its characters.
    fn sign(&mut self, sign: &str) {
        let before = self.tokens.len().wrapping_sub(1);
        let follows_operand = self.tokens.is_operand_end(before);
        let kind = match sign {
            "<" if self.is_generic(before) => TokenKind::Angle,
            ">" if self.innermost_is(TokenKind::Angle) => TokenKind::AngleEnd,
            "|" if self.innermost_is(TokenKind::Pipe) => TokenKind::PipeEnd,
            "|" if !follows_operand => TokenKind::Pipe,
            "||" if !follows_operand => TokenKind::PipeEnd,
            "&" | "&&" | "*" | "-" | "!" | "?" if !follows_operand => TokenKind::Prefix,
            _ => TokenKind::Sign,
        };
        let start = self.tokens.text.len();
        self.tokens.text.push_str(sign);
        if matches!(kind, TokenKind::AngleEnd) || (kind == TokenKind::PipeEnd && sign == "|") {
            self.close(kind, start);
            return;
        }
        self.push(kind, start);
        if matches!(kind, TokenKind::Angle | TokenKind::Pipe) {
            self.brackets.push(OpenBracket::new(self.tokens.len() - 1));
        }
        let bracket = self.innermost_mut();
        bracket.commas += usize::from(sign == ",");
        bracket.has_semicolon |= sign == ";";
    }

    /// Whether `<` begins generic arguments: behind `::`, a type, what is being declared, and where
    /// nothing could be compared.
    fn is_generic(&self, before: usize) -> bool {
        let is_declared = || {
            let keyword = self.tokens.text(before.wrapping_sub(1));
            matches!(keyword, "fn" | "struct" | "enum" | "type" | "trait")
        };
        let is_type = || {
            let text = self.tokens.text(before);
            self.tokens.is_word(before) && text.starts_with(char::is_uppercase)
        };
        self.tokens.is(before, "::")
            || !self.tokens.is_operand_end(before)
            || is_type()
            || is_declared()
    }

    fn group(&mut self, delimiter: Delimiter, inner: TokenStream) -> Result<(), LayoutError> {
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => ("{", "}"),
            // What an outer macro wraps: its tokens count, the group has no signs.
            Delimiter::None => return self.stream(inner),
        };
        let start = self.tokens.text.len();
        self.tokens.text.push_str(open);
        self.push(TokenKind::Open, start);
        let depth = self.brackets.len();
        if depth > DEEPEST {
            return Err(LayoutError::new("brackets that nest this deep", open));
        }
        self.brackets.push(OpenBracket::new(self.tokens.len() - 1));
        self.stream(inner)?;
        if self.brackets.len() != depth + 1 {
            let open = self.innermost().open;
            let text = self.tokens.text(open).to_owned();
            return Err(LayoutError::new("a list that does not end", &text));
        }
        let start = self.tokens.text.len();
        self.tokens.text.push_str(close);
        self.close(TokenKind::Close, start);
        Ok(())
    }

    /// Adds the token that ends the innermost bracket.
    fn close(&mut self, kind: TokenKind, start: usize) {
        self.operand_ends();
        let Some(bracket) = self.brackets.pop() else {
            return;
        };
        let open = bracket.open;
        let last = self.tokens.len() - 1;
        let is_tuple =
            || self.tokens.opens(open, "(") && bracket.commas == 1 && !self.is_call(open);
        let has_last_comma = last > open && self.tokens.is(last, ",") && !is_tuple();
        if has_last_comma {
            let token = &mut self.tokens.row[last];
            token.kind = TokenKind::LastComma;
            token.gap = false;
            self.column = token.place.start;
            token.place.end = self.column;
        }
        let items = bracket.commas + usize::from(!has_last_comma);
        let inside = open + 1..self.tokens.len();
        let only = open + 1..inside.end - usize::from(has_last_comma);
        let breaks = self.must_break(open, &inside, items, bracket.has_semicolon)
            || (items == 1 && self.is_narrow(open, &only));
        self.closing_is_tight = self.is_tight(open);
        let is_block =
            self.tokens.opens(open, "{") && !self.is_literal(open) && !self.closing_is_tight;
        self.push(kind, start);
        let end = self.tokens.len();
        self.tokens.row[open].next = end;
        self.tokens.row[end - 1].breaks = is_block;
        self.innermost_mut().is_broken |= bracket.is_broken;
        if breaks {
            self.breaks(open);
        }
    }

    /// Whether a bracket holds nothing but a call, and that is too long: such a call is given less room
    /// than others.
    fn is_narrow(&self, open: usize, inside: &Range<usize>) -> bool {
        let holds_values = (self.tokens.opens(open, "(") && self.is_call(open))
            || (self.tokens.opens(open, "[") && self.is_list(open));
        holds_values && self.tokens.call(inside).is_some() && self.tokens.width(inside) > CALL_WIDTH
    }

    /// What begins here must not stand on one line, so nothing around it must.
    fn breaks(&mut self, at: usize) {
        self.tokens.row[at].breaks = true;
        self.innermost_mut().is_broken = true;
    }

    fn must_break(
        &self,
        open: usize,
        inside: &Range<usize>,
        items: usize,
        has_semicolon: bool,
    ) -> bool {
        let width = self.tokens.width(inside);
        match self.tokens.text(open) {
            "(" => items > 1 && width > CALL_WIDTH && !self.innermost_is(TokenKind::Pipe),
            "[" => items > 1 && width > ARRAY_WIDTH && !has_semicolon && self.is_list(open),
            "{" if inside.is_empty() || self.is_tight(open) => false,
            "{" => !(self.is_literal(open) && width <= LITERAL_WIDTH),
            _ => false,
        }
    }

    /// Whether a bracket holds arguments.
    fn is_call(&self, open: usize) -> bool {
        let before = open.wrapping_sub(1);
        self.tokens.is_operand_end(before) || self.tokens.is(before, "!")
    }

    /// Whether a bracket holds a list of values.
    fn is_list(&self, open: usize) -> bool {
        !self.tokens.is_operand_end(open.wrapping_sub(1))
    }

    /// Whether a brace holds the names of an import.
    fn is_tight(&self, open: usize) -> bool {
        self.tokens.is(open.wrapping_sub(1), "::")
    }

    /// Whether a brace holds the fields of a structure that is made.
    fn is_literal(&self, open: usize) -> bool {
        let name = self.tokens.text(open.wrapping_sub(1));
        let is_field = matches!(self.tokens.text(open + 2), ":" | "," | "");
        name.starts_with(char::is_uppercase) && (is_field || self.tokens.is(open + 1, ".."))
    }

    /// Adds a token whose text is the last one of all.
    fn push(&mut self, kind: TokenKind, start: usize) {
        let at = self.tokens.len();
        let text = start..self.tokens.text.len();
        let gap = at > 0 && self.is_apart(kind, &self.tokens.text[text.clone()]);
        if !matches!(
            kind,
            TokenKind::Close | TokenKind::AngleEnd | TokenKind::PipeEnd
        ) {
            self.operand(kind, start);
        }
        let begin = self.column + usize::from(gap);
        self.column = begin + width(&self.tokens.text[text.clone()]);
        self.tokens.row.push(Token {
            kind,
            breaks: kind == TokenKind::Sign && &self.tokens.text[text.clone()] == "#",
            text,
            gap,
            next: at + 1,
            place: begin..self.column,
            breaks_before: 0,
        });
    }

    /// Notes where operands begin and end, and how many `.` they have.
    fn operand(&mut self, kind: TokenKind, start: usize) {
        let at = self.tokens.len();
        let text = &self.tokens.text[start..];
        let is_step = kind == TokenKind::Sign && text == ".";
        let goes_on = match kind {
            TokenKind::Word => !KEYWORDS.contains(&text),
            TokenKind::Literal | TokenKind::Angle => true,
            TokenKind::Open => {
                text != "{"
                    && (self.tokens.is_operand_end(at.wrapping_sub(1))
                        || self.tokens.is(at.wrapping_sub(1), "!"))
            }
            TokenKind::Sign => matches!(text, "." | "::" | "?" | "!"),
            _ => false,
        };
        let before = at.wrapping_sub(1);
        let is_new = matches!(kind, TokenKind::Word | TokenKind::Literal)
            && !(self.tokens.is(before, ".") || self.tokens.is(before, "::"));
        if !goes_on || is_new {
            self.operand_ends();
        }
        let begins = goes_on || kind == TokenKind::Open;
        let bracket = self.innermost_mut();
        match &mut bracket.operand {
            Some((_, steps)) => *steps += usize::from(is_step),
            None if begins => bracket.operand = Some((at, 0)),
            None => {}
        }
    }

    /// An operand of several steps must not stand on one line if it is long.
    fn operand_ends(&mut self) {
        let end = self.tokens.len();
        if let Some((start, steps)) = self.innermost_mut().operand.take()
            && steps > 1
            && self.tokens.width(&(start..end)) > CHAIN_WIDTH
        {
            self.breaks(start);
        }
    }

    /// Whether a space stands between the last token and the next one.
    fn is_apart(&self, kind: TokenKind, text: &str) -> bool {
        let before = self.tokens.len() - 1;
        let follows_operand = self.tokens.is_operand_end(before);
        match (kind, text) {
            (TokenKind::AngleEnd, _)
            | (TokenKind::PipeEnd, "|")
            | (TokenKind::Close, ")" | "]")
            | (TokenKind::Sign, "," | ";" | "." | "?" | ":") => false,
            (TokenKind::Close, _) => !self.tokens.opens(before, "{") && !self.closing_is_tight,
            (TokenKind::Sign, "::" | "!" | ".." | "..=" | "...") | (TokenKind::Open, "(" | "[")
                if follows_operand =>
            {
                false
            }
            (TokenKind::Angle, _)
                if self.tokens.is_word(before) || self.tokens.is(before, "::") =>
            {
                false
            }
            (TokenKind::Open, "(") if matches!(self.tokens.text(before), "fn" | "pub") => false,
            (TokenKind::Open, "{") if self.is_bang(before) => true,
            _ => self.is_open_to_the_next(before),
        }
    }

    /// Whether an exclamation mark belongs to a macro's name.
    fn is_bang(&self, at: usize) -> bool {
        self.tokens.is(at, "!") && self.tokens.kind(at) == Some(TokenKind::Sign)
    }

    /// Whether what begins behind this token stands apart from it.
    fn is_open_to_the_next(&self, before: usize) -> bool {
        match self.tokens.kind(before) {
            Some(TokenKind::Prefix | TokenKind::Angle | TokenKind::Pipe) => false,
            Some(TokenKind::Open) => self.tokens.is(before, "{") && !self.is_tight(before),
            Some(TokenKind::Sign) => !matches!(
                self.tokens.text(before),
                "." | "::" | ".." | "..=" | "..." | "#" | "!"
            ),
            _ => true,
        }
    }
}

/// How many columns a text takes.
fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.width()
    }
}

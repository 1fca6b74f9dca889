//! Tokens in a row: a stream flattened once, so that a printer can look ahead without copies.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Display, Formatter, Write as _};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// What a token is; texts are kept aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Literal,
    /// A sign; whether the next one belongs to it.
    Sign(char, bool),
    /// A group begins; the place of its end.
    Open(char, usize),
    Close,
    /// The place behind all tokens.
    End,
}

/// A token and where its text is.
#[derive(Clone, Copy, Debug)]
struct Token {
    kind: Kind,
    text: (usize, usize),
}

impl Token {
    /// A token that its kind says all about.
    fn sign(kind: Kind) -> Self {
        Self { kind, text: (0, 0) }
    }
}

/// All tokens of a file.
#[derive(Debug)]
pub(super) struct Tokens {
    tokens: Vec<Token>,
    text: String,
}

impl Tokens {
    pub(super) fn new(stream: TokenStream) -> Self {
        let mut text = String::with_capacity(TEXT);
        let length = Cell::new(0);
        let row = Row {
            stream: Cell::new(Some(stream)),
            tokens: RefCell::new(Vec::with_capacity(TOKENS)),
            length: &length,
        };
        let mut texts = Texts {
            text: &mut text,
            length: &length,
        };
        // Neither writing to a text nor a token's own text fails.
        let _ = write!(texts, "{row}");
        let tokens = row.tokens.into_inner();
        Self { tokens, text }
    }

    /// The tokens as text that a parser understands.
    pub(super) fn source(&self) -> String {
        let mut source = String::new();
        let mut closing = Vec::new();
        for token in &self.tokens {
            match token.kind {
                Kind::Sign(sign, is_joint) => {
                    source.push(sign);
                    if is_joint {
                        continue;
                    }
                }
                Kind::Open(open, _) => {
                    source.push(open);
                    closing.push(match open {
                        '(' => ')',
                        '[' => ']',
                        _ => '}',
                    });
                }
                Kind::Close => source.extend(closing.pop()),
                Kind::Word | Kind::Literal | Kind::End => {
                    source.push_str(&self.text[token.text.0..token.text.1]);
                }
            }
            source.push(' ');
        }
        source
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The bytes of all words and literals.
    pub(super) fn text_length(&self) -> usize {
        self.text.len()
    }

    pub(super) fn kind(&self, at: usize) -> Kind {
        self.tokens.get(at).map_or(Kind::End, |token| token.kind)
    }

    /// The text of a word or a literal; nothing for signs.
    pub(super) fn text(&self, at: usize) -> &str {
        self.tokens
            .get(at)
            .map_or("", |token| &self.text[token.text.0..token.text.1])
    }

    pub(super) fn is_word(&self, at: usize, word: &str) -> bool {
        self.kind(at) == Kind::Word && self.text(at) == word
    }

    pub(super) fn is_sign(&self, at: usize, sign: char) -> bool {
        matches!(self.kind(at), Kind::Sign(found, _) if found == sign)
    }

    /// Whether `::`, `->` or `=>` is here.
    pub(super) fn is_pair(&self, at: usize, pair: [char; 2]) -> bool {
        self.kind(at) == Kind::Sign(pair[0], true) && self.is_sign(at + 1, pair[1])
    }

    /// The end of the group that begins here.
    pub(super) fn group(&self, at: usize, open: char) -> Option<usize> {
        match self.kind(at) {
            Kind::Open(found, end) if found == open => Some(end),
            _ => None,
        }
    }
}

/// What an action's file takes; more is found on the way.
const TOKENS: usize = 2_048;
const TEXT: usize = 16_384;

/// Texts one behind the other, and how long they are together.
struct Texts<'a> {
    text: &'a mut String,
    length: &'a Cell<usize>,
}

impl fmt::Write for Texts<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        self.length.set(self.text.len());
        Ok(())
    }
}

/// A stream that is put in a row when it is shown. A token gives its text to a formatter only, and
/// one formatter for all of them costs a fraction of one for each.
struct Row<'a> {
    stream: Cell<Option<TokenStream>>,
    tokens: RefCell<Vec<Token>>,
    length: &'a Cell<usize>,
}

impl Display for Row<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let stream = self.stream.take().unwrap_or_default();
        self.add(stream, &mut self.tokens.borrow_mut(), formatter)
    }
}

impl Row<'_> {
    fn add(
        &self,
        stream: TokenStream,
        tokens: &mut Vec<Token>,
        formatter: &mut Formatter<'_>,
    ) -> fmt::Result {
        for tree in stream {
            match tree {
                TokenTree::Ident(ident) => {
                    tokens.push(self.written(Kind::Word, &ident, formatter)?);
                }
                TokenTree::Literal(literal) => {
                    tokens.push(self.written(Kind::Literal, &literal, formatter)?);
                }
                TokenTree::Punct(sign) => {
                    let is_joint = sign.spacing() == Spacing::Joint;
                    tokens.push(Token::sign(Kind::Sign(sign.as_char(), is_joint)));
                }
                TokenTree::Group(group) => {
                    let open = match group.delimiter() {
                        Delimiter::Parenthesis => Some('('),
                        Delimiter::Brace => Some('{'),
                        Delimiter::Bracket => Some('['),
                        // What an outer macro wraps; `quote!` makes none.
                        Delimiter::None => None,
                    };
                    let inner = group.stream();
                    // The group shares its tokens; without it they are taken and not copied.
                    drop(group);
                    let Some(open) = open else {
                        self.add(inner, tokens, formatter)?;
                        continue;
                    };
                    let start = tokens.len();
                    tokens.push(Token::sign(Kind::Open(open, start)));
                    self.add(inner, tokens, formatter)?;
                    let end = tokens.len();
                    tokens[start].kind = Kind::Open(open, end);
                    tokens.push(Token::sign(Kind::Close));
                }
            }
        }
        Ok(())
    }

    fn written(
        &self,
        kind: Kind,
        text: &impl Display,
        formatter: &mut Formatter<'_>,
    ) -> Result<Token, fmt::Error> {
        let start = self.length.get();
        text.fmt(formatter)?;
        let text = (start, self.length.get());
        Ok(Token { kind, text })
    }
}

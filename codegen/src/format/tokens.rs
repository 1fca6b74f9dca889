//! Tokens in a row: a stream flattened once, so that a printer can look ahead without copies.

use std::fmt::Write as _;

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

/// All tokens of a file.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    tokens: Vec<Token>,
    text: String,
}

impl Tokens {
    pub(super) fn new(stream: TokenStream) -> Self {
        let mut all = Self::default();
        all.add(stream);
        all
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

    fn add(&mut self, stream: TokenStream) {
        for tree in stream {
            match tree {
                TokenTree::Ident(ident) => self.push(Kind::Word, &ident),
                TokenTree::Literal(literal) => self.push(Kind::Literal, &literal),
                TokenTree::Punct(sign) => {
                    let is_joint = sign.spacing() == Spacing::Joint;
                    self.push(Kind::Sign(sign.as_char(), is_joint), &"");
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
                        self.add(inner);
                        continue;
                    };
                    let start = self.tokens.len();
                    self.push(Kind::Open(open, start), &"");
                    self.add(inner);
                    let end = self.tokens.len();
                    self.tokens[start].kind = Kind::Open(open, end);
                    self.push(Kind::Close, &"");
                }
            }
        }
    }

    fn push(&mut self, kind: Kind, text: &impl std::fmt::Display) {
        let start = self.text.len();
        let _ = write!(self.text, "{text}");
        let text = (start, self.text.len());
        self.tokens.push(Token { kind, text });
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
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

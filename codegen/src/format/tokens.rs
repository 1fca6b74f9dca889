//! Tokens in a row: a stream flattened once, so that a printer can look ahead without copies.

use crate::piece::{Mark, Piece};

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
#[derive(Debug, Default)]
pub(super) struct Tokens {
    row: Vec<Token>,
    text: String,
    /// The beginnings of groups whose ends are still to come.
    open: Vec<usize>,
}

impl Tokens {
    /// Puts the tokens of a file here, in the place of those of another.
    pub(super) fn fill(&mut self, piece: &Piece) {
        self.row.clear();
        self.text.clear();
        self.open.clear();
        let row = piece.row();
        self.text.push_str(&row.text);
        let mut at = 0;
        for mark in &row.marks {
            let token = match *mark {
                Mark::Word(length) => written(Kind::Word, &mut at, length),
                Mark::Literal(length) => written(Kind::Literal, &mut at, length),
                Mark::Sign(sign, is_joint) => Token::sign(Kind::Sign(sign, is_joint)),
                Mark::Open(open) => {
                    self.open.push(self.row.len());
                    Token::sign(Kind::Open(open, 0))
                }
                Mark::Close => {
                    self.close();
                    Token::sign(Kind::Close)
                }
            };
            self.row.push(token);
        }
    }

    /// Tells the beginning of the innermost group where it ends, which is here.
    fn close(&mut self) {
        let here = self.row.len();
        let start = self.open.pop().and_then(|start| self.row.get_mut(start));
        if let Some(Kind::Open(_, end)) = start.map(|start| &mut start.kind) {
            *end = here;
        }
    }

    /// The tokens as text that a parser understands.
    pub(super) fn source(&self) -> String {
        let mut source = String::new();
        let mut closing = Vec::new();
        for token in &self.row {
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
        self.row.len()
    }

    pub(super) fn kind(&self, at: usize) -> Kind {
        self.row.get(at).map_or(Kind::End, |token| token.kind)
    }

    /// The text of a word or a literal; nothing for signs.
    pub(super) fn text(&self, at: usize) -> &str {
        self.row
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

/// A token whose text is the next so many bytes.
fn written(kind: Kind, at: &mut usize, length: usize) -> Token {
    let start = *at;
    *at += length;
    Token {
        kind,
        text: (start, *at),
    }
}

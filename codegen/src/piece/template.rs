//! What `quote!` makes, read once, and the desk for what cannot be.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Display, Formatter, Write as _};

use proc_macro2::{Delimiter, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _};

use super::row::{Mark, Part, Row};

/// The sign that holds a place. Rust has it in the definitions of macros only, and none are made.
const PLACE: char = '$';

/// A place for a part, among tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place;

impl ToTokens for Place {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(Punct::new(PLACE, Spacing::Alone));
    }
}

/// Tokens in a row, with places for parts.
#[derive(Debug, Default)]
pub(crate) struct Template {
    row: Row,
    /// Where parts go: behind so many marks, and so many bytes of text.
    places: Vec<(usize, usize)>,
}

impl Template {
    pub(crate) fn new(tokens: TokenStream) -> Self {
        let mut template = Self::default();
        let length = Cell::new(0);
        let reading = Reading {
            tokens: Cell::new(Some(tokens)),
            marks: RefCell::new(&mut template.row.marks),
            places: RefCell::new(&mut template.places),
            length: &length,
        };
        let mut text = Text {
            text: &mut template.row.text,
            length: &length,
        };
        // Neither writing to a text nor a token's own text fails.
        let _ = write!(text, "{reading}");
        template
    }

    /// The tokens with the parts in their places.
    pub(super) fn filled(&self, parts: &[&dyn Part]) -> Row {
        assert_eq!(self.places.len(), parts.len(), "a `$` stands in `quote!`");
        let (mut marks, mut text) = self.row.end();
        for part in parts {
            let room = part.room();
            marks += room.0;
            text += room.1;
        }
        let mut row = Row::with_room((marks, text));
        let mut done = (0, 0);
        for (place, part) in self.places.iter().zip(parts) {
            row.add(&self.row, done, *place);
            part.put(&mut row);
            done = *place;
        }
        row.add(&self.row, done, self.row.end());
        row
    }
}

/// A stream that is put in a row when it is shown. A token gives its text to a formatter only, and
/// one formatter for all of them costs a fraction of one for each.
struct Reading<'a> {
    tokens: Cell<Option<TokenStream>>,
    marks: RefCell<&'a mut Vec<Mark>>,
    places: RefCell<&'a mut Vec<(usize, usize)>>,
    length: &'a Cell<usize>,
}

/// The texts one behind the other, and how long they are together.
struct Text<'a> {
    text: &'a mut String,
    length: &'a Cell<usize>,
}

impl fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        self.length.set(self.text.len());
        Ok(())
    }
}

impl Display for Reading<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let tokens = self.tokens.take().unwrap_or_default();
        self.add(tokens, &mut self.marks.borrow_mut(), formatter)
    }
}

impl Reading<'_> {
    fn add(
        &self,
        tokens: TokenStream,
        marks: &mut Vec<Mark>,
        formatter: &mut Formatter<'_>,
    ) -> fmt::Result {
        for tree in tokens {
            match tree {
                TokenTree::Ident(ident) => {
                    marks.push(Mark::Word(self.written(&ident, formatter)?));
                }
                TokenTree::Literal(literal) => {
                    marks.push(Mark::Literal(self.written(&literal, formatter)?));
                }
                TokenTree::Punct(sign) if sign.as_char() == PLACE => {
                    let place = (marks.len(), self.length.get());
                    self.places.borrow_mut().push(place);
                }
                TokenTree::Punct(sign) => {
                    let is_joint = sign.spacing() == Spacing::Joint;
                    marks.push(Mark::Sign(sign.as_char(), is_joint));
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
                    marks.extend(open.map(Mark::Open));
                    self.add(inner, marks, formatter)?;
                    marks.extend(open.map(|_| Mark::Close));
                }
            }
        }
        Ok(())
    }

    fn written(
        &self,
        text: &impl Display,
        formatter: &mut Formatter<'_>,
    ) -> Result<usize, fmt::Error> {
        let start = self.length.get();
        text.fmt(formatter)?;
        Ok(self.length.get() - start)
    }
}

/// The parts that were put into tokens and wait for their places, one behind the other.
#[derive(Debug)]
struct Desk {
    row: Row,
    /// Where each of them ends.
    ends: Vec<(usize, usize)>,
}

thread_local! {
    static DESK: RefCell<Desk> = const {
        RefCell::new(Desk {
            row: Row {
                marks: Vec::new(),
                text: String::new(),
            },
            ends: Vec::new(),
        })
    };
}

/// Puts a part on the desk, and a place for it among the tokens.
pub(super) fn insert(part: &dyn Part, tokens: &mut TokenStream) {
    DESK.with_borrow_mut(|desk| {
        part.put(&mut desk.row);
        desk.ends.push(desk.row.end());
    });
    Place.to_tokens(tokens);
}

/// The parts of one `quote!` with repetitions: those that came to the desk since it began. One that
/// is made on the way, by an iterator that it goes through, has taken its own by then.
#[derive(Debug)]
pub(crate) struct Frame {
    start: (usize, usize),
    ends: usize,
}

impl Frame {
    pub(crate) fn begin() -> Self {
        DESK.with_borrow(|desk| Self {
            start: desk.row.end(),
            ends: desk.ends.len(),
        })
    }

    /// The tokens with the parts in their places.
    pub(super) fn end(self, tokens: TokenStream) -> Row {
        let template = Template::new(tokens);
        DESK.with_borrow_mut(|desk| {
            let (marks, text) = (template.row.end(), desk.row.end());
            let mut row = Row::with_room((
                marks.0 + text.0 - self.start.0,
                marks.1 + text.1 - self.start.1,
            ));
            let (mut done, mut start) = ((0, 0), self.start);
            for (place, end) in template.places.iter().zip(&desk.ends[self.ends..]) {
                row.add(&template.row, done, *place);
                row.add(&desk.row, start, *end);
                (done, start) = (*place, *end);
            }
            row.add(&template.row, done, template.row.end());
            desk.ends.truncate(self.ends);
            desk.row.marks.truncate(self.start.0);
            desk.row.text.truncate(self.start.1);
            row
        })
    }
}

//! Places in a file: a second, lazy pass over the YAML events that keeps where everything stands.
//!
//! The model is read without places, because nearly all files are right and places cost time.
//! Only a file with a finding is read again, into a tree of nodes with their bytes, and the path
//! of the finding (`request[2].type`) is looked up there. The same tree is what
//! [`crate::load`] goes by to find everything that is wrong with a file at once.

use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span as EventSpan};

use crate::diagnostic::Span;

/// Deeper than any spec; the reader of the model refuses this depth too.
const MAX_DEPTH: usize = 128;

const TOO_DEEP: &str = "nested deeper than any spec";

/// A file as a tree.
#[derive(Debug)]
pub(crate) struct Tree {
    /// The document; absent in an empty file.
    pub(crate) root: Option<Node>,
    /// Anchors, aliases and tags, which the language does not have.
    pub(crate) not_plain: Vec<(Range<usize>, &'static str)>,
}

/// A node and its bytes.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) bytes: Range<usize>,
    pub(crate) content: Content,
}

#[derive(Debug)]
pub(crate) enum Content {
    /// A text; `plain` if it stands without quotes and may be a number.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    /// Keys in the file's order, repeated ones too.
    Map(Vec<(Node, Node)>),
}

/// Why a file is no tree.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) bytes: Range<usize>,
    pub(crate) message: String,
}

impl Node {
    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether it is a plain scalar that stands for nothing.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, plain: true }
            if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// Where to point when something is missing in it: at its beginning.
    pub(crate) fn head(&self) -> Range<usize> {
        match &self.content {
            Content::Map(entries) => entries
                .first()
                .map_or(self.bytes.clone(), |(key, _)| key.bytes.clone()),
            Content::List(items) => items.first().map_or(self.bytes.clone(), Self::head),
            Content::Scalar { .. } => self.bytes.clone(),
        }
    }
}

/// Reads a text into a tree.
pub(crate) fn parse(text: &str) -> Result<Tree, SyntaxError> {
    let offsets = Offsets::new(text);
    let mut builder = Builder {
        text,
        offsets: &offsets,
        open: Vec::new(),
        root: None,
        not_plain: Vec::new(),
        documents: 0,
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let at = offsets.byte(error.marker());
            SyntaxError {
                bytes: at..ceil(text, at + 1),
                message: match error.info() {
                    "recursion limit exceeded" => TOO_DEEP.to_owned(),
                    info => info.to_owned(),
                },
            }
        })?;
        builder.take(event, span)?;
    }
    Ok(Tree {
        root: builder.root,
        not_plain: builder.not_plain,
    })
}

/// Where a quoted text ends.
fn quoted_end(scalar: &str, style: ScalarStyle) -> Option<usize> {
    let mut bytes = scalar.bytes().enumerate().skip(1).peekable();
    while let Some((at, byte)) = bytes.next() {
        match (style, byte) {
            (ScalarStyle::DoubleQuoted, b'\\') => {
                bytes.next();
            }
            (ScalarStyle::SingleQuoted, b'\'')
                if bytes.peek().map(|(_, next)| *next) == Some(b'\'') =>
            {
                bytes.next();
            }
            (ScalarStyle::DoubleQuoted, b'"') | (ScalarStyle::SingleQuoted, b'\'') => {
                return Some(at + 1);
            }
            _ => {}
        }
    }
    None
}

/// The last place at or before this one that no character straddles.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let end = at.min(text.len());
    let mut places = (0..=end).rev();
    places.find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The first place at or behind this one that no character straddles.
fn ceil(text: &str, at: usize) -> usize {
    let mut places = at..text.len();
    let found = places.find(|at| text.is_char_boundary(*at));
    found.unwrap_or(text.len())
}

/// Line and column of a place, both from 1.
pub(crate) fn span(text: &str, bytes: Range<usize>) -> Span {
    let start = floor(text, bytes.start);
    let end = ceil(text, bytes.end.max(start));
    let head = &text[..start];
    let line_start = head.rfind('\n').map_or(0, |newline| newline + 1);
    Span {
        bytes: start..end,
        line: head.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: head[line_start..].chars().count() + 1,
    }
}

/// From the parser's places, which count characters, to bytes.
struct Offsets {
    /// The byte of every character; empty where all characters are of one byte.
    bytes: Vec<usize>,
    len: usize,
}

impl Offsets {
    fn new(text: &str) -> Self {
        let bytes = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(byte, _)| byte).collect()
        };
        Self {
            bytes,
            len: text.len(),
        }
    }

    fn byte(&self, marker: &Marker) -> usize {
        if self.bytes.is_empty() {
            marker.index().min(self.len)
        } else {
            self.bytes.get(marker.index()).copied().unwrap_or(self.len)
        }
    }

    fn range(&self, span: EventSpan) -> Range<usize> {
        let start = self.byte(&span.start);
        start..self.byte(&span.end).max(start)
    }
}

/// A collection whose end has not come yet.
struct Open {
    start: usize,
    items: Vec<Node>,
    is_map: bool,
}

struct Builder<'a> {
    text: &'a str,
    offsets: &'a Offsets,
    open: Vec<Open>,
    root: Option<Node>,
    not_plain: Vec<(Range<usize>, &'static str)>,
    documents: usize,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: EventSpan) -> Result<(), SyntaxError> {
        let mut bytes = self.offsets.range(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                // The parser counts what follows a quoted text, blanks and comments, to it.
                let scalar = self.text.get(bytes.clone()).unwrap_or_default();
                bytes.end =
                    bytes.start + quoted_end(scalar, style).unwrap_or(scalar.trim_end().len());
                self.refuse(&bytes, anchor, tag.is_some());
                let content = Content::Scalar {
                    text: text.into_owned(),
                    plain: style == ScalarStyle::Plain,
                };
                self.place(Node { bytes, content });
            }
            Event::Alias(_) => {
                self.not_plain.push((bytes.clone(), "an alias"));
                let content = Content::Scalar {
                    text: String::new(),
                    plain: true,
                };
                self.place(Node { bytes, content });
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse(&bytes, anchor, tag.is_some());
                self.begin(&bytes, false)?;
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse(&bytes, anchor, tag.is_some());
                self.begin(&bytes, true)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&bytes),
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(SyntaxError {
                        bytes,
                        message: "a second document begins; a spec file holds one".to_owned(),
                    });
                }
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn refuse(&mut self, bytes: &Range<usize>, anchor: usize, tagged: bool) {
        if anchor != 0 {
            self.not_plain.push((bytes.clone(), "an anchor"));
        }
        if tagged {
            self.not_plain.push((bytes.clone(), "a tag"));
        }
    }

    fn begin(&mut self, bytes: &Range<usize>, is_map: bool) -> Result<(), SyntaxError> {
        if self.open.len() >= MAX_DEPTH {
            return Err(SyntaxError {
                bytes: bytes.clone(),
                message: TOO_DEEP.to_owned(),
            });
        }
        self.open.push(Open {
            start: bytes.start,
            items: Vec::new(),
            is_map,
        });
        Ok(())
    }

    fn end(&mut self, bytes: &Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let content = if open.is_map {
            let mut entries = Vec::with_capacity(open.items.len() / 2);
            let mut items = open.items.into_iter();
            while let (Some(key), Some(value)) = (items.next(), items.next()) {
                entries.push((key, value));
            }
            Content::Map(entries)
        } else {
            Content::List(open.items)
        };
        let bytes = open.start..bytes.end.max(open.start);
        self.place(Node { bytes, content });
    }

    fn place(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(open) => open.items.push(node),
            None => self.root = Some(node),
        }
    }
}

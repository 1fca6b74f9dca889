//! A file as a tree: what the YAML parser tells, every thing with its bytes.
//!
//! This is the one reading of a file. The model is made of the tree ([`crate::load`]), findings are
//! looked up in it, and what a plain scalar stands for is decided here and nowhere else. The parser
//! is the one beneath `serde_yaml`; its events tell what the language does not have (anchors,
//! aliases, tags) with places, which nothing that is deserialized straight from it could.
//!
//! What a hostile file can cost is bounded here: so deep, so many things, one document, and no
//! alias is ever followed.

mod span;
mod syntax_error;

use std::ops::Range;

use serde_json::Value;
use serde_yaml::granit_parser::{self, Event, Parser, ScalarStyle, Span as EventSpan};

pub use span::Span;
pub(crate) use span::{LineIndex, floor, span};
pub(crate) use syntax_error::SyntaxError;

/// More errors or warnings than this in one file are noise, and looking them all up would take long.
pub(crate) const MAX_FINDINGS_PER_FILE: usize = 1_000;

/// So many lists and objects stand in each other at most.
pub(crate) const MAX_DEPTH: usize = 128;

/// So many lists, objects, keys and values are in a file at most. The largest file of a whole
/// product has about a tenth.
pub(crate) const MAX_NODES: usize = 500_000;

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
    /// An alias or a text with a tag: refused already, so that nothing more is said of it.
    Refused,
}

impl Node {
    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The entry of an object with this key.
    pub(crate) fn entry(&self, key: &str) -> Option<&(Node, Node)> {
        match &self.content {
            Content::Map(entries) => entries.iter().find(|(name, _)| name.text() == Some(key)),
            _ => None,
        }
    }

    /// The items of the list below a key of an object.
    pub(crate) fn items(&self, key: &str) -> &[Node] {
        match self.entry(key).map(|(_, value)| &value.content) {
            Some(Content::List(items)) => items,
            _ => &[],
        }
    }

    /// Whether it is a plain scalar that stands for nothing.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, plain: true }
            if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// What a scalar stands for; `None` for lists, objects, and numbers that JSON has not or would
    /// not keep as they are written: `.inf`, `0x1f`, `+1`.
    pub(crate) fn scalar(&self) -> Option<Value> {
        let Content::Scalar { text, plain } = &self.content else {
            return None;
        };
        if !plain {
            return Some(text.as_str().into());
        }
        if self.is_null() {
            return Some(Value::Null);
        }
        match text.as_str() {
            "true" | "True" | "TRUE" => Some(true.into()),
            "false" | "False" | "FALSE" => Some(false.into()),
            text => number_or_text(text),
        }
    }

    /// Where to point when something is missing in it: at its beginning.
    pub(crate) fn head(&self) -> Range<usize> {
        match &self.content {
            Content::Map(entries) => entries
                .first()
                .map_or(self.bytes.clone(), |(key, _)| key.bytes.clone()),
            Content::List(items) => items.first().map_or(self.bytes.clone(), Self::head),
            Content::Scalar { .. } | Content::Refused => self.bytes.clone(),
        }
    }
}

/// A plain scalar that is neither nothing nor true nor false. Numbers are those that JSON writes the
/// same way, and those with a dot at one end (`.5`, `1.`). Digits behind a zero are a text: codes and
/// years are written so, and readers differ about their base.
fn number_or_text(text: &str) -> Option<Value> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let as_text = || Some(text.into());
    if matches!(digits, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return None;
    }
    let begins_like_one = digits.strip_prefix('.').unwrap_or(digits);
    if !begins_like_one.starts_with(|first: char| first.is_ascii_digit()) {
        return as_text();
    }
    let all_are = |is_digit: fn(&u8) -> bool, digits: &str| {
        !digits.is_empty() && digits.bytes().all(|byte| is_digit(&byte))
    };
    for (base, is_digit) in [
        ("0x", u8::is_ascii_hexdigit as fn(&u8) -> bool),
        ("0o", |digit| matches!(digit, b'0'..=b'7')),
        ("0b", |digit| matches!(digit, b'0' | b'1')),
    ] {
        if let Some(digits) = digits.strip_prefix(base) {
            return as_text().filter(|_| !all_are(is_digit, digits));
        }
    }
    let is_whole = all_are(u8::is_ascii_digit, digits);
    if is_whole && digits.len() > 1 && digits.starts_with('0') {
        return as_text();
    }
    if is_whole {
        let whole = text.parse::<i64>().map(Value::from);
        let whole = whole.or_else(|_| text.parse::<u64>().map(Value::from)).ok();
        return whole.filter(|_| !text.starts_with('+'));
    }
    // A float that is too great for one is a text, as are dates and versions.
    match text
        .parse::<f64>()
        .ok()
        .and_then(serde_json::Number::from_f64)
    {
        Some(_) if text.starts_with('+') => None,
        Some(number) => Some(Value::Number(number)),
        None => as_text(),
    }
}

/// Reads a text into a tree.
pub(crate) fn parse(text: &str) -> Result<Tree, SyntaxError> {
    parse_within(text, MAX_NODES)
}

fn parse_within(text: &str, max_nodes: usize) -> Result<Tree, SyntaxError> {
    let mut builder = Builder::new(text, max_nodes);
    for event in Parser::new_from_str_with_options(text, options()) {
        let (event, span) = event.map_err(|error| SyntaxError::of_parser(text, &error))?;
        builder.take(event, span)?;
    }
    Ok(Tree {
        root: builder.root,
        not_plain: builder.not_plain,
    })
}

fn options() -> granit_parser::Options {
    let mut options = granit_parser::options! {
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
        // An alias is refused for what it is, whether or not it leads somewhere.
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        disallow_directives: true,
    };
    options.set_emit_comments(false);
    options
}

/// A collection whose end has not come yet.
struct Open {
    start: usize,
    items: Vec<Node>,
    is_map: bool,
}

struct Builder<'t> {
    text: &'t str,
    open: Vec<Open>,
    root: Option<Node>,
    not_plain: Vec<(Range<usize>, &'static str)>,
    nodes: usize,
    max_nodes: usize,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str, max_nodes: usize) -> Self {
        Self {
            text,
            open: Vec::new(),
            root: None,
            not_plain: Vec::new(),
            nodes: 0,
            max_nodes,
        }
    }

    fn take(&mut self, event: Event<'t>, span: EventSpan) -> Result<(), SyntaxError> {
        let mut bytes = self.bytes(span);
        if let Some(tag) = span.tag_span() {
            self.note(self.bytes(tag), "a tag");
        }
        match event {
            Event::Scalar(_, _, _, Some(_)) => self.place(bytes, Content::Refused),
            Event::Scalar(text, style, ..) => {
                // The parser counts the blanks after a quoted text to it.
                let scalar = self.text.get(bytes.clone()).unwrap_or_default();
                bytes.end = bytes.start + scalar.trim_end().len();
                let content = Content::Scalar {
                    text: text.into_owned(),
                    plain: style == ScalarStyle::Plain,
                };
                self.place(bytes, content)
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.note(bytes.clone(), "an alias");
                self.place(bytes, Content::Refused)
            }
            Event::Anchor(..) => {
                self.note(bytes, "an anchor");
                Ok(())
            }
            Event::SequenceStart(..) => self.begin(bytes, false),
            Event::MappingStart(..) => self.begin(bytes, true),
            Event::SequenceEnd | Event::MappingEnd => self.end(&bytes),
            Event::DocumentStart(..) if self.root.is_some() => {
                let message = "a second document begins; a spec file holds one";
                Err(SyntaxError::new(bytes, message))
            }
            // Begin and end of the stream and of the document; comments are not asked for.
            _ => Ok(()),
        }
    }

    fn bytes(&self, span: EventSpan) -> Range<usize> {
        // Of a text in memory the parser always knows the bytes.
        let Range { start, end } = span.byte_range().unwrap_or_default();
        let start = start.min(self.text.len());
        start..end.clamp(start, self.text.len())
    }

    /// Notes what the language does not have. More of it than is told of is not kept.
    fn note(&mut self, bytes: Range<usize>, what: &'static str) {
        if self.not_plain.len() < MAX_FINDINGS_PER_FILE {
            self.not_plain.push((bytes, what));
        }
    }

    fn begin(&mut self, bytes: Range<usize>, is_map: bool) -> Result<(), SyntaxError> {
        // The parser counts brackets and indentation apart; together they may be twice as many.
        if self.open.len() >= MAX_DEPTH {
            return Err(SyntaxError::too_deep(bytes));
        }
        self.open.push(Open {
            start: bytes.start,
            items: Vec::new(),
            is_map,
        });
        Ok(())
    }

    fn end(&mut self, bytes: &Range<usize>) -> Result<(), SyntaxError> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
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
        self.place(open.start..bytes.end.max(open.start), content)
    }

    fn place(&mut self, bytes: Range<usize>, content: Content) -> Result<(), SyntaxError> {
        self.nodes += 1;
        if self.nodes > self.max_nodes {
            let message = format!(
                "the file holds more than {} keys and values",
                self.max_nodes
            );
            return Err(SyntaxError::new(bytes, message));
        }
        let node = Node { bytes, content };
        match self.open.last_mut() {
            Some(open) => open.items.push(node),
            None => self.root = Some(node),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;

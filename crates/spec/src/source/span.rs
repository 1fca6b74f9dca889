//! Places in a text: bytes, line and column.

use std::cmp::Ordering;
use std::ops::Range;

/// A stretch of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Span {
    /// The bytes, counted after a byte order mark.
    pub bytes: Range<usize>,
    /// The line of the start, from 1.
    pub line: usize,
    /// The column of the start in characters, from 1.
    pub column: usize,
}

impl PartialOrd for Span {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Span {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |span: &Self| (span.bytes.start, span.bytes.end, span.line, span.column);
        key(self).cmp(&key(other))
    }
}

/// The last place at or before this one that no character straddles.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let end = at.min(text.len());
    let mut places = (0..=end).rev();
    places.find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The first place at or behind this one that no character straddles.
pub(super) fn ceil(text: &str, at: usize) -> usize {
    let mut places = at..text.len();
    let found = places.find(|at| text.is_char_boundary(*at));
    found.unwrap_or(text.len())
}

/// Line and column of a place, both from 1.
pub(crate) fn span(text: &str, bytes: Range<usize>) -> Span {
    LineIndex::new(text).span(&bytes)
}

/// Where the lines of a text begin, so that a place is found without reading what is before it.
#[derive(Debug)]
pub(crate) struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(newlines).collect(),
        }
    }

    /// Line and column of a place, both from 1.
    pub(crate) fn span(&self, bytes: &Range<usize>) -> Span {
        let start = floor(self.text, bytes.start);
        let end = ceil(self.text, bytes.end.max(start));
        let line = self.starts.partition_point(|line| *line <= start);
        let line_start = line.checked_sub(1).and_then(|line| self.starts.get(line));
        let before = &self.text[line_start.copied().unwrap_or_default()..start];
        Span {
            bytes: start..end,
            line,
            column: before.chars().count() + 1,
        }
    }
}

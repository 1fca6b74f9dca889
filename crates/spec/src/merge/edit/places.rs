//! Where things of a YAML text begin and end: nodes with what belongs to them, lines, columns, comments.

use std::ops::Range;

use crate::source::{Content, Node};

/// How far the first list of a file stands inside of its key.
pub(super) fn list_indent(text: &str, root: &Node) -> Option<usize> {
    let Content::Map(entries) = &root.content else {
        return None;
    };
    entries
        .iter()
        .find_map(|(key, value)| match &value.content {
            Content::List(items) if !is_flow(text, value) => {
                let dash = dash_column(text, items.first()?);
                Some(dash.saturating_sub(column(text, key.bytes.start)))
            }
            _ => None,
        })
}

/// Whether a list or an object stands between brackets: then its first item begins behind its own beginning.
pub(crate) fn is_flow(text: &str, node: &Node) -> bool {
    let first = match &node.content {
        Content::Scalar { .. } | Content::Refused => return false,
        Content::List(items) => items.first(),
        Content::Map(entries) => entries.first().map(|(key, _)| key),
    };
    first.is_none_or(|first| first.bytes.start > node.bytes.start)
        && matches!(text.as_bytes().get(node.bytes.start), Some(b'{' | b'['))
}

/// Whether a place is between brackets, however many lines these are apart.
pub(super) fn is_inside_flow(text: &str, root: &Node, at: usize) -> bool {
    let mut node = root;
    loop {
        if is_flow(text, node) {
            return node.bytes.start < at && at < node.bytes.end;
        }
        let before = |found: &&Node| found.bytes.start <= at;
        let next = match &node.content {
            Content::Map(entries) => entries.iter().map(|(_, value)| value).rfind(before),
            Content::List(items) => items.iter().rfind(before),
            Content::Scalar { .. } | Content::Refused => None,
        };
        match next {
            Some(next) => node = next,
            None => return false,
        }
    }
}

/// Where the last byte of a node ends; comments and blank lines behind it are not of it.
pub(crate) fn end_of(text: &str, node: &Node) -> usize {
    match &node.content {
        Content::Scalar { .. } | Content::Refused => {
            let bytes = node.bytes.clone();
            let scalar = &text[bytes.clone()];
            let written = if keeps_breaks(scalar) {
                scalar.strip_suffix('\n').unwrap_or(scalar)
            } else {
                scalar.trim_end()
            };
            bytes.start + written.trim_end_matches('\r').len()
        }
        _ if is_flow(text, node) => node.bytes.end,
        Content::List(items) => items
            .last()
            .map_or(node.bytes.start, |last| end_of(text, last)),
        Content::Map(entries) => entries
            .last()
            .map_or(node.bytes.start, |(key, value)| entry_end(text, key, value)),
    }
}

/// Whether blank lines behind a text of several lines are of it: `|+`, `>2+`.
fn keeps_breaks(scalar: &str) -> bool {
    let header = scalar.split(['\n', '\r', ' ']).next().unwrap_or_default();
    header.starts_with(['|', '>']) && header.contains('+')
}

/// Where an entry of an object ends. An empty value stands wherever the parser looked for it.
pub(super) fn entry_end(text: &str, key: &Node, value: &Node) -> usize {
    let is_empty = text[value.bytes.clone()].trim().is_empty();
    if is_empty && matches!(value.content, Content::Scalar { .. }) {
        let colon = text[key.bytes.end..].find(':');
        key.bytes.end + colon.map_or(0, |at| at + 1)
    } else {
        end_of(text, value)
    }
}

/// The comments of a stretch that ends with a node, in their order: what stands between its texts can hold no
/// other `#`.
pub(super) fn comments_in<'t>(text: &'t str, range: Range<usize>, node: &Node) -> Vec<&'t str> {
    let mut leaves = Vec::new();
    collect_leaves(node, &mut leaves);
    let mut comments = Vec::new();
    let Range {
        start: mut from,
        end,
    } = range;
    for (start, until) in leaves.into_iter().chain([(end, end)]) {
        let mut between = text.get(from..start.min(end)).unwrap_or_default();
        while let Some(at) = between.find('#') {
            let comment = &between[at..];
            let comment = &comment[..comment.find('\n').unwrap_or(comment.len())];
            comments.push(comment.trim_end());
            between = &between[at + comment.len()..];
        }
        from = until.max(from);
    }
    comments
}

fn collect_leaves(node: &Node, leaves: &mut Vec<(usize, usize)>) {
    match &node.content {
        Content::Scalar { .. } | Content::Refused => {
            leaves.push((node.bytes.start, node.bytes.end));
        }
        Content::List(items) => items.iter().for_each(|item| collect_leaves(item, leaves)),
        Content::Map(entries) => {
            for (key, value) in entries {
                collect_leaves(key, leaves);
                collect_leaves(value, leaves);
            }
        }
    }
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Where the line of a byte ends, before what breaks it.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
    if end > at && text.as_bytes()[end - 1] == b'\r' {
        end - 1
    } else {
        end
    }
}

/// Where the line before a place ends: a line is taken out with the break before it, so that what is added
/// behind it stays.
pub(super) fn line_before(text: &str, at: usize) -> usize {
    let before = &text[..line_start(text, at)];
    let before = before.strip_suffix('\n').unwrap_or(before);
    before.strip_suffix('\r').unwrap_or(before).len()
}

/// The end of the line on which something ends, or of the last line behind it that is a comment standing
/// further inside than this column: such a comment belongs to what is above it.
pub(super) fn end_with_comments(text: &str, end: usize, column: usize) -> usize {
    let mut last = line_end(text, end);
    let mut at = last;
    while let Some(newline) = text[at..].find('\n') {
        let start = at + newline + 1;
        at = line_end(text, start);
        let line = &text[start..at];
        let inside = line.trim_start();
        if inside.starts_with('#') && line.len() - inside.len() > column {
            last = at;
        } else if !inside.is_empty() {
            break;
        }
    }
    last
}

pub(super) fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].chars().count()
}

/// The column of the dash before an item, which may stand on a line before it.
pub(super) fn dash_column(text: &str, item: &Node) -> usize {
    let mut end = item.bytes.start;
    loop {
        let start = line_start(text, end);
        let line = &text[start..end];
        let before = line.split('#').next().unwrap_or_default();
        if let Some(at) = before.rfind('-') {
            return before[..at].chars().count();
        }
        if start == 0 || !before.trim().is_empty() {
            return column(text, item.bytes.start);
        }
        end = start - 1;
    }
}

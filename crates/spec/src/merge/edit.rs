//! Edits of a YAML text: each says which bytes become which, and all others stay.
//!
//! Why spans and no lossless tree: the reader keeps the bytes of every node anyhow, an edit is then a range
//! and a text, and what no edit names cannot change. Libraries that hold a whole document as a tree
//! (`yaml-edit`) or apply patches by path (`yamlpatch`) parse once more with another idea of YAML than the
//! loader's, and re-indent what they touch.

use std::cmp::Reverse;
use std::ops::Range;

use super::yaml::{self, Layout, Yaml};
use crate::source::{Content, Node};

/// A text and what is to become of it.
#[derive(Debug)]
pub(crate) struct Edits<'t> {
    text: &'t str,
    newline: &'static str,
    layout: Layout,
    list: Vec<Edit>,
}

/// Bytes and what becomes of them.
#[derive(Debug)]
struct Edit {
    range: Range<usize>,
    text: String,
    /// How far inside it stands: of what is added at one place, the innermost comes first.
    depth: usize,
}

impl<'t> Edits<'t> {
    /// No edits yet.
    pub(crate) fn new(text: &'t str, root: Option<&Node>) -> Self {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let list_indent = root.and_then(|root| list_indent(text, root)).unwrap_or(2);
        Self {
            text,
            newline,
            layout: Layout { list_indent },
            list: Vec::new(),
        }
    }

    /// Whether nothing is to change.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The text with all edits.
    pub(crate) fn apply(mut self) -> String {
        // Stable: what is added at one place and depth keeps its order.
        self.list.sort_by_key(|edit| {
            let is_replacement = !edit.range.is_empty();
            (edit.range.start, is_replacement, Reverse(edit.depth))
        });
        let mut out = String::with_capacity(self.text.len() + 256);
        let mut at = 0;
        for Edit { range, text, .. } in &self.list {
            if range.start < at {
                continue; // Inside of what another edit has replaced.
            }
            out.push_str(&self.text[at..range.start]);
            out.push_str(text);
            at = range.end;
        }
        out.push_str(&self.text[at..]);
        out
    }

    fn replace(&mut self, range: Range<usize>, text: String) {
        self.list.push(Edit {
            range,
            text,
            depth: 0,
        });
    }

    fn insert_lines(&mut self, at: usize, lines: &[String]) {
        let first = lines.first().map_or("", String::as_str);
        let blanks = first.len() - first.trim_start_matches(' ').len();
        // A list may stand as far outside as its key.
        let depth = 2 * blanks + usize::from(first[blanks..].starts_with('-'));
        let mut text = String::new();
        for line in lines {
            text.push_str(self.newline);
            text.push_str(line);
        }
        self.list.push(Edit {
            range: at..at,
            text,
            depth,
        });
    }

    /// Another scalar in the place of one, in its quotes.
    pub(crate) fn set(&mut self, node: &Node, key: &str, value: &Yaml) {
        let old = &self.text[node.bytes.clone()];
        let written = match (value, old.as_bytes().first()) {
            (Yaml::String(text), Some(b'"')) => yaml::quoted(text),
            (Yaml::String(text), Some(b'\'')) if !text.contains(['\'', '\n']) => {
                let quoted = yaml::text(text);
                if quoted.starts_with('"') && quoted != format!("\"{text}\"") {
                    quoted
                } else {
                    format!("'{text}'")
                }
            }
            _ => yaml::flow_of(key, value),
        };
        self.replace(node.bytes.start..end_of(self.text, node), written);
    }

    /// A whole value in the place of another, below the same key.
    pub(crate) fn set_entry(&mut self, entry: &(Node, Node), key: &str, value: &Yaml) {
        let (name, old) = entry;
        if self.is_inside_flow(name) {
            let end = entry_end(self.text, name, old);
            let written = format!("{key}: {}", yaml::flow_of(key, value));
            return self.replace(name.bytes.start..end, written);
        }
        let indent = column(self.text, name.bytes.start);
        let mut lines = Vec::new();
        yaml::entry(key, value, indent, self.layout, &mut lines);
        let written = lines.join(self.newline);
        let end = entry_end(self.text, name, old);
        self.replace(
            name.bytes.start..end,
            written.trim_start_matches(' ').to_owned(),
        );
    }

    /// Whether an object that this key belongs to stands on one line between braces.
    fn is_inside_flow(&self, key: &Node) -> bool {
        let line = line_start(self.text, key.bytes.start);
        self.text[line..key.bytes.start].contains('{')
    }

    /// A further key of an object, behind those of the language that come before it.
    pub(crate) fn add_key(&mut self, map: &Node, order: &[&str], key: &str, value: &Yaml) {
        let Content::Map(entries) = &map.content else {
            // A bare value becomes an object.
            let mut object = yaml::Mapping::new();
            object.insert("value", Yaml::from(map.text().unwrap_or_default()));
            object.insert(key, value.clone());
            return self.set_item(map, &Yaml::Mapping(object));
        };
        let rank = |name: &str| order.iter().position(|known| *known == name);
        let wanted = rank(key).unwrap_or(usize::MAX);
        let before = entries
            .iter()
            .rposition(|(name, _)| {
                name.text()
                    .and_then(rank)
                    .is_some_and(|place| place < wanted)
            })
            .or(if entries.is_empty() { None } else { Some(0) });
        let Some(before) = before else { return };
        let (name, found) = &entries[before];
        if is_flow(self.text, map) {
            let at = entry_end(self.text, name, found);
            let written = format!(", {key}: {}", yaml::flow_of(key, value));
            return self.replace(at..at, written);
        }
        let indent = column(self.text, name.bytes.start);
        let mut lines = Vec::new();
        yaml::entry(key, value, indent, self.layout, &mut lines);
        let at = line_end(self.text, entry_end(self.text, name, found));
        self.insert_lines(at, &lines);
    }

    /// Takes a key out of an object.
    pub(crate) fn delete_key(&mut self, map: &Node, key: &str) {
        let Content::Map(entries) = &map.content else {
            return;
        };
        let Some(index) = entries
            .iter()
            .position(|(name, _)| name.text() == Some(key))
        else {
            return;
        };
        let (name, value) = &entries[index];
        let (start, end) = (name.bytes.start, entry_end(self.text, name, value));
        if index == 0 {
            let next = entries.get(1).map_or(end, |(next, _)| next.bytes.start);
            return self.replace(start..next, String::new());
        }
        if is_flow(self.text, map) {
            let (before, value) = &entries[index - 1];
            let from = entry_end(self.text, before, value);
            return self.replace(from..end, String::new());
        }
        let line_end = line_end(self.text, end);
        if self.text[end..line_end].trim().is_empty() {
            self.replace(self.line_before(start)..line_end, String::new());
        } else {
            // A comment stands behind it, and stays.
            let blanks =
                self.text[end..line_end].len() - self.text[end..line_end].trim_start().len();
            self.replace(start..end + blanks, String::new());
        }
    }

    /// Further items of a list that is the value of an entry of an object, behind the item of this number.
    pub(crate) fn add_items(&mut self, entry: &(Node, Node), after: Option<usize>, items: &[Yaml]) {
        let (key, list) = entry;
        let Content::List(found) = &list.content else {
            let indent = column(self.text, key.bytes.start) + self.layout.list_indent;
            return self.begin_list(key, list, indent, items);
        };
        if found.is_empty() && !self.is_inside_flow(key) {
            let indent = column(self.text, key.bytes.start) + self.layout.list_indent;
            return self.begin_list(key, list, indent, items);
        }
        if is_flow(self.text, list) {
            return self.add_to_flow(list, found, after, items);
        }
        let neighbour = &found[after.unwrap_or(0)];
        let dash = dash_column(self.text, neighbour);
        let is_flow = is_flow(self.text, neighbour);
        let mut lines = Vec::new();
        for value in items {
            let is_short = !matches!(value, Yaml::Mapping(map) if map.values().any(is_structure));
            if is_flow && is_short {
                lines.push(format!("{}- {}", " ".repeat(dash), yaml::flow(value)));
            } else {
                yaml::item(value, dash, self.layout, &mut lines);
            }
        }
        let at = match after {
            Some(index) => end_of(self.text, &found[index]),
            // Before the comments of the first item.
            None => key.bytes.end,
        };
        self.insert_lines(line_end(self.text, at), &lines);
    }

    fn add_to_flow(&mut self, list: &Node, found: &[Node], after: Option<usize>, items: &[Yaml]) {
        let written: Vec<String> = items.iter().map(yaml::flow).collect();
        let written = written.join(", ");
        if let Some(item) = after.map(|index| &found[index]) {
            let at = end_of(self.text, item);
            self.replace(at..at, format!(", {written}"));
        } else {
            let end = if found.is_empty() { "" } else { ", " };
            let at = list.bytes.start + 1;
            self.replace(at..at, format!("{written}{end}"));
        }
    }

    /// A list in the place of an empty one.
    fn begin_list(&mut self, key: &Node, list: &Node, indent: usize, items: &[Yaml]) {
        let mut lines = Vec::new();
        for value in items {
            yaml::item(value, indent, self.layout, &mut lines);
        }
        let end = entry_end(self.text, key, list);
        let mut text = String::from(":");
        for line in lines {
            text.push_str(self.newline);
            text.push_str(&line);
        }
        self.replace(key.bytes.end..end, text);
    }

    /// Another item in the place of one.
    pub(crate) fn set_item(&mut self, item: &Node, value: &Yaml) {
        self.replace(item.bytes.start..end_of(self.text, item), yaml::flow(value));
    }

    /// Takes items out of a list of texts, by their numbers in rising order.
    pub(crate) fn delete_items(&mut self, list: &Node, gone: &[usize]) {
        let Content::List(found) = &list.content else {
            return;
        };
        if !is_flow(self.text, list) {
            for item in gone.iter().filter_map(|index| found.get(*index)) {
                self.delete_line_of(item);
            }
            return;
        }
        // Those at the beginning go with the comma behind them, all others with the one before.
        let first = (0..found.len())
            .take_while(|index| gone.contains(index))
            .count();
        if first > 0 {
            let end_of_run = &found[first - 1];
            let end = found
                .get(first)
                .map_or(end_of(self.text, end_of_run), |next| next.bytes.start);
            self.replace(found[0].bytes.start..end, String::new());
        }
        for index in gone.iter().filter(|index| **index >= first) {
            let Some(item) = found.get(*index) else {
                continue;
            };
            let from = end_of(self.text, &found[index - 1]);
            self.replace(from..end_of(self.text, item), String::new());
        }
    }

    /// Takes an item out with its line; a comment behind it stays.
    fn delete_line_of(&mut self, item: &Node) {
        let end = end_of(self.text, item);
        let line_end = line_end(self.text, end);
        let from = line_start(self.text, item.bytes.start);
        let rest = &self.text[end..line_end];
        if rest.trim().is_empty() {
            self.replace(self.line_before(from)..line_end, String::new());
        } else {
            let dash = from + dash_column(self.text, item);
            let blanks = rest.len() - rest.trim_start().len();
            self.replace(dash..end + blanks, String::new());
        }
    }

    /// Where the line before a place ends: a line is taken out with the break before it, so that what is added
    /// behind it stays.
    fn line_before(&self, at: usize) -> usize {
        let start = line_start(self.text, at);
        start.saturating_sub(if start >= self.newline.len() {
            self.newline.len()
        } else {
            start
        })
    }

    /// The text as it is.
    pub(crate) fn text(&self) -> &'t str {
        self.text
    }
}

fn is_structure(value: &Yaml) -> bool {
    matches!(value, Yaml::Sequence(_) | Yaml::Mapping(_))
}

/// How far the first list of a file stands inside of its key.
fn list_indent(text: &str, root: &Node) -> Option<usize> {
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

/// Where the last byte of a node ends; comments and blank lines behind it are not of it.
pub(crate) fn end_of(text: &str, node: &Node) -> usize {
    match &node.content {
        Content::Scalar { .. } | Content::Refused => {
            let bytes = node.bytes.clone();
            bytes.start + text[bytes].trim_end().len()
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

/// Where an entry of an object ends. An empty value stands wherever the parser looked for it.
fn entry_end(text: &str, key: &Node, value: &Node) -> usize {
    let is_empty = text[value.bytes.clone()].trim().is_empty();
    if is_empty && matches!(value.content, Content::Scalar { .. }) {
        key.bytes.end + 1
    } else {
        end_of(text, value)
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Where the line of a byte ends, before what breaks it.
fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
    if end > at && text.as_bytes()[end - 1] == b'\r' {
        end - 1
    } else {
        end
    }
}

fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].chars().count()
}

/// The column of the dash before an item.
fn dash_column(text: &str, item: &Node) -> usize {
    let line = line_start(text, item.bytes.start);
    let before = &text[line..item.bytes.start];
    before
        .rfind('-')
        .map_or(before.len(), |at| before[..at].chars().count())
}

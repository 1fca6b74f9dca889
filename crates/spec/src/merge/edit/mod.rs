//! Edits of a YAML text: each says which bytes become which, and all others stay.
//!
//! Why spans and no lossless tree: the reader keeps the bytes of every node anyhow, an edit is then a range
//! and a text, and what no edit names cannot change. Libraries that hold a whole document as a tree
//! (`yaml-edit`) or apply patches by path (`yamlpatch`) parse once more with another idea of YAML than the
//! loader's, and re-indent what they touch.

mod delete;
mod places;

use std::cmp::Reverse;
use std::ops::Range;

use super::yaml::{self, LIST_INDENT, Yaml};
use crate::source::{Content, Node};
pub(crate) use places::end_of;
use places::{
    column, comments_in, dash_column, end_with_comments, entry_end, is_flow, is_inside_flow,
    line_end, line_start, list_indent,
};

/// A text and what is to become of it.
#[derive(Debug)]
pub(crate) struct Edits<'t> {
    text: &'t str,
    root: &'t Node,
    newline: &'static str,
    /// How far the dashes of its lists stand inside of their keys.
    list_indent: usize,
    list: Vec<Edit>,
    /// What is added between brackets: behind the last of these neighbours that stays.
    behind: Vec<(Vec<Range<usize>>, String)>,
    /// Where neighbours begin that do not stay.
    gone: Vec<usize>,
}

/// Bytes and what becomes of them.
#[derive(Debug)]
struct Edit {
    range: Range<usize>,
    text: String,
    /// How far inside it stands: of what is added at one place, the innermost comes first.
    depth: usize,
}

/// Whether comments stand inside of an entry's value, or behind the last of its lines.
pub(crate) fn has_comments(text: &str, (key, value): &(Node, Node)) -> bool {
    let end = end_of(text, value);
    let is_block = !is_flow(text, value) && text[key.bytes.end..end].contains('\n');
    let behind = text[end..line_end(text, end)].trim_start();
    !comments_in(text, key.bytes.end..end, value).is_empty()
        || (is_block && behind.starts_with('#'))
}

impl<'t> Edits<'t> {
    /// No edits yet.
    pub(crate) fn new(text: &'t str, root: &'t Node) -> Self {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Self {
            text,
            root,
            newline,
            list_indent: list_indent(text, root).unwrap_or(LIST_INDENT),
            list: Vec::new(),
            behind: Vec::new(),
            gone: Vec::new(),
        }
    }

    /// Whether nothing is to change.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty() && self.behind.is_empty()
    }

    /// The text with all edits.
    pub(crate) fn apply(mut self) -> String {
        for (neighbours, written) in std::mem::take(&mut self.behind) {
            let stays = |found: &&Range<usize>| !self.gone.contains(&found.start);
            if let Some(neighbour) = neighbours.iter().rfind(stays).or(neighbours.last()) {
                self.add_behind(neighbour.clone(), &written);
            }
        }
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

    /// A whole value in the place of another, below the same key. Comments inside of the old one stand before
    /// it from then on.
    pub(crate) fn set_entry(&mut self, entry: &(Node, Node), key: &str, value: &Yaml) {
        let (name, old) = entry;
        let indent = column(self.text, name.bytes.start);
        let end = entry_end(self.text, name, old);
        let comments = comments_in(self.text, name.bytes.end..end, old);
        let comments = self.lines_of(&comments, indent);
        if self.is_inside_flow(name) {
            let written = format!("{comments}{key}: {}", yaml::flow_of(key, value));
            return self.replace(name.bytes.start..end, written);
        }
        let mut lines = Vec::new();
        yaml::entry(key, value, indent, self.list_indent, &mut lines);
        let first = lines
            .first()
            .map_or("", |line| line.trim_start_matches(' '));
        self.replace(name.bytes.start..end, format!("{comments}{first}"));
        // A comment behind the old value is one behind the key.
        if lines.len() > 1 {
            self.insert_lines(line_end(self.text, end), &lines[1..]);
        }
    }

    /// Comments as lines of their own, up to where what is behind them begins.
    fn lines_of(&self, comments: &[&str], indent: usize) -> String {
        let between = format!("{}{}", self.newline, " ".repeat(indent));
        let lines = comments.iter().map(|comment| format!("{comment}{between}"));
        lines.collect()
    }

    /// Whether an object that this key belongs to stands between braces.
    fn is_inside_flow(&self, key: &Node) -> bool {
        let has_flow = self.text.contains(['{', '[']);
        has_flow && is_inside_flow(self.text, self.root, key.bytes.start)
    }

    /// A further key of an object, behind those of the language that come before it.
    pub(crate) fn add_key(&mut self, map: &Node, order: &[&str], key: &str, value: &Yaml) {
        let Content::Map(entries) = &map.content else {
            // A bare value becomes an object.
            let bare = Yaml::from(map.text().unwrap_or_default());
            let entries = [("value", bare), (key, value.clone())];
            let entries = entries.map(|(key, value)| (key.to_owned(), value));
            let written = yaml::flow(&Yaml::Mapping(entries.into()));
            return self.replace(map.bytes.start..end_of(self.text, map), written);
        };
        if entries.is_empty() {
            return;
        }
        let rank = |name: &str| order.iter().position(|known| *known == name);
        let wanted = rank(key).unwrap_or(usize::MAX);
        let is_before = |(name, _): &(Node, Node)| {
            let rank = name.text().and_then(rank);
            rank.is_some_and(|rank| rank < wanted)
        };
        let before = entries.iter().rposition(is_before).unwrap_or(0);
        let (name, found) = &entries[before];
        let end = entry_end(self.text, name, found);
        if is_flow(self.text, map) {
            let written = format!("{key}: {}", yaml::flow_of(key, value));
            let neighbours = entries[..=before].iter();
            let neighbours =
                neighbours.map(|(name, value)| name.bytes.start..entry_end(self.text, name, value));
            return self.behind.push((neighbours.collect(), written));
        }
        let indent = column(self.text, name.bytes.start);
        let mut lines = Vec::new();
        yaml::entry(key, value, indent, self.list_indent, &mut lines);
        self.insert_lines(end_with_comments(self.text, end, indent), &lines);
    }

    /// A further entry or item between brackets, behind one there: on a line of its own if that one is.
    fn add_behind(&mut self, neighbour: Range<usize>, written: &str) {
        let Range { start, end } = neighbour;
        let before = &self.text[line_start(self.text, start)..start];
        let behind = &self.text[end..line_end(self.text, end)];
        let is_alone = before.trim().is_empty() && behind.trim_matches([' ', ',']).is_empty();
        let written = if is_alone {
            format!(",{}{before}{written}", self.newline)
        } else {
            format!(", {written}")
        };
        self.replace(end..end, written);
    }

    /// Further items of a list that is the value of an entry of an object, behind the item of this number.
    pub(crate) fn add_items(&mut self, entry: &(Node, Node), after: Option<usize>, items: &[Yaml]) {
        let (key, list) = entry;
        let found = match &list.content {
            Content::List(found) => found.as_slice(),
            _ => &[],
        };
        if found.is_empty() {
            let written = Yaml::Sequence(items.to_vec());
            return self.set_entry(entry, key.text().unwrap_or_default(), &written);
        }
        if is_flow(self.text, list) {
            return self.add_to_flow(list, found, after, items);
        }
        let neighbour = &found[after.unwrap_or(0)];
        let dash = dash_column(self.text, neighbour);
        let is_flow = is_flow(self.text, neighbour);
        let mut lines = Vec::new();
        for value in items {
            let is_short = !matches!(value, Yaml::Mapping(map) if map.iter().any(|(_, value)| is_structure(value)));
            if is_flow && is_short {
                lines.push(format!("{}- {}", " ".repeat(dash), yaml::flow(value)));
            } else {
                yaml::item(value, dash, self.list_indent, &mut lines);
            }
        }
        let at = match after {
            Some(index) => end_with_comments(self.text, end_of(self.text, &found[index]), dash),
            // Before the comments of the first item.
            None => line_end(self.text, key.bytes.end),
        };
        self.insert_lines(at, &lines);
    }

    fn add_to_flow(&mut self, list: &Node, found: &[Node], after: Option<usize>, items: &[Yaml]) {
        let written: Vec<String> = items.iter().map(yaml::flow).collect();
        let written = written.join(", ");
        if let Some(last) = after {
            let neighbours = found[..=last].iter();
            let neighbours = neighbours.map(|item| item.bytes.start..end_of(self.text, item));
            self.behind.push((neighbours.collect(), written));
        } else {
            let at = list.bytes.start + 1;
            self.replace(at..at, format!("{written}, "));
        }
    }

    /// The text as it is.
    pub(crate) fn text(&self) -> &'t str {
        self.text
    }
}

fn is_structure(value: &Yaml) -> bool {
    matches!(value, Yaml::Sequence(_) | Yaml::Mapping(_))
}

//! Edits of a YAML text: each says which bytes become which, and all others stay.
//!
//! Why spans and no lossless tree: the reader keeps the bytes of every node anyhow, an edit is then a range
//! and a text, and what no edit names cannot change. Libraries that hold a whole document as a tree
//! (`yaml-edit`) or apply patches by path (`yamlpatch`) parse once more with another idea of YAML than the
//! loader's, and re-indent what they touch.

mod places;

use std::cmp::Reverse;
use std::ops::Range;

use super::yaml::{self, Layout, Yaml};
use crate::source::{Content, Node};
pub(crate) use places::end_of;
use places::{
    column, comments_in, dash_column, end_with_comments, entry_end, is_flow, is_inside_flow,
    line_before, line_end, line_start, list_indent,
};

/// A text and what is to become of it.
#[derive(Debug)]
pub(crate) struct Edits<'t> {
    text: &'t str,
    root: Option<&'t Node>,
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
    pub(crate) fn new(text: &'t str, root: Option<&'t Node>) -> Self {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let list_indent = root.and_then(|root| list_indent(text, root)).unwrap_or(2);
        Self {
            text,
            root,
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

    /// A whole value in the place of another, below the same key. Comments inside of the old one stand before
    /// it from then on.
    pub(crate) fn set_entry(&mut self, entry: &(Node, Node), key: &str, value: &Yaml) {
        let (name, old) = entry;
        let indent = column(self.text, name.bytes.start);
        let end = entry_end(self.text, name, old);
        let comments = self.lines_of(&comments_in(self.text, old), indent);
        if self.is_inside_flow(name) {
            let written = format!("{comments}{key}: {}", yaml::flow_of(key, value));
            return self.replace(name.bytes.start..end, written);
        }
        let mut lines = Vec::new();
        yaml::entry(key, value, indent, self.layout, &mut lines);
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
        let root = self.root.filter(|_| self.text.contains(['{', '[']));
        root.is_some_and(|root| is_inside_flow(self.text, root, key.bytes.start))
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
        let end = entry_end(self.text, name, found);
        if is_flow(self.text, map) {
            let written = format!("{key}: {}", yaml::flow_of(key, value));
            return self.add_behind(name.bytes.start..end, &written);
        }
        let indent = column(self.text, name.bytes.start);
        let mut lines = Vec::new();
        yaml::entry(key, value, indent, self.layout, &mut lines);
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
        let next = entries.get(index + 1).map(|(next, _)| next.bytes.start);
        let comments = comments_in(self.text, value);
        if is_flow(self.text, map) {
            let before = index.checked_sub(1).map(|before| {
                let (name, value) = &entries[before];
                entry_end(self.text, name, value)
            });
            return self.delete_between_brackets(before, start..end, next, &comments);
        }
        let inside = self.lines_of(&comments, column(self.text, start));
        if index == 0 {
            let until = next.unwrap_or(end);
            let is_commented = self.text[end..until].contains('#');
            let until = if is_commented { end } else { until };
            return self.replace(start..until, inside);
        }
        let line_end = line_end(self.text, end);
        let behind = &self.text[end..line_end];
        if behind.trim().is_empty() && comments.is_empty() {
            self.replace(line_before(self.text, start)..line_end, String::new());
        } else {
            // A comment stands behind it or inside of it, and stays.
            let blanks = behind.len() - behind.trim_start().len();
            let inside = if behind.trim().is_empty() {
                inside.trim_end().to_owned()
            } else {
                inside
            };
            self.replace(start..end + blanks, inside);
        }
    }

    /// Takes an entry or an item out of what stands between brackets. A comment beside it stays.
    fn delete_between_brackets(
        &mut self,
        before: Option<usize>,
        own: Range<usize>,
        next: Option<usize>,
        comments: &[&str],
    ) {
        let Range { start, end } = own;
        let (from, until) = match (before, next) {
            (Some(before), _) => (before, end),
            (None, next) => (start, next.unwrap_or(end)),
        };
        let line_end = line_end(self.text, end);
        let behind = self.text[end..line_end].trim_start_matches([' ', '\t', ',']);
        let is_commented = !comments.is_empty()
            || behind.starts_with('#')
            || self.text[from..start].contains('#')
            || self.text[end..until].contains('#');
        if !is_commented {
            return self.replace(from..until, String::new());
        }
        let behind = &self.text[end..];
        let blanks = behind.len() - behind.trim_start().len();
        let end = if behind[blanks..].starts_with(',') {
            end + blanks + 1
        } else {
            end
        };
        let before = &self.text[line_start(self.text, start)..start];
        let is_alone =
            before.trim().is_empty() && self.text[end..line_end.max(end)].trim().is_empty();
        if is_alone && comments.is_empty() {
            return self.replace(
                line_before(self.text, start)..line_end.max(end),
                String::new(),
            );
        }
        let inside = self.lines_of(comments, before.chars().count());
        self.replace(start..end, inside);
    }

    /// Further items of a list that is the value of an entry of an object, behind the item of this number.
    pub(crate) fn add_items(&mut self, entry: &(Node, Node), after: Option<usize>, items: &[Yaml]) {
        let (key, list) = entry;
        let found = match &list.content {
            Content::List(found) => found.as_slice(),
            _ => &[],
        };
        if found.is_empty() {
            return self.begin_list(key, list, items);
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
            Some(index) => end_with_comments(self.text, end_of(self.text, &found[index]), dash),
            // Before the comments of the first item.
            None => line_end(self.text, key.bytes.end),
        };
        self.insert_lines(at, &lines);
    }

    fn add_to_flow(&mut self, list: &Node, found: &[Node], after: Option<usize>, items: &[Yaml]) {
        let written: Vec<String> = items.iter().map(yaml::flow).collect();
        let written = written.join(", ");
        if let Some(item) = after.map(|index| &found[index]) {
            self.add_behind(item.bytes.start..end_of(self.text, item), &written);
        } else {
            let at = list.bytes.start + 1;
            self.replace(at..at, format!("{written}, "));
        }
    }

    /// A list in the place of an empty one.
    fn begin_list(&mut self, key: &Node, list: &Node, items: &[Yaml]) {
        let end = entry_end(self.text, key, list);
        if self.is_inside_flow(key) {
            let written = yaml::flow(&Yaml::Sequence(items.to_vec()));
            return self.replace(key.bytes.end..end, format!(": {written}"));
        }
        let indent = column(self.text, key.bytes.start) + self.layout.list_indent;
        let mut lines = Vec::new();
        for value in items {
            yaml::item(value, indent, self.layout, &mut lines);
        }
        self.replace(key.bytes.end..end, ":".to_owned());
        self.insert_lines(line_end(self.text, end), &lines);
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
        for index in gone {
            let Some(item) = found.get(*index) else {
                continue;
            };
            // Those at the beginning go with the comma behind them, all others with the one before.
            let is_first = (0..*index).all(|before| gone.contains(&before));
            let before = index.checked_sub(1).filter(|_| !is_first);
            let before = before.map(|before| end_of(self.text, &found[before]));
            let next = found.get(index + 1).map(|next| next.bytes.start);
            let own = item.bytes.start..end_of(self.text, item);
            self.delete_between_brackets(before, own, next, &comments_in(self.text, item));
        }
    }

    /// Takes an item out with its line; a comment behind it stays.
    fn delete_line_of(&mut self, item: &Node) {
        let end = end_of(self.text, item);
        let line_end = line_end(self.text, end);
        let from = line_start(self.text, item.bytes.start);
        let rest = &self.text[end..line_end];
        if rest.trim().is_empty() {
            self.replace(line_before(self.text, from)..line_end, String::new());
        } else {
            let dash = from + dash_column(self.text, item);
            let blanks = rest.len() - rest.trim_start().len();
            self.replace(dash..end + blanks, String::new());
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

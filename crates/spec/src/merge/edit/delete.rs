//! What is taken out: keys of objects, items of lists. Comments beside it and inside of it stay.

use std::ops::Range;

use super::Edits;
use super::places::{
    column, comments_until, dash_column, end_of, entry_end, is_flow, line_before, line_end,
    line_start,
};
use crate::source::{Content, Node};

impl Edits<'_> {
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
        let comments = comments_until(self.text, name.bytes.end, value);
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
            let behind = &self.text[end..until];
            let blanks = behind.len() - behind.trim_start_matches(' ').len();
            let is_commented = behind.contains('#');
            let until = if is_commented { end + blanks } else { until };
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
        self.gone.push(start);
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
        let behind = &self.text[end..line_end.max(end)];
        let blanks = behind.len() - behind.trim_start().len();
        self.replace(start..end + blanks, inside);
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
            self.delete_between_brackets(
                before,
                own,
                next,
                &comments_until(self.text, item.bytes.start, item),
            );
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
}

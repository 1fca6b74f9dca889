//! What is taken out: keys of objects, items of lists. What people said of it, above it, behind it or inside of
//! it, stays, and so that it says nothing of a neighbour: what is taken out stays there too, as a comment.

use std::ops::Range;

use super::places::{
    column, comments_in, dash_column, end_of, entry_end, is_flow, line_before, line_end, line_start,
};
use super::{Edit, Edits};
use crate::source::{Content, Node};

impl Edits<'_> {
    /// Takes a key out of an object.
    pub(crate) fn delete_key(&mut self, map: &Node, key: &str) {
        let Content::Map(entries) = &map.content else {
            return;
        };
        let is_it = |(name, _): &(Node, Node)| name.text() == Some(key);
        let Some(index) = entries.iter().position(is_it) else {
            return;
        };
        let (name, value) = &entries[index];
        let own = name.bytes.start..entry_end(self.text, name, value);
        let next = entries.get(index + 1).map(|(next, _)| next.bytes.start);
        let comments = comments_in(self.text, name.bytes.end..own.end, value);
        if is_flow(self.text, map) {
            let before = index.checked_sub(1).map(|before| {
                let (name, value) = &entries[before];
                entry_end(self.text, name, value)
            });
            return self.delete_between_brackets(before, own, next, &comments);
        }
        if !comments.is_empty() || self.has_comment_beside(&own) {
            return self.comment_out(&own);
        }
        let is_behind_dash = !self.begins_its_line(own.start);
        if is_behind_dash {
            // The next key comes behind the dash, unless something is said of that one.
            let next = next.filter(|next| !self.text[own.end..*next].contains('#'));
            return self.replace(own.start..next.unwrap_or(own.end), String::new());
        }
        self.delete_lines(own);
    }

    /// Takes an entry or an item out of what stands between brackets.
    fn delete_between_brackets(
        &mut self,
        before: Option<usize>,
        own: Range<usize>,
        next: Option<usize>,
        comments: &[&str],
    ) {
        self.gone.push(own.start);
        let line_end = line_end(self.text, own.end);
        let rest = &self.text[own.end..line_end];
        let has_comma = rest.trim_start().starts_with(',');
        let is_separated = has_comma || next.is_none();
        let behind = rest.trim_start_matches([' ', '\t', ',']);
        let is_alone = self.begins_its_line(own.start)
            && is_separated
            && (behind.is_empty() || behind.starts_with('#'));
        if is_alone && (!comments.is_empty() || self.has_comment_beside(&own)) {
            return self.comment_out(&own);
        }
        let (from, until) = match (before, next) {
            (Some(before), _) => (before, own.end),
            (None, next) => (own.start, next.unwrap_or(own.end)),
        };
        let is_commented = !comments.is_empty()
            || behind.starts_with('#')
            || self.text[from..own.start].contains('#')
            || self.text[own.end..until].contains('#');
        if !is_commented {
            return self.replace(from..until, String::new());
        }
        if is_alone {
            return self.delete_lines(own);
        }
        // What is said on its line may be of others there.
        let comma = rest.find(',').filter(|_| has_comma).map_or(0, |at| at + 1);
        let end = own.end + comma;
        let behind = &self.text[end..line_end.max(end)];
        let blanks = behind.len() - behind.trim_start().len();
        let inside = self.lines_of(comments, column(self.text, own.start));
        self.replace(own.start..end + blanks, inside);
    }

    /// Takes items out of a list of texts, by their numbers in rising order.
    pub(crate) fn delete_items(&mut self, list: &Node, gone: &[usize]) {
        let Content::List(found) = &list.content else {
            return;
        };
        for index in gone {
            let Some(item) = found.get(*index) else {
                continue;
            };
            let own = item.bytes.start..end_of(self.text, item);
            if !is_flow(self.text, list) {
                let dash = line_start(self.text, own.start) + dash_column(self.text, item);
                self.delete_item(dash..own.end);
                continue;
            }
            // Those at the beginning go with the comma behind them, all others with the one before.
            let is_first = (0..*index).all(|before| gone.contains(&before));
            let before = index.checked_sub(1).filter(|_| !is_first);
            let before = before.map(|before| end_of(self.text, &found[before]));
            let next = found.get(index + 1).map(|next| next.bytes.start);
            let comments = comments_in(self.text, own.clone(), item);
            self.delete_between_brackets(before, own, next, &comments);
        }
    }

    /// Takes out an item that begins with a dash.
    fn delete_item(&mut self, own: Range<usize>) {
        if self.has_comment_beside(&own) {
            self.comment_out(&own);
        } else {
            self.delete_lines(own);
        }
    }

    fn delete_lines(&mut self, own: Range<usize>) {
        let range = line_before(self.text, own.start)..line_end(self.text, own.end);
        self.replace(range, String::new());
    }

    fn begins_its_line(&self, at: usize) -> bool {
        self.text[line_start(self.text, at)..at].trim().is_empty()
    }

    /// Whether a comment stands behind it on its line, or right above it, as far outside.
    fn has_comment_beside(&self, own: &Range<usize>) -> bool {
        let behind = &self.text[own.end..line_end(self.text, own.end)];
        let is_behind = behind.trim_start_matches([' ', '\t', ',']).starts_with('#');
        let start = line_start(self.text, own.start);
        let above = &self.text[line_start(self.text, start.saturating_sub(1))..start];
        let inside = above.trim_start();
        let is_above = inside.starts_with('#')
            && above.len() - inside.len() == own.start - start
            && self.begins_its_line(own.start);
        is_behind || is_above
    }

    /// Makes comments of the lines of what is taken out.
    fn comment_out(&mut self, own: &Range<usize>) {
        let outside = own.start - line_start(self.text, own.start);
        let mut places = vec![own.start];
        let mut start = own.start;
        while let Some(newline) = self.text[start..own.end].find('\n') {
            start += newline + 1;
            let line = self.text[start..own.end].lines().next().unwrap_or_default();
            let inside = line.trim_start_matches(' ');
            if !inside.trim().is_empty() && !inside.starts_with('#') {
                places.push(start + outside.min(line.len() - inside.len()));
            }
        }
        let marks = places.into_iter().map(|at| Edit {
            range: at..at,
            text: "# ".to_owned(),
            depth: 0,
        });
        self.list.extend(marks);
    }
}

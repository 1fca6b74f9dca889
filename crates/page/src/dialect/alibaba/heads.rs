//! Which lines are the heads of rows where cells are glued to each other: a line that can be cut into the
//! cells of a head, where a head can stand.

use crate::dialect::alibaba::glued::{self, LIKELY, RowHead, SURE};
use crate::dialect::alibaba::reader::RowReader;
use crate::dialect::alibaba::row::TableRow;
use crate::dialect::alibaba::type_words::Usual;
use crate::facts::Fact;
use crate::types::{Ours, is_name};

/// How many rows back a name counts as one that the text still speaks of.
const NEAR: usize = 200;

impl RowReader<'_, '_> {
    /// The row whose head the line is. `bare` says that the row before it has no body yet.
    pub(super) fn glued_head(&self, at: usize, bare: bool) -> Option<TableRow> {
        let line = self.line(at);
        // Below `Action…ListThings` stands the value again, in a line of its own.
        let repeats = self
            .rows
            .last()
            .and_then(|row| row.member.example.as_ref())
            .is_some_and(|example| example.value == line);
        if line.starts_with(['•', '>']) || repeats {
            return None;
        }
        let text = line.trim_start_matches('└').trim_start();
        let depth = (line.len() - line.trim_start_matches('└').len()) / '└'.len_utf8();
        let known = |name: &str| self.evidence.names.contains(name);
        let cut = glued::cut(text, &self.order, known).or_else(|| {
            // A row may lack the word; then its name must be known.
            self.order
                .is_strict()
                .then(|| glued::cut(text, &self.order.relaxed(), known))
                .flatten()
                .filter(|head| {
                    head.name.is_empty() || (known(head.name) && head.example.is_empty())
                })
        });
        let head = cut.filter(|head| {
            depth > 0
                || if head.name.is_empty() {
                    self.nameless(at, head, bare)
                } else if self.order.example_first() {
                    self.older(head, bare)
                } else {
                    self.current(at, head, bare)
                }
        });
        match head {
            Some(head) => Some(TableRow::of_head(&head, depth, self.span(at))),
            None => self.name_alone(at, bare),
        }
    }

    /// Example before description: what follows a head directly is its description.
    fn older(&self, head: &RowHead<'_>, bare: bool) -> bool {
        let follows =
            bare && !self.rows.is_empty() && self.rows.last().is_some_and(TableRow::is_typed);
        head.weight >= if follows { SURE } else { LIKELY }
    }

    /// Description before example. A line behind an empty one and before the next head is an example.
    fn current(&self, at: usize, head: &RowHead<'_>, bare: bool) -> bool {
        if head.required.is_some()
            || self.evidence.names.contains(head.name)
            || self.rows.is_empty()
        {
            return true;
        }
        let item = self.rows.last().is_some_and(|row| row.has_item(head.name));
        let as_example = !bare && !self.touches(at) && self.touches(at + 1);
        if as_example {
            return item;
        }
        let last = at + 1 == self.full.len();
        head.weight >= LIKELY && (head.usual == Usual::Often || !(bare || last))
    }

    /// A row without a name: at the start, as the item of a list or of a map, or where the body of the
    /// answer follows its headers.
    fn nameless(&self, at: usize, head: &RowHead<'_>, bare: bool) -> bool {
        let Some(before) = self.rows.last() else {
            return true;
        };
        let object = matches!(Ours::of(head.words), Ours::Object | Ours::List(_));
        before.is_list()
            || (before.is_container() && !bare && !self.touches(at + 1))
            || (object && self.touches(at))
    }

    /// A name alone: the items of the list above (`User` below `Users`, which is an `Array of User`), or an
    /// object or list without a type, which members follow or whose example is empty (`Targets[]`).
    fn name_alone(&self, at: usize, bare: bool) -> Option<TableRow> {
        let line = self.line(at);
        let empty = ["[]", "{}"].iter().find(|end| line.ends_with(*end));
        let name = &line[..line.len() - empty.map_or(0, |end| end.len())];
        if self.touches(at + 1) || !is_name(name) {
            return None;
        }
        let item = self.rows.last().is_some_and(|row| row.has_item(name));
        let described = bare && self.rows.last().is_some_and(TableRow::is_typed);
        let parent = || {
            let mut next = (at + 1..self.full.len().min(at + 4)).map(|at| self.line(at));
            self.evidence.containers.contains(name)
                || (empty.is_some() && self.evidence.names.contains(name))
                || next.any(|line| line.starts_with('└'))
        };
        let stands = self.order.example_first() && !described && parent();
        if !item && !stands {
            return None;
        }
        let mut row = TableRow::new(name, self.span(at));
        row.member.example = empty.map(|&end| Fact::stated(end.to_owned(), self.span(at)));
        Some(row)
    }

    /// Whether a line looks like the head of a row whose type is not known: one word in which Yes or No is
    /// glued, or a name that a sample shows and no row has had, with a capital glued to it.
    pub(super) fn is_odd(&self, at: usize) -> bool {
        let line = self.line(at);
        // Where the example is the last cell, a word right below it can only be the next row's head.
        if !self.order.example_first() && self.touches(at) && is_name(line) && !self.touches(at + 1)
        {
            return true;
        }
        // What touches the next head is an example.
        if line.contains(' ') || self.touches(at + 1) {
            return false;
        }
        let name = line
            .char_indices()
            .skip(3)
            .take_while(|(at, _)| *at <= 128)
            .filter(|(_, c)| c.is_ascii_uppercase())
            .map(|(at, _)| line.split_at(at).0)
            .filter(|name| self.evidence.names.contains(*name))
            .last();
        if self.order.is_strict() {
            return answered(line, self.order.example_first(), name.is_some());
        }
        let had = |name| {
            self.rows
                .iter()
                .rev()
                .take(NEAR)
                .any(|row| row.name() == name)
        };
        name.is_some_and(|name| !had(name))
    }
}

/// Whether Yes or No is glued to a word, at its end or before an example; what starts with a name that a
/// sample shows may go on with a small letter.
fn answered(line: &str, example: bool, named: bool) -> bool {
    let word = line
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')))
        .unwrap_or(line.len());
    let word_before =
        |at: usize| line[..at].ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    ["Yes", "No"].iter().any(|answer| {
        line.match_indices(answer).take(16).any(|(at, _)| {
            let behind = &line[at + answer.len()..];
            let ends = behind.is_empty()
                || (example && (named || !behind.starts_with(|c: char| c.is_ascii_lowercase())));
            at >= 3 && at <= word && ends && word_before(at)
        })
    })
}

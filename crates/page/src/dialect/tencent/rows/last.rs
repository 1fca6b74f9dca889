//! Rows whose type stands behind the description: `name description type [required]`. Behind a description of
//! several lines the type stands on its own.

use std::ops::Range;

use super::super::cells::{name, name_length, required, type_from_right};
use super::{RawRow, RowReader};
use crate::facts::Language;
use crate::table::Column;
use crate::text::is_han;

/// How many columns wide a line is at least that was broken.
const BROKEN: usize = 60;

/// How many rows back a name counts as one that had its row.
const NEAR: usize = 50;

impl RowReader<'_, '_> {
    pub(super) fn type_last(&mut self, lines: Range<usize>) {
        let mut open: Option<RawRow> = None;
        let mut gap = false;
        let Range {
            start: mut index,
            end,
        } = lines;
        while index < end {
            let line = self.text.at(index);
            if self.text.is_blank(index) {
                gap |= !self.rows.is_empty() || open.is_some();
                index += 1;
                continue;
            }
            // A type that stands on its own on the next line is the one that counts.
            let next_is_type = index + 1 < end && self.is_type_alone(self.text.at(index + 1));
            let right = if next_is_type {
                None
            } else {
                self.cells_from_right(line)
            };
            let named = name(line);
            match (open.take(), named, right) {
                (Some(row), _, Some(cells)) if cells.before.is_empty() => {
                    self.close(row, &cells, index);
                }
                (before, Some((name, _)), Some(cells))
                    if cells.before.len() >= name_length(line)
                        && !(before.is_some() && self.goes_on(&name, index)) =>
                {
                    self.untyped(before);
                    let mut row = self.open(name, index);
                    line[name_length(line)..cells.before.len()]
                        .trim()
                        .clone_into(&mut row.description);
                    row.words = Some(cells.words);
                    row.required = cells.required;
                    self.rows.push(row);
                    gap = false;
                }
                (Some(row), _, Some(cells)) => self.close(row, &cells, index),
                (Some(mut row), _, None) => {
                    row.go_on(line, self.text.span(index, index));
                    open = Some(row);
                }
                (None, Some((name, rest)), None) => {
                    let block = self.block(index, end);
                    if gap
                        && !(index..block)
                            .any(|index| self.cells_from_right(self.text.at(index)).is_some())
                    {
                        // Sentences below the table.
                        index = block;
                        continue;
                    }
                    let mut row = self.open(name, index);
                    rest.clone_into(&mut row.description);
                    open = Some(row);
                    gap = false;
                }
                (None, None, cells) => {
                    if gap || self.rows.is_empty() {
                        if !gap && cells.is_some() {
                            self.tell(index, "no row starts like this");
                        }
                        index = self.block(index, end);
                        continue;
                    }
                    self.extend(index, false);
                }
                (None, Some(_), Some(_)) => self.tell(index, "a type and nothing else"),
            }
            index += 1;
        }
        self.untyped(open);
    }

    /// Whether a line that could be a row goes on in the open row above it: what stands above it is as long as
    /// lines are where they are broken, and no sample knows the name, or it had its row.
    fn goes_on(&self, name: &str, index: usize) -> bool {
        let above = self
            .text
            .at(index - 1)
            .chars()
            .map(|c| if is_han(c) { 2 } else { 1 });
        let had = || {
            self.rows
                .iter()
                .rev()
                .take(NEAR)
                .any(|row| row.name == name)
        };
        above.sum::<usize>() >= BROKEN && (!self.evidence.sampled(name) || had())
    }

    /// A row that ended without a type is told; it is a member if a sample knows its name.
    fn untyped(&mut self, row: Option<RawRow>) {
        if let Some(row) = row {
            self.tell(row.lines.first as usize - 1, "the row has no type");
            if self.evidence.sampled(&row.name) {
                self.rows.push(row);
            }
        }
    }

    fn open(&self, name: String, index: usize) -> RawRow {
        RawRow {
            name,
            required: None,
            words: None,
            description: String::new(),
            lines: self.text.span(index, index),
        }
    }

    fn close(&mut self, mut row: RawRow, cells: &RightCells<'_>, index: usize) {
        if !cells.before.is_empty() {
            row.description.push('\n');
            row.description.push_str(cells.before);
        }
        row.words = Some(cells.words.clone());
        row.required = cells.required;
        row.lines = row.lines.and(self.text.span(index, index));
        self.rows.push(row);
    }

    /// The index behind the lines that follow without an empty one.
    fn block(&self, index: usize, end: usize) -> usize {
        (index..end)
            .find(|&index| self.text.is_blank(index))
            .unwrap_or(end)
    }

    fn is_type_alone(&self, line: &str) -> bool {
        self.cells_from_right(line)
            .is_some_and(|cells| cells.before.is_empty())
    }

    /// Cuts the cells behind the description from the end of a line.
    fn cells_from_right<'c>(&self, line: &'c str) -> Option<RightCells<'c>> {
        let mut rest = line.trim_end();
        let mut flag = None;
        let mut words = None;
        for column in self.columns.columns().iter().rev() {
            match column {
                Column::Description => break,
                Column::Required => {
                    let (before, last) = rest.rsplit_once(' ').unwrap_or(("", rest));
                    if let Some(found) = required(last) {
                        flag = Some(found);
                        rest = before.trim_end();
                    } else if self.evidence.language == Language::En {
                        return None;
                    }
                }
                Column::Type => {
                    let (before, found) = type_from_right(rest)?;
                    words = Some(found.to_owned());
                    rest = before;
                }
                _ => {
                    rest = rest
                        .rsplit_once(' ')
                        .map_or("", |(before, _)| before)
                        .trim_end();
                }
            }
        }
        Some(RightCells {
            before: rest,
            words: words?,
            required: flag,
        })
    }
}

/// The cells behind a description.
struct RightCells<'a> {
    /// What stands before them.
    before: &'a str,
    words: String,
    required: Option<bool>,
}

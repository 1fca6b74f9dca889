//! The rows of one table: a line, or several, becomes a name, a type, a required flag and a description.

mod tabs;

use super::cells::{
    name, name_length, required, required_word, swapped_required, type_from_left, type_from_right,
};
use super::evidence::Evidence;
use crate::facts::{Fact, Language, Member, Span, Unexplained};
use crate::table::{Column, Columns};
use crate::text::{Text, is_han};
use crate::types::{self, Ours, Type};

/// A row as it was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    name: String,
    required: Option<bool>,
    words: Option<String>,
    description: String,
    lines: Span,
}

impl Row {
    fn member(self) -> Member {
        let mut member = Member::named(self.name, self.lines);
        member.r#type = self
            .words
            .map(|words| Fact::stated(Type::new(&words), self.lines));
        member.required = self
            .required
            .map(|required| Fact::stated(required, self.lines));
        if !self.description.trim().is_empty() {
            member.description = Some(Fact::stated(self.description, self.lines));
        }
        member
    }
}

/// Reads the rows between the lines `first..end` of a table with these columns.
pub(super) fn read(
    text: &Text<'_>,
    columns: &Columns,
    tabs: bool,
    (first, end): (usize, usize),
    evidence: &Evidence,
    unexplained: &mut Vec<Unexplained>,
) -> Vec<Member> {
    let mut reader = Reader {
        text,
        columns,
        evidence,
        unexplained,
        rows: Vec::new(),
    };
    if tabs {
        reader.tabbed(first, end);
    } else if reader.type_is_last() {
        reader.type_last(first, end);
    } else {
        reader.type_first(first, end);
    }
    reader.rows.into_iter().map(Row::member).collect()
}

/// How many columns wide a line is at least that was broken.
const BROKEN: usize = 60;

/// How many rows back a name counts as one that had its row.
const NEAR: usize = 50;

struct Reader<'a, 'b> {
    text: &'a Text<'b>,
    columns: &'a Columns,
    evidence: &'a Evidence,
    unexplained: &'a mut Vec<Unexplained>,
    rows: Vec<Row>,
}

impl Reader<'_, '_> {
    /// Whether the type stands behind the description.
    fn type_is_last(&self) -> bool {
        match (
            self.columns.position(Column::Type),
            self.columns.position(Column::Description),
        ) {
            (Some(r#type), Some(description)) => r#type > description,
            _ => false,
        }
    }

    fn tell(&mut self, index: usize, why: &'static str) {
        let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        self.unexplained
            .push(Unexplained::new(line, self.text.at(index), why));
    }

    // ---- the type before the description ---------------------------------------------------------

    fn type_first(&mut self, first: usize, end: usize) {
        let mut gap: Option<usize> = None;
        for index in first..end {
            let line = self.text.at(index);
            if line.trim().is_empty() {
                if !self.rows.is_empty() && gap.is_none() {
                    gap = Some(index);
                }
                continue;
            }
            if let Some(mut row) = self.row_from_left(line, gap.is_some()) {
                if let Some(gap) = gap.take() {
                    // What stood behind an empty line and before this row belongs to the last row.
                    (gap..index).for_each(|index| self.extend(index, true));
                }
                row.lines = self.text.span(index, index);
                self.rows.push(row);
            } else if self.rows.is_empty() {
                self.tell(index, "no row starts like this");
            } else if gap.is_none() {
                self.extend(index, false);
            }
        }
    }

    /// Cuts `name [required] type description`.
    fn row_from_left(&self, line: &str, strict: bool) -> Option<Row> {
        let (name, behind_name) = name(line)?;
        let mut rest = behind_name;
        let mut required_cell = None;
        let mut words = None;
        for column in self.columns.columns().iter().skip(1) {
            match column {
                Column::Required => {
                    if let Some((flag, behind)) = required_word(rest) {
                        required_cell = Some(flag);
                        rest = behind;
                    }
                }
                Column::Type => {
                    let (found, behind) = type_from_left(rest)?;
                    words = Some(found);
                    rest = behind;
                }
                Column::Description => break,
                // Any other cell is one word.
                _ => {
                    rest = rest
                        .split_once(' ')
                        .map_or("", |(_, behind)| behind)
                        .trim_start();
                }
            }
        }
        if required_cell.is_none()
            && self.columns.has(Column::Required)
            && let Some((flag, behind)) = swapped_required(rest)
        {
            required_cell = Some(flag);
            rest = behind;
        }
        if let (Some(words), Some((flag, behind))) = (&words, self.required_behind(rest))
            && required_cell.is_none()
            && Ours::plain(words).is_some()
        {
            required_cell = Some(flag);
            rest = behind;
        }
        let mut words = Some(words?);
        if required_cell.is_some()
            && let Some(word) = words.filter(|word| SENTENCE_STARTS.contains(word))
        {
            // The cell of the type is empty: the description starts here.
            rest = &behind_name[behind_name.find(word)?..];
            words = None;
        }
        let row = Row {
            required: required_cell,
            words: words.map(str::to_owned),
            description: rest.trim().to_owned(),
            lines: Span::line(1),
            name,
        };
        self.plausible(&row, strict).then_some(row)
    }

    /// The required cell at the end of the line, where it is the last column.
    fn required_behind<'c>(&self, rest: &'c str) -> Option<(bool, &'c str)> {
        if self.columns.columns().last() != Some(&Column::Required) {
            return None;
        }
        let (before, last) = rest.rsplit_once(' ').unwrap_or(("", rest));
        required(last).map(|flag| (flag, before))
    }

    /// Whether a line that can be cut like a row is one: sentences can be, too.
    fn plausible(&self, row: &Row, strict: bool) -> bool {
        if row.required.is_some() {
            return true;
        }
        let words = row.words.as_deref().unwrap_or_default();
        let name = row.name.split(['.', '[']).next().unwrap_or(&row.name);
        let sampled = self.evidence.sampled(name);
        let plain = Ours::plain(words).is_some();
        let joined = humps(name) > 1 || name.contains('_') || row.name != name;
        // `ID list` are words of a sentence; vendors write `Object List`.
        let listed =
            matches!(Ours::of(words), Ours::List(_) | Ours::Map(_)) && !words.ends_with(" list");
        // English rows never lack their Yes or No.
        if self.evidence.language == Language::En
            && self.columns.has(Column::Required)
            && !(sampled || joined && plain)
        {
            return false;
        }
        // A Chinese description may start with a word that is not.
        let goes_on = row
            .description
            .starts_with(|c: char| c.is_ascii_lowercase())
            && !row.description.contains(is_han);
        let word = humps(name) == 1
            && name.starts_with(|c: char| c.is_ascii_uppercase())
            && !(listed && row.name != name);
        if starts_like_a_verb(&row.description) && !(plain && joined) || word && goes_on && !sampled
        {
            return false;
        }
        if listed || plain || words.contains(['/', ' ']) && !words.ends_with(" list") {
            return true;
        }
        if strict
            || words.ends_with('.')
            || !types::is_name(words)
            || SENTENCE_STARTS.contains(&row.name.as_str())
        {
            return false;
        }
        let capital = words.starts_with(|c: char| c.is_ascii_uppercase());
        let described = row.description.starts_with(is_han);
        capital
            && (humps(words) > 1
                || name == words
                || name.ends_with(words)
                || name.strip_suffix('s') == Some(words)
                || sampled)
            || sampled && described
    }

    /// Adds a line to the last row's description.
    fn extend(&mut self, index: usize, gap: bool) {
        let line = self.text.at(index);
        if let Some(row) = self.rows.last_mut() {
            if gap {
                row.description.push('\n');
            }
            row.description.push('\n');
            row.description.push_str(line);
            row.lines = row.lines.and(self.text.span(index, index));
        }
    }

    // ---- the type behind the description ---------------------------------------------------------

    fn type_last(&mut self, first: usize, end: usize) {
        let mut open: Option<Row> = None;
        let mut gap = false;
        let mut index = first;
        while index < end {
            let line = self.text.at(index);
            if line.trim().is_empty() {
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
                    row.description.push('\n');
                    row.description.push_str(line);
                    row.lines = row.lines.and(self.text.span(index, index));
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
    fn untyped(&mut self, row: Option<Row>) {
        if let Some(row) = row {
            self.tell(row.lines.first as usize - 1, "the row has no type");
            if self.evidence.sampled(&row.name) {
                self.rows.push(row);
            }
        }
    }

    fn open(&self, name: String, index: usize) -> Row {
        Row {
            name,
            required: None,
            words: None,
            description: String::new(),
            lines: self.text.span(index, index),
        }
    }

    fn close(&mut self, mut row: Row, cells: &RightCells<'_>, index: usize) {
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
            .find(|&index| self.text.at(index).trim().is_empty())
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

/// Words that start sentences and no row.
const SENTENCE_STARTS: &[&str] = &[
    "A",
    "After",
    "All",
    "An",
    "And",
    "Any",
    "As",
    "At",
    "Before",
    "Both",
    "But",
    "By",
    "Default",
    "Each",
    "Either",
    "Enter",
    "For",
    "From",
    "Here",
    "If",
    "In",
    "Indicates",
    "It",
    "Its",
    "Not",
    "Note",
    "Of",
    "On",
    "Once",
    "Only",
    "Or",
    "Otherwise",
    "Please",
    "See",
    "Some",
    "Such",
    "Supports",
    "The",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "To",
    "Use",
    "Used",
    "Using",
    "Valid",
    "Value",
    "Values",
    "When",
    "Where",
    "Whether",
    "Which",
    "With",
    "You",
    "Your",
];

/// Whether what stands behind a name and a word goes on like a sentence.
fn starts_like_a_verb(rest: &str) -> bool {
    let word = rest.split([' ', ',', '.', ';']).next().unwrap_or(rest);
    matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "will"
            | "can"
            | "cannot"
            | "must"
            | "should"
            | "may"
            | "has"
            | "have"
            | "of"
            | "in"
            | "to"
            | "and"
            | "or"
            | "for"
            | "with"
            | "as"
            | "be"
            | "by"
            | "on"
            | "at"
            | "="
            | "=="
            | "parameter"
            | "parameters"
            | "field"
            | "fields"
    )
}

/// How many capitals start a hump: `EsAcl` has two.
fn humps(word: &str) -> usize {
    word.chars()
        .filter(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        .count()
}

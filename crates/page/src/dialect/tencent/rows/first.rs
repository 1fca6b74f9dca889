//! Rows whose type stands before the description: `name [required] type description`. Sentences of a
//! description may look like one.

use std::ops::Range;

use super::super::cells::{name, required, required_word, swapped_required, type_from_left};
use super::{RawRow, RowReader};
use crate::facts::{Language, Span};
use crate::table::Column;
use crate::text::is_han;
use crate::types::{self, Ours};

impl RowReader<'_, '_> {
    pub(super) fn type_first(&mut self, lines: Range<usize>) {
        let mut gap: Option<usize> = None;
        for index in lines {
            let line = self.text.at(index);
            if self.text.is_blank(index) {
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
    fn row_from_left(&self, line: &str, strict: bool) -> Option<RawRow> {
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
            && let Some(word) = words.filter(|word| starts_sentence(word))
        {
            // The cell of the type is empty: the description starts here.
            rest = &behind_name[behind_name.find(word)?..];
            words = None;
        }
        let row = RawRow {
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
    fn plausible(&self, row: &RawRow, strict: bool) -> bool {
        if row.required.is_some() {
            return true;
        }
        let words = row.words.as_deref().unwrap_or_default();
        let name = row.name.split(['.', '[']).next().unwrap_or(&row.name);
        let sampled = self.evidence.sampled(name);
        let plain = Ours::plain(words).is_some() || types::formatted(words).is_some();
        let joined = humps(name) > 1 || name.contains('_') || row.name != name;
        let ours = Ours::of(words);
        let listed = matches!(ours, Ours::List(_) | Ours::Map(_));
        // `ID list` are words of a sentence; vendors write `Filter List`.
        if listed && ours.name().is_some() && words.ends_with(" list") {
            return false;
        }
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
        if listed || plain || words.contains(['/', ' ']) {
            return true;
        }
        if strict || words.ends_with('.') || !types::is_name(words) || starts_sentence(&row.name) {
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
}

/// Words that start sentences and no row.
const SENTENCE_STARTS: &str = "\
    A After All An And Any As At Before Both But By Default Each Either Enter For From Here If In \
    Indicates It Its Not Note Of On Once Only Or Otherwise Please See Some Such Supports The Then \
    There These They This Those To Use Used Using Valid Value Values When Where Whether Which With \
    You Your";

fn starts_sentence(word: &str) -> bool {
    SENTENCE_STARTS.split(' ').any(|start| start == word)
}

/// Words that stand in sentences behind a name and a word.
const VERBS: &str = "\
    is are was were will can cannot must should may has have of in to and or for with as be by on at \
    = == parameter parameters field fields";

/// Whether what stands behind a name and a word goes on like a sentence.
fn starts_like_a_verb(rest: &str) -> bool {
    let word = rest.split([' ', ',', '.', ';']).next().unwrap_or(rest);
    VERBS.split(' ').any(|verb| verb == word)
}

/// How many capitals start a hump: `EsAcl` has two.
fn humps(word: &str) -> usize {
    word.chars()
        .filter(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        .count()
}

//! A saved page as numbered lines: normalised for reading, raw for samples. Nothing is understood here.

use std::borrow::Cow;
use std::ops::Range;

use crate::facts::{Fact, Language, Span, Unexplained};
use crate::{markdown, work};

/// The most bytes a page may have. The longest page that we have seen has 0.3 MB.
pub const LONGEST_PAGE: usize = 16 << 20;

/// How many letters of a line tell its language: what is longer may be a sample or a key.
const SENTENCE: usize = 200;

/// How the foot of a site starts.
const FEET: &[&str] = &[
    "was this page helpful",
    "is this page helpful",
    "was this helpful",
    "did you find this helpful",
    "was this document helpful",
    "这篇文档对您有帮助吗",
    "文档内容是否对您有帮助",
    "本页内容是否有帮助",
    "本页内容是否解决了您的问题",
    "以上内容是否对您有帮助",
    "该文章对您有帮助吗",
];

/// A saved page.
#[derive(Debug)]
pub struct PageText<'a> {
    lines: Vec<Line<'a>>,
    bytes: usize,
}

/// One line of it.
#[derive(Debug)]
pub struct Line<'a> {
    /// Counted from 1.
    pub number: u32,
    /// The line as saved, without its end.
    pub raw: &'a str,
    text: Cow<'a, str>,
}

impl<'a> PageText<'a> {
    /// Splits a page into lines. Ends are LF, CR LF or CR; a byte order mark is dropped.
    pub fn new(page: &'a str) -> Self {
        let page = page.strip_prefix('\u{feff}').unwrap_or(page);
        let mut lines = Vec::new();
        let mut rest = page;
        while !rest.is_empty() {
            let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let (raw, tail) = rest.split_at(end);
            rest = tail
                .strip_prefix("\r\n")
                .or_else(|| tail.strip_prefix(['\n', '\r']))
                .unwrap_or(tail);
            lines.push(Line::new(
                u32::try_from(lines.len() + 1).unwrap_or(u32::MAX),
                raw,
            ));
        }
        let tables = markdown::tables(&lines.iter().map(Line::text).collect::<Vec<_>>());
        for (index, cells) in tables {
            lines[index].text = Cow::Owned(cells);
        }
        for line in &mut lines {
            let plain = markdown::without_attributes(line.text()).len();
            if markdown::is_fence(line.text()) {
                line.text = Cow::Borrowed("");
            } else if plain < line.text().len() {
                line.text = Cow::Owned(line.text()[..plain].to_owned());
            }
        }
        Self {
            lines,
            bytes: page.len(),
        }
    }

    /// The same without the foot of the site: what stands below the question whether the page was of help.
    #[must_use]
    pub fn without_foot(mut self) -> Self {
        let foot = self.lines.iter().rposition(|line| {
            let words = line.text().trim_end_matches(['?', '.', '。', ' ']);
            FEET.iter().any(|foot| words.eq_ignore_ascii_case(foot))
        });
        // A page that asks at its top has all below it.
        if let Some(foot) = foot.filter(|foot| foot * 2 >= self.lines.len()) {
            self.lines.truncate(foot);
        }
        self
    }

    /// All lines.
    pub fn lines(&self) -> &[Line<'a>] {
        &self.lines
    }

    /// How many bytes the page has.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The normalised text of the line at `index`; empty behind the end.
    pub fn at(&self, index: usize) -> &str {
        self.lines.get(index).map_or("", Line::text)
    }

    /// Whether nothing stands on the line at `index`.
    pub fn is_blank(&self, index: usize) -> bool {
        self.at(index).trim().is_empty()
    }

    /// The indices of the lines of a range that are not empty.
    pub fn full(&self, range: Range<usize>) -> Vec<usize> {
        let end = range.end.min(self.len());
        (range.start..end)
            .filter(|&index| !self.at(index).is_empty())
            .collect()
    }

    /// Whether a browser set tabs between the cells of a range of lines.
    pub fn has_tabs(&self, range: Range<usize>) -> bool {
        let lines = self.lines.get(range).unwrap_or_default();
        lines.iter().any(Line::has_tabs)
    }

    /// A fact that the line at `index` states.
    pub fn stated(&self, index: usize, value: &str) -> Fact<String> {
        Fact::stated(value.to_owned(), self.span(index, index))
    }

    /// The line at `index`, which no rule explains, with what was expected.
    pub fn unexplained(&self, index: usize, why: &'static str) -> Unexplained {
        Unexplained::new(self.span(index, index).first, self.at(index), why)
    }

    /// The span from one index to another, both included.
    pub fn span(&self, first: usize, last: usize) -> Span {
        let number = |index: usize| u32::try_from(index + 1).unwrap_or(u32::MAX);
        Span::new(number(first), number(last))
    }

    /// The raw lines `first..end`, joined as they stood.
    pub fn raw(&self, first: usize, end: usize) -> String {
        let lines = self.lines.get(first..end.min(self.len()));
        let raw: Vec<&str> = lines
            .unwrap_or_default()
            .iter()
            .map(|line| line.raw)
            .collect();
        raw.join("\n")
    }

    /// The normalised lines `first..end` without empty ends, as a fact; `None` if all are empty.
    pub fn prose(&self, first: usize, end: usize) -> Option<Fact<String>> {
        let end = end.min(self.len());
        let full = |index: &usize| !self.is_blank(*index);
        let first = (first..end).find(full)?;
        let last = (first..end).rev().find(full)?;
        let lines: Vec<&str> = (first..=last).map(|index| self.at(index)).collect();
        Some(Fact::stated(lines.join("\n"), self.span(first, last)))
    }

    /// The first line at or behind `index` that is not empty.
    pub fn next_full(&self, index: usize) -> Option<usize> {
        (index..self.len()).find(|&index| !self.is_blank(index))
    }

    /// The language: Chinese as soon as one letter in twenty is. Samples have none.
    pub fn language(&self) -> Language {
        let (mut han, mut latin) = (0usize, 0usize);
        let sentences = self
            .lines
            .iter()
            .filter(|line| !line.text().starts_with(['{', '}', '[', ']', '"', '<', '&']));
        for line in sentences {
            for c in line.raw.chars().take(SENTENCE) {
                if is_han(c) {
                    han += 1;
                } else if c.is_ascii_alphabetic() {
                    latin += 1;
                }
            }
        }
        if han * 20 > latin {
            Language::Zh
        } else {
            Language::En
        }
    }
}

impl<'a> Line<'a> {
    fn new(number: u32, raw: &'a str) -> Self {
        let text = match normalise(raw) {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(' ')),
            Cow::Owned(text) => Cow::Owned(text.trim_matches(' ').to_owned()),
        };
        Self { number, raw, text }
    }

    /// The line as it is read: full-width forms are ASCII, unusual spaces are spaces, characters that
    /// do not print are gone, spaces at both ends too. Tabs stay.
    pub fn text(&self) -> &str {
        work::done(self.text.len());
        &self.text
    }

    /// Whether a browser set tabs between cells.
    pub fn has_tabs(&self) -> bool {
        work::done(self.text.len());
        self.text.contains('\t')
    }

    /// The cells between tabs.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        work::done(self.text.len());
        self.text.split('\t').map(str::trim)
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        Span::line(self.number)
    }
}

/// Whether a character is a Chinese one.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Whether a character is one that a reader of the page can see, or white space.
pub fn prints(c: char) -> bool {
    !matches!(c,
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}')
}

/// What a character reads as: `None` if it prints nothing.
fn read_as(c: char) -> Option<char> {
    match c {
        '\t' => Some(c),
        // Full-width forms stand one to one above ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => Some(' '),
        c if !prints(c) || c.is_control() => None,
        c => Some(c),
    }
}

fn normalise(raw: &str) -> Cow<'_, str> {
    if raw.chars().all(|c| read_as(c) == Some(c)) {
        Cow::Borrowed(raw)
    } else {
        Cow::Owned(raw.chars().filter_map(read_as).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let text = PageText::new("\u{feff}a\r\nb\rc\n\nd");
        let lines: Vec<_> = text
            .lines()
            .iter()
            .map(|line| (line.number, line.text()))
            .collect();
        assert_eq!(lines, [(1, "a"), (2, "b"), (3, "c"), (4, ""), (5, "d")]);
    }

    #[test]
    fn full_width_forms_read_as_ascii_and_the_raw_line_stays() {
        let text = PageText::new("  名称（必填）：\u{a0}Ａ\u{200b}\u{1b}[2J，b");
        let line = &text.lines()[0];
        assert_eq!(line.text(), "名称(必填): A[2J,b");
        assert!(line.raw.contains('（'));
    }

    #[test]
    fn cells_stand_between_tabs_and_empty_ones_count() {
        let text = PageText::new("Name\t\tString\t");
        assert_eq!(
            text.lines()[0].cells().collect::<Vec<_>>(),
            ["Name", "", "String", ""]
        );
    }

    #[test]
    fn the_language_is_that_of_the_sentences() {
        assert_eq!(
            PageText::new("接口描述 DescribeInstances").language(),
            Language::Zh
        );
        assert_eq!(
            PageText::new("API Description: 参 DescribeInstances lists instances").language(),
            Language::En
        );
        let sample = "{\n\"DescribeInstances\": \"a long answer in English\"\n".repeat(50);
        assert_eq!(
            PageText::new(&format!("接口描述\n{sample}")).language(),
            Language::Zh
        );
    }

    #[test]
    fn the_foot_of_a_site_is_cut_off_where_it_is_one() {
        let lines = |page: &str| PageText::new(page).without_foot().len();
        assert_eq!(lines("a\nb\nc\nWas this page helpful?\nYes\nNo"), 3);
        assert_eq!(lines("a\nb\nc\n文档内容是否对您有帮助？\n是"), 3);
        assert_eq!(lines("Was this page helpful?\na\nb\nc"), 4);
    }

    #[test]
    fn raw_lines_are_joined_as_they_stood() {
        let text = PageText::new("a\n\n  b\nc");
        assert_eq!(text.raw(1, 3), "\n  b");
        assert_eq!(text.raw(0, 9), "a\n\n  b\nc");
    }
}

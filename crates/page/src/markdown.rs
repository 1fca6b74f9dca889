//! Pages in Markdown, and tables between pipes as some programs that save pages write them: tables become
//! tables with tabs, as a browser copies them, and fences of code empty lines. Only the layout: no cell is
//! understood here.

use std::ops::Range;

use crate::work;

/// How many lines a header or a row may be spread over.
const SPREAD: usize = 64;

/// The lines of tables in pipes as lines with tabs, each with its index. What stood on several lines, one
/// row, stands on its first one; the others are empty.
///
/// A table is a row, a line of nothing but dashes and pipes, and further rows up to an empty line between
/// them or to the next table. A row ends where it has as many pipes as that line.
pub(crate) fn tables(lines: &[&str]) -> Vec<(usize, String)> {
    let rules: Vec<usize> = (0..lines.len()).filter(|&at| is_rule(lines[at])).collect();
    let headers: Vec<(Range<usize>, Layout)> = rules
        .iter()
        .filter_map(|&rule| Layout::above(lines, rule))
        .collect();
    let mut found = Vec::new();
    for (index, (header, layout)) in headers.iter().enumerate() {
        let next = headers.get(index + 1).map(|(next, _)| next.start);
        let rule = header.end;
        // Rows follow a header without an empty line between.
        found.push((rule, layout.cells(lines, header.clone())));
        found.extend(header.clone().map(|index| (index, String::new())));
        let end = next.unwrap_or(lines.len());
        layout.rows(lines, rule + 1..end.max(rule + 1), &mut found);
    }
    found
}

/// Whether a line opens or closes a block of code: three backticks and, at most, the name of a language.
pub(crate) fn is_fence(line: &str) -> bool {
    let line = line.trim();
    let language = without_attributes(line).trim_start_matches('`');
    line.starts_with("```")
        && language.len() <= 16
        && language.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A line without the attributes that some dialects set behind headings and fences: `## Examples {#demo}`.
pub(crate) fn without_attributes(line: &str) -> &str {
    let marked = line.starts_with(['#', '`']) && line.ends_with('}');
    let attributes = ["{#", "{ .", "{."];
    let at = attributes.iter().filter_map(|start| line.find(start)).min();
    at.filter(|_| marked)
        .map_or(line, |at| line[..at].trim_end())
}

/// Whether a line parts a header from its rows: `|---|:---:|`.
fn is_rule(line: &str) -> bool {
    line.contains('|')
        && line.contains("--")
        && line
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// How the rows of a table are written.
#[derive(Debug)]
struct Layout {
    /// Whether a row starts with a pipe that no cell stands before.
    led: bool,
    /// Whether it ends with one that no cell stands behind.
    closed: bool,
    /// How many pipes it has.
    pipes: usize,
}

impl Layout {
    /// The header above a rule, and how it is written.
    fn above(lines: &[&str], rule: usize) -> Option<(Range<usize>, Self)> {
        let words = lines[rule].trim();
        let layout = Self {
            led: words.starts_with('|'),
            closed: words.ends_with('|'),
            pipes: pipes(words),
        };
        let mut count = 0;
        for first in (0..rule).rev().take(SPREAD) {
            let line = lines[first].trim();
            if line.is_empty() && first + 1 == rule {
                break;
            }
            if line.is_empty() || is_rule(line) {
                return None;
            }
            count += pipes(line);
            if count >= layout.pipes {
                return (count == layout.pipes).then_some((first..rule, layout));
            }
        }
        // A table without a header: its first row may be one.
        let next = lines.get(rule + 1).map_or("", |next| next.trim());
        let has_row = !is_rule(next) && layout.pipes > 1 && pipes(next) == layout.pipes;
        (count == 0 && has_row).then_some((rule..rule, layout))
    }

    /// Converts the rows within a range of lines.
    fn rows(&self, lines: &[&str], within: Range<usize>, found: &mut Vec<(usize, String)>) {
        let mut first = within.start;
        while first < within.end {
            let line = lines[first].trim();
            if line.is_empty() {
                return;
            }
            // A row that is too short is a line of its own, and so is what goes on in it.
            let end = self.row_end(lines, first..within.end).unwrap_or(first + 1);
            if pipes(line) > 0 {
                found.push((first, self.cells(lines, first..end)));
                found.extend((first + 1..end).map(|index| (index, String::new())));
            }
            first = end;
        }
    }

    /// The index behind the row that starts with a range of lines, if it has an end in it.
    fn row_end(&self, lines: &[&str], within: Range<usize>) -> Option<usize> {
        let mut count = 0;
        for index in within.take(SPREAD) {
            let line = lines[index].trim();
            let here = pipes(line);
            let next = here >= self.pipes || self.led && line.starts_with('|') && here > 1;
            if if count == 0 { here == 0 } else { next } {
                return None;
            }
            count += here;
            if count >= self.pipes {
                return Some(index + 1);
            }
        }
        None
    }

    /// The cells of one row, between tabs.
    fn cells(&self, lines: &[&str], row: Range<usize>) -> String {
        let joined = lines[row].join("\n");
        let mut words = joined.trim();
        if self.led {
            words = words.strip_prefix('|').unwrap_or(words);
        }
        if self.closed {
            words = words.strip_suffix('|').unwrap_or(words);
        }
        // A row with too many pipes has some in its code.
        let in_code = pipes(&joined) > self.pipes;
        let cells: Vec<String> = split(words, in_code).map(cell).collect();
        cells.join("\t")
    }
}

/// The tags that break a line within a cell.
const BREAKS: &[&str] = &["<br>", "<br/>", "<br />", "</br>"];

/// A cell without the marks of Markdown, and without the backslashes that keep characters from being some.
fn cell(cell: &str) -> String {
    let cell = cell.trim();
    let plain = ["**", "`"]
        .iter()
        .find_map(|mark| {
            let plain = cell.strip_prefix(mark)?.strip_suffix(mark)?;
            // `on` or `off` is not marked as a whole.
            (!plain.contains(mark)).then_some(plain)
        })
        .unwrap_or(cell);
    let plain = BREAKS
        .iter()
        .fold(plain.to_owned(), |text, mark| text.replace(mark, "\n"));
    let mut text = String::with_capacity(plain.len());
    let mut rest = plain.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '\\' || !rest.peek().is_some_and(char::is_ascii_punctuation) {
            text.push(c);
        }
    }
    text
}

/// How many pipes a line has that no backslash stands before.
fn pipes(line: &str) -> usize {
    work::done(line.len());
    split(line, false).count() - 1
}

/// The texts between such pipes; those between backticks part nothing if `code` says so.
fn split(line: &str, code: bool) -> impl Iterator<Item = &str> {
    let (mut escaped, mut in_code) = (false, false);
    line.split(move |c| {
        let ends = c == '|' && !escaped && !in_code;
        in_code ^= code && c == '`';
        escaped = c == '\\' && !escaped;
        ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(page: &str) -> Vec<String> {
        let lines: Vec<&str> = page.lines().collect();
        let mut found = tables(&lines);
        found.sort();
        found
            .into_iter()
            .map(|(_, line)| line)
            .filter(|line| !line.is_empty())
            .collect()
    }

    #[test]
    fn rows_between_pipes_have_tabs() {
        for page in [
            "| Name | Type |\n| --- | :-: |\n| `a\\_b` | String |\n\n| no | row |",
            "Name | Type |\n---|---|\na_b | String |\nA sentence.",
            "Name | Type\n--|--\n**a_b** | String\n",
            "| Name | Type |\n|---|---|\n| a_b | String\n",
        ] {
            assert_eq!(of(page), ["Name\tType", "a_b\tString"], "{page}");
        }
    }

    #[test]
    fn a_row_goes_on_until_it_has_all_its_pipes() {
        let page = "a | b | c |\n---|---|---|\n1 | one:\n- two\n| 3\\|4 |\n5 | 6 |\n7 | 8 | 9 |\n";
        let rows = ["1\tone:\n- two\t3|4", "5\t6", "7\t8\t9"];
        assert_eq!(of(page)[1..], rows);
    }

    #[test]
    fn a_row_may_have_a_line_a_cell() {
        for page in [
            "Text\na |\nb |\n---|---|\n1 |\n2 |\n",
            "Text\n|\na |\nb |\n|---|---|\n|\n1 |\n2 |\n",
        ] {
            assert_eq!(of(page), ["a\tb", "1\t2"], "{page}");
        }
    }

    #[test]
    fn a_header_may_be_empty_or_absent() {
        let rows = "| --- | --- |\n| Name | Type |\n| a | String |\n";
        for header in ["", "Text\n\n", "| | |\n"] {
            let found = of(&format!("{header}{rows}"));
            let full: Vec<_> = found.iter().filter(|row| !row.trim().is_empty()).collect();
            assert_eq!(full, ["Name\tType", "a\tString"], "{header}");
        }
    }

    #[test]
    fn a_pipe_in_code_parts_nothing_in_a_row_with_too_many() {
        let page = "| a | b |\n|---|---|\n| 1 | `on|off` or `x` |\n| `2 | 3` |\n";
        assert_eq!(of(page)[1..], ["1\t`on|off` or `x`", "`2\t3`"]);
    }

    #[test]
    fn pipes_without_a_rule_are_no_table() {
        assert!(of("a | b\nc | d\n\n---\n").is_empty());
        assert!(of("|---|\n|---|\n").is_empty());
    }
}

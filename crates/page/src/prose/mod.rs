//! What sentences tell of a member: its default, bounds, values and example. Shared by all dialects; a
//! dialect only hands over the description.
//!
//! Everything here is inferred. A rule is a pattern in [`default`], [`range`] or [`values`]; one that is
//! not sure says nothing.

pub mod default;
pub mod range;
pub mod rules;
pub mod values;

use crate::facts::{Fact, Member, Page, Span};
use crate::table::Columns;
use crate::text::Text;
use crate::work;

/// Completes what a member's cells do not state from its description. Each is marked as inferred, except
/// an example that stands behind a label of its own.
pub fn complete(member: &mut Member) {
    let Some(description) = &member.description else {
        return;
    };
    let lines = description.lines;
    let text = description.value.as_str();
    work::done(text.len());
    if member.example.is_none() {
        member.example = example(text).map(|value| Fact::stated(value, lines));
    }
    if member.default.is_none() {
        member.default = default::of(text).map(|value| Fact::inferred(value, lines));
    }
    if member.range.is_none() {
        member.range = range::of(text).map(|value| Fact::inferred(value, lines));
    }
    if member.values.is_empty() {
        member.values = values::of(text)
            .into_iter()
            .map(|value| Fact::inferred(value, lines))
            .collect();
    }
}

/// The sentences that no fact stands on: what a page says around its tables and samples.
pub fn around(text: &Text<'_>, page: &Page) -> Vec<Fact<String>> {
    let mut covered = vec![false; text.len()];
    let mut cover = |lines: Span| {
        let last = (lines.last as usize).min(covered.len());
        let first = (lines.first as usize).saturating_sub(1).min(last);
        covered[first..last].fill(true);
    };
    for member in page.parameters.iter().chain(&page.response) {
        cover(member.path.lines);
        if let Some(description) = &member.description {
            cover(description.lines);
        }
    }
    for error in &page.error_codes {
        cover(error.message.as_ref().map_or(error.code.lines, |message| {
            message.lines.and(error.code.lines)
        }));
    }
    page.samples
        .iter()
        .for_each(|sample| cover(sample.text.lines));
    text.lines()
        .iter()
        .zip(covered)
        .filter(|(line, covered)| !covered && is_sentence(line.text()))
        .map(|(line, _)| Fact::stated(line.text().to_owned(), line.span()))
        .collect()
}

/// Whether a line says something: headings, header cells and furniture are short.
fn is_sentence(line: &str) -> bool {
    let sentence = line.ends_with(['.', '。', ';', ':']) || line.contains([' ', '，', ',', '。']);
    sentence && line.len() >= 24 && Columns::of(line).is_none()
}

/// Labels of examples.
const EXAMPLES: &[&str] = &["示例值:", "样例值:", "Example value:", "Example:"];

/// The example behind a label at the start of a line.
fn example(description: &str) -> Option<String> {
    let value = description
        .lines()
        .find_map(|line| {
            EXAMPLES
                .iter()
                .find_map(|label| line.trim_start().strip_prefix(label))
        })?
        .trim();
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_stands_behind_its_label() {
        assert_eq!(example("Rows\n示例值:10").as_deref(), Some("10"));
        assert_eq!(example("For example: 10"), None);
    }
}

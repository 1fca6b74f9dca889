//! What sentences tell of a member: its default, bounds, values and example. Shared by all dialects; a
//! dialect only hands over the description.
//!
//! Everything here is inferred. A rule is a pattern in [`default`], [`range`] or [`values`]; one that is
//! not sure says nothing.

pub mod default;
pub mod range;
pub mod rules;
pub mod values;

use std::borrow::Cow;

use regex::Regex;

use crate::facts::{Bounded, Fact, Member, Page, Range, Span};
use crate::table::Columns;
use crate::text::PageText;
use crate::types::Ours;
use crate::words::{starts_with_any, strip_any};
use crate::work;

/// A pattern of ours.
#[expect(
    clippy::expect_used,
    reason = "patterns are constant, and tests read with each of them"
)]
fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern compiles")
}

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
    let text = &*without_objects(without_example(text));
    let ours = member.r#type.as_ref().map(|fact| fact.value.ours());
    // What a sentence lists of an object are its members' values, or none. A list of filters has their
    // names in its description.
    let of_objects = ours.is_some_and(|ours| is_object(item(ours)));
    let lists = !of_objects
        || ours.is_some_and(Ours::is_list)
            && member.path.value.to_ascii_lowercase().contains("filter");
    // True and false are no list.
    let truth = ours.is_some_and(|ours| *item(ours) == Ours::Boolean);
    if member.values.is_empty() && lists && !truth {
        member.values = values::of(text)
            .into_iter()
            .filter(|value| ours.is_none_or(|ours| can_be(item(ours), value)))
            .map(|value| Fact::inferred(value, lines))
            .collect();
    }
    let listed = |value: &str| {
        let mut values = member.values.iter();
        values.any(|listed| listed.value.eq_ignore_ascii_case(value))
    };
    if member.default.is_none() {
        // Another word than the values that are listed is a word for one of them.
        member.default = default::of(text)
            .filter(|value| ours.is_none_or(|ours| can_be(ours, value)))
            .filter(|value| member.values.is_empty() || listed(value))
            .map(|value| Fact::inferred(value, lines));
    }
    // Numbers among the values of a text say what a value means.
    let of_meaning = ours == Some(&Ours::String) && !member.values.is_empty();
    if member.range.is_none() && !of_meaning {
        let of_number = ours != Some(&Ours::String);
        let range = range::of(text, of_number).map(|mut range| {
            if range.of == Bounded::Value && of_many(member) && !is_pair(&range) {
                range.of = Bounded::Count;
            }
            range
        });
        member.range = range.map(|value| Fact::inferred(value, lines));
    }
}

/// Whether a member is a list: by its type, or by the number behind its name.
fn of_many(member: &Member) -> bool {
    member.ours().is_some_and(Ours::is_list) || crate::nesting::is_indexed(&member.path.value)
}

/// Whether both ends of a range are told: values have both, `at most 20` tells how many.
fn is_pair(range: &Range) -> bool {
    range.min.is_some() && range.max.is_some()
}

/// A description without the JSON objects in it, whose names and numbers say nothing of the member.
fn without_objects(description: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let (mut depth, mut start, mut behind) = (0usize, 0, 0);
    for (at, byte) in description.bytes().enumerate() {
        match byte {
            b'{' if depth == 0 => (depth, start) = (1, at),
            b'{' => depth += 1,
            b'}' if depth == 1 => {
                depth = 0;
                if description[start..at].contains("\":") {
                    kept.push_str(&description[behind..start]);
                    behind = at + 1;
                }
            }
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    if behind == 0 {
        return Cow::Borrowed(description);
    }
    kept.push_str(&description[behind..]);
    Cow::Owned(kept)
}

/// Whether a word can be a value of a type: a number of a number.
fn can_be(ours: &Ours, value: &str) -> bool {
    match ours {
        Ours::Integer | Ours::Int32 | Ours::Int64 | Ours::Uint64 => value.parse::<i128>().is_ok(),
        Ours::Number | Ours::Float32 | Ours::Float64 => value.parse::<f64>().is_ok(),
        Ours::Boolean => ["true", "false", "0", "1", "yes", "no"]
            .iter()
            .any(|word| value.eq_ignore_ascii_case(word)),
        _ => true,
    }
}

/// The type of a list's items, or the type itself.
fn item(ours: &Ours) -> &Ours {
    match ours {
        Ours::List(inner) => item(inner),
        ours => ours,
    }
}

/// Whether a type is an object, or a map.
fn is_object(ours: &Ours) -> bool {
    matches!(ours, Ours::Object | Ours::Named(_) | Ours::Map(_))
}

/// A description without the example at its end: JSON in it has names and numbers that say nothing of the
/// member.
pub fn without_example(description: &str) -> &str {
    let mut start = 0;
    for line in description.split_inclusive('\n') {
        if starts_with_any(line.trim_start(), EXAMPLES) {
            return &description[..start];
        }
        start += line.len();
    }
    description
}

/// The sentences that no fact stands on: what a page says around its tables and samples.
pub fn around(text: &PageText<'_>, page: &Page) -> Vec<Fact<String>> {
    let mut covered = vec![false; text.len()];
    let mut cover = |lines: Span| {
        let last = (lines.last as usize).min(covered.len());
        let first = (lines.first as usize).saturating_sub(1).min(last);
        covered[first..last].fill(true);
    };
    for member in page.members() {
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
    for sample in &page.samples {
        cover(sample.text.lines);
    }
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
    let mut lines = description.lines();
    let value = lines
        .find_map(|line| strip_any(line.trim_start(), EXAMPLES))?
        .trim();
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Type;

    #[test]
    fn an_example_and_an_object_list_no_values() {
        let complete = |words: &str, description: &str| {
            let mut member = Member::named("x", Span::line(1));
            member.r#type = Some(Fact::stated(Type::new(words), Span::line(1)));
            member.description = Some(Fact::stated(description.to_owned(), Span::line(1)));
            complete(&mut member);
            (member.values.len(), member.default.map(|fact| fact.value))
        };
        assert_eq!(
            complete("String", "Rows\n示例值:{\"Id\": \"a\", \"Name\": \"b\"}"),
            (0, None)
        );
        assert_eq!(complete("Lamp", "A lamp. Valid values: on, off"), (0, None));
        assert_eq!(
            complete("Array of Lamp", "Lamps.\nKind: the kind\nColor: the color"),
            (0, None)
        );
        assert_eq!(
            complete("String", "Valid values: on, off. It defaults to dark."),
            (2, None)
        );
        assert_eq!(
            complete("Boolean", "Lit.\ntrue: it is\nfalse: it is not"),
            (0, None)
        );
        assert_eq!(
            complete("String", "Valid values: on, off. Default value: on"),
            (2, Some("on".to_owned()))
        );
        assert_eq!(
            complete("String", "JSON, as {\"threshold\":50,\"repeatTimes\":2}"),
            (0, None)
        );
        // Of two protocols, each with a default of its own.
        assert_eq!(complete("Integer", "默认值:TCP默认值为900"), (0, None));
    }

    #[test]
    fn at_most_so_many_of_a_list_is_a_count() {
        for (name, words) in [("Ids.N", "String"), ("ids", "Array of strings")] {
            let mut member = Member::named(name, Span::line(1));
            member.r#type = Some(Fact::stated(Type::new(words), Span::line(1)));
            let description = "A maximum of 20 are allowed.".to_owned();
            member.description = Some(Fact::stated(description, Span::line(1)));
            super::complete(&mut member);
            assert_eq!(member.range.unwrap().value.of, Bounded::Count, "{name}");
        }
    }

    #[test]
    fn an_example_stands_behind_its_label() {
        assert_eq!(example("Rows\n示例值:10").as_deref(), Some("10"));
        assert_eq!(example("For example: 10"), None);
    }
}

//! What all vendors say around their tables in the same words: when a page was changed, that an action is
//! deprecated, and what only the samples tell.

use crate::facts::{Direction, Fact, Page, Span};
use crate::sample::RequestHead;
use crate::text::PageText;
use crate::words::{has_any, strip_any};

/// What stands before the date of the last change.
const UPDATED: &[&str] = &[
    "最近更新时间",
    "更新时间",
    "Last updated",
    "Last Updated",
    "Updated on ",
    "Updated at",
];

/// Words of a notice that an action should not be used any more, in lower case.
const DEPRECATED: &[&str] = &[
    "deprecated",
    "废弃",
    "旧版 api",
    "停止维护",
    "不再维护",
    "即将下线",
    "已下线",
    "no longer maintained",
    "no longer be maintained",
    "may not be maintained",
    "has been discarded",
    "out-of-date",
];

/// The date on a line that says when the page was changed, `最近更新时间:2025-01-09 01:27:02`; empty where
/// it stands elsewhere.
pub(super) fn updated(line: &str) -> Option<&str> {
    let date = strip_any(line, UPDATED)?.trim_matches([':', ' ']);
    let starts = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
    (date.is_empty() || date.starts_with(starts) && date.len() <= 40).then_some(date)
}

/// Takes the first such date; whether the line says one, or where it stands.
pub(super) fn take_updated(text: &PageText<'_>, index: usize, page: &mut Page) -> bool {
    let date = updated(text.at(index));
    let full = date.filter(|date| !date.is_empty() && page.head.updated.is_none());
    if let Some(date) = full {
        page.head.updated = Some(text.stated(index, date));
    }
    date.is_some()
}

/// Whether a line says that the action should not be used any more.
pub(super) fn is_deprecation(line: &str) -> bool {
    has_any(&line.to_lowercase(), DEPRECATED)
}

/// The heads of the requests that a page shows, each with its lines.
pub(super) fn requests(page: &Page) -> Vec<(RequestHead, Span)> {
    page.samples_of(Direction::Request)
        .map(|sample| (RequestHead::of(&sample.text.value), sample.text.lines))
        .collect()
}

/// Takes what a sample shows where nothing is known yet.
pub(super) fn fill(known: &mut Option<Fact<String>>, shown: Option<String>, lines: Span) {
    if known.is_none() {
        *known = shown.map(|value| Fact::sampled(value, lines));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_stands_behind_its_label_or_on_the_next_line() {
        for (line, date) in [
            (
                "最近更新时间:2025-01-09 01:27:02",
                Some("2025-01-09 01:27:02"),
            ),
            ("Last Updated: Mar 13, 2024", Some("Mar 13, 2024")),
            (
                "Updated on 2024-05-06 GMT+08:00",
                Some("2024-05-06 GMT+08:00"),
            ),
            ("更新时间:", Some("")),
            ("更新时间的格式", None),
            ("Last updated rows come first", None),
        ] {
            assert_eq!(updated(line), date, "{line}");
        }
    }
}

//! What a page says around its tables: product, action, date, request line, host, permissions.

use crate::dialect::alibaba::rows::Row;
use crate::facts::{Direction, Fact, Page, Rate, Span};
use crate::heading::{Part, Section};
use crate::sample::RequestHead;
use crate::table::Columns;
use crate::text::{Text, is_han};

/// What stands on every page before its title.
const FURNITURE: &[&str] = &[
    "All Products",
    "Search",
    "Document Center",
    "产品详情",
    "我的收藏",
];

/// How many lines a site may have above the title.
const FURTHEST: usize = 200;

const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// Reads what stands before the tables.
pub(super) fn read(text: &Text<'_>, sections: &[Section], page: &mut Page) {
    title(text, sections, page);
    for section in sections {
        match section.part {
            Part::Syntax if page.head.method.is_none() => syntax(text, section, page),
            Part::Permissions => permissions(text, section, page),
            Part::Description => prose(text, section, page),
            _ => {}
        }
    }
}

/// The title: `Product:Action`, `Action - what it does`, or the action alone. A page that was copied without
/// it starts with a sentence.
fn title(text: &Text<'_>, sections: &[Section], page: &mut Page) {
    const UPDATED: &[&str] = &["Last Updated:", "Last updated:", "Updated at:", "更新时间:"];
    let end = sections.first().map_or(text.len(), |section| section.end);
    for index in 0..end {
        let line = text.at(index);
        if line.is_empty() || FURNITURE.contains(&line) {
            continue;
        }
        let span = text.span(index, index);
        if let Some(date) = UPDATED.iter().find_map(|start| line.strip_prefix(start)) {
            page.head.updated = Some(Fact::stated(date.trim().to_owned(), span));
            continue;
        }
        if page.head.title.is_some()
            || page
                .prose
                .iter()
                .any(|prose| prose.lines.first < span.first)
        {
            continue;
        }
        let (product, action, rest) = parts(line);
        let is_title = product.is_some() || !rest.is_empty() || is_action(action);
        if !is_title || line.len() > 200 {
            break;
        }
        take_title(line, span, page);
    }
    if page.head.title.is_some() {
        return;
    }
    // Links of the site stand above it, headings of the page among them: only a title has an action behind a
    // product or before a dash. Behind the first table stand links to other pages.
    let end = first_table(text).unwrap_or(text.len()).min(FURTHEST);
    let title = (0..end).find(|&index| {
        let line = text.at(index);
        let (product, action, rest) = parts(line);
        line.len() <= 200 && is_action(action) && (product.is_some() || !rest.is_empty())
    });
    if let Some(index) = title {
        take_title(text.at(index), text.span(index, index), page);
    }
}

/// The product, the action, and what it does, as a title has them.
fn parts(line: &str) -> (Option<&str>, &str, &str) {
    let line = line.trim_start_matches(['#', ' ']);
    let (product, words) = match line.split_once(':') {
        Some((product, words)) if product.len() <= 80 && !product.contains(is_han) => {
            (Some(product.trim()), words)
        }
        _ => (None, line),
    };
    let (action, rest) = words.split_once(" - ").unwrap_or((words, ""));
    (product, action.trim(), rest.trim())
}

fn take_title(line: &str, span: Span, page: &mut Page) {
    let (product, action, _) = parts(line);
    let title = crate::heading::bare(line);
    page.head.title = Some(Fact::stated(title.to_owned(), span));
    page.head.product = product.map(|product| Fact::stated(product.to_owned(), span));
    if is_action(action) {
        page.head.action = Some(Fact::stated(action.to_owned(), span));
    }
}

/// Whether a word can be an action: camel case.
fn is_action(word: &str) -> bool {
    word.len() <= 100
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase())
        && word.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// `GET /things/{id}?size=Integer HTTP/1.1`.
fn syntax(text: &Text<'_>, section: &Section, page: &mut Page) {
    for index in section.first..section.end {
        let Some((method, rest)) = text.at(index).split_once(' ') else {
            continue;
        };
        let target = rest.trim_start().split(' ').next().unwrap_or("");
        if METHODS.contains(&method) && target.starts_with('/') {
            let span = text.span(index, index);
            let path = target.split('?').next().unwrap_or(target);
            page.head.method = Some(Fact::stated(method.to_owned(), span));
            page.head.path = Some(Fact::stated(path.to_owned(), span));
            return;
        }
    }
}

/// Completes the head from samples, from the `Action` row of older pages, and from the first sentences.
pub(super) fn complete(text: &Text<'_>, sections: &[Section], rows: &[Row], page: &mut Page) {
    let mut version = None;
    for sample in page
        .samples
        .iter()
        .filter(|sample| sample.direction == Direction::Request)
    {
        let head = RequestHead::of(&sample.text.value);
        let lines = sample.text.lines;
        if page.head.host.is_none() {
            page.head.host = head.host.map(|host| Fact::sampled(host, lines));
        }
        if page.head.action.is_none() {
            page.head.action = head.action.map(|action| Fact::sampled(action, lines));
        }
        version = version.or_else(|| head.version.map(|version| Fact::sampled(version, lines)));
    }
    page.head.version = version;
    let row = rows
        .iter()
        .find(|row| row.name == "Action")
        .and_then(|row| row.example.clone());
    if let Some(action) = row.filter(|action| is_action(&action.value))
        && page
            .head
            .action
            .as_ref()
            .is_none_or(|known| known.certainty != crate::facts::Certainty::Stated)
    {
        page.head.action = Some(action);
    }
    if page.head.action.is_none() {
        page.head.action = sentence(text, sections);
    }
    of_navigation(text, sections, page);
}

/// A title that is the action alone may be an entry of the site's navigation: then the page speaks of it
/// nowhere else, and of another action in its sentences or samples.
fn of_navigation(text: &Text<'_>, sections: &[Section], page: &mut Page) {
    let (Some(title), Some(action)) = (&page.head.title, &page.head.action) else {
        return;
    };
    if title.value != action.value || is_repeated(text, &action.value) {
        return;
    }
    let sampled = page
        .samples
        .iter()
        .filter(|sample| sample.direction == Direction::Request)
        .find_map(|sample| {
            let action = RequestHead::of(&sample.text.value).action?;
            Some(Fact::sampled(action, sample.text.lines))
        });
    let other = sampled.or_else(|| sentence(text, sections));
    if let Some(other) = other.filter(|other| is_repeated(text, &other.value)) {
        page.head.title = None;
        page.head.action = Some(other);
    }
}

/// Whether a word stands on two lines of a page or more.
fn is_repeated(text: &Text<'_>, word: &str) -> bool {
    let lines = text.lines().iter().filter(|line| {
        line.text()
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|other| other == word)
    });
    lines.take(2).count() == 2
}

/// The action of `call the X operation` or `调用X接口` in the first sentences.
fn sentence(text: &Text<'_>, sections: &[Section]) -> Option<Fact<String>> {
    let end = sections
        .iter()
        .find(|section| matches!(section.part, Part::Syntax | Part::Request | Part::Response))
        .map_or(text.len(), |section| section.heading);
    sentence_before(text, end).or_else(|| {
        // A site's navigation may have the words of headings: the sentences end where the first table starts.
        sentence_before(text, first_table(text)?)
    })
}

/// The line of the first table.
fn first_table(text: &Text<'_>) -> Option<usize> {
    (0..text.len()).find(|&index| {
        let line = &text.lines()[index];
        let is_header = |columns: Columns| columns.members();
        line.has_tabs()
            || Columns::of_line(line).is_some_and(is_header)
            || crate::table::cell(line.text()).is_some()
                && Columns::of_paragraphs(text, index)
                    .is_some_and(|(columns, _)| is_header(columns))
    })
}

/// The same in the lines before `end`.
fn sentence_before(text: &Text<'_>, end: usize) -> Option<Fact<String>> {
    (0..end).find_map(|index| {
        let line = text.at(index);
        [
            "call the ",
            "Call the ",
            "calling the ",
            "call ",
            "Call ",
            "调用",
        ]
        .iter()
        .find_map(|start| {
            let rest = line[line.find(start)? + start.len()..].trim_start();
            let length = rest
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(rest.len());
            let (word, behind) = rest.split_at(length);
            let behind = behind.trim_start();
            // `call the API` names nothing.
            let named = !start.ends_with("the ")
                || behind.starts_with("operation")
                || behind.starts_with("API");
            (is_action(word) && named && word != "OpenAPI")
                .then(|| Fact::stated(word.to_owned(), text.span(index, index)))
        })
    })
}

/// `product:Action` in the table of permissions, to which the level of access may be glued.
fn permissions(text: &Text<'_>, section: &Section, page: &mut Page) {
    const LEVELS: &[&str] = &[
        "Read", "Write", "List", "none", "get", "list", "update", "create", "delete",
    ];
    for index in section.first..section.end {
        // A list of definitions instead of a table has the header's words as labels.
        let line = text.at(index).trim_start_matches(['•', '-', ' ']);
        let line = ["Operation:", "Action:", "操作:"]
            .iter()
            .find_map(|label| line.strip_prefix(label))
            .map_or(line, str::trim_start);
        let Some((product, rest)) = line.split_once(':') else {
            continue;
        };
        let word: &str = rest
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .next()
            .unwrap_or("");
        let product_fits = !product.is_empty()
            && product.len() <= 40
            && product
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !product_fits || !word.starts_with(|c: char| c.is_ascii_uppercase()) {
            continue;
        }
        let bare = LEVELS
            .iter()
            .find_map(|level| word.strip_suffix(level))
            .filter(|bare| !bare.is_empty() && *bare != word)
            .unwrap_or(word);
        // A level is glued to the word only where cells are glued: the line goes on or ends with it.
        let known = page
            .head
            .action
            .as_ref()
            .is_some_and(|action| action.value == word);
        let word = if known { word } else { bare };
        page.permissions.push(Fact::stated(
            format!("{product}:{word}"),
            text.span(index, index),
        ));
    }
}

fn prose(text: &Text<'_>, section: &Section, page: &mut Page) {
    for index in section.first..section.end {
        let line = text.at(index);
        let lower = line.to_lowercase();
        let span = text.span(index, index);
        if [
            "deprecated",
            "废弃",
            "即将下线",
            "no longer maintained",
            "不再维护",
        ]
        .iter()
        .any(|word| lower.contains(word))
        {
            page.deprecations.push(Fact::stated(line.to_owned(), span));
        }
        if page.head.rate.is_none()
            && let Some(rate) = rate(&lower)
        {
            page.head.rate = Some(Fact::stated(rate, span));
        }
    }
    page.prose.extend(text.prose(section.first, section.end));
}

/// `10 次/秒`, `100 calls per second`.
fn rate(line: &str) -> Option<Rate> {
    [
        ("次/秒", 1),
        ("calls per second", 1),
        ("times per second", 1),
        ("calls per minute", 60),
        ("次/分钟", 60),
    ]
    .iter()
    .find_map(|&(words, seconds)| {
        let before = line[..line.find(words)?].trim_end();
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let calls = before[before.len() - digits..].parse().ok()?;
        Some(Rate { calls, seconds })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_camel_case() {
        assert!(is_action("ListThings") && is_action("GetLogsV2") && is_action("SetHTTPListener"));
        for word in ["Debugging", "API", "listThings", "List things", "OSS"] {
            assert!(!is_action(word), "{word}");
        }
    }

    #[test]
    fn a_rate_is_read_from_a_sentence() {
        assert_eq!(
            rate("频率请勿超过 10 次/秒。"),
            Some(Rate {
                calls: 10,
                seconds: 1
            })
        );
        assert_eq!(
            rate("up to 300 calls per minute"),
            Some(Rate {
                calls: 300,
                seconds: 60
            })
        );
        assert_eq!(rate("calls per second"), None);
    }
}

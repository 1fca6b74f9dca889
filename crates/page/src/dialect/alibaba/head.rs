//! What a page says around its tables: product, action, date, request line, host, permissions.

use crate::dialect::alibaba::row::TableRow;
use crate::dialect::head::{fill, is_deprecation, requests, take_updated};
use crate::facts::{Certainty, Fact, Page, Rate, Span};
use crate::heading::{self, Section, Topic};
use crate::sample;
use crate::table::Columns;
use crate::text::{PageText, is_han};
use crate::words::{self, in_name, strip_any, strip_any_end};

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

/// Reads what stands before the tables.
pub(super) fn read(text: &PageText<'_>, sections: &[Section], page: &mut Page) {
    title(text, sections, page);
    for section in sections {
        match section.topic {
            Topic::Syntax if page.head.method.is_none() => syntax(text, section, page),
            Topic::Permissions => permissions(text, section, page),
            Topic::Description => prose(text, section, page),
            _ => {}
        }
    }
}

/// The title: `Product:Action`, `Action - what it does`, or the action alone. A page that was copied without
/// it starts with a sentence.
fn title(text: &PageText<'_>, sections: &[Section], page: &mut Page) {
    let end = sections.first().map_or(text.len(), |section| section.end);
    for index in 0..end {
        let line = text.at(index);
        if line.is_empty() || FURNITURE.contains(&line) {
            continue;
        }
        let span = text.span(index, index);
        if take_updated(text, index, page) {
            continue;
        }
        let mut prose = page.prose.iter();
        if page.head.title.is_some() || prose.any(|prose| prose.lines.first < span.first) {
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
    let title = heading::bare(line);
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
fn syntax(text: &PageText<'_>, section: &Section, page: &mut Page) {
    let mut lines = section.lines();
    let line = lines.find_map(|index| Some((index, sample::request_line(text.at(index))?)));
    if let Some((index, (method, target))) = line {
        let path = target.split('?').next().unwrap_or(target);
        page.head.method = Some(text.stated(index, method));
        page.head.path = Some(text.stated(index, path));
    }
}

/// Completes the head from samples, from the `Action` row of older pages, and from the first sentences.
pub(super) fn complete(
    text: &PageText<'_>,
    sections: &[Section],
    rows: &[TableRow],
    page: &mut Page,
) {
    for (request, lines) in requests(page) {
        fill(&mut page.head.host, request.host, lines);
        fill(&mut page.head.action, request.action, lines);
        fill(&mut page.head.version, request.version, lines);
    }
    let row = rows.iter().find(|row| row.name() == "Action");
    let example = row.and_then(|row| row.member.example.clone());
    let action = page.head.action.as_ref();
    if example
        .as_ref()
        .is_some_and(|example| is_action(&example.value))
        && action.is_none_or(|known| known.certainty != Certainty::Stated)
    {
        page.head.action = example;
    }
    if page.head.action.is_none() {
        page.head.action = sentence(text, sections);
    }
    of_navigation(text, sections, page);
}

/// A title that is the action alone may be an entry of the site's navigation: then the page speaks of it
/// nowhere else, and of another action in its sentences or samples.
fn of_navigation(text: &PageText<'_>, sections: &[Section], page: &mut Page) {
    let (Some(title), Some(action)) = (&page.head.title, &page.head.action) else {
        return;
    };
    if title.value != action.value || is_repeated(text, &action.value) {
        return;
    }
    let mut requests = requests(page).into_iter();
    let sampled = requests.find_map(|(request, lines)| Some(Fact::sampled(request.action?, lines)));
    let other = sampled.or_else(|| sentence(text, sections));
    if let Some(other) = other.filter(|other| is_repeated(text, &other.value)) {
        page.head.title = None;
        page.head.action = Some(other);
    }
}

/// Whether a word stands on two lines of a page or more.
fn is_repeated(text: &PageText<'_>, word: &str) -> bool {
    let lines = text.lines().iter().filter(|line| {
        line.text()
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|other| other == word)
    });
    lines.take(2).count() == 2
}

/// The action of `call the X operation` or `调用X接口` in the first sentences.
fn sentence(text: &PageText<'_>, sections: &[Section]) -> Option<Fact<String>> {
    let end = sections
        .iter()
        .find(|section| {
            matches!(
                section.topic,
                Topic::Syntax | Topic::Request | Topic::Response
            )
        })
        .map_or(text.len(), |section| section.heading);
    sentence_before(text, end).or_else(|| {
        // A site's navigation may have the words of headings: the sentences end where the first table starts.
        sentence_before(text, first_table(text)?)
    })
}

/// The line of the first table.
fn first_table(text: &PageText<'_>) -> Option<usize> {
    (0..text.len())
        .find(|&index| text.lines()[index].has_tabs() || Columns::members_start(text, index))
}

/// The same in the lines before `end`.
fn sentence_before(text: &PageText<'_>, end: usize) -> Option<Fact<String>> {
    const CALLS: &[&str] = &[
        "call the ",
        "Call the ",
        "calling the ",
        "call ",
        "Call ",
        "调用",
    ];
    (0..end).find_map(|index| {
        let line = text.at(index);
        CALLS.iter().find_map(|start| {
            let (_, rest) = line.split_once(start)?;
            let (word, behind) = words::split(rest.trim_start(), |c| c.is_ascii_alphanumeric());
            let behind = behind.trim_start();
            // `call the API` names nothing.
            let named = !start.ends_with("the ")
                || behind.starts_with("operation")
                || behind.starts_with("API");
            (is_action(word) && named && word != "OpenAPI").then(|| text.stated(index, word))
        })
    })
}

/// `product:Action` in the table of permissions, to which the level of access may be glued.
fn permissions(text: &PageText<'_>, section: &Section, page: &mut Page) {
    const LEVELS: &[&str] = &[
        "Read", "Write", "List", "none", "get", "list", "update", "create", "delete",
    ];
    for index in section.lines() {
        // A list of definitions instead of a table has the header's words as labels.
        let line = text.at(index).trim_start_matches(['•', '-', ' ']);
        let labelled = strip_any(line, &["Operation:", "Action:", "操作:"]);
        let line = labelled.map_or(line, str::trim_start);
        let Some((product, rest)) = line.split_once(':') else {
            continue;
        };
        let (word, _) = words::split(rest, in_name);
        let product_fits = !product.is_empty()
            && product.len() <= 40
            && product
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !product_fits || !word.starts_with(|c: char| c.is_ascii_uppercase()) {
            continue;
        }
        let bare = strip_any_end(word, LEVELS).filter(|bare| !bare.is_empty());
        // A level is glued to the word only where cells are glued: the line goes on or ends with it.
        let action = page.head.action.as_ref();
        let known = action.is_some_and(|action| action.value == word);
        let word = bare.filter(|_| !known).unwrap_or(word);
        let permission = format!("{product}:{word}");
        page.permissions.push(text.stated(index, &permission));
    }
}

fn prose(text: &PageText<'_>, section: &Section, page: &mut Page) {
    for index in section.lines() {
        let line = text.at(index);
        if is_deprecation(line) {
            page.deprecations.push(text.stated(index, line));
        }
        if page.head.rate.is_none() {
            let rate = rate(&line.to_lowercase());
            page.head.rate = rate.map(|rate| Fact::stated(rate, text.span(index, index)));
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

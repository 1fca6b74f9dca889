//! What stands around the tables: action, host, version, title, date, regions, rate, notices.

use crate::facts::{Certainty, Direction, Fact, Page, Rate};
use crate::heading::{self, Part, Section};
use crate::sample::{self, RequestHead};
use crate::text::Text;

/// Reads the head. The tables and samples have been read.
pub(super) fn read(text: &Text<'_>, sections: &[Section], page: &mut Page) {
    let top = sections.first().map_or(0, |section| section.end);
    let described = sections
        .iter()
        .filter(|section| matches!(section.part, Part::Description | Part::Request))
        .flat_map(|section| (section.first..section.end).map(|index| (index, section.part)));
    let mut actions = Vec::new();
    for (index, part) in described {
        if let Some(action) = action(text.at(index)) {
            actions.push(Fact::stated(action.to_owned(), text.span(index, index)));
        }
        if part == Part::Description {
            sentence(text, index, top, page);
        }
    }
    page.head.action = actions.into_iter().next();
    common_rows(page);
    title(text, top, page);
    from_samples(page);
}

/// The path of every action of the API: it follows from the protocol where no sample shows it.
pub(super) fn fixed_path(page: &mut Page, path: &str) {
    if page.head.path.is_none()
        && let Some(host) = &page.head.host
    {
        page.head.path = Some(Fact::inferred(path.to_owned(), host.lines));
    }
}

fn sentence(text: &Text<'_>, index: usize, top: usize, page: &mut Page) {
    let line = text.at(index);
    let span = text.span(index, index);
    let head = &mut page.head;
    if head.updated.is_none() && index < top {
        head.updated = date(line).map(|date| Fact::stated(date.to_owned(), span));
    }
    if head.host.is_none()
        && let Some(found) = host(line)
    {
        let (value, span) = match found {
            Host::Named(host) => (Some(host), span),
            // The host stands on its own line.
            Host::Below => {
                let below = text.next_full(index + 1);
                let host = below.and_then(|below| host_word(text.at(below)));
                (host, below.map_or(span, |below| text.span(below, below)))
            }
        };
        head.host = value.map(|value| Fact::stated(value.to_owned(), span));
    }
    if head.rate.is_none() {
        head.rate = rate(line).map(|rate| Fact::stated(rate, span));
    }
    if is_deprecation(line) {
        page.deprecations.push(Fact::stated(line.to_owned(), span));
    }
}

/// `最近更新时间:2025-01-09 01:27:02`.
fn date(line: &str) -> Option<&str> {
    let rest = ["最近更新时间", "更新时间", "Last updated", "Last Updated"]
        .iter()
        .find_map(|start| line.strip_prefix(start))?;
    let rest = rest.trim_start_matches([':', ' ']);
    (rest.len() <= 40 && rest.starts_with(|c: char| c.is_ascii_digit())).then_some(rest)
}

/// `本接口(DescribeThings)`, `This API (DescribeThings)`, `the Action field of this API is DescribeThings`,
/// `DescribeThings is used to …`.
fn action(line: &str) -> Option<&str> {
    for start in ["本接口", "该接口", "This API", "this API", "This interface"] {
        if let Some((_, rest)) = line.split_once(start)
            && let Some(rest) = rest.trim_start().strip_prefix('(')
            && let Some((name, _)) = rest.split_once(')')
            && is_action(name.trim())
        {
            return Some(name.trim());
        }
    }
    for start in [
        "Action字段为",
        "Action 字段为",
        "Action field of this API is",
        "Action field for this API is",
    ] {
        if let Some((_, rest)) = line.split_once(start) {
            return first_word(rest).filter(|name| is_action(name));
        }
    }
    let name = first_word(line)?;
    let rest = line[line.find(name)? + name.len()..].trim_start();
    let used = [
        "is used to",
        "is used for",
        "API is used",
        "接口用于",
        "用于",
    ]
    .iter()
    .any(|words| rest.starts_with(words));
    (used && is_action(name) && name[1..].contains(|c: char| c.is_ascii_uppercase()))
        .then_some(name)
}

/// The name at the start of a text.
fn first_word(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}

fn is_action(name: &str) -> bool {
    name.len() <= 100
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

enum Host<'a> {
    Named(&'a str),
    Below,
}

/// The host after "domain name" and no other word.
fn host(line: &str) -> Option<Host<'_>> {
    for words in [
        "请求域名",
        "接口域名",
        "domain name for api request",
        "domain for api request",
        "api domain name",
        "domain name",
    ] {
        let Some(at) = find_ignoring_case(line, words) else {
            continue;
        };
        let rest = line[at + words.len()..].trim_start_matches([':', ' ', '`', '是', '为']);
        let rest = rest
            .strip_prefix("is ")
            .unwrap_or(rest)
            .trim_start_matches([':', ' ']);
        if rest.is_empty() {
            return Some(Host::Below);
        }
        return host_word(rest).map(Host::Named);
    }
    None
}

/// Where ASCII or Chinese words stand in a line, whatever the case.
fn find_ignoring_case(line: &str, words: &str) -> Option<usize> {
    // Only the start of a line can say what the line is about.
    let start = line
        .char_indices()
        .nth(120)
        .map_or(line.len(), |(at, _)| at);
    line[..start].to_ascii_lowercase().find(words)
}

/// The host at the start of a text.
fn host_word(text: &str) -> Option<&str> {
    let text = text
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')))
        .unwrap_or(text.len());
    let rest = text[end..].trim_start();
    let host = text[..end].trim_end_matches('.');
    (sample::is_host(host) && !rest.starts_with(['{', '$', '<'])).then_some(host)
}

/// `20次/秒`, `100 requests/sec`, `20 calls/second`, `a maximum of 100 requests … per second`.
fn rate(line: &str) -> Option<Rate> {
    let limited = ["频率限制", "rate limit", "can be initiated per"]
        .iter()
        .any(|words| line.contains(words));
    if !limited || line.len() > 400 {
        return None;
    }
    let digits = line.find(|c: char| c.is_ascii_digit())?;
    let rest = &line[digits..];
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let calls = rest[..end].parse().ok()?;
    let unit = &rest[end..];
    let seconds = if unit.starts_with("次/分")
        || unit.contains("/min")
        || unit.contains("per minute") && !unit.contains("/sec")
    {
        60
    } else if unit.starts_with("次/秒") || unit.contains("/sec") || unit.contains("per second") {
        1
    } else {
        return None;
    };
    Some(Rate { calls, seconds })
}

fn is_deprecation(line: &str) -> bool {
    [
        "旧版 API",
        "停止维护",
        "即将下线",
        "已下线",
        "不再维护",
        "已废弃",
        "deprecated",
        "no longer maintained",
        "no longer be maintained",
    ]
    .iter()
    .any(|words| line.contains(words))
}

/// The rows that API 3.0 has in front of its parameters: action, version, regions.
fn common_rows(page: &mut Page) {
    for member in &mut page.parameters {
        let Some(description) = &member.description else {
            continue;
        };
        let common = description.value.contains("公共参数")
            || description.value.to_lowercase().starts_with("common param");
        if !common || !matches!(member.path.value.as_str(), "Action" | "Version" | "Region") {
            continue;
        }
        member.common = true;
        let value = last_word(&description.value)
            .map(|word| Fact::stated(word.to_owned(), description.lines));
        match member.path.value.as_str() {
            "Action" => page.head.action = value.or(page.head.action.take()),
            "Version" => page.head.version = value.or(page.head.version.take()),
            _ => page.head.regions = regions(&description.value, description.lines),
        }
    }
}

/// The value that a common parameter takes: the last word of the description's first line.
fn last_word(description: &str) -> Option<&str> {
    let line = description
        .lines()
        .next()?
        .trim_end_matches(['。', '.', ' ']);
    let start = line.rfind([' ', ':']).map_or(0, |at| at + 1);
    let word = &line[start..];
    let valid = !word.is_empty()
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    (valid && start > 0).then_some(word)
}

/// The regions that an action is limited to.
fn regions(description: &str, lines: crate::facts::Span) -> Vec<Fact<String>> {
    let limited = [
        "仅支持其中的",
        "only supports",
        "supports only",
        "only valid for",
    ];
    let Some(rest) = limited
        .iter()
        .find_map(|words| description.split_once(words))
        .map(|(_, rest)| rest)
    else {
        return Vec::new();
    };
    rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .filter(|word| word.contains('-') && word.starts_with(|c: char| c.is_ascii_lowercase()))
        .map(|word| Fact::stated(word.to_owned(), lines))
        .collect()
}

/// Lines of a page's furniture, which are no title.
const FURNITURE: &[&str] = &[
    "我的收藏",
    "PDF",
    "Feedback",
    "tencent cloud",
    "文档中心",
    "聚焦模式",
    "字号",
    "说明:",
    "Download PDF",
];

fn title(text: &Text<'_>, top: usize, page: &mut Page) {
    let crumbs = |line: &str| line.starts_with("文档中心>") || line.starts_with("Documentation>");
    for index in 0..top {
        let line = text.at(index);
        if crumbs(line) {
            page.head.product = line
                .split('>')
                .nth(1)
                .map(|product| Fact::stated(product.trim().to_owned(), text.span(index, index)));
            continue;
        }
        let title = !line.trim().is_empty()
            && line.chars().count() <= 100
            && !FURNITURE.contains(&line)
            && date(line).is_none()
            && !line.contains("有奖捉虫")
            && !is_deprecation(line);
        if title {
            page.head.title = Some(Fact::stated(
                heading::bare(line).to_owned(),
                text.span(index, index),
            ));
            return;
        }
    }
}

/// What only the samples tell.
fn from_samples(page: &mut Page) {
    let head = &mut page.head;
    for sample in page
        .samples
        .iter()
        .filter(|sample| sample.direction == Direction::Request)
    {
        let request = RequestHead::of(&sample.text.value);
        if request.path.is_none() && request.host.is_none() {
            continue;
        }
        let seen = |value: String| Fact {
            value,
            lines: sample.text.lines,
            certainty: Certainty::Sample,
        };
        // A URL with its parameters in the query is a GET.
        let method = request
            .method
            .clone()
            .or_else(|| request.path.as_ref().map(|_| "GET".to_owned()));
        head.method = head.method.take().or_else(|| method.map(seen));
        head.path = head.path.take().or_else(|| request.path.clone().map(seen));
        head.host = head.host.take().or_else(|| request.host.clone().map(seen));
        head.action = head
            .action
            .take()
            .or_else(|| request.action.clone().map(seen));
        head.version = head
            .version
            .take()
            .or_else(|| request.version.clone().map(seen));
    }
}

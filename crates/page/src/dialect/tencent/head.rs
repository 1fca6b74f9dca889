//! What stands around the tables: action, host, version, title, date, regions, rate, notices.

use crate::dialect::head::{fill, is_deprecation, requests, take_updated, updated};
use crate::facts::{Fact, Page, Rate, Span};
use crate::heading::{self, Section, Topic};
use crate::sample;
use crate::text::PageText;
use crate::words::{self, has_any, in_name, starts_with_any};

/// Reads the head. The tables and samples have been read.
pub(super) fn read(text: &PageText<'_>, sections: &[Section], page: &mut Page) {
    let top = sections.first().map_or(0, |section| section.end);
    for section in sections {
        if !matches!(section.topic, Topic::Description | Topic::Request) {
            continue;
        }
        for index in section.lines() {
            if page.head.action.is_none() {
                page.head.action = action(text.at(index)).map(|name| text.stated(index, name));
            }
            if section.topic == Topic::Description {
                sentence(text, index, top, page);
            }
        }
    }
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

fn sentence(text: &PageText<'_>, index: usize, top: usize, page: &mut Page) {
    let line = text.at(index);
    if index < top {
        take_updated(text, index, page);
    }
    let head = &mut page.head;
    if head.host.is_none()
        && let Some(found) = host(line)
    {
        head.host = match found {
            HostLine::Named(host) => Some(text.stated(index, host)),
            // The host stands on its own line.
            HostLine::Below => text
                .next_full(index + 1)
                .and_then(|below| Some(text.stated(below, host_word(text.at(below))?))),
        };
    }
    if head.rate.is_none() {
        head.rate = rate(line).map(|rate| Fact::stated(rate, text.span(index, index)));
    }
    if is_deprecation(line) {
        page.deprecations.push(text.stated(index, line));
    }
}

/// `本接口(DescribeThings)`, `This API (DescribeThings)`, `the Action field of this API is DescribeThings`,
/// `DescribeThings is used to …`.
fn action(line: &str) -> Option<&str> {
    const THIS: &[&str] = &["本接口", "该接口", "This API", "this API", "This interface"];
    const FIELD: &[&str] = &[
        "Action字段为",
        "Action 字段为",
        "Action field of this API is",
        "Action field for this API is",
    ];
    const USED: &[&str] = &[
        "is used to",
        "is used for",
        "API is used",
        "接口用于",
        "用于",
    ];
    let in_brackets = |start: &&str| {
        let (_, rest) = line.split_once(*start)?;
        let (name, _) = rest.trim_start().strip_prefix('(')?.split_once(')')?;
        Some(name.trim()).filter(|name| is_action(name))
    };
    if let Some(name) = THIS.iter().find_map(in_brackets) {
        return Some(name);
    }
    if let Some((_, rest)) = FIELD.iter().find_map(|start| line.split_once(*start)) {
        let (name, _) = words::split(rest.trim_start(), in_name);
        return is_action(name).then_some(name);
    }
    let (name, rest) = words::split(line.trim_start(), in_name);
    let used = starts_with_any(rest.trim_start(), USED);
    (used && is_action(name) && name[1..].contains(|c: char| c.is_ascii_uppercase()))
        .then_some(name)
}

fn is_action(name: &str) -> bool {
    name.len() <= 100
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(in_name)
}

enum HostLine<'a> {
    Named(&'a str),
    Below,
}

/// The host after "domain name" and no other word.
fn host(line: &str) -> Option<HostLine<'_>> {
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
            return Some(HostLine::Below);
        }
        return host_word(rest).map(HostLine::Named);
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
    let (host, rest) = words::split(text, |c| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '-')
    });
    let host = host.trim_end_matches('.');
    (sample::is_host(host) && !rest.trim_start().starts_with(['{', '$', '<'])).then_some(host)
}

/// `20次/秒`, `100 requests/sec`, `20 calls/second`, `a maximum of 100 requests … per second`.
fn rate(line: &str) -> Option<Rate> {
    let limited = has_any(line, &["频率限制", "rate limit", "can be initiated per"]);
    if !limited || line.len() > 400 {
        return None;
    }
    let digits = line.find(|c: char| c.is_ascii_digit())?;
    let (calls, unit) = words::split(&line[digits..], |c| c.is_ascii_digit());
    let calls = calls.parse().ok()?;
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
fn regions(description: &str, lines: Span) -> Vec<Fact<String>> {
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

fn title(text: &PageText<'_>, top: usize, page: &mut Page) {
    let crumbs = |line: &str| line.starts_with("文档中心>") || line.starts_with("Documentation>");
    for index in 0..top {
        let line = text.at(index);
        if crumbs(line) {
            page.head.product = line
                .split('>')
                .nth(1)
                .map(|product| text.stated(index, product.trim()));
            continue;
        }
        let title = !line.trim().is_empty()
            && line.chars().count() <= 100
            && !FURNITURE.contains(&line)
            && updated(line).is_none()
            && !line.contains("有奖捉虫")
            && !is_deprecation(line);
        if title {
            page.head.title = Some(text.stated(index, heading::bare(line)));
            return;
        }
    }
}

/// What only the samples tell.
fn from_samples(page: &mut Page) {
    for (request, lines) in requests(page) {
        if request.path.is_none() && request.host.is_none() {
            continue;
        }
        // A URL with its parameters in the query is a GET.
        let get = request.path.as_ref().map(|_| "GET".to_owned());
        let head = &mut page.head;
        fill(&mut head.method, request.method.or(get), lines);
        fill(&mut head.path, request.path, lines);
        fill(&mut head.host, request.host, lines);
        fill(&mut head.action, request.action, lines);
        fill(&mut head.version, request.version, lines);
    }
}

//! The headings of a page, and which lines with the same words are none.

use std::sync::LazyLock;

use crate::dialect::alibaba::type_words;
use crate::facts::Place;
use crate::heading::{self, Headings, Section, Topic};
use crate::table::Columns;
use crate::text::PageText;
use crate::words;

/// The words of headings, in lower case.
static HEADINGS: LazyLock<Headings> = LazyLock::new(|| {
    words::table(&[
        (
            Topic::Other,
            "debugging | debug | 调试 | 公共请求参数 | common request parameters | \
             change history | 变更历史 | 开发者资源 | developer resources",
        ),
        (
            Topic::Description,
            "描述 | 接口描述 | 接口说明 | api描述 | api description | 限制说明 | usage notes | \
             使用说明 | 使用限制 | qps limit | qps limits | qps限制",
        ),
        (
            Topic::Permissions,
            "authorization information | 授权信息 | 授权说明 | 鉴权资源",
        ),
        (
            Topic::Syntax,
            "request syntax | request structure | 请求语法 | 请求结构 | 请求格式",
        ),
        (
            Topic::Request,
            "request header | request headers | 请求头 | 请求头参数 | path parameters | \
             路径参数 | query parameters | 查询参数 | request body | 请求体 | requestbody | \
             request parameter types | request parameter",
        ),
        (
            Topic::Response,
            "response syntax | 响应体语法 | 返回语法 | response header | response headers | \
             响应头 | 返回头 | response parameter | return parameter | response elements | 返回值",
        ),
        (
            Topic::Samples,
            "example | examples | 示例 | 操作示例 | 调用示例",
        ),
        (Topic::RequestSamples, "request sample | request samples"),
        (
            Topic::ResponseSamples,
            "sample success response | sample success responses | response sample | \
             response samples | return example | return examples | normal response example | \
             normal response examples | successful response | successful responses | \
             successful response example | successful response examples | \
             successful response sample | sample successful response | \
             sample successful responses | error response example | error response examples | \
             sample error response | sample error responses | 正常返回示例 | 异常返回示例",
        ),
        (Topic::Errors, "错误信息"),
    ])
});

/// A heading within the samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sub {
    /// JSON follows.
    Json,
    /// XML follows.
    Xml,
    /// A further request, or a remark on one.
    More,
}

/// The heading within the samples that a line is.
pub(super) fn sub(line: &str) -> Option<Sub> {
    if line.len() > 60 {
        return None;
    }
    let line = line.to_lowercase().replace('`', "");
    let word: String = line.split_whitespace().collect();
    match word.trim_end_matches(':') {
        "jsonformat" | "json格式" | "json" => Some(Sub::Json),
        "xmlformat" | "xml格式" | "xml" => Some(Sub::Xml),
        word if word.starts_with("请求示例") || word.starts_with("samplerequest") => {
            Some(Sub::More)
        }
        _ => None,
    }
}

/// Whether a heading announces the skeleton of an answer.
pub(super) fn is_syntax(heading: &str) -> bool {
    matches!(
        heading::bare(heading).to_lowercase().as_str(),
        "response syntax" | "响应体语法" | "返回语法"
    )
}

/// Where the parameters below a heading travel, if it says so.
pub(super) fn place(heading: &str) -> Option<Place> {
    match heading::bare(heading).to_lowercase().as_str() {
        "path parameters" | "路径参数" => Some(Place::Path),
        "query parameters" | "查询参数" => Some(Place::Query),
        "request body" | "请求体" => Some(Place::Body),
        "request header" | "request headers" | "请求头" | "请求头参数" | "response header"
        | "response headers" | "响应头" | "返回头" => Some(Place::Header),
        _ => None,
    }
}

/// Cuts a page at its headings.
pub(super) fn sections(text: &PageText<'_>) -> Vec<Section> {
    let full = text.full(0..text.len());
    let line = |at: usize| full.get(at).map_or("", |&index| text.at(index));
    let mut opens: Vec<Option<Topic>> = vec![None; text.len()];
    let mut topic = Topic::Description;
    for (at, &index) in full.iter().enumerate() {
        let Some(found) = topic_of(line(at), line(at + 1)) else {
            continue;
        };
        let in_table = matches!(topic, Topic::Request | Topic::Response);
        // Below a row's head stands its description, whatever its words are. Below an error's header too.
        let cell = in_table && at > 0 && may_be_head(line(at - 1)) && !fits(found, line(at + 1));
        let header = found == Topic::Errors && topic == Topic::Errors;
        let back = matches!(found, Topic::Description | Topic::Permissions)
            && !matches!(
                topic,
                Topic::Description | Topic::Other | Topic::Permissions
            );
        if cell || header || back || line(at).starts_with(|c: char| c.is_ascii_lowercase()) {
            continue;
        }
        topic = found;
        opens[index] = Some(found);
    }
    heading::sections_where(text, |index| opens[index])
}

/// What a line opens. The samples' heading may have the action's title before it.
fn topic_of(line: &str, next: &str) -> Option<Topic> {
    let known = heading::topic_of(line, &HEADINGS);
    let samples = |line: &str| {
        matches!(
            heading::topic_of(line, &HEADINGS),
            Some(Topic::RequestSamples | Topic::ResponseSamples)
        ) || sub(line).is_some()
    };
    match known {
        // `Example` is a header cell too.
        Some(Topic::Samples) if !samples(next) && !starts_sample(next) => None,
        None if line.len() < 120 && line.ends_with("示例") && samples(next) => {
            Some(Topic::Samples)
        }
        known => known,
    }
}

fn starts_sample(line: &str) -> bool {
    line.starts_with(['{', '[', '<']) || line.starts_with("http") || line.contains(" HTTP/")
}

/// Whether the line behind a heading is what a part of that kind starts with.
fn fits(topic: Topic, next: &str) -> bool {
    match topic {
        Topic::Request | Topic::Response => {
            Columns::of(next).is_some()
                || crate::table::cell(next).is_some()
                || next.starts_with("HTTP/")
                || next.contains('无')
                || next.starts_with("None")
        }
        Topic::Errors => {
            Columns::of(next).is_some()
                || crate::table::cell(next).is_some()
                || next.starts_with("访问错误中心")
                || next.starts_with("For a list")
                || next.is_empty()
        }
        Topic::RequestSamples | Topic::ResponseSamples => {
            starts_sample(next) || sub(next).is_some()
        }
        Topic::Samples => true,
        _ => false,
    }
}

/// Whether a line may be the head of a row: a word that ends in a type, or has one glued into it.
fn may_be_head(line: &str) -> bool {
    let word = line.split(' ').next().unwrap_or("");
    let word = word.get(..word.len().min(128)).unwrap_or("");
    type_words::is_type(line)
        || matches!(line, "Yes" | "No")
        || (word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word
                .char_indices()
                .any(|(at, _)| at > 0 && !type_words::prefixes(&word[at..]).is_empty()))
}

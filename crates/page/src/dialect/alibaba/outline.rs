//! The headings of a page, and which lines with the same words are none.

use crate::dialect::alibaba::words;
use crate::facts::Place;
use crate::heading::{self, Heading, Part, Section};
use crate::table::Columns;
use crate::text::Text;

/// The words of headings, in lower case.
const HEADINGS: &[Heading] = &[
    ("debugging", Part::Other),
    ("debug", Part::Other),
    ("调试", Part::Other),
    ("描述", Part::Description),
    ("description", Part::Description),
    ("接口描述", Part::Description),
    ("接口说明", Part::Description),
    ("api描述", Part::Description),
    ("api description", Part::Description),
    ("限制说明", Part::Description),
    ("usage notes", Part::Description),
    ("使用说明", Part::Description),
    ("使用限制", Part::Description),
    ("qps limit", Part::Description),
    ("qps limits", Part::Description),
    ("qps限制", Part::Description),
    ("authorization information", Part::Permissions),
    ("授权信息", Part::Permissions),
    ("授权说明", Part::Permissions),
    ("鉴权资源", Part::Permissions),
    ("request syntax", Part::Syntax),
    ("request structure", Part::Syntax),
    ("请求语法", Part::Syntax),
    ("请求结构", Part::Syntax),
    ("请求格式", Part::Syntax),
    ("request header", Part::Request),
    ("request headers", Part::Request),
    ("请求头", Part::Request),
    ("请求头参数", Part::Request),
    ("path parameters", Part::Request),
    ("路径参数", Part::Request),
    ("query parameters", Part::Request),
    ("查询参数", Part::Request),
    ("request body", Part::Request),
    ("请求体", Part::Request),
    ("requestbody", Part::Request),
    ("request parameter types", Part::Request),
    ("request parameter", Part::Request),
    ("request parameters", Part::Request),
    ("请求参数", Part::Request),
    ("公共请求参数", Part::Other),
    ("common request parameters", Part::Other),
    ("response syntax", Part::Response),
    ("响应体语法", Part::Response),
    ("返回语法", Part::Response),
    ("response header", Part::Response),
    ("response headers", Part::Response),
    ("响应头", Part::Response),
    ("返回头", Part::Response),
    ("response parameter", Part::Response),
    ("response parameters", Part::Response),
    ("return parameter", Part::Response),
    ("return parameters", Part::Response),
    ("returned parameters", Part::Response),
    ("response elements", Part::Response),
    ("返回数据", Part::Response),
    ("返回值", Part::Response),
    ("返回参数", Part::Response),
    ("返回结果", Part::Response),
    ("响应参数", Part::Response),
    ("example", Part::Samples),
    ("examples", Part::Samples),
    ("示例", Part::Samples),
    ("操作示例", Part::Samples),
    ("调用示例", Part::Samples),
    ("request example", Part::RequestSamples),
    ("request examples", Part::RequestSamples),
    ("request sample", Part::RequestSamples),
    ("request samples", Part::RequestSamples),
    ("sample request", Part::RequestSamples),
    ("sample requests", Part::RequestSamples),
    ("请求示例", Part::RequestSamples),
    ("response example", Part::ResponseSamples),
    ("response examples", Part::ResponseSamples),
    ("sample response", Part::ResponseSamples),
    ("sample responses", Part::ResponseSamples),
    ("sample success response", Part::ResponseSamples),
    ("sample success responses", Part::ResponseSamples),
    ("response sample", Part::ResponseSamples),
    ("response samples", Part::ResponseSamples),
    ("return example", Part::ResponseSamples),
    ("return examples", Part::ResponseSamples),
    ("normal response example", Part::ResponseSamples),
    ("normal response examples", Part::ResponseSamples),
    ("successful response", Part::ResponseSamples),
    ("successful responses", Part::ResponseSamples),
    ("successful response example", Part::ResponseSamples),
    ("successful response examples", Part::ResponseSamples),
    ("successful response sample", Part::ResponseSamples),
    ("sample successful response", Part::ResponseSamples),
    ("sample successful responses", Part::ResponseSamples),
    ("error response example", Part::ResponseSamples),
    ("error response examples", Part::ResponseSamples),
    ("sample error response", Part::ResponseSamples),
    ("sample error responses", Part::ResponseSamples),
    ("正常返回示例", Part::ResponseSamples),
    ("异常返回示例", Part::ResponseSamples),
    ("返回示例", Part::ResponseSamples),
    ("响应示例", Part::ResponseSamples),
    ("error code", Part::Errors),
    ("error codes", Part::Errors),
    ("错误码", Part::Errors),
    ("错误代码", Part::Errors),
    ("错误信息", Part::Errors),
    ("change history", Part::Other),
    ("变更历史", Part::Other),
    ("开发者资源", Part::Other),
    ("developer resources", Part::Other),
];

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
pub(super) fn sections(text: &Text<'_>) -> Vec<Section> {
    let full: Vec<usize> = (0..text.len())
        .filter(|&index| !text.at(index).is_empty())
        .collect();
    let line = |at: usize| full.get(at).map_or("", |&index| text.at(index));
    let mut opens: Vec<Option<Part>> = vec![None; text.len()];
    let mut part = Part::Description;
    for (at, &index) in full.iter().enumerate() {
        let Some(found) = part_of(line(at), line(at + 1)) else {
            continue;
        };
        let in_table = matches!(part, Part::Request | Part::Response);
        // Below a row's head stands its description, whatever its words are. Below an error's header too.
        let cell = in_table && at > 0 && may_be_head(line(at - 1)) && !fits(found, line(at + 1));
        let header = found == Part::Errors && part == Part::Errors;
        let back = matches!(found, Part::Description | Part::Permissions)
            && part != Part::Description
            && part != Part::Other
            && part != Part::Permissions;
        if cell || header || back || line(at).starts_with(|c: char| c.is_ascii_lowercase()) {
            continue;
        }
        part = found;
        opens[index] = Some(found);
    }
    heading::sections_where(text, |index| opens[index])
}

/// The part that a line opens. The samples' heading may have the action's title before it.
fn part_of(line: &str, next: &str) -> Option<Part> {
    let known = heading::part_of(line, HEADINGS);
    let samples = |line: &str| {
        matches!(
            heading::part_of(line, HEADINGS),
            Some(Part::RequestSamples | Part::ResponseSamples)
        ) || sub(line).is_some()
    };
    match known {
        // `Example` is a header cell too.
        Some(Part::Samples) if !samples(next) && !starts_sample(next) => None,
        None if line.len() < 120 && line.ends_with("示例") && samples(next) => {
            Some(Part::Samples)
        }
        known => known,
    }
}

fn starts_sample(line: &str) -> bool {
    line.starts_with(['{', '[', '<']) || line.starts_with("http") || line.contains(" HTTP/")
}

/// Whether the line behind a heading is what a part of that kind starts with.
fn fits(part: Part, next: &str) -> bool {
    match part {
        Part::Request | Part::Response => {
            Columns::of(next).is_some()
                || crate::table::cell(next).is_some()
                || next.starts_with("HTTP/")
                || next.contains('无')
                || next.starts_with("None")
        }
        Part::Errors => {
            Columns::of(next).is_some()
                || crate::table::cell(next).is_some()
                || next.starts_with("访问错误中心")
                || next.starts_with("For a list")
                || next.is_empty()
        }
        Part::RequestSamples | Part::ResponseSamples => starts_sample(next) || sub(next).is_some(),
        Part::Samples => true,
        _ => false,
    }
}

/// Whether a line may be the head of a row: a word that ends in a type, or has one glued into it.
fn may_be_head(line: &str) -> bool {
    let word = line.split(' ').next().unwrap_or("");
    let word = word.get(..word.len().min(128)).unwrap_or("");
    words::is_type(line)
        || matches!(line, "Yes" | "No")
        || (word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word
                .char_indices()
                .any(|(at, _)| at > 0 && !words::prefixes(&word[at..]).is_empty()))
}

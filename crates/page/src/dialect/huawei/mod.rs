//! Pages of Huawei Cloud and of Open Telekom Cloud: a URI, tables with captions, one cell a paragraph or
//! tabbed. Chinese and English.

mod bounds;
mod caption;
mod cells;
mod head;
mod rows;
mod samples;
mod tables;
mod types;
mod untyped;

use crate::dialect::Dialect;
use crate::facts::Page;
use crate::heading::{self, Heading, Part, Section};
use crate::text::Text;

/// The dialect.
#[derive(Debug)]
pub(super) struct Huawei;

/// The words of headings, in lower case.
const HEADINGS: &[Heading] = &[
    ("function", Part::Description),
    ("functions", Part::Description),
    ("description", Part::Description),
    ("功能介绍", Part::Description),
    ("功能描述", Part::Description),
    ("constraints", Part::Description),
    ("接口约束", Part::Description),
    ("约束与限制", Part::Description),
    ("使用说明", Part::Description),
    ("calling method", Part::Other),
    ("debugging", Part::Other),
    ("调用方法", Part::Other),
    ("调试", Part::Other),
    ("authorization information", Part::Permissions),
    ("authorization", Part::Permissions),
    ("授权信息", Part::Permissions),
    ("uri", Part::Syntax),
    ("uri format", Part::Syntax),
    ("uri格式", Part::Syntax),
    ("request", Part::Request),
    ("requests", Part::Request),
    ("request parameters", Part::Request),
    ("请求", Part::Request),
    ("请求消息", Part::Request),
    ("请求参数", Part::Request),
    ("response", Part::Response),
    ("responses", Part::Response),
    ("response parameters", Part::Response),
    ("request message", Part::Request),
    ("response message", Part::Response),
    ("响应", Part::Response),
    ("响应消息", Part::Response),
    ("响应参数", Part::Response),
    ("example request", Part::RequestSamples),
    ("example requests", Part::RequestSamples),
    ("request example", Part::RequestSamples),
    ("请求示例", Part::RequestSamples),
    ("请求样例", Part::RequestSamples),
    ("请求消息样例", Part::RequestSamples),
    ("请求消息示例", Part::RequestSamples),
    ("normal response", Part::ResponseSamples),
    ("正常响应", Part::ResponseSamples),
    ("abnormal response", Part::Other),
    ("异常响应", Part::Other),
    ("example response", Part::ResponseSamples),
    ("example responses", Part::ResponseSamples),
    ("response example", Part::ResponseSamples),
    ("响应示例", Part::ResponseSamples),
    ("响应样例", Part::ResponseSamples),
    ("响应消息样例", Part::ResponseSamples),
    ("响应消息示例", Part::ResponseSamples),
    ("sdk sample code", Part::Other),
    ("sdk代码示例", Part::Other),
    ("status code", Part::Statuses),
    ("status codes", Part::Statuses),
    ("状态码", Part::Statuses),
    ("返回值", Part::Statuses),
    ("returned value", Part::Statuses),
    ("returned values", Part::Statuses),
    ("return value", Part::Statuses),
    ("return values", Part::Statuses),
    ("error code", Part::Errors),
    ("error codes", Part::Errors),
    ("错误码", Part::Errors),
    ("相关文档", Part::Other),
];

/// Cuts a page at its headings. Cells may have the words of a heading: a description stands behind a type,
/// a name before one, and what the action does is told before its URI.
fn sections(text: &Text<'_>) -> Vec<Section> {
    let full: Vec<usize> = (0..text.len())
        .filter(|&index| !text.at(index).is_empty())
        .collect();
    let mut opens: Vec<Option<Part>> = vec![None; text.len()];
    let mut past_uri = false;
    for (at, &index) in full.iter().enumerate() {
        let line = text.at(index);
        // Older pages have the headings below the first level as bullets.
        let words = line.trim_start_matches(['•', '-', ' ']);
        let part = heading::part_of(words, HEADINGS).or_else(|| one_of_samples(words));
        let Some(part) = part else {
            continue;
        };
        let is_cell = |at: Option<usize>| {
            at.and_then(|at| full.get(at)).is_some_and(|&line| {
                cells::is_type(text.at(line)) || cells::required(text.at(line)).is_some()
            })
        };
        let small = words.starts_with(|c: char| c.is_ascii_lowercase());
        let told =
            (past_uri || words != line) && matches!(part, Part::Description | Part::Permissions);
        if small || told || is_cell(at.checked_sub(1)) || is_cell(Some(at + 1)) {
            continue;
        }
        past_uri |= part == Part::Syntax;
        opens[index] = Some(part);
    }
    heading::sections_where(text, |index| opens[index])
}

/// A heading of samples with a number or what the sample shows behind it: `Example request 1: Setting action
/// to filter`, `请求示例(创建集群)`.
fn one_of_samples(line: &str) -> Option<Part> {
    let words = line.split([':', '(']).next()?;
    let words = words.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六 ".contains(c));
    heading::part_of(words, HEADINGS).filter(|part| part.is_samples() && words != line)
}

impl Dialect for Huawei {
    fn name(&self) -> &'static str {
        "huawei"
    }

    fn score(&self, text: &Text<'_>) -> u32 {
        let (mut uri, mut caption, mut token, mut status) = (false, false, false, false);
        for index in 0..text.len() {
            let line = text.at(index);
            if heading::bare(line) == "URI" {
                uri |= head::follows_uri(text, index + 1);
            }
            caption |= caption::words(line).is_some();
            token |= line.starts_with("X-Auth-Token");
            status |= caption::status(line).is_some();
        }
        // A page on how to call any action has tables with captions and the token, too.
        u32::from(uri) * 55
            + u32::from(caption) * 15
            + u32::from(token) * 10
            + u32::from(status) * 15
    }

    fn read(&self, text: &Text<'_>, page: &mut Page) {
        let sections = sections(text);
        head::read(text, &sections, page);
        samples::read(text, &sections, page);
        tables::read(text, &sections, page);
        head::statuses(text, &sections, page);
        if page.head.action.is_none() {
            page.head.action = head::named_action(page);
        }
    }
}

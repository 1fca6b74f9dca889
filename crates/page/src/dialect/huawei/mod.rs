//! Pages of Huawei Cloud and of Open Telekom Cloud: a URI, tables with captions, one cell a paragraph or
//! tabbed. Chinese and English.

mod bounds;
mod caption;
mod captioned;
mod cells;
mod head;
mod rows;
mod samples;
mod tables;
mod types;

use std::sync::LazyLock;

use crate::dialect::Dialect;
use crate::facts::Page;
use crate::heading::{self, Headings, Section, Topic};
use crate::table::required;
use crate::text::PageText;
use crate::words;

/// The dialect.
#[derive(Debug)]
pub(super) struct Huawei;

/// The words of headings, in lower case.
static HEADINGS: LazyLock<Headings> = LazyLock::new(|| {
    words::table(&[
        (
            Topic::Description,
            "function | functions | 功能介绍 | 功能描述 | constraints | 接口约束 | 约束与限制 | \
             使用说明",
        ),
        (
            Topic::Other,
            "calling method | debugging | 调用方法 | 调试 | abnormal response | 异常响应 | \
             sdk sample code | sdk代码示例 | 相关文档",
        ),
        (
            Topic::Permissions,
            "authorization information | authorization | 授权信息",
        ),
        (Topic::Syntax, "uri | uri format | uri格式"),
        (
            Topic::Request,
            "request | requests | 请求 | 请求消息 | request message",
        ),
        (
            Topic::Response,
            "response | responses | response message | 响应 | 响应消息",
        ),
        (
            Topic::RequestSamples,
            "请求样例 | 请求消息样例 | 请求消息示例",
        ),
        (
            Topic::ResponseSamples,
            "normal response | 正常响应 | 响应样例 | 响应消息样例 | 响应消息示例",
        ),
        (
            Topic::Statuses,
            "status code | status codes | 状态码 | 返回值 | returned value | returned values | \
             return value | return values",
        ),
    ])
});

/// Cuts a page at its headings. Cells may have the words of a heading: a description stands behind a type,
/// a name before one, and what the action does is told before its URI.
fn sections(text: &PageText<'_>) -> Vec<Section> {
    let full = text.full(0..text.len());
    let mut opens: Vec<Option<Topic>> = vec![None; text.len()];
    let mut past_uri = false;
    for (at, &index) in full.iter().enumerate() {
        let line = text.at(index);
        // Older pages have the headings below the first level as bullets.
        let words = line.trim_start_matches(['•', '-', ' ']);
        let topic = heading::topic_of(words, &HEADINGS).or_else(|| one_of_samples(words));
        let Some(topic) = topic else {
            continue;
        };
        let is_cell = |at: Option<usize>| {
            at.and_then(|at| full.get(at)).is_some_and(|&line| {
                cells::is_type(text.at(line)) || required(text.at(line)).is_some()
            })
        };
        let small = words.starts_with(|c: char| c.is_ascii_lowercase());
        let told =
            (past_uri || words != line) && matches!(topic, Topic::Description | Topic::Permissions);
        if small || told || is_cell(at.checked_sub(1)) || is_cell(Some(at + 1)) {
            continue;
        }
        past_uri |= topic == Topic::Syntax;
        opens[index] = Some(topic);
    }
    heading::sections_where(text, |index| opens[index])
}

/// A heading of samples with a number or what the sample shows behind it: `Example request 1: Setting action
/// to filter`, `请求示例(创建集群)`.
fn one_of_samples(line: &str) -> Option<Topic> {
    let words = line.split([':', '(']).next()?;
    let words = words.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六 ".contains(c));
    heading::topic_of(words, &HEADINGS).filter(|topic| topic.is_samples() && words != line)
}

impl Dialect for Huawei {
    fn name(&self) -> &'static str {
        "huawei"
    }

    fn score(&self, text: &PageText<'_>) -> u32 {
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

    fn read(&self, text: &PageText<'_>, page: &mut Page) {
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

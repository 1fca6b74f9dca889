//! The words of the headings of both dialects, and what each opens. Tables and samples are
//! read elsewhere.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::facts::Direction;
use crate::heading::{self, Headings, Section, Topic};
use crate::table::Columns;
use crate::text::PageText;
use crate::words::{self, starts_with_any};

/// The words of headings.
static HEADINGS: LazyLock<Headings> = LazyLock::new(|| {
    words::table(&[
        (
            Topic::Description,
            "接口描述 | 接口名称 | 功能描述 | 功能说明 | 接口说明 | 接口功能 | api name | \
             api description | api overview | feature description | function description",
        ),
        (
            Topic::Request,
            "接口参数 | input parameter | input | request parameter",
        ),
        (
            Topic::Response,
            "返回值 | 应答参数 | output parameter | output | return parameter | \
             returned values | returned value | return values | return value | response parameter",
        ),
        (
            Topic::Samples,
            "示例 | 示例代码 | 代码示例 | 调用示例 | 调用案例 | 实际案例 | 使用示例 | example | \
             examples | sample | samples | sample code | code sample | code samples | use cases",
        ),
        (
            Topic::ResponseSamples,
            "应答示例 | 结果示例 | response sample",
        ),
        (Topic::RequestSamples, "request sample"),
        (
            Topic::Errors,
            "业务错误码 | 模块错误码 | module error code | module error codes",
        ),
        (
            Topic::Other,
            "开发者资源 | 其他资源 | 相关资源 | developer resources | developer resource | \
             resources for developers | other resources",
        ),
    ])
});

/// Words that a heading may end in without opening another part.
const ENDINGS: &[&str] = &[
    "说明",
    "列表",
    "总览",
    "表",
    " description",
    " descriptions",
    " list",
    " table",
    " overview",
];

/// Headings that open no part and say which way the tables below go whose own heading does not.
static WAYS: LazyLock<HashMap<&str, Direction>> = LazyLock::new(|| {
    words::table(&[
        (
            Direction::Request,
            "请求 | 请求方式 | 接口请求 | request | request method | request methods | api request",
        ),
        (
            Direction::Response,
            "响应 | 应答 | 返回 | 接口应答 | 接口响应 | 接口返回 | response | api response",
        ),
    ])
});

/// Headings of a table of members, whichever way it goes.
const MEMBERS: &str = "参数 | 参数说明 | 参数描述 | 参数列表 | 字段说明 | parameter | parameters | \
     parameter description | parameter descriptions | parameter list";

/// How many lines that are not empty may stand between a heading and its table.
const CLOSE: usize = 8;

/// The part that a line's words open, whatever stands around it.
pub(super) fn topic_of(line: &str) -> Option<Topic> {
    heading::topic_of(line, &HEADINGS).or_else(|| {
        let line = line.trim_end_matches([':', ' ', '*']);
        let start = ENDINGS.iter().find_map(|ending| {
            let at = line.len().checked_sub(ending.len())?;
            let end = line.get(at..)?;
            end.eq_ignore_ascii_case(ending).then(|| &line[..at])
        })?;
        heading::topic_of(start, &HEADINGS)
    })
}

/// The sections of a page.
///
/// Within the samples, "request parameters" is the label of a sample, unless it is numbered or a table of
/// members follows. "Parameters" alone belongs to the request or the answer that a heading above it names.
pub(super) fn sections(text: &PageText<'_>) -> Vec<Section> {
    let within_samples = Cell::new(false);
    let within_table = Cell::new(false);
    let way = Cell::new(None);
    heading::sections_where(text, |index| {
        let line = text.at(index);
        if let Some(named) = way_of(line) {
            way.set(Some(named));
            return None;
        }
        if is_header(text, index) {
            return None;
        }
        let topic = topic_of(line).or_else(|| members(line, way.get()?))?;
        let table = matches!(topic, Topic::Request | Topic::Response);
        let follows = index > 0 && !text.at(index - 1).is_empty() && !line.starts_with(['#', '*']);
        let marked = line
            .trim_start_matches(['#', '*', ' '])
            .starts_with(|c: char| c.is_ascii_digit());
        let short = matches!(
            heading::bare(line).to_lowercase().as_str(),
            "input" | "output"
        );
        if (short || within_samples.get() && table && !marked) && !has_table(text, index) {
            return None;
        }
        // `Sample:` within a description.
        if within_table.get() && follows && !marked && !table && !opens_samples(text, index, topic)
            || within_samples.get() && topic == Topic::Description && !marked
        {
            return None;
        }
        within_table.set(table);
        within_samples.set(topic.is_samples());
        Some(topic)
    })
}

/// Whether a line that has the words of a heading is the header of a table: `错误码 说明` right above rows.
fn is_header(text: &PageText<'_>, index: usize) -> bool {
    Columns::of(text.at(index)).is_some() && !text.at(index + 1).is_empty()
}

/// Whether a sample follows a heading of samples: its title, its label, or a request.
fn opens_samples(text: &PageText<'_>, heading: usize, topic: Topic) -> bool {
    const STARTS: &[&str] = &[
        "示例", "输入", "请求", "Example", "Sample", "Input", "Request", "http", "POST ", "GET ",
    ];
    match topic {
        Topic::Errors | Topic::Other => true,
        Topic::Description => false,
        _ => text
            .next_full(heading + 1)
            .is_some_and(|next| starts_with_any(text.at(next), STARTS)),
    }
}

fn way_of(line: &str) -> Option<Direction> {
    let short = Some(line).filter(|line| line.len() <= 40)?;
    WAYS.get(&*heading::bare(short).to_lowercase()).copied()
}

fn members(line: &str, way: Direction) -> Option<Topic> {
    let bare = heading::bare(line).to_lowercase();
    words::has(MEMBERS, &bare).then_some(match way {
        Direction::Request => Topic::Request,
        Direction::Response => Topic::Response,
    })
}

/// Whether a table of members follows before a further heading.
fn has_table(text: &PageText<'_>, heading: usize) -> bool {
    let lines = text.lines().get(heading + 1..).unwrap_or_default();
    lines
        .iter()
        .filter(|line| !line.text().is_empty())
        .take(CLOSE)
        .take_while(|line| topic_of(line.text()).is_none())
        .any(|line| Columns::of(line.text()).is_some_and(|columns| columns.members()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(page: &str) -> Vec<Topic> {
        sections(&PageText::new(page))
            .iter()
            .skip(1)
            .map(|section| section.topic)
            .collect()
    }

    #[test]
    fn a_heading_may_end_in_a_word_that_says_nothing() {
        for (line, topic) in [
            ("入参说明", Topic::Request),
            ("3. 输出参数说明:", Topic::Response),
            ("2.1.1 输入参数总览", Topic::Request),
            ("错误码列表", Topic::Errors),
            ("Error Code List", Topic::Errors),
            ("Module Error Codes", Topic::Errors),
            ("Input parameter description", Topic::Request),
        ] {
            assert_eq!(topic_of(line), Some(topic), "{line}");
        }
        assert_eq!(topic_of("参数说明"), None);
        assert_eq!(topic_of("rules 参数详细说明:"), None);
    }

    #[test]
    fn the_header_of_a_table_is_no_heading() {
        assert_eq!(
            parts("4. 错误码\n\n错误码 说明\n9003 x\n\n错误码说明\n\n错误码 说明\n9003 x\n"),
            [Topic::Errors, Topic::Errors]
        );
    }

    #[test]
    fn a_table_below_a_request_is_the_requests() {
        let table = "\n\nParameter Name Required Type Description\nlamp Yes String x\n\n";
        let answer = "\n\nParameter Name Type Description\nlamp String x\n\n";
        let page = format!(
            "Request Method\n\nParameter Description{table}Sample Request\n\nhttps://x\n\nAPI Response\n\nParameter Description{answer}Error Codes\n"
        );
        assert_eq!(
            parts(&page),
            [
                Topic::Request,
                Topic::RequestSamples,
                Topic::Response,
                Topic::Errors
            ]
        );
        // Nothing says which way they go.
        assert_eq!(parts(&format!("Parameter Description{table}")), []);
    }

    #[test]
    fn a_line_of_a_description_opens_no_part() {
        let page = "Input Parameters\n\nParameter Name Required Type Description\nlamp Yes String x\nSample:\n{}\nDescription\nsize No Int y\n\nSample\n\n{}\n";
        assert_eq!(parts(page), [Topic::Request, Topic::Samples]);
        // A heading with its marks needs no empty line.
        let page = "Output Parameters\n\nParameter Name Description Type\nlamp x String\n## Samples\n### Input\nhttps://x\n";
        assert_eq!(parts(page), [Topic::Response, Topic::Samples]);
    }

    #[test]
    fn a_label_of_a_sample_opens_no_part_and_a_heading_behind_samples_does() {
        let page = "请求示例\n\nhttps://x\n\n请求参数\n\n参数名称 必选 类型 描述\nlamp String x\n\n响应示例\n\n{}\n\n响应参数\n\n参数名称 类型 描述\nlamp String x\n\n示例\n\n请求参数\n\nhttps://x\n\n返回参数\n\n{}\n";
        assert_eq!(
            parts(page),
            [
                Topic::RequestSamples,
                Topic::Request,
                Topic::ResponseSamples,
                Topic::Response,
                Topic::Samples
            ]
        );
    }
}

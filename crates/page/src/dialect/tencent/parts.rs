//! The words of the headings of both dialects, and which part of a page each opens. Tables and samples are
//! read elsewhere.

use std::cell::Cell;

use crate::facts::Direction;
use crate::heading::{self, Heading, Part, Section};
use crate::table::Columns;
use crate::text::Text;

/// The words of headings.
const HEADINGS: &[Heading] = &[
    ("接口描述", Part::Description),
    ("接口名称", Part::Description),
    ("功能描述", Part::Description),
    ("功能说明", Part::Description),
    ("接口说明", Part::Description),
    ("接口功能", Part::Description),
    ("api name", Part::Description),
    ("api description", Part::Description),
    ("api overview", Part::Description),
    ("feature description", Part::Description),
    ("function description", Part::Description),
    ("description", Part::Description),
    ("输入参数", Part::Request),
    ("请求参数", Part::Request),
    ("接口参数", Part::Request),
    ("入参", Part::Request),
    ("input parameters", Part::Request),
    ("input parameter", Part::Request),
    ("input", Part::Request),
    ("request parameters", Part::Request),
    ("request parameter", Part::Request),
    ("输出参数", Part::Response),
    ("返回参数", Part::Response),
    ("返回值", Part::Response),
    ("返回结果", Part::Response),
    ("返回数据", Part::Response),
    ("响应参数", Part::Response),
    ("应答参数", Part::Response),
    ("出参", Part::Response),
    ("output parameters", Part::Response),
    ("output parameter", Part::Response),
    ("output", Part::Response),
    ("return parameters", Part::Response),
    ("return parameter", Part::Response),
    ("returned parameters", Part::Response),
    ("returned values", Part::Response),
    ("returned value", Part::Response),
    ("return values", Part::Response),
    ("return value", Part::Response),
    ("response parameters", Part::Response),
    ("response parameter", Part::Response),
    ("示例", Part::Samples),
    ("示例代码", Part::Samples),
    ("代码示例", Part::Samples),
    ("调用示例", Part::Samples),
    ("调用案例", Part::Samples),
    ("实际案例", Part::Samples),
    ("使用示例", Part::Samples),
    ("请求示例", Part::RequestSamples),
    ("响应示例", Part::ResponseSamples),
    ("应答示例", Part::ResponseSamples),
    ("返回示例", Part::ResponseSamples),
    ("结果示例", Part::ResponseSamples),
    ("example", Part::Samples),
    ("examples", Part::Samples),
    ("sample", Part::Samples),
    ("samples", Part::Samples),
    ("sample code", Part::Samples),
    ("code sample", Part::Samples),
    ("code samples", Part::Samples),
    ("use cases", Part::Samples),
    ("request sample", Part::RequestSamples),
    ("request example", Part::RequestSamples),
    ("sample request", Part::RequestSamples),
    ("response sample", Part::ResponseSamples),
    ("response example", Part::ResponseSamples),
    ("sample response", Part::ResponseSamples),
    ("错误码", Part::Errors),
    ("错误代码", Part::Errors),
    ("业务错误码", Part::Errors),
    ("模块错误码", Part::Errors),
    ("error code", Part::Errors),
    ("error codes", Part::Errors),
    ("module error code", Part::Errors),
    ("module error codes", Part::Errors),
    ("开发者资源", Part::Other),
    ("其他资源", Part::Other),
    ("相关资源", Part::Other),
    ("developer resources", Part::Other),
    ("developer resource", Part::Other),
    ("resources for developers", Part::Other),
    ("other resources", Part::Other),
];

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
const WAYS: &[(&str, Direction)] = &[
    ("请求", Direction::Request),
    ("请求方式", Direction::Request),
    ("接口请求", Direction::Request),
    ("request", Direction::Request),
    ("request method", Direction::Request),
    ("request methods", Direction::Request),
    ("api request", Direction::Request),
    ("响应", Direction::Response),
    ("应答", Direction::Response),
    ("返回", Direction::Response),
    ("接口应答", Direction::Response),
    ("接口响应", Direction::Response),
    ("接口返回", Direction::Response),
    ("response", Direction::Response),
    ("api response", Direction::Response),
];

/// Headings of a table of members, whichever way it goes.
const MEMBERS: &[&str] = &[
    "参数",
    "参数说明",
    "参数描述",
    "参数列表",
    "字段说明",
    "parameter",
    "parameters",
    "parameter description",
    "parameter descriptions",
    "parameter list",
];

/// How many lines that are not empty may stand between a heading and its table.
const CLOSE: usize = 8;

/// The part that a line's words open, whatever stands around it.
pub(super) fn part_of(line: &str) -> Option<Part> {
    heading::part_of(line, HEADINGS).or_else(|| {
        let line = line.trim_end_matches([':', ' ', '*']);
        let start = ENDINGS.iter().find_map(|ending| {
            let at = line.len().checked_sub(ending.len())?;
            let end = line.get(at..)?;
            end.eq_ignore_ascii_case(ending).then(|| &line[..at])
        })?;
        heading::part_of(start, HEADINGS)
    })
}

/// The sections of a page.
///
/// Within the samples, "request parameters" is the label of a sample, unless it is numbered or a table of
/// members follows. "Parameters" alone belongs to the request or the answer that a heading above it names.
pub(super) fn sections(text: &Text<'_>) -> Vec<Section> {
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
        let part = part_of(line).or_else(|| members(line, way.get()?))?;
        let table = matches!(part, Part::Request | Part::Response);
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
        if within_table.get() && follows && !marked && !table && !opens_samples(text, index, part)
            || within_samples.get() && part == Part::Description && !marked
        {
            return None;
        }
        within_table.set(table);
        within_samples.set(part.is_samples());
        Some(part)
    })
}

/// Whether a line that has the words of a heading is the header of a table: `错误码 说明` right above rows.
fn is_header(text: &Text<'_>, index: usize) -> bool {
    Columns::of_line(&text.lines()[index]).is_some() && !text.at(index + 1).is_empty()
}

/// Whether a sample follows a heading of samples: its title, its label, or a request.
fn opens_samples(text: &Text<'_>, heading: usize, part: Part) -> bool {
    const STARTS: &[&str] = &[
        "示例", "输入", "请求", "Example", "Sample", "Input", "Request", "http", "POST ", "GET ",
    ];
    match part {
        Part::Errors | Part::Other => true,
        Part::Description => false,
        _ => text
            .next_full(heading + 1)
            .is_some_and(|next| STARTS.iter().any(|start| text.at(next).starts_with(start))),
    }
}

fn way_of(line: &str) -> Option<Direction> {
    if line.len() > 40 {
        return None;
    }
    let bare = heading::bare(line).to_lowercase();
    WAYS.iter()
        .find(|(words, _)| *words == bare)
        .map(|(_, way)| *way)
}

fn members(line: &str, way: Direction) -> Option<Part> {
    let bare = heading::bare(line).to_lowercase();
    MEMBERS.contains(&bare.as_str()).then_some(match way {
        Direction::Request => Part::Request,
        Direction::Response => Part::Response,
    })
}

/// Whether a table of members follows before a further heading.
fn has_table(text: &Text<'_>, heading: usize) -> bool {
    let lines = text.lines().get(heading + 1..).unwrap_or_default();
    lines
        .iter()
        .filter(|line| !line.text().is_empty())
        .take(CLOSE)
        .take_while(|line| part_of(line.text()).is_none())
        .any(|line| Columns::of_line(line).is_some_and(|columns| columns.members()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(page: &str) -> Vec<Part> {
        sections(&Text::new(page))
            .iter()
            .skip(1)
            .map(|section| section.part)
            .collect()
    }

    #[test]
    fn a_heading_may_end_in_a_word_that_says_nothing() {
        for (line, part) in [
            ("入参说明", Part::Request),
            ("3. 输出参数说明:", Part::Response),
            ("2.1.1 输入参数总览", Part::Request),
            ("错误码列表", Part::Errors),
            ("Error Code List", Part::Errors),
            ("Module Error Codes", Part::Errors),
            ("Input parameter description", Part::Request),
        ] {
            assert_eq!(part_of(line), Some(part), "{line}");
        }
        assert_eq!(part_of("参数说明"), None);
        assert_eq!(part_of("rules 参数详细说明:"), None);
    }

    #[test]
    fn the_header_of_a_table_is_no_heading() {
        assert_eq!(
            parts("4. 错误码\n\n错误码 说明\n9003 x\n\n错误码说明\n\n错误码 说明\n9003 x\n"),
            [Part::Errors, Part::Errors]
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
                Part::Request,
                Part::RequestSamples,
                Part::Response,
                Part::Errors
            ]
        );
        // Nothing says which way they go.
        assert_eq!(parts(&format!("Parameter Description{table}")), []);
    }

    #[test]
    fn a_line_of_a_description_opens_no_part() {
        let page = "Input Parameters\n\nParameter Name Required Type Description\nlamp Yes String x\nSample:\n{}\nDescription\nsize No Int y\n\nSample\n\n{}\n";
        assert_eq!(parts(page), [Part::Request, Part::Samples]);
        // A heading with its marks needs no empty line.
        let page = "Output Parameters\n\nParameter Name Description Type\nlamp x String\n## Samples\n### Input\nhttps://x\n";
        assert_eq!(parts(page), [Part::Response, Part::Samples]);
    }

    #[test]
    fn a_label_of_a_sample_opens_no_part_and_a_heading_behind_samples_does() {
        let page = "请求示例\n\nhttps://x\n\n请求参数\n\n参数名称 必选 类型 描述\nlamp String x\n\n响应示例\n\n{}\n\n响应参数\n\n参数名称 类型 描述\nlamp String x\n\n示例\n\n请求参数\n\nhttps://x\n\n返回参数\n\n{}\n";
        assert_eq!(
            parts(page),
            [
                Part::RequestSamples,
                Part::Request,
                Part::ResponseSamples,
                Part::Response,
                Part::Samples
            ]
        );
    }
}

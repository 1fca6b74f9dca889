//! Requests and answers: labels say which way a text goes; a request line, a URL or a bracket starts one.

use crate::facts::{Direction, Fact, Page};
use crate::heading::{self, Section, Topic};
use crate::sample;
use crate::text::PageText;
use crate::words::{self, starts_with_any, strip_any};

/// Labels of requests, in lower case.
const REQUEST: &str = "输入 | 输入示例 | 输入参数 | 请求 | 请求示例 | 请求参数 | 请求示例如下 | 请求如下 | input | \
     input example | input sample | input sample code | sample input | request | \
     request example | request sample | sample request | request parameters | \
     request parameter | input parameters";

/// Labels of answers.
const RESPONSE: &str = "输出 | 输出示例 | 输出参数 | 返回 | 返回示例 | 返回参数 | 返回示例如下 | 返回结果如下 | \
     返回结果 | 响应示例 | 应答示例 | 结果示例 | 得到的返回结果如下 | output | output example | \
     output sample | output sample code | sample output | response | response example | \
     response sample | sample response | response parameters | response parameter | \
     output parameters | below is a sample return | return result | returned result";

/// Reads the samples of a section.
pub(super) fn read(text: &PageText<'_>, section: &Section, page: &mut Page) {
    let mut direction = match section.topic {
        Topic::RequestSamples => Some(Direction::Request),
        Topic::ResponseSamples => Some(Direction::Response),
        _ => None,
    };
    let mut title: Option<Fact<String>> = None;
    let mut index = section.first;
    while index < section.end {
        let line = text.at(index);
        let end = if is_request(line) {
            request_end(text, index, section.end)
        } else if line.starts_with(['{', '[']) {
            sample::json_end(text, index, section.end)
        } else {
            if let Some(found) = label(line) {
                direction = Some(found);
            } else if is_title(line) {
                title = Some(text.stated(index, line));
                direction = None;
            }
            index += 1;
            continue;
        };
        let bracket = line.starts_with(['{', '[']);
        let way = if bracket {
            direction.unwrap_or(Direction::Response)
        } else {
            Direction::Request
        };
        let mut taken = sample::take(text, way, index, end);
        taken.title.clone_from(&title);
        page.samples.push(taken);
        // A label speaks of one text; what follows a request without a label is its answer.
        direction = None;
        index = end.max(index + 1);
    }
}

/// The way that a label says.
fn label(line: &str) -> Option<Direction> {
    if line.len() > 80 {
        return None;
    }
    let bare = heading::bare(line)
        .trim_end_matches([':', '。', '.'])
        .to_lowercase();
    let is = |labels| {
        let ends = |label| bare == label || (bare.len() < 40 && bare.ends_with(label));
        words::each(labels).any(ends)
    };
    if is(REQUEST) {
        Some(Direction::Request)
    } else if is(RESPONSE) {
        Some(Direction::Response)
    } else {
        None
    }
}

/// `Example 1. …`, `示例1 …`.
fn is_title(line: &str) -> bool {
    line.len() <= 200 && starts_with_any(line, &["示例", "Example", "Sample"])
}

fn is_request(line: &str) -> bool {
    let line = line.trim_start();
    starts_with_any(line, &["http://", "https://"])
        || strip_any(line, &["GET ", "POST ", "PUT ", "DELETE "])
            .is_some_and(|rest| rest.trim_start().starts_with(['/', 'h']))
}

/// The words of the button above a text that may be copied.
const BUTTONS: &[&str] = &["复制", "复制代码", "Copy", "Copy code"];

/// The next line that is not empty and no button.
fn next_but_button(text: &PageText<'_>, index: usize) -> Option<usize> {
    let next = text.next_full(index)?;
    if BUTTONS.contains(&text.at(next)) {
        text.next_full(next + 1)
    } else {
        Some(next)
    }
}

/// The index behind a request: up to an empty line; one whose first line names a method may have a body
/// behind it.
fn request_end(text: &PageText<'_>, first: usize, end: usize) -> usize {
    let behind = (first + 1..end)
        .find(|&index| {
            let line = text.at(index);
            text.is_blank(index) || label(line).is_some() || line.starts_with('{')
        })
        .unwrap_or(end);
    let posts = text.at(first).trim_start().starts_with('P');
    match next_but_button(text, behind) {
        Some(body) if posts && body < end && text.at(body).starts_with(['{', '[']) => {
            sample::json_end(text, body, end)
        }
        _ => behind,
    }
}

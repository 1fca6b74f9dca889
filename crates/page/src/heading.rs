//! Headings and the sections of a page that they open. Each dialect has its own words.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::text::PageText;
use crate::words;

/// What a section of a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// What the action does; also everything before the first known heading.
    Description,
    /// Method and path.
    Syntax,
    /// Who may call it.
    Permissions,
    /// Parameters.
    Request,
    /// Fields of the answer.
    Response,
    /// Requests and answers that are shown.
    Samples,
    /// Requests that are shown.
    RequestSamples,
    /// Answers that are shown.
    ResponseSamples,
    /// Error codes.
    Errors,
    /// HTTP statuses.
    Statuses,
    /// What says nothing of the action: tools, SDKs, feedback.
    Other,
}

impl Topic {
    /// Whether it holds requests or answers as they travel.
    pub fn is_samples(self) -> bool {
        matches!(
            self,
            Self::Samples | Self::RequestSamples | Self::ResponseSamples
        )
    }
}

/// The words of headings, in lower case, and what each opens.
pub type Headings = HashMap<&'static str, Topic>;

/// One section: the line of its heading and the lines below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub topic: Topic,
    /// The index of the heading's line; `first` for the section before all headings.
    pub heading: usize,
    /// The index of the first line below the heading.
    pub first: usize,
    /// The index behind the last line.
    pub end: usize,
}

impl Section {
    /// The indices of the lines below the heading.
    pub fn lines(&self) -> Range<usize> {
        self.first..self.end
    }
}

/// The longest heading, in bytes.
const LONGEST: usize = 120;

/// A heading without its number, marks and colon: `2. Input Parameters:`, `## Samples`, `二、示例`; and
/// without the sign of the link to itself that sites set behind it: `URI¶`, `URI #`.
pub fn bare(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['#', '*', ' ']);
    let line = line.trim_end_matches(['¶', '#', ' ']);
    let line = behind_numeral(line).unwrap_or(line);
    let (number, behind) = words::split(line, |c| c.is_ascii_digit() || c == '.');
    let line = if number.contains(|c: char| c.is_ascii_digit()) && !behind.is_empty() {
        behind.trim_start_matches(['、', ' '])
    } else {
        line
    };
    line.trim_end_matches([':', ' ', '*'])
        .trim_start_matches('*')
        .trim()
}

/// What stands behind a Chinese numeral: `二、示例`, `(一) 请求参数`.
fn behind_numeral(line: &str) -> Option<&str> {
    let open = line.strip_prefix('(');
    let rest = open.unwrap_or(line);
    let (numeral, behind) = words::split(rest, |c| "一二三四五六七八九十".contains(c));
    let end = if open.is_some() { ')' } else { '、' };
    let behind = behind.strip_prefix(end)?;
    (!numeral.is_empty()).then(|| behind.trim_start())
}

/// What a line opens, if it is one of the headings.
pub fn topic_of(line: &str, headings: &Headings) -> Option<Topic> {
    if line.len() > LONGEST || line.is_empty() {
        return None;
    }
    let bare = bare(line).to_lowercase();
    headings.get(&*bare).or_else(|| COMMON.get(&*bare)).copied()
}

/// Words that mean the same wherever they are a heading, behind a dialect's own.
static COMMON: LazyLock<Headings> = LazyLock::new(|| {
    words::table(&[
        (
            Topic::Request,
            "请求参数 | 输入参数 | 入参 | request parameters | input parameters",
        ),
        (
            Topic::Response,
            "返回参数 | 返回结果 | 返回数据 | 响应参数 | 输出参数 | 出参 | response parameters | \
             return parameters | returned parameters | output parameters",
        ),
        (
            Topic::RequestSamples,
            "请求示例 | 示例请求 | request example | request examples | example request | \
             example requests | sample request | sample requests",
        ),
        (
            Topic::ResponseSamples,
            "响应示例 | 返回示例 | 示例响应 | response example | response examples | \
             example response | example responses | sample response | sample responses",
        ),
        (
            Topic::Errors,
            "错误码 | 错误代码 | error code | error codes",
        ),
        (Topic::Description, "description"),
    ])
});

/// Cuts a page at its headings. The sections cover every line; the first is what stands before all headings.
pub fn sections(text: &PageText<'_>, headings: &Headings) -> Vec<Section> {
    sections_where(text, |index| topic_of(text.at(index), headings))
}

/// Cuts a page where `opens` says that a line is a heading.
pub fn sections_where(text: &PageText<'_>, opens: impl Fn(usize) -> Option<Topic>) -> Vec<Section> {
    let mut sections = vec![Section {
        topic: Topic::Description,
        heading: 0,
        first: 0,
        end: text.len(),
    }];
    for index in 0..text.len() {
        if let Some(topic) = opens(index) {
            if let Some(last) = sections.last_mut() {
                last.end = index;
            }
            sections.push(Section {
                topic,
                heading: index,
                first: index + 1,
                end: text.len(),
            });
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    static WORDS: LazyLock<Headings> = LazyLock::new(|| {
        words::table(&[
            (Topic::Request, "input | input parameters"),
            (Topic::Samples, "示例"),
        ])
    });

    #[test]
    fn numbers_marks_and_colons_are_no_part_of_a_heading() {
        for line in [
            "2. Input Parameters",
            "## Input Parameters",
            "Input parameters:",
            "**Input Parameters**",
            "**2. Input Parameters**",
        ] {
            assert_eq!(topic_of(line, &WORDS), Some(Topic::Request), "{line}");
        }
        for line in ["Input Parameters¶", "Input Parameters #"] {
            assert_eq!(topic_of(line, &WORDS), Some(Topic::Request), "{line}");
        }
        for line in ["4.1. 示例", "三、示例", "(一) 示例", "十二、示例:"] {
            assert_eq!(topic_of(line, &WORDS), Some(Topic::Samples), "{line}");
        }
        assert_eq!(bare("一个示例"), "一个示例");
        assert_eq!(topic_of("The input parameters are", &WORDS), None);
        assert_eq!(bare("200"), "200");
    }

    #[test]
    fn sections_cover_every_line() {
        let text = PageText::new("a\nInput Parameters\nb\nc\n示例\n");
        let sections = sections(&text, &WORDS);
        assert_eq!(sections.len(), 3);
        assert_eq!((sections[1].first, sections[1].end), (2, 4));
        assert_eq!(sections[2].end, text.len());
    }
}

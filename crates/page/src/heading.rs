//! Headings and the parts of a page that they open. Each dialect has its own words.

use crate::text::Text;

/// What a part of a page holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
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

impl Part {
    /// Whether it holds requests or answers as they travel.
    pub fn is_samples(self) -> bool {
        matches!(
            self,
            Self::Samples | Self::RequestSamples | Self::ResponseSamples
        )
    }
}

/// A heading's words, in lower case, and the part it opens.
pub type Heading = (&'static str, Part);

/// One part: the line of its heading and the lines below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it holds.
    pub part: Part,
    /// The index of the heading's line; `first` for the part before all headings.
    pub heading: usize,
    /// The index of the first line below the heading.
    pub first: usize,
    /// The index behind the last line.
    pub end: usize,
}

/// The longest heading, in bytes.
const LONGEST: usize = 120;

/// A heading without its number, marks and colon: `2. Input Parameters:`, `## Samples`, `二、示例`; and
/// without the sign of the link to itself that sites set behind it: `URI¶`, `URI #`.
pub fn bare(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['#', '*', ' ']);
    let line = line.trim_end_matches(['¶', '#', ' ']);
    let line = behind_numeral(line).unwrap_or(line);
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &line[..line.len() - digits.len()];
    let line = if number.contains(|c: char| c.is_ascii_digit()) && !digits.is_empty() {
        digits.trim_start_matches(['、', ' '])
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
    let behind = rest.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    if behind.len() == rest.len() {
        return None;
    }
    let end = if open.is_some() { ')' } else { '、' };
    behind.strip_prefix(end).map(str::trim_start)
}

/// The part that a line opens, if it is one of the headings.
pub fn part_of(line: &str, headings: &[Heading]) -> Option<Part> {
    if line.len() > LONGEST || line.is_empty() {
        return None;
    }
    let bare = bare(line).to_lowercase();
    headings
        .iter()
        .chain(COMMON)
        .find(|(words, _)| *words == bare)
        .map(|(_, part)| *part)
}

/// Words that mean the same wherever they are a heading, behind a dialect's own.
const COMMON: &[Heading] = &[
    ("请求参数", Part::Request),
    ("输入参数", Part::Request),
    ("入参", Part::Request),
    ("request parameters", Part::Request),
    ("input parameters", Part::Request),
    ("返回参数", Part::Response),
    ("返回结果", Part::Response),
    ("返回数据", Part::Response),
    ("响应参数", Part::Response),
    ("输出参数", Part::Response),
    ("出参", Part::Response),
    ("response parameters", Part::Response),
    ("return parameters", Part::Response),
    ("returned parameters", Part::Response),
    ("output parameters", Part::Response),
    ("请求示例", Part::RequestSamples),
    ("示例请求", Part::RequestSamples),
    ("request example", Part::RequestSamples),
    ("request examples", Part::RequestSamples),
    ("example request", Part::RequestSamples),
    ("example requests", Part::RequestSamples),
    ("sample request", Part::RequestSamples),
    ("sample requests", Part::RequestSamples),
    ("响应示例", Part::ResponseSamples),
    ("返回示例", Part::ResponseSamples),
    ("示例响应", Part::ResponseSamples),
    ("response example", Part::ResponseSamples),
    ("response examples", Part::ResponseSamples),
    ("example response", Part::ResponseSamples),
    ("example responses", Part::ResponseSamples),
    ("sample response", Part::ResponseSamples),
    ("sample responses", Part::ResponseSamples),
    ("错误码", Part::Errors),
    ("错误代码", Part::Errors),
    ("error code", Part::Errors),
    ("error codes", Part::Errors),
];

/// Cuts a page at its headings. The sections cover every line; the first is what stands before all headings.
pub fn sections(text: &Text<'_>, headings: &[Heading]) -> Vec<Section> {
    sections_where(text, |index| part_of(text.at(index), headings))
}

/// Cuts a page where `opens` says that a line is a heading.
pub fn sections_where(text: &Text<'_>, opens: impl Fn(usize) -> Option<Part>) -> Vec<Section> {
    let mut sections = vec![Section {
        part: Part::Description,
        heading: 0,
        first: 0,
        end: text.len(),
    }];
    for index in 0..text.len() {
        if let Some(part) = opens(index) {
            if let Some(last) = sections.last_mut() {
                last.end = index;
            }
            sections.push(Section {
                part,
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

    const WORDS: &[Heading] = &[("input parameters", Part::Request), ("示例", Part::Samples)];

    #[test]
    fn numbers_marks_and_colons_are_no_part_of_a_heading() {
        for line in [
            "2. Input Parameters",
            "## Input Parameters",
            "Input parameters:",
            "**Input Parameters**",
            "**2. Input Parameters**",
        ] {
            assert_eq!(part_of(line, WORDS), Some(Part::Request), "{line}");
        }
        for line in ["Input Parameters¶", "Input Parameters #"] {
            assert_eq!(part_of(line, WORDS), Some(Part::Request), "{line}");
        }
        for line in ["4.1. 示例", "三、示例", "(一) 示例", "十二、示例:"] {
            assert_eq!(part_of(line, WORDS), Some(Part::Samples), "{line}");
        }
        assert_eq!(bare("一个示例"), "一个示例");
        assert_eq!(part_of("The input parameters are", WORDS), None);
        assert_eq!(bare("200"), "200");
    }

    #[test]
    fn sections_cover_every_line() {
        let text = Text::new("a\nInput Parameters\nb\nc\n示例\n");
        let sections = sections(&text, WORDS);
        assert_eq!(sections.len(), 3);
        assert_eq!((sections[1].first, sections[1].end), (2, 4));
        assert_eq!(sections[2].end, text.len());
    }
}

//! Tencent Cloud's two dialects: API 3.0 and API 2.0 ("legacy"), Chinese and English, as the text of a
//! page or with the tabs of a browser.
//!
//! Both have numbered or bare headings, one row of a table a line, and cells between single spaces; the
//! order of columns is the header's. API 3.0 has one table of parameters and one of fields; in API 2.0 a
//! sentence above a further table says which member it belongs to.

mod cells;
mod errors;
mod evidence;
mod fields;
mod head;
mod parts;
mod rows;
mod samples;

use super::Dialect;
use crate::facts::{Page, RequiredColumn, Unexplained};
use crate::heading::{Part, Section};
use crate::table::{Column, Columns};
use crate::text::Text;
use evidence::Evidence;

/// API 3.0.
pub(super) struct ApiThree;

/// API 2.0.
pub(super) struct ApiTwo;

impl Dialect for ApiThree {
    fn name(&self) -> &'static str {
        "tencent-v3"
    }

    fn score(&self, text: &Text<'_>) -> u32 {
        let signs = Signs::of(text);
        signs.common() + if signs.three { 55 } else { 0 }
    }

    fn read(&self, text: &Text<'_>, page: &mut Page) {
        read(text, page);
        head::fixed_path(page, "/");
    }
}

impl Dialect for ApiTwo {
    fn name(&self) -> &'static str {
        "tencent-legacy"
    }

    fn score(&self, text: &Text<'_>) -> u32 {
        let signs = Signs::of(text);
        // A page without any sign is no page of API 3.0: those state their version in a row.
        let own = match (signs.three, signs.two) {
            (true, _) => 0,
            (false, true) => 55,
            (false, false) => 5,
        };
        signs.common() + own
    }

    fn read(&self, text: &Text<'_>, page: &mut Page) {
        read(text, page);
        head::fixed_path(page, "/v2/index.php");
    }
}

/// What tells the dialects apart.
struct Signs {
    /// How many of the four main parts there are.
    parts: u32,
    /// Whether there is a table of members.
    table: bool,
    /// Words that only API 3.0 has.
    three: bool,
    /// Words that only API 2.0 has.
    two: bool,
}

impl Signs {
    /// What both dialects have. Headings alone are any page's.
    fn common(&self) -> u32 {
        self.parts * if self.table { 10 } else { 5 }
    }

    fn of(text: &Text<'_>) -> Self {
        let mut parts = [false; 4];
        let (mut table, mut three, mut two) = (false, false, false);
        for (index, line) in text.lines().iter().enumerate() {
            let slot = match parts::part_of(line.text()) {
                Some(Part::Description) => Some(0),
                Some(Part::Request) => Some(1),
                Some(Part::Response) => Some(2),
                Some(Part::Samples | Part::RequestSamples | Part::ResponseSamples) => Some(3),
                _ => None,
            };
            if let Some(slot) = slot {
                parts[slot] = true;
            }
            table |= !table && Columns::of_line(line).is_some_and(|columns| columns.members());
            // A sign further down a long line is no sign; and a page of one line is none.
            let start = head_of(text.at(index));
            three |= start.contains("tencentcloudapi.com") || is_version_row(start);
            two |= start.contains("api.qcloud.com") || start.contains("/v2/index.php");
        }
        let parts = parts.into_iter().filter(|there| *there).count();
        Self {
            parts: u32::try_from(parts).unwrap_or(0),
            table,
            three,
            two,
        }
    }
}

/// The first bytes of a line.
fn head_of(line: &str) -> &str {
    let mut end = line.len().min(400);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    &line[..end]
}

/// `Version … 公共参数,本接口取值:2019-09-24` and its English forms.
fn is_version_row(line: &str) -> bool {
    line.strip_prefix("Version").is_some_and(|rest| {
        rest.starts_with([' ', '\t']) && (rest.contains("公共参数") || rest.contains("ommon "))
    })
}

fn read(text: &Text<'_>, page: &mut Page) {
    let sections = parts::sections(text);
    let evidence = Evidence::of(text, &sections, page.language);
    for section in &sections {
        match section.part {
            Part::Request => {
                let (members, columns) = fields::read(text, section, &evidence, page);
                page.required_column =
                    required_column(columns.as_ref(), &members, page.required_column);
                page.parameters.extend(members);
            }
            Part::Response => {
                let (members, _) = fields::read(text, section, &evidence, page);
                page.response.extend(members);
            }
            Part::Errors => errors::read(text, section, page),
            Part::Samples | Part::RequestSamples | Part::ResponseSamples => {
                homeless(text, section, page);
                samples::read(text, section, page);
            }
            _ => homeless(text, section, page),
        }
    }
    head::read(text, &sections, page);
}

/// Tells the tables of members that stand under no heading of theirs.
fn homeless(text: &Text<'_>, section: &Section, page: &mut Page) {
    for line in &text.lines()[section.first..section.end] {
        if Columns::of_line(line).is_some_and(|columns| columns.members()) {
            page.unexplained.push(Unexplained::new(
                line.number,
                line.text(),
                "no heading tells whether these are parameters or fields of the answer",
            ));
        }
    }
}

fn required_column(
    columns: Option<&Columns>,
    members: &[crate::facts::Member],
    known: RequiredColumn,
) -> RequiredColumn {
    if known == RequiredColumn::Present || members.iter().any(|member| member.required.is_some()) {
        RequiredColumn::Present
    } else if columns.is_some_and(|columns| columns.has(Column::Required)) {
        RequiredColumn::Lost
    } else {
        known
    }
}

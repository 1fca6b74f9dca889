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
mod outline;
mod rows;
mod samples;

use std::collections::HashSet;

use super::Dialect;
use crate::facts::Page;
use crate::heading::{Section, Topic};
use crate::table::{Column, Columns};
use crate::text::PageText;
use evidence::RowEvidence;

/// One of the two dialects.
pub(super) struct Tencent {
    name: &'static str,
    /// The path of every action.
    path: &'static str,
    /// What its own words add to the score.
    own: fn(&Signs) -> u32,
}

pub(super) const API_THREE: Tencent = Tencent {
    name: "tencent-v3",
    path: "/",
    own: |signs| if signs.three { 55 } else { 0 },
};

pub(super) const API_TWO: Tencent = Tencent {
    name: "tencent-legacy",
    path: "/v2/index.php",
    // A page without any sign is no page of API 3.0: those state their version in a row.
    own: |signs| match (signs.three, signs.two) {
        (true, _) => 0,
        (false, true) => 55,
        (false, false) => 5,
    },
};

impl Dialect for Tencent {
    fn name(&self) -> &'static str {
        self.name
    }

    fn score(&self, text: &PageText<'_>) -> u32 {
        let signs = Signs::of(text);
        signs.common() + (self.own)(&signs)
    }

    fn read(&self, text: &PageText<'_>, page: &mut Page) {
        read(text, page);
        head::fixed_path(page, self.path);
    }
}

/// What tells the dialects apart.
pub(super) struct Signs {
    /// How many of the four main sections there are.
    sections: u32,
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
        self.sections * if self.table { 10 } else { 5 }
    }

    fn of(text: &PageText<'_>) -> Self {
        let mut topics = HashSet::new();
        let (mut table, mut three, mut two) = (false, false, false);
        for line in text.lines() {
            if let Some(topic) = outline::topic_of(line.text()) {
                let samples = topic.is_samples();
                topics.insert(if samples { Topic::Samples } else { topic });
            }
            table |= !table && Columns::of(line.text()).is_some_and(|columns| columns.members());
            // A sign further down a long line is no sign; and a page of one line is none.
            let start = head_of(line.text());
            three |= start.contains("tencentcloudapi.com") || is_version_row(start);
            two |= start.contains("api.qcloud.com") || start.contains("/v2/index.php");
        }
        let main = [
            Topic::Description,
            Topic::Request,
            Topic::Response,
            Topic::Samples,
        ];
        let sections = main.map(|topic| u32::from(topics.contains(&topic)));
        Self {
            sections: sections.iter().sum(),
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

fn read(text: &PageText<'_>, page: &mut Page) {
    let sections = outline::sections(text);
    let evidence = RowEvidence::of(text, &sections, page.language);
    for section in &sections {
        match section.topic {
            Topic::Request => {
                let (members, columns) = fields::read(text, section, &evidence, page);
                page.required_column.note(
                    columns.is_some_and(|columns| columns.has(Column::Required)),
                    members.iter().any(|member| member.required.is_some()),
                );
                page.parameters.extend(members);
            }
            Topic::Response => {
                let (members, _) = fields::read(text, section, &evidence, page);
                page.response.extend(members);
            }
            Topic::Errors => errors::read(text, section, page),
            topic if topic.is_samples() => {
                homeless(text, section, page);
                samples::read(text, section, page);
            }
            _ => homeless(text, section, page),
        }
    }
    head::read(text, &sections, page);
}

/// Tells the tables of members that stand under no heading of theirs.
fn homeless(text: &PageText<'_>, section: &Section, page: &mut Page) {
    for index in section.lines() {
        if Columns::of(text.at(index)).is_some_and(|columns| columns.members()) {
            page.unexplained.push(text.unexplained(
                index,
                "no heading tells whether these are parameters or fields of the answer",
            ));
        }
    }
}

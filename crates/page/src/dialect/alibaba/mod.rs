//! Pages of Alibaba Cloud, RPC and ROA, Chinese and English: cells glued to each other, one a paragraph, or
//! tabbed; columns in the order of the current and of older pages.

mod answer;
mod errors;
mod glued;
mod head;
mod heads;
mod outline;
mod paragraphs;
mod reader;
mod row;
mod rows;
mod samples;
mod tables;
mod type_words;

use std::collections::HashSet;

use crate::dialect::Dialect;
use crate::facts::{Fact, Member, Page, Place};
use crate::heading::{Section, Topic};
use crate::nesting::join;
use crate::sample::RequestHead;
use crate::table::Columns;
use crate::text::PageText;
use crate::types::Ours;
use row::TableRow;
use tables::PageRows;

/// The dialect.
#[derive(Debug)]
pub(super) struct Alibaba;

impl Dialect for Alibaba {
    fn name(&self) -> &'static str {
        "alibaba"
    }

    fn score(&self, text: &PageText<'_>) -> u32 {
        let (mut explorer, mut table, mut heading, mut format) = (false, false, false, false);
        for (index, line) in text.lines().iter().enumerate() {
            let words = line.text();
            explorer |= words.contains("OpenAPI Explorer");
            table |= !table && Columns::members_start(text, index);
            heading |= matches!(
                words,
                "Sample success responses"
                    | "正常返回示例"
                    | "返回数据"
                    | "返回参数"
                    | "Response parameters"
            );
            format |= words.contains("aliyuncs.com")
                || outline::sub(words).is_some()
                || words == "Document Center";
        }
        // A page that only speaks of the explorer is no API page.
        u32::from(explorer) * 25
            + u32::from(table) * 20
            + u32::from(heading) * 35
            + u32::from(format) * 20
    }

    fn read(&self, text: &PageText<'_>, page: &mut Page) {
        let sections = outline::sections(text);
        head::read(text, &sections, page);
        samples::read(text, &sections, page);
        let evidence = samples::evidence(text, &sections, page, &HashSet::new());
        let tables = PageRows::read(text, &sections, page, &evidence);
        // Whether the root of an XML sample is the envelope or a member, only the rows tell.
        let names = tables
            .response
            .iter()
            .map(|row| row.name().to_owned())
            .collect();
        let evidence = samples::evidence(text, &sections, page, &names);
        head::complete(text, &sections, &tables.request, page);
        page.required_column = tables.required_column;
        page.parameters = parameters(&tables.request, text, &sections);
        page.response = tables
            .headers
            .iter()
            .map(TableRow::header)
            .chain(answer::nest(&tables.response, &evidence.shape))
            .collect();
        let names = page
            .members()
            .flat_map(|member| names_of(&member.path.value));
        let known = names.collect();
        errors::read(text, &sections, &known, page);
    }
}

/// The words that a path is made of: its names, and each of them cut from the left at its capitals.
fn names_of(path: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in path
        .split(['.', '[', ']'])
        .filter(|name| !name.is_empty() && name.len() <= 128)
    {
        found.push(name.to_owned());
        let starts = name
            .char_indices()
            .skip(1)
            .filter(|(_, c)| c.is_ascii_uppercase());
        found.extend(starts.map(|(at, _)| name[at..].to_owned()));
    }
    found
}

/// The parameters: rows with a name, each under the name that the page prints. Where they travel, the request
/// line may tell.
fn parameters(rows: &[TableRow], text: &PageText<'_>, sections: &[Section]) -> Vec<Member> {
    let line = sections
        .iter()
        .filter(|section| section.topic == Topic::Syntax)
        .flat_map(Section::lines)
        .find(|&index| text.at(index).contains(" /"));
    let request = line.map_or("", |index| text.at(index));
    let query: HashSet<String> = RequestHead::of(request).query.into_iter().collect();
    let path: HashSet<&str> =
        samples::placeholders(request.split('?').next().unwrap_or(request)).collect();
    let span = line.map(|index| text.span(index, index));
    let mut parents: Vec<(usize, String)> = Vec::new();
    let mut members = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let name = row.name();
        let item = index > 0 && rows[index - 1].has_item(name);
        if name.is_empty() || (item && row.is_container()) || is_action_row(row) {
            continue;
        }
        let mut member = row.member.clone();
        parents.retain(|(depth, _)| *depth < row.depth);
        if let Some((_, parent)) = parents.last() {
            member.path.value = join(parent, name);
        }
        let step = member.ours().map(Ours::step).unwrap_or_default();
        parents.push((row.depth, format!("{}{step}", member.path.value)));
        if let Some(span) = span.filter(|_| member.place.is_none()) {
            let shown = [
                path.contains(name).then_some(Place::Path),
                query.contains(name).then_some(Place::Query),
            ];
            let place = shown.into_iter().flatten().next();
            member.place = place.map(|place| Fact::inferred(place, span));
        }
        members.push(member);
    }
    members
}

/// Older pages have a row for the action itself.
fn is_action_row(row: &TableRow) -> bool {
    row.name() == "Action" && row.member.ours() == Some(&Ours::String) && row.depth == 0
}

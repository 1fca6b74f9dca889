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
mod type_words;

use std::collections::{HashMap, HashSet};

use crate::dialect::Dialect;
use crate::facts::{Fact, Member, Page, Place, RequiredColumn, Unexplained};
use crate::heading::{Section, Topic};
use crate::nesting::join;
use crate::sample::RequestHead;
use crate::table::{Column, Columns};
use crate::text::PageText;
use crate::types::Ours;
use crate::words::strip_any;
use reader::MemberTable;
use row::TableRow;

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

/// The rows of a page's tables.
#[derive(Debug, Default)]
struct PageRows {
    request: Vec<TableRow>,
    response: Vec<TableRow>,
    headers: Vec<TableRow>,
    /// The rows of the answer that members can stand in, by their names and the names of their types.
    containers: HashMap<String, usize>,
    required_column: RequiredColumn,
}

impl PageRows {
    fn read(
        text: &PageText<'_>,
        sections: &[Section],
        page: &mut Page,
        evidence: &samples::SampleEvidence,
    ) -> Self {
        let mut tables = Self::default();
        for section in sections {
            if matches!(section.topic, Topic::Request | Topic::Response) {
                unknown_headers(text, section, page);
            }
            let found = found(text, section);
            if found.is_empty() {
                page.unexplained.extend(without_header(text, section));
            }
            if !matches!(section.topic, Topic::Request | Topic::Response) {
                continue;
            }
            let place = outline::place(text.at(section.heading));
            for table in found {
                let told = &mut page.unexplained;
                let rows = rows::read(text, &table, evidence, page.language, told);
                if section.topic == Topic::Request {
                    tables.add_request(text, section, place, &table, rows);
                } else if place.is_some() {
                    tables.headers.extend(rows);
                } else {
                    tables.add_response(text, table.first, rows);
                }
            }
        }
        tables
    }

    /// Adds the rows of a table of parameters, which travel where they say, or at `place`, or where the
    /// lines above the table say.
    fn add_request(
        &mut self,
        text: &PageText<'_>,
        section: &Section,
        place: Option<Place>,
        table: &MemberTable,
        mut rows: Vec<TableRow>,
    ) {
        let said = rows.iter().any(|row| row.member.required.is_some());
        self.required_column
            .note(table.columns.has(Column::Required), said);
        let heading = text.span(section.heading, section.heading);
        let place = place
            .map(|place| Fact::stated(place, heading))
            .or_else(|| of_body(text, section, table.first));
        for row in &mut rows {
            row.member.place = row.member.place.take().or_else(|| place.clone());
        }
        self.request.extend(rows);
    }

    /// Adds the rows of a table of the answer, whose first line is `first`, below the container that the
    /// line above its header names, or whose items' type it names.
    fn add_response(&mut self, text: &PageText<'_>, first: usize, mut rows: Vec<TableRow>) {
        let caption = first.checked_sub(1).and_then(|header| {
            (header.saturating_sub(ABOVE)..header)
                .rev()
                .find(|&index| !text.at(index).is_empty())
                .filter(|&index| text.at(index).len() <= LONGEST_CAPTION)
        });
        let owner = caption.and_then(|index| {
            text.at(index)
                .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .find_map(|word| self.containers.get(word).copied())
        });
        if let (Some(row), Some(owner), Some(caption)) = (rows.first_mut(), owner, caption) {
            row.under = Some(owner);
            // A caption of one word was taken for a row without a type.
            let lines = text.span(caption, caption);
            self.response.pop_if(|row| row.member.path.lines == lines);
        }
        for row in rows {
            let index = self.response.len();
            if row.is_container() {
                let of_type = row.member.ours().and_then(Ours::name);
                let callings = [Some(row.name()), of_type].into_iter().flatten();
                for name in callings.filter(|name| !name.is_empty()) {
                    self.containers.insert(name.to_owned(), index);
                }
            }
            self.response.push(row);
        }
    }
}

/// The longest line that says what the table below it belongs to, in bytes.
const LONGEST_CAPTION: usize = 120;

/// How many lines above a table may say that its parameters travel in the body.
const ABOVE: usize = 6;

/// `Set the following parameters in RequestBody` above the table whose rows start at `first`.
fn of_body(text: &PageText<'_>, section: &Section, first: usize) -> Option<Fact<Place>> {
    let start = section.heading.max(first.saturating_sub(ABOVE));
    (start..first)
        .find(|&index| text.at(index).contains("RequestBody"))
        .map(|index| Fact::stated(Place::Body, text.span(index, index)))
}

/// Tells the headers of tables that have a word that is not known: their rows are not read.
fn unknown_headers(text: &PageText<'_>, section: &Section, page: &mut Page) {
    for index in section.lines() {
        if is_unknown_header(text.at(index)) {
            let why = "a header with unknown columns";
            page.unexplained.push(text.unexplained(index, why));
        }
    }
}

/// The first cell of a type, or the first line with tabs, of a part that has no header of a table.
fn without_header(text: &PageText<'_>, section: &Section) -> Option<Unexplained> {
    let is_table = matches!(section.topic, Topic::Request | Topic::Response)
        && !outline::is_syntax(text.at(section.heading));
    let index = section
        .lines()
        .filter(|_| is_table)
        .find(|&index| text.lines()[index].has_tabs() || type_words::is_type(text.at(index)))?;
    Some(text.unexplained(index, "no header of a table stands above it"))
}

fn is_unknown_header(line: &str) -> bool {
    Columns::is_unknown(line) || is_glued_header(line)
}

/// Whether a line starts as glued headers do and has a word that is not known.
fn is_glued_header(line: &str) -> bool {
    const NAMES: &[&str] = &[
        "Parameter",
        "Name",
        "Field",
        "参数名称",
        "参数名",
        "参数",
        "名称",
    ];
    const TYPES: &[&str] = &["Type", "Data type", "类型", "参数类型"];
    line.len() <= 120
        && !line.contains(['.', '。', ':', ',', ' '])
        && NAMES
            .iter()
            .filter_map(|name| line.strip_prefix(name))
            .filter_map(|rest| strip_any(rest, TYPES))
            // `FieldTypeStringNo`: a row of a parameter that is called so.
            .any(|rest| type_words::prefixes(rest).is_empty())
        && Columns::of(line).is_none()
}

/// The tables of members in a section. A header that is repeated before the first row counts once.
fn found(text: &PageText<'_>, section: &Section) -> Vec<MemberTable> {
    let mut found: Vec<MemberTable> = Vec::new();
    let mut index = section.first;
    while index < section.end {
        let glued = Columns::of(text.at(index)).map(|columns| (columns, index + 1, false));
        let header = glued.or_else(|| {
            let (columns, first) = Columns::of_paragraphs(text, index)?;
            Some((columns, first, true))
        });
        let header = header.filter(|(columns, ..)| columns.members());
        // A further header ends the table above, even one that is not understood.
        if (header.is_some() || is_unknown_header(text.at(index)))
            && let Some(last) = found.last_mut()
        {
            last.end = last.end.min(index);
        }
        let Some((columns, first, paragraphs)) = header else {
            index += 1;
            continue;
        };
        found.push(MemberTable {
            columns,
            first,
            end: section.end,
            paragraphs,
        });
        index = first;
    }
    found.retain(|table| {
        text.next_full(table.first)
            .is_some_and(|full| full < table.end)
    });
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

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
mod rows;
mod samples;
mod words;

use std::collections::{HashMap, HashSet};

use crate::dialect::Dialect;
use crate::facts::{Fact, Member, Page, Place, RequiredColumn, Unexplained};
use crate::heading::{Part, Section};
use crate::sample::RequestHead;
use crate::table::{Column, Columns};
use crate::text::Text;

/// The dialect.
#[derive(Debug)]
pub(super) struct Alibaba;

impl Dialect for Alibaba {
    fn name(&self) -> &'static str {
        "alibaba"
    }

    fn score(&self, text: &Text<'_>) -> u32 {
        let (mut explorer, mut table, mut heading, mut format) = (false, false, false, false);
        for (index, line) in text.lines().iter().enumerate() {
            let words = line.text();
            explorer |= words.contains("OpenAPI Explorer");
            table |= !table
                && (Columns::of_line(line).is_some_and(|columns| columns.members())
                    || (crate::table::cell(words).is_some()
                        && Columns::of_paragraphs(text, index)
                            .is_some_and(|(columns, _)| columns.members())));
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

    fn read(&self, text: &Text<'_>, page: &mut Page) {
        let sections = outline::sections(text);
        head::read(text, &sections, page);
        samples::read(text, &sections, page);
        let evidence = samples::evidence(text, &sections, page, &HashSet::new());
        let tables = Tables::read(text, &sections, page, &evidence);
        // Whether the root of an XML sample is the envelope or a member, only the rows tell.
        let names = tables.response.iter().map(|row| row.name.clone()).collect();
        let evidence = samples::evidence(text, &sections, page, &names);
        head::complete(text, &sections, &tables.request, page);
        page.required_column = tables.required_column;
        page.parameters = parameters(&tables.request, text, &sections);
        page.response = tables
            .headers
            .iter()
            .map(|row| Member {
                place: Some(Fact::stated(Place::Header, row.lines)),
                ..row.member()
            })
            .chain(answer::nest(&tables.response, &evidence.shape))
            .collect();
        let members = page.parameters.iter().chain(&page.response);
        let known = members
            .flat_map(|member| names_of(&member.path.value))
            .collect();
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
#[derive(Debug)]
struct Tables {
    request: Vec<rows::Row>,
    response: Vec<rows::Row>,
    headers: Vec<rows::Row>,
    /// The rows of the answer that members can stand in, by their names and the names of their types.
    containers: HashMap<String, usize>,
    required_column: RequiredColumn,
}

impl Tables {
    fn read(
        text: &Text<'_>,
        sections: &[Section],
        page: &mut Page,
        known: &samples::Evidence,
    ) -> Self {
        let mut tables = Self {
            request: Vec::new(),
            response: Vec::new(),
            headers: Vec::new(),
            containers: HashMap::new(),
            required_column: RequiredColumn::Absent,
        };
        for section in sections {
            let place = outline::place(text.at(section.heading));
            if matches!(section.part, Part::Request | Part::Response) {
                unknown_headers(text, section, page);
            }
            let found = found(text, section);
            if found.is_empty() {
                page.unexplained.extend(without_header(text, section));
            }
            for (columns, first, end, paragraphs) in found {
                let table = rows::Table {
                    text,
                    columns: &columns,
                    first,
                    end,
                    language: page.language,
                    known: &known.names,
                    containers: &known.containers,
                    paragraphs,
                };
                match section.part {
                    Part::Request => {
                        let mut rows = rows::read(&table, &mut page.unexplained);
                        tables.note_required(&columns, &rows);
                        let heading = text.span(section.heading, section.heading);
                        let place = place
                            .map(|place| Fact::stated(place, heading))
                            .or_else(|| of_body(text, section, first));
                        for row in rows.iter_mut().filter(|row| row.place.is_none()) {
                            row.place.clone_from(&place);
                        }
                        tables.request.append(&mut rows);
                    }
                    Part::Response if place.is_some() => {
                        tables
                            .headers
                            .append(&mut rows::read(&table, &mut page.unexplained));
                    }
                    Part::Response => {
                        let rows = rows::read(&table, &mut page.unexplained);
                        tables.add_response(text, table.first, rows);
                    }
                    _ => {}
                }
            }
        }
        tables
    }

    /// Adds the rows of a table of the answer, whose first line is `first`, below the container that the
    /// line above its header names, or whose items' type it names.
    fn add_response(&mut self, text: &Text<'_>, first: usize, mut rows: Vec<rows::Row>) {
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
            self.response.pop_if(|row| row.lines == lines);
        }
        for row in rows {
            let index = self.response.len();
            if row.is_container() {
                let of_type = row.ours().and_then(crate::types::Ours::name);
                let callings = [Some(row.name.as_str()), of_type];
                for name in callings
                    .into_iter()
                    .flatten()
                    .filter(|name| !name.is_empty())
                {
                    self.containers.insert(name.to_owned(), index);
                }
            }
            self.response.push(row);
        }
    }

    fn note_required(&mut self, columns: &Columns, rows: &[rows::Row]) {
        if !columns.has(Column::Required) {
            return;
        }
        if rows.iter().any(|row| row.required.is_some()) {
            self.required_column = RequiredColumn::Present;
        } else if self.required_column == RequiredColumn::Absent {
            self.required_column = RequiredColumn::Lost;
        }
    }
}

/// The longest line that says what the table below it belongs to, in bytes.
const LONGEST_CAPTION: usize = 120;

/// How many lines above a table may say that its parameters travel in the body.
const ABOVE: usize = 6;

/// `Set the following parameters in RequestBody` above the table whose rows start at `first`.
fn of_body(text: &Text<'_>, section: &Section, first: usize) -> Option<Fact<Place>> {
    let start = section.heading.max(first.saturating_sub(ABOVE));
    (start..first)
        .find(|&index| text.at(index).contains("RequestBody"))
        .map(|index| Fact::stated(Place::Body, text.span(index, index)))
}

/// Tells the headers of tables that have a word that is not known: their rows are not read.
fn unknown_headers(text: &Text<'_>, section: &Section, page: &mut Page) {
    for index in section.first..section.end {
        let line = text.at(index);
        if is_unknown_header(line) {
            let number = text.span(index, index).first;
            let why = "a header with unknown columns";
            page.unexplained.push(Unexplained::new(number, line, why));
        }
    }
}

/// The first cell of a type, or the first line with tabs, of a part that has no header of a table.
fn without_header(text: &Text<'_>, section: &Section) -> Option<Unexplained> {
    let is_table = matches!(section.part, Part::Request | Part::Response)
        && !outline::is_syntax(text.at(section.heading));
    let line = text.lines()[section.first..section.end]
        .iter()
        .filter(|_| is_table)
        .find(|line| line.has_tabs() || words::is_type(line.text()))?;
    let why = "no header of a table stands above it";
    Some(Unexplained::new(line.number, line.text(), why))
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
            .filter_map(|rest| TYPES.iter().find_map(|word| rest.strip_prefix(word)))
            // `FieldTypeStringNo`: a row of a parameter that is called so.
            .any(|rest| words::prefixes(rest).is_empty())
        && Columns::of(line).is_none()
}

/// The tables of members in a section: columns, lines of the rows, and whether the header stood one cell a
/// paragraph. A header that is repeated before the first row counts once.
fn found(text: &Text<'_>, section: &Section) -> Vec<(Columns, usize, usize, bool)> {
    let mut found: Vec<(Columns, usize, usize, bool)> = Vec::new();
    let mut index = section.first;
    while index < section.end {
        let glued = Columns::of(text.at(index)).map(|columns| (columns, index + 1, false));
        let header = glued.or_else(|| {
            crate::table::cell(text.at(index))?;
            Columns::of_paragraphs(text, index).map(|(columns, first)| (columns, first, true))
        });
        let Some((columns, first, paragraphs)) = header.filter(|(columns, ..)| columns.members())
        else {
            if is_unknown_header(text.at(index)) {
                end_last(&mut found, index);
            }
            index += 1;
            continue;
        };
        end_last(&mut found, index);
        found.push((columns, first, section.end, paragraphs));
        index = first;
    }
    found.retain(|(_, first, end, _)| text.next_full(*first).is_some_and(|full| full < *end));
    found
}

/// Ends the table above a further header.
fn end_last(found: &mut [(Columns, usize, usize, bool)], header: usize) {
    if let Some(last) = found.last_mut() {
        last.2 = last.2.min(header);
    }
}

/// The parameters: rows with a name, each under the name that the page prints. Where they travel, the request
/// line may tell.
fn parameters(rows: &[rows::Row], text: &Text<'_>, sections: &[Section]) -> Vec<Member> {
    let line = sections
        .iter()
        .filter(|section| section.part == Part::Syntax)
        .flat_map(|section| section.first..section.end)
        .find(|&index| text.at(index).contains(" /"));
    let request = line.map_or("", |index| text.at(index));
    let query: HashSet<String> = RequestHead::of(request).query.into_iter().collect();
    let path: HashSet<&str> =
        samples::placeholders(request.split('?').next().unwrap_or(request)).collect();
    let span = line.map(|index| text.span(index, index));
    let mut parents: Vec<(usize, String)> = Vec::new();
    let mut members = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let item = index
            .checked_sub(1)
            .is_some_and(|above| rows[above].has_item(&row.name));
        if row.name.is_empty() || (item && row.is_container()) || is_action_row(row) {
            continue;
        }
        let mut member = row.member();
        parents.retain(|(depth, _)| *depth < row.depth);
        if let Some((_, parent)) = parents.last() {
            member.path.value = crate::nesting::join(parent, &row.name);
        }
        let step = row.ours().map(crate::types::Ours::step).unwrap_or_default();
        parents.push((row.depth, format!("{}{step}", member.path.value)));
        if let Some(span) = span.filter(|_| member.place.is_none()) {
            let place = if path.contains(row.name.as_str()) {
                Some(Place::Path)
            } else if query.contains(&row.name) {
                Some(Place::Query)
            } else {
                None
            };
            member.place = place.map(|place| Fact::inferred(place, span));
        }
        members.push(member);
    }
    members
}

/// Older pages have a row for the action itself.
fn is_action_row(row: &rows::Row) -> bool {
    let of_text = row
        .ours()
        .is_some_and(|ours| *ours == crate::types::Ours::String);
    row.name == "Action" && of_text && row.depth == 0
}

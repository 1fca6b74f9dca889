//! The tables of a page: where each starts and ends, and whether its rows are parameters, fields of the answer,
//! or headers of it. How a row is read is for others.

use std::collections::HashMap;

use crate::dialect::alibaba::reader::MemberTable;
use crate::dialect::alibaba::row::TableRow;
use crate::dialect::alibaba::samples::SampleEvidence;
use crate::dialect::alibaba::{outline, rows, type_words};
use crate::facts::{Fact, Page, Place, RequiredColumn, Unexplained};
use crate::heading::{Section, Topic};
use crate::table::{Column, Columns};
use crate::text::PageText;
use crate::types::Ours;
use crate::words::{in_name, strip_any};

/// The rows of a page's tables.
#[derive(Debug, Default)]
pub(super) struct PageRows {
    pub(super) request: Vec<TableRow>,
    pub(super) response: Vec<TableRow>,
    pub(super) headers: Vec<TableRow>,
    /// The rows of the answer that members can stand in, by their names and the names of their types.
    containers: HashMap<String, usize>,
    pub(super) required_column: RequiredColumn,
}

impl PageRows {
    pub(super) fn read(
        text: &PageText<'_>,
        sections: &[Section],
        page: &mut Page,
        evidence: &SampleEvidence,
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
                .split(|c| !in_name(c))
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

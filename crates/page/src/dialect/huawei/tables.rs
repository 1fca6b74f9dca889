//! From tables with captions to parameters and fields: which table belongs to the root, which to a type.

use std::collections::HashSet;
use std::ops::Range;

use crate::dialect::huawei::caption::{self, Holds};
use crate::dialect::huawei::captioned::CaptionedTable;
use crate::dialect::huawei::types::TypeTables;
use crate::dialect::huawei::{cells, head, rows, samples, types};
use crate::facts::{Fact, Member, NamedType, Page, Place, RequiredColumn, Span, Unexplained};
use crate::heading::{Section, Topic};
use crate::nesting;
use crate::table::{self, Column, Columns};
use crate::text::PageText;

/// Reads the tables of a page.
pub(super) fn read(text: &PageText<'_>, sections: &[Section], page: &mut Page) {
    let shape = samples::shape(page);
    let mut reader = TableReader {
        text,
        known: rows::KnownWords {
            names: samples::names(page, &shape),
            lists: shape.list_names().into_iter().map(str::to_owned).collect(),
            types: captioned_types(text, sections),
            of_uri: head::uri_names(text, sections),
        },
        tables: Vec::new(),
        required_column: RequiredColumn::Absent,
        unexplained: &mut page.unexplained,
    };
    for section in sections {
        if matches!(
            section.topic,
            Topic::Syntax | Topic::Request | Topic::Response
        ) {
            reader.section(section);
        }
    }
    page.required_column = reader.required_column;
    let mut tables = reader.tables;
    types::link(&mut tables);
    let mut budget = nesting::budget(text.bytes());
    page.parameters = parameters(&tables, page, &mut budget);
    page.response = response(&tables, page, &mut budget);
    page.types = named(tables);
}

/// The types that captions name, wherever they stand: a cell with such a name is a type.
fn captioned_types(text: &PageText<'_>, sections: &[Section]) -> HashSet<String> {
    sections
        .iter()
        .flat_map(|section| section.lines().map(|index| (index, section.topic)))
        .filter_map(
            |(index, topic)| match caption::holds(caption::words(text.at(index))?, topic) {
                Holds::Type(name) => Some(name),
                _ => None,
            },
        )
        .collect()
}

struct TableReader<'a, 'b> {
    text: &'a PageText<'b>,
    known: rows::KnownWords,
    tables: Vec<CaptionedTable>,
    required_column: RequiredColumn,
    unexplained: &'a mut Vec<Unexplained>,
}

impl TableReader<'_, '_> {
    fn section(&mut self, section: &Section) {
        let text = self.text;
        let before = self.tables.len();
        let mut status: Option<Fact<String>> = None;
        let mut caption: Option<Fact<String>> = None;
        let mut index = section.first;
        while index < section.end {
            let line = text.at(index);
            if let Some(code) = caption::status(line) {
                status = Some(text.stated(index, code));
            } else if let Some(words) = caption::words(line) {
                caption = Some(text.stated(index, words));
            } else if let Some((columns, first)) = header(text, index) {
                let again = text.next_full(first).and_then(|next| header(text, next));
                let repeated = again.filter(|(again, _)| *again == columns);
                let first = repeated.map_or(first, |(_, behind)| behind);
                index = table_end(text, first, section.end);
                if let Some(rows) = self.rows(section, &columns, first..index) {
                    self.add(section, caption.take(), status.clone(), rows);
                } else if rows::is_untyped(&columns) && section.topic != Topic::Response {
                    caption = None;
                }
                continue;
            } else if Columns::of(line).is_some_and(|columns| columns.members()) {
                let why = "a header whose cells stand in one line, without tabs between";
                self.unexplained.push(text.unexplained(index, why));
            }
            index += 1;
        }
        let mut types = section
            .lines()
            .filter(|&index| cells::is_type(text.at(index)));
        if let Some(index) = types.next().filter(|_| self.tables.len() == before) {
            let why = "a type, and no header of a table stands above it";
            self.unexplained.push(text.unexplained(index, why));
        }
    }

    /// The rows of a table of members; of other tables none.
    fn rows(
        &mut self,
        section: &Section,
        columns: &Columns,
        lines: Range<usize>,
    ) -> Option<Vec<Member>> {
        let of_request = section.topic != Topic::Response;
        let has_required = columns.has(Column::Required);
        let untyped = rows::is_untyped(columns) && of_request;
        if !(untyped || columns.members()) {
            return None;
        }
        let told = self.unexplained.len();
        let rows = rows::read(self.text, columns, lines, &self.known, self.unexplained);
        if untyped && rows.members.is_empty() && !has_required {
            // It says what the values of a parameter mean.
            self.unexplained.truncate(told);
            return None;
        }
        self.required_column
            .note(has_required && of_request, rows.required);
        Some(rows.members)
    }

    fn add(
        &mut self,
        section: &Section,
        caption: Option<Fact<String>>,
        status: Option<Fact<String>>,
        members: Vec<Member>,
    ) {
        let words = caption.as_ref().map_or("", |fact| fact.value.as_str());
        let line = caption.as_ref().map(|fact| fact.lines.first as usize - 1);
        self.tables.push(CaptionedTable {
            topic: section.topic,
            holds: caption::holds(words, section.topic),
            number: line.and_then(|index| caption::number(self.text.at(index))),
            caption,
            status,
            members,
        });
    }
}

fn header(text: &PageText<'_>, index: usize) -> Option<(Columns, usize)> {
    let line = text.lines().get(index)?;
    if line.has_tabs() {
        return Columns::of(line.text()).map(|columns| (columns, index + 1));
    }
    Columns::of_paragraphs(text, index)
}

/// A table ends at the next caption, status or header.
fn table_end(text: &PageText<'_>, first: usize, end: usize) -> usize {
    (first..end)
        .find(|&index| {
            let line = text.at(index);
            caption::words(line).is_some()
                || caption::status(line).is_some()
                || table::cell(line.split('\t').next().unwrap_or(line)) == Some(Column::Name)
                    && header(text, index).is_some_and(|(columns, _)| columns.members())
        })
        .unwrap_or(end)
}

fn parameters(tables: &[CaptionedTable], page: &mut Page, budget: &mut usize) -> Vec<Member> {
    let path = page.head.path.as_ref();
    let path = path.map_or(String::new(), |path| path.value.clone());
    let method = page.head.method.as_ref().map(|fact| fact.value.as_str());
    let reads = matches!(method, Some("GET" | "HEAD"));
    let types = TypeTables::of(tables, false);
    let mut found = Vec::new();
    for table in tables.iter().filter(|table| !table.is_of_response()) {
        if matches!(table.holds, Holds::Type(_)) {
            continue;
        }
        let mut roots = table.members.clone();
        for member in &mut roots {
            member.place = place(table, member, &path, reads);
        }
        let expanded = types.expand(&roots, None, budget, &mut page.unexplained);
        // Members of a parameter travel with it.
        let mut place = None;
        for mut member in expanded {
            if member.place.is_some() {
                place.clone_from(&member.place);
            } else {
                member.place.clone_from(&place);
            }
            found.push(member);
        }
    }
    found
}

/// Where a parameter travels. `reads` says that the request has no body.
fn place(table: &CaptionedTable, member: &Member, path: &str, reads: bool) -> Option<Fact<Place>> {
    let lines = table.lines_or(member.path.lines);
    match table.holds {
        Holds::Members(place) => Some(Fact::stated(place, lines)),
        Holds::Parameters if member.path.value.starts_with("X-") => {
            Some(Fact::inferred(Place::Header, lines))
        }
        Holds::Parameters if reads => Some(Fact::inferred(Place::Query, lines)),
        Holds::Parameters => Some(Fact::inferred(Place::Body, lines)),
        Holds::Uri => {
            let in_path = path.contains(&format!("{{{}}}", member.path.value));
            let place = if in_path { Place::Path } else { Place::Query };
            Some(Fact::inferred(place, lines))
        }
        Holds::Type(_) => None,
    }
}

fn response(tables: &[CaptionedTable], page: &mut Page, budget: &mut usize) -> Vec<Member> {
    let types = TypeTables::of(tables, true);
    let mut found = Vec::new();
    for table in tables.iter().filter(|table| table.is_of_response()) {
        let place = match table.holds {
            Holds::Members(place) => place,
            Holds::Parameters => Place::Body,
            Holds::Uri | Holds::Type(_) => continue,
        };
        let status = table.status.as_ref();
        let scope = status.map(|status| status.value.as_str());
        let expanded = types.expand(&table.members, scope, budget, &mut page.unexplained);
        for mut member in expanded {
            member.status = status.cloned();
            if place == Place::Header {
                let lines = table.lines_or(member.path.lines);
                member.place = Some(Fact::stated(place, lines));
            }
            found.push(member);
        }
    }
    found
}

fn named(tables: Vec<CaptionedTable>) -> Vec<NamedType> {
    tables
        .into_iter()
        .filter_map(|table| {
            let lines = table.lines_or(Span::line(1));
            let Holds::Type(name) = table.holds else {
                return None;
            };
            Some(NamedType {
                name: Fact::stated(name, lines),
                members: table.members,
            })
        })
        .collect()
}

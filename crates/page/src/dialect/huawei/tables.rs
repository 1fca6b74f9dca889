//! From tables with captions to parameters and fields: which table belongs to the root, which to a type.

use std::collections::HashSet;

use crate::dialect::huawei::caption::{self, Holds};
use crate::dialect::huawei::types::Types;
use crate::dialect::huawei::{cells, head, rows, samples, types, untyped};
use crate::facts::{Fact, Member, NamedType, Page, Place, RequiredColumn, Span, Unexplained};
use crate::heading::{Part, Section};
use crate::nesting;
use crate::table::{Column, Columns};
use crate::text::Text;

/// A table of members with what its caption and place say.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) part: Part,
    pub(super) holds: Holds,
    /// The number in its caption.
    pub(super) number: Option<u32>,
    pub(super) caption: Option<Fact<String>>,
    pub(super) status: Option<Fact<String>>,
    pub(super) members: Vec<Member>,
}

/// Reads the tables of a page.
pub(super) fn read(text: &Text<'_>, sections: &[Section], page: &mut Page) {
    let mut tables = Vec::new();
    let mut required = None;
    let shape = samples::shape(page);
    let known = rows::Known {
        names: samples::names(page, &shape),
        lists: shape.list_names().into_iter().map(str::to_owned).collect(),
        types: captioned_types(text, sections),
    };
    let shown = head::uri_names(text, sections);
    for section in sections {
        if matches!(section.part, Part::Syntax | Part::Request | Part::Response) {
            section_tables(
                text,
                section,
                (&known, &shown),
                &mut tables,
                &mut required,
                &mut page.unexplained,
            );
        }
    }
    page.required_column = match required {
        None => RequiredColumn::Absent,
        Some(false) => RequiredColumn::Lost,
        Some(true) => RequiredColumn::Present,
    };
    types::link(&mut tables);
    let mut budget = nesting::budget(text.lines().iter().map(|line| line.raw.len()).sum());
    page.parameters = parameters(&tables, page, &mut budget);
    page.response = response(&tables, page, &mut budget);
    page.types = named(tables);
}

/// The types that captions name, wherever they stand: a cell with such a name is a type.
fn captioned_types(text: &Text<'_>, sections: &[Section]) -> HashSet<String> {
    sections
        .iter()
        .flat_map(|section| (section.first..section.end).map(|index| (index, section.part)))
        .filter_map(
            |(index, part)| match caption::holds(caption::words(text.at(index))?, part) {
                Holds::Type(name) => Some(name),
                _ => None,
            },
        )
        .collect()
}

fn section_tables(
    text: &Text<'_>,
    section: &Section,
    (known, shown): (&rows::Known, &HashSet<String>),
    tables: &mut Vec<Table>,
    required: &mut Option<bool>,
    unexplained: &mut Vec<Unexplained>,
) {
    let before = tables.len();
    let mut status: Option<Fact<String>> = None;
    let mut caption: Option<Fact<String>> = None;
    let mut index = section.first;
    while index < section.end {
        let line = text.at(index);
        if let Some(code) = caption::status(line) {
            status = Some(Fact::stated(code.to_owned(), text.span(index, index)));
        } else if let Some(words) = caption::words(line) {
            caption = Some(Fact::stated(words.to_owned(), text.span(index, index)));
        } else if let Some((columns, first)) = header(text, index) {
            let repeated = text
                .next_full(first)
                .and_then(|next| header(text, next))
                .filter(|(again, _)| *again == columns);
            let first = repeated.map_or(first, |(_, behind)| behind);
            let end = table_end(text, first, section.end);
            let untyped = untyped::is_untyped(&columns) && section.part != Part::Response;
            if columns.members() || untyped {
                let told = unexplained.len();
                let read = if untyped {
                    untyped::read(text, &columns, (first, end), shown, unexplained)
                } else {
                    rows::read(text, &columns, first, end, known, unexplained)
                };
                if untyped && read.members.is_empty() && !columns.has(Column::Required) {
                    // It says what the values of a parameter mean.
                    unexplained.truncate(told);
                    caption = None;
                    index = end;
                    continue;
                }
                if columns.has(Column::Required) && section.part != Part::Response {
                    *required = Some(required.unwrap_or(false) || read.required);
                }
                let words = caption
                    .as_ref()
                    .map_or("", |caption| caption.value.as_str());
                tables.push(Table {
                    part: section.part,
                    holds: caption::holds(words, section.part),
                    number: caption.as_ref().and_then(|fact| {
                        let line = text.at(fact.lines.first as usize - 1);
                        caption::number(line)
                    }),
                    caption: caption.take(),
                    status: status.clone(),
                    members: read.members,
                });
            }
            index = end;
            continue;
        } else if Columns::of(line).is_some_and(|columns| columns.members()) {
            let why = "a header whose cells stand in one line, without tabs between";
            unexplained.push(Unexplained::new(text.span(index, index).first, line, why));
        }
        index += 1;
    }
    if tables.len() == before
        && let Some(index) =
            (section.first..section.end).find(|&index| cells::is_type(text.at(index)))
    {
        let why = "a type, and no header of a table stands above it";
        let number = text.span(index, index).first;
        unexplained.push(Unexplained::new(number, text.at(index), why));
    }
}

fn header(text: &Text<'_>, index: usize) -> Option<(Columns, usize)> {
    let line = text.lines().get(index)?;
    if line.has_tabs() {
        return Columns::of_line(line).map(|columns| (columns, index + 1));
    }
    Columns::of_paragraphs(text, index).filter(|_| crate::table::cell(line.text()).is_some())
}

/// A table ends at the next caption, status or header.
fn table_end(text: &Text<'_>, first: usize, end: usize) -> usize {
    (first..end)
        .find(|&index| {
            let line = text.at(index);
            caption::words(line).is_some()
                || caption::status(line).is_some()
                || (crate::table::cell(line.split('\t').next().unwrap_or(line))
                    == Some(Column::Name)
                    && header(text, index).is_some_and(|(columns, _)| columns.members()))
        })
        .unwrap_or(end)
}

fn parameters(tables: &[Table], page: &mut Page, budget: &mut usize) -> Vec<Member> {
    let placeholders = page
        .head
        .path
        .as_ref()
        .map(|path| path.value.clone())
        .unwrap_or_default();
    let method = page
        .head
        .method
        .as_ref()
        .map(|method| method.value.as_str());
    let reads = matches!(method, Some("GET" | "HEAD"));
    let types = Types::of(tables, false);
    let mut found = Vec::new();
    for table in tables.iter().filter(|table| table.part != Part::Response) {
        let mut roots = match table.holds {
            Holds::Type(_) => continue,
            _ => table.members.clone(),
        };
        for member in &mut roots {
            member.place = place(table, member, &placeholders, reads);
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
fn place(table: &Table, member: &Member, path: &str, reads: bool) -> Option<Fact<Place>> {
    let lines = table
        .caption
        .as_ref()
        .map_or(member.path.lines, |caption| caption.lines);
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

fn response(tables: &[Table], page: &mut Page, budget: &mut usize) -> Vec<Member> {
    let types = Types::of(tables, true);
    let mut found = Vec::new();
    for table in tables.iter().filter(|table| table.part == Part::Response) {
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
                let lines = table
                    .caption
                    .as_ref()
                    .map_or(member.path.lines, |caption| caption.lines);
                member.place = Some(Fact::stated(place, lines));
            }
            found.push(member);
        }
    }
    found
}

fn named(tables: Vec<Table>) -> Vec<NamedType> {
    tables
        .into_iter()
        .filter_map(|table| {
            let Holds::Type(name) = table.holds else {
                return None;
            };
            let lines = table.caption.map_or(Span::line(1), |caption| caption.lines);
            Some(NamedType {
                name: Fact::stated(name, lines),
                members: table.members,
            })
        })
        .collect()
}

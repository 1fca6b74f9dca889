//! The rows of a table of members, in three layouts: cells glued to a head, one cell a paragraph, tabbed.

use std::collections::HashSet;

use crate::dialect::alibaba::glued::{self, Head, Order};
use crate::dialect::alibaba::reader::Reader;
use crate::dialect::alibaba::words;
use crate::dialect::tabbed;
use crate::facts::{Fact, Language, Member, Place, Span, Unexplained};
use crate::table::{Column, Columns};
use crate::text::{Line, Text};
use crate::types::{Ours, Type};

/// A row of a table.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Empty for a row without one: an object at the root, the item of a list.
    pub(super) name: String,
    /// How many `└` stand before the name.
    pub(super) depth: usize,
    pub(super) r#type: Option<Fact<Type>>,
    pub(super) required: Option<Fact<bool>>,
    pub(super) place: Option<Fact<Place>>,
    pub(super) description: Option<Fact<String>>,
    pub(super) example: Option<Fact<String>>,
    pub(super) lines: Span,
    /// The row, counted over the answer's tables, that the table starting here belongs to.
    pub(super) under: Option<usize>,
}

impl Row {
    pub(super) fn new(name: &str, lines: Span) -> Self {
        let bare = name.trim_start_matches('└');
        Self {
            depth: (name.len() - bare.len()) / '└'.len_utf8(),
            name: bare.trim().to_owned(),
            r#type: None,
            required: None,
            place: None,
            description: None,
            example: None,
            lines,
            under: None,
        }
    }

    pub(super) fn of_head(head: &Head<'_>, depth: usize, lines: Span) -> Self {
        let example = head.example.trim();
        Self {
            depth,
            r#type: Some(Fact::stated(Type::new(head.words), lines)),
            required: head.required.map(|value| Fact::stated(value, lines)),
            place: head.place.map(|value| Fact::stated(value, lines)),
            example: (!example.is_empty()).then(|| Fact::stated(example.to_owned(), lines)),
            ..Self::new(head.name, lines)
        }
    }

    /// Its type in our words, if it has one.
    pub(super) fn ours(&self) -> Option<&Ours> {
        self.r#type.as_ref().map(|fact| fact.value.ours())
    }

    /// Whether members can stand in it.
    pub(super) fn is_container(&self) -> bool {
        self.ours().is_some_and(|ours| {
            let inner = match ours {
                Ours::List(item) | Ours::Map(item) => item,
                ours => ours,
            };
            matches!(
                inner,
                Ours::Object | Ours::Named(_) | Ours::List(_) | Ours::Map(_) | Ours::Any
            )
        })
    }

    /// Whether it is a list whose items may have members.
    pub(super) fn is_list(&self) -> bool {
        self.is_container() && self.ours().is_some_and(Ours::is_list)
    }

    /// Whether a row of that name right below it stands for its items.
    pub(super) fn has_item(&self, name: &str) -> bool {
        let item = self.ours().and_then(Ours::name);
        self.is_list()
            && (crate::nesting::is_singular(name, &self.name)
                || item.is_some_and(|item| item.eq_ignore_ascii_case(name)))
    }

    /// The member of its cells alone; the path is its name.
    pub(super) fn member(&self) -> Member {
        Member {
            r#type: self.r#type.clone(),
            required: self.required.clone(),
            place: self.place.clone(),
            description: self.description.clone(),
            example: self.example.clone(),
            ..Member::named(self.name.clone(), self.lines)
        }
    }
}

/// A table: its columns and the lines of its rows.
pub(super) struct Table<'a, 'b> {
    pub(super) text: &'a Text<'b>,
    pub(super) columns: &'a Columns,
    /// The index of the first line behind the header.
    pub(super) first: usize,
    /// The index behind the last line.
    pub(super) end: usize,
    pub(super) language: Language,
    /// The names that samples show.
    pub(super) known: &'a HashSet<String>,
    /// Those of them that other names stand in.
    pub(super) containers: &'a HashSet<String>,
    /// Whether the header stood one cell a paragraph.
    pub(super) paragraphs: bool,
}

/// Reads the rows of a table.
pub(super) fn read(table: &Table<'_, '_>, unexplained: &mut Vec<Unexplained>) -> Vec<Row> {
    let lines = table
        .text
        .lines()
        .get(table.first..table.end)
        .unwrap_or_default();
    let Some(order) = Order::of(table.columns, table.language == Language::En) else {
        return Vec::new();
    };
    let header = table
        .first
        .checked_sub(1)
        .and_then(|index| table.text.lines().get(index));
    if header.is_some_and(Line::has_tabs) || (!table.paragraphs && lines.iter().any(Line::has_tabs))
    {
        return tabbed_rows(table, unexplained);
    }
    let full: Vec<usize> = (table.first..table.end.min(table.text.len()))
        .filter(|&index| !table.text.at(index).is_empty())
        .collect();
    let mut reader = Reader {
        table,
        order,
        full,
        rows: Vec::new(),
    };
    if table.paragraphs {
        reader.paragraphs(unexplained);
    } else {
        reader.glued(unexplained);
    }
    reader.rows
}

fn is_common_row(cells: &[&str]) -> bool {
    cells
        .first()
        .is_some_and(|cell| is_common(&format!("{cell}\t")))
}

fn tabbed_rows(table: &Table<'_, '_>, unexplained: &mut Vec<Unexplained>) -> Vec<Row> {
    let columns = table.columns;
    let count = columns.columns().len();
    let at = |column| columns.position(column);
    let starts = |cells: &[&str]| {
        let cell = |column| {
            at(column)
                .and_then(|index| cells.get(index))
                .copied()
                .unwrap_or("")
        };
        let (name, words) = (cell(Column::Name), cell(Column::Type));
        let named = is_row_name(name)
            && (words::is_type(words) || (cells.len() == count && words.len() <= 64));
        let container = cells.len() == 1 && table.containers.contains(name);
        let nameless = (name.is_empty() && words::is_type(words)) || lost_name(cells, columns);
        container || cells.len() > 1 && (named || is_common_row(cells) || nameless)
    };
    let mut rows = Vec::new();
    for mut row in tabbed::rows(
        table.text,
        table.first,
        table.end,
        count,
        starts,
        unexplained,
    ) {
        let cells: Vec<&str> = row.cells.iter().map(String::as_str).collect();
        if lost_name(&cells, columns) {
            row.cells.rotate_right(1);
            row.cells[0].clear();
        }
        let cell = |column| row.cell(columns, column);
        if row
            .cells
            .first()
            .is_some_and(|cell| is_common(&format!("{cell}\t")))
        {
            continue;
        }
        let head = Span::line(row.lines.first);
        let mut found = Row::new(cell(Column::Name).unwrap_or_default(), head);
        found.r#type = cell(Column::Type).map(|words| Fact::stated(Type::new(words), head));
        found.required = cell(Column::Required)
            .and_then(glued::required)
            .map(|(value, _)| Fact::stated(value, head));
        found.place = cell(Column::Place)
            .and_then(glued::place)
            .map(|(place, _)| Fact::stated(place, head));
        found.description =
            cell(Column::Description).map(|text| Fact::stated(text.to_owned(), row.lines));
        found.example = cell(Column::Example).map(|text| Fact::stated(text.to_owned(), row.lines));
        rows.push(found);
    }
    rows
}

/// Whether a row without a name has lost the empty cell before its type, as in tables between pipes.
fn lost_name(cells: &[&str], columns: &Columns) -> bool {
    let type_behind = columns.columns().get(1) == Some(&Column::Type);
    let (first, next) = (cells.first().copied(), cells.get(1).copied());
    type_behind
        && first.is_some_and(words::is_type)
        && next.is_some_and(|next| {
            next.is_empty() || next.contains([' ', ',']) || glued::required(next).is_some()
        })
}

/// Whether a row only says where the parameters are that every action takes: `<公共请求参数>--参见…`.
pub(super) fn is_common(line: &str) -> bool {
    let line = line.trim_start_matches('<');
    [
        "公共请求参数",
        "公共返回参数",
        "公共参数",
        "Common request parameters",
        "Common parameters",
    ]
    .iter()
    .any(|words| line.starts_with(words))
        && line.contains(['-', '\t'])
}

/// Whether a cell can be the name of a row.
pub(super) fn is_row_name(cell: &str) -> bool {
    let name = cell.trim_start_matches('└').trim_start();
    !name.is_empty()
        && name.len() <= 128
        && name.starts_with(|c: char| {
            c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '{' | '[' | '@')
        })
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-./{}[]$:@#".contains(c))
}

//! The rows of a table of members, in three layouts: cells glued to a head, one cell a paragraph, tabbed.

use std::collections::HashSet;

use crate::dialect::alibaba::glued::{self, Head, LIKELY, Order, SURE};
use crate::dialect::alibaba::words::{self, Usual};
use crate::dialect::tabbed;
use crate::facts::{Fact, Language, Member, Place, Span, Unexplained};
use crate::table::{Column, Columns};
use crate::text::{Line, Text};
use crate::types::{Ours, Type, is_name};

/// How the sentences start that stand behind a table and say where the common parameters are.
const REMARKS: &[&str] = &[
    "For more information about common request parameters",
    "For information about common request parameters",
    "In addition to the preceding",
    "All Alibaba Cloud API",
    "调用API时",
];

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
}

impl Row {
    fn new(name: &str, lines: Span) -> Self {
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
        }
    }

    fn of_head(head: &Head<'_>, depth: usize, lines: Span) -> Self {
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
            && (words::is_singular(name, &self.name)
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
        cells.len() > 1 && (named || (name.is_empty() && words::is_type(words)))
    };
    let mut rows = Vec::new();
    for row in tabbed::rows(
        table.text,
        table.first,
        table.end,
        count,
        starts,
        unexplained,
    ) {
        let cell = |column| {
            at(column)
                .and_then(|index| row.cells.get(index))
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty())
        };
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

struct Reader<'a, 'b, 'c> {
    table: &'a Table<'b, 'c>,
    order: Order,
    /// The indices of the lines that are not empty.
    full: Vec<usize>,
    rows: Vec<Row>,
}

impl Reader<'_, '_, '_> {
    fn line(&self, at: usize) -> &str {
        self.full
            .get(at)
            .map_or("", |&index| self.table.text.at(index))
    }

    fn span(&self, at: usize) -> Span {
        self.full
            .get(at)
            .map_or(Span::line(1), |&index| self.table.text.span(index, index))
    }

    /// Whether the line stands directly below the one before it.
    fn touches(&self, at: usize) -> bool {
        at > 0
            && self
                .full
                .get(at)
                .is_some_and(|&index| self.full[at - 1] + 1 == index)
    }

    fn tell(&self, at: usize, unexplained: &mut Vec<Unexplained>) {
        let number = self.span(at).first;
        let why = "it stands in a table before the first row";
        unexplained.push(Unexplained::new(number, self.line(at), why));
    }

    // Cells glued to a head.

    fn glued(&mut self, unexplained: &mut Vec<Unexplained>) {
        let mut body: Vec<usize> = Vec::new();
        for at in 0..self.full.len() {
            let Some(row) = self.glued_head(at, body.is_empty()) else {
                if self.rows.is_empty() {
                    self.tell(at, unexplained);
                } else {
                    body.push(at);
                }
                continue;
            };
            self.close(&body, self.touches(at), false);
            body.clear();
            self.rows.push(row);
        }
        self.close(&body, false, true);
    }

    /// The row whose head the line is. `bare` says that the row before it has no body yet.
    fn glued_head(&self, at: usize, bare: bool) -> Option<Row> {
        let line = self.line(at);
        if line.starts_with(['•', '>']) {
            return None;
        }
        let text = line.trim_start_matches('└').trim_start();
        let depth = (line.len() - line.trim_start_matches('└').len()) / '└'.len_utf8();
        let known = |name: &str| self.table.known.contains(name);
        let cut = glued::cut(text, &self.order, known).or_else(|| {
            // A row may lack the word; then its name must be known.
            self.order
                .is_strict()
                .then(|| glued::cut(text, &self.order.relaxed(), known))
                .flatten()
                .filter(|head| {
                    head.name.is_empty() || (known(head.name) && head.example.is_empty())
                })
        });
        let head = cut.filter(|head| {
            depth > 0
                || if head.name.is_empty() {
                    self.nameless(at, head, bare)
                } else if self.order.example_first() {
                    self.older(head, bare)
                } else {
                    self.current(at, head, bare)
                }
        });
        match head {
            Some(head) => Some(Row::of_head(&head, depth, self.span(at))),
            None => self.name_alone(at, bare),
        }
    }

    /// Example before description: what follows a head directly is its description.
    fn older(&self, head: &Head<'_>, bare: bool) -> bool {
        let follows = bare
            && !self.rows.is_empty()
            && self.rows.last().is_some_and(|row| row.r#type.is_some());
        head.weight >= if follows { SURE } else { LIKELY }
    }

    /// Description before example. A line behind an empty one and before the next head is an example.
    fn current(&self, at: usize, head: &Head<'_>, bare: bool) -> bool {
        if head.required.is_some() || self.table.known.contains(head.name) || self.rows.is_empty() {
            return true;
        }
        let item = self.rows.last().is_some_and(|row| row.has_item(head.name));
        let as_example = !bare && !self.touches(at) && self.touches(at + 1);
        if as_example {
            return item;
        }
        let last = at + 1 == self.full.len();
        head.weight >= LIKELY && (head.usual == Usual::Often || !(bare || last))
    }

    /// A row without a name: at the start, as the item of a list or of a map, or where the body of the
    /// answer follows its headers.
    fn nameless(&self, at: usize, head: &Head<'_>, bare: bool) -> bool {
        let Some(before) = self.rows.last() else {
            return true;
        };
        let object = matches!(Ours::of(head.words), Ours::Object | Ours::List(_));
        before.is_list()
            || (before.is_container() && !bare && !self.touches(at + 1))
            || (object && self.touches(at))
    }

    /// A name alone: the items of the list above (`User` below `Users`, which is an `Array of User`), or an
    /// object or list without a type, which members follow or whose example is empty (`Targets[]`).
    fn name_alone(&self, at: usize, bare: bool) -> Option<Row> {
        let line = self.line(at);
        let empty = ["[]", "{}"].iter().find(|end| line.ends_with(*end));
        let name = &line[..line.len() - empty.map_or(0, |end| end.len())];
        if self.touches(at + 1) || !is_name(name) {
            return None;
        }
        let item = self.rows.last().is_some_and(|row| row.has_item(name));
        let described = bare && self.rows.last().is_some_and(|row| row.r#type.is_some());
        let parent = || {
            let mut next = (at + 1..self.full.len().min(at + 4)).map(|at| self.line(at));
            self.table.containers.contains(name)
                || (empty.is_some() && self.table.known.contains(name))
                || next.any(|line| line.starts_with('└'))
        };
        if !item && !(self.order.example_first() && !described && parent()) {
            return None;
        }
        let mut row = Row::new(name, self.span(at));
        row.example = empty.map(|&end| Fact::stated(end.to_owned(), self.span(at)));
        Some(row)
    }

    // One cell a paragraph.

    fn paragraphs(&mut self, unexplained: &mut Vec<Unexplained>) {
        let mut body: Vec<usize> = Vec::new();
        let mut at = 0;
        while at < self.full.len() {
            let Some((row, behind)) = self.paragraph_head(at, body.len()) else {
                if self.rows.is_empty() {
                    self.tell(at, unexplained);
                } else {
                    body.push(at);
                }
                at += 1;
                continue;
            };
            self.close(&body, true, false);
            body.clear();
            self.rows.push(row);
            at = behind;
        }
        self.close(&body, false, true);
    }

    /// The row that starts with the line, and the place behind its cells.
    fn paragraph_head(&self, at: usize, body: usize) -> Option<(Row, usize)> {
        let name = self.line(at);
        // `Example`, `object`: the row before still lacks its example, and no sample knows such a name.
        let example = body == 1
            && self.table.columns.has(Column::Example)
            && self.line(at + 1) == "object"
            && !self.table.known.contains(name)
            && self.rows.last().is_some_and(|row| !row.is_container());
        if is_row_name(name)
            && !example
            && let Some(found) = self.cells(at, at + 1, name)
        {
            return Some(found);
        }
        let nameless = words::is_type(name)
            && !words::is_type(self.line(at + 1))
            && self.rows.last().is_none_or(|before| {
                before.is_list()
                    || (body > 0 && matches!(Ours::of(name), Ours::Object | Ours::List(_)))
            });
        if nameless {
            self.cells(at, at, "")
        } else {
            None
        }
    }

    fn cells(&self, at: usize, r#type: usize, name: &str) -> Option<(Row, usize)> {
        let words = self.line(r#type);
        if !words::is_type(words) {
            return None;
        }
        let mut row = Row::new(name, self.span(at));
        row.r#type = Some(Fact::stated(Type::new(words), self.span(r#type)));
        let mut behind = r#type + 1;
        let description = self.table.columns.position(Column::Description)?;
        let start = self.table.columns.position(Column::Type)? + 1;
        for column in self
            .table
            .columns
            .columns()
            .get(start..description)
            .unwrap_or_default()
        {
            let cell = self.line(behind);
            let span = self.span(behind);
            match column {
                Column::Required => {
                    match glued::required(cell).filter(|&(_, length)| length == cell.len()) {
                        Some((value, _)) => row.required = Some(Fact::stated(value, span)),
                        None if self.order.is_strict() && !name.is_empty() => return None,
                        None => continue,
                    }
                }
                Column::Place => {
                    match glued::place(cell).filter(|&(_, length)| length == cell.len()) {
                        Some((place, _)) => row.place = Some(Fact::stated(place, span)),
                        None => continue,
                    }
                }
                _ => continue,
            }
            behind += 1;
        }
        Some((row, behind))
    }

    // What stands below a head.

    /// Gives the last row the lines below its head. `adjoined` says that the next head follows the last of
    /// them without an empty line, as it does behind an example.
    fn close(&mut self, body: &[usize], adjoined: bool, last: bool) {
        let remark = |at: &usize| {
            REMARKS
                .iter()
                .any(|start| self.line(*at).starts_with(start))
        };
        let remarks = body.iter().position(remark).unwrap_or(body.len());
        let body = if last { &body[..remarks] } else { body };
        let (Some(&first), Some(&behind)) = (body.first(), body.last()) else {
            return;
        };
        let has_example = self.table.columns.has(Column::Example) && !self.order.example_first();
        let line = self.line(behind);
        let alone = body.len() == 1;
        let example = has_example
            && !line.starts_with(['•', '>'])
            && !self.touches_body(body)
            && if self.table.paragraphs {
                !alone
            } else {
                adjoined || (last && !alone)
            };
        let text = self.table.text;
        let prose = |from: usize, to: usize| text.prose(self.full[from], self.full[to] + 1);
        let description = if !example {
            prose(first, behind)
        } else if alone {
            None
        } else {
            prose(first, body[body.len() - 2])
        };
        let example = example.then(|| Fact::stated(line.to_owned(), self.span(behind)));
        if let Some(row) = self.rows.last_mut() {
            row.description = description;
            if row.example.is_none() {
                row.example = example;
            }
        }
    }

    /// Whether the last line of a body stands directly below the one before it, as lines of one paragraph do.
    fn touches_body(&self, body: &[usize]) -> bool {
        body.len() > 1 && body.last().is_some_and(|&at| self.touches(at))
    }
}

/// Whether a cell can be the name of a row.
fn is_row_name(cell: &str) -> bool {
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

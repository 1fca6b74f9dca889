//! The rows of a table: found again at every name with a type, whatever the text lost between them.

use std::collections::HashSet;
use std::ops::Range;

use crate::dialect::huawei::bounds;
use crate::dialect::huawei::caption::is_item;
use crate::dialect::huawei::cells::{is_member_name, is_type, is_type_like};
use crate::dialect::tabbed;
use crate::facts::{Fact, Member, Span, Unexplained};
use crate::nesting::join;
use crate::table::{Column, Columns, required};
use crate::text::PageText;
use crate::types::{Type, first_sentence};
use crate::words::strip_any;

/// How many rows back a name counts as one that the text still speaks of.
const NEAR: usize = 200;

/// What the rest of a page tells of its rows.
#[derive(Debug, Default)]
pub(super) struct KnownWords {
    /// Names that the path and the samples show.
    pub(super) names: HashSet<String>,
    /// Those of them that samples show lists behind.
    pub(super) lists: HashSet<String>,
    /// Types that captions name.
    pub(super) types: HashSet<String>,
    /// The names that the URI shows.
    pub(super) of_uri: HashSet<String>,
}

impl KnownWords {
    /// Whether a text is a type for sure: one by its words, one that a caption names, or a list of such.
    fn is_type(&self, text: &str) -> bool {
        let item = strip_any(text, &["Array of ", "List of ", "[]"]);
        is_type(text) || self.types.contains(item.unwrap_or(text))
    }
}

/// A table's rows, and whether they say what is required.
#[derive(Debug, Default)]
pub(super) struct TableRows {
    pub(super) members: Vec<Member>,
    /// Whether a cell of the required column was read.
    pub(super) required: bool,
    /// The last name in the first column.
    owner: String,
}

/// Whether a table has names, says what they are, and has no types, as older pages have for the parameters
/// of the URI: a row is found by its Yes or No, or by a name that the URI shows.
pub(super) fn is_untyped(columns: &Columns) -> bool {
    columns.columns().first() == Some(&Column::Name)
        && !columns.has(Column::Type)
        && columns.has(Column::Description)
}

/// Reads the rows on some lines.
pub(super) fn read(
    text: &PageText<'_>,
    columns: &Columns,
    lines: Range<usize>,
    known: &KnownWords,
    unexplained: &mut Vec<Unexplained>,
) -> TableRows {
    if text.has_tabs(lines.clone()) {
        tabbed_rows(text, columns, lines, known, unexplained)
    } else {
        paragraphs(text, columns, lines, known, unexplained)
    }
}

fn tabbed_rows(
    text: &PageText<'_>,
    columns: &Columns,
    lines: Range<usize>,
    known: &KnownWords,
    unexplained: &mut Vec<Unexplained>,
) -> TableRows {
    let at = |column| columns.position(column);
    let starts = |cells: &[&str]| {
        if is_untyped(columns) {
            return cells.len() > 1 && is_member_name(cells[0]);
        }
        let r#type = at(Column::Type).and_then(|index| cells.get(index));
        let required = at(Column::Required).is_none_or(|index| {
            cells
                .get(index)
                .is_some_and(|cell| required(cell).is_some())
        });
        let name = cells.first().filter(|name| !name.is_empty());
        let name = name.or_else(|| at(Column::Within).and_then(|index| cells.get(index)));
        name.is_some_and(|name| is_member_name(name))
            && r#type.is_some_and(|words| {
                let words = first_sentence(words);
                known.is_type(words) || (required && is_type_like(words))
            })
    };
    let mut rows = TableRows::default();
    for row in tabbed::rows(text, lines, columns, starts, unexplained) {
        let mut member = row.member(columns, required);
        let owner = member.path.value.clone();
        name_root(&mut member);
        rows.place_within(
            &mut member,
            &owner,
            row.cell(columns, Column::Within),
            known,
        );
        rows.required |= member.required.is_some();
        bounds::read(&mut member);
        rows.members.push(member);
    }
    rows
}

impl TableRows {
    /// Puts a member below the one that its row, or a row before it, names as its owner.
    fn place_within(
        &mut self,
        member: &mut Member,
        owner: &str,
        within: Option<&str>,
        known: &KnownWords,
    ) {
        if !owner.is_empty() {
            owner.clone_into(&mut self.owner);
        }
        let Some(within) = within.filter(|within| is_member_name(within) && *within != "N/A")
        else {
            return;
        };
        let own = self
            .members
            .iter()
            .rev()
            .take(NEAR)
            .find(|row| row.path.value == self.owner);
        let step = match own.and_then(Member::ours) {
            Some(ours) => ours.step(),
            None if known.lists.contains(&self.owner) => "[]".to_owned(),
            None => String::new(),
        };
        member.path.value = join(&format!("{}{step}", self.owner), within);
    }
}

/// The cells that stand before the description, as one row has them.
struct RowCells {
    /// Where the name stands; a row whose name's cell is that of the row before has none.
    name: Option<usize>,
    /// Where the name of a member within it stands.
    within: Option<usize>,
    /// Where the type stands, if the table has types.
    r#type: Option<usize>,
    required: Option<(usize, bool)>,
    /// The index, among the full lines, behind it.
    behind: usize,
}

fn paragraphs(
    text: &PageText<'_>,
    columns: &Columns,
    lines: Range<usize>,
    known: &KnownWords,
    unexplained: &mut Vec<Unexplained>,
) -> TableRows {
    let full = text.full(lines);
    let mut rows = TableRows::default();
    let mut at = 0;
    while at < full.len() {
        let Some(head) = head(text, columns, &full[at..], known) else {
            let why = "it stands in a table before the first row";
            unexplained.push(text.unexplained(full[at], why));
            at += 1;
            continue;
        };
        let body = at + head.behind;
        let mut next = body;
        while next < full.len() && self::head(text, columns, &full[next..], known).is_none() {
            next += 1;
        }
        let body = &full[body..next];
        for (at, &line) in body.iter().enumerate().skip(1) {
            // Behind a lone bullet stands one of several values.
            let lost = columns.has(Column::Type)
                && is_lost(text.at(line), known)
                && text.at(body[at - 1]) != "•";
            let mut near = rows.members.iter().rev().take(NEAR);
            if lost && !near.any(|member| member.path.value == text.at(line)) {
                let why =
                    "a name, a type or whether it is required stands without the rest of its row";
                unexplained.push(text.unexplained(line, why));
            }
        }
        let member = member(text, &head, body, known, &mut rows);
        rows.members.push(member);
        rows.required |= head.required.is_some();
        at = next;
    }
    rows
}

/// Reads the cells of a row that starts with the first of the lines, if one does. Chinese pages lose the
/// single character of the required column, English ones keep its word.
fn head(
    text: &PageText<'_>,
    columns: &Columns,
    lines: &[usize],
    known: &KnownWords,
) -> Option<RowCells> {
    let whole = head_of(text, columns, lines, known, true);
    whole.or_else(|| {
        // The cell of the name goes over several rows.
        let within = columns.has(Column::Within);
        within.then(|| head_of(text, columns, lines, known, false))?
    })
}

fn head_of(
    text: &PageText<'_>,
    columns: &Columns,
    lines: &[usize],
    known: &KnownWords,
    has_name: bool,
) -> Option<RowCells> {
    let line = |index: usize| lines.get(index).map_or("", |&line| text.at(line));
    if !is_member_name(line(0)) {
        return None;
    }
    let mut head = RowCells {
        name: has_name.then_some(lines[0]),
        within: None,
        r#type: None,
        required: None,
        behind: usize::from(has_name),
    };
    for column in columns.columns().iter().skip(1) {
        match column {
            Column::Required => {
                if let Some(value) = required(line(head.behind)) {
                    head.required = Some((lines[head.behind], value));
                    head.behind += 1;
                }
            }
            Column::Within => {
                head.within = Some(*lines.get(head.behind)?);
                head.behind += 1;
            }
            Column::Type => {
                head.r#type = Some(*lines.get(head.behind)?);
                head.behind += 1;
            }
            _ => break,
        }
    }
    let answered = head.required.is_some();
    let is_row = match head.r#type {
        // Behind a Yes or No, any short word is a type; without one only a word that is one for sure.
        Some(index) => {
            let words = first_sentence(text.at(index));
            known.is_type(words) || (answered && is_type_like(words))
        }
        None => is_untyped(columns) && (answered || known.of_uri.contains(line(0))),
    };
    is_row.then_some(head)
}

fn member(
    text: &PageText<'_>,
    head: &RowCells,
    body: &[usize],
    known: &KnownWords,
    rows: &mut TableRows,
) -> Member {
    let name = head.name.map_or("", |line| text.at(line));
    let first = head.name.or(head.within);
    let mut member = Member::named(
        name,
        first.map_or(Span::line(1), |line| text.span(line, line)),
    );
    name_root(&mut member);
    let within = head.within.map(|line| text.at(line));
    rows.place_within(&mut member, name, within, known);
    member.r#type = head
        .r#type
        .map(|line| Fact::stated(Type::new(text.at(line)), text.span(line, line)));
    member.required = head
        .required
        .map(|(line, value)| Fact::stated(value, text.span(line, line)));
    if let (Some(&first), Some(&last)) = (body.first(), body.last()) {
        member.description = text.prose(first, last + 1);
    }
    bounds::read(&mut member);
    member
}

/// Whether a paragraph of a description is a cell of a row that was not found again: it ends up in the
/// description of the row before it.
fn is_lost(words: &str, known: &KnownWords) -> bool {
    (is_type(words) && words != "object")
        || matches!(words, "Yes" | "No")
        || known.names.contains(words)
}

/// Gives a member that stands for the items of a list at the root the path of such items.
fn name_root(member: &mut Member) {
    if is_item(&member.path.value) {
        "[]".clone_into(&mut member.path.value);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn table(page: &str) -> (TableRows, Vec<Unexplained>) {
        let text = PageText::new(page);
        let (columns, behind) = Columns::of_paragraphs(&text, 0)
            .or_else(|| Columns::of(text.at(0)).map(|columns| (columns, 1)))
            .unwrap();
        let mut unexplained = Vec::new();
        let known = KnownWords {
            lists: HashSet::new(),
            of_uri: HashSet::from(["room_id".to_owned()]),
            names: HashSet::from(["lost_id".to_owned()]),
            types: HashSet::from(["Stage".to_owned()]),
        };
        let lines = behind..text.len();
        let rows = read(&text, &columns, lines, &known, &mut unexplained);
        (rows, unexplained)
    }

    fn told(rows: &TableRows) -> Vec<String> {
        rows.members
            .iter()
            .map(|member| {
                format!(
                    "{} {} {:?}",
                    member.path.value,
                    member.r#type.as_ref().unwrap().value.words(),
                    member.required.as_ref().map(|fact| fact.value)
                )
            })
            .collect()
    }

    #[test]
    fn rows_are_found_again_after_descriptions_of_any_length() {
        let (rows, unexplained) = table(
            "Parameter\n\nMandatory\n\nType\n\nDescription\n\nsize\n\nYes\n\nInteger\n\nHow large.\n\nRange\n\nN/A\n\n\
             Default Value\n\nbig\n\ntags\n\nNo\n\nArray of Tag objects\n\nLabels.\n\n• one\n\n[items]\n\nNo\n\nWeird Thing\n\nx",
        );
        assert_eq!(
            told(&rows),
            [
                "size Integer Some(true)",
                "tags Array of Tag objects Some(false)",
                "[] Weird Thing Some(false)"
            ]
        );
        assert!(rows.required && unexplained.is_empty());
        let description = rows.members[0].description.as_ref().unwrap();
        assert_eq!(
            description
                .value
                .lines()
                .filter(|line| !line.is_empty())
                .count(),
            5
        );
        assert_eq!((description.lines.first, description.lines.last), (15, 23));
    }

    #[test]
    fn a_lost_required_column_is_unknown() {
        let (rows, _) = table(
            "参数\n\n是否必选\n\n参数类型\n\n描述\n\nid\n\nString\n\nid\n\nname\n\nMap<String,Info>\n\n名称",
        );
        assert_eq!(
            told(&rows),
            ["id String None", "name Map<String,Info> None"]
        );
        assert!(!rows.required);
    }

    #[test]
    fn a_type_that_a_caption_names_is_one_without_the_word_object() {
        let (rows, unexplained) = table(
            "参数\n\n类型\n\n必选\n\n说明\n\nstages\n\n[]Stage\n\n步骤\n\nfirst\n\nStage\n\n首个\n\nargs\n\n[]string\n\n参数",
        );
        assert_eq!(
            told(&rows),
            [
                "stages []Stage None",
                "first Stage None",
                "args []string None"
            ]
        );
        assert!(unexplained.is_empty());
    }

    #[test]
    fn tabs_keep_the_required_column() {
        let (rows, unexplained) = table(
            "参数\t是否必选\t参数类型\t描述\nid\t是\tString\t一\n二\nname\t否\tX object\t名称",
        );
        assert_eq!(
            told(&rows),
            ["id String Some(true)", "name X object Some(false)"]
        );
        assert_eq!(
            rows.members[0].description.as_ref().unwrap().value,
            "一\n二"
        );
        assert!(unexplained.is_empty());
    }

    #[test]
    fn rows_without_types_are_found_by_their_answer_or_by_the_uri() {
        for (page, expected) in [
            (
                "Parameter\n\nMandatory\n\nDescription\n\nlamp_id\n\nYes\n\nThe lamp.\n\nsize\n\nNo\n\nlarge",
                ["lamp_id Some(true) The lamp.", "size Some(false) large"].as_slice(),
            ),
            (
                "参数\n\n是否必选\n\n描述\n\nroom_id\n\n灯。\n\nsize\n\n大小",
                &["room_id None 灯。\n\nsize\n\n大小"],
            ),
            (
                "参数\t是否必选\t描述\nlamp_id\t是\t灯。\nsize\t否\t大小",
                &["lamp_id Some(true) 灯。", "size Some(false) 大小"],
            ),
        ] {
            let (rows, unexplained) = table(page);
            let told: Vec<String> = rows
                .members
                .iter()
                .map(|member| {
                    let required = member.required.as_ref().map(|fact| fact.value);
                    format!("{} {required:?} {}", member.path.value, member.text())
                })
                .collect();
            assert_eq!(told, expected);
            assert!(unexplained.is_empty());
        }
    }

    #[test]
    fn what_no_row_explains_is_told() {
        let (rows, unexplained) = table(
            "Parameter\n\nType\n\nDescription\n\nwhat is this?\n\nid\n\nString\n\nThe id.\n\nthe second name\n\nInteger\n\nx\n\nlost_id\n\nSomething odd.",
        );
        assert_eq!(rows.members.len(), 1);
        let lines: Vec<_> = unexplained.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["what is this?", "Integer", "lost_id"]);
    }
}
